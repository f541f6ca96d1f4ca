//! TD014: members of what AWS answers that it does not take.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::path::{Path, Segment};
use crate::record::Kind;
use crate::text::all_of;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD014",
    name: "read-only-members",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A task definition has no members that only AWS writes.",
        why: "describe-task-definition prints members that RegisterTaskDefinition does not take, such as the \
           revision and the ARN. They are left in place until they are taken away; an AWS SDK refuses a \
           request that has them.",
    },
    check: Check::TaskDefinition(check),
};

/// What `TaskDefinition` has beyond `RegisterTaskDefinition`; botocore 1.44.5, ECS service model 2014-11-13.
const READ_ONLY: &[&str] = &[
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
    "deregisteredAt",
    "deleteRequestedAt",
];

/// Whether a member is one that only AWS writes.
pub(super) fn is_read_only(kind: Kind, path: &Path) -> bool {
    match (kind, path.segments()) {
        (Kind::TaskDefinition, [Segment::Key(key)]) => READ_ONLY.contains(&key.as_ref()),
        _ => false,
    }
}

fn check(cx: &mut Context<'_>, _task: &TaskDefinition) {
    let body = &cx.subject().body;
    let found: Vec<&str> =
        READ_ONLY.iter().copied().filter(|key| body.get(key).is_some()).collect();
    let Some(first) = found.first() else { return };
    let paths: Vec<Path> = found.iter().map(|key| Path::root().key(*key)).collect();
    let edits = paths.iter().map(|path| cx.remove(path)).collect();
    let message = format!("{} only AWS writes.", all_of(&found));
    let label =
        if found.len() == 1 { format!("Take {first} away") } else { "Take them away".to_owned() };
    cx.report(&RULE, &Path::root().key(*first), message)
        .help("They come from describe-task-definition, and the AWS SDKs refuse to send them back.")
        .fix(label, edits);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, says, with};

    #[test]
    fn what_aws_adds_is_found_at_once_and_taken_away() {
        let body = fargate(json!([container(json!({}))]));
        assert_eq!(finds(&RULE, &body), [""; 0]);
        let described =
            with(body.clone(), json!({"revision": 3, "status": "ACTIVE", "registeredAt": 1.5}));
        assert_eq!(finds(&RULE, &described), ["revision"]);
        assert_eq!(says(&RULE, &described), "revision, status and registeredAt only AWS writes.");
        assert_eq!(finds(&crate::rules::wrong_form::RULE, &described), [""; 0]);
        assert_eq!(fixed_task_definition(&RULE, &described), body);
    }
}
