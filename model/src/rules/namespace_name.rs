//! NS001: A namespace has a name that Cloud Map takes.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::Namespace;

use super::{Check, Context, Rule, facts, naming};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NS001",
    name: "namespace-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateHttpNamespace.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A namespace has a name that Cloud Map takes.",
        why: "Cloud Map takes 1 to 1,024 printable ASCII characters without spaces in the name of a namespace. That of a \
           private DNS namespace is a domain, with at most 253.",
    },
    check: Check::Namespace(check),
};

const NAMING: naming::Naming = naming::Naming {
    thing: "a namespace",
    characters: "letters, digits and signs, without spaces",
    takes: |c| c.is_ascii_graphic() && !matches!(c, '{' | '}'),
    at_most: 1024,
};

/// The longest name that DNS has.
const DOMAIN: naming::Naming = naming::Naming {
    thing: "a private DNS namespace",
    characters: "letters, digits and - between dots",
    takes: |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'),
    at_most: 253,
};

fn check(cx: &mut Context<'_>, namespace: &Namespace) {
    let at = namespace.path("name");
    if namespace.name.is_absent() {
        if facts::is_generated(cx.subject()) {
            let edit = cx.set(&at, cx.subject().id.name());
            let label = format!("Call it {}", cx.subject().id.name());
            cx.report(&RULE, &at, "The namespace has no name.")
                .help("Cloud Map demands one: services are found by it.")
                .fix(label, vec![edit]);
        }
        return;
    }
    let naming = if namespace.kind.is("DNS_PRIVATE") { &DOMAIN } else { &NAMING };
    naming.check(cx, &RULE, &namespace.name, &at);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, design, fixed, value};
    use serde_json::{Value, json};

    const AT: &str = "namespace.web.name";

    fn named(name: Value, kind: &str) -> crate::design::Design {
        design(&[("namespace.web", json!({"name": name, "type": kind}))])
    }

    #[test]
    fn names_that_cloud_map_takes_pass() {
        for (name, kind) in [
            ("shop-{environment}", "HTTP"),
            ("shop/internal", "HTTP"),
            ("internal.example.com", "DNS_PRIVATE"),
            ("${var.namespace}", "DNS_PRIVATE"),
        ] {
            assert_eq!(addresses(&RULE, &named(json!(name), kind)), NONE);
        }
    }

    #[test]
    fn none_and_others_are_found_and_repaired() {
        for (name, kind, right) in [
            (Value::Null, "HTTP", "web"),
            (json!("my shop"), "HTTP", "my-shop"),
            (json!("shop/internal"), "DNS_PRIVATE", "shop-internal"),
        ] {
            let design = named(name, kind);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
    }
}
