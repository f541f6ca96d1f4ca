//! DP002: containers that wait for one another.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::diagnostic::Severity;
use crate::ecs::container_definition::ContainerDefinition;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DP002",
    name: "dependency-cycle",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Containers do not wait for one another in a circle.",
        why: "A container starts when those it depends on have, so in a circle none ever would.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let containers: HashMap<&str, &ContainerDefinition> = task
        .containers()
        .iter()
        .filter_map(|container| Some((container.name.text()?, container)))
        .collect();
    // A circle is reported once, where the first of its containers in the list closes it.
    let mut reported: HashSet<&str> = HashSet::new();
    for container in task.containers() {
        let Some(name) = container.name.text() else { continue };
        for dependency in container.depends_on.items() {
            let Some(on) = dependency.container_name.text() else { continue };
            if reported.contains(name) && reported.contains(on) {
                continue;
            }
            let Some(way) = way(&containers, on, name) else { continue };
            reported.extend(&way);
            let message = match way.as_slice() {
                [_] => format!("{name} depends on itself."),
                _ => format!("These wait for one another: {name} → {}.", way.join(" → ")),
            };
            let edit = cx.remove(&dependency.at);
            cx.report(&RULE, &dependency.at, message)
                .help("A container starts when those it depends on have, so in a circle none ever would.")
                .fix(format!("Let {name} not depend on {on}"), vec![edit]);
        }
    }
}

/// The shortest way along dependencies from one container to another, both included.
fn way<'a>(
    containers: &HashMap<&'a str, &'a ContainerDefinition>,
    from: &'a str,
    to: &str,
) -> Option<Vec<&'a str>> {
    let mut came_from: HashMap<&str, Option<&'a str>> = HashMap::from([(from, None)]);
    let mut queue = VecDeque::from([from]);
    while let Some(here) = queue.pop_front() {
        if here == to {
            let mut way: Vec<&str> =
                std::iter::successors(Some(here), |at| came_from.get(at).copied().flatten())
                    .collect();
            way.reverse();
            return Some(way);
        }
        let dependencies =
            containers.get(here).map_or(&[][..], |container| container.depends_on.items());
        for next in dependencies.iter().filter_map(|dependency| dependency.container_name.text()) {
            if !came_from.contains_key(next) {
                came_from.insert(next, Some(here));
                queue.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, says};

    fn chain(edges: &[(&str, &[&str])]) -> serde_json::Value {
        fargate(
            edges
                .iter()
                .map(|(name, on)| {
                    let on: Vec<_> = on
                        .iter()
                        .map(|on| json!({"containerName": on, "condition": "START"}))
                        .collect();
                    container(json!({"name": name, "dependsOn": on}))
                })
                .collect(),
        )
    }

    #[test]
    fn ways_that_end_pass() {
        for good in
            [chain(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])]), chain(&[("a", &["ghost"])])]
        {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
    }

    #[test]
    fn circles_are_found_once() {
        for (bad, at, message) in [
            (chain(&[("a", &["a"])]), "a].dependsOn[a]", "a depends on itself."),
            (
                chain(&[("a", &["b"]), ("b", &["a"])]),
                "a].dependsOn[b]",
                "These wait for one another: a → b → a.",
            ),
            (
                chain(&[("x", &["a"]), ("a", &["b"]), ("b", &["c"]), ("c", &["a"])]),
                "a].dependsOn[b]",
                "These wait for one another: a → b → c → a.",
            ),
        ] {
            assert_eq!(finds(&RULE, &bad), [format!("containerDefinitions[{at}")]);
            assert_eq!(says(&RULE, &bad), message);
            fixed_task_definition(&RULE, &bad);
        }
    }
}
