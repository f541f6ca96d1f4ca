//! CL001: the name of a cluster has letters, digits, hyphens and underscores.

use crate::diagnostic::Severity;
use crate::ecs::cluster::Cluster;

use super::{Check, Context, Rule, naming};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CL001",
    name: "cluster-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The name of a cluster has letters, digits, hyphens and underscores.",
        why: "AWS takes 1 to 255 letters, digits, hyphens and underscores in the name of a cluster. Without a \
           name the cluster is called default.",
    },
    check: Check::Cluster(check),
};

const NAMING: naming::Naming = naming::Naming {
    thing: "a cluster",
    characters: "letters, digits, - and _",
    takes: |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
    at_most: 255,
};

fn check(cx: &mut Context<'_>, cluster: &Cluster) {
    NAMING.check(cx, &RULE, &cluster.cluster_name, &cluster.path("clusterName"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "cluster.main.clusterName";

    #[test]
    fn names_that_aws_takes_pass() {
        for name in ["main", "Main_1-{environment}", "${var.cluster}"] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(name))])), NONE);
        }
    }

    #[test]
    fn others_are_found_and_repaired() {
        for (name, right) in [("main cluster", "main-cluster"), ("a.b", "a-b")] {
            let design = sound(&[(AT, json!(name))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
    }
}
