//! IA003: A role record's ARN is the ARN of an IAM role, and its path a path.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::Role;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "IA003",
    name: "role-record-arn",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A role record's ARN is the ARN of an IAM role, and its path a path.",
        why: "The ARN of a role is arn:aws:iam::111122223333:role/name, with another partition than aws in China \
           and GovCloud. A path begins and ends with a slash: /team/.",
    },
    check: Check::Role(check),
};

fn check(cx: &mut Context<'_>, role: &Role) {
    if let Some(arn) = role.arn.text().filter(|arn| !is_role_arn(arn)) {
        let message = format!("\"{arn}\" is not the ARN of an IAM role.");
        cx.report(&RULE, &role.path("arn"), message)
            .help("It is arn:aws:iam::111122223333:role/name. Where it is known only later, write a Terraform expression.");
    }
    if let Some(path) =
        role.path.text().filter(|path| !(path.starts_with('/') && path.ends_with('/')))
    {
        let at = role.path("path");
        let inner = path.trim_matches('/');
        let right = if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") };
        let placeholders = at.get(&cx.subject().overlay) != at.get(&cx.subject().body);
        let edit = cx.set(&at, right.as_str());
        let report = cx
            .report(&RULE, &at, format!("The path \"{path}\" does not begin and end with a slash."))
            .help("IAM refuses it. Without a path the role stands at /.");
        if !placeholders {
            report.fix(format!("Write {right}"), vec![edit]);
        }
    }
}

fn is_role_arn(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [arn, partition, "iam", "", account, role] = parts.as_slice() else { return false };
    *arn == "arn"
        && partition.starts_with("aws")
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && role.strip_prefix("role/").is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    #[test]
    fn arns_and_paths_of_roles_pass() {
        for (at, text) in [
            ("role.task.arn", "arn:aws:iam::111122223333:role/team/web"),
            ("role.task.arn", "arn:aws-cn:iam::111122223333:role/web"),
            ("role.task.arn", "${data.aws_iam_role.web.arn}"),
            ("role.task.path", "/"),
            ("role.task.path", "/team/"),
        ] {
            assert_eq!(addresses(&RULE, &sound(&[(at, json!(text))])), NONE);
        }
    }

    #[test]
    fn others_are_found() {
        for (at, text) in [
            ("role.task.arn", "web"),
            ("role.task.arn", "arn:aws:iam::1111:role/web"),
            ("role.task.arn", "arn:aws:iam::111122223333:user/web"),
            ("role.task.path", "team"),
        ] {
            assert_eq!(addresses(&RULE, &sound(&[(at, json!(text))])), [at]);
        }
    }

    #[test]
    fn a_path_gets_its_slashes() {
        let design = sound(&[("role.task.path", json!("team"))]);
        assert_eq!(value(&fixed(&RULE, &design), "role.task.path"), "/team/");
    }
}
