//! The rules: one file a rule, a sorted table of them.
//!
//! A rule says something only about what is known: an expression such as `${var.cpu}` is never called an
//! error. Its code (`TD003`) carries no severity and is never used again for something else.

mod absent_in_environment;
mod accidental_difference;
mod availability_zone_rebalancing;
mod awslogs;
mod awslogs_options;
mod awslogs_unknown_option;
mod awslogs_values;
mod awsvpc_container_settings;
mod broken_reference;
mod capacity_provider_of_cluster;
mod capacity_provider_strategy;
mod circuit_breaker_controller;
mod circuit_breaker_off;
mod cluster_name;
mod container_cpu_sum;
mod container_in_one_environment;
mod container_insights;
mod container_memory_limit;
mod container_memory_missing;
mod container_memory_sum;
mod container_name;
mod container_name_unique;
mod container_port;
mod context;
mod daemon_service;
mod dependency_condition;
mod dependency_cycle;
mod dependency_unknown;
mod deployment_blocked;
mod deployment_room;
mod desired_count;
mod differences;
mod ec2_task_cpu;
mod efs_encryption;
mod environment_file;
mod ephemeral_storage;
mod essential_container;
mod execute_command_logging;
mod execute_command_role;
mod execution_role;
mod facts;
mod family;
mod fargate_container_settings;
mod fargate_log_driver;
mod fargate_network_mode;
mod fargate_placement;
mod fargate_size;
mod fargate_size_missing;
mod fargate_task_definition;
mod fargate_task_settings;
mod fargate_timeouts;
mod fargate_volume;
mod fargate_windows_size;
mod firelens;
mod grace_period_range;
mod grace_period_unused;
mod health_check_command;
mod health_check_range;
mod health_check_timeout;
mod host_port;
mod host_port_equals_container_port;
mod idle_override;
mod image;
mod image_missing;
mod image_reference;
mod inference_accelerators;
mod launch_type_missing;
mod launch_type_or_strategy;
mod links;
mod listener_action;
mod listener_certificate;
mod listener_ports;
mod listener_protocol;
mod load_balancer_container;
mod load_balancer_entry;
mod load_balancer_name;
mod load_balancer_port;
mod load_balancer_subnets;
mod log_group_name;
mod log_retention;
mod maximum_percent;
mod memory_reservation;
mod minimum_healthy_percent;
mod mount_path;
mod mutable_image_tag;
mod name_in_two_environments;
mod namespace_name;
mod namespace_vpc;
mod naming;
mod network_configuration;
mod network_ids;
mod network_limits;
mod no_containers;
mod no_log_configuration;
mod no_public_ip_in_public_subnets;
mod no_subnets;
mod outside_record;
mod plain_secret;
mod platform_version;
mod port_conflict;
mod port_name;
mod port_name_unique;
mod port_range;
mod private_subnets_without_way_out;
mod public_ip_in_private_subnets;
mod public_ip_on_ec2;
mod read_only_members;
mod references;
mod restart_attempt_period;
mod role_arn;
mod role_name;
mod role_record_arn;
mod rollback_without_breaker;
mod same_name;
mod same_roles;
mod scaling_desired_count;
mod scaling_policy_type;
mod scaling_range;
mod scaling_resource_label;
mod scaling_service;
mod scaling_target_unreached;
mod scaling_target_value;
mod secret_and_variable;
mod secret_value_from;
mod service_cluster;
mod service_name;
mod service_task_definition;
mod stale_override;
mod tags;
mod target_group_name;
mod target_group_twice;
mod target_group_without_listener;
mod target_type;
mod task_size_form;
mod too_many_containers;
mod ulimit;
mod variable_in_one_environment;
mod variable_name;
mod variable_twice;
mod volume_name;
mod volume_unknown;
mod volumes_from_unknown;
mod wrong_form;
mod wrong_kind_of_record;

#[cfg(feature = "docs")]
pub mod docs;

pub(crate) use context::Reads;
pub use context::{Context, DesignContext, Report};

use crate::diagnostic::Severity;
use crate::ecs::cluster::Cluster;
use crate::ecs::neighbour::{LoadBalancer, LogGroup, Namespace, Network, Role, TargetGroup};
use crate::ecs::scaling::Scaling;
use crate::ecs::service::Service;
use crate::ecs::task_definition::TaskDefinition;
use crate::record::{Record, RecordId};

