//! What stands at a place of a record's body, for every format that has expressions.

use std::borrow::Cow;

use serde_json::Value;

use super::hcl::Expr;
use crate::path::{Path, Segment, natural_key};
use crate::record::Kind;
use crate::text::capitalised;

/// The path of a list's element: by its natural key where it has one.
pub(in crate::export) fn element_path(list: &Path, index: usize, element: &Value) -> Path {
    let name = match list.segments().last() {
        Some(Segment::Key(key)) => natural_key(key),
        _ => None,
    };
    match name.and_then(|key| element.get(key)).and_then(Value::as_str) {
        Some(name) => list.named(Cow::Owned(name.to_owned())),
        None => list.index(index),
    }
}

/// Whether what stands between `${` and `}` is an expression and not, say, a shell's.
pub(in crate::export) fn is_expression(inner: &str) -> bool {
    matches!(Expr::from_text(&format!("${{{inner}}}")), Expr::Raw(_))
}

/// The names with dots between that an expression uses: `var.image`, `data.aws_vpc.main.id`.
pub(in crate::export) fn chains(expression: &str) -> impl Iterator<Item = &str> {
    expression
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .filter(|chain| chain.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The attribute that a place calls for when a reference names none.
pub(in crate::export) fn default_attribute(kind: Kind, path: &Path) -> &'static str {
    let key = path.segments().iter().rev().find_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_ref()),
        _ => None,
    });
    match (kind, key.unwrap_or_default()) {
        (Kind::Cluster, "cluster") => "id",
        (Kind::Cluster | Kind::Service | Kind::LogGroup, _) => "name",
        (Kind::Network, "securityGroups") => "securityGroups",
        (Kind::Network, "vpcId" | "vpc") => "vpcId",
        (Kind::Network, _) => "subnets",
        (
            Kind::TaskDefinition
            | Kind::LoadBalancer
            | Kind::TargetGroup
            | Kind::Role
            | Kind::Scaling
            | Kind::Namespace,
            _,
        ) => "arn",
    }
}

/// A variable's description, from its name: `security_group_id` is the `Security group id.`
pub(in crate::export) fn describe_variable(name: &str) -> String {
    let words: Vec<String> = name
        .split(['_', '-'])
        .filter(|word| !word.is_empty())
        .map(|word| match word {
            "id" | "arn" | "vpc" | "dns" | "url" | "cpu" | "ecs" | "ecr" | "kms" | "ssm"
            | "iam" => word.to_ascii_uppercase(),
            "ids" => "IDs".to_owned(),
            "arns" => "ARNs".to_owned(),
            _ => word.to_owned(),
        })
        .collect();
    capitalised(&format!("{}.", words.join(" ")))
}

/// Whether a value is one that the API takes as absent.
pub(in crate::export) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
