//! RF004: A record that exists elsewhere says what it is: its name, its ARN or its ids.

use crate::diagnostic::Severity;
use crate::edit::Edit;
use crate::path::Path;
use crate::record::{Kind, Origin};

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "RF004",
    name: "outside-record",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A record that exists elsewhere says what it is: its name, its ARN or its ids.",
        why: "A record can be looked up by its name, or referred to by an ARN. Without either, nothing says \
           which role, target group or load balancer is meant.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    let subject = cx.subject();
    let kind = subject.id.kind();
    let has = |key: &str| {
        subject.body.get(key).is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
    };
    let has_arn =
        matches!(kind, Kind::Role | Kind::TargetGroup | Kind::LoadBalancer | Kind::Namespace);
    let named = has(kind.name_key()) || (has_arn && has("arn"));
    let (needed, key) = match subject.origin() {
        // A network is its subnets, scaling its service.
        _ if named || matches!(kind, Kind::Network | Kind::Scaling) => return,
        Origin::LookUp => ("looked up", kind.name_key()),
        Origin::Refer if has_arn => ("referred to", "arn"),
        Origin::Refer | Origin::Generate => return,
    };
    let wants = if key == "arn" { "an ARN" } else { "a name" };
    let message = format!(
        "The {} {} is {needed}, and has neither name nor ARN.",
        kind.label(),
        subject.id.name()
    );
    let message =
        if has_arn { message } else { message.replace("neither name nor ARN", "no name") };
    cx.report(&RULE, &Path::root().key(key), message)
        .help(format!("Give it {wants}, or let the export generate it."))
        .fix(
            "Generate it",
            vec![Edit::SetOrigin { id: subject.id.clone(), origin: Origin::Generate }],
        );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound};
    use serde_json::{Value, json};

    use crate::design::Design;
    use crate::edit::Edit as Change;
    use crate::record::Origin as From;

    fn role(origin: From, key: &str, name: &str) -> Design {
        let base = sound(&[("role.task", Value::Null), ("role.task", json!({key: name}))]);
        base.apply(&[Change::SetOrigin { id: "role.task".parse().unwrap(), origin }]).unwrap().0
    }

    #[test]
    fn a_name_or_an_arn_passes() {
        for (origin, key, name) in [
            (From::Generate, "roleName", ""),
            (From::LookUp, "roleName", "task"),
            (From::Refer, "arn", "${var.role_arn}"),
            (From::Refer, "roleName", "task"),
        ] {
            assert_eq!(addresses(&RULE, &role(origin, key, name)), NONE);
        }
    }

    #[test]
    fn neither_is_found() {
        for (origin, at) in [(From::LookUp, "roleName"), (From::Refer, "arn")] {
            let design = role(origin, "roleName", "");
            assert_eq!(addresses(&RULE, &design), [format!("role.task.{at}")]);
            let id = "role.task".parse().unwrap();
            assert_eq!(fixed(&RULE, &design).record(&id).unwrap().origin, From::Generate);
        }
    }
}
