//! A task's `cpu` and `memory`: strings, in units or with a unit written out.
//!
//! Forms: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html>.

use crate::text::number;

/// CPU units of one vCPU.
pub const UNITS_PER_VCPU: i64 = 1_024;
/// MiB of one GB, as ECS counts.
pub const MIB_PER_GB: i64 = 1_024;

/// Reads CPU units (`256`) or vCPUs (`.25 vCPU`, `1 vcpu`), and gives units. `None` for anything else.
#[must_use]
pub fn parse_cpu(text: &str) -> Option<i64> {
    parse(text, "vcpu", UNITS_PER_VCPU)
}

/// Reads MiB (`512`) or GB (`0.5GB`, `1 gb`), and gives MiB. `None` for anything else.
#[must_use]
pub fn parse_memory(text: &str) -> Option<i64> {
    parse(text, "gb", MIB_PER_GB)
}

fn parse(text: &str, unit: &str, factor: i64) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    match text.strip_suffix(unit) {
        Some(quantity) => times(quantity.trim_end(), factor),
        None if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        None => None,
    }
}

/// A decimal number times a factor, if that is whole.
fn times(decimal: &str, factor: i64) -> Option<i64> {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let fraction: i64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let part = fraction.checked_mul(factor)?;
    if part % scale != 0 {
        return None;
    }
    whole.checked_mul(factor)?.checked_add(part / scale)
}

/// `0.25 vCPU` and `1 GB` in the units that the API answers with. `None` for what is in units already, or is no size.
pub(crate) fn in_units(text: &str) -> Option<u64> {
    let lower = text.trim().to_ascii_lowercase();
    let units = if lower.ends_with("vcpu") {
        parse_cpu(&lower)?
    } else if lower.ends_with("gb") {
        parse_memory(&lower)?
    } else {
        return None;
    };
    u64::try_from(units).ok().filter(|units| (1..1_000_000_000).contains(units))
}

/// CPU units in words: `0.25 vCPU`, `1 vCPU`, and `300 CPU units` where vCPUs would be a long decimal.
#[must_use]
pub fn cpu_words(units: i64) -> String {
    match units % UNITS_PER_VCPU {
        0 => format!("{} vCPU", number(units / UNITS_PER_VCPU)),
        rest @ (128 | 256 | 512 | 768) => {
            let fraction = match rest {
                128 => "125",
                256 => "25",
                512 => "5",
                _ => "75",
            };
            format!("{}.{fraction} vCPU", number(units / UNITS_PER_VCPU))
        }
        _ => format!("{} CPU units", number(units)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        for (text, units) in [
            ("256", Some(256)),
            (".25 vCPU", Some(256)),
            ("0.25vcpu", Some(256)),
            ("1 vCPU", Some(1_024)),
            (" 4 VCPU ", Some(4_096)),
            (".3 vCPU", None),
            ("1.5.5 vCPU", None),
            ("vCPU", None),
            ("-1", None),
            ("", None),
            ("1 cpu", None),
            ("99999999999999999999 vCPU", None),
        ] {
            assert_eq!(parse_cpu(text), units, "{text}");
        }
        for (text, mib) in
            [("512", Some(512)), ("0.5GB", Some(512)), (".5 gb", Some(512)), ("1 GiB", None)]
        {
            assert_eq!(parse_memory(text), mib, "{text}");
        }
    }

    #[test]
    fn units_are_said_as_people_say_them() {
        for (units, words) in
            [(256, "0.25 vCPU"), (1_024, "1 vCPU"), (2_560, "2.5 vCPU"), (300, "300 CPU units")]
        {
            assert_eq!(cpu_words(units), words);
        }
    }

    #[test]
    fn sizes_are_written_in_units() {
        for (text, expected) in [
            ("0.25 vCPU", Some(256)),
            (".5vcpu", Some(512)),
            ("30 GB", Some(30_720)),
            ("256", None),
            ("x GB", None),
            ("-1 GB", None),
            ("0.0001 GB", None),
            ("1e300 GB", None),
        ] {
            assert_eq!(in_units(text), expected, "{text}");
        }
    }
}
