//! Geometry and automatic layout: numbers in, numbers out, the same for the same input.
//!
//! [`arrange`] draws a graph as a flow from left to right in the manner of Sugiyama, Tagawa and
//! Toda (1981): cycles broken, nodes in columns, columns sorted so that few edges cross, then
//! moved so that edges run straight. What only serves the flow (networks, roles) stands in rows
//! below it. Groups have frames and are laid out on their own, then placed as one node, so that
//! a frame never holds a stranger. Nodes with a fixed position stay there, and the others make
//! room for them.
//!
//! All lengths are CSS px of the world, which is what a screen shows at a zoom of 1.

mod align;
pub mod edge;
mod flow;
pub mod geometry;
pub mod index;
mod layers;
mod order;
mod settle;
#[cfg(test)]
mod tests;
pub mod viewport;

pub use self::geometry::{Point, Rect, Size};

use self::flow::{Item, Link};
use self::settle::Piece;

/// Whether a node takes part in the flow or serves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lane {
    /// In the columns from left to right.
    #[default]
    Flow,
    /// In a row below, under what it is linked to.
    Below,
}

/// A node to be placed. Its index in the input is its name in edges and in the output.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Node {
    /// Width and height in px. What is not a number or is out of range is brought into 1 to 100,000.
    pub size: Size,
    /// The frame it belongs to: an index below the number of groups; others count as none.
    pub group: Option<u32>,
    /// Where the user placed its top left corner. Not numbers count as none; coordinates beyond
    /// ten million px are brought back to there.
    pub fixed: Option<Point>,
    /// Where in the drawing it belongs.
    pub lane: Lane,
    /// The least column it may stand in, so that columns mean the same everywhere (load balancers
    /// 0, target groups 1, …). Columns that stay empty take no room.
    pub rank: Option<u32>,
}

/// An edge from a node to a node, by index. Edges to nodes that do not exist are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: u32,
    pub to: u32,
}

/// Distances, in px; see [`Options::default`] for the usual ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Automatic positions are multiples of this.
    pub grid: f64,
    /// The least gap between neighbours in a column or a row.
    pub node_gap: f64,
    /// The gap between columns, where the labels of edges stand.
    pub layer_gap: f64,
    /// The gap between the flow and the rows below it.
    pub below_gap: f64,
    /// The gap between parts of a drawing that no edge connects.
    pub component_gap: f64,
    /// The gap between a frame and its members.
    pub frame_padding: f64,
    /// The height of a frame's title, above the padding.
    pub frame_title: f64,
    /// The size of a frame without members.
    pub empty_frame: Size,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            grid: 8.0,
            node_gap: 32.0,
            layer_gap: 80.0,
            below_gap: 64.0,
            component_gap: 48.0,
            frame_padding: 24.0,
            frame_title: 32.0,
            empty_frame: Size::new(288.0, 128.0),
        }
    }
}

impl Options {
    /// The next multiple of the grid that is not less.
    fn up(&self, value: f64) -> f64 {
        (value / self.grid).ceil() * self.grid
    }

    /// The next multiple of the grid that is not more.
    fn down(&self, value: f64) -> f64 {
        (value / self.grid).floor() * self.grid
    }

    /// Options with which arithmetic stays finite: each value from 0 (the grid from 1) to 10,000.
    fn sane(&self) -> Self {
        let gap = |value: f64| if value.is_finite() { value.clamp(0.0, 10_000.0) } else { 0.0 };
        Self {
            grid: gap(self.grid).max(1.0),
            node_gap: gap(self.node_gap),
            layer_gap: gap(self.layer_gap),
            below_gap: gap(self.below_gap),
            component_gap: gap(self.component_gap),
            frame_padding: gap(self.frame_padding),
            frame_title: gap(self.frame_title),
            empty_frame: sane_size(self.empty_frame),
        }
    }
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Where each node is, in the order of the input.
    pub nodes: Vec<Rect>,
    /// The frame of each group, title included.
    pub frames: Vec<Rect>,
    /// The smallest rectangle around all of it; empty at the origin for an empty drawing.
    pub bounds: Rect,
}

