//! CD005: links outside `bridge` mode, or to no container.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CD005",
    name: "links",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Links are between containers of a task in bridge mode.",
        why: "A link gives a container another one's address on the bridge network. In awsvpc and host mode \
           containers reach each other over localhost, and RegisterTaskDefinition refuses links: \"Links \
           are not supported when networkMode=awsvpc.\"",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(mode) = task.effective_network_mode() else { return };
    for container in task.containers() {
        let links = container.links.items();
        let path = container.path("links");
        if links.is_empty() {
            continue;
        }
        if matches!(mode, "awsvpc" | "host" | "none") {
            let edit = cx.remove(&path);
            cx.report(&RULE, &path, format!("{} has links, and the network mode is {mode}.", container.label()))
                .help("Links belong to the network mode bridge. In the others containers of a task reach each other over localhost, by port.")
                .fix("Take the links away", vec![edit]);
            continue;
        }
        for (index, link) in links.iter().enumerate() {
            let Some(link) = link.text() else { continue };
            let target = link.split_once(':').map_or(link, |(target, _)| target);
            let message = if container.name.is(target) {
                format!("{target} is linked to itself.")
            } else if task.knows_its_containers() && task.container(target).is_none() {
                format!(
                    "{} is linked to {target}, and there is no such container.",
                    container.label()
                )
            } else {
                continue;
            };
            let path = path.index(index);
            let edit = cx.remove(&path);
            cx.report(&RULE, &path, message)
                .help("A link is the name of another container of the task, or name:alias.")
                .fix("Take the link away", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition};

    #[test]
    fn links_belong_to_bridge_mode() {
        let two = |link: &str| {
            json!([
                container(json!({"name": "a", "links": [link]})),
                container(json!({"name": "b"}))
            ])
        };
        assert_eq!(finds(&RULE, &ec2(two("b:db"))), [""; 0]);
        assert_eq!(finds(&RULE, &fargate(two("b"))), ["containerDefinitions[a].links"]);
        fixed_task_definition(&RULE, &fargate(two("b")));
        for bad in ["a", "c", "c:db"] {
            assert_eq!(finds(&RULE, &ec2(two(bad))), ["containerDefinitions[a].links[0]"]);
            fixed_task_definition(&RULE, &ec2(two(bad)));
        }
    }
}
