//! From card to card by arrow keys.

use bayplan_model::layout::{Point, Rect};
use bayplan_model::record::RecordId;

use super::scene::Scene;

fn rect(scene: &Scene, id: &RecordId) -> Option<Rect> {
    scene.cards.get(id).or_else(|| scene.frames.get(id)).copied()
}

/// How far `to` is from `from` in a direction; what lies aside counts double. `None` when it lies elsewhere.
fn cost(from: Point, to: Point, direction: Point) -> Option<f64> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let ahead = dx * direction.x + dy * direction.y;
    let aside = (dx * direction.y).abs() + (dy * direction.x).abs();
    (ahead > 1.0 && aside <= ahead * 3.0).then_some(ahead + 2.0 * aside)
}

fn best<'a>(
    from: Point,
    direction: Point,
    candidates: impl Iterator<Item = (&'a RecordId, Rect)>,
) -> Option<RecordId> {
    candidates
        .filter_map(|(id, rect)| Some((cost(from, rect.center(), direction)?, id)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id.clone())
}

/// The nearest card in a direction.
pub fn nearest(scene: &Scene, id: &RecordId, direction: Point) -> Option<RecordId> {
    let from = rect(scene, id)?.center();
    best(
        from,
        direction,
        scene.cards.iter().filter(|(other, _)| *other != id).map(|(id, rect)| (id, *rect)),
    )
}

/// The card at the other end of a line that leads in a direction.
pub fn along_link(scene: &Scene, id: &RecordId, direction: Point) -> Option<RecordId> {
    let from = rect(scene, id)?.center();
    let own = u32::try_from(scene.cards.get_index_of(id)?).ok()?;
    let linked = scene.graph.links.iter().filter_map(|link| {
        let other = match (link.from == own, link.to == own) {
            (true, false) => link.to,
            (false, true) => link.from,
            _ => return None,
        };
        scene.cards.get_index(usize::try_from(other).ok()?).map(|(id, rect)| (id, *rect))
    });
    best(from, direction, linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_straight_ahead_comes_first() {
        let right = Point::new(1.0, 0.0);
        let from = Point::new(0.0, 0.0);
        assert!(
            cost(from, Point::new(100.0, 0.0), right) < cost(from, Point::new(90.0, 60.0), right)
        );
        assert_eq!(cost(from, Point::new(-100.0, 0.0), right), None);
        assert_eq!(cost(from, Point::new(10.0, 100.0), right), None);
    }
}
