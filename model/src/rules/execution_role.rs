//! TD012: something that ECS does for a task with an execution role, and no execution role.

use serde_json::{Map, Value, json};
use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::ecs::shape::{Field, Text};
use crate::ecs::task_definition::TaskDefinition;
use crate::edit::Edit;
use crate::record::{Kind, Record, RecordId};
use crate::reference::Reference;
use crate::text::all_of;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD012",
    name: "execution-role",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A task that ECS fetches images, logs or secrets for has an execution role.",
        why: "Before the containers run, ECS itself pulls private images, opens log streams and reads \
           secrets, with the task's execution role; the task role belongs to the code inside. \
           RegisterTaskDefinition refuses secrets without it anywhere, and private ECR images and awslogs \
           without it on Fargate. For environment files, credentials for a private registry and secret \
           log options the task is registered and then cannot start.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.execution_role_arn.is_absent() {
        return;
    }
    let needs = needs(task);
    if needs.is_empty() {
        return;
    }
    let refused = needs.iter().any(|need| need.refused);
    let words: Vec<&str> = needs.iter().map(|need| need.words.as_str()).collect();
    let (label, edits) = add_role(cx, task);
    let report = cx
        .report(
            &RULE,
            &task.path("executionRoleArn"),
            format!("There is no execution role, and ECS needs one: {}.", all_of(&words)),
        )
        .help("ECS does this with the execution role, before the containers run. The managed policy AmazonECSTaskExecutionRolePolicy lets it pull from ECR and write logs; secrets and files need permission of their own.")
        .fix(label, edits);
    if !refused {
        report.severity(Severity::Warning);
    }
}

/// Something that ECS does with the execution role.
struct Need {
    words: String,
    /// Whether the API refuses the task definition; else the task fails to start.
    refused: bool,
}

fn needs(task: &TaskDefinition) -> Vec<Need> {
    let fargate = task.is_for_fargate();
    let mut needs = Vec::new();
    for container in task.containers() {
        let label = container.label();
        let mut need =
            |what: &str, refused| needs.push(Need { words: format!("{label} {what}"), refused });
        if fargate && image_text(&container.image).is_some_and(is_private_ecr) {
            need("has an image in a private ECR repository", true);
        }
        if !container.secrets.items().is_empty() {
            need("takes secrets", true);
        }
        if fargate && container.log_driver() == Some("awslogs") {
            need("logs with awslogs", true);
        }
        if !container.environment_files.items().is_empty() {
            need("takes environment files", false);
        }
        if container.repository_credentials.known().is_some() {
            need("has an image that needs credentials", false);
        }
        let secret_options =
            container.log_configuration.known().map(|log| log.secret_options.items());
        if secret_options.is_some_and(|options| !options.is_empty()) {
            need("has secret log options", false);
        }
    }
    for volume in task.volumes.items() {
        if volume.fsx_windows_file_server_volume_configuration.known().is_some() {
            needs.push(Need { words: "a volume is on FSx".to_owned(), refused: false });
        }
    }
    needs
}

/// The image's text, expressions included: the registry is often plain where the tag is a variable.
fn image_text(image: &Text) -> Option<&str> {
    match image {
        Field::Known(text) | Field::Expression(text) => Some(text),
        _ => None,
    }
}

/// Whether an image is in a private repository of Amazon ECR: `<account>.dkr.ecr.<region>.…/<repository>`.
fn is_private_ecr(image: &str) -> bool {
    image.split_once('/').is_some_and(|(host, _)| {
        let mut labels = host.split('.');
        let account = labels.next().unwrap_or_default();
        account.len() == 12
            && account.bytes().all(|byte| byte.is_ascii_digit())
            && labels.next() == Some("dkr")
            && matches!(labels.next(), Some("ecr" | "ecr-fips"))
    })
}

