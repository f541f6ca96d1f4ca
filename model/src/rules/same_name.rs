//! ES001: names are unique within an environment.

use crate::address::Address;
use crate::diagnostic::Severity;
use crate::path::Path;
use crate::record::{Kind, RecordId};
use crate::resolve::Estate;
use std::collections::HashMap;

use super::{Check, DesignContext, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "ES001",
    name: "same-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Names are unique within an environment.",
        why: "AWS tells clusters, services of one cluster, families, load balancers, target groups, roles and \
           log groups apart by their names. Two of the same name are the same thing, or the second one is \
           refused.",
    },
    check: Check::Estate(check),
};

fn check(cx: &mut DesignContext<'_>, estate: &Estate) {
    let mut seen: HashMap<(Kind, &str, &str), &RecordId> = HashMap::with_capacity(estate.len());
    for resolved in estate.records() {
        let Some((scope, name)) = facts::identity(estate, resolved) else { continue };
        let kind = resolved.id.kind();
        let Some(first) = seen.insert((kind, scope, name), &resolved.id) else { continue };
        let label = kind.label();
        let message = format!(
            "The {label}s {} and {} are both called {name}.",
            first.name(),
            resolved.id.name()
        );
        let address = Address::field(resolved.id.clone(), Path::root().key(kind.name_key()));
        let report = cx
            .report(&RULE, address, Some(estate.environment.clone()), message)
            .help(format!("To AWS they are one {label}. Give one of them another name."));
        if let Some((name, edit)) = facts::suffixed(resolved, "-2") {
            report.fix(format!("Call it {name}"), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    #[test]
    fn different_names_and_different_clusters_pass() {
        let second = |name: &str, cluster: &str| json!({"serviceName": name, "cluster": cluster, "desiredCount": 1});
        for (name, cluster) in [
            ("api", "${cluster.main}"),
            ("web-production", "other"),
            ("${var.name}", "${cluster.main}"),
        ] {
            assert_eq!(
                addresses(&RULE, &sound(&[("service.second", second(name, cluster))])),
                NONE
            );
        }
    }

    #[test]
    fn the_same_name_is_found_and_changed() {
        for (id, key, body) in [
            (
                "service.second",
                "serviceName",
                json!({"serviceName": "web-{environment}", "cluster": "${cluster.main}"}),
            ),
            ("taskDefinition.second", "family", json!({"family": "web-production"})),
            ("cluster.second", "clusterName", json!({"clusterName": "main"})),
            ("targetGroup.second", "name", json!({"name": "web-production"})),
            ("role.second", "roleName", json!({"roleName": "web-task-production"})),
        ] {
            let design = sound(&[(id, body)]);
            let at = format!("{id}.{key}");
            assert_eq!(addresses(&RULE, &design), [at.as_str()]);
            assert!(value(&fixed(&RULE, &design), &at).as_str().unwrap().ends_with("-2"));
        }
    }
}
