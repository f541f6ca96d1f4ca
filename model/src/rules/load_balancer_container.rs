//! LB001: A service connects a load balancer to a container of its task definition.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::all_of;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB001",
    name: "load-balancer-container",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service connects a load balancer to a container of its task definition.",
        why: "The load balancer sends requests to one container, named as in the task definition. ECS refuses \
           another name: \"The container X does not exist in the task definition.\"",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    for balancer in service.load_balancers.items() {
        let Some(name) = balancer.container_name.text() else { continue };
        let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
        if facts::container(definition, name) != Some(None) {
            continue;
        }
        let at = balancer.path("containerName");
        let containers = definition.container_definitions.items();
        let names: Vec<&str> =
            containers.iter().filter_map(|container| container.name.text()).collect();
        let fix = facts::front_container(resolved, definition)
            .map(|(shown, written)| (format!("Use {shown}"), cx.set(&at, written)));
        let message = format!(
            "The load balancer sends requests to the container {name}, and the task definition {} has {}.",
            resolved.id.name(),
            if names.is_empty() { "none".to_owned() } else { format!("only {}", all_of(&names)) }
        );
        let report = cx
            .report(&RULE, &at, message)
            .help("ECS refuses the service. Choose the container that answers requests.");
        if let Some((label, edit)) = fix {
            report.fix(label, vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.loadBalancers[0].containerName";
    const CONTAINERS: &str = "taskDefinition.web.containerDefinitions";

    #[test]
    fn a_container_of_the_task_definition_passes() {
        for changes in [
            &[][..],
            &[(AT, json!("${var.container}"))],
            &[(CONTAINERS, json!("${var.containers}"))],
            &[("taskDefinition.web.containerDefinitions[0].name", json!("${var.container}"))],
            &[("service.web.taskDefinition", json!("web:3"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn another_name_is_found_and_the_only_container_chosen() {
        let design = sound(&[(AT, json!("web"))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), "app");
    }

    #[test]
    fn the_container_with_a_port_is_the_candidate_and_placeholders_stay() {
        let containers = json!([
            {"name": "logs", "image": "i:1"},
            {"name": "app-{environment}", "image": "i:1", "portMappings": [{"containerPort": 8080}]}
        ]);
        let design = sound(&[(CONTAINERS, containers)]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), "app-{environment}");
    }
}
