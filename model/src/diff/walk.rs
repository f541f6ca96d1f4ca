//! Through two bodies, side by side.

use serde_json::Value;

use super::lists::{Order, align};
use super::meaning::{Node, Parts};
use super::{Comparison, Difference};
use crate::path::{Path, natural_key};
use crate::record::Kind;

/// Compares two bodies.
pub(super) fn compare(kind: Kind, before: &Value, after: &Value) -> Comparison {
    let mut walk = Walk { kind, found: Comparison::default() };
    let (before, after) = (Node::of(kind, before), Node::of(kind, after));
    walk.nodes(&Path::root(), "", &before, &after);
    walk.found
}

/// Objects of which one member is more telling than the whole, where only one side has them: each of their members has
/// a default of its own, or may be absent.
const MEMBERS_TELL: [&str; 11] = [
    "containerDefinitions[].linuxParameters",
    "containerDefinitions[].linuxParameters.capabilities",
    "containerDefinitions[].logConfiguration.options",
    "containerDefinitions[].firelensConfiguration.options",
    "deploymentConfiguration",
    "deploymentConfiguration.deploymentCircuitBreaker",
    "deploymentController",
    "networkConfiguration",
    "runtimePlatform",
    "serviceConnectConfiguration.logConfiguration.options",
    "volumes[].efsVolumeConfiguration.authorizationConfig",
];

type Members<'a> = (&'a Node<'a>, &'a [(&'a str, Node<'a>)]);
type Elements<'a> = (&'a [usize], &'a [Node<'a>]);

struct Walk {
    kind: Kind,
    found: Comparison,
}

impl Walk {
    fn differ(&mut self, path: &Path, before: Option<&Value>, after: Option<&Value>) {
        self.found.differences.push(Difference {
            path: path.clone(),
            before: before.cloned(),
            after: after.cloned(),
        });
    }

    /// Two nodes of which both say something.
    fn nodes(&mut self, path: &Path, pattern: &str, before: &Node<'_>, after: &Node<'_>) {
        match (before.parts(), after.parts()) {
            (Parts::Object(one), Parts::Object(other)) => {
                self.objects(path, pattern, (before, one), (after, other));
            }
            (Parts::List(order, at_before, one), Parts::List(_, at_after, other)) => {
                let found = (self.found.folded, self.found.differences.len());
                self.elements(path, pattern, *order, (at_before, one), (at_after, other));
                // Elements that ECS leaves out.
                let is_as_before = found == (self.found.folded, self.found.differences.len());
                self.found.folded += usize::from(is_as_before && before.value() != after.value());
            }
            (Parts::Literal, Parts::Literal) => {
                self.literals(path, Some(before.value()), Some(after.value()));
            }
            _ if before.meaning() == after.meaning()
                || self.names_one_thing(pattern, Some(before), Some(after)) =>
            {
                self.found.folded += usize::from(before.value() != after.value());
            }
            _ => self.differ(path, Some(before.value()), Some(after.value())),
        }
    }

    fn objects(
        &mut self,
        path: &Path,
        pattern: &str,
        (before, one): Members<'_>,
        (after, other): Members<'_>,
    ) {
        let added = other.iter().map(|(key, _)| *key).filter(|key| before.member(key).is_none());
        for key in one.iter().map(|(key, _)| *key).chain(added) {
            let (path, pattern) = (path.key(key.to_owned()), below(pattern, key));
            self.member(&path, &pattern, before.member(key), after.member(key));
        }
    }

