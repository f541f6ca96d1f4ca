//! What the catalogue's tables are made of.

use serde_json::Value;

use crate::path::Path;
use crate::record::Kind;
use crate::resolve::{Estate, Resolved};

use super::explanation::{Argument, AtLength, Docs, Terraform};
use super::words;

/// Members of one structure that stand together in its form.
#[derive(Debug)]
pub struct Section {
    /// The kind of record.
    pub kind: Kind,
    /// The structure's place, as a pattern: `""` for the record, `containerDefinitions[].portMappings[]`.
    pub at: &'static str,
    /// Which section of the form it is.
    pub group: Group,
    /// Where AWS documents the members.
    pub docs: Docs,
    /// Where Terraform's AWS provider has the members.
    pub terraform: Terraform,
    /// What is said about each member.
    pub fields: &'static [Info],
}

impl Section {
    /// The members, each with its place.
    pub fn entries(&'static self) -> impl Iterator<Item = Entry> {
        self.fields.iter().map(move |info| Entry { section: self, info })
    }

    /// The section's heading.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match (self.group, self.kind, self.at) {
            (Group::Identity, Kind::Service, "") => "Count and place",
            (Group::Identity, Kind::TaskDefinition, "containerDefinitions[]") => "Name and image",
            (Group::Identity, Kind::Scaling, _) => "Service",
            (Group::Size, Kind::Scaling, _) => "Range",
            (Group::Monitoring, Kind::Scaling, "") => "Policies",
            (Group::Monitoring, Kind::Scaling, _) => "Policy",
            (Group::Deployment, Kind::Scaling, _) => "Schedule",
            (group, _, _) => group.title(),
        }
    }
}

/// A section of a form. The order here is the order on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Name, place, and what it is all about.
    Identity,
    /// CPU, memory, capacity.
    Size,
    /// The containers of a task.
    Containers,
    /// What a container runs.
    Command,
    /// Ports, subnets, security groups.
    Network,
    /// Listeners, target groups.
    LoadBalancing,
    /// Service Connect, Cloud Map, VPC Lattice.
    Discovery,
    /// Environment variables and secrets.
    Environment,
    /// Where output goes.
    Logging,
    /// Health checks, restarts, start and stop.
    Health,
    /// How new tasks replace old ones.
    Deployment,
    /// Volumes, mounts, disks.
    Storage,
    /// Roles and keys.
    Permissions,
    /// Capacity and placement.
    Placement,
    /// Metrics.
    Monitoring,
    /// What few need.
    Advanced,
    /// Tags.
    Tags,
}

impl Group {
    /// The heading that this section has in most forms.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Identity => "Name",
            Self::Size => "Size",
            Self::Containers => "Containers",
            Self::Command => "Command",
            Self::Network => "Network",
            Self::LoadBalancing => "Load balancing",
            Self::Discovery => "Service discovery",
            Self::Environment => "Environment and secrets",
            Self::Logging => "Logging",
            Self::Health => "Health and lifetime",
            Self::Deployment => "Deployment",
            Self::Storage => "Storage",
            Self::Permissions => "Permissions",
            Self::Placement => "Capacity and placement",
            Self::Monitoring => "Monitoring",
            Self::Advanced => "Advanced",
            Self::Tags => "Tags",
        }
    }
}

/// How prominently a form shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prominence {
    /// Always.
    Common,
    /// In the section's fold, unless it is set.
    Folded,
    /// As folded; Fargate refuses or ignores it. The form of what runs there has it only where it is set.
    Ec2Only,
}

/// How a field is edited, where its type does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A record of this kind, or one of its attributes (`subnets` of a network).
    Reference {
        /// The kind of record.
        kind: Kind,
        /// The attribute; `None` for the one that the place calls for.
        attribute: Option<&'static str>,
    },
    /// An ARN of something that is not part of a design.
    Arn,
    /// A container image.
    Image,
    /// CPU units, 1,024 to a vCPU.
    Cpu,
    /// MiB, or GB in text.
    Memory,
    /// A command with its arguments, one list element each.
    CommandLine,
    /// Names with values: a map, or a list of two-member structures.
    KeyValue,
    /// Text of several lines.
    MultiLine,
    /// A share of a hundred.
    Percent,
}

/// A value to offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What is written into the field.
    pub value: Value,
    /// What is shown.
    pub label: String,
}

