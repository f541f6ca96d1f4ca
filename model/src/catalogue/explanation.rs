//! What the catalogue says at length: what a field is and does, where AWS documents it, what Terraform calls it.
//!
//! It is written in the catalogue's tables and compiled with the feature `docs` only. The browser downloads
//! it when somebody first reads it: `public/catalogue.json`, written by
//! `cargo run -p bayplan-model --features docs --example catalogue_json` and read as [`Explanations`].

use serde_json::Value;

use super::entry::Entry;

/// What is said about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation<'a> {
    /// What it is, what happens, what it may be.
    pub help: &'a str,
    /// The address of AWS's documentation.
    pub docs: &'a str,
    /// The Terraform resource that has the field, and its argument there. `None` when the AWS provider does
    /// not have it.
    pub terraform: Option<(&'a str, &'a str)>,
}

/// What is said about every field, by kind of record and pattern.
#[derive(Clone, Debug)]
pub struct Explanations(Value);

impl Explanations {
    /// Reads what `catalogue_json` wrote. `None` when the text is not JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// What is said about a field.
    #[must_use]
    pub fn of(&self, entry: Entry) -> Option<Explanation<'_>> {
        let found = self.0.get(entry.section.kind.name())?.get(entry.pattern())?;
        let terraform = found.get("terraform").and_then(|place| {
            Some((place.get("resource")?.as_str()?, place.get("argument")?.as_str()?))
        });
        Some(Explanation {
            help: found.get("help")?.as_str()?,
            docs: found.get("docs")?.as_str()?,
            terraform,
        })
    }
}

/// What only the explanations say: nothing at all without the feature `docs`.
#[derive(Clone, Copy, Debug)]
struct Said<T> {
    #[cfg(feature = "docs")]
    it: T,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T: Copy> Said<T> {
    #[cfg_attr(not(feature = "docs"), expect(unused_variables, reason = "it is left out"))]
    const fn new(it: T) -> Self {
        Self {
            #[cfg(feature = "docs")]
            it,
            kind: std::marker::PhantomData,
        }
    }
}

/// Where AWS documents a structure's members.
#[derive(Clone, Copy, Debug)]
pub struct Docs(Said<Page>);

/// A page of AWS's documentation.
#[derive(Clone, Copy, Debug)]
pub enum Page {
    /// A request of the ECS API: each member has an anchor.
    Request(&'static str),
    /// A data type of the ECS API: each member has an anchor.
    DataType(&'static str),
    /// Below `https://docs.aws.amazon.com/`, for all members.
    Other(&'static str),
}

impl Docs {
    /// The page.
    #[cfg(feature = "docs")]
    #[must_use]
    pub const fn page(self) -> Page {
        self.0.it
    }

    pub(super) const fn request(name: &'static str) -> Self {
        Self(Said::new(Page::Request(name)))
    }

    pub(super) const fn data_type(name: &'static str) -> Self {
        Self(Said::new(Page::DataType(name)))
    }

    pub(super) const fn other(page: &'static str) -> Self {
        Self(Said::new(Page::Other(page)))
    }
}

/// Where Terraform's AWS provider has a structure's members.
#[derive(Clone, Copy, Debug)]
pub struct Terraform(Said<Place>);

#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "docs"), expect(dead_code, reason = "it is left out"))]
enum Place {
    Block(&'static str, &'static str),
    Json(&'static str, &'static str),
    Nowhere,
}

impl Terraform {
    /// Arguments of this resource, in this block (`""` for the resource itself).
    pub(super) const fn block(resource: &'static str, block: &'static str) -> Self {
        Self(Said::new(Place::Block(resource, block)))
    }

    /// The JSON in this argument of this resource, under the API's own names.
    pub(super) const fn json(resource: &'static str, argument: &'static str) -> Self {
        Self(Said::new(Place::Json(resource, argument)))
    }

    /// Nowhere.
    pub(super) const fn nothing() -> Self {
        Self(Said::new(Place::Nowhere))
    }
}

/// A member's name in Terraform.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "docs"), expect(dead_code, reason = "it is left out"))]
pub(super) enum Argument {
    /// The API's name in snake case.
    Derived,
    /// Another name, in the section's block.
    Named(&'static str),
    /// Another name, from the resource's root.
    Moved(&'static str),
    /// The provider does not have it.
    Missing,
}

/// What is said about one member: the help, and its name in Terraform.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "docs"), expect(dead_code, reason = "it is left out"))]
pub(super) struct AtLength {
    help: Said<&'static str>,
    argument: Said<Argument>,
}

impl AtLength {
    pub(super) const fn new(help: &'static str) -> Self {
        Self { help: Said::new(help), argument: Said::new(Argument::Derived) }
    }

    pub(super) const fn with(mut self, argument: Argument) -> Self {
        self.argument = Said::new(argument);
        self
    }
}

#[cfg(feature = "docs")]
impl Entry {
    /// What the field is, what happens, what it may be: one to three sentences.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.info.at_length.help.it
    }

    /// AWS's documentation of the field.
    #[must_use]
    pub fn docs(self) -> String {
        const ECS: &str = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";
        let key = self.info.key;
        match self.section.docs.page() {
            Page::Request(name) => format!("{ECS}/API_{name}.html#ECS-{name}-request-{key}"),
            Page::DataType(name) => format!("{ECS}/API_{name}.html#ECS-Type-{name}-{key}"),
            Page::Other(page) => format!("https://docs.aws.amazon.com/{page}"),
        }
    }

    /// The Terraform resource that has the field, and its argument there:
    /// `("aws_ecs_service", "network_configuration.assign_public_ip")`. Members of JSON follow a colon:
    /// `container_definitions: portMappings[].hostPort`. `None` when the AWS provider does not have it.
    #[must_use]
    pub fn terraform(self) -> Option<(&'static str, String)> {
        match (self.section.terraform.0.it, self.info.at_length.argument.it) {
            (Place::Nowhere, _) | (_, Argument::Missing) => None,
            (Place::Block(resource, block), argument) => {
                let name = match argument {
                    Argument::Moved(name) => return Some((resource, name.to_owned())),
                    Argument::Named(name) => name.to_owned(),
                    _ => super::words::snake_case(self.info.key),
                };
                let path = if block.is_empty() { name } else { format!("{block}.{name}") };
                Some((resource, path))
            }
            (Place::Json(resource, argument), _) => {
                let pattern = self.pattern();
                let inside = pattern.split_once("[].").map_or(pattern.as_str(), |(_, rest)| rest);
                Some((resource, format!("{argument}: {inside}")))
            }
        }
    }
}

/// What is said about every field, as [`Explanations::parse`] reads it.
#[cfg(feature = "docs")]
#[must_use]
pub fn render_json() -> String {
    use serde_json::{Map, json};

    let explained = |entry: Entry| {
        let mut said = json!({"help": entry.help(), "docs": entry.docs()});
        if let (Some((resource, argument)), Some(members)) =
            (entry.terraform(), said.as_object_mut())
        {
            let place = json!({"resource": resource, "argument": argument});
            members.insert("terraform".to_owned(), place);
        }
        (entry.pattern(), said)
    };
    let kinds: Map<String, Value> = crate::record::Kind::ALL
        .into_iter()
        .map(|kind| {
            let fields: Map<String, Value> = super::fields(kind).map(explained).collect();
            (kind.name().to_owned(), fields.into())
        })
        .collect();
    format!("{:#}\n", Value::Object(kinds))
}
