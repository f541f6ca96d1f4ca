//! `Template`: what an export to CloudFormation is.

use serde_json::{Map, Value};

use super::yaml;
use crate::remark::Remark;

/// A language that templates are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// With functions in their short form: `!Ref Cluster`.
    #[default]
    Yaml,
    /// With functions in their long form: `{"Ref": "Cluster"}`.
    Json,
}

/// A CloudFormation template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    /// The sections, in the order in which people read them; functions are in their long form.
    pub sections: Map<String, Value>,
    /// What has to be said when a stack is made.
    pub parameters: Vec<Parameter>,
    /// What the template does not say, or says differently than the design.
    pub remarks: Vec<Remark>,
}

/// A parameter of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the template.
    pub name: String,
    /// The expression of the design that it stands for, such as `${var.image_tag}`.
    pub stands_for: String,
}

impl Template {
    /// The text of a file.
    #[must_use]
    pub fn text(&self, syntax: Syntax) -> String {
        match syntax {
            Syntax::Yaml => yaml::text(&self.sections),
            Syntax::Json => format!("{:#}\n", Value::Object(self.sections.clone())),
        }
    }

    /// Whether there is nothing to make: CloudFormation refuses such a template.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.resources().is_none_or(Map::is_empty)
    }

    /// The resources by their logical ids.
    #[must_use]
    pub fn resources(&self) -> Option<&Map<String, Value>> {
        self.sections.get("Resources")?.as_object()
    }
}
