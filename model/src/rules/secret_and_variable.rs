//! EN001: a name that is both a secret and a plain variable, or two secrets.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EN001",
    name: "secret-and-variable",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A name is either a secret or a plain variable, and only once.",
        why: "A secret becomes an environment variable of the container, so RegisterTaskDefinition refuses \
           one whose name is taken: \"The secret name must be unique and not shared with any new or \
           existing environment variables set on the container.\"",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let secrets = container.secrets.items();
        for (index, secret) in secrets.iter().enumerate() {
            let Some(name) = secret.name.text().filter(|name| !name.is_empty()) else { continue };
            if secrets.iter().take(index).any(|earlier| earlier.name.is(name)) {
                let edit = cx.remove(&secret.at);
                cx.report(
                    &RULE,
                    &secret.at,
                    format!("{} has two secrets called {name}.", container.label()),
                )
                .help("Each becomes an environment variable, and there can be one of a name.")
                .fix("Take the second away", vec![edit]);
                continue;
            }
            let plain =
                container.environment.items().iter().find(|variable| variable.name.is(name));
            let Some(plain) = plain else { continue };
            let edits = (cx.remove(&plain.at), cx.remove(&secret.at));
            cx.report(
                &RULE,
                &secret.at,
                format!("{name} is both a secret and a plain variable of {}.", container.label()),
            )
            .help("A secret becomes an environment variable, and there can be one of a name.")
            .fix("Take the plain variable away", vec![edits.0])
            .fix("Take the secret away", vec![edits.1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn a_name_is_used_once() {
        let names = |plain: &str, secrets: &[&str]| {
            let secrets: Vec<_> =
                secrets.iter().map(|name| json!({"name": name, "valueFrom": "p"})).collect();
            fargate(json!([container(
                json!({"environment": [{"name": plain, "value": "v"}], "secrets": secrets})
            )]))
        };
        assert_eq!(finds(&RULE, &names("A", &["B", "C"])), [""; 0]);
        assert_eq!(
            finds(&RULE, &names("A", &["A", "C"])),
            ["containerDefinitions[app].secrets[A]"]
        );
        assert_eq!(
            finds(&RULE, &names("A", &["B", "B"])),
            ["containerDefinitions[app].secrets[1]"]
        );
        assert_eq!(fixed_task_definition(&RULE, &names("A", &["B", "B"])), names("A", &["B"]));
        let fixed = fixed_task_definition(&RULE, &names("A", &["A"]));
        assert_eq!(
            fixed["containerDefinitions"][0]["secrets"],
            json!([{"name": "A", "valueFrom": "p"}])
        );
    }
}
