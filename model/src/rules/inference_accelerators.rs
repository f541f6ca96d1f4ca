//! TD015: Elastic Inference, which has ended.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD015",
    name: "inference-accelerators",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InferenceAccelerator.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A task definition has no inference accelerators.",
        why: "Amazon Elastic Inference has ended, and RegisterTaskDefinition refuses what used it: \
           \"Unsupported field 'inferenceAccelerators'\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if task.inference_accelerators.items().is_empty() {
        return;
    }
    let path = task.path("inferenceAccelerators");
    let edit = cx.remove(&path);
    cx.report(&RULE, &path, "The task definition asks for Elastic Inference, which has ended.")
        .help("ECS refuses the member. Instances with GPUs or AWS Inferentia took its place.")
        .fix("Take it away", vec![edit]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, finds, fixed_task_definition, with};

    #[test]
    fn accelerators_are_found_and_taken_away() {
        let body =
            |list| with(ec2(json!([container(json!({}))])), json!({"inferenceAccelerators": list}));
        assert_eq!(finds(&RULE, &body(json!([]))), [""; 0]);
        let bad = body(json!([{"deviceName": "d", "deviceType": "eia2.medium"}]));
        assert_eq!(finds(&RULE, &bad), ["inferenceAccelerators"]);
        fixed_task_definition(&RULE, &bad);
    }
}
