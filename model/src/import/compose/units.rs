//! Durations, sizes and processors as Compose writes them, in the units of ECS.

use serde_json::Value;

/// A number as it stands, or a text that is one.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => decimal(text.trim()),
        _ => None,
    }
}

/// A number without a sign, an exponent or a name.
fn decimal(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

/// A number that is not negative, rounded up to a whole one.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a number below 2^53, checked"
)]
fn rounded_up(number: f64) -> Option<i64> {
    const LARGEST: f64 = (1_u64 << 53) as f64;
    (0.0..LARGEST).contains(&number).then(|| number.ceil() as i64)
}

/// A duration such as `1m30s`, `1.5h` or `500ms` in seconds, and whether it is exactly that.
///
/// Compose specification, "Specifying durations": `us`, `ms`, `s`, `m` and `h`.
pub(super) fn seconds(value: &Value) -> Option<(i64, bool)> {
    let text = match value {
        Value::String(text) => text.trim(),
        _ => return None,
    };
    let mut total = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let (amount, after) = rest.split_at_checked(digits)?;
        let letters = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(letters)?;
        let each = match unit {
            "h" => 3_600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "us" => 1e-6,
            "ns" => 1e-9,
            _ => return None,
        };
        total += decimal(amount)? * each;
        rest = after;
    }
    if text.is_empty() {
        return None;
    }
    // What decimals cannot say exactly is not a fraction of a second.
    let total = (total * 1e6).round() / 1e6;
    let whole = rounded_up(total)?;
    Some((whole, total.fract() == 0.0))
}

/// A size such as `512m`, `1gb` or a number of bytes in MiB, and whether it is exactly that.
///
/// Compose specification, "Specifying byte values": units are powers of 1,024.
pub(super) fn mebibytes(value: &Value) -> Option<(i64, bool)> {
    let bytes = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => {
            let text = text.trim().to_ascii_lowercase();
            let digits =
                text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
            let (amount, unit) = text.split_at_checked(digits)?;
            let each = match unit.trim() {
                "" | "b" => 1.0,
                "k" | "kb" | "kib" => 1024.0,
                "m" | "mb" | "mib" => 1024.0 * 1024.0,
                "g" | "gb" | "gib" => 1024.0 * 1024.0 * 1024.0,
                _ => return None,
            };
            decimal(amount)? * each
        }
        _ => return None,
    };
    let mebibytes = bytes / (1024.0 * 1024.0);
    Some((rounded_up(mebibytes)?, mebibytes.fract() == 0.0))
}

/// Processors in the units of ECS, of which a processor has 1,024.
pub(super) fn cpu_units(value: &Value) -> Option<i64> {
    rounded_up((number(value)? * 1024.0).round())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn units_are_those_of_ecs() {
        for (text, expected) in [
            ("1m30s", Some((90, true))),
            ("10s", Some((10, true))),
            ("1h5m30s20ms", Some((3931, false))),
            ("1.5m", Some((90, true))),
            ("500ms", Some((1, false))),
            ("0s", Some((0, true))),
            ("10", None),
            ("", None),
            ("x", None),
            ("10 s", None),
        ] {
            assert_eq!(seconds(&json!(text)), expected, "{text}");
        }
        for (value, expected) in [
            (json!("512m"), Some((512, true))),
            (json!("1.5GB"), Some((1536, true))),
            (json!("100kb"), Some((1, false))),
            (json!(1_073_741_824), Some((1024, true))),
            (json!("5t"), None),
            (json!("inf"), None),
            (json!(null), None),
        ] {
            assert_eq!(mebibytes(&value), expected, "{value}");
        }
        assert_eq!(cpu_units(&json!("0.25")), Some(256));
        assert_eq!(cpu_units(&json!(2)), Some(2048));
        assert_eq!(cpu_units(&json!("1e400")), None);
        assert_eq!(cpu_units(&json!(-1)), None);
    }
}
