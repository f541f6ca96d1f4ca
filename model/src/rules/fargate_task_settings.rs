//! FG006: task settings that Fargate does not have.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::path::Path;
use crate::text::count;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "FG006",
    name: "fargate-task-settings",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3048"),
        summary: "A task definition for Fargate has no setting that needs a host.",
        why: "On Fargate there is no host whose processes or shared memory a task could join, and no \
           instances to choose among: RegisterTaskDefinition refuses ipcMode, the pidMode host and \
           placement constraints. An empty list of placement constraints is fine.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.is_for_fargate() {
        return;
    }
    if let Some(mode) = task.ipc_mode.text() {
        refuse(cx, &task.path("ipcMode"), &format!("The IPC mode is {mode}"));
    }
    if task.pid_mode.is("host") {
        refuse(cx, &task.path("pidMode"), "The PID mode is host");
    }
    let constraints = task.placement_constraints.items().len();
    if constraints > 0 {
        let what = format!("There is {}", count(constraints, "placement constraint"));
        refuse(cx, &task.path("placementConstraints"), &what);
    }
}

fn refuse(cx: &mut Context<'_>, path: &Path, what: &str) {
    let edit = cx.remove(path);
    cx.report(&RULE, path, format!("{what}, which Fargate does not allow."))
        .help("A Fargate task shares no host with others, and there are no instances to choose among. Take the setting away, or run the task on EC2.")
        .fix("Take it away", vec![edit]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn what_needs_a_host_is_found_and_taken_away() {
        let containers = json!([container(json!({}))]);
        for good in [
            json!({"pidMode": "task", "placementConstraints": []}),
            json!({"requiresCompatibilities": ["EC2"], "ipcMode": "host", "pidMode": "host"}),
        ] {
            assert_eq!(finds(&RULE, &with(fargate(containers.clone()), good)), [""; 0]);
        }
        for (bad, at) in [
            (json!({"ipcMode": "none"}), "ipcMode"),
            (json!({"pidMode": "host"}), "pidMode"),
            (
                json!({"placementConstraints": [{"type": "memberOf", "expression": "a == b"}]}),
                "placementConstraints",
            ),
        ] {
            let body = with(fargate(containers.clone()), bad);
            assert_eq!(finds(&RULE, &body), [at]);
            fixed_task_definition(&RULE, &body);
        }
    }
}
