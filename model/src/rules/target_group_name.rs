//! LB006: the name of a target group has at most 32 letters, digits and hyphens.

use super::{Check, Context, Rule, naming};
use crate::diagnostic::Severity;
use crate::ecs::neighbour::TargetGroup;

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB006",
    name: "target-group-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The name of a target group has at most 32 letters, digits and hyphens.",
        why: "AWS takes at most 32 characters in the name of a target group: letters, digits and hyphens, and no \
           hyphen at either end. What placeholders stand for counts, so a name can be right in one \
           environment and too long in another.",
    },
    check: Check::TargetGroup(check),
};

const NAMING: naming::Naming = naming::Naming {
    thing: "a target group",
    characters: "letters, digits and -",
    takes: |c| c.is_ascii_alphanumeric() || c == '-',
    at_most: 32,
};

fn check(cx: &mut Context<'_>, view: &TargetGroup) {
    let at = view.path("name");
    if NAMING.check(cx, &RULE, &view.name, &at) {
        return;
    }
    let Some(name) = view.name.text() else { return };
    NAMING.check_ends(cx, &RULE, name, &at);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound, sound_twice, value};
    use serde_json::json;

    const AT: &str = "targetGroup.web.name";

    #[test]
    fn short_names_pass() {
        for name in ["web", "web-{environment}", "a2345678901234567890123456789012", "${var.name}"]
        {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(name))])), NONE);
        }
    }

    #[test]
    fn other_names_are_found_and_repaired() {
        for (name, right) in [
            ("web_app", "web-app"),
            ("-web-{environment}", "web-{environment}"),
            ("a23456789012345678901234567890123", "a2345678901234567890123456789012"),
        ] {
            let design = sound(&[(AT, json!(name))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
    }

    #[test]
    fn what_placeholders_stand_for_counts() {
        // 23 characters and `staging` fit; 23 and `production` do not.
        let design = sound_twice(&[(AT, json!("matabit-web-frontend-a-{environment}"))]);
        let found = findings(&RULE, &design);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].environment.as_deref(), Some("production"));
        assert!(found[0].message.contains("33 characters"), "{}", found[0].message);
    }
}
