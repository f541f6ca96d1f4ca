//! Typed, lenient views of what records say.
//!
//! To add a member: one line in its shape, one entry in the catalogue. Forms, help, matrix, import, export
//! and the rules about types, enums and ranges follow.

pub mod cluster;
pub mod container_definition;
pub mod deployment;
pub mod gateway;
pub mod neighbour;
pub mod scaling;
pub mod service;
pub mod service_connect;
pub mod shape;
pub mod task_definition;
pub mod task_size;
pub mod volume;

use serde_json::Value;

use crate::path::{Path, Segment};
use crate::record::Kind;
use shape::{Fault, Member, Structure, Type};

/// The typed view of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// A cluster.
    Cluster(Box<cluster::Cluster>),
    /// A service.
    Service(Box<service::Service>),
    /// A task definition.
    TaskDefinition(Box<task_definition::TaskDefinition>),
    /// A load balancer with its listeners.
    LoadBalancer(Box<neighbour::LoadBalancer>),
    /// A target group.
    TargetGroup(Box<neighbour::TargetGroup>),
    /// A network.
    Network(Box<neighbour::Network>),
    /// A role.
    Role(Box<neighbour::Role>),
    /// A log group.
    LogGroup(Box<neighbour::LogGroup>),
    /// A kind of which the drawing needs no typed view: read when somebody first asks ([`LateView`]).
    Late,
}

impl View {
    /// Reads a record's body, and what is wrong with its form.
    #[must_use]
    pub fn read(kind: Kind, body: &Value) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let view = match kind {
            Kind::Cluster => Self::Cluster(read(body, &mut faults)),
            Kind::Service => Self::Service(read(body, &mut faults)),
            Kind::TaskDefinition => Self::TaskDefinition(read(body, &mut faults)),
            Kind::LoadBalancer => Self::LoadBalancer(read(body, &mut faults)),
            Kind::TargetGroup => Self::TargetGroup(read(body, &mut faults)),
            Kind::Network => Self::Network(read(body, &mut faults)),
            Kind::Role => Self::Role(read(body, &mut faults)),
            Kind::LogGroup => Self::LogGroup(read(body, &mut faults)),
            Kind::Scaling | Kind::Namespace => Self::Late,
        };
        (view, faults)
    }
}

/// The typed view of a record that only rules and exports read, so that drawing a design does without its
/// shape.
#[derive(Clone, Debug, PartialEq)]
pub enum LateView {
    /// What Application Auto Scaling does with a service.
    Scaling(Box<scaling::Scaling>),
    /// A Cloud Map namespace.
    Namespace(Box<neighbour::Namespace>),
}

impl LateView {
    /// Reads a record's body, and what is wrong with its form. `None` for a kind with a [`View`] of its own.
    #[must_use]
    pub fn read(kind: Kind, body: &Value) -> Option<(Self, Vec<Fault>)> {
        let mut faults = Vec::new();
        let view = match kind {
            Kind::Scaling => Self::Scaling(read(body, &mut faults)),
            Kind::Namespace => Self::Namespace(read(body, &mut faults)),
            _ => return None,
        };
        Some((view, faults))
    }
}

fn read<S: Structure + Default>(body: &Value, faults: &mut Vec<Fault>) -> Box<S> {
    let mut view = Box::<S>::default();
    shape::read(&mut *view, body, Path::root(), faults);
    view
}

/// The members of a kind's bodies.
#[must_use]
pub const fn members(kind: Kind) -> &'static [Member] {
    match kind {
        Kind::Cluster => cluster::Cluster::MEMBERS,
        Kind::Service => service::Service::MEMBERS,
        Kind::TaskDefinition => task_definition::TaskDefinition::MEMBERS,
        Kind::LoadBalancer => neighbour::LoadBalancer::MEMBERS,
        Kind::TargetGroup => neighbour::TargetGroup::MEMBERS,
        Kind::Network => neighbour::Network::MEMBERS,
        Kind::Role => neighbour::Role::MEMBERS,
        Kind::LogGroup => neighbour::LogGroup::MEMBERS,
        Kind::Scaling => scaling::Scaling::MEMBERS,
        Kind::Namespace => neighbour::Namespace::MEMBERS,
    }
}

/// What the shapes say about the place a path leads to: its type, and the member it belongs to (for a list's
/// element, the list's). `None` for a member that the API does not have.
#[must_use]
pub fn describe(kind: Kind, path: &Path) -> Option<(Type, Option<&'static Member>)> {
    let mut here = Type::Structure(members(kind));
    let mut member = None;
    for segment in path.segments() {
        here = match (here, segment) {
            (Type::Structure(members), Segment::Key(key)) => {
                let found = members.iter().find(|member| member.key == key)?;
                member = Some(found);
                found.kind
            }
            (Type::Texts, Segment::Key(_)) => Type::Text,
            (Type::List(element), Segment::Index(_) | Segment::Named(_)) => *element,
            (Type::Any, _) => Type::Any,
            _ => return None,
        };
    }
    Some((here, member))
}
