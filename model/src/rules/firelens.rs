//! LG006: FireLens with only one of its two halves.

use crate::diagnostic::Severity;
use crate::ecs::container_definition::ContainerDefinition;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LG006",
    name: "firelens",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The driver awsfirelens and a log router go together.",
        why: "awsfirelens hands logs to a container of the same task that has a firelensConfiguration. \
           RegisterTaskDefinition refuses the driver without the router, and the router without a \
           container that uses it. On Fargate the router's own configuration cannot come from S3.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let containers = task.containers();
    let mut routers =
        containers.iter().filter(|container| !container.firelens_configuration.is_absent());
    let router = routers.next();
    let known = |container: &ContainerDefinition| match &container.log_configuration {
        Field::Absent => true,
        Field::Known(log) => log.log_driver.known().is_some(),
        _ => false,
    };
    let user = containers.iter().find(|container| container.log_driver() == Some("awsfirelens"));
    match (router, user) {
        (None, Some(user)) => {
            let path =
                user.log_configuration.known().map(|log| log.path("logDriver")).unwrap_or_default();
            cx.report(&RULE, &path, format!("{} logs with awsfirelens, and no container is a log router.", user.label()))
                .help("awsfirelens hands logs to a container with a firelensConfiguration, usually one of AWS for Fluent Bit.");
        }
        (Some(router), None) if containers.iter().all(known) => {
            cx.report(
                &RULE,
                &router.path("firelensConfiguration"),
                format!(
                    "{} is a log router, and no container logs with awsfirelens.",
                    router.label()
                ),
            )
            .help("Set the log driver of the containers whose logs it is to route to awsfirelens.");
        }
        _ => {}
    }
    if let Some(second) = routers.next() {
        let path = second.path("firelensConfiguration");
        let edit = cx.remove(&path);
        cx.report(&RULE, &path, format!("{} is a second log router.", second.label()))
            .help("A task has one.")
            .fix("Take its firelensConfiguration away", vec![edit]);
    }
    let options = router.and_then(|router| router.firelens_configuration.known());
    if let Some(firelens) = options.filter(|_| task.is_for_fargate())
        && firelens.options.get("config-file-type").is_some_and(|kind| kind.is("s3"))
    {
        cx.report(
            &RULE,
            &firelens.path("options").key("config-file-type"),
            "The log router's configuration is in S3, and on Fargate it cannot be.",
        )
        .help("Put the file into the router's image and set config-file-type to file.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn driver_and_router_go_together() {
        let app = || container(json!({"logConfiguration": {"logDriver": "awsfirelens"}}));
        let plain = || container(json!({}));
        let router = |name: &str| {
            container(json!({"name": name, "firelensConfiguration": {"type": "fluentbit"}}))
        };
        let from_s3 = container(
            json!({"name": "log", "firelensConfiguration": {"type": "fluentbit", "options": {"config-file-type": "s3"}}}),
        );
        let unknown = container(json!({"logConfiguration": "${var.log}"}));
        for good in
            [json!([app(), router("log")]), json!([plain()]), json!([unknown, router("log")])]
        {
            assert_eq!(finds(&RULE, &fargate(good)), [""; 0]);
        }
        for (bad, at) in [
            (json!([app()]), "containerDefinitions[app].logConfiguration.logDriver"),
            (json!([plain(), router("log")]), "containerDefinitions[log].firelensConfiguration"),
            (
                json!([app(), router("log"), router("log-2")]),
                "containerDefinitions[log-2].firelensConfiguration",
            ),
            (
                json!([app(), from_s3]),
                "containerDefinitions[log].firelensConfiguration.options.config-file-type",
            ),
        ] {
            assert_eq!(finds(&RULE, &fargate(bad)), [at]);
        }
        fixed_task_definition(&RULE, &fargate(json!([app(), router("log"), router("log-2")])));
    }
}
