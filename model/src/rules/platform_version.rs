//! SV006: A platform version is one of Fargate's, and not an old one.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::all_of;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV006",
    name: "platform-version",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A platform version is one of Fargate's, and not an old one.",
        why: "Platform versions belong to Fargate: ECS refuses one for other launch types. LATEST is 1.4.0 on \
           Linux and 1.0.0 on Windows; 1.3.0 lacks what came later (EFS volumes, larger storage, secrets by \
           key).",
    },
    check: Check::Service(check),
};

/// Fargate's platform versions for Linux and Windows, as documented in November 2026.
const VERSIONS: [&str; 4] = ["LATEST", "1.4.0", "1.3.0", "1.0.0"];

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(version) = service.platform_version.text() else { return };
    let at = service.path("platformVersion");
    if facts::on_fargate(cx, service) == Some(false) && facts::says_where(cx, service) {
        let edit = cx.remove(&at);
        cx.report(
            &RULE,
            &at,
            format!("The platform version is {version}, and the service does not run on Fargate."),
        )
        .severity(Severity::Error)
        .help("ECS refuses it: the platform version must be null when the launch type is EC2.")
        .fix("Take the platform version away", vec![edit]);
        return;
    }
    let latest = cx.set(&at, "LATEST");
    if !VERSIONS.contains(&version) {
        cx.report(&RULE, &at, format!("Fargate has no platform version \"{version}\"."))
            .help(format!(
                "It has {}. One that AWS added later may be right nevertheless.",
                all_of(&VERSIONS)
            ))
            .fix("Set it to LATEST", vec![latest]);
    } else if version == "1.3.0" {
        cx.report(&RULE, &at, "The platform version 1.3.0 is old.")
            .help("It lacks what came with 1.4.0, such as EFS volumes and secrets by JSON key.")
            .fix("Set it to LATEST", vec![latest]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound, value};
    use crate::diagnostic::Severity;
    use serde_json::{Value, json};

    const AT: &str = "service.web.platformVersion";

    #[test]
    fn versions_of_fargate_pass() {
        for version in ["LATEST", "1.4.0", "${var.version}"] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(version))])), NONE);
        }
    }

    #[test]
    fn old_and_unknown_versions_are_found() {
        for version in ["1.3.0", "latest", "2"] {
            let design = sound(&[(AT, json!(version))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), "LATEST");
        }
    }

    #[test]
    fn none_belongs_to_ec2() {
        let design = sound(&[(AT, json!("LATEST")), ("service.web.launchType", json!("EC2"))]);
        assert_eq!(findings(&RULE, &design)[0].severity, Severity::Error);
        assert_eq!(value(&fixed(&RULE, &design), AT), Value::Null);
    }
}
