//! EV001: what each environment generates has a name of its own.

use crate::address::Address;
use crate::diagnostic::Severity;
use crate::path::Path;
use crate::record::{Kind, RecordId};
use crate::resolve::Resolved;
use std::collections::{HashMap, HashSet};

use super::{Check, DesignContext, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EV001",
    name: "name-in-two-environments",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "What each environment generates has a name of its own.",
        why: "Two environments of the same account and Region share its names. A service, role, target group, \
           load balancer or log group of the same name exists only once, and the second environment is \
           refused or takes it over; revisions of the same family mix. A cluster that all environments share \
           is deliberate, and is written once.",
    },
    check: Check::Design(check),
};

fn check(cx: &mut DesignContext<'_>) {
    let estates = cx.estates;
    if estates.len() < 2 {
        return;
    }
    let mut seen: HashMap<(Kind, &str, &str), &Resolved> = HashMap::new();
    let mut reported: HashSet<&RecordId> = HashSet::new();
    for estate in estates {
        for resolved in estate.records() {
            let kind = resolved.id.kind();
            if kind == Kind::Cluster {
                continue;
            }
            let Some((scope, name)) = facts::identity(estate, resolved) else { continue };
            let Some(first) = seen.get(&(kind, scope, name)) else {
                seen.insert((kind, scope, name), resolved);
                continue;
            };
            // Two in one environment are another rule's business.
            if first.environment == resolved.environment || !reported.insert(&resolved.id) {
                continue;
            }
            let label = kind.label();
            let message = format!(
                "{} and {} both generate a {label} called {name}.",
                first.environment, resolved.environment
            );
            let address = Address::field(resolved.id.clone(), Path::root().key(kind.name_key()));
            let service = kind == Kind::Service;
            let mut report = cx.report(&RULE, address, None, message).help(format!(
                "In one account they would be one and the same {label}. Put {{environment}} into the name."
            ));
            if service {
                report = report.severity(Severity::Error);
            }
            if let Some((name, edit)) = facts::suffixed(resolved, "-{environment}") {
                report.fix(format!("Call it {name}"), vec![edit]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{
        NONE, addresses, findings, fixed, messages, sound, sound_twice, value,
    };
    use crate::diagnostic::Severity;
    use serde_json::json;

    #[test]
    fn placeholders_shared_clusters_and_what_is_looked_up_pass() {
        assert_eq!(addresses(&RULE, &sound_twice(&[])), NONE);
        assert_eq!(addresses(&RULE, &sound(&[("service.web.serviceName", json!("web"))])), NONE);
        let other = sound_twice(&[
            ("service.web.serviceName", json!("web")),
            ("cluster.main.clusterName", json!("main-{environment}")),
        ]);
        assert_eq!(addresses(&RULE, &other), NONE);
    }

    #[test]
    fn the_same_name_is_found_and_gets_the_environment() {
        for (at, severity) in [
            ("service.web.serviceName", Severity::Error),
            ("taskDefinition.web.family", Severity::Warning),
            ("targetGroup.web.name", Severity::Warning),
            ("role.task.roleName", Severity::Warning),
        ] {
            let design = sound_twice(&[(at, json!("web"))]);
            let found = findings(&RULE, &design);
            assert_eq!((found.len(), found[0].severity), (1, severity));
            assert_eq!((found[0].address.to_string().as_str(), &found[0].environment), (at, &None));
            assert_eq!(value(&fixed(&RULE, &design), at), "web-{environment}");
        }
    }

    #[test]
    fn the_message_names_both_environments() {
        let design = sound_twice(&[("service.web.serviceName", json!("web"))]);
        assert_eq!(
            messages(&RULE, &design),
            ["production and staging both generate a service called web."]
        );
    }
}
