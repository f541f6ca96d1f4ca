//! HC001: a health check whose command has the wrong form.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::count;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "HC001",
    name: "health-check-command",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A health check's command is a list that starts with CMD or CMD-SHELL.",
        why: "The command is a list of strings: CMD and a program with its arguments, or CMD-SHELL and one \
           line for the shell. The API refuses an empty list; other forms it takes, and the container is \
           then unhealthy for ever. What works in the console, everything in one string, does not work \
           here.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(health) = container.health_check.known() else { continue };
        let Some(command) = health.command.known() else { continue };
        let words: Option<Vec<&str>> = command.iter().map(Field::text).collect();
        let path = health.path("command");
        let label = container.label();
        if command.is_empty() {
            cx.report(&RULE, &path, format!("{label}'s health check has no command."))
                .help("Write CMD-SHELL and a line for the shell, such as curl -f http://localhost/ || exit 1; the image must have the program.")
                .severity(Severity::Error);
            continue;
        }
        let Some(first) = command.first().and_then(Field::text) else { continue };
        let split = words.and_then(|words| split(&words));
        let message = if !matches!(first, "CMD" | "CMD-SHELL" | "NONE") {
            format!("{label}'s health check starts with \"{first}\", not with CMD or CMD-SHELL.")
        } else if first == "CMD-SHELL" && command.len() > 2 {
            format!(
                "{label}'s health check has {} after CMD-SHELL, which runs only the first.",
                count(command.len() - 1, "string")
            )
        } else {
            continue;
        };
        let fix = split.map(|words| cx.set(&path, words));
        let report = cx
            .report(&RULE, &path, message)
            .help("Write [\"CMD-SHELL\", \"a line for the shell\"], or [\"CMD\", \"program\", \"argument\"].");
        if let Some(edit) = fix {
            report.fix("Write it as a list", vec![edit]);
        }
    }
}

/// What is meant: the keyword by itself, one line behind `CMD-SHELL`, and words behind `CMD`.
fn split(words: &[&str]) -> Option<Vec<String>> {
    let line = words.join(" ");
    let (keyword, rest) = match (line.split_once([' ', ',']), words) {
        (Some((keyword @ ("CMD" | "CMD-SHELL"), rest)), _) => {
            (keyword, rest.trim_start_matches([' ', ',']))
        }
        // One string with a space in it is a line for the shell.
        (Some(_), [_]) => ("CMD-SHELL", line.as_str()),
        _ => return Some(["CMD"].iter().chain(words).map(ToString::to_string).collect()),
    };
    if rest.is_empty() {
        return None;
    }
    if keyword == "CMD-SHELL" {
        return Some(vec![keyword.to_owned(), rest.to_owned()]);
    }
    let separator = if rest.contains(',') { ',' } else { ' ' };
    let parts = rest.split(separator).map(str::trim).filter(|part| !part.is_empty());
    Some([keyword].into_iter().chain(parts).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{
        container, design, fargate, findings, finds, fixed_task_definition,
    };
    use crate::diagnostic::Severity;

    fn health(command: serde_json::Value) -> serde_json::Value {
        fargate(json!([container(json!({"healthCheck": {"command": command}}))]))
    }

    #[test]
    fn commands_that_run_pass() {
        for good in [
            json!(["CMD-SHELL", "curl -f http://localhost/ || exit 1"]),
            json!(["CMD", "/health", "--quick"]),
            json!(["NONE"]),
            json!("${var.command}"),
            json!(["${var.first}", "x"]),
        ] {
            assert_eq!(finds(&RULE, &health(good)), [""; 0]);
        }
    }

    #[test]
    fn others_are_found_and_split() {
        for (bad, fixed) in [
            (json!(["/health"]), json!(["CMD", "/health"])),
            (json!(["curl", "-f", "localhost"]), json!(["CMD", "curl", "-f", "localhost"])),
            (json!(["curl -f localhost"]), json!(["CMD-SHELL", "curl -f localhost"])),
            (json!(["CMD-SHELL curl -f localhost"]), json!(["CMD-SHELL", "curl -f localhost"])),
            (json!(["CMD-SHELL,curl -f localhost"]), json!(["CMD-SHELL", "curl -f localhost"])),
            (json!(["CMD,curl,-f,localhost"]), json!(["CMD", "curl", "-f", "localhost"])),
            (
                json!(["CMD-SHELL", "curl", "-f", "localhost"]),
                json!(["CMD-SHELL", "curl -f localhost"]),
            ),
        ] {
            assert_eq!(
                finds(&RULE, &health(bad.clone())),
                ["containerDefinitions[app].healthCheck.command"]
            );
            assert_eq!(fixed_task_definition(&RULE, &health(bad)), health(fixed));
        }
        let empty = design(&[("taskDefinition.subject", health(json!([])))]);
        assert_eq!(findings(&RULE, &empty)[0].severity, Severity::Error);
    }
}
