//! Amounts as people write and say them: `1 GB`, `0.5 vCPU`, `1 min 30 s`. In a design they are whole numbers of the
//! field's own unit.

use crate::ecs::task_size::cpu_words;
use crate::text::number;

/// The unit in which a field counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// 1,048,576 bytes.
    MiB,
    /// 1,024 MiB.
    GiB,
    /// 1,024 to a vCPU.
    CpuUnits,
}

impl Unit {
    /// The unit of this name in the catalogue; `None` for units that have no other words.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "seconds" => Self::Seconds,
            "minutes" => Self::Minutes,
            "MiB" => Self::MiB,
            "GiB" => Self::GiB,
            "CPU units" => Self::CpuUnits,
            _ => return None,
        })
    }

    /// How many thousandths of this unit one of the named unit is. ECS counts GB as GiB, and so do people here.
    fn thousandths_of(self, name: &str) -> Option<i64> {
        const SECOND: i64 = 1_000;
        Some(match (self, name) {
            (Self::Seconds, "s" | "sec" | "second" | "seconds")
            | (Self::Minutes, "m" | "min" | "minute" | "minutes")
            | (Self::MiB, "m" | "mb" | "mib")
            | (Self::GiB, "g" | "gb" | "gib")
            | (Self::CpuUnits, "unit" | "units" | "cpu units") => 1_000,
            (Self::Seconds, "m" | "min" | "minute" | "minutes") => 60 * SECOND,
            (Self::Seconds, "h" | "hour" | "hours") => 3_600 * SECOND,
            (Self::Minutes, "h" | "hour" | "hours") => 60 * 1_000,
            (Self::MiB, "g" | "gb" | "gib") | (Self::CpuUnits, "vcpu" | "vcpus") => 1_024 * 1_000,
            (Self::MiB, "t" | "tb" | "tib") => 1_024 * 1_024 * 1_000,
            (Self::GiB, "t" | "tb" | "tib") => 1_024 * 1_000,
            _ => return None,
        })
    }

    /// Reads an amount with its unit written out, or several that add up (`1 min 30 s`). `None` for anything else: a
    /// bare number, and what is no whole number of this unit.
    #[must_use]
    pub fn parse(self, text: &str) -> Option<i64> {
        let lower = text.trim().to_ascii_lowercase();
        let mut rest = lower.as_str();
        let mut thousandths = 0_i64;
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let end = rest.find(|it: char| !(it.is_ascii_digit() || it == '.'))?;
            let (amount, tail) = rest.split_at_checked(end)?;
            let tail = tail.trim_start();
            let end = tail.find(|it: char| it.is_ascii_digit() || it == '.').unwrap_or(tail.len());
            let (name, after) = tail.split_at_checked(end)?;
            let one = self.thousandths_of(name.trim())?;
            thousandths = thousandths.checked_add(times(amount, one)?)?;
            rest = after;
        }
        (thousandths % 1_000 == 0).then_some(thousandths / 1_000)
    }

    /// An amount as people say it, where that says more than the number: `1 min 30 s`, `1.5 GB`, `0.25 vCPU`.
    #[must_use]
    pub fn words(self, amount: i64) -> Option<String> {
        match self {
            Self::Seconds if amount >= 60 => Some(duration(amount)),
            Self::Minutes if amount >= 60 => amount.checked_mul(60).map(duration),
            Self::MiB if amount >= 1_024 => larger(amount, "GB"),
            Self::GiB if amount >= 1_024 => larger(amount, "TB"),
            Self::CpuUnits if amount > 0 && amount % 128 == 0 => Some(cpu_words(amount)),
            _ => None,
        }
    }
}

/// A decimal number times a factor, if that is whole.
fn times(decimal: &str, factor: i64) -> Option<i64> {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    if whole.len() + fraction.len() == 0 || fraction.contains('.') {
        return None;
    }
    let digits = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i64>().ok() };
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = digits(fraction)?.checked_mul(factor)?;
    if part % scale != 0 {
        return None;
    }
    digits(whole)?.checked_mul(factor)?.checked_add(part / scale)
}

