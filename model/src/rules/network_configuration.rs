//! NW001: A service has a network configuration exactly when its tasks use awsvpc.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::ecs::shape::Field;
use crate::edit::Edit;
use crate::record::Kind;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW001",
    name: "network-configuration",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3052"),
        summary: "A service has a network configuration exactly when its tasks use awsvpc.",
        why: "With awsvpc each task has a network interface in a subnet, so the service says in which. ECS \
           refuses a service without (\"Network Configuration must be provided when networkMode 'awsvpc' is \
           specified\"), and one with it for any other network mode.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
    let Some(awsvpc) = facts::uses_awsvpc(resolved, definition) else { return };
    let at = service.path("networkConfiguration");
    let inner = at.key("awsvpcConfiguration");
    let absent = match &service.network_configuration {
        Field::Absent => true,
        Field::Known(configuration) => configuration.awsvpc_configuration.is_absent(),
        _ => false,
    };
    let name = resolved.id.name();
    if awsvpc && absent && facts::is_generated(cx.subject()) {
        let fix = cx.only(Kind::Network).map(|id| {
            (
                format!("Use the network {}", id.name()),
                cx.set(&inner, facts::configuration_for(cx, id)),
            )
        });
        let message = format!(
            "The tasks of {name} use awsvpc, and the service does not say in which subnets they run."
        );
        let report = cx
            .report(&RULE, &inner, message)
            .help("ECS refuses the service. Choose its subnets and security groups.");
        if let Some((label, edit)) = fix {
            report.fix(label, vec![edit]);
        }
    } else if !awsvpc && matches!(service.network_configuration, Field::Known(_)) {
        let mode = definition.network_mode.text().unwrap_or("bridge").to_owned();
        let remove = cx.remove(&at);
        let address = cx.address_in(resolved, &definition.path("networkMode"));
        let set = Edit::Set { address, value: "awsvpc".into() };
        let message = format!(
            "The service says in which subnets its tasks run, and the tasks of {name} have the network mode {mode}."
        );
        cx.report(&RULE, &at, message)
            .help("ECS takes a network configuration only with the network mode awsvpc.")
            .fix(format!("Let {name} use awsvpc"), vec![set])
            .fix("Take the network configuration away", vec![remove]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.networkConfiguration";
    const MODE: &str = "taskDefinition.web.networkMode";

    #[test]
    fn awsvpc_with_subnets_and_others_without_pass() {
        for changes in [
            &[][..],
            &[(AT, json!("${var.network}"))],
            &[(AT, Value::Null), (MODE, json!("bridge"))],
            &[(AT, Value::Null), (MODE, json!("${var.mode}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn a_missing_configuration_is_found_and_the_only_network_used() {
        for none in [Value::Null, json!({})] {
            let design = sound(&[(AT, none)]);
            let inner = format!("{AT}.awsvpcConfiguration");
            assert_eq!(addresses(&RULE, &design), [inner.as_str()]);
            let right = json!({
                "subnets": ["${network.private.subnets}"],
                "securityGroups": ["${network.private.securityGroups}"],
                "assignPublicIp": "DISABLED"
            });
            assert_eq!(value(&fixed(&RULE, &design), &inner), right);
        }
    }

    #[test]
    fn one_too_many_is_found() {
        let design = sound(&[(MODE, json!("bridge"))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), MODE), "awsvpc");
    }
}
