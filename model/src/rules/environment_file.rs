//! EN006: an environment file that ECS cannot read.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::naming::is_template;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EN006",
    name: "environment-file",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EnvironmentFile.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An environment file is the ARN of an S3 object, and there are at most 10.",
        why: "RegisterTaskDefinition refuses an s3:// address with \"Invalid arn syntax\", and more than 10 \
           files. A file whose name does not end with .env is read all the same or not at all, depending \
           on the agent, so that is a warning.",
    },
    check: Check::TaskDefinition(check),
};

const MOST: usize = 10;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let files = container.environment_files.items();
        if files.len() > MOST {
            let message = format!(
                "{} has {} environment files, and ECS takes {MOST} at most.",
                container.label(),
                files.len()
            );
            cx.report(&RULE, &container.path("environmentFiles"), message)
                .help("Put several of them into one.");
        }
        for file in files {
            let Some(value) = file.value.text().filter(|value| !is_template(value)) else {
                continue;
            };
            let path = file.path("value");
            if !value.starts_with("arn:") {
                let arn =
                    value.strip_prefix("s3://").map(|object| format!("arn:aws:s3:::{object}"));
                let fix = arn.map(|arn| (format!("Write {arn}"), vec![cx.set(&path, arn)]));
                let report = cx
                    .report(
                        &RULE,
                        &path,
                        format!(
                            "{}'s environment file is \"{value}\", which is no ARN.",
                            container.label()
                        ),
                    )
                    .help("Name the object in S3 by its ARN: arn:aws:s3:::bucket/key.env.");
                if let Some((label, edits)) = fix {
                    report.fix(label, edits);
                }
            } else if !value.ends_with(".env") {
                cx.report(
                    &RULE,
                    &path,
                    format!(
                        "{}'s environment file {value} does not end with .env.",
                        container.label()
                    ),
                )
                .help("ECS reads environment files whose names end with .env.")
                .severity(Severity::Warning);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn files_are_objects_in_s3() {
        let file = |value: &str| {
            fargate(json!([container(
                json!({"environmentFiles": [{"type": "s3", "value": value}]})
            )]))
        };
        for good in ["arn:aws:s3:::bucket/a.env", "${aws_s3_object.env.arn}"] {
            assert_eq!(finds(&RULE, &file(good)), [""; 0]);
        }
        for bad in ["s3://bucket/a.env", "a.env", "arn:aws:s3:::bucket/a.txt"] {
            assert_eq!(
                finds(&RULE, &file(bad)),
                ["containerDefinitions[app].environmentFiles[0].value"]
            );
        }
        assert_eq!(
            fixed_task_definition(&RULE, &file("s3://bucket/a.env")),
            file("arn:aws:s3:::bucket/a.env")
        );
        let many = vec![json!({"type": "s3", "value": "arn:aws:s3:::bucket/a.env"}); 11];
        let many = fargate(json!([container(json!({"environmentFiles": many}))]));
        assert_eq!(finds(&RULE, &many), ["containerDefinitions[app].environmentFiles"]);
    }
}
