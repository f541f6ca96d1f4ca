//! What the server asks of a design before it stores it.
//!
//! Wrong values inside a design are the rules' business and are stored as they are; here it is only
//! whether the text is a design at all, one that this version can open again.

use bayplan_api::{ApiError, MAX_DESIGN_BYTES};
use bayplan_model::design::{Design, DesignError, FORMAT_VERSION};

/// Reads a design that came from the network.
///
/// # Errors
///
/// [`ApiError::DesignTooLarge`] over [`MAX_DESIGN_BYTES`], [`ApiError::NotJson`],
/// [`ApiError::NotADesign`], or [`ApiError::NewerFormat`].
pub fn parse(text: &str) -> Result<Design, ApiError> {
    let size = saturated(text.len() as u64);
    if size > MAX_DESIGN_BYTES {
        return Err(ApiError::DesignTooLarge { size, limit: MAX_DESIGN_BYTES });
    }
    Design::parse(text).map_err(|error| match error {
        DesignError::NotJson { line, column, reason } => {
            let (line, column) = (saturated(line as u64), saturated(column as u64));
            ApiError::NotJson { line, column, reason }
        }
        DesignError::NewerFormat { found } => {
            let (found, supported) = (saturated(found), saturated(FORMAT_VERSION));
            ApiError::NewerFormat { found, supported }
        }
        DesignError::Shape { place, reason } => ApiError::NotADesign { place, reason },
    })
}

/// The number as it crosses the wire.
fn saturated(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_design_passes_however_wrong_its_values() {
        let text = r#"{
            "formatVersion": 1,
            "records": { "taskDefinition.web": { "body": { "cpu": [] } } }
        }"#;
        assert_eq!(parse(text).unwrap().len(), 1);
    }

    #[test]
    fn what_is_not_json_is_told_with_its_place() {
        assert_eq!(
            message("{\n  \"formatVersion\": 1,\n  \"records\": nul"),
            "The design is not JSON: EOF while parsing a value, at line 3, column 16."
        );
    }

    #[test]
    fn deep_nesting_is_refused_before_it_fills_the_stack() {
        assert_eq!(
            message(&"[".repeat(100_000)),
            "The design is not JSON: recursion limit exceeded, at line 1, column 128."
        );
    }

    #[test]
    fn json_of_another_kind_is_not_a_design() {
        assert_eq!(
            message("[]"),
            "This is not a Bayplan design. At the document: a design is a JSON object."
        );
        assert_eq!(
            parse(r#"{"formatVersion": 1, "records": []}"#),
            Err(ApiError::NotADesign {
                place: "records".to_owned(),
                reason: "expected an object of records by id".to_owned(),
            })
        );
        for text in ["{}", r#"{"formatVersion": "1"}"#, r#"{"formatVersion": 0}"#] {
            let message = message(text);
            assert!(message.contains("At formatVersion: "), "{message}");
        }
    }

    #[test]
    fn a_newer_format_says_to_update() {
        assert_eq!(
            message(r#"{"formatVersion": 2}"#),
            "The design has format version 2, and this server reads versions up to 1. Update Bayplan \
             to open it."
        );
        let beyond_u32 = parse(r#"{"formatVersion": 99999999999}"#);
        assert_eq!(beyond_u32, Err(ApiError::NewerFormat { found: u32::MAX, supported: 1 }));
    }

    #[test]
    fn the_size_limit_is_exact() {
        let head = r#"{"formatVersion":1,"x":""#;
        let fill = |size: u32| {
            let body = "a".repeat(size as usize - head.len() - 2);
            format!("{head}{body}\"}}")
        };
        assert!(parse(&fill(MAX_DESIGN_BYTES)).is_ok());
        assert_eq!(
            parse(&fill(MAX_DESIGN_BYTES + 1)),
            Err(ApiError::DesignTooLarge { size: MAX_DESIGN_BYTES + 1, limit: MAX_DESIGN_BYTES })
        );
    }
}
