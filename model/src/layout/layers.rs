//! Columns: cycles broken, then each node as far left as what leads to it allows.

use super::flow::{Item, Link};
use super::{at, set};

/// Turns links around until no cycle is left, and drops those from a node to itself.
///
/// A link against the ranks of its ends is turned first, so that a cycle is broken where it
/// reads against the flow, wherever its records stand in the input.
pub(super) fn acyclic(items: &[Item], links: &[Link]) -> Vec<Link> {
    let rank = |index: usize| items.get(index).and_then(|item| item.rank);
    let mut links: Vec<Link> = links
        .iter()
        .filter(|link| link.from != link.to)
        .map(|link| match (rank(link.from), rank(link.to)) {
            (Some(from), Some(to)) if from > to => link.reversed(),
            _ => *link,
        })
        .collect();
    for index in back_links(items.len(), &links) {
        if let Some(link) = links.get_mut(index) {
            *link = link.reversed();
        }
    }
    links
}

/// The links that close a cycle, seen in a walk from the sources, in input order.
fn back_links(count: usize, links: &[Link]) -> Vec<usize> {
    #[derive(Clone, Copy, Default, PartialEq)]
    enum State {
        #[default]
        New,
        Open,
        Done,
    }
    let mut outgoing = vec![Vec::new(); count];
    let mut has_incoming = vec![false; count];
    for (index, link) in links.iter().enumerate() {
        if let Some(list) = outgoing.get_mut(link.from) {
            list.push((index, link.to));
        }
        set(&mut has_incoming, link.to, true);
    }
    let sources = (0..count).filter(|node| !at(&has_incoming, *node));
    let others = (0..count).filter(|node| at(&has_incoming, *node));
    let mut state = vec![State::New; count];
    let mut found = Vec::new();
    for root in sources.chain(others) {
        if at(&state, root) != State::New {
            continue;
        }
        set(&mut state, root, State::Open);
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let step = outgoing.get(*node).and_then(|list| list.get(*next)).copied();
            *next += 1;
            match step {
                Some((link, to)) => match at(&state, to) {
                    State::New => {
                        set(&mut state, to, State::Open);
                        path.push((to, 0));
                    }
                    State::Open => found.push(link),
                    State::Done => {}
                },
                None => {
                    set(&mut state, *node, State::Done);
                    path.pop();
                }
            }
        }
    }
    found
}

/// The nodes of each column, left to right, in input order. `links` must be acyclic.
pub(super) fn columns(items: &[Item], nodes: &[usize], links: &[Link]) -> Vec<Vec<usize>> {
    let count = items.len();
    let mut outgoing = vec![Vec::new(); count];
    let mut incoming_count = vec![0_usize; count];
    for link in links {
        if let Some(list) = outgoing.get_mut(link.from) {
            list.push(link.to);
        }
        let count = at(&incoming_count, link.to) + 1;
        set(&mut incoming_count, link.to, count);
    }
    let rank = |node: usize| items.get(node).and_then(|item| item.rank);

    // Longest path from the left; a rank is the least column its node may have.
    let mut column: Vec<u32> = (0..count).map(|node| rank(node).unwrap_or(0)).collect();
    let mut waiting_for = incoming_count.clone();
    let mut sorted: Vec<usize> =
        nodes.iter().copied().filter(|node| at(&waiting_for, *node) == 0).collect();
    let mut next = 0;
    while let Some(node) = sorted.get(next).copied() {
        next += 1;
        for to in outgoing.get(node).into_iter().flatten().copied() {
            let least = at(&column, node).saturating_add(1).max(at(&column, to));
            set(&mut column, to, least);
            let waiting = at(&waiting_for, to).saturating_sub(1);
            set(&mut waiting_for, to, waiting);
            if waiting == 0 {
                sorted.push(to);
            }
        }
    }
    // Tighten: what has more to its right than to its left moves next to what it leads to.
    for node in sorted.into_iter().rev() {
        let leads_to = outgoing.get(node).into_iter().flatten();
        if rank(node).is_none()
            && let Some(nearest) = leads_to.clone().map(|to| at(&column, *to)).min()
            && leads_to.count() > at(&incoming_count, node)
        {
            let tight = at(&column, node).max(nearest.saturating_sub(1));
            set(&mut column, node, tight);
        }
    }

    let mut by_column: std::collections::BTreeMap<u32, Vec<usize>> = Default::default();
    for node in nodes {
        by_column.entry(at(&column, *node)).or_default().push(*node);
    }
    by_column.into_values().collect()
}
