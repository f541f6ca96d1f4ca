//! The promises of [`arrange`], on drawings that people make and on random ones.

use proptest::prelude::*;

use super::*;

const CARD: Size = Size::new(208.0, 128.0);

fn node(rank: u32) -> Node {
    Node { size: CARD, rank: Some(rank), ..Node::default() }
}

fn below() -> Node {
    Node { size: CARD, lane: Lane::Below, ..Node::default() }
}

fn edges(pairs: &[(u32, u32)]) -> Vec<Edge> {
    pairs.iter().map(|(from, to)| Edge { from: *from, to: *to }).collect()
}

/// Load balancer, target group, service and task definition in a cluster, network and role below.
fn small() -> (Vec<Node>, Vec<Edge>) {
    let in_cluster = |rank| Node { group: Some(0), ..node(rank) };
    (
        vec![node(0), node(1), in_cluster(2), in_cluster(3), below(), below()],
        edges(&[(0, 1), (1, 2), (2, 3), (2, 4), (3, 5)]),
    )
}

/// Checks everything that a layout promises whatever the input.
fn check(nodes: &[Node], groups: usize, layout: &Layout) -> Result<(), TestCaseError> {
    let finite = |rect: &Rect| rect.origin().is_finite() && (rect.width + rect.height).is_finite();
    // But for the last digits of a float.
    let encloses = |outer: &Rect, inner: &Rect| outer.grown(1e-6).encloses(*inner);
    let overlaps = |one: &Rect, other: &Rect| one.grown(-1e-6).overlaps(*other);
    prop_assert_eq!(layout.nodes.len(), nodes.len());
    prop_assert_eq!(layout.frames.len(), groups);
    prop_assert!(layout.nodes.iter().chain(&layout.frames).all(finite));
    prop_assert!(layout.nodes.iter().chain(&layout.frames).all(|r| encloses(&layout.bounds, r)));
    let group = |node: &Node| node.group.map(|g| g as usize).filter(|g| *g < groups);
    let is_fixed = |node: &Node| node.fixed.is_some_and(Point::is_finite);
    let anchored =
        |number: usize| nodes.iter().any(|node| is_fixed(node) && group(node) == Some(number));
    for (index, (node, rect)) in nodes.iter().zip(&layout.nodes).enumerate() {
        if let Some(fixed) = node.fixed.filter(|point| point.is_finite()) {
            prop_assert_eq!(rect.origin(), fixed);
        }
        for (other, other_rect) in nodes.iter().zip(&layout.nodes).skip(index + 1) {
            if !(is_fixed(node) && is_fixed(other)) {
                prop_assert!(!overlaps(rect, other_rect), "{rect:?} overlaps {other_rect:?}");
            }
        }
        for (number, frame) in layout.frames.iter().enumerate() {
            if group(node) == Some(number) {
                prop_assert!(encloses(frame, rect), "{frame:?} lost {rect:?}");
            } else if !(is_fixed(node) || anchored(number) && group(node).is_some_and(anchored)) {
                prop_assert!(!overlaps(frame, rect), "{frame:?} holds a stranger, {rect:?}");
            }
        }
    }
    for (number, frame) in layout.frames.iter().enumerate() {
        for (other, other_frame) in layout.frames.iter().enumerate().skip(number + 1) {
            if !(anchored(number) && anchored(other)) {
                prop_assert!(!overlaps(frame, other_frame), "{frame:?} overlaps {other_frame:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn a_chain_reads_from_left_to_right() {
    let (nodes, edges) = small();
    let layout = arrange(&nodes, 1, &edges, &Options::default());
    check(&nodes, 1, &layout).unwrap();
    let [balancer, target, service, task, network, role] = layout.nodes[..] else { panic!() };
    for (left, right) in [(balancer, target), (target, service), (service, task)] {
        assert!(left.right() + 80.0 <= right.x);
        // A straight line.
        assert_eq!(left.center().y, right.center().y);
    }
    let frame = layout.frames[0];
    assert_eq!(frame, Rect::new(service.x - 24.0, service.y - 56.0, 544.0, 208.0));
    // Below, each under what it serves.
    assert!(frame.bottom() + 64.0 <= network.y && network.y == role.y);
    assert!((network.center().x - service.center().x).abs() <= 8.0);
    assert!((role.center().x - task.center().x).abs() <= 8.0);
    assert_eq!(layout.bounds.origin(), Point::default());
}

#[test]
fn the_direction_of_an_edge_does_not_turn_the_flow() {
    let (nodes, _) = small();
    let forward = edges(&[(0, 1), (1, 2), (2, 3)]);
    let backward = edges(&[(1, 0), (2, 1), (3, 2)]);
    let options = Options::default();
    assert_eq!(arrange(&nodes, 1, &forward, &options), arrange(&nodes, 1, &backward, &options));
}

#[test]
fn crossings_are_undone() {
    // Three load balancers, their target groups in the opposite order.
    let nodes: Vec<Node> = [0, 0, 0, 1, 1, 1].into_iter().map(node).collect();
    // The chain 0-3 makes them one component.
    let edges = edges(&[(0, 5), (1, 4), (2, 3), (0, 4), (1, 3)]);
    let layout = arrange(&nodes, 0, &edges, &Options::default());
    check(&nodes, 0, &layout).unwrap();
    let y = |index: usize| layout.nodes[index].y;
    assert_eq!(y(0) < y(1), y(5) < y(4));
    assert_eq!(y(1) < y(2), y(4) < y(3));
}

#[test]
fn unconnected_parts_fill_a_screen() {
    let nodes: Vec<Node> = (0..60).map(|_| node(0)).collect();
    let layout = arrange(&nodes, 0, &[], &Options::default());
    check(&nodes, 0, &layout).unwrap();
    let ratio = layout.bounds.width / layout.bounds.height;
    assert!((1.2..2.2).contains(&ratio), "{ratio}");
}

#[test]
fn a_fan_is_folded() {
    let nodes: Vec<Node> = (0..200).map(|index| node(u32::from(index > 0))).collect();
    let fan: Vec<Edge> = (1..200).map(|to| Edge { from: 0, to }).collect();
    let layout = arrange(&nodes, 0, &fan, &Options::default());
    check(&nodes, 0, &layout).unwrap();
    let ratio = layout.bounds.width / layout.bounds.height;
    assert!((0.5..3.0).contains(&ratio), "{ratio}");
}

#[test]
fn an_empty_drawing_and_an_empty_cluster() {
    assert_eq!(arrange(&[], 0, &[], &Options::default()), Layout::default());
    let layout = arrange(&[node(0)], 2, &[], &Options::default());
    check(&[node(0)], 2, &layout).unwrap();
    assert!(layout.frames.iter().all(|frame| frame.size() == Options::default().empty_frame));
}

#[test]
fn moving_one_node_moves_no_other() {
    let (mut nodes, edges) = small();
    let options = Options::default();
    let before = arrange(&nodes, 1, &edges, &options);
    nodes[5].fixed = Some(Point::new(-700.0, 900.0));
    let after = arrange(&nodes, 1, &edges, &options);
    assert_eq!(before.nodes[..5], after.nodes[..5]);
    assert_eq!(before.frames, after.frames);

    // Onto another: only that one makes room, and goes no farther than it must.
    nodes[5].fixed = Some(before.nodes[0].moved(Point::new(16.0, 8.0)).origin());
    let after = arrange(&nodes, 1, &edges, &options);
    check(&nodes, 1, &after).unwrap();
    assert_eq!(before.nodes[1..5], after.nodes[1..5]);
    assert!(before.nodes[0].origin().distance(after.nodes[0].origin()) < 300.0);

    // A member out of its frame: the frame goes after it.
    nodes[5].fixed = None;
    nodes[3].fixed = Some(before.nodes[3].moved(Point::new(400.0, -200.0)).origin());
    let after = arrange(&nodes, 1, &edges, &options);
    check(&nodes, 1, &after).unwrap();
    assert_eq!(before.nodes[2], after.nodes[2]);
    assert!(after.frames[0].encloses(after.nodes[3]));
}

#[test]
fn another_node_at_the_end_moves_little() {
    let nodes: Vec<Node> = (0..20).map(|index| node(index % 4)).collect();
    let chains: Vec<Edge> =
        (0..20).filter(|i| i % 4 < 3).map(|from| Edge { from, to: from + 1 }).collect();
    let options = Options::default();
    let before = arrange(&nodes, 0, &chains, &options);
    let mut more = nodes.clone();
    more.push(node(0));
    let after = arrange(&more, 0, &chains, &options);
    let kept = before.nodes.iter().zip(&after.nodes).filter(|(old, new)| old == new).count();
    assert!(kept >= 16, "{kept} of 20 stayed");
}

/// A design of 100 services: for each a target group, a service, a task definition, a role and a
/// log group, and edges between them, without or with those to shared records.
fn large(shared: bool) -> (Vec<Node>, Vec<Edge>) {
    let mut nodes = Vec::new();
    let mut pairs = Vec::new();
    for service in 0..100_u32 {
        let cluster = |rank| Node { group: Some(service % 4), ..node(rank) };
        nodes.extend([node(1), cluster(2), cluster(3), below(), below()]);
        let first = service * 5;
        pairs.extend([(0, 1), (1, 2), (2, 3), (2, 4)].map(|(a, b)| (first + a, first + b)));
        if service > 0 {
            pairs.push((first - 5, first));
        }
        if shared {
            pairs.extend([(first + 1, 3), (first + 1, 4), (first + 2, 3), (first + 2, 4)]);
            pairs.push((first + 1, (first + 7) % 500));
        }
    }
    pairs.truncate(if shared { 997 } else { 499 });
    (nodes, edges(&pairs))
}

/// Random trees and graphs as the peers' layouts are measured on.
fn random_graph(nodes: u32, count: usize) -> (Vec<Node>, Vec<Edge>) {
    let mut seed = 1_u64;
    let mut random = move |below: u32| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        u32::try_from(seed >> 33).unwrap() % below
    };
    let tree = (1..nodes).map(|to| (random(to), to)).collect::<Vec<_>>();
    let more = (0..).map(|_| (random(nodes), random(nodes))).take(count + 1 - nodes as usize);
    let pairs: Vec<(u32, u32)> = tree.iter().copied().chain(more).collect();
    ((0..nodes).map(|_| Node { size: CARD, ..Node::default() }).collect(), edges(&pairs))
}

#[test]
fn large_designs_hold_together() {
    for (name, groups, (nodes, edges)) in [
        ("services", 4, large(false)),
        ("services, shared records", 4, large(true)),
        ("tree", 0, random_graph(500, 499)),
        ("graph", 0, random_graph(500, 997)),
        ("graph of 2,000", 0, random_graph(2_000, 3_997)),
    ] {
        let layout = arrange(&nodes, groups, &edges, &Options::default());
        check(&nodes, groups, &layout).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn half_of_a_large_design_placed_by_hand() {
    for (groups, (mut nodes, edges)) in [(4, large(true)), (0, random_graph(1_000, 1_997))] {
        let automatic = arrange(&nodes, groups, &edges, &Options::default());
        for (node, rect) in nodes.iter_mut().zip(&automatic.nodes).step_by(2) {
            node.fixed = Some(rect.moved(Point::new(rect.y % 100.0, rect.x % 90.0)).origin());
        }
        let layout = arrange(&nodes, groups, &edges, &Options::default());
        for (node, rect) in nodes.iter().zip(&layout.nodes) {
            assert!(node.fixed.is_none_or(|fixed| rect.origin() == fixed));
        }
    }
}

fn length() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 1.0..300.0, 1 => Just(208.0), 1 => prop::num::f64::ANY]
}

fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![8 => (-100..100).prop_map(|c| f64::from(c) * 16.0), 1 => -1e6..1e6]
}

fn random_nodes(with_fixed: bool) -> impl Strategy<Value = Vec<Node>> {
    let fixed = prop_oneof![
        15 => (coordinate(), coordinate()).prop_map(|(x, y)| Point::new(x, y)),
        1 => Just(Point::new(f64::NAN, 0.0)),
    ];
    let node = (
        (length(), length()),
        proptest::option::of(0..4_u32),
        proptest::option::weighted(0.2, fixed),
        prop_oneof![3 => Just(Lane::Flow), 1 => Just(Lane::Below)],
        proptest::option::of(prop_oneof![9 => 0..5_u32, 1 => Just(u32::MAX)]),
    )
        .prop_map(|((width, height), group, fixed, lane, rank)| Node {
            size: Size::new(width, height),
            group,
            fixed,
            lane,
            rank,
        });
    proptest::collection::vec(node, 0..40).prop_map(move |mut nodes| {
        if !with_fixed {
            for node in &mut nodes {
                node.fixed = None;
            }
        }
        nodes
    })
}

fn random_edges() -> impl Strategy<Value = Vec<Edge>> {
    // Loops, cycles, repeats, and ends that do not exist.
    proptest::collection::vec((0..44_u32, 0..44_u32), 0..60).prop_map(|pairs| edges(&pairs))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn automatic_drawings_keep_every_promise(nodes in random_nodes(false), edges in random_edges()) {
        let layout = arrange(&nodes, 3, &edges, &Options::default());
        check(&nodes, 3, &layout)?;
        prop_assert_eq!(&layout, &arrange(&nodes, 3, &edges, &Options::default()));
        let grid = |value: f64| value % 8.0 == 0.0;
        prop_assert!(layout.nodes.iter().all(|rect| grid(rect.x) && grid(rect.y)));
    }

    #[test]
    fn drawings_with_fixed_nodes_keep_every_promise(
        nodes in random_nodes(true), edges in random_edges(),
    ) {
        let layout = arrange(&nodes, 3, &edges, &Options::default());
        check(&nodes, 3, &layout)?;
        prop_assert_eq!(&layout, &arrange(&nodes, 3, &edges, &Options::default()));
    }

    #[test]
    fn any_options_will_do(
        nodes in random_nodes(true), edges in random_edges(),
        lengths in proptest::collection::vec(prop_oneof![1 => 0.0..200.0, 1 => prop::num::f64::ANY], 9),
    ) {
        let options = Options {
            grid: lengths[0],
            node_gap: lengths[1],
            layer_gap: lengths[2],
            below_gap: lengths[3],
            component_gap: lengths[4],
            frame_padding: lengths[5],
            frame_title: lengths[6],
            empty_frame: Size::new(lengths[7], lengths[8]),
        };
        check(&nodes, 3, &arrange(&nodes, 3, &edges, &options))?;
    }
}
