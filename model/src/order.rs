//! Sorting that is compiled once.
//!
//! The standard library's sort is several kB of code for every element type and every comparison, and the
//! browser downloads each. Lists here are short, so one sort of positions serves them all.

use std::cmp::Ordering;

/// Sorts like [`slice::sort_by`]: stable, in ascending order.
pub fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let swaps = swaps(list.len(), &mut |one, other| match (list.get(one), list.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    for (one, other) in swaps {
        list.swap(one, other);
    }
}

/// The swaps, one after the other, that sort a list by a comparison of two positions in it.
#[inline(never)]
fn swaps(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    // What comes to each position.
    let mut from: Vec<usize> = (0..length).collect();
    from.sort_by(|one, other| compare(*one, *other));
    let mut swaps = Vec::new();
    for start in 0..length {
        // Round the cycle that the position is in, each element goes to its place.
        let mut at = start;
        while let Some(slot) = from.get_mut(at) {
            let next = std::mem::replace(slot, at);
            if next == start {
                break;
            }
            swaps.push((at, next));
            at = next;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sort_by;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(keys in proptest::collection::vec(0..8_u8, 0..40)) {
            let mut list: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by(&mut list, |one, other| one.0.cmp(&other.0));
            prop_assert_eq!(list, expected);
        }
    }
}
