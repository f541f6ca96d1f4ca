//! SV002: A service names its cluster.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::record::Kind;
use crate::reference::Reference;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV002",
    name: "service-cluster",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service names its cluster.",
        why: "Without a cluster AWS puts a service into the cluster called \"default\", which may not exist, and \
           which nobody finds in the design.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if !service.cluster.is_absent() {
        return;
    }
    let at = service.path("cluster");
    let fix = cx.only(Kind::Cluster).map(|id| {
        (format!("Use {}", id.name()), cx.set(&at, Reference::to(id.clone()).to_string()))
    });
    let report = cx
        .report(
            &RULE,
            &at,
            "The service names no cluster, so AWS puts it into the one called default.",
        )
        .help("Choose a cluster of the design, or name one that exists.");
    if let Some((label, edit)) = fix {
        report.fix(label, vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.cluster";

    #[test]
    fn a_named_cluster_passes() {
        for cluster in ["${cluster.main}", "shared", "${var.cluster}"] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(cluster))])), NONE);
        }
    }

    #[test]
    fn the_only_cluster_is_the_fix() {
        let design = sound(&[(AT, Value::Null)]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), "${cluster.main}");
    }
}
