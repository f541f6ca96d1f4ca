//! Services.

use serde_json::Value;

use super::arguments::{
    Argument, block, blocks, elsewhere, enabled, inline, json, missing, one_block, tags, text,
    value,
};
use super::draft::{Draft, Instance, Page};
use super::load_balancer::listener_names;
use super::scaling::ignore_changes;
use crate::export::hcl::{Block, Expr};
use crate::path::Path;
use crate::record::Origin;

/// What comes first, in the order in which people write it; the writer adds what must be explicit.
const FIRST: &[Argument] =
    &[value("cluster", "cluster"), value("taskDefinition", "task_definition")];

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("serviceName"),
    elsewhere("cluster"),
    elsewhere("taskDefinition"),
    elsewhere("desiredCount"),
    elsewhere("availabilityZoneRebalancing"),
    elsewhere("healthCheckGracePeriodSeconds"),
    // Makes a single call idempotent, and is nothing that a service has.
    elsewhere("clientToken"),
    value("launchType", "launch_type"),
    value("platformVersion", "platform_version"),
    value("schedulingStrategy", "scheduling_strategy"),
    value("role", "iam_role"),
    value("enableExecuteCommand", "enable_execute_command"),
    value("enableECSManagedTags", "enable_ecs_managed_tags"),
    value("propagateTags", "propagate_tags"),
    tags(),
    blocks("capacityProviderStrategy", "capacity_provider_strategy", CAPACITY_PROVIDER_STRATEGY),
    inline("deploymentConfiguration", DEPLOYMENT),
    block("deploymentController", "deployment_controller", &[value("type", "type")]),
    inline(
        "networkConfiguration",
        &[block(
            "awsvpcConfiguration",
            "network_configuration",
            &[
                value("subnets", "subnets"),
                value("securityGroups", "security_groups"),
                enabled("assignPublicIp", "assign_public_ip"),
            ],
        )],
    ),
    blocks("loadBalancers", "load_balancer", LOAD_BALANCER),
    one_block(
        "serviceRegistries",
        "service_registries",
        &[
            value("registryArn", "registry_arn"),
            value("port", "port"),
            value("containerName", "container_name"),
            value("containerPort", "container_port"),
        ],
    ),
    block("serviceConnectConfiguration", "service_connect_configuration", SERVICE_CONNECT),
    blocks(
        "placementConstraints",
        "placement_constraints",
        &[value("type", "type"), value("expression", "expression")],
    ),
    blocks(
        "placementStrategy",
        "ordered_placement_strategy",
        &[value("type", "type"), value("field", "field")],
    ),
    one_block("volumeConfigurations", "volume_configuration", VOLUME),
    blocks(
        "vpcLatticeConfigurations",
        "vpc_lattice_configurations",
        &[
            value("roleArn", "role_arn"),
            value("targetGroupArn", "target_group_arn"),
            value("portName", "port_name"),
            missing("advancedConfiguration"),
        ],
    ),
    missing("gatewayConnectors"),
    missing("monitoring"),
];

pub(super) const CAPACITY_PROVIDER_STRATEGY: &[Argument] = &[
    value("capacityProvider", "capacity_provider"),
    value("weight", "weight"),
    value("base", "base"),
];

const DEPLOYMENT: &[Argument] = &[
    value("minimumHealthyPercent", "deployment_minimum_healthy_percent"),
    value("maximumPercent", "deployment_maximum_percent"),
    block(
        "deploymentCircuitBreaker",
        "deployment_circuit_breaker",
        &[
            value("enable", "enable"),
            value("rollback", "rollback"),
            missing("resetOnHealthyTask"),
            missing("thresholdConfiguration"),
        ],
    ),
    block(
        "alarms",
        "alarms",
        &[
            value("alarmNames", "alarm_names"),
            value("enable", "enable"),
            value("rollback", "rollback"),
        ],
    ),
    // These four have a block of their own.
    elsewhere("strategy"),
    elsewhere("bakeTimeInMinutes"),
    elsewhere("lifecycleHooks"),
    elsewhere("linearConfiguration"),
    elsewhere("canaryConfiguration"),
    missing("earlySuccessCriteria"),
];

