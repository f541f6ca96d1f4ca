//! TD005: a family that ECS does not take.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::naming::{clean_name, is_name, name_message};
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD005",
    name: "family",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A family is 1 to 255 letters, digits, hyphens and underscores.",
        why: "The family names a task definition through its revisions and is part of its ARN, so ECS takes \
           only letters, digits, hyphens and underscores, 255 at most.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(family) = task.family.text().filter(|family| !is_name(family)) else { return };
    let path = task.path("family");
    // A task definition's identity in the design is made of the same characters, and never empty.
    let cleaned = clean_name(family).unwrap_or_else(|| cx.subject().id.name().to_owned());
    let edit = cx.set(&path, cleaned.clone());
    cx.report(&RULE, &path, name_message("family", family))
        .help("The family is part of the task definition's ARN: letters, digits, hyphens and underscores, 255 at most.")
        .fix(format!("Set family to {cleaned}"), vec![edit]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn families_are_names() {
        let family =
            |family: &str| with(fargate(json!([container(json!({}))])), json!({"family": family}));
        for good in
            ["web", "Web_2-a", "web-{environment}", "web-${var.env}", "{{ must_env `NAME` }}"]
        {
            assert_eq!(finds(&RULE, &family(good)), [""; 0], "{good}");
        }
        let long = "x".repeat(256);
        for (bad, cleaned) in [
            ("bad family!", "bad-family"),
            ("", "subject"),
            ("!", "subject"),
            (&long, &long[..255]),
        ] {
            assert_eq!(finds(&RULE, &family(bad)), ["family"], "{bad}");
            assert_eq!(fixed_task_definition(&RULE, &family(bad))["family"], cleaned);
        }
    }
}
