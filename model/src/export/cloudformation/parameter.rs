//! Parameters: what somebody says when a stack is made.

use serde_json::{Map, Value, json};

use crate::ecs::describe;
use crate::ecs::shape::Type;
use crate::path::{Path, Segment};
use crate::record::Kind;

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParameterType {
    String,
    Number,
    Flag,
    Texts,
    Vpc,
    Subnet,
    Subnets,
    SecurityGroup,
    SecurityGroups,
}

impl ParameterType {
    /// CloudFormation's name for it.
    const fn name(self) -> &'static str {
        match self {
            Self::String | Self::Flag => "String",
            Self::Number => "Number",
            Self::Texts => "CommaDelimitedList",
            // The console offers what the account has, and CloudFormation refuses what it has not.
            Self::Vpc => "AWS::EC2::VPC::Id",
            Self::Subnet => "AWS::EC2::Subnet::Id",
            Self::Subnets => "List<AWS::EC2::Subnet::Id>",
            Self::SecurityGroup => "AWS::EC2::SecurityGroup::Id",
            Self::SecurityGroups => "List<AWS::EC2::SecurityGroup::Id>",
        }
    }

    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Subnets | Self::SecurityGroups)
    }

    /// The type of what stands in a place of each.
    pub(super) fn and(self, other: Self) -> Self {
        if self == other {
            self
        } else if self.is_list() {
            Self::Texts
        } else {
            Self::String
        }
    }

    /// What a parameter's section in the template says.
    pub(super) fn section(self, description: &str) -> Value {
        let mut section = Map::new();
        section.insert("Type".to_owned(), self.name().into());
        section.insert("Description".to_owned(), description.into());
        if self == Self::Flag {
            section.insert("AllowedValues".to_owned(), json!(["true", "false"]));
        }
        Value::Object(section)
    }

    /// The type that a place of a record's body calls for; `None` for a place where no parameter can stand,
    /// because it is no single value and no list of texts.
    pub(super) fn at(kind: Kind, path: &Path) -> Option<Self> {
        let key = path.segments().iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_ref()),
            _ => None,
        });
        Some(match (describe(kind, path).map(|(kind, _)| kind), key.unwrap_or_default()) {
            (Some(Type::Integer | Type::Number), _) => Self::Number,
            (Some(Type::Flag), _) => Self::Flag,
            (Some(Type::Text), "vpcId" | "vpc") => Self::Vpc,
            (Some(Type::Text), "subnets") => Self::Subnet,
            (Some(Type::Text), "securityGroups") => Self::SecurityGroup,
            (Some(Type::List(Type::Text)), "subnets") => Self::Subnets,
            (Some(Type::List(Type::Text)), "securityGroups") => Self::SecurityGroups,
            (Some(Type::List(Type::Text)), _) => Self::Texts,
            (Some(Type::Text | Type::Any) | None, _) => Self::String,
            (Some(Type::Texts | Type::List(_) | Type::Structure(_)), _) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_says_what_it_takes() {
        for (kind, path, expected) in [
            (Kind::Service, "desiredCount", Some(ParameterType::Number)),
            (Kind::Service, "enableExecuteCommand", Some(ParameterType::Flag)),
            (Kind::Network, "subnets", Some(ParameterType::Subnets)),
            (Kind::Network, "subnets[0]", Some(ParameterType::Subnet)),
            (Kind::TargetGroup, "vpcId", Some(ParameterType::Vpc)),
            (Kind::TaskDefinition, "containerDefinitions[a].command", Some(ParameterType::Texts)),
            (Kind::TaskDefinition, "containerDefinitions[a].image", Some(ParameterType::String)),
            (Kind::TaskDefinition, "containerDefinitions", None),
            (Kind::TaskDefinition, "runtimePlatform", None),
            (Kind::TaskDefinition, "notYetKnown", Some(ParameterType::String)),
        ] {
            assert_eq!(ParameterType::at(kind, &path.parse().unwrap()), expected, "{path}");
        }
    }
}
