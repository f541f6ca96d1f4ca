//! FG002: Fargate with another network mode than `awsvpc`.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "FG002",
    name: "fargate-network-mode",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3048"),
        summary: "A task definition for Fargate has the network mode awsvpc.",
        why: "Every Fargate task has a network interface of its own, which is what the network mode awsvpc \
           says. It is no default: RegisterTaskDefinition refuses a task definition for Fargate that \
           leaves networkMode out, although ECS then means bridge.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.is_for_fargate() {
        return;
    }
    let message = match &task.network_mode {
        Field::Absent => "The task definition is for Fargate and does not say its network mode, which then is bridge.".to_owned(),
        Field::Known(mode) if mode != "awsvpc" => {
            format!("The network mode is {mode}, and Fargate has only awsvpc.")
        }
        _ => return,
    };
    let path = task.path("networkMode");
    let edit = cx.set(&path, "awsvpc");
    cx.report(&RULE, &path, message)
        .help("On Fargate every task has a network interface of its own, and nothing is shared with a host.")
        .fix("Set the network mode to awsvpc", vec![edit]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition, with};

    #[test]
    fn fargate_has_one_network_mode() {
        let mode = |mode: Option<&str>| {
            with(fargate(json!([container(json!({}))])), json!({"networkMode": mode}))
        };
        for good in
            [mode(Some("awsvpc")), mode(Some("${var.mode}")), ec2(json!([container(json!({}))]))]
        {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        for bad in [mode(Some("bridge")), mode(None)] {
            assert_eq!(finds(&RULE, &bad), ["networkMode"]);
            assert_eq!(fixed_task_definition(&RULE, &bad)["networkMode"], "awsvpc");
        }
        // Beside EC2, Fargate's limits hold for the whole.
        let both = with(mode(None), json!({"requiresCompatibilities": ["EC2", "FARGATE"]}));
        assert_eq!(finds(&RULE, &both), ["networkMode"]);
    }
}
