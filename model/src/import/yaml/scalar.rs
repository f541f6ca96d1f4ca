//! What a plain scalar means.

use serde_json::{Number, Value};

/// Why a plain scalar that stays a text may have been meant otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// As a number it would not be written the same again: `012345678901`, `0x1F`, `1.10`, `1e3`.
    Number,
    /// True or false to programs that read YAML 1.1: `yes`, `no`, `on`, `off`.
    Flag,
}

/// Reads a plain scalar by the core schema of YAML 1.2, with numbers only where they are written as JSON
/// writes them: an account id that starts with 0 and a version such as 1.10 keep every digit.
pub(super) fn plain(text: &str) -> (Value, Option<Doubt>) {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return (Value::Null, None),
        "true" | "True" | "TRUE" => return (Value::Bool(true), None),
        "false" | "False" | "FALSE" => return (Value::Bool(false), None),
        _ => {}
    }
    if let Ok(number) = serde_json::from_str::<Number>(text)
        && number.to_string() == text
    {
        return (Value::Number(number), None);
    }
    let doubt = if looks_like_number(text) {
        Some(Doubt::Number)
    } else if is_old_flag(text) {
        Some(Doubt::Flag)
    } else {
        None
    };
    (Value::String(text.to_owned()), doubt)
}

/// Whether YAML 1.1 or 1.2 has a number that is written so.
fn looks_like_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let all = |text: &str, of: fn(&u8) -> bool| {
        !text.is_empty() && text.bytes().all(|byte| of(&byte) || byte == b'_')
    };
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return all(hexadecimal, u8::is_ascii_hexdigit);
    }
    if let Some(octal) = digits.strip_prefix("0o") {
        return all(octal, |byte| (b'0'..=b'7').contains(byte));
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let starts = mantissa.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let of_digits =
        mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    starts
        && of_digits
        && mantissa.bytes().any(|byte| byte.is_ascii_digit())
        && mantissa.bytes().filter(|byte| *byte == b'.').count() <= 1
        && exponent.is_none_or(|exponent| {
            all(exponent.strip_prefix(['+', '-']).unwrap_or(exponent), u8::is_ascii_digit)
        })
}

/// The words for true and false that YAML 1.2 gave up.
fn is_old_flag(text: &str) -> bool {
    ["yes", "no", "on", "off"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_json_would_write_the_same_has_a_type() {
        for (text, value) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("true", json!(true)),
            ("False", json!(false)),
            ("80", json!(80)),
            ("-1", json!(-1)),
            ("0.5", json!(0.5)),
            ("18446744073709551615", json!(u64::MAX)),
        ] {
            assert_eq!(plain(text), (value, None), "{text}");
        }
    }

    #[test]
    fn what_it_would_not_stays_as_written() {
        for (text, doubt) in [
            ("012345678901", Some(Doubt::Number)),
            ("0x1F", Some(Doubt::Number)),
            ("0o17", Some(Doubt::Number)),
            ("1.10", Some(Doubt::Number)),
            (".5", Some(Doubt::Number)),
            ("1e3", Some(Doubt::Number)),
            ("+1", Some(Doubt::Number)),
            ("1_000", Some(Doubt::Number)),
            ("99999999999999999999999999", Some(Doubt::Number)),
            ("no", Some(Doubt::Flag)),
            ("On", Some(Doubt::Flag)),
            ("22:22", None),
            ("1.2.3", None),
            ("512m", None),
            (".", None),
            ("e3", None),
            ("arn:aws:iam::012345678901:role/x", None),
        ] {
            assert_eq!(plain(text), (json!(text), doubt), "{text}");
        }
    }
}