/// What a rule is.
#[derive(Debug)]
pub struct Rule {
    /// The stable public code.
    pub code: &'static str,
    /// A short name in kebab-case.
    pub name: &'static str,
    /// How bad a finding is, unless a finding says otherwise.
    pub severity: Severity,
    /// AWS's documentation.
    pub url: &'static str,
    /// What is said about the rule itself, which the browser does not show.
    #[cfg(feature = "docs")]
    pub docs: Docs,
    /// What it looks at.
    pub check: Check,
}

/// What people read about a rule.
#[cfg(feature = "docs")]
#[derive(Debug)]
pub struct Docs {
    /// The version of Bayplan that first had the rule.
    pub since: &'static str,
    /// The cfn-lint rule that finds the same, if there is one.
    pub cfn_lint: Option<&'static str>,
    /// One sentence: what the rule wants.
    pub summary: &'static str,
    /// Why.
    pub why: &'static str,
}

/// What a rule looks at, and the function that looks. A function for one kind of record is called for each
/// record of that kind, in each environment; what it reads of other records goes through its [`Context`].
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Any record.
    Record(fn(&mut Context<'_>)),
    /// Clusters.
    Cluster(fn(&mut Context<'_>, &Cluster)),
    /// Services.
    Service(fn(&mut Context<'_>, &Service)),
    /// Task definitions.
    TaskDefinition(fn(&mut Context<'_>, &TaskDefinition)),
    /// Load balancers.
    LoadBalancer(fn(&mut Context<'_>, &LoadBalancer)),
    /// Target groups.
    TargetGroup(fn(&mut Context<'_>, &TargetGroup)),
    /// Networks.
    Network(fn(&mut Context<'_>, &Network)),
    /// Roles.
    Role(fn(&mut Context<'_>, &Role)),
    /// Log groups.
    LogGroup(fn(&mut Context<'_>, &LogGroup)),
    /// Scaling of services.
    Scaling(fn(&mut Context<'_>, &Scaling)),
    /// Namespaces.
    Namespace(fn(&mut Context<'_>, &Namespace)),
    /// One environment as a whole: what must be unique in it. What it reads of records is in `Resolved::outline`.
    Estate(fn(&mut DesignContext<'_>, &crate::resolve::Estate)),
    /// Any record with overrides, in all its environments together: what differs between them. What it finds may
    /// depend on the record and the design's settings only.
    Overrides(fn(&mut DesignContext<'_>, &RecordId, &Record)),
    /// The design as a whole: what must be unique in all environments together. What it reads of records is in
    /// `Resolved::outline`.
    Design(fn(&mut DesignContext<'_>)),
}

/// Every rule, sorted by code.
pub static RULES: &[&Rule] = &[
    &scaling_service::RULE,
    &scaling_range::RULE,
    &scaling_desired_count::RULE,
    &scaling_target_value::RULE,
    &scaling_resource_label::RULE,
    &scaling_policy_type::RULE,
    &scaling_target_unreached::RULE,
    &container_name::RULE,
    &image_missing::RULE,
    &image_reference::RULE,
    &mutable_image_tag::RULE,
    &links::RULE,
    &awsvpc_container_settings::RULE,
    &ulimit::RULE,
    &cluster_name::RULE,
    &container_insights::RULE,
    &execute_command_logging::RULE,
    &capacity_provider_strategy::RULE,
    &capacity_provider_of_cluster::RULE,
    &log_group_name::RULE,
    &log_retention::RULE,
    &minimum_healthy_percent::RULE,
    &maximum_percent::RULE,
    &deployment_blocked::RULE,
    &deployment_room::RULE,
    &circuit_breaker_off::RULE,
    &rollback_without_breaker::RULE,
    &circuit_breaker_controller::RULE,
    &dependency_unknown::RULE,
    &dependency_cycle::RULE,
    &dependency_condition::RULE,
    &volumes_from_unknown::RULE,
    &secret_and_variable::RULE,
    &variable_twice::RULE,
    &plain_secret::RULE,
    &variable_name::RULE,
    &secret_value_from::RULE,
    &environment_file::RULE,
    &same_name::RULE,
    &target_group_without_listener::RULE,
    &name_in_two_environments::RULE,
    &stale_override::RULE,
    &idle_override::RULE,
    &accidental_difference::RULE,
    &variable_in_one_environment::RULE,
    &container_in_one_environment::RULE,
    &fargate_size_missing::RULE,
    &fargate_network_mode::RULE,
    &fargate_size::RULE,
    &fargate_windows_size::RULE,
    &fargate_container_settings::RULE,
    &fargate_task_settings::RULE,
    &wrong_form::RULE,
    &health_check_command::RULE,
    &health_check_range::RULE,
    &health_check_timeout::RULE,
    &same_roles::RULE,
    &role_name::RULE,
    &role_record_arn::RULE,
    &load_balancer_container::RULE,
    &load_balancer_port::RULE,
    &load_balancer_entry::RULE,
    &target_type::RULE,
    &listener_protocol::RULE,
    &target_group_name::RULE,
    &load_balancer_name::RULE,
    &listener_certificate::RULE,
    &load_balancer_subnets::RULE,
    &target_group_twice::RULE,
    &listener_action::RULE,
    &listener_ports::RULE,
    &fargate_log_driver::RULE,
    &awslogs_options::RULE,
    &awslogs_unknown_option::RULE,
    &no_log_configuration::RULE,
    &awslogs_values::RULE,
    &firelens::RULE,
    &namespace_name::RULE,
    &namespace_vpc::RULE,
    &network_configuration::RULE,
    &no_subnets::RULE,
    &network_limits::RULE,
    &public_ip_in_private_subnets::RULE,
    &no_public_ip_in_public_subnets::RULE,
    &private_subnets_without_way_out::RULE,
    &network_ids::RULE,
    &public_ip_on_ec2::RULE,
    &container_port::RULE,
    &host_port::RULE,
    &host_port_equals_container_port::RULE,
    &port_conflict::RULE,
    &port_name::RULE,
    &port_name_unique::RULE,
    &port_range::RULE,
    &broken_reference::RULE,
    &absent_in_environment::RULE,
    &wrong_kind_of_record::RULE,
    &outside_record::RULE,
    &fargate_timeouts::RULE,
    &restart_attempt_period::RULE,
    &service_name::RULE,
    &service_cluster::RULE,
    &service_task_definition::RULE,
    &fargate_task_definition::RULE,
    &launch_type_or_strategy::RULE,
    &platform_version::RULE,
    &daemon_service::RULE,
    &desired_count::RULE,
    &availability_zone_rebalancing::RULE,
    &fargate_placement::RULE,
    &execute_command_role::RULE,
    &grace_period_unused::RULE,
    &grace_period_range::RULE,
    &launch_type_missing::RULE,
    &no_containers::RULE,
    &too_many_containers::RULE,
    &essential_container::RULE,
    &container_name_unique::RULE,
    &family::RULE,
    &task_size_form::RULE,
    &container_cpu_sum::RULE,
    &container_memory_limit::RULE,
    &container_memory_sum::RULE,
    &memory_reservation::RULE,
    &container_memory_missing::RULE,
    &execution_role::RULE,
    &tags::RULE,
    &read_only_members::RULE,
    &inference_accelerators::RULE,
    &ec2_task_cpu::RULE,
    &role_arn::RULE,
    &volume_unknown::RULE,
    &volume_name::RULE,
    &ephemeral_storage::RULE,
    &fargate_volume::RULE,
    &efs_encryption::RULE,
    &mount_path::RULE,
];

/// The rule with a code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.code.cmp(code)).ok().and_then(|at| RULES.get(at).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_well_formed() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
        for rule in RULES {
            let (letters, digits) = rule.code.split_at(2);
            assert!(letters.bytes().all(|b| b.is_ascii_uppercase()), "{}", rule.code);
            assert!(
                digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()),
                "{}",
                rule.code
            );
            assert!(
                rule.name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            );
            assert!(rule.url.starts_with("https://"), "{}", rule.code);
            #[cfg(feature = "docs")]
            assert!(rule.docs.summary.ends_with('.'), "{}", rule.code);
        }
    }
}
