//! Nodes that people placed stay where they are; what stands in their way makes room.
//!
//! The automatic drawing is made as if nothing were fixed, and then only what is in the way moves,
//! to the nearest free place: moving one node leaves all others where they were.

use super::geometry::{Point, Rect};
use super::{Options, frame_of};
use crate::order::sort_by;

/// A node as the settling sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Where the automatic drawing has it, or the user.
    pub(super) rect: Rect,
    pub(super) fixed: bool,
    /// Its frame, an index into the frames.
    pub(super) group: Option<usize>,
}

/// Moves automatic pieces and frames out of the way of fixed ones. `frames` are those of the
/// automatic drawing, and become those of the settled one.
pub(super) fn settle(pieces: &mut [Piece], frames: &mut [Rect], options: &Options) {
    if !pieces.iter().any(|piece| piece.fixed) {
        return;
    }
    let mut members = vec![Vec::new(); frames.len()];
    for (index, piece) in pieces.iter().enumerate() {
        if let Some(list) = piece.group.and_then(|group| members.get_mut(group)) {
            list.push(index);
        }
    }
    // Around the fixed members of each group: the least its frame can be.
    let hulls: Vec<Option<Rect>> = members
        .iter()
        .map(|list| {
            let fixed = list.iter().filter_map(|index| pieces.get(*index)).filter(|p| p.fixed);
            Rect::around(fixed.map(|piece| piece.rect))
        })
        .collect();
    let mut taken: Vec<Rect> =
        pieces.iter().filter(|p| p.fixed && p.group.is_none()).map(|p| p.rect).collect();

    for (group, (list, hull)) in members.iter().zip(&hulls).enumerate() {
        let Some(hull) = *hull else { continue };
        // Frames that still have to be drawn take the room that they cannot do without.
        let later = hulls.iter().skip(group + 1).flatten().map(|hull| frame_of(*hull, options));
        let foreign: Vec<Rect> = taken.iter().copied().chain(later).collect();
        let (frame, own) = settle_group(pieces, list, hull, &foreign, options);
        taken.extend(own);
        taken.push(frame);
        if let Some(place) = frames.get_mut(group) {
            *place = frame;
        }
    }

    // What is free to move as a whole: nodes without a frame, and frames without a fixed member.
    let mut in_the_way: Vec<(Unit, Rect)> = Vec::new();
    let fixed = taken.clone();
    let free_frames = frames.iter().zip(&hulls).enumerate().filter(|(_, (_, h))| h.is_none());
    let free_pieces =
        pieces.iter().enumerate().filter(|(_, piece)| !piece.fixed && piece.group.is_none());
    let units = free_frames
        .map(|(group, (frame, _))| (Unit::Frame(group), *frame))
        .chain(free_pieces.map(|(index, piece)| (Unit::Piece(index), piece.rect)));
    for (unit, rect) in units {
        if fixed.iter().any(|other| rect.grown(options.node_gap).overlaps(*other)) {
            in_the_way.push((unit, rect));
        } else {
            taken.push(rect);
        }
    }
    for (unit, rect) in in_the_way {
        let corner = nearest(rect, &taken, options).unwrap_or_else(|| rect.origin());
        let by = Point::new(corner.x - rect.x, corner.y - rect.y);
        taken.push(rect.moved(by));
        match unit {
            Unit::Frame(group) => {
                if let Some(frame) = frames.get_mut(group) {
                    *frame = frame.moved(by);
                }
                for index in members.get(group).into_iter().flatten() {
                    if let Some(piece) = pieces.get_mut(*index) {
                        piece.rect = piece.rect.moved(by);
                    }
                }
            }
            Unit::Piece(index) => {
                if let Some(piece) = pieces.get_mut(index) {
                    piece.rect = piece.rect.moved(by);
                }
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Unit {
    Frame(usize),
    Piece(usize),
}

/// Settles the automatic members of a group around its fixed ones. Returns the frame and the
/// rectangles of all members.
///
/// The frame does not grow over anything foreign, but for what the fixed members already enclose,
/// unless they are so crowded in that there is no other way.
fn settle_group(
    pieces: &mut [Piece],
    members: &[usize],
    fixed: Rect,
    foreign: &[Rect],
    options: &Options,
) -> (Rect, Vec<Rect>) {
    let least = frame_of(fixed, options);
    let avoidable: Vec<Rect> =
        foreign.iter().copied().filter(|other| !least.overlaps(*other)).collect();
    let mut own: Vec<Rect> = members
        .iter()
        .filter_map(|index| pieces.get(*index).filter(|piece| piece.fixed))
        .map(|piece| piece.rect)
        .collect();
    let mut hull = fixed;
    for index in members {
        let Some(piece) = pieces.get_mut(*index).filter(|piece| !piece.fixed) else { continue };
        let clear = |rect: Rect| {
            !foreign.iter().any(|other| rect.overlaps(*other))
                && !avoidable
                    .iter()
                    .any(|other| frame_of(hull.union(rect), options).overlaps(*other))
        };
        let gap = options.node_gap;
        // Beside its own first; then, if its frame would grow over something, beside that too.
        let all: Vec<Rect> = own
            .iter()
            .copied()
            .chain(
                foreign
                    .iter()
                    .map(|other| other.grown(options.frame_padding + options.frame_title)),
            )
            .collect();
        let free_of_own = |rect: Rect, _near: &[Rect]| {
            !own.iter().any(|other| rect.grown(gap).overlaps(*other)) && clear(rect)
        };
        let corner = candidates(piece.rect, &all, gap, options, &free_of_own)
            .or_else(|| {
                // Crowded in: the frame has to grow over something, the node itself never does.
                let taken: Vec<Rect> = own.iter().chain(foreign).copied().collect();
                nearest(piece.rect, &taken, options)
            })
            .unwrap_or_else(|| piece.rect.origin());
        piece.rect = Rect::at(corner, piece.rect.size());
        hull = hull.union(piece.rect);
        own.push(piece.rect);
    }
    (frame_of(hull, options), own)
}

/// The nearest corner at which `rect` keeps the gap to all `others`.
fn nearest(rect: Rect, others: &[Rect], options: &Options) -> Option<Point> {
    let gap = options.node_gap;
    let free =
        |rect: Rect, near: &[Rect]| !near.iter().any(|other| rect.grown(gap).overlaps(*other));
    candidates(rect, others, gap, options, &free)
}

/// The nearest corner that is `free`, of those where `rect` is, touches the gap around one of
/// `others`, or lines up with one.
///
/// If `free` asks for nothing but the gap to `others`, there always is one: beyond them all. It is passed those of
/// them that may be less than the gap away.
fn candidates(
    rect: Rect,
    others: &[Rect],
    gap: f64,
    options: &Options,
    free: &dyn Fn(Rect, &[Rect]) -> bool,
) -> Option<Point> {
    if free(rect, others) {
        return Some(rect.origin());
    }
    // Only what is near matters for a near corner, and there nearly always is one.
    let mut reach = rect.width.max(rect.height) + gap;
    loop {
        let area = rect.grown(reach + gap);
        let near: Vec<Rect> =
            others.iter().copied().filter(|other| area.overlaps(*other)).collect();
        let all = near.len() == others.len();
        let limit = if all { f64::INFINITY } else { reach };
        let best = candidates_beside(rect, &near, limit, gap, options, free);
        if best.is_some() || all {
            return best;
        }
        reach *= 2.0;
    }
}

/// The best of the corners at most `limit` away.
fn candidates_beside(
    rect: Rect,
    others: &[Rect],
    limit: f64,
    gap: f64,
    options: &Options,
    free: &dyn Fn(Rect, &[Rect]) -> bool,
) -> Option<Point> {
    let by_distance = |start: f64, values: &mut dyn Iterator<Item = f64>| {
        let mut list: Vec<f64> = std::iter::once(start).chain(values).collect();
        sort_by(&mut list, |a, b| {
            (a - start).abs().total_cmp(&(b - start).abs()).then(a.total_cmp(b))
        });
        list.dedup();
        list
    };
    let xs = by_distance(
        rect.x,
        &mut others.iter().flat_map(|other| {
            let before = options.down(other.x - gap - rect.width);
            [before, options.up(other.right() + gap), other.x]
        }),
    );
    let ys = by_distance(
        rect.y,
        &mut others.iter().flat_map(|other| {
            let above = options.down(other.y - gap - rect.height);
            [above, options.up(other.bottom() + gap), other.y]
        }),
    );
    let mut best: Option<(f64, Point)> = None;
    // Whether a corner this far away cannot be the one.
    let too_far = |best: Option<(f64, Point)>, distance: f64| {
        distance > limit || best.is_some_and(|(least, _)| distance >= least)
    };
    for x in xs {
        if too_far(best, (x - rect.x).abs()) {
            break;
        }
        for y in &ys {
            let corner = Point::new(x, *y);
            let distance = corner.distance(rect.origin());
            if too_far(best, distance) {
                break;
            }
            if free(Rect::at(corner, rect.size()), others) {
                best = Some((distance, corner));
            }
        }
    }
    best.map(|(_, corner)| corner)
}
