//! IA001: A task has a task role of its own, apart from the execution role.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "IA001",
    name: "same-roles",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A task has a task role of its own, apart from the execution role.",
        why: "The execution role lets ECS pull the image, read secrets and write logs before the application \
           runs; the task role is what the application may do. With one role for both, the application can \
           read every secret and pull every image that ECS can.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, definition: &TaskDefinition) {
    let (task, execution) = (&definition.task_role_arn, &definition.execution_role_arn);
    let shown = match (task, execution) {
        (Field::Record(a), Field::Record(b)) if a.record == b.record => a.record.name().to_owned(),
        (Field::Known(a), Field::Known(b)) | (Field::Expression(a), Field::Expression(b))
            if a == b && !a.is_empty() =>
        {
            a.clone()
        }
        _ => return,
    };
    let at = definition.path("taskRoleArn");
    let subject = cx.subject();
    let split = facts::task_role_edits(cx, subject);
    let remove = cx.remove(&at);
    cx.report(&RULE, &at, format!("The role {shown} is both the task role and the execution role."))
        .help(
            "The application may then do all that ECS needs to start it, such as reading its secrets. Give the task \
             a role with what the application needs, or none when it calls no AWS API.",
        )
        .fix("Split them: a new role for the task", split)
        .fix("Take the task role away", vec![remove]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const TASK: &str = "taskDefinition.web.taskRoleArn";

    #[test]
    fn two_roles_and_no_task_role_pass() {
        for role in [Value::Null, json!("${role.task}"), json!("${var.role}")] {
            assert_eq!(addresses(&RULE, &sound(&[(TASK, role)])), NONE);
        }
    }

    #[test]
    fn one_role_for_both_is_found_and_split() {
        let design = sound(&[(TASK, json!("${role.execution}"))]);
        assert_eq!(addresses(&RULE, &design), [TASK]);
        let fixed = fixed(&RULE, &design);
        assert_eq!(value(&fixed, TASK), "${role.web-task}");
        assert_eq!(value(&fixed, "role.web-task.roleName"), "web-task-{environment}");
        let arn = json!("arn:aws:iam::111122223333:role/ecs");
        let same = sound(&[(TASK, arn.clone()), ("taskDefinition.web.executionRoleArn", arn)]);
        assert_eq!(addresses(&RULE, &same), [TASK]);
    }

    #[test]
    fn the_new_role_takes_a_free_name() {
        let taken = ("role.web-task", json!({"roleName": "taken"}));
        let design = sound(&[(TASK, json!("${role.execution}")), taken]);
        assert_eq!(value(&fixed(&RULE, &design), TASK), "${role.web-task-2}");
    }
}
