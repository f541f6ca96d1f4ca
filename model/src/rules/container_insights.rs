//! CL002: container Insights is enabled, disabled or enhanced.

use crate::diagnostic::Severity;
use crate::ecs::cluster::Cluster;
use crate::text::one_of;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CL002",
    name: "container-insights",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Container Insights is enabled, disabled or enhanced.",
        why: "The setting containerInsights takes disabled, enabled (metrics of clusters and services), or \
           enhanced (metrics of tasks and containers as well).",
    },
    check: Check::Cluster(check),
};

/// As documented in November 2026.
const VALUES: [&str; 3] = ["enhanced", "enabled", "disabled"];

fn check(cx: &mut Context<'_>, cluster: &Cluster) {
    for setting in cluster.settings.items() {
        if !setting.name.is("containerInsights") {
            continue;
        }
        let Some(found) = setting.value.text().filter(|found| !VALUES.contains(found)) else {
            continue;
        };
        let at = setting.path("value");
        let lower = found.to_ascii_lowercase();
        let meant = match lower.as_str() {
            "true" | "on" | "yes" | "enable" => Some("enabled"),
            "false" | "off" | "no" | "disable" | "" => Some("disabled"),
            other => VALUES.into_iter().find(|value| *value == other),
        };
        let fix = meant.map(|meant| (format!("Write {meant}"), cx.set(&at, meant)));
        let message =
            format!("Container Insights is \"{found}\", and ECS takes {}.", one_of(&VALUES));
        let report = cx.report(&RULE, &at, message);
        match fix {
            Some((label, edit)) => {
                report
                    .severity(Severity::Error)
                    .help("ECS refuses the cluster.")
                    .fix(label, vec![edit]);
            }
            None => {
                report.help("A value that AWS added after this version of Bayplan may be right nevertheless.");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound, value};
    use crate::diagnostic::Severity;
    use serde_json::json;

    const AT: &str = "cluster.main.settings[containerInsights].value";

    fn design_with(insights: &str) -> crate::design::Design {
        sound(&[(
            "cluster.main.settings",
            json!([{"name": "containerInsights", "value": insights}]),
        )])
    }

    #[test]
    fn values_that_ecs_takes_pass() {
        for insights in ["enabled", "disabled", "enhanced", "${var.insights}"] {
            assert_eq!(addresses(&RULE, &design_with(insights)), NONE);
        }
    }

    #[test]
    fn others_are_found_and_what_is_meant_is_written() {
        for (insights, right) in [("true", "enabled"), ("Enhanced", "enhanced"), ("", "disabled")] {
            let design = design_with(insights);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(findings(&RULE, &design)[0].severity, Severity::Error);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
        assert_eq!(findings(&RULE, &design_with("superb"))[0].severity, Severity::Warning);
    }
}
