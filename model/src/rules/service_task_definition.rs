//! SV003: A service names its task definition.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::record::Kind;
use crate::reference::Reference;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV003",
    name: "service-task-definition",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service names its task definition.",
        why: "A service that ECS or CodeDeploy deploys runs tasks of one task definition. Only an EXTERNAL \
           deployment controller takes it from task sets instead.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let deploys = matches!(facts::controller(service), Some("ECS" | "CODE_DEPLOY"));
    if !deploys || !service.task_definition.is_absent() || !facts::is_generated(cx.subject()) {
        return;
    }
    let at = service.path("taskDefinition");
    let fix = cx.only(Kind::TaskDefinition).map(|id| {
        (format!("Run {}", id.name()), cx.set(&at, Reference::to(id.clone()).to_string()))
    });
    let report = cx
        .report(
            &RULE,
            &at,
            "The service names no task definition, so there is nothing for it to run.",
        )
        .help("Choose the task definition whose tasks the service keeps running.");
    if let Some((label, edit)) = fix {
        report.fix(label, vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.taskDefinition";

    #[test]
    fn a_task_definition_or_an_external_controller_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        assert_eq!(addresses(&RULE, &sound(&[(AT, json!("web:3"))])), NONE);
        let external = sound(&[
            (AT, Value::Null),
            ("service.web.deploymentController.type", json!("EXTERNAL")),
        ]);
        assert_eq!(addresses(&RULE, &external), NONE);
    }

    #[test]
    fn the_only_task_definition_is_the_fix() {
        let design = sound(&[(AT, Value::Null)]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), "${taskDefinition.web}");
    }
}
