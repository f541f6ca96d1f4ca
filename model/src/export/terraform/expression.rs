//! Strings of a design as Terraform expressions: references to records become attributes of the resource or
//! data source that the record is, or what a referred-to record says; other expressions stay as they are.

use serde_json::Value;

use super::draft::{Draft, Instance, VariableType};
use super::{namespace, network};
use crate::ecs::describe;
use crate::ecs::shape::Type;
use crate::export::hcl::Expr;
use crate::export::place::{
    chains, default_attribute, describe_variable, element_path, is_expression,
};
use crate::path::Path;
use crate::record::{Kind, Origin};
use crate::reference::{Part, Reference, parts};
use crate::text::capitalised;

/// What a string stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Text, with Terraform expressions in `${…}`.
    Text(String),
    /// Something other than text.
    Value(Expr),
    /// Several elements in place of one.
    Many(Vec<Piece>),
    /// An expression that is a list.
    List(String),
}

impl Piece {
    /// A piece that is one expression.
    pub(super) fn expression(text: &str) -> Self {
        Self::Text(format!("${{{text}}}"))
    }

    /// The piece as the value of an argument.
    pub(super) fn into_expr(self) -> Expr {
        match self {
            Self::Text(text) => Expr::from_text(&text),
            Self::Value(value) => value,
            Self::List(text) => Expr::raw(&text),
            Self::Many(pieces) => list(pieces),
        }
    }
}

/// A list with what stands for several elements put in its place.
pub(super) fn list(pieces: Vec<Piece>) -> Expr {
    let mut groups: Vec<Expr> = Vec::new();
    let mut plain: Vec<Expr> = Vec::new();
    let mut open: Vec<Piece> = pieces.into_iter().rev().collect();
    while let Some(piece) = open.pop() {
        match piece {
            Piece::Many(inner) => open.extend(inner.into_iter().rev()),
            Piece::List(text) => {
                if !plain.is_empty() {
                    groups.push(Expr::List(std::mem::take(&mut plain)));
                }
                groups.push(Expr::raw(&text));
            }
            one => plain.push(one.into_expr()),
        }
    }
    if !plain.is_empty() || groups.is_empty() {
        groups.push(Expr::List(plain));
    }
    match groups.len() {
        1 => groups.pop().unwrap_or(Expr::Null),
        _ => Expr::call("concat", groups),
    }
}

/// How many referred-to records a reference may lead through.
const LONGEST_CHAIN: usize = 8;

impl<'a> Draft<'a> {
    /// A string of a record's body as the value of an argument.
    pub(super) fn text(&mut self, instance: &Instance<'a>, path: &Path, text: &str) -> Expr {
        self.piece(instance, path, text, 0).into_expr()
    }

    /// A value of a record's body as the value of an argument; members that are `null` are left out.
    pub(super) fn value(&mut self, instance: &Instance<'a>, path: &Path, value: &Value) -> Expr {
        self.value_behind(instance, path, value, 0)
    }

    /// The same for a value behind so many referred-to records: one that leads back to itself must end.
    fn value_behind(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        value: &Value,
        depth: usize,
    ) -> Expr {
        match value {
            Value::String(text) => self.piece(instance, path, text, depth).into_expr(),
            Value::Array(elements) => {
                let pieces = self.elements(instance, path, elements, depth);
                list(pieces)
            }
            Value::Object(members) => Expr::object(
                members
                    .iter()
                    .filter(|(_, member)| !member.is_null())
                    .map(|(key, member)| {
                        let path = path.key(key.clone());
                        (key.clone(), self.value_behind(instance, &path, member, depth))
                    })
                    .collect::<Vec<_>>(),
            ),
            other => Expr::from(other),
        }
    }

    fn elements(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        elements: &[Value],
        depth: usize,
    ) -> Vec<Piece> {
        elements
            .iter()
            .enumerate()
            .filter(|(_, element)| !element.is_null())
            .map(|(index, element)| {
                let path = element_path(path, index, element);
                match element {
                    Value::String(text) => self.piece(instance, &path, text, depth),
                    other => Piece::Value(self.value_behind(instance, &path, other, depth)),
                }
            })
            .collect()
    }

