//! From an environment to the drawing's graph: which cards there are, how large, in which frame, and what
//! connects them.

use bayplan_model::design::Design;
use bayplan_model::layout::{self, Edge, Lane, Layout, Node, Options, Point, Rect, Size};
use bayplan_model::record::{Kind, RecordId};
use bayplan_model::resolve::{Estate, Resolved};
use indexmap::{IndexMap, IndexSet};

/// The width of every card, in px at a zoom of 100 %.
pub const CARD_WIDTH: f64 = 240.0;
/// The height of a card's title.
pub const TITLE_HEIGHT: f64 = 36.0;
/// The height of a line of a card.
pub const ROW_HEIGHT: f64 = 20.0;
/// The height of a container on its task definition's card.
pub const CONTAINER_HEIGHT: f64 = 48.0;

/// What the layout depends on, and nothing else: equal graphs are drawn alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The cards, in the design's order.
    pub cards: Vec<RecordId>,
    nodes: Vec<Node>,
    /// The frames: clusters.
    pub frames: Vec<RecordId>,
    /// What connects the cards.
    pub links: Vec<Link>,
}

/// A line between two cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The card it leaves, as an index into [`Graph::cards`].
    pub from: u32,
    /// The card it arrives at.
    pub to: u32,
    /// What it says.
    pub label: String,
}

/// Where everything stands.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// The graph.
    pub graph: Graph,
    /// By record: the card's rectangle.
    pub cards: IndexMap<RecordId, Rect>,
    /// By record: the frame's rectangle.
    pub frames: IndexMap<RecordId, Rect>,
    /// Around everything.
    pub bounds: Rect,
}

impl Graph {
    /// The graph of an environment.
    pub fn of(estate: &Estate, design: &Design) -> Self {
        let frames: IndexSet<RecordId> = estate
            .records()
            .filter(|record| record.id.kind() == Kind::Cluster)
            .map(|record| record.id.clone())
            .collect();
        let frame_of_service = |service: &Resolved| {
            let cluster = &service.service()?.cluster.reference()?.record;
            frames.get_index_of(cluster).and_then(|index| u32::try_from(index).ok())
        };
        // A task definition stands in a frame when everything that runs it does.
        let mut frame_of_task: IndexMap<&RecordId, Option<u32>> = IndexMap::new();
        for service in estate.records() {
            if let Some(run) = service.service().and_then(|view| view.task_definition.reference()) {
                let frame = frame_of_service(service);
                frame_of_task
                    .entry(&run.record)
                    .and_modify(|known| {
                        if *known != frame {
                            *known = None;
                        }
                    })
                    .or_insert(frame);
            }
        }
        let mut graph = Self::default();
        let mut index_of: IndexMap<&RecordId, u32> = IndexMap::new();
        for record in estate.records() {
            if record.id.kind() == Kind::Cluster {
                continue;
            }
            let group = match record.id.kind() {
                Kind::Service => frame_of_service(record),
                Kind::TaskDefinition => frame_of_task.get(&record.id).copied().flatten(),
                _ => None,
            };
            let place = design.entry(&record.id).and_then(|entry| entry.place);
            let (lane, rank) = match record.id.kind() {
                Kind::LoadBalancer => (Lane::Flow, Some(0)),
                Kind::TargetGroup => (Lane::Flow, Some(1)),
                Kind::Service => (Lane::Flow, Some(2)),
                Kind::TaskDefinition => (Lane::Flow, Some(3)),
                _ => (Lane::Below, None),
            };
            index_of.insert(&record.id, u32::try_from(graph.cards.len()).unwrap_or(u32::MAX));
            graph.cards.push(record.id.clone());
            graph.nodes.push(Node {
                size: card_size(record),
                group,
                fixed: place.map(|place| Point::new(place.x, place.y)),
                lane,
                rank,
            });
        }
        for record in estate.records() {
            graph.link(record, &index_of);
        }
        graph.frames = frames.into_iter().collect();
        graph
    }

