//! CW001: the name of a log group has at most 512 characters that CloudWatch Logs takes.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::LogGroup;
use serde_json::Value;

use super::{Check, Context, Rule, naming};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CW001",
    name: "log-group-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The name of a log group has at most 512 characters that CloudWatch Logs takes.",
        why: "CloudWatch Logs takes 1 to 512 letters, digits and the characters . - _ / # in the name of a log \
           group, and keeps names that begin with aws/ for itself.",
    },
    check: Check::LogGroup(check),
};

const NAMING: naming::Naming = naming::Naming {
    thing: "a log group",
    characters: "letters, digits and . - _ / #",
    takes: |c| c.is_ascii_alphanumeric() || ".-_/#".contains(c),
    at_most: 512,
};

fn check(cx: &mut Context<'_>, group: &LogGroup) {
    let at = group.path("logGroupName");
    if NAMING.check(cx, &RULE, &group.log_group_name, &at) {
        return;
    }
    if let Some(name) = group.log_group_name.text().filter(|name| name.starts_with("aws/")) {
        let written = at.get(&cx.subject().overlay).and_then(Value::as_str).unwrap_or_default();
        let right = format!("/{}", written.trim_start_matches("aws/"));
        let edit = cx.set(&at, right.as_str());
        cx.report(&RULE, &at, format!("\"{name}\" begins with aws/, which AWS keeps for itself."))
            .help("Choose another beginning, such as /ecs/.")
            .fix(format!("Call it {right}"), vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "logGroup.web.logGroupName";

    #[test]
    fn names_that_cloudwatch_takes_pass() {
        for name in ["/ecs/web-{environment}", "/aws/ecs/web", "web#1", "${var.log_group}"] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(name))])), NONE);
        }
    }

    #[test]
    fn others_are_found_and_repaired() {
        for (name, right) in [("/ecs/my web", "/ecs/my-web"), ("aws/web", "/web")] {
            let design = sound(&[(AT, json!(name))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
    }
}
