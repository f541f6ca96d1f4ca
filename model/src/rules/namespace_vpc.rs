//! NS002: A private DNS namespace has a VPC, and an HTTP namespace has none.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::Namespace;
use crate::record::Kind;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NS002",
    name: "namespace-vpc",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A private DNS namespace has a VPC, and an HTTP namespace has none.",
        why: "The names of a private DNS namespace are known in the VPC that it is made for: Cloud Map demands one. An \
           HTTP namespace makes no DNS names, and its VPC would be left out.",
    },
    check: Check::Namespace(check),
};

fn check(cx: &mut Context<'_>, namespace: &Namespace) {
    if !facts::is_generated(cx.subject()) {
        return;
    }
    let Some(kind) =
        (if namespace.kind.is_absent() { Some("HTTP") } else { namespace.kind.text() })
    else {
        return;
    };
    let at = namespace.path("vpc");
    let no_vpc = namespace.vpc.is_absent() || namespace.vpc.is("");
    match (kind, no_vpc) {
        ("DNS_PRIVATE", true) => {
            let fix = cx.only(Kind::Network).map(|network| {
                (
                    format!("Use that of {}", network.name()),
                    cx.set(&at, format!("${{{network}.vpcId}}")),
                )
            });
            let http = cx.set(&namespace.path("type"), "HTTP");
            let mut report = cx
                .report(&RULE, &at, "The private DNS namespace has no VPC to be known in.")
                .help("Say the VPC. For Service Connect alone, an HTTP namespace will do.");
            if let Some((label, edit)) = fix {
                report = report.fix(label, vec![edit]);
            }
            report.fix("Make it an HTTP namespace", vec![http]);
        }
        ("HTTP", false) => {
            let edits = [cx.remove(&at), cx.set(&namespace.path("type"), "DNS_PRIVATE")];
            let [remove, private] = edits;
            cx.report(
                &RULE,
                &at,
                "The namespace has a VPC, and an HTTP namespace is not known to any DNS.",
            )
            .help("Take the VPC away, or make it a private DNS namespace.")
            .fix("Take the VPC away", vec![remove])
            .fix("Make it a private DNS namespace", vec![private]);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "namespace.web.vpc";

    fn namespace(kind: Value, vpc: Value) -> crate::design::Design {
        sound(&[("namespace.web", json!({"name": "web", "type": kind, "vpc": vpc}))])
    }

    #[test]
    fn a_vpc_where_it_belongs_passes() {
        for (kind, vpc) in [
            (json!("HTTP"), Value::Null),
            (Value::Null, Value::Null),
            (json!("DNS_PRIVATE"), json!("vpc-0123456789abcdef0")),
            (json!("DNS_PRIVATE"), json!("${var.vpc}")),
            (json!("${var.type}"), Value::Null),
        ] {
            assert_eq!(addresses(&RULE, &namespace(kind, vpc)), NONE);
        }
    }

    #[test]
    fn a_missing_and_an_idle_one_are_found() {
        let missing = namespace(json!("DNS_PRIVATE"), Value::Null);
        assert_eq!(addresses(&RULE, &missing), [AT]);
        assert_eq!(addresses(&RULE, &fixed(&RULE, &missing)), NONE);

        let idle = namespace(Value::Null, json!("vpc-0123456789abcdef0"));
        assert_eq!(addresses(&RULE, &idle), [AT]);
        assert_eq!(value(&fixed(&RULE, &idle), AT), Value::Null);
    }
}
