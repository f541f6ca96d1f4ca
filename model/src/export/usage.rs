//! Who uses what in one environment: found once, asked often.

use std::collections::{HashMap, HashSet};

use crate::ecs::service::{AwsVpcConfiguration, Service};
use crate::ecs::shape::{List, Text};
use crate::record::RecordId;
use crate::reference::Reference;
use crate::resolve::Resolved;

/// The uses of neighbours, by neighbour, each in the design's order.
#[derive(Debug, Default)]
pub(in crate::export) struct Usage {
    listeners: HashMap<RecordId, Vec<(RecordId, usize)>>,
    services: HashMap<RecordId, Vec<RecordId>>,
    load_balancers: HashMap<RecordId, Vec<RecordId>>,
    executed_by: HashMap<RecordId, Vec<RecordId>>,
    run_by: HashMap<RecordId, Vec<RecordId>>,
    ecs_itself: HashSet<RecordId>,
    scaled: HashSet<RecordId>,
}

impl Usage {
    pub(in crate::export) fn of<'a>(records: impl Iterator<Item = &'a Resolved>) -> Self {
        let mut usage = Self::default();
        for resolved in records {
            usage.add_load_balancer(resolved);
            usage.add_task_definition(resolved);
            usage.add_scaling(resolved);
            if let Some(service) = resolved.service() {
                usage.add_service(&resolved.id, service);
            }
        }
        usage
    }

    /// The listeners that forward to a target group: load balancer and position.
    pub(in crate::export) fn listeners(&self, target_group: &RecordId) -> &[(RecordId, usize)] {
        self.listeners.get(target_group).map_or(&[], Vec::as_slice)
    }

    /// The network whose security groups the load balancer in front of a target group has. `get` finds a record.
    pub(in crate::export) fn network_in_front_of<'a>(
        &self,
        target_group: &RecordId,
        get: impl FnOnce(&RecordId) -> Option<&'a Resolved>,
    ) -> Option<&'a RecordId> {
        let (load_balancer, _) = self.listeners(target_group).first()?;
        let load_balancer = get(load_balancer)?.load_balancer()?;
        references(&load_balancer.security_groups).first().map(|reference| &reference.record)
    }

    /// The services that use a target group, a network or a task definition.
    pub(in crate::export) fn services(&self, of: &RecordId) -> &[RecordId] {
        self.services.get(of).map_or(&[], Vec::as_slice)
    }

    /// The load balancers with a security group of a network.
    pub(in crate::export) fn load_balancers(&self, network: &RecordId) -> &[RecordId] {
        self.load_balancers.get(network).map_or(&[], Vec::as_slice)
    }

    /// The task definitions whose execution role this is.
    pub(in crate::export) fn executed_by(&self, role: &RecordId) -> &[RecordId] {
        self.executed_by.get(role).map_or(&[], Vec::as_slice)
    }

    /// The task definitions whose task role this is.
    pub(in crate::export) fn run_by(&self, role: &RecordId) -> &[RecordId] {
        self.run_by.get(role).map_or(&[], Vec::as_slice)
    }

    /// Whether the ECS service itself, not its tasks, acts in this role.
    pub(in crate::export) fn is_for_ecs_itself(&self, role: &RecordId) -> bool {
        self.ecs_itself.contains(role)
    }

    /// Whether something of the design, generated or not, moves a service's desired count.
    pub(in crate::export) fn is_scaled(&self, service: &RecordId) -> bool {
        self.scaled.contains(service)
    }

    fn add_scaling(&mut self, resolved: &Resolved) {
        let service = resolved.scaling().and_then(|scaling| scaling.resource_id.reference());
        self.scaled.extend(service.map(|reference| reference.record.clone()));
    }

    fn add_load_balancer(&mut self, resolved: &Resolved) {
        let Some(load_balancer) = resolved.load_balancer() else { return };
        for (position, listener) in load_balancer.listeners.items().iter().enumerate() {
            if let Some(reference) = listener.target_group.reference() {
                let entry = self.listeners.entry(reference.record.clone()).or_default();
                entry.push((resolved.id.clone(), position));
            }
        }
        for reference in references(&load_balancer.security_groups) {
            push(&mut self.load_balancers, &reference.record, &resolved.id);
        }
    }

    fn add_task_definition(&mut self, resolved: &Resolved) {
        let Some(definition) = resolved.task_definition() else { return };
        if let Some(reference) = definition.execution_role_arn.reference() {
            push(&mut self.executed_by, &reference.record, &resolved.id);
        }
        if let Some(reference) = definition.task_role_arn.reference() {
            push(&mut self.run_by, &reference.record, &resolved.id);
        }
    }

    fn add_service(&mut self, id: &RecordId, service: &Service) {
        let mut uses: Vec<&Reference> = service.task_definition.reference().into_iter().collect();
        for load_balancer in service.load_balancers.items() {
            uses.extend(load_balancer.target_group_arn.reference());
            if let Some(advanced) = load_balancer.advanced_configuration.known() {
                uses.extend(advanced.alternate_target_group_arn.reference());
                self.acts_for_ecs(&advanced.role_arn);
            }
        }
        if let Some(vpc) = vpc_configuration(service) {
            uses.extend(references(&vpc.security_groups));
        }
        for reference in uses {
            push(&mut self.services, &reference.record, id);
        }
        self.acts_for_ecs(&service.role);
        for lattice in service.vpc_lattice_configurations.items() {
            self.acts_for_ecs(&lattice.role_arn);
        }
        for volume in service.volume_configurations.items() {
            if let Some(volume) = volume.managed_ebs_volume.known() {
                self.acts_for_ecs(&volume.role_arn);
            }
        }
        if let Some(connect) = service.service_connect_configuration.known() {
            for tls in connect.services.items().iter().filter_map(|service| service.tls.known()) {
                self.acts_for_ecs(&tls.role_arn);
            }
        }
    }

    fn acts_for_ecs(&mut self, role: &Text) {
        if let Some(reference) = role.reference() {
            self.ecs_itself.insert(reference.record.clone());
        }
    }
}

/// The protocols that packets to a listener have.
pub(in crate::export) fn transports(listener: &str) -> &'static [&'static str] {
    match listener {
        "UDP" => &["udp"],
        "TCP_UDP" => &["tcp", "udp"],
        _ => &["tcp"],
    }
}

/// A service's subnets and security groups.
pub(in crate::export) fn vpc_configuration(service: &Service) -> Option<&AwsVpcConfiguration> {
    service.network_configuration.known()?.awsvpc_configuration.known()
}

/// The records that a list refers to, as a whole or in its elements.
pub(in crate::export) fn references(list: &List<Text>) -> Vec<&Reference> {
    match list.reference() {
        Some(reference) => vec![reference],
        None => list.items().iter().filter_map(Text::reference).collect(),
    }
}

fn push(map: &mut HashMap<RecordId, Vec<RecordId>>, key: &RecordId, id: &RecordId) {
    let ids = map.entry(key.clone()).or_default();
    if ids.last() != Some(id) {
        ids.push(id.clone());
    }
}
