//! Remarks: what an import or an export did that is not plain from its result. Nothing is wrong; nothing
//! happened unsaid.

use std::fmt;

use serde::Serialize;

use crate::address::Address;

/// Something that an import read in its own way, or that an export could not say as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The line of the text that was read, counted from 1, where one line is meant.
    pub line: Option<usize>,
    /// The field that is meant, where one is.
    pub address: Option<Address>,
    /// What was done, and what to do where that is not what was meant.
    pub message: String,
}

impl Remark {
    /// A remark about the whole.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { line: None, address: None, message: message.into() }
    }

    /// A remark about a line of the text that was read.
    #[must_use]
    pub fn on_line(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::new(message) }
    }

    /// A remark about a field or a record.
    #[must_use]
    pub fn at(address: Address, message: impl Into<String>) -> Self {
        Self { address: Some(address), ..Self::new(message) }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(address) = &self.address {
            write!(f, "{address}: ")?;
        }
        f.write_str(&self.message)
    }
}
