//! SV011: A service with ECS Exec runs tasks that have a task role.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV011",
    name: "execute-command-role",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service with ECS Exec runs tasks that have a task role.",
        why: "ECS Exec opens its channel from inside the task, with the task role, which needs the ssmmessages \
           actions CreateControlChannel, CreateDataChannel, OpenControlChannel and OpenDataChannel. Without a \
           task role ECS refuses the service.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if service.enable_execute_command.known() != Some(&true) {
        return;
    }
    let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
    if !definition.task_role_arn.is_absent() || !facts::is_generated(resolved) {
        return;
    }
    let name = resolved.id.name();
    let at = service.path("enableExecuteCommand");
    let (add, off) = (facts::task_role_edits(cx, resolved), cx.remove(&at));
    cx.report(&RULE, &at, format!("ECS Exec is on, and the task definition {name} has no task role."))
        .help(
            "ECS refuses the service. Give the task a role that allows the four ssmmessages actions that ECS Exec \
             needs, or turn ECS Exec off.",
        )
        .fix(format!("Give {name} a task role"), add)
        .fix("Turn it off", vec![off]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const EXEC: (&str, fn() -> Value) = ("service.web.enableExecuteCommand", || json!(true));
    const ROLE: &str = "taskDefinition.web.taskRoleArn";

    #[test]
    fn a_task_role_passes() {
        assert_eq!(addresses(&RULE, &sound(&[(EXEC.0, EXEC.1())])), NONE);
        assert_eq!(addresses(&RULE, &sound(&[(ROLE, Value::Null)])), NONE);
    }

    #[test]
    fn a_missing_task_role_is_found_and_made() {
        let design = sound(&[(EXEC.0, EXEC.1()), (ROLE, Value::Null)]);
        assert_eq!(addresses(&RULE, &design), [EXEC.0]);
        let fixed = fixed(&RULE, &design);
        assert_eq!(value(&fixed, ROLE), "${role.web-task}");
        assert_eq!(value(&fixed, "role.web-task.roleName"), "web-task-{environment}");
    }
}
