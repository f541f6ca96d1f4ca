//! IA002: the name of a role has at most 64 characters that IAM takes.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::Role;

use super::{Check, Context, Rule, naming};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "IA002",
    name: "role-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The name of a role has at most 64 characters that IAM takes.",
        why: "IAM takes at most 64 letters, digits and the characters + = , . @ - _ in the name of a role.",
    },
    check: Check::Role(check),
};

const NAMING: naming::Naming = naming::Naming {
    thing: "a role",
    characters: "letters, digits and + = , . @ - _",
    takes: |c| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c),
    at_most: 64,
};

fn check(cx: &mut Context<'_>, role: &Role) {
    NAMING.check(cx, &RULE, &role.role_name, &role.path("roleName"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "role.task.roleName";

    #[test]
    fn names_that_iam_takes_pass() {
        for name in ["ecsTaskExecutionRole", "web.{environment}@team", "${var.role}"] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(name))])), NONE);
        }
    }

    #[test]
    fn others_are_found_and_repaired() {
        for (name, right) in
            [("web task", "web-task".to_owned()), (&"a".repeat(65), "a".repeat(64))]
        {
            let design = sound(&[(AT, json!(name))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
    }
}
