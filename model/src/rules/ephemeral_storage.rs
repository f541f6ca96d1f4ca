//! VO003: ephemeral storage that ECS does not take.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "VO003",
    name: "ephemeral-storage",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Ephemeral storage is 21 to 200 GiB, and only on Fargate.",
        why: "A Fargate task has 20 GiB of disk of its own. The member asks for more, so 20 itself is \
           refused, and so is the member for a task definition that is not for Fargate.",
    },
    check: Check::TaskDefinition(check),
};

const LEAST: i64 = 21;
const MOST: i64 = 200;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(storage) = task.ephemeral_storage.known() else { return };
    let whole = task.path("ephemeralStorage");
    if task
        .requires_compatibilities
        .known()
        .is_some_and(|list| list.iter().all(|one| one.known().is_some()))
        && !task.is_for_fargate()
    {
        let edit = cx.remove(&whole);
        cx.report(
            &RULE,
            &whole,
            "The task definition asks for ephemeral storage, and it is not for Fargate.",
        )
        .help("On EC2 a task uses the disk of its instance.")
        .fix("Take it away", vec![edit]);
        return;
    }
    let Some(size) =
        storage.size_in_gib.known().copied().filter(|size| !(LEAST..=MOST).contains(size))
    else {
        return;
    };
    let path = storage.path("sizeInGiB");
    let fix = if size < LEAST {
        ("Take it away: 20 GiB are there anyway".to_owned(), cx.remove(&whole))
    } else {
        (format!("Set sizeInGiB to {MOST}"), cx.set(&path, MOST))
    };
    cx.report(&RULE, &path, format!("The ephemeral storage is {} GiB, and ECS takes {LEAST} to {MOST}.", number(size)))
        .help("A Fargate task has 20 GiB without asking. For more than 200, mount a volume on EFS or EBS.")
        .fix(fix.0, vec![fix.1]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn storage_has_a_range() {
        let disk = |size: serde_json::Value| {
            with(
                fargate(json!([container(json!({}))])),
                json!({"ephemeralStorage": {"sizeInGiB": size}}),
            )
        };
        for good in [disk(json!(21)), disk(json!(200)), disk(json!("${var.size}"))] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        for bad in [20, 201] {
            assert_eq!(finds(&RULE, &disk(json!(bad))), ["ephemeralStorage.sizeInGiB"]);
            fixed_task_definition(&RULE, &disk(json!(bad)));
        }
        let ec2 = with(disk(json!(30)), json!({"requiresCompatibilities": ["EC2"]}));
        assert_eq!(finds(&RULE, &ec2), ["ephemeralStorage"]);
        fixed_task_definition(&RULE, &ec2);
    }
}
