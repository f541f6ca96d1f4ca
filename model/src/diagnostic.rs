//! Diagnostics: what is wrong with a design, where, why, and the way out.

use std::cmp::Ordering;

use serde::Serialize;

use crate::address::Address;
use crate::edit::Edit;
use crate::record::EnvironmentName;
use crate::rules::Rule;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// AWS refuses it, or it cannot start.
    Error,
    /// AWS takes it, and it will fail, cost or do nothing.
    Warning,
    /// It works, and could be better.
    Advice,
}

impl Severity {
    /// The word on screen and in the terminal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// A change that ends a problem.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fix {
    /// A verb and what it does, as on its button: "Set memory to 2,048".
    pub label: String,
    /// The edits, done together as one step of undo.
    pub edits: Vec<Edit>,
}

/// Something that is wrong at an address.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that says so.
    pub rule: &'static Rule,
    /// How bad it is here: the rule's severity, unless the case is milder.
    pub severity: Severity,
    /// Where; canonical, without an environment.
    pub address: Address,
    /// The environment in which it holds; `None` when it holds in every environment that has the record, or
    /// concerns the design as a whole.
    pub environment: Option<EnvironmentName>,
    /// What happens, with the actual values.
    pub message: String,
    /// Why, and the way out.
    pub help: String,
    /// Changes that end it, best first.
    pub fixes: Vec<Fix>,
}

impl PartialEq for Diagnostic {
    fn eq(&self, other: &Self) -> bool {
        self.rule.code == other.rule.code
            && self.severity == other.severity
            && self.address == other.address
            && self.environment == other.environment
            && self.message == other.message
            && self.help == other.help
            && self.fixes == other.fixes
    }
}

impl Diagnostic {
    /// Worst first, then by code; what is equal keeps the order of the design.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        self.severity.cmp(&other.severity).then_with(|| {
            // Most neighbours in a list come from the same rule.
            if std::ptr::eq(self.rule, other.rule) {
                Ordering::Equal
            } else {
                self.rule.code.cmp(other.rule.code)
            }
        })
    }

    /// Whether both say the same about the same place, perhaps in different environments.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.rule.code == other.rule.code
            && self.address == other.address
            && self.message == other.message
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a> {
            code: &'a str,
            name: &'a str,
            severity: Severity,
            environment: Option<&'a str>,
            address: &'a Address,
            message: &'a str,
            help: &'a str,
            url: &'a str,
            fixes: &'a [Fix],
        }
        Wire {
            code: self.rule.code,
            name: self.rule.name,
            severity: self.severity,
            environment: self.environment.as_deref(),
            address: &self.address,
            message: &self.message,
            help: &self.help,
            url: self.rule.url,
            fixes: &self.fixes,
        }
        .serialize(serializer)
    }
}