/// The block `deployment_configuration`.
const STRATEGY: &[Argument] = &[inline(
    "deploymentConfiguration",
    &[
        value("strategy", "strategy").since(47),
        text("bakeTimeInMinutes", "bake_time_in_minutes").since(47),
        block(
            "linearConfiguration",
            "linear_configuration",
            &[
                value("stepPercent", "step_percent"),
                text("stepBakeTimeInMinutes", "step_bake_time_in_minutes"),
            ],
        )
        .since(47),
        block(
            "canaryConfiguration",
            "canary_configuration",
            &[
                value("canaryPercent", "canary_percent"),
                text("canaryBakeTimeInMinutes", "canary_bake_time_in_minutes"),
            ],
        )
        .since(47),
        blocks(
            "lifecycleHooks",
            "lifecycle_hook",
            &[
                value("targetType", "target_type").since(66),
                value("hookTargetArn", "hook_target_arn"),
                value("roleArn", "role_arn"),
                value("lifecycleStages", "lifecycle_stages"),
                json("hookDetails", "hook_details"),
                block(
                    "timeoutConfiguration",
                    "timeout_configuration",
                    &[text("timeoutInMinutes", "timeout_in_minutes"), value("action", "action")],
                )
                .since(66),
            ],
        )
        .since(47),
    ],
)];

const LOAD_BALANCER: &[Argument] = &[
    value("targetGroupArn", "target_group_arn"),
    value("loadBalancerName", "elb_name"),
    value("containerName", "container_name"),
    value("containerPort", "container_port"),
    block(
        "advancedConfiguration",
        "advanced_configuration",
        &[
            value("alternateTargetGroupArn", "alternate_target_group_arn"),
            value("productionListenerRule", "production_listener_rule"),
            value("testListenerRule", "test_listener_rule"),
            value("roleArn", "role_arn"),
        ],
    )
    .since(47),
];

const SERVICE_CONNECT: &[Argument] = &[
    value("enabled", "enabled"),
    value("namespace", "namespace"),
    block(
        "logConfiguration",
        "log_configuration",
        &[
            value("logDriver", "log_driver"),
            value("options", "options"),
            blocks(
                "secretOptions",
                "secret_option",
                &[value("name", "name"), value("valueFrom", "value_from")],
            ),
        ],
    ),
    block(
        "accessLogConfiguration",
        "access_log_configuration",
        &[value("format", "format"), value("includeQueryParameters", "include_query_parameters")],
    )
    .since(47),
    blocks(
        "services",
        "service",
        &[
            value("portName", "port_name"),
            value("discoveryName", "discovery_name"),
            value("ingressPortOverride", "ingress_port_override"),
            one_block(
                "clientAliases",
                "client_alias",
                &[
                    value("port", "port"),
                    value("dnsName", "dns_name"),
                    block(
                        "testTrafficRules",
                        "test_traffic_rules",
                        &[block(
                            "header",
                            "header",
                            &[
                                value("name", "name"),
                                block("value", "value", &[value("exact", "exact")]),
                            ],
                        )],
                    )
                    .since(47),
                ],
            ),
            block(
                "timeout",
                "timeout",
                &[
                    value("idleTimeoutSeconds", "idle_timeout_seconds"),
                    value("perRequestTimeoutSeconds", "per_request_timeout_seconds"),
                ],
            ),
            block(
                "tls",
                "tls",
                &[
                    value("kmsKey", "kms_key"),
                    value("roleArn", "role_arn"),
                    block(
                        "issuerCertificateAuthority",
                        "issuer_cert_authority",
                        &[value("awsPcaAuthorityArn", "aws_pca_authority_arn")],
                    ),
                ],
            ),
        ],
    ),
    missing("containerConfigurations"),
];

