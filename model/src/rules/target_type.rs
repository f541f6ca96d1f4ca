//! LB004: A target group takes the targets that the task's network mode makes.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::ecs::shape::Field;
use crate::edit::Edit;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB004",
    name: "target-type",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A target group takes the targets that the task's network mode makes.",
        why: "With awsvpc each task has an address of its own, and is a target by IP address; with bridge and \
           host the container instance is the target. ECS refuses a target group of the other type, and the \
           type of a target group cannot be changed: another type is another target group.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    for balancer in service.load_balancers.items() {
        let Some(group) = cx.follow(&balancer.target_group_arn) else { continue };
        let Some(view) = group.target_group() else { continue };
        let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
        let generated = facts::is_generated(group);
        let found = match &view.target_type {
            Field::Known(found) => found.as_str(),
            Field::Absent if generated => "instance",
            _ => continue,
        };
        let Some(awsvpc) = facts::uses_awsvpc(resolved, definition) else { continue };
        let right = if awsvpc { "ip" } else { "instance" };
        if found == right || !matches!(found, "ip" | "instance") {
            continue;
        }
        let mode =
            if awsvpc { "awsvpc" } else { definition.network_mode.text().unwrap_or("bridge") };
        let name = group.id.name();
        let address = cx.address_in(group, &view.path("targetType"));
        let edit = Edit::Set { address, value: right.into() };
        let message = format!(
            "The target group {name} takes targets of type {found}, and tasks with the network mode {mode} are targets of type {right}."
        );
        let at = balancer.path("targetGroupArn");
        let report = cx.report(&RULE, &at, message);
        if generated {
            report
                .help("ECS refuses the service.")
                .fix(format!("Let {name} take targets of type {right}"), vec![edit]);
        } else {
            report.help(format!("ECS refuses the service. Use a target group of type {right}."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.loadBalancers[0].targetGroupArn";
    const TYPE: &str = "targetGroup.web.targetType";

    #[test]
    fn the_right_type_passes() {
        for changes in [
            &[][..],
            &[(TYPE, json!("${var.type}"))],
            &[(TYPE, json!("instance")), ("taskDefinition.web.networkMode", json!("bridge"))],
            &[(TYPE, json!("instance")), (AT, json!("${var.target_group_arn}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn the_other_type_is_found_and_changed() {
        for (wrong, mode, right) in [
            (json!("instance"), "awsvpc", "ip"),
            (Value::Null, "awsvpc", "ip"),
            (json!("ip"), "bridge", "instance"),
        ] {
            let design = sound(&[(TYPE, wrong), ("taskDefinition.web.networkMode", json!(mode))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), TYPE), right);
        }
    }
}
