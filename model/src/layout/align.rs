//! One dimension: things in a fixed order, each as near as possible to where it would like to be.

use crate::order::sort_by;

/// What wants a place on the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    /// Where its start would like to be.
    pub(super) start: f64,
    /// Its length.
    pub(super) length: f64,
    /// How much its wish counts, against those it has to compromise with; more than 0.
    pub(super) weight: f64,
}

/// Starts that keep the order and the gap, with the least sum of weighted squares of the distances
/// from the wishes: isotonic regression by pooling adjacent violators, in linear time.
pub(super) fn spread(wishes: &[Wish], gap: f64) -> Vec<f64> {
    /// Neighbours that touch; `shift` is the common place of their starts, were all lengths zero.
    struct Pool {
        shift: f64,
        weight: f64,
        count: usize,
    }
    let mut pools: Vec<Pool> = Vec::new();
    let mut before = 0.0;
    for wish in wishes {
        let mut pool = Pool { shift: wish.start - before, weight: wish.weight, count: 1 };
        before += wish.length + gap;
        while let Some(last) = pools.pop_if(|last| last.shift > pool.shift) {
            let weight = last.weight + pool.weight;
            pool = Pool {
                shift: (last.shift * last.weight + pool.shift * pool.weight) / weight,
                weight,
                count: last.count + pool.count,
            };
        }
        pools.push(pool);
    }
    let shifts = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.shift, pool.count));
    let mut before = 0.0;
    wishes
        .iter()
        .zip(shifts)
        .map(|(wish, shift)| {
            let start = shift + before;
            before += wish.length + gap;
            start
        })
        .collect()
}

/// Rounds starts to the grid, nearest first, then down the line so that the gap stays.
pub(super) fn snap(starts: &mut [f64], lengths: impl Iterator<Item = f64>, gap: f64, grid: f64) {
    let mut least = f64::NEG_INFINITY;
    for (start, length) in starts.iter_mut().zip(lengths) {
        *start = (*start / grid).round().max((least / grid).ceil()) * grid;
        least = *start + length + gap;
    }
}

/// The median, or the mean of the middle two; `None` for no values.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    sort_by(values, f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(start: f64, length: f64) -> Wish {
        Wish { start, length, weight: 1.0 }
    }

    #[test]
    fn wishes_are_granted_or_compromised() {
        // Apart: granted.
        assert_eq!(spread(&[wish(0.0, 10.0), wish(50.0, 10.0)], 5.0), [0.0, 50.0]);
        // The same place: half of the way each.
        assert_eq!(spread(&[wish(0.0, 10.0), wish(0.0, 10.0)], 5.0), [-7.5, 7.5]);
        // A wish of more weight gives way less.
        let heavy = Wish { weight: 3.0, ..wish(0.0, 10.0) };
        assert_eq!(spread(&[heavy, wish(0.0, 10.0)], 6.0), [-4.0, 12.0]);
        assert!(spread(&[], 5.0).is_empty());
    }

    #[test]
    fn snapping_keeps_the_gap() {
        let mut starts = [-7.5, 7.5, 100.0];
        snap(&mut starts, [10.0, 10.0, 10.0].into_iter(), 5.0, 8.0);
        assert_eq!(starts, [-8.0, 8.0, 104.0]);
    }

    #[test]
    fn medians() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }
}
