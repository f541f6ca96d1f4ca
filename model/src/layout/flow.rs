//! One level of a drawing: a flow from left to right, with what serves it below.

use super::align::{Wish, median, snap, spread};
use super::geometry::{Point, Rect, Size};
use super::{Lane, Options, at, layers, order, set};
use crate::order::sort_by;

/// What is placed as one: a node, or a frame with all that is in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) size: Size,
    pub(super) lane: Lane,
    pub(super) rank: Option<u32>,
}

/// An edge between items, by index, with the points where it ends, relative to each item's corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) from_at: Point,
    pub(super) to_at: Point,
}

impl Link {
    pub(super) const fn reversed(self) -> Self {
        Self { from: self.to, to: self.from, from_at: self.to_at, to_at: self.from_at }
    }

    /// The link with each end's item renamed, if both have a name.
    fn renamed(self, name: impl Fn(usize) -> Option<usize>) -> Option<Self> {
        Some(Self { from: name(self.from)?, to: name(self.to)?, ..self })
    }
}

/// Corners of all items, none overlapping another, the top left of all at (0, 0).
pub(super) fn arrange(items: &[Item], links: &[Link], options: &Options) -> Vec<Point> {
    let mut corners = vec![Point::default(); items.len()];
    let components = components(items.len(), links);
    let mut name = vec![(0, 0); items.len()];
    for (component, members) in components.iter().enumerate() {
        for (index, member) in members.iter().enumerate() {
            set(&mut name, *member, (component, index));
        }
    }
    let mut links_of = vec![Vec::new(); components.len()];
    for link in links {
        let local = link.renamed(|index| name.get(index).map(|(_, index)| *index));
        let (component, _) = at(&name, link.from);
        if let (Some(local), Some(list)) = (local, links_of.get_mut(component)) {
            list.push(local);
        }
    }
    let placed: Vec<(Vec<Point>, Size)> = components
        .iter()
        .zip(&links_of)
        .map(|(members, links)| {
            let items: Vec<Item> =
                members.iter().filter_map(|member| items.get(*member)).copied().collect();
            component(&items, links, options)
        })
        .collect();
    let sizes: Vec<Size> = placed.iter().map(|(_, size)| *size).collect();
    let origins = pack(&sizes, options);
    for ((members, (local, _)), origin) in components.iter().zip(&placed).zip(origins) {
        for (member, corner) in members.iter().zip(local) {
            set(&mut corners, *member, Point::new(origin.x + corner.x, origin.y + corner.y));
        }
    }
    corners
}

/// The connected components, each in input order, by their first members.
fn components(count: usize, links: &[Link]) -> Vec<Vec<usize>> {
    // Union-find, the smaller index being the root.
    fn root(parents: &mut [usize], mut node: usize) -> usize {
        while at(parents, node) != node {
            let grandparent = at(parents, at(parents, node));
            set(parents, node, grandparent);
            node = grandparent;
        }
        node
    }
    let mut parents: Vec<usize> = (0..count).collect();
    for link in links {
        let (from, to) = (root(&mut parents, link.from), root(&mut parents, link.to));
        set(&mut parents, from.max(to), from.min(to));
    }
    let mut component_of = vec![0; count];
    let mut components: Vec<Vec<usize>> = Vec::new();
    for node in 0..count {
        let root = root(&mut parents, node);
        if root == node {
            set(&mut component_of, node, components.len());
            components.push(vec![node]);
        } else if let Some(members) = components.get_mut(at(&component_of, root)) {
            members.push(node);
        }
    }
    components
}

/// Rows of components, in input order, as wide as makes the whole about 16:10.
fn pack(sizes: &[Size], options: &Options) -> Vec<Point> {
    let gap = options.component_gap;
    let area: f64 = sizes.iter().map(|size| (size.width + gap) * (size.height + gap)).sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let width = (area * ASPECT).sqrt().max(widest);
    let (mut corner, mut row_height) = (Point::default(), 0.0_f64);
    sizes
        .iter()
        .map(|size| {
            if corner.x > 0.0 && corner.x + size.width > width {
                corner = Point::new(0.0, options.up(corner.y + row_height + gap));
                row_height = 0.0;
            }
            let place = corner;
            corner.x = options.up(corner.x + size.width + gap);
            row_height = row_height.max(size.height);
            place
        })
        .collect()
}

