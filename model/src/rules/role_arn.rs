//! TD017: a role that is neither an ARN nor a name.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::naming::is_template;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD017",
    name: "role-arn",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3511"),
        summary: "A role is an ARN, or the name of a role.",
        why: "taskRoleArn and executionRoleArn take an IAM role's ARN. Its bare name works too, but what is \
           neither fails with \"Role is not valid\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for (key, field) in
        [("taskRoleArn", &task.task_role_arn), ("executionRoleArn", &task.execution_role_arn)]
    {
        let Some(role) = field.text().filter(|role| !is_role(role) && !is_template(role)) else {
            continue;
        };
        let path = task.path(key);
        let remove = role.is_empty().then(|| cx.remove(&path));
        let message = if role.is_empty() {
            format!("{key} is empty.")
        } else {
            format!("{key} is \"{role}\", which is no IAM role.")
        };
        let report = cx.report(&RULE, &path, message).help(
            "A role's ARN reads arn:aws:iam::111122223333:role/name, with the account's 12 digits.",
        );
        if let Some(edit) = remove {
            report.fix(format!("Take {key} away"), vec![edit]);
        }
    }
}

/// Whether a text is `arn:aws*:iam::<12 digits>:role/<path>` or the name of a role, with or without a path.
fn is_role(text: &str) -> bool {
    let name = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'+' | b'=' | b',' | b'.' | b'@' | b'_' | b'-' | b'/')
            })
    };
    if !text.starts_with("arn:") {
        return name(text);
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [_, partition, "iam", "", account, role] = parts.as_slice() else { return false };
    partition.starts_with("aws")
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && role.strip_prefix("role/").is_some_and(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn roles_are_arns_or_names() {
        let role =
            |role: &str| with(fargate(json!([container(json!({}))])), json!({"taskRoleArn": role}));
        for good in [
            "arn:aws-cn:iam::111122223333:role/a/b",
            "web",
            "${role.web}",
            "arn:aws:iam::${var.account}:role/web",
        ] {
            assert_eq!(finds(&RULE, &role(good)), [""; 0], "{good}");
        }
        for bad in
            ["", "arn:aws:iam::1111:role/web", "arn:aws:iam::111122223333:user/web", "my role"]
        {
            assert_eq!(finds(&RULE, &role(bad)), ["taskRoleArn"], "{bad}");
        }
        fixed_task_definition(&RULE, &role(""));
    }
}
