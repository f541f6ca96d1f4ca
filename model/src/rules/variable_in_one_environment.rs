//! EV005: an environment variable or secret is there in each environment.

use crate::diagnostic::Severity;
use crate::path::{Path, Segment};
use crate::record::{Kind, Record, RecordId};
use serde_json::Value;

use super::{Check, DesignContext, Rule, differences};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EV005",
    name: "variable-in-one-environment",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An environment variable or secret is there in each environment.",
        why: "Environments give a variable different values. A variable that one of them does not have at all is \
           often one that was forgotten there, and the application finds out when it starts.",
    },
    check: Check::Overrides(check),
};

fn is_variable(kind: Kind, path: &Path) -> bool {
    kind == Kind::TaskDefinition
        && matches!(path.segments(), [.., Segment::Key(list), Segment::Named(_)] if matches!(list.as_ref(), "environment" | "secrets"))
}

fn check(cx: &mut DesignContext<'_>, id: &RecordId, record: &Record) {
    for difference in differences::of_record(id, record, cx.estates, is_variable) {
        let [container @ .., Segment::Key(list), Segment::Named(name)] = difference.at.segments()
        else {
            continue;
        };
        let container = Path::root().join(container);
        let lacking = if difference.value.is_some() { difference.there } else { difference.here };
        let (noun, other) = if list == "secrets" {
            ("secret", "environment")
        } else {
            ("environment variable", "secrets")
        };
        // A variable here and a secret there is the same name; a file may hold any name.
        let elsewhere = container.key(other).named(name.clone()).get(&lacking.overlay).is_some();
        let files = container.key("environmentFiles").get(&lacking.overlay);
        if elsewhere || files.and_then(Value::as_array).is_some_and(|files| !files.is_empty()) {
            continue;
        }
        let (has, lacks) = difference.only_in();
        let message = format!("The {noun} {name} is set in {has} and not in {lacks}.");
        let here = &difference.here.environment;
        cx.report(&RULE, difference.address(), Some(here.clone()), message)
            .help(format!("If the application needs it in {lacks} too, set it there."))
            .fix(format!("Make {here} like the others"), vec![difference.reset()]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, messages, sound_twice};
    use serde_json::{Value, json};

    const CONTAINER: &str = "taskDefinition.web.containerDefinitions[app]";

    fn at(rest: &str) -> String {
        format!("{CONTAINER}.{rest}")
    }

    #[test]
    fn other_values_and_secrets_of_the_same_name_pass() {
        let variable = json!({"name": "LOG_LEVEL", "value": "debug"});
        let secret = json!([{"name": "LOG_LEVEL", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/a"}]);
        let files = json!([{"type": "s3", "value": "arn:aws:s3:::bucket/staging.env"}]);
        for changes in [
            vec![(at("environment[LOG_LEVEL]@staging"), variable)],
            vec![
                (at("secrets@staging"), secret),
                (at("environment[LOG_LEVEL]@staging"), Value::Null),
            ],
            vec![
                (at("environmentFiles@staging"), files),
                (at("environment[LOG_LEVEL]@staging"), Value::Null),
            ],
        ] {
            let changes: Vec<(&str, Value)> =
                changes.iter().map(|(at, value)| (at.as_str(), value.clone())).collect();
            assert_eq!(addresses(&RULE, &sound_twice(&changes)), NONE);
        }
    }

    #[test]
    fn one_that_an_environment_lacks_is_found_and_reset() {
        for (change, to, name, has, lacks) in [
            ("environment[LOG_LEVEL]@staging", Value::Null, "LOG_LEVEL", "production", "staging"),
            (
                "environment[DEBUG]@staging",
                json!({"name": "DEBUG", "value": "1"}),
                "DEBUG",
                "staging",
                "production",
            ),
            ("environment@staging", json!([]), "LOG_LEVEL", "production", "staging"),
        ] {
            let design = sound_twice(&[(&at(change), to)]);
            assert_eq!(addresses(&RULE, &design), [at(&format!("environment[{name}]"))]);
            let message =
                format!("The environment variable {name} is set in {has} and not in {lacks}.");
            assert_eq!(messages(&RULE, &design), [message]);
        }
        fixed(&RULE, &sound_twice(&[(&at("environment[LOG_LEVEL]@staging"), Value::Null)]));
    }
}