/// Width to height of a drawing that fills a screen.
const ASPECT: f64 = 1.6;
/// A column is folded when it is more than this many px high and dominates the drawing.
const FOLD: f64 = 1_600.0;
/// Passes that straighten links; even ones look left, odd ones look right.
const PASSES: usize = 6;

/// Places one connected component with its top left at (0, 0); also returns its size.
fn component(items: &[Item], links: &[Link], options: &Options) -> (Vec<Point>, Size) {
    let (flow, below): (Vec<usize>, Vec<usize>) = (0..items.len())
        .partition(|node| items.get(*node).is_some_and(|item| item.lane == Lane::Flow));
    let in_flow = |node: usize| items.get(node).is_some_and(|item| item.lane == Lane::Flow);
    let flow_links: Vec<Link> =
        links.iter().filter(|link| in_flow(link.from) && in_flow(link.to)).copied().collect();

    let mut corners = vec![Point::default(); items.len()];
    let links_right = layers::acyclic(items, &flow_links);
    let mut columns = layers::columns(items, &flow, &links_right);
    order::sort_columns(&mut columns, items, &links_right, options.node_gap);
    let columns = fold(columns, items, options);
    place_across(&columns, items, options, &mut corners);
    place_down(&columns, items, &links_right, options, &mut corners);
    let rects = |nodes: &[usize], corners: &[Point]| {
        Rect::around(
            nodes
                .iter()
                .filter_map(|node| Some(Rect::at(at(corners, *node), items.get(*node)?.size))),
        )
    };
    let extent = rects(&flow, &corners);
    place_below(&below, items, links, extent, options, &mut corners);

    let all: Vec<usize> = (0..items.len()).collect();
    let extent = rects(&all, &corners).unwrap_or_default();
    for corner in &mut corners {
        *corner = Point::new(corner.x - extent.x, corner.y - extent.y);
    }
    (corners, extent.size())
}

/// Columns of a drawing; the second part says that a column is a fold of the one before it.
type Columns = Vec<(Vec<usize>, bool)>;

/// Splits columns that are much higher than the drawing should be. Neighbours in a column go to
/// different folds, so that each stays level with what it is linked to.
fn fold(columns: Vec<Vec<usize>>, items: &[Item], options: &Options) -> Columns {
    let height =
        |node: &usize| items.get(*node).map_or(0.0, |item| item.size.height + options.node_gap);
    let area: f64 = items.iter().map(|item| item.size.width * item.size.height).sum();
    let tallest = items.iter().map(|item| item.size.height).fold(0.0, f64::max);
    // Gaps take about as much room again as the nodes themselves, twice over.
    let limit = (area * 3.0 / ASPECT).sqrt().max(tallest).max(FOLD);
    let mut folded = Vec::new();
    for column in columns {
        let total: f64 = column.iter().map(height).sum();
        // Saturates, and the column is not folded into more parts than it has nodes.
        let parts = ((total / limit).ceil() as usize).clamp(1, column.len().max(1));
        for part in 0..parts {
            folded.push((column.iter().skip(part).step_by(parts).copied().collect(), part > 0));
        }
    }
    folded
}

fn place_across(columns: &Columns, items: &[Item], options: &Options, corners: &mut [Point]) {
    let mut right: Option<f64> = None;
    for (column, is_fold) in columns {
        let gap = if *is_fold { options.node_gap } else { options.layer_gap };
        let x = right.map_or(0.0, |right| options.up(right + gap));
        let mut widest = 0.0_f64;
        for node in column {
            widest = widest.max(items.get(*node).map_or(0.0, |item| item.size.width));
            set(corners, *node, Point::new(x, 0.0));
        }
        right = Some(x + widest);
    }
}

