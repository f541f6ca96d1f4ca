//! SV004: A service on Fargate runs a task definition that is made for Fargate.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::ecs::shape::Field;
use crate::edit::Edit;
use crate::text::all_of;
use serde_json::json;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV004",
    name: "fargate-task-definition",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3054"),
        summary: "A service on Fargate runs a task definition that is made for Fargate.",
        why: "ECS refuses a service on Fargate whose task definition does not require FARGATE: \"Task definition \
           does not support launch_type FARGATE.\" On Fargate the network mode is awsvpc, too.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if facts::on_fargate(cx, service) != Some(true) {
        return;
    }
    let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
    if facts::requires_fargate(resolved, definition) != Some(false) {
        return;
    }
    let name = resolved.id.name();
    let listed: Vec<&str> =
        definition.requires_compatibilities.items().iter().filter_map(Field::text).collect();
    let says = if listed.is_empty() {
        "does not say that it can".to_owned()
    } else {
        format!("requires {}", all_of(&listed))
    };
    let list = definition.path("requiresCompatibilities");
    let mut all: Vec<&str> = listed.clone();
    all.push("FARGATE");
    let mut edits = vec![Edit::Set { address: cx.address_in(resolved, &list), value: json!(all) }];
    if matches!(&definition.network_mode, Field::Known(mode) if mode != "awsvpc")
        || definition.network_mode.is_absent()
    {
        let address = cx.address_in(resolved, &definition.path("networkMode"));
        edits.push(Edit::Set { address, value: "awsvpc".into() });
    }
    let message = format!("The service runs on Fargate, and its task definition {name} {says}.");
    cx.report(&RULE, &service.path("taskDefinition"), message)
        .help(
            "ECS refuses the service: the task definition does not support the launch type. Let the task \
             definition require FARGATE, with the network mode awsvpc, or run the service elsewhere.",
        )
        .fix(format!("Make {name} ready for Fargate"), edits);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const LIST: &str = "taskDefinition.web.requiresCompatibilities";

    #[test]
    fn task_definitions_for_fargate_and_services_elsewhere_pass() {
        for changes in [
            &[][..],
            &[(LIST, json!(["EC2", "FARGATE"]))],
            &[(LIST, json!(["${var.compatibility}"]))],
            &[(LIST, json!(["EC2"])), ("service.web.launchType", json!("EC2"))],
            &[("service.web.taskDefinition", json!("${var.task_definition}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn other_task_definitions_are_found_and_made_ready() {
        let mode = "taskDefinition.web.networkMode";
        for list in [json!(["EC2"]), json!([]), Value::Null] {
            let design = sound(&[(LIST, list), (mode, json!("bridge"))]);
            assert_eq!(addresses(&RULE, &design), ["service.web.taskDefinition"]);
            let fixed = fixed(&RULE, &design);
            assert!(value(&fixed, LIST).as_array().unwrap().contains(&json!("FARGATE")));
            assert_eq!(value(&fixed, mode), "awsvpc");
        }
        let strategy = sound(&[
            (LIST, json!(["EC2"])),
            ("service.web.launchType", Value::Null),
            (
                "service.web.capacityProviderStrategy",
                json!([{"capacityProvider": "FARGATE_SPOT", "weight": 1}]),
            ),
        ]);
        assert_eq!(addresses(&RULE, &strategy), ["service.web.taskDefinition"]);
    }
}
