//! The curve of an edge between two rectangles.

use super::geometry::{Point, Rect};

/// The direction in which an edge leaves and arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// From a left or right side to a right or left one: edges of the flow.
    #[default]
    Horizontal,
    /// From a bottom or top to a top or bottom: edges to what stands below the flow.
    Vertical,
}

/// A cubic Bézier curve, in px of the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// Where it leaves.
    pub from: Point,
    /// The first control point.
    pub out: Point,
    /// The second control point.
    pub into: Point,
    /// Where it arrives.
    pub to: Point,
}

/// The least and the most that a control point is away from its end, in px.
const REACH: (f64, f64) = (24.0, 160.0);
/// Straight pieces that stand for the curve in [`Curve::distance`]: within 0.5 px of it at the
/// lengths that a screen shows.
const PIECES: u32 = 32;

/// Connects the middles of two facing sides. The preferred axis gives way to the other where the
/// rectangles stand beside each other only on that one. An edge from a rectangle to itself is a
/// loop over its top right corner.
#[must_use]
pub fn connect(from: Rect, to: Rect, preferred: Axis) -> Curve {
    if from == to {
        return self_loop(from);
    }
    let across = (to.x - from.right()).max(from.x - to.right());
    let down = (to.y - from.bottom()).max(from.y - to.bottom());
    let axis = match preferred {
        Axis::Horizontal if across < 0.0 && down >= 0.0 => Axis::Vertical,
        Axis::Vertical if down < 0.0 && across >= 0.0 => Axis::Horizontal,
        other => other,
    };
    match axis {
        Axis::Horizontal => {
            let forward = to.center().x >= from.center().x;
            let start = Point::new(if forward { from.right() } else { from.x }, from.center().y);
            let end = Point::new(if forward { to.x } else { to.right() }, to.center().y);
            let reach = reach(end.x - start.x, forward);
            Curve {
                from: start,
                out: Point::new(start.x + reach, start.y),
                into: Point::new(end.x - reach, end.y),
                to: end,
            }
        }
        Axis::Vertical => {
            let forward = to.center().y >= from.center().y;
            let start = Point::new(from.center().x, if forward { from.bottom() } else { from.y });
            let end = Point::new(to.center().x, if forward { to.y } else { to.bottom() });
            let reach = reach(end.y - start.y, forward);
            Curve {
                from: start,
                out: Point::new(start.x, start.y + reach),
                into: Point::new(end.x, end.y - reach),
                to: end,
            }
        }
    }
}

/// How far, and in which direction, the control points are from their ends.
fn reach(way: f64, forward: bool) -> f64 {
    let reach = (way.abs() / 2.0).clamp(REACH.0, REACH.1);
    if forward { reach } else { -reach }
}

fn self_loop(rect: Rect) -> Curve {
    let (from, to) =
        (Point::new(rect.right(), rect.center().y), Point::new(rect.center().x, rect.y));
    let reach = rect.width.max(rect.height) / 2.0 + REACH.0;
    Curve {
        from,
        out: Point::new(from.x + reach, from.y),
        into: Point::new(to.x, to.y - reach),
        to,
    }
}

impl Curve {
    /// The point after this share of the parameter, from 0 to 1.
    #[must_use]
    pub fn point(&self, share: f64) -> Point {
        let (a, b, c) = (
            self.from.towards(self.out, share),
            self.out.towards(self.into, share),
            self.into.towards(self.to, share),
        );
        a.towards(b, share).towards(b.towards(c, share), share)
    }

    /// The middle, where a label is centred.
    #[must_use]
    pub fn label(&self) -> Point {
        self.point(0.5)
    }

    /// A rectangle that encloses the curve.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        [self.out, self.into, self.to]
            .into_iter()
            .map(|point| Rect::new(point.x, point.y, 0.0, 0.0))
            .fold(Rect::new(self.from.x, self.from.y, 0.0, 0.0), Rect::union)
    }

    /// The distance from a point to the curve, in px.
    #[must_use]
    pub fn distance(&self, point: Point) -> f64 {
        let ends = (0..=PIECES).map(|piece| self.point(f64::from(piece) / f64::from(PIECES)));
        ends.clone()
            .zip(ends.skip(1))
            .map(|(start, end)| distance_to_segment(point, start, end))
            .fold(f64::INFINITY, f64::min)
    }

    /// Whether a point is within `tolerance` px of the curve; cheap for points far away.
    #[must_use]
    pub fn is_hit(&self, point: Point, tolerance: f64) -> bool {
        self.bounds().grown(tolerance).contains(point) && self.distance(point) <= tolerance
    }
}