    /// What a string stands for.
    pub(super) fn piece(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        text: &str,
        depth: usize,
    ) -> Piece {
        if !text.contains("${") {
            return Piece::Text(text.to_owned());
        }
        let parts = parts(text);
        if let [Part::Expression(inner)] = parts.as_slice() {
            return match Reference::parse_expression(inner) {
                Some(reference) => self.reference(instance, path, &reference, depth),
                None => {
                    let kind = wanted_type(instance.id().kind(), path);
                    self.mention(instance, path, inner, kind);
                    if kind == VariableType::Strings && is_expression(inner) {
                        Piece::List(inner.trim().to_owned())
                    } else {
                        Piece::Text(text.to_owned())
                    }
                }
            };
        }
        let mut whole = String::new();
        for part in parts {
            match part {
                Part::Text(text) => whole.push_str(text),
                Part::Expression(inner) => match Reference::parse_expression(inner) {
                    Some(reference) => match self.reference(instance, path, &reference, depth) {
                        Piece::Text(text) => whole.push_str(&text),
                        _ => {
                            let message = format!(
                                "`${{{inner}}}` is a list and cannot stand inside a text; it is written as plain text."
                            );
                            self.remark(instance, path, &message);
                            whole.push_str("$${");
                            whole.push_str(inner);
                            whole.push('}');
                        }
                    },
                    None => {
                        self.mention(instance, path, inner, VariableType::String);
                        whole.push_str("${");
                        whole.push_str(inner);
                        whole.push('}');
                    }
                },
            }
        }
        Piece::Text(whole)
    }

    /// What a reference to a record stands for.
    fn reference(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        reference: &Reference,
        depth: usize,
    ) -> Piece {
        let kind = reference.record.kind();
        let wanted =
            reference.attribute.as_deref().unwrap_or_else(|| default_attribute(kind, path));
        let known = attribute(kind, wanted);
        let target = self.instance(&reference.record, instance.estate);
        let (Some(attribute), Some(target)) = (known, target) else {
            return self.dangling(instance, path, reference, wanted);
        };
        if kind == Kind::Network {
            return network::part(self, &target, attribute.design, depth)
                .unwrap_or_else(|| self.dangling(instance, path, reference, wanted));
        }
        let name = self.name(&target);
        match target.resolved.origin() {
            Origin::Generate => {
                let resource = match kind {
                    Kind::Namespace => namespace::resource_type(&target),
                    kind => resource_type(kind),
                };
                Piece::expression(&format!("{resource}.{name}.{}", attribute.resource))
            }
            Origin::LookUp => {
                self.used.insert((target.id().clone(), target.environment.cloned(), ""));
                let data = match kind {
                    Kind::Namespace => namespace::data_type(&target),
                    kind => resource_type(kind),
                };
                Piece::expression(&format!("data.{data}.{name}.{}", attribute.data))
            }
            Origin::Refer => self
                .said(&target, attribute.members, depth)
                .unwrap_or_else(|| self.dangling(instance, path, reference, wanted)),
        }
    }