const VOLUME: &[Argument] = &[
    value("name", "name"),
    block(
        "managedEBSVolume",
        "managed_ebs_volume",
        &[
            value("roleArn", "role_arn"),
            value("encrypted", "encrypted"),
            value("kmsKeyId", "kms_key_id"),
            value("volumeType", "volume_type"),
            value("sizeInGiB", "size_in_gb"),
            value("snapshotId", "snapshot_id"),
            value("volumeInitializationRate", "volume_initialization_rate"),
            value("iops", "iops"),
            value("throughput", "throughput"),
            value("filesystemType", "file_system_type"),
            blocks(
                "tagSpecifications",
                "tag_specifications",
                &[
                    value("resourceType", "resource_type"),
                    value("propagateTags", "propagate_tags"),
                    tags(),
                ],
            ),
        ],
    ),
];

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut service = Block::new("resource").label("aws_ecs_service").label(&name);
    let service_name = draft.own_name(instance, &name);
    service.body().attribute("name", service_name);
    draft.some_arguments(instance, FIRST, service.body());

    let daemon = instance.resolved.service().is_some_and(|it| it.scheduling_strategy.is("DAEMON"));
    if let Some(count) = instance.member("desiredCount") {
        let count = draft.value(instance, &Path::root().key("desiredCount"), count);
        service.body().attribute("desired_count", count);
    } else if !daemon {
        // The provider would send 0.
        service.body().attribute("desired_count", 1_i64);
    }
    let rebalancing = match instance.member("availabilityZoneRebalancing") {
        Some(said) => draft.value(instance, &Path::root().key("availabilityZoneRebalancing"), said),
        // What the API chooses for a new service, and keeps; said, so that no plan ever changes it.
        None if can_rebalance(instance) => Expr::from("ENABLED"),
        None => Expr::from("DISABLED"),
    };
    service.body().attribute("availability_zone_rebalancing", rebalancing);
    grace_period(draft, instance, &mut service);
    draft.arguments(instance, ARGUMENTS, service.body());
    deployment_configuration(draft, instance, &mut service);

    let listeners = listeners(draft, instance);
    if !listeners.is_empty() {
        service.body().blank();
        // A target group takes tasks only once a listener forwards to it.
        let listeners = listeners.iter().map(|listener| Expr::raw(listener));
        service.body().attribute("depends_on", Expr::List(listeners.collect()));
    }
    if draft.worlds(instance).any(|(_, usage)| usage.is_scaled(instance.id())) {
        let comment =
            "Application Auto Scaling moves the count: Terraform says only what it starts with.";
        service.body().block(ignore_changes(comment, &["desired_count"]));
    }
    draft.put(Page::Ecs, service);
}

/// Whether ECS can keep the service's tasks balanced over Availability Zones.
///
/// AWS: "Amazon ECS Service Rebalancing": not with the daemon strategy, external instances, Classic Load
/// Balancers, a maximum percent of 100, or placement other than a spread over Availability Zones first.
fn can_rebalance(instance: &Instance<'_>) -> bool {
    let Some(service) = instance.resolved.service() else { return false };
    let room = service
        .deployment_configuration
        .known()
        .and_then(|deployment| deployment.maximum_percent.known().copied())
        .is_none_or(|percent| percent > 100);
    let spread = service.placement_strategy.items().first().is_none_or(|strategy| {
        strategy.kind.is("spread") && strategy.field.is("attribute:ecs.availability-zone")
    });
    let classic =
        service.load_balancers.items().iter().any(|it| !it.load_balancer_name.is_absent());
    !service.scheduling_strategy.is("DAEMON")
        && !service.launch_type.is("EXTERNAL")
        && room
        && spread
        && !classic
}

fn grace_period<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>, service: &mut Block) {
    let Some(said) = instance.member("healthCheckGracePeriodSeconds") else { return };
    let path = Path::root().key("healthCheckGracePeriodSeconds");
    let balanced = instance.member("loadBalancers").is_some()
        || instance.member("vpcLatticeConfigurations").is_some();
    if balanced {
        let seconds = draft.value(instance, &path, said);
        service.body().attribute("health_check_grace_period_seconds", seconds);
    } else if said != &Value::from(0) {
        draft.remark(
            instance,
            &path,
            "A service without a load balancer cannot have a grace period: it is left out, because Terraform would fail in the middle of its work.",
        );
    }
}

/// The block for everything but a plain rolling deployment.
fn deployment_configuration<'a>(
    draft: &mut Draft<'a>,
    instance: &Instance<'a>,
    service: &mut Block,
) {
    let mut block = Block::new("deployment_configuration");
    draft.some_arguments(instance, STRATEGY, block.body());
    if !block.body().is_empty() {
        service.body().block(block);
    }
}

/// The generated listeners that forward to the service's target groups.
fn listeners<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let Some(service) = instance.resolved.service() else { return found };
    let worlds: Vec<_> = draft
        .worlds(instance)
        .flat_map(|(estate, usage)| {
            service
                .load_balancers
                .items()
                .iter()
                .filter_map(|it| it.target_group_arn.reference())
                .flat_map(|target_group| usage.listeners(&target_group.record))
                .map(move |(id, position)| (estate, id.clone(), *position))
                .collect::<Vec<_>>()
        })
        .collect();
    for (estate, id, position) in worlds {
        let Some(load_balancer) = draft.instance(&id, estate) else { continue };
        if load_balancer.resolved.origin() != Origin::Generate {
            continue;
        }
        let name = draft.name(&load_balancer);
        let listener = listener_names(&load_balancer)
            .get(position)
            .map(|suffix| format!("aws_lb_listener.{name}_{suffix}"));
        found.extend(listener.filter(|listener| !found.contains(listener)));
    }
    found
}