    fn link(&mut self, record: &Resolved, index_of: &IndexMap<&RecordId, u32>) {
        let Some(own) = index_of.get(&record.id).copied() else { return };
        let mut seen: Vec<u32> = Vec::new();
        for (path, reference) in record.references() {
            let Some(other) = index_of.get(&reference.record).copied() else { continue };
            if seen.contains(&other) {
                continue;
            }
            seen.push(other);
            let key = path.segments().iter().rev().find_map(|segment| match segment {
                bayplan_model::path::Segment::Key(key) => Some(key.as_ref()),
                _ => None,
            });
            let (from, to, label) = match (record.id.kind(), reference.record.kind()) {
                (Kind::Service, Kind::TargetGroup) => (other, own, port_label(record)),
                (Kind::Service, Kind::TaskDefinition) => (own, other, "runs".to_owned()),
                (_, Kind::Network) => (own, other, "placed in".to_owned()),
                (Kind::TaskDefinition, Kind::Role) => {
                    let label = match key {
                        Some("taskRoleArn") => "acts as",
                        _ => "pulls with",
                    };
                    (own, other, label.to_owned())
                }
                (_, Kind::LogGroup) => (own, other, "logs to".to_owned()),
                (Kind::LoadBalancer, Kind::TargetGroup) => (own, other, "forwards to".to_owned()),
                (_, Kind::Namespace) => (own, other, "found in".to_owned()),
                // From the flow down, as every line to what stands below it.
                (Kind::Scaling, Kind::Service) => (other, own, "scaled by".to_owned()),
                _ => (own, other, String::new()),
            };
            self.links.push(Link { from, to, label });
        }
    }

    /// What scales a service.
    pub fn scaling_of(&self, service: &RecordId) -> Option<&RecordId> {
        let card = |at: u32| self.cards.get(usize::try_from(at).ok()?);
        let lines = self.links.iter().filter(|link| card(link.from) == Some(service));
        lines.filter_map(|link| card(link.to)).find(|id| id.kind() == Kind::Scaling)
    }

    /// Where everything stands.
    pub fn arrange(&self) -> Scene {
        let edges: Vec<Edge> =
            self.links.iter().map(|link| Edge { from: link.from, to: link.to }).collect();
        let Layout { nodes, frames, bounds } =
            layout::arrange(&self.nodes, self.frames.len(), &edges, &Options::default());
        Scene {
            graph: self.clone(),
            cards: self.cards.iter().cloned().zip(nodes).collect(),
            frames: self.frames.iter().cloned().zip(frames).collect(),
            bounds,
        }
    }
}

/// `port 80`: which port of the container a target group's requests go to.
fn port_label(service: &Resolved) -> String {
    let port = service.service().and_then(|view| {
        view.load_balancers
            .items()
            .first()
            .and_then(|target| target.container_port.known().copied())
    });
    port.map_or_else(String::new, |port| format!("port {port}"))
}

/// How large a record's card is: it depends on the kind and the number of containers only, so that nothing has
/// to be measured. A multiple of 16, so that the middles of cards fall on the grid and lines run straight.
pub fn card_size(record: &Resolved) -> Size {
    let body = match record.id.kind() {
        Kind::Service => 44.0 + 3.0 * ROW_HEIGHT,
        Kind::TaskDefinition => {
            let containers =
                record.task_definition().map_or(0, |view| view.container_definitions.items().len());
            let containers = u32::try_from(containers).map_or(0.0, f64::from);
            2.0 * ROW_HEIGHT + containers * CONTAINER_HEIGHT
        }
        Kind::LogGroup => ROW_HEIGHT + 4.0,
        _ => 2.0 * ROW_HEIGHT,
    };
    Size::new(CARD_WIDTH, TITLE_HEIGHT + body + 20.0)
}