/// The fix: refers to this task definition's own execution role, and makes it if it is not there yet.
fn add_role(cx: &Context<'_>, task: &TaskDefinition) -> (String, Vec<Edit>) {
    let subject = cx.subject();
    let id = RecordId::from_text(Kind::Role, &format!("{}-execution", subject.id.name()));
    let path = task.path("executionRoleArn");
    let refer = cx.set(&path, Reference::to(id.clone()).to_string());
    if cx.get(&id).is_some() {
        return (format!("Use {id}"), vec![refer]);
    }
    let family = subject.overlay.get("family").and_then(Value::as_str).unwrap_or(subject.id.name());
    let mut body = Map::new();
    body.insert("roleName".to_owned(), format!("{family}-execution").into());
    body.insert("managedPolicyArns".to_owned(), json!([EXECUTION_POLICY]));
    let record = Record { environments: subject.record.environments.clone(), ..Record::new(body) };
    let add = Edit::AddRecord { id, index: None, record: Arc::new(record) };
    ("Add an execution role".to_owned(), vec![add, refer])
}

/// AWS's policy for pulling from ECR and writing to CloudWatch Logs.
const EXECUTION_POLICY: &str =
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, design, fargate, findings, finds, fixed, says, with};
    use crate::diagnostic::Severity;

    const IMAGE: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";

    fn without_role(container: serde_json::Value) -> serde_json::Value {
        with(fargate(json!([container])), json!({"executionRoleArn": null}))
    }

    fn severity(body: serde_json::Value) -> Option<Severity> {
        findings(&RULE, &design(&[("taskDefinition.subject", body)]))
            .first()
            .map(|found| found.severity)
    }

    #[test]
    fn a_role_is_asked_for_only_where_ecs_needs_it() {
        for good in [
            fargate(json!([container(json!({"image": IMAGE}))])),
            with(
                without_role(container(json!({"image": IMAGE}))),
                json!({"executionRoleArn": "${var.role}"}),
            ),
            without_role(container(json!({"image": "public.ecr.aws/nginx/nginx:1"}))),
            with(
                without_role(container(json!({"image": IMAGE}))),
                json!({"requiresCompatibilities": ["EC2"]}),
            ),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
    }

    #[test]
    fn each_need_is_named() {
        let secrets = json!([{"name": "S", "valueFrom": "s"}]);
        let bad = without_role(container(json!({"image": IMAGE, "secrets": secrets})));
        assert_eq!(finds(&RULE, &bad), ["executionRoleArn"]);
        assert_eq!(
            says(&RULE, &bad),
            "There is no execution role, and ECS needs one: app has an image in a private ECR repository and app takes secrets."
        );
        let tagged = format!("{}:${{var.tag}}", IMAGE.trim_end_matches(":1"));
        let files = json!([{"type": "s3", "value": "arn:aws:s3:::b/a.env"}]);
        for (members, expected) in [
            (json!({"image": tagged}), Severity::Error),
            (json!({"logConfiguration": {"logDriver": "awslogs"}}), Severity::Error),
            (json!({"environmentFiles": files}), Severity::Warning),
            (
                json!({"repositoryCredentials": {"credentialsParameter": "arn:x"}}),
                Severity::Warning,
            ),
        ] {
            assert_eq!(severity(without_role(container(members))), Some(expected));
        }
    }

    #[test]
    fn the_fix_makes_a_role_and_refers_to_it() {
        let body = with(
            without_role(container(json!({"image": IMAGE}))),
            json!({"family": "web-{environment}"}),
        );
        let fixed = fixed(&RULE, &design(&[("taskDefinition.subject", body)]));
        let role = fixed.record(&"role.subject-execution".parse().unwrap()).unwrap();
        assert_eq!(role.body["roleName"], "web-{environment}-execution");
        let task = fixed.record(&"taskDefinition.subject".parse().unwrap()).unwrap();
        assert_eq!(task.body["executionRoleArn"], "${role.subject-execution}");
    }
}
