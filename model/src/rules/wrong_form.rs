//! FM001: values of the wrong type, unknown members, missing members, and values that the API does not know.

use crate::diagnostic::Severity;
use crate::ecs::shape::{Fault, FaultKind};
use crate::edit::Edit;
use crate::text::{number, one_of};

use super::read_only_members::is_read_only;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "FM001",
    name: "wrong-form",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3012"),
        summary: "Every value has the type, and is one of the values, that the API takes.",
        why: "The AWS SDKs and the command line check a request against the API's model before they send it, and \
           refuse a number where a string belongs, a member the API does not have, or a structure without a \
           member that it must have. A value newer than Bayplan's tables is only a warning.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    let subject = cx.subject();
    for fault in subject.faults() {
        report(cx, fault);
    }
}

fn report(cx: &mut Context<'_>, fault: &Fault) {
    let at = &fault.at;
    let name = at.to_string();
    let name = name.rsplit_once('.').map_or(name.as_str(), |(_, last)| last);
    let found = at.get(&cx.subject().body).map(ToString::to_string).unwrap_or_default();
    match &fault.kind {
        FaultKind::WrongType { expected, repaired } => {
            let message = format!("{name} is {found}, and the API takes {expected} there.");
            let fix = repaired
                .as_ref()
                .map(|repaired| (format!("Write {repaired}"), cx.set(at, repaired.clone())));
            let report = cx
                .report(&RULE, at, message)
                .help("The AWS SDKs refuse the request before they send it.");
            if let Some((label, edit)) = fix {
                report.fix(label, vec![edit]);
            }
        }
        // Another rule takes these away, all at once.
        FaultKind::UnknownMember { .. } if is_read_only(cx.subject().id.kind(), at) => {}
        FaultKind::UnknownMember { similar } => {
            let message = format!("The API has no member called {name}.");
            let value = at.get(&cx.subject().overlay).cloned().unwrap_or_default();
            let remove = cx.remove(at);
            let rename = similar.and_then(|similar| {
                let right = at.parent()?.key(similar);
                Some((similar, vec![cx.remove(at), cx.set(&right, value)]))
            });
            let report = cx.report(&RULE, at, message).help(
                "The AWS SDKs refuse members that they do not know. It stays in what is exported until it is \
                 taken away.",
            );
            let report = match rename {
                Some((similar, edits)) => report.fix(format!("Rename it to {similar}"), edits),
                None => report,
            };
            report.fix(format!("Take {name} away"), vec![remove]);
        }
        FaultKind::Missing { key } => {
            let parent = at.parent().unwrap_or_default();
            let whole =
                if parent.is_root() { cx.subject().id.to_string() } else { parent.to_string() };
            cx.report(&RULE, at, format!("{whole} has no {key}, which the API demands."))
                .help(format!("Give it a {key}, or take the whole away."));
        }
        FaultKind::NotOneOf { found, allowed } => {
            let message = format!("{name} is \"{found}\", and the API takes {}.", one_of(allowed));
            let fixes: Vec<(String, Edit)> = allowed
                .iter()
                .filter(|value| value.eq_ignore_ascii_case(found))
                .map(|value| (format!("Write {value}"), cx.set(at, *value)))
                .collect();
            let remove = found.is_empty().then(|| cx.remove(at));
            let mut report = cx.report(&RULE, at, message).help(
                "A value that AWS added after this version of Bayplan may be right nevertheless.",
            );
            // AWS adds values; an empty one is never among them.
            if !found.is_empty() && fixes.is_empty() {
                report = report.severity(Severity::Warning);
            }
            for (label, edit) in fixes {
                report = report.fix(label, vec![edit]);
            }
            if let Some(edit) = remove {
                report.fix(format!("Take {name} away"), vec![edit]);
            }
        }
        FaultKind::OutOfRange { found, from, to } => {
            let (least, most) = (number(*from), number(*to));
            let message = if *to == i64::MAX {
                format!("{name} is {}, and the API takes {least} or more.", number(*found))
            } else {
                format!("{name} is {}, and the API takes {least} to {most}.", number(*found))
            };
            let nearest = (*found).clamp(*from, *to);
            let edit = cx.set(at, nearest);
            cx.report(&RULE, at, message)
                .help("The AWS SDKs refuse the request before they send it.")
                .fix(format!("Set {name} to {}", number(nearest)), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{codes_in_task_definition as codes, fixed_task_definition};
    use serde_json::json;

    fn task(container: serde_json::Value) -> serde_json::Value {
        json!({"family": "web", "containerDefinitions": [container]})
    }

    #[test]
    fn right_forms_pass() {
        for container in [
            json!({"name": "a", "image": "i:1", "cpu": 10, "essential": true}),
            json!({"name": "a", "image": "i:1", "cpu": "${var.cpu}", "environment": null}),
        ] {
            assert_eq!(codes(&RULE, &task(container)), [] as [&str; 0]);
        }
    }

    #[test]
    fn wrong_forms_are_found_where_they_are() {
        for (container, at) in [
            (json!({"name": "a", "essential": "yes"}), "essential"),
            (json!({"name": "a", "environmnet": []}), "environmnet"),
            (json!({"name": "a", "command": "run"}), "command"),
            (json!({"name": "a", "secrets": [{"name": "S"}]}), "secrets[S].valueFrom"),
            (
                json!({"name": "a", "portMappings": [{"protocol": "http"}]}),
                "portMappings[0].protocol",
            ),
            (
                json!({"name": "a", "environment": [{"name": "A", "value": 1}]}),
                "environment[A].value",
            ),
        ] {
            assert_eq!(
                codes(&RULE, &task(container)),
                [format!("taskDefinition.subject.containerDefinitions[a].{at}")]
            );
        }
    }

    #[test]
    fn fixes_end_the_problem() {
        for (container, expected) in [
            (json!({"name": "a", "cpu": "10"}), json!({"name": "a", "cpu": 10})),
            (json!({"name": "a", "command": "run"}), json!({"name": "a", "command": ["run"]})),
            (json!({"name": "a", "environmnet": []}), json!({"name": "a", "environment": []})),
            (
                json!({"name": "a", "portMappings": [{"protocol": "TCP"}]}),
                json!({"name": "a", "portMappings": [{"protocol": "tcp"}]}),
            ),
        ] {
            assert_eq!(fixed_task_definition(&RULE, &task(container)), task(expected));
        }
    }
}