    /// What a referred-to record says under the first of `members` that it has.
    pub(super) fn said(
        &mut self,
        target: &Instance<'a>,
        members: &[&'static str],
        depth: usize,
    ) -> Option<Piece> {
        if depth >= LONGEST_CHAIN {
            return None;
        }
        members.iter().find_map(|key| {
            let path = Path::root().key(*key);
            match target.member(key)? {
                Value::String(text) => Some(self.piece(target, &path, text, depth + 1)),
                Value::Array(elements) => {
                    Some(Piece::Many(self.elements(target, &path, elements, depth + 1)))
                }
                _ => None,
            }
        })
    }

    /// An input variable in place of what the design does not have.
    fn dangling(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        reference: &Reference,
        wanted: &str,
    ) -> Piece {
        let id = &reference.record;
        let attribute = attribute(id.kind(), wanted).map_or(wanted, |attribute| attribute.design);
        let name = match self.instance(id, instance.estate) {
            Some(target) => self.name(&target),
            None => id.name().to_owned(),
        };
        let variable: String = format!("{name}_{}_{}", snake(id.kind().name()), snake(attribute))
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' })
            .collect();
        let kind = match attribute {
            "subnets" | "securityGroups" => VariableType::Strings,
            _ => VariableType::String,
        };
        let what =
            format!("{} of the {} `{}`", attribute_label(attribute), id.kind().label(), id.name());
        let (description, message) = if instance.estate.get(id).is_some() {
            (
                format!("{what}."),
                format!(
                    "The export cannot tell the {what}: it is the input variable `{variable}`; say it in the record instead."
                ),
            )
        } else {
            (
                format!("{what}, which is not part of the design."),
                format!(
                    "There is no {} `{}` in the design here: the {} is the input variable `{variable}`.",
                    id.kind().label(),
                    id.name(),
                    attribute_label(attribute)
                ),
            )
        };
        self.remark(instance, path, &message);
        self.variable(&variable, kind, &capitalised(&description));
        match kind {
            VariableType::Strings => Piece::List(format!("var.{variable}")),
            _ => Piece::expression(&format!("var.{variable}")),
        }
    }

    /// Notes what an expression uses: its variables are declared, the rest must be there.
    pub(super) fn mention(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        inner: &str,
        kind: VariableType,
    ) {
        for what in self.uses(inner, kind) {
            if !self.mentioned.contains_key(&what) {
                let address = self.address(instance, path);
                self.mentioned.insert(what, address);
            }
        }
    }

    /// Notes the variables of a text that belongs to no record.
    pub(super) fn mention_in_settings(&mut self, text: &str) {
        for part in parts(text) {
            if let Part::Expression(inner) = part {
                self.uses(inner, VariableType::String);
            }
        }
    }

    /// Declares the variables of an expression and returns what else it uses: `data.aws_vpc.main`, `local.name`.
    fn uses(&mut self, inner: &str, kind: VariableType) -> Vec<String> {
        let mut found = Vec::new();
        if !is_expression(inner) {
            return found;
        }
        let whole = inner.trim();
        for chain in chains(inner) {
            let mut names = chain.split('.').filter(|name| !name.is_empty());
            let (Some(first), Some(second)) = (names.next(), names.next()) else { continue };
            match first {
                "var" => {
                    let kind = if names.next().is_some() || whole.contains(&format!("{chain}[")) {
                        VariableType::Any
                    } else if whole == chain {
                        kind
                    } else {
                        VariableType::String
                    };
                    self.variable(second, kind, &describe_variable(second));
                }
                "data" => found.extend(names.next().map(|third| format!("data.{second}.{third}"))),
                "module" | "local" => found.push(format!("{first}.{second}")),
                _ if first.contains('_') && !first.starts_with('_') => {
                    found.push(format!("{first}.{second}"));
                }
                _ => {}
            }
        }
        found
    }
}

/// The type of variable that a place of a record's body calls for.
pub(super) fn wanted_type(kind: Kind, path: &Path) -> VariableType {
    match describe(kind, path) {
        Some((Type::Text, _)) => VariableType::String,
        Some((Type::Integer | Type::Number, _)) => VariableType::Number,
        Some((Type::Flag, _)) => VariableType::Bool,
        Some((Type::Texts, _)) => VariableType::Map,
        Some((Type::List(Type::Text), _)) => VariableType::Strings,
        _ => VariableType::Any,
    }
}

/// An attribute of a record and what it is called.
struct Attribute {
    /// In references of a design.
    design: &'static str,
    /// In the resource.
    resource: &'static str,
    /// In the data source.
    data: &'static str,
    /// The members of a referred-to record's body that say it.
    members: &'static [&'static str],
}

