//! AS001: Scaling says which service it scales: a replica service of ECS.

use crate::diagnostic::Severity;
use crate::ecs::scaling::Scaling;
use crate::ecs::shape::Field;
use crate::path::Path;
use crate::record::Kind;
use crate::reference::Reference;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "AS001",
    name: "scaling-service",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Scaling says which service it scales: a replica service of ECS.",
        why: "Application Auto Scaling calls a service of ECS `service/cluster/service`, and refuses to register anything else \
           for its desired count. A daemon service runs one task on each instance, and has no count to scale.",
    },
    check: Check::Scaling(check),
};

fn check(cx: &mut Context<'_>, scaling: &Scaling) {
    let at = scaling.path("resourceId");
    match &scaling.resource_id {
        Field::Absent => {
            without_service(cx, &at, "The scaling does not say which service it scales.");
        }
        Field::Known(text) if text.is_empty() => {
            without_service(cx, &at, "The name of the service that is scaled is empty.");
        }
        Field::Known(text) => {
            let mut parts = text.split('/');
            let is_service = parts.next() == Some("service")
                && parts.by_ref().take(2).filter(|part| !part.is_empty()).count() == 2
                && parts.next().is_none();
            if !is_service {
                let message = format!("\"{text}\" is not the name of a service of ECS.");
                without_service(cx, &at, &message);
            }
        }
        service @ Field::Record(_) => {
            let Some(service) = cx.follow(service) else { return };
            if service.service().is_some_and(|it| it.scheduling_strategy.is("DAEMON")) {
                let message = format!(
                    "{} runs one task on every instance, so it has no desired count to scale.",
                    service.display_name()
                );
                cx.report(&RULE, &at, message).help(
                    "Scale a replica service, or let the daemon service follow the number of instances.",
                );
            }
        }
        Field::Expression(_) | Field::Wrong => {}
    }
}

fn without_service(cx: &mut Context<'_>, at: &Path, message: &str) {
    let fix = cx.only(Kind::Service).map(|service| {
        let reference = Reference::to(service.clone()).to_string();
        (format!("Scale {}", service.name()), cx.set(at, reference))
    });
    let report = cx.report(&RULE, at, message).help(
        "Choose a service of the design, or name one that exists as service/cluster/service.",
    );
    if let Some((label, edit)) = fix {
        report.fix(label, vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "scaling.web.resourceId";

    fn scaled(resource: Value) -> crate::design::Design {
        let body = json!({"resourceId": resource, "minCapacity": 2, "maxCapacity": 6});
        sound(&[("scaling.web", body)])
    }

    #[test]
    fn services_of_the_design_and_others_by_name_pass() {
        for name in ["${service.web}", "service/main/web", "${var.service}", "${service.gone}"] {
            assert_eq!(addresses(&RULE, &scaled(json!(name))), NONE);
        }
    }

    #[test]
    fn none_and_what_is_none_are_found() {
        for name in
            [Value::Null, json!(""), json!("web"), json!("service/web"), json!("service/a/b/c")]
        {
            let design = scaled(name);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), "${service.web}");
        }
    }

    #[test]
    fn a_daemon_has_nothing_to_scale() {
        let body = json!({"resourceId": "${service.web}", "minCapacity": 2, "maxCapacity": 6});
        let design =
            sound(&[("service.web.schedulingStrategy", json!("DAEMON")), ("scaling.web", body)]);
        assert_eq!(addresses(&RULE, &design), [AT]);
    }
}