    /// A member, which either side may not have.
    fn member<'n>(
        &mut self,
        path: &Path,
        pattern: &str,
        before: Option<&'n Node<'n>>,
        after: Option<&'n Node<'n>>,
    ) {
        // A null of a known member is nothing to show.
        let written = |node: Option<&'n Node<'n>>| {
            node.filter(|node| says(node) || !node.value().is_null()).map(Node::value)
        };
        let (one, other) = (before.filter(|one| says(one)), after.filter(|other| says(other)));
        match (one, other) {
            (Some(one), Some(other)) => self.nodes(path, pattern, one, other),
            (None, None) => {
                self.found.folded += usize::from(before.map(Node::value) != after.map(Node::value));
            }

            (Some(only), None) | (None, Some(only)) => match only.parts() {
                Parts::Object(members) if MEMBERS_TELL.contains(&pattern) => {
                    for (key, _) in members {
                        let (path, pattern) = (path.key((*key).to_owned()), below(pattern, key));
                        let (one, other) = (
                            before.and_then(|node| node.member(key)),
                            after.and_then(|node| node.member(key)),
                        );
                        self.member(&path, &pattern, one, other);
                    }
                }
                _ if self.names_one_thing(pattern, one, other) => self.found.folded += 1,
                _ => self.differ(path, written(before), written(after)),
            },
        }
    }

    fn elements(
        &mut self,
        path: &Path,
        pattern: &str,
        order: Order,
        (at_before, before): Elements<'_>,
        (at_after, after): Elements<'_>,
    ) {
        let list = pattern.rsplit('.').next().unwrap_or(pattern);
        let pattern = format!("{pattern}[]");
        let pairs = align(order, before, after);
        for (one, other) in &pairs {
            let (one_node, other_node) =
                (one.and_then(|at| before.get(at)), other.and_then(|at| after.get(at)));
            let own = |nodes, positions: &[usize], at: &Option<usize>| {
                let at = (*at)?;
                Some(element_path(path, list, nodes, positions, at))
            };
            let at = own(before, at_before, one).or_else(|| own(after, at_after, other));
            let Some(at) = at else { continue };
            match (one_node, other_node) {
                (Some(one), Some(other)) => self.nodes(&at, &pattern, one, other),
                (one, other) => {
                    self.differ(&at, one.map(Node::value), other.map(Node::value));
                }
            }
        }
        let paired: Vec<usize> = pairs.iter().filter_map(|(one, other)| one.and(*other)).collect();
        self.found.folded += usize::from(!paired.is_sorted());
    }

    /// What Bayplan does not know, as it is written, down to what differs in it.
    fn literals(&mut self, path: &Path, before: Option<&Value>, after: Option<&Value>) {
        match (before, after) {
            (Some(Value::Object(one)), Some(Value::Object(other))) => {
                let added = other.keys().filter(|key| !one.contains_key(*key));
                for key in one.keys().chain(added) {
                    self.literals(&path.key(key.clone()), one.get(key), other.get(key));
                }
            }
            (Some(Value::Array(one)), Some(Value::Array(other))) => {
                for at in 0..one.len().max(other.len()) {
                    self.literals(&path.index(at), one.get(at), other.get(at));
                }
            }
            _ if before == after => {}
            _ => self.differ(path, before, after),
        }
    }

    /// Whether the members of a service that name a cluster or a task definition name the same one: an ARN names what its
    /// last part does. Two ARNs are compared whole, for they may be of two accounts or Regions.
    fn names_one_thing(
        &self,
        pattern: &str,
        before: Option<&Node<'_>>,
        after: Option<&Node<'_>>,
    ) -> bool {
        let absent = match pattern {
            _ if self.kind != Kind::Service => return false,
            "cluster" => "default",
            "taskDefinition" => "",
            _ => return false,
        };
        let text = |node: Option<&Node<'_>>| match node.map(Node::value) {
            None => Some(absent.to_owned()),
            Some(value) => value.as_str().map(str::to_owned),
        };
        let (Some(one), Some(other)) = (text(before), text(after)) else { return false };
        let of_arn = |text: &str| {
            text.strip_prefix("arn:")?.split_once('/').map(|(_, name)| name.to_owned())
        };
        match (of_arn(&one), of_arn(&other)) {
            (Some(name), None) => name == other,
            (None, Some(name)) => name == one,
            _ => false,
        }
    }
}

fn says(node: &Node<'_>) -> bool {
    !node.is_nothing()
}

/// The place of a member.
fn below(pattern: &str, key: &str) -> String {
    if pattern.is_empty() { key.to_owned() } else { format!("{pattern}.{key}") }
}

/// The path to an element, by its name where the API has one.
fn element_path(
    list_path: &Path,
    list: &str,
    elements: &[Node<'_>],
    positions: &[usize],
    at: usize,
) -> Path {
    let name = |element: &Node<'_>| {
        let key = natural_key(list)?;
        element.value().get(key)?.as_str().filter(|name| !name.is_empty()).map(str::to_owned)
    };
    match elements.get(at).and_then(name) {
        // The first of that name: others are told by their position.
        Some(own)
            if elements.iter().position(|one| name(one).as_ref() == Some(&own)) == Some(at) =>
        {
            list_path.named(own)
        }
        _ => list_path.index(positions.get(at).copied().unwrap_or(at)),
    }
}
