//! LG005: an option of awslogs with a value that it does not take.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::naming::is_template;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LG005",
    name: "awslogs-values",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E1155"),
        summary: "The options of awslogs have values that it takes.",
        why: "A log group's name is 1 to 512 letters, digits and ._-/#; mode is blocking or non-blocking; \
           max-buffer-size is a number with k, m or g. Two options for multi-line messages exclude each \
           other, and a buffer is used only without blocking: these two are warnings.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(log) =
            container.log_configuration.known().filter(|log| log.log_driver.is("awslogs"))
        else {
            continue;
        };
        let label = container.label();
        let text = |key: &str| log.options.get(key).and_then(Field::text);
        let at = |key: &'static str| log.path("options").key(key);
        if let Some(group) =
            text("awslogs-group").filter(|group| !group.is_empty() && !is_log_group(group))
        {
            cx.report(&RULE, &at("awslogs-group"), format!("{label} logs to the group \"{group}\", a name that CloudWatch Logs does not take."))
                .help("A log group's name is 1 to 512 letters, digits and the characters . _ - / #.");
        }
        if let Some(mode) =
            text("mode").filter(|mode| !matches!(*mode, "blocking" | "non-blocking"))
        {
            let edit = cx.set(&at("mode"), "non-blocking");
            cx.report(&RULE, &at("mode"), format!("{label}'s log mode is \"{mode}\", and there are blocking and non-blocking."))
                .help("Blocking makes the container wait when logs cannot be sent; non-blocking drops them when the buffer is full.")
                .fix("Set mode to non-blocking", vec![edit]);
        }
        if let Some(size) = text("max-buffer-size") {
            if !is_size(size) {
                cx.report(
                    &RULE,
                    &at("max-buffer-size"),
                    format!("{label}'s log buffer is \"{size}\", which is no size."),
                )
                .help("Write a number of bytes, or one with k, m or g behind it: 25m.");
            } else if text("mode") == Some("blocking") {
                cx.report(
                    &RULE,
                    &at("max-buffer-size"),
                    format!(
                        "{label} has a log buffer of {size} and the mode blocking, which uses none."
                    ),
                )
                .help("The buffer is for the mode non-blocking, which is the default.")
                .severity(Severity::Warning);
            }
        }
        if text("awslogs-datetime-format").is_some() && text("awslogs-multiline-pattern").is_some()
        {
            let edit = cx.remove(&at("awslogs-multiline-pattern"));
            cx.report(
                &RULE,
                &at("awslogs-multiline-pattern"),
                format!("{label} says in two ways where a log message of several lines starts."),
            )
            .help("awslogs takes either awslogs-datetime-format or awslogs-multiline-pattern.")
            .severity(Severity::Warning)
            .fix("Take awslogs-multiline-pattern away", vec![edit]);
        }
    }
}

fn is_log_group(name: &str) -> bool {
    is_template(name)
        || name.len() <= 512
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_/#{}$".contains(&b))
}

fn is_size(size: &str) -> bool {
    let digits = size.trim_end_matches(['k', 'm', 'g', 'K', 'M', 'G']);
    !digits.is_empty()
        && size.len() - digits.len() <= 1
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn values_are_checked() {
        let log = |options| {
            fargate(json!([container(
                json!({"logConfiguration": {"logDriver": "awslogs", "options": options}})
            )]))
        };
        for good in [
            json!({"awslogs-group": "/ecs/web_1.a#b", "mode": "non-blocking", "max-buffer-size": "25m"}),
            json!({"awslogs-group": "${logGroup.web}", "mode": "${var.mode}"}),
        ] {
            assert_eq!(finds(&RULE, &log(good)), [""; 0]);
        }
        for (bad, key) in [
            (json!({"awslogs-group": "my group"}), "awslogs-group"),
            (json!({"mode": "async"}), "mode"),
            (json!({"max-buffer-size": "25 MB"}), "max-buffer-size"),
            (json!({"mode": "blocking", "max-buffer-size": "25m"}), "max-buffer-size"),
            (
                json!({"awslogs-datetime-format": "%Y", "awslogs-multiline-pattern": "^a"}),
                "awslogs-multiline-pattern",
            ),
        ] {
            assert_eq!(
                finds(&RULE, &log(bad)),
                [format!("containerDefinitions[app].logConfiguration.options.{key}")]
            );
        }
        fixed_task_definition(&RULE, &log(json!({"mode": "async"})));
    }
}