fn place_down(
    columns: &Columns,
    items: &[Item],
    links: &[Link],
    options: &Options,
    corners: &mut [Point],
) {
    // For each node its neighbours, as (neighbour, where it would have to be below their corner).
    let mut to_the_left = vec![Vec::new(); items.len()];
    let mut to_the_right = vec![Vec::new(); items.len()];
    for link in links {
        let (from, to) = (link.from_at.y, link.to_at.y);
        if let Some(list) = to_the_left.get_mut(link.to) {
            list.push((link.from, from - to));
        }
        if let Some(list) = to_the_right.get_mut(link.from) {
            list.push((link.to, to - from));
        }
    }
    let height = |node: usize| items.get(node).map_or(0.0, |item| item.size.height);
    let mut tops = vec![0.0; items.len()];
    for (column, _) in columns {
        let total: f64 = column.iter().map(|node| height(*node) + options.node_gap).sum();
        let mut top = (options.node_gap - total) / 2.0;
        for node in column {
            set(&mut tops, *node, top);
            top += height(*node) + options.node_gap;
        }
    }
    let mut near = Vec::new();
    for pass in 0..PASSES {
        let last = pass + 1 == PASSES;
        for step in 0..columns.len() {
            let leftwards = pass % 2 == 1;
            let index = if leftwards { columns.len() - 1 - step } else { step };
            let Some((column, _)) = columns.get(index) else { continue };
            let wishes: Vec<Wish> = column
                .iter()
                .map(|node| {
                    let left = to_the_left.get(*node).filter(|_| !leftwards || last);
                    let right = to_the_right.get(*node).filter(|_| leftwards || last);
                    near.clear();
                    let ports = left.into_iter().flatten().chain(right.into_iter().flatten());
                    near.extend(ports.map(|(other, offset)| at(&tops, *other) + offset));
                    let weight = if near.is_empty() { 0.1 } else { near.len() as f64 };
                    let start = median(&mut near).unwrap_or_else(|| at(&tops, *node));
                    Wish { start, length: height(*node), weight }
                })
                .collect();
            for (node, top) in column.iter().zip(spread(&wishes, options.node_gap)) {
                set(&mut tops, *node, top);
            }
        }
    }
    for (column, _) in columns {
        let mut starts: Vec<f64> = column.iter().map(|node| at(&tops, *node)).collect();
        let heights = column.iter().map(|node| height(*node));
        snap(&mut starts, heights, options.node_gap, options.grid);
        for (node, y) in column.iter().zip(starts) {
            set(corners, *node, Point::new(at(corners, *node).x, y));
        }
    }
}

/// Rows under the flow, each item as near as possible to under what it is linked to.
fn place_below(
    below: &[usize],
    items: &[Item],
    links: &[Link],
    flow: Option<Rect>,
    options: &Options,
    corners: &mut [Point],
) {
    let size = |node: usize| items.get(node).map_or(Size::default(), |item| item.size);
    let extent = flow.unwrap_or_default();
    let mut near = vec![Vec::new(); items.len()];
    let in_flow = |node: usize| items.get(node).is_some_and(|item| item.lane == Lane::Flow);
    for link in links.iter().flat_map(|link| [*link, link.reversed()]) {
        if in_flow(link.from)
            && let Some(list) = near.get_mut(link.to)
        {
            list.push(at(corners, link.from).x + link.from_at.x);
        }
    }
    let mut wishes: Vec<(f64, usize)> = below
        .iter()
        .map(|node| {
            let list = near.get_mut(*node).map_or(&mut [][..], Vec::as_mut_slice);
            let center = median(list).unwrap_or_else(|| extent.center().x);
            (center - size(*node).width / 2.0, *node)
        })
        .collect();
    sort_by(&mut wishes, |(left, _), (right, _)| left.total_cmp(right));

    let total: f64 = below.iter().map(|node| size(*node).width + options.node_gap).sum();
    let area: f64 =
        below.iter().map(|node| (size(*node).width + options.node_gap) * size(*node).height).sum();
    let width = extent.width.max((area * ASPECT).sqrt()) + options.node_gap;
    let rows = ((total / width).ceil() as usize).clamp(1, below.len().max(1));
    let mut top = flow.map_or(0.0, |flow| options.up(flow.bottom() + options.below_gap));
    for row in 0..rows {
        let nodes: Vec<(f64, usize)> = wishes.iter().skip(row).step_by(rows).copied().collect();
        let widths = || nodes.iter().map(|(_, node)| size(*node).width);
        let row_wishes: Vec<Wish> = nodes
            .iter()
            .zip(widths())
            .map(|((start, _), length)| Wish { start: *start, length, weight: 1.0 })
            .collect();
        let mut starts = spread(&row_wishes, options.node_gap);
        snap(&mut starts, widths(), options.node_gap, options.grid);
        let mut tallest = 0.0_f64;
        for ((_, node), x) in nodes.iter().zip(starts) {
            tallest = tallest.max(size(*node).height);
            set(corners, *node, Point::new(x, top));
        }
        top = options.up(top + tallest + options.node_gap);
    }
}