fn duration(seconds: i64) -> String {
    let parts = [(seconds / 3_600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let said: Vec<String> = parts
        .iter()
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, unit)| format!("{} {unit}", number(*amount)))
        .collect();
    said.join(" ")
}

/// An amount in a unit that is 1,024 times as large, if it has at most two digits after the point there.
fn larger(amount: i64, unit: &str) -> Option<String> {
    let (whole, hundredths) = (amount / 1_024, amount % 1_024 * 100);
    if hundredths % 1_024 != 0 {
        return None;
    }
    let fraction = format!("{:02}", hundredths / 1_024);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{}{point}{fraction} {unit}", number(whole)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (unit, text, amount) in [
            (Unit::MiB, "1 GB", Some(1_024)),
            (Unit::MiB, ".5gb", Some(512)),
            (Unit::MiB, "1.5 GiB", Some(1_536)),
            (Unit::MiB, "512 MiB", Some(512)),
            (Unit::MiB, "512m", Some(512)),
            (Unit::MiB, "1 TB", Some(1_048_576)),
            (Unit::MiB, "0.3 GB", None),
            (Unit::MiB, "512", None),
            (Unit::MiB, "GB", None),
            (Unit::MiB, "1 G G", None),
            (Unit::MiB, "", None),
            (Unit::MiB, "-1 GB", None),
            (Unit::MiB, "1.5.5 GB", None),
            (Unit::MiB, "99999999999999999999 GB", None),
            (Unit::GiB, "1 TB", Some(1_024)),
            (Unit::CpuUnits, "0.5 vCPU", Some(512)),
            (Unit::CpuUnits, ".25vcpu", Some(256)),
            (Unit::CpuUnits, "256 CPU units", Some(256)),
            (Unit::Seconds, "1 min 30 s", Some(90)),
            (Unit::Seconds, "1m30s", Some(90)),
            (Unit::Seconds, "2 hours", Some(7_200)),
            (Unit::Seconds, "1.5 min", Some(90)),
            (Unit::Seconds, "0.5 s", None),
            (Unit::Minutes, "1 h", Some(60)),
            (Unit::Minutes, "30 s", None),
            (Unit::Seconds, "ünits", None),
        ] {
            assert_eq!(unit.parse(text), amount, "{text}");
        }
    }

    #[test]
    fn amounts_are_said_where_that_says_more() {
        for (unit, amount, words) in [
            (Unit::Seconds, 30, None),
            (Unit::Seconds, 60, Some("1 min")),
            (Unit::Seconds, 90, Some("1 min 30 s")),
            (Unit::Seconds, 3_605, Some("1 h 5 s")),
            (Unit::Minutes, 90, Some("1 h 30 min")),
            (Unit::MiB, 512, None),
            (Unit::MiB, 1_536, Some("1.5 GB")),
            (Unit::MiB, 1_280, Some("1.25 GB")),
            (Unit::MiB, 1_100, None),
            (Unit::MiB, 2_048, Some("2 GB")),
            (Unit::GiB, 200, None),
            (Unit::CpuUnits, 256, Some("0.25 vCPU")),
            (Unit::CpuUnits, 10, None),
        ] {
            assert_eq!(unit.words(amount).as_deref(), words, "{amount}");
        }
    }

    proptest! {
        #[test]
        fn what_is_said_is_read_as_the_same(
            amount in 1_i64..1_000,
            at in 0_usize..5,
        ) {
            let units = [Unit::Seconds, Unit::Minutes, Unit::MiB, Unit::GiB, Unit::CpuUnits];
            let unit = units[at];
            for amount in [amount, amount * 128, amount * 256] {
                if let Some(words) = unit.words(amount) {
                    prop_assert_eq!(unit.parse(&words.replace(',', "")), Some(amount));
                }
            }
        }

        #[test]
        fn any_text_is_an_amount_or_not(text in any::<String>()) {
            for unit in [Unit::Seconds, Unit::Minutes, Unit::MiB, Unit::GiB, Unit::CpuUnits] {
                let _ = unit.parse(&text);
            }
        }
    }
}
