//! SV001: A service has a name that AWS takes.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;

use super::{Check, Context, Rule, naming};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV001",
    name: "service-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service has a name that AWS takes.",
        why: "AWS takes 1 to 255 letters, digits, hyphens and underscores in the name of a service. The name \
           cannot be changed later: another name is another service.",
    },
    check: Check::Service(check),
};

const NAMING: naming::Naming = naming::Naming {
    thing: "a service",
    characters: "letters, digits, - and _",
    takes: |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
    at_most: 255,
};

fn check(cx: &mut Context<'_>, service: &Service) {
    NAMING.check(cx, &RULE, &service.service_name, &service.path("serviceName"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.serviceName";

    #[test]
    fn names_that_aws_takes_pass() {
        for name in ["web", "Web_1-{environment}", "${var.name}"] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(name))])), NONE);
        }
    }

    #[test]
    fn other_names_are_found() {
        for name in ["", "web service", "web-{stage}", &"a".repeat(256)] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(name))])), [AT]);
        }
    }

    #[test]
    fn the_fix_replaces_what_aws_does_not_take() {
        for (name, fixed_name) in [
            ("web service", json!("web-service")),
            ("web.{environment}", json!("web-{environment}")),
            (&"a".repeat(300), json!("a".repeat(255))),
        ] {
            assert_eq!(value(&fixed(&RULE, &sound(&[(AT, json!(name))])), AT), fixed_name);
        }
    }
}
