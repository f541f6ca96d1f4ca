//! The task sizes that Fargate has.
//!
//! Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html>, and for
//! 32 vCPU the AWS CloudFormation linter 1.58.0, as of [`CHECKED`].

use crate::text::{number, one_of};

/// The day on which the table was last compared with its source.
pub const CHECKED: &str = "2026-11-22";

/// What Fargate offers for one value of `cpu`.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// CPU units; 1,024 are one vCPU.
    pub cpu: i64,
    /// The memory that goes with it.
    pub memory: Memory,
    /// Whether Windows containers can have it.
    pub windows: bool,
    /// Whether it needs platform version 1.4.0.
    pub needs_platform_1_4: bool,
}

/// Amounts of memory, in MiB.
#[derive(Clone, Copy, Debug)]
pub enum Memory {
    /// One of these, in ascending order.
    OneOf(&'static [i64]),
    /// Every step of a range, ends included.
    Steps {
        /// The least.
        from: i64,
        /// The most.
        to: i64,
        /// From one to the next.
        step: i64,
    },
}

/// Every size, in ascending order.
pub static SIZES: &[Size] = &[
    size(256, Memory::OneOf(&[512, 1_024, 2_048])),
    size(512, steps(1_024, 4_096, 1_024)),
    Size { windows: true, ..size(1_024, steps(2_048, 8_192, 1_024)) },
    Size { windows: true, ..size(2_048, steps(4_096, 16_384, 1_024)) },
    Size { windows: true, ..size(4_096, steps(8_192, 30_720, 1_024)) },
    Size { needs_platform_1_4: true, ..size(8_192, steps(16_384, 61_440, 4_096)) },
    Size { needs_platform_1_4: true, ..size(16_384, steps(32_768, 122_880, 8_192)) },
    Size { needs_platform_1_4: true, ..size(32_768, Memory::OneOf(&[61_440, 122_880, 249_856])) },
];

const fn size(cpu: i64, memory: Memory) -> Size {
    Size { cpu, memory, windows: false, needs_platform_1_4: false }
}

const fn steps(from: i64, to: i64, step: i64) -> Memory {
    Memory::Steps { from, to, step }
}

/// The size with this many CPU units.
#[must_use]
pub fn size_of(cpu: i64) -> Option<&'static Size> {
    SIZES.iter().find(|size| size.cpu == cpu)
}

/// The smallest size that has at least this many CPU units and this much memory, and the least memory that it
/// offers for that.
#[must_use]
pub fn smallest(cpu: i64, memory: i64) -> Option<(&'static Size, i64)> {
    SIZES
        .iter()
        .filter(|size| size.cpu >= cpu)
        .find_map(|size| Some((size, size.memory.at_least(memory)?)))
}

impl Memory {
    /// Every amount, in ascending order.
    pub fn amounts(self) -> impl Iterator<Item = i64> {
        let (listed, first, last, step): (&[i64], _, _, _) = match self {
            Self::OneOf(listed) => (listed, 1, 0, 1),
            Self::Steps { from, to, step } => (&[], from, to, step),
        };
        let stepped = std::iter::successors(Some(first), move |at| Some(at + step))
            .take_while(move |at| *at <= last);
        listed.iter().copied().chain(stepped)
    }

    /// Whether this amount can be had.
    #[must_use]
    pub fn contains(self, mib: i64) -> bool {
        match self {
            Self::OneOf(listed) => listed.contains(&mib),
            Self::Steps { from, to, step } => {
                (from..=to).contains(&mib) && (mib - from) % step == 0
            }
        }
    }

    /// The least amount that is not less than this one.
    #[must_use]
    pub fn at_least(self, mib: i64) -> Option<i64> {
        self.amounts().find(|amount| *amount >= mib)
    }

    /// The amount nearest to this one; of two, the larger.
    #[must_use]
    pub fn nearest(self, mib: i64) -> i64 {
        self.amounts().min_by_key(|amount| (amount.abs_diff(mib), -amount)).unwrap_or(mib)
    }

    /// In words: `512, 1,024 or 2,048 MiB`, `2,048 to 8,192 MiB in steps of 1,024`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::OneOf(listed) => {
                let listed: Vec<String> = listed.iter().map(|amount| number(*amount)).collect();
                format!("{} MiB", one_of(&listed))
            }
            Self::Steps { from, to, step } => {
                format!("{} to {} MiB in steps of {}", number(from), number(to), number(step))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_ascend() {
        assert!(SIZES.windows(2).all(|pair| pair[0].cpu < pair[1].cpu));
        for size in SIZES {
            let amounts: Vec<i64> = size.memory.amounts().collect();
            assert!(amounts.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(amounts.iter().all(|amount| size.memory.contains(*amount)));
        }
        let count: usize = SIZES.iter().map(|size| size.memory.amounts().count()).sum();
        assert_eq!(count, 3 + 4 + 7 + 13 + 23 + 12 + 12 + 3);
    }

    #[test]
    fn a_size_is_found_for_what_is_needed() {
        let found = |cpu, memory| smallest(cpu, memory).map(|(size, memory)| (size.cpu, memory));
        assert_eq!(found(0, 0), Some((256, 512)));
        assert_eq!(found(0, 4_096), Some((512, 4_096)));
        assert_eq!(found(300, 5_000), Some((1_024, 5_120)));
        assert_eq!(found(0, 300_000), None);
    }

    #[test]
    fn the_nearest_amount_is_the_larger_of_two() {
        let memory = size_of(1_024).unwrap().memory;
        for (mib, nearest) in [(512, 2_048), (2_560, 3_072), (2_500, 2_048), (9_999, 8_192)] {
            assert_eq!(memory.nearest(mib), nearest);
        }
    }
}
