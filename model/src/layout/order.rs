//! The order in each column: barycentre sweeps, keeping the order with the fewest crossings.

use super::flow::{Item, Link};
use super::{at, set};
use crate::order::sort_by;

/// Sweeps there and back. More than this hardly ever improves a drawing.
const SWEEPS: usize = 6;

/// Sorts each column so that few links cross. Ties keep their order, so that input which
/// is already free of crossings is left alone.
pub(super) fn sort_columns(columns: &mut [Vec<usize>], items: &[Item], links: &[Link], gap: f64) {
    let mut tops = vec![0.0; items.len()];
    for column in columns.iter() {
        stack(column, items, gap, &mut tops);
    }
    let mut to_the_left = vec![Vec::new(); items.len()];
    let mut to_the_right = vec![Vec::new(); items.len()];
    for link in links {
        if let Some(list) = to_the_left.get_mut(link.to) {
            list.push((link.from, link.from_at.y));
        }
        if let Some(list) = to_the_right.get_mut(link.from) {
            list.push((link.to, link.to_at.y));
        }
    }
    let mut best = columns.to_vec();
    let mut fewest = crossings(columns, links, &tops);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        let (neighbours, reverse) =
            if sweep % 2 == 0 { (&to_the_left, false) } else { (&to_the_right, true) };
        let last = columns.len().saturating_sub(1);
        for step in 0..columns.len() {
            let index = if reverse { last - step } else { step };
            let Some(column) = columns.get_mut(index) else { continue };
            let mut keyed: Vec<(f64, usize)> = column
                .iter()
                .map(|node| {
                    let list = neighbours.get(*node).map_or(&[][..], Vec::as_slice);
                    let sum: f64 = list.iter().map(|(other, port)| at(&tops, *other) + port).sum();
                    let height = items.get(*node).map_or(0.0, |item| item.size.height);
                    let key = if list.is_empty() {
                        at(&tops, *node) + height / 2.0
                    } else {
                        sum / list.len() as f64
                    };
                    (key, *node)
                })
                .collect();
            sort_by(&mut keyed, |(left, _), (right, _)| left.total_cmp(right));
            *column = keyed.into_iter().map(|(_, node)| node).collect();
            stack(column, items, gap, &mut tops);
        }
        let count = crossings(columns, links, &tops);
        if count < fewest {
            fewest = count;
            best = columns.to_vec();
        }
    }
    columns.clone_from_slice(&best);
}

/// Stacks a column around y = 0.
fn stack(column: &[usize], items: &[Item], gap: f64, tops: &mut [f64]) {
    let height = |node: &usize| items.get(*node).map_or(0.0, |item| item.size.height);
    let total: f64 = column.iter().map(|node| height(node) + gap).sum::<f64>() - gap;
    let mut top = -total / 2.0;
    for node in column {
        set(tops, *node, top);
        top += height(node) + gap;
    }
}

/// Counts the crossings of links between neighbouring columns, as straight lines.
fn crossings(columns: &[Vec<usize>], links: &[Link], tops: &[f64]) -> usize {
    let mut column_of = vec![0_usize; tops.len()];
    for (index, column) in columns.iter().enumerate() {
        for node in column {
            set(&mut column_of, *node, index);
        }
    }
    let mut by_column: Vec<Vec<(f64, f64)>> = vec![Vec::new(); columns.len()];
    for link in links {
        let from = at(&column_of, link.from);
        if at(&column_of, link.to) == from + 1
            && let Some(list) = by_column.get_mut(from)
        {
            list.push((at(tops, link.from) + link.from_at.y, at(tops, link.to) + link.to_at.y));
        }
    }
    by_column
        .into_iter()
        .map(|mut ends| {
            sort_by(&mut ends, |a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let mut right: Vec<f64> = ends.into_iter().map(|(_, right)| right).collect();
            count_inversions(&mut right)
        })
        .sum()
}

/// How many pairs stand in the wrong order; sorts them (merge sort).
fn count_inversions(values: &mut [f64]) -> usize {
    let (left, right) = values.split_at_mut(values.len() / 2);
    if left.is_empty() {
        return 0;
    }
    let mut count = count_inversions(left) + count_inversions(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some(first), Some(second)) if second < first => {
                count += left.len();
                merged.extend(right.next());
            }
            (Some(_), _) => merged.extend(left.next()),
            (None, Some(_)) => merged.extend(right.next()),
            (None, None) => break,
        }
    }
    values.copy_from_slice(&merged);
    count
}

#[cfg(test)]
mod tests {
    #[test]
    fn inversions() {
        for (mut values, expected) in [
            (vec![], 0),
            (vec![1.0], 0),
            (vec![1.0, 2.0, 2.0, 3.0], 0),
            (vec![3.0, 2.0, 1.0], 3),
            (vec![2.0, 4.0, 1.0, 3.0, 5.0], 3),
        ] {
            assert_eq!(super::count_inversions(&mut values), expected);
        }
    }
}