fn attribute(kind: Kind, wanted: &str) -> Option<Attribute> {
    let same =
        |design, name, members| Some(Attribute { design, resource: name, data: name, members });
    match (kind, wanted) {
        // The id of a cluster is its ARN; a referred-to cluster may be known by its name alone.
        (Kind::Cluster, "id") => Some(Attribute {
            design: "id",
            resource: "id",
            data: "arn",
            members: &["arn", "clusterArn", "clusterName"],
        }),
        (Kind::Cluster, "arn") => same("arn", "arn", &["arn", "clusterArn"]),
        (Kind::Cluster, "name" | "clusterName") => Some(Attribute {
            design: "name",
            resource: "name",
            data: "cluster_name",
            members: &["clusterName"],
        }),
        // The id of a service is its ARN, in every version of the provider.
        (Kind::Service, "arn" | "id") => Some(Attribute {
            design: "arn",
            resource: "id",
            data: "arn",
            members: &["arn", "serviceArn"],
        }),
        (Kind::Service, "name" | "serviceName") => Some(Attribute {
            design: "name",
            resource: "name",
            data: "service_name",
            members: &["serviceName"],
        }),
        (Kind::TaskDefinition, "arn" | "id") => {
            same("arn", "arn", &["arn", "taskDefinitionArn", "family"])
        }
        (Kind::TaskDefinition, "family") => same("family", "family", &["family"]),
        (Kind::TaskDefinition, "revision") => same("revision", "revision", &["revision"]),
        (Kind::LoadBalancer, "arn" | "id") => same("arn", "arn", &["arn"]),
        (Kind::LoadBalancer, "name") => same("name", "name", &["name"]),
        (Kind::LoadBalancer, "dnsName") => same("dnsName", "dns_name", &["dnsName"]),
        (Kind::LoadBalancer, "zoneId") => same("zoneId", "zone_id", &["zoneId"]),
        (Kind::LoadBalancer | Kind::TargetGroup, "arnSuffix") => {
            same("arnSuffix", "arn_suffix", &["arnSuffix"])
        }
        (Kind::TargetGroup, "arn" | "id") => same("arn", "arn", &["arn"]),
        (Kind::TargetGroup, "name") => same("name", "name", &["name"]),
        (Kind::Role, "arn") => same("arn", "arn", &["arn"]),
        (Kind::Role, "name" | "roleName" | "id") => same("name", "name", &["roleName"]),
        (Kind::LogGroup, "name" | "logGroupName" | "id") => same("name", "name", &["logGroupName"]),
        (Kind::LogGroup, "arn") => same("arn", "arn", &["arn"]),
        (Kind::Namespace, "arn") => same("arn", "arn", &["arn"]),
        (Kind::Namespace, "name") => same("name", "name", &["name"]),
        (Kind::Namespace, "id") => same("id", "id", &["id"]),
        (Kind::Network, "subnets") => same("subnets", "", &["subnets"]),
        (Kind::Network, "securityGroups") => same("securityGroups", "", &["securityGroups"]),
        (Kind::Network, "vpcId") => same("vpcId", "", &["vpcId"]),
        _ => None,
    }
}

/// The type of a kind's resource, and of its data source; a private DNS namespace has others.
pub(super) const fn resource_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Cluster => "aws_ecs_cluster",
        Kind::Service => "aws_ecs_service",
        Kind::TaskDefinition => "aws_ecs_task_definition",
        Kind::LoadBalancer => "aws_lb",
        Kind::TargetGroup => "aws_lb_target_group",
        Kind::Network => "aws_vpc",
        Kind::Role => "aws_iam_role",
        Kind::LogGroup => "aws_cloudwatch_log_group",
        Kind::Scaling => "aws_appautoscaling_target",
        Kind::Namespace => "aws_service_discovery_http_namespace",
    }
}

fn attribute_label(attribute: &str) -> &str {
    match attribute {
        "arn" => "ARN",
        "id" | "name" => "name",
        "vpcId" => "VPC id",
        "subnets" => "subnet ids",
        "securityGroups" => "security group ids",
        "dnsName" => "DNS name",
        other => other,
    }
}

/// `taskDefinition` as `task_definition`.
pub(super) fn snake(text: &str) -> String {
    let mut snake = String::with_capacity(text.len() + 4);
    for character in text.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
