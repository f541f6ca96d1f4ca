//! EN003: what is probably a password or a token, as a plain variable.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EN003",
    name: "plain-secret",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Passwords and tokens are secrets, not plain variables.",
        why: "Whoever may describe the task definition reads its plain variables, and every revision keeps \
           them for good. A secret is a reference to Secrets Manager or Parameter Store that ECS reads \
           when the task starts. Bayplan goes by the variable's name, and is silent when the value is \
           only a place, such as an ARN, a path or an address.",
    },
    check: Check::TaskDefinition(check),
};

/// What the last words of a name say when its value is to be kept secret.
const TELLING: &[&str] = &[
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "SECRET_KEY",
    "CREDENTIALS",
];

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for variable in container.environment.items() {
            let (Some(name), Some(value)) = (variable.name.text(), variable.value.text()) else {
                continue;
            };
            if is_telling(name) && is_a_value(value) {
                cx.report(&RULE, &variable.at, format!("{} has {name} as a plain variable.", container.label())).help(
                    "Whoever may describe the task definition reads it, and every revision keeps it. Store it in Secrets Manager or Parameter Store and name it in secrets.",
                );
            }
        }
    }
}

fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_uppercase().replace('-', "_");
    TELLING.iter().any(|word| {
        name.strip_suffix(word)
            .is_some_and(|before| before.is_empty() || before.ends_with('_') || *word == "PASSWORD")
    })
}

/// Whether a text can be the thing itself, and not the place where it is, a switch, or something that another
/// tool fills in.
fn is_a_value(value: &str) -> bool {
    let place = value.starts_with("arn:") || value.starts_with('/') || value.contains("://");
    let switch = matches!(value, "" | "true" | "false" | "0" | "1" | "yes" | "no");
    let filled_in = value.contains(['<', '{', '$']);
    !place && !switch && !filled_in
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds};

    #[test]
    fn names_tell_what_is_secret() {
        let variable = |name: &str, value: &str| {
            fargate(json!([container(json!({"environment": [{"name": name, "value": value}]}))]))
        };
        for (name, value) in [
            ("LOG_LEVEL", "info"),
            ("PASSWORD_MIN_LENGTH", "8"),
            ("TOKEN_TTL", "60"),
            ("SECRETARY", "x"),
            ("DB_PASSWORD", ""),
            ("DB_PASSWORD", "${var.password}"),
            ("DB_PASSWORD", "<password>"),
            ("DB_SECRET", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"),
            ("PRIVATE_KEY", "/run/key.pem"),
            ("REQUIRE_TOKEN", "true"),
        ] {
            assert_eq!(finds(&RULE, &variable(name, value)), [""; 0], "{name}={value}");
        }
        for name in
            ["DB_PASSWORD", "PGPASSWORD", "api-key", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY"]
        {
            let at = format!("containerDefinitions[app].environment[{name}]");
            assert_eq!(finds(&RULE, &variable(name, "hunter2")), [at]);
        }
    }
}