fn distance_to_segment(point: Point, start: Point, end: Point) -> f64 {
    let (x, y) = (end.x - start.x, end.y - start.y);
    let squared = x * x + y * y;
    if squared == 0.0 {
        return point.distance(start);
    }
    let share = ((point.x - start.x) * x + (point.y - start.y) * y) / squared;
    point.distance(start.towards(end, share.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOX: Rect = Rect::new(0.0, 0.0, 200.0, 100.0);

    fn ends(to: Rect, axis: Axis) -> (Point, Point) {
        let curve = connect(BOX, to, axis);
        (curve.from, curve.to)
    }

    #[test]
    fn sides_face_each_other() {
        use Axis::{Horizontal, Vertical};
        let p = Point::new;
        let right = Rect::new(300.0, 20.0, 200.0, 100.0);
        assert_eq!(ends(right, Horizontal), (p(200.0, 50.0), p(300.0, 70.0)));
        // Beside each other only across: a vertical edge would bend back.
        assert_eq!(ends(right, Vertical), (p(200.0, 50.0), p(300.0, 70.0)));
        let left = Rect::new(-300.0, 0.0, 200.0, 100.0);
        assert_eq!(ends(left, Horizontal), (p(0.0, 50.0), p(-100.0, 50.0)));
        let below = Rect::new(50.0, 200.0, 200.0, 100.0);
        assert_eq!(ends(below, Horizontal), (p(100.0, 100.0), p(150.0, 200.0)));
        let above = Rect::new(50.0, -200.0, 200.0, 100.0);
        assert_eq!(ends(above, Vertical), (p(100.0, 0.0), p(150.0, -100.0)));
        // Both ways are open: the preference decides.
        let diagonal = Rect::new(300.0, 200.0, 200.0, 100.0);
        assert_eq!(ends(diagonal, Horizontal), (p(200.0, 50.0), p(300.0, 250.0)));
        assert_eq!(ends(diagonal, Vertical), (p(100.0, 100.0), p(400.0, 200.0)));
        assert_eq!(ends(BOX, Horizontal), (p(200.0, 50.0), p(100.0, 0.0)));
    }

    #[test]
    fn a_straight_edge_is_hit_along_its_line() {
        let curve = connect(BOX, Rect::new(400.0, 0.0, 200.0, 100.0), Axis::Horizontal);
        assert_eq!(curve.label(), Point::new(300.0, 50.0));
        assert!(curve.distance(Point::new(350.0, 50.0)) < 1e-9);
        assert!((curve.distance(Point::new(300.0, 56.0)) - 6.0).abs() < 1e-9);
        assert!(curve.is_hit(Point::new(300.0, 56.0), 6.5));
        assert!(!curve.is_hit(Point::new(300.0, 58.0), 6.5));
        assert!(!curve.is_hit(Point::new(-90.0, 50.0), 6.5));
    }

    proptest! {
        #[test]
        fn every_point_of_the_curve_is_hit_and_in_its_bounds(
            x in -1e4..1e4, y in -1e4..1e4, width in 1.0..500.0, height in 1.0..500.0,
            share in 0.0..=1.0, vertical: bool,
        ) {
            let axis = if vertical { Axis::Vertical } else { Axis::Horizontal };
            let curve = connect(BOX, Rect::new(x, y, width, height), axis);
            let point = curve.point(share);
            prop_assert!(point.is_finite());
            prop_assert!(curve.bounds().grown(1e-6).contains(point));
            // The straight pieces of very long edges are farther from the curve.
            let length = curve.from.distance(curve.to);
            prop_assert!(curve.distance(point) <= 0.5 + length / 500.0);
        }
    }
}
