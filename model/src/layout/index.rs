//! Which rectangles are here: a uniform grid over the world.

use std::collections::BTreeMap;

use super::geometry::{Point, Rect};
use crate::order::sort_by;

/// A cell's side, in px of the world: a few cards.
const CELL: f64 = 512.0;
/// A rectangle on more cells than this (a large frame) is kept apart and always looked at.
const LARGE: i64 = 256;

/// Rectangles by a number of the caller's (an index into its own list), found by place.
///
/// Queries append the numbers, in ascending order, to a vector that the caller reuses, so that a
/// query allocates nothing once that vector is large enough.
#[derive(Clone, Debug, Default)]
pub struct Index {
    rects: BTreeMap<u32, Rect>,
    /// By row, then column.
    cells: BTreeMap<(i32, i32), Vec<(u32, Rect)>>,
    large: BTreeMap<u32, Rect>,
}

/// The cells that a rectangle is on, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cells {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Cells {
    fn of(rect: Rect) -> Self {
        // Conversion to integers saturates.
        let cell = |value: f64| (value / CELL).floor() as i32;
        let (left, top) = (cell(rect.x), cell(rect.y));
        Self {
            left,
            top,
            right: cell(rect.right()).max(left),
            bottom: cell(rect.bottom()).max(top),
        }
    }

    fn count(self) -> i64 {
        let side = |from: i32, to: i32| i64::from(to) - i64::from(from) + 1;
        side(self.left, self.right).saturating_mul(side(self.top, self.bottom))
    }
}

impl Index {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rectangles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rects.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rects.is_empty()
    }

    /// The rectangle of a number.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<Rect> {
        self.rects.get(&id).copied()
    }

    /// Inserts a rectangle, or moves the one that has this number.
    pub fn insert(&mut self, id: u32, rect: Rect) {
        self.remove(id);
        self.rects.insert(id, rect);
        let cells = Cells::of(rect);
        if cells.count() > LARGE {
            self.large.insert(id, rect);
            return;
        }
        for row in cells.top..=cells.bottom {
            for column in cells.left..=cells.right {
                self.cells.entry((row, column)).or_default().push((id, rect));
            }
        }
    }

    /// Removes a rectangle and returns it.
    pub fn remove(&mut self, id: u32) -> Option<Rect> {
        let rect = self.rects.remove(&id)?;
        if self.large.remove(&id).is_some() {
            return Some(rect);
        }
        let cells = Cells::of(rect);
        for row in cells.top..=cells.bottom {
            for column in cells.left..=cells.right {
                if let Some(list) = self.cells.get_mut(&(row, column)) {
                    list.retain(|(other, _)| *other != id);
                    if list.is_empty() {
                        self.cells.remove(&(row, column));
                    }
                }
            }
        }
        Some(rect)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.rects.clear();
        self.cells.clear();
        self.large.clear();
    }

    /// Appends the numbers of all rectangles that touch `area` or share some of it.
    pub fn query(&self, area: Rect, found: &mut Vec<u32>) {
        let touches = |rect: &Rect| {
            rect.x <= area.right()
                && area.x <= rect.right()
                && rect.y <= area.bottom()
                && area.y <= rect.bottom()
        };
        let first = found.len();
        let cells = Cells::of(area);
        if cells.count() > i64::try_from(self.cells.len()).unwrap_or(i64::MAX) {
            // Nearly everything is asked for.
            found.extend(self.rects.iter().filter(|(_, rect)| touches(rect)).map(|(id, _)| *id));
            return;
        }
        for row in cells.top..=cells.bottom {
            for ((_, column), list) in self.cells.range((row, cells.left)..=(row, cells.right)) {
                found.extend(list.iter().filter(|(_, rect)| touches(rect)).filter_map(
                    |(id, rect)| {
                        // Of its cells in the area, the first one reports it.
                        let own = Cells::of(*rect);
                        let first = (own.top.max(cells.top), own.left.max(cells.left));
                        (first == (row, *column)).then_some(*id)
                    },
                ));
            }
        }
        found.extend(self.large.iter().filter(|(_, rect)| touches(rect)).map(|(id, _)| *id));
        if let Some(new) = found.get_mut(first..) {
            sort_by(new, u32::cmp);
        }
    }

    /// Appends the numbers of all rectangles that a point is in or on the edge of.
    pub fn query_point(&self, point: Point, found: &mut Vec<u32>) {
        self.query(Rect::new(point.x, point.y, 0.0, 0.0), found);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rect() -> impl Strategy<Value = Rect> {
        let side = prop_oneof![8 => 0.0..600.0, 1 => 0.0..20_000.0, 1 => Just(1e9)];
        (-4e3..4e3, -4e3..4e3, side.clone(), side)
            .prop_map(|(x, y, width, height)| Rect::new(x, y, width, height))
    }

    proptest! {
        #[test]
        fn finds_what_a_search_through_all_finds(
            steps in proptest::collection::vec((0..40_u32, proptest::option::weighted(0.8, rect())), 0..80),
            areas in proptest::collection::vec(rect(), 1..8),
        ) {
            let mut index = Index::new();
            let mut all = BTreeMap::new();
            for (id, rect) in steps {
                match rect {
                    Some(rect) => {
                        index.insert(id, rect);
                        all.insert(id, rect);
                    }
                    None => prop_assert_eq!(index.remove(id), all.remove(&id)),
                }
            }
            prop_assert_eq!(index.len(), all.len());
            let mut found = Vec::new();
            for area in areas {
                found.clear();
                index.query(area, &mut found);
                let expected: Vec<u32> = all
                    .iter()
                    .filter(|(_, rect)| {
                        rect.x <= area.right() && area.x <= rect.right()
                            && rect.y <= area.bottom() && area.y <= rect.bottom()
                    })
                    .map(|(id, _)| *id)
                    .collect();
                prop_assert_eq!(&found, &expected);

                found.clear();
                index.query_point(area.origin(), &mut found);
                let expected: Vec<u32> = all
                    .iter()
                    .filter(|(_, rect)| rect.contains(area.origin()))
                    .map(|(id, _)| *id)
                    .collect();
                prop_assert_eq!(&found, &expected);
            }
            for id in 0..40 {
                index.remove(id);
            }
            prop_assert!(index.is_empty() && index.cells.is_empty() && index.large.is_empty());
        }
    }

    #[test]
    fn what_is_no_number_is_harmless() {
        let mut index = Index::new();
        index.insert(1, Rect::new(f64::NAN, 0.0, f64::INFINITY, 10.0));
        index.insert(2, Rect::new(0.0, 0.0, 10.0, 10.0));
        let mut found = Vec::new();
        index.query(Rect::new(-1.0, -1.0, f64::INFINITY, 5.0), &mut found);
        assert_eq!(found, [2]);
        assert!(index.remove(1).is_some());
    }
}