/// Draws a graph of `nodes` in `groups` groups.
///
/// - Nodes never overlap, unless both are fixed.
/// - Every frame encloses its members and, without fixed nodes, nothing else. A fixed member takes
///   its frame with it, perhaps over other fixed nodes or other frames with fixed members; nodes
///   and frames that are free to move get out of its way.
/// - Fixed nodes are exactly where they were fixed.
/// - All numbers in the output are finite.
#[must_use]
pub fn arrange(nodes: &[Node], groups: usize, edges: &[Edge], options: &Options) -> Layout {
    let options = &options.sane();
    let sizes: Vec<Size> = nodes.iter().map(|node| sane_size(node.size)).collect();
    let group_of: Vec<Option<usize>> = nodes
        .iter()
        .map(|node| {
            node.group.and_then(|group| usize::try_from(group).ok()).filter(|group| *group < groups)
        })
        .collect();

    // The inside of each group, and where each node is in the item that stands for it.
    let mut items: Vec<Item> = Vec::new();
    let mut item_of = vec![0_usize; nodes.len()];
    let mut inside = vec![Point::default(); nodes.len()];
    let mut members = vec![Vec::new(); groups];
    for (index, group) in group_of.iter().enumerate() {
        if let Some(list) = group.and_then(|group| members.get_mut(group)) {
            list.push(index);
        }
    }
    let links_within = links_within_groups(edges, &group_of, &sizes, &members);
    for (group, list) in members.iter().enumerate() {
        let (corners, item) = arrange_group(
            nodes,
            list,
            &sizes,
            links_within.get(group).map_or(&[], Vec::as_slice),
            options,
        );
        for (index, corner) in list.iter().zip(corners) {
            set(&mut item_of, *index, items.len());
            set(&mut inside, *index, corner);
        }
        items.push(item);
    }
    for (index, (node, group)) in nodes.iter().zip(&group_of).enumerate() {
        if group.is_none() {
            set(&mut item_of, index, items.len());
            items.push(Item { size: at(&sizes, index), lane: node.lane, rank: node.rank });
        }
    }
    let links: Vec<Link> = ends(edges, nodes.len())
        .map(|(from, to)| Link {
            from: at(&item_of, from),
            to: at(&item_of, to),
            from_at: center(at(&inside, from), at(&sizes, from)),
            to_at: center(at(&inside, to), at(&sizes, to)),
        })
        .filter(|link| link.from != link.to)
        .collect();
    let corners = flow::arrange(&items, &links, options);

    let mut frames: Vec<Rect> = corners
        .iter()
        .zip(&items)
        .take(groups)
        .map(|(corner, item)| Rect::at(*corner, item.size))
        .collect();
    let mut pieces: Vec<Piece> = nodes
        .iter()
        .enumerate()
        .map(|(index, node)| {
            let (corner, inside) = (at(&corners, at(&item_of, index)), at(&inside, index));
            let fixed = node.fixed.filter(|point| point.is_finite()).map(|point| {
                Point::new(point.x.clamp(-FARTHEST, FARTHEST), point.y.clamp(-FARTHEST, FARTHEST))
            });
            let automatic = Point::new(corner.x + inside.x, corner.y + inside.y);
            Piece {
                rect: Rect::at(fixed.unwrap_or(automatic), at(&sizes, index)),
                fixed: fixed.is_some(),
                group: at(&group_of, index),
            }
        })
        .collect();
    settle::settle(&mut pieces, &mut frames, options);

    let nodes: Vec<Rect> = pieces.into_iter().map(|piece| piece.rect).collect();
    let bounds = Rect::around(nodes.iter().chain(&frames).copied()).unwrap_or_default();
    Layout { nodes, frames, bounds }
}

/// The farthest that a node can be from the origin, in px.
const FARTHEST: f64 = 1e7;

/// Edges between two different nodes that exist.
fn ends(edges: &[Edge], count: usize) -> impl Iterator<Item = (usize, usize)> {
    edges.iter().filter_map(move |edge| {
        let from = usize::try_from(edge.from).ok().filter(|from| *from < count)?;
        let to = usize::try_from(edge.to).ok().filter(|to| *to < count)?;
        (from != to).then_some((from, to))
    })
}

/// For each group, the links between its members, which are counted from 0.
fn links_within_groups(
    edges: &[Edge],
    group_of: &[Option<usize>],
    sizes: &[Size],
    members: &[Vec<usize>],
) -> Vec<Vec<Link>> {
    let mut place = vec![0_usize; group_of.len()];
    for list in members {
        for (index, member) in list.iter().enumerate() {
            set(&mut place, *member, index);
        }
    }
    let mut links = vec![Vec::new(); members.len()];
    for (from, to) in ends(edges, group_of.len()) {
        if at(group_of, from) == at(group_of, to)
            && let Some(list) = at(group_of, from).and_then(|group| links.get_mut(group))
        {
            list.push(Link {
                from: at(&place, from),
                to: at(&place, to),
                from_at: center(Point::default(), at(sizes, from)),
                to_at: center(Point::default(), at(sizes, to)),
            });
        }
    }
    links
}

/// Lays out the inside of a group: the members' corners within its frame, and the frame as an item.
fn arrange_group(
    nodes: &[Node],
    members: &[usize],
    sizes: &[Size],
    links: &[Link],
    options: &Options,
) -> (Vec<Point>, Item) {
    let items: Vec<Item> = members
        .iter()
        .filter_map(|member| {
            let node = nodes.get(*member)?;
            Some(Item { size: at(sizes, *member), lane: node.lane, rank: node.rank })
        })
        .collect();
    let corners = flow::arrange(&items, links, options);
    let hull =
        Rect::around(corners.iter().zip(&items).map(|(corner, item)| Rect::at(*corner, item.size)));
    let frame = hull.map_or_else(
        || Rect::at(Point::default(), options.empty_frame),
        |hull| frame_of(hull, options),
    );
    let corners =
        corners.into_iter().map(|corner| Point::new(corner.x - frame.x, corner.y - frame.y));
    let rank = items
        .iter()
        .filter(|item| item.lane == Lane::Flow)
        .map(|item| item.rank)
        .min_by_key(|rank| rank.unwrap_or(u32::MAX))
        .flatten();
    (corners.collect(), Item { size: frame.size(), lane: Lane::Flow, rank })
}

/// The frame around members that fill `hull`.
fn frame_of(hull: Rect, options: &Options) -> Rect {
    let inner = hull.grown(options.frame_padding);
    Rect::new(
        inner.x,
        inner.y - options.frame_title,
        inner.width,
        inner.height + options.frame_title,
    )
}

fn center(corner: Point, size: Size) -> Point {
    Rect::at(corner, size).center()
}

fn sane_size(size: Size) -> Size {
    let side = |value: f64| if value.is_finite() { value.clamp(1.0, 100_000.0) } else { 1.0 };
    Size::new(side(size.width), side(size.height))
}

/// The item at an index. Layout code indexes only lists that it made for that index, so the
/// default is never seen.
fn at<T: Copy + Default>(items: &[T], index: usize) -> T {
    debug_assert!(index < items.len());
    items.get(index).copied().unwrap_or_default()
}

/// Replaces the item at an index; see [`at`].
fn set<T>(items: &mut [T], index: usize, value: T) {
    debug_assert!(index < items.len());
    if let Some(item) = items.get_mut(index) {
        *item = value;
    }
}