/// The field for which values are offered, with what the values depend on.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The environment.
    pub estate: &'a Estate,
    /// The record.
    pub record: &'a Resolved,
    /// The field.
    pub path: &'a Path,
}

/// Where offered values come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Offer {
    Nothing,
    /// Values and what they mean (may be empty).
    Fixed(&'static [(&'static str, &'static str)]),
    Depends(fn(&Situation<'_>) -> Vec<Suggestion>),
}

/// What is said about one member of a structure, wherever the structure stands.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// The member's name in the API.
    pub key: &'static str,
    /// The unit of a number.
    pub unit: Option<&'static str>,
    /// What holds when the member is absent, as a value or in words.
    pub default: Option<&'static str>,
    /// How prominently a form shows it.
    pub prominence: Prominence,
    /// How it is edited, where its type does not say it.
    pub control: Option<Control>,
    name: Option<&'static str>,
    pub(super) at_length: AtLength,
    pub(super) offer: Offer,
}

/// An entry about the member called `key`, with what it is, what happens and what it may be: one to three
/// sentences.
pub(super) const fn info(key: &'static str, help: &'static str) -> Info {
    Info {
        key,
        unit: None,
        default: None,
        prominence: Prominence::Folded,
        control: None,
        name: None,
        at_length: AtLength::new(help),
        offer: Offer::Nothing,
    }
}

impl Info {
    pub(super) const fn label(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    pub(super) const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    pub(super) const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    pub(super) const fn common(mut self) -> Self {
        self.prominence = Prominence::Common;
        self
    }

    pub(super) const fn ec2_only(mut self) -> Self {
        self.prominence = Prominence::Ec2Only;
        self
    }

    pub(super) const fn control(mut self, control: Control) -> Self {
        self.control = Some(control);
        self
    }

    pub(super) const fn refers_to(self, kind: Kind) -> Self {
        self.control(Control::Reference { kind, attribute: None })
    }

    /// The provider's name for it, where that is not the API's in snake case.
    pub(super) const fn argument(mut self, name: &'static str) -> Self {
        self.at_length = self.at_length.with(Argument::Named(name));
        self
    }

    /// The provider's name for it, counted from the resource's root.
    pub(super) const fn moved(mut self, name: &'static str) -> Self {
        self.at_length = self.at_length.with(Argument::Moved(name));
        self
    }

    pub(super) const fn not_in_terraform(mut self) -> Self {
        self.at_length = self.at_length.with(Argument::Missing);
        self
    }

    pub(super) const fn offers(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.offer = Offer::Fixed(values);
        self
    }

    pub(super) const fn suggests(mut self, from: fn(&Situation<'_>) -> Vec<Suggestion>) -> Self {
        self.offer = Offer::Depends(from);
        self
    }
}

/// What the catalogue says about one field of a kind of record.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The section of the form it stands in.
    pub section: &'static Section,
    /// What is said about it.
    pub info: &'static Info,
}

impl Entry {
    /// The field's path with every element selector written `[]`.
    #[must_use]
    pub fn pattern(self) -> String {
        if self.section.at.is_empty() {
            self.info.key.to_owned()
        } else {
            format!("{}.{}", self.section.at, self.info.key)
        }
    }

    /// What the field is called.
    #[must_use]
    pub fn label(self) -> String {
        self.info.name.map_or_else(|| words::label(self.info.key), str::to_owned)
    }

    /// Values to offer for the field as things stand. Empty where anything goes, and where the table of
    /// members has the allowed values.
    #[must_use]
    pub fn suggestions(self, situation: &Situation<'_>) -> Vec<Suggestion> {
        match self.info.offer {
            Offer::Nothing => Vec::new(),
            Offer::Fixed(values) => values
                .iter()
                .map(|(value, meaning)| Suggestion {
                    value: fixed_value(situation, value),
                    label: if meaning.is_empty() {
                        (*value).to_owned()
                    } else {
                        format!("{value} ({meaning})")
                    },
                })
                .collect(),
            Offer::Depends(from) => from(situation),
        }
    }
}

/// An offered value in the type of its field.
fn fixed_value(situation: &Situation<'_>, text: &str) -> Value {
    use crate::ecs::shape::Type;
    let described = crate::ecs::describe(situation.record.id.kind(), situation.path);
    match (described, text.parse::<i64>()) {
        (Some((Type::Integer | Type::Number, _)), Ok(number)) => number.into(),
        _ => text.into(),
    }
}
