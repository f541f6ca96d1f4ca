//! CP002: A strategy names only providers that are associated with the cluster.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::edit::Edit;
use crate::text::all_of;
use serde_json::json;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CP002",
    name: "capacity-provider-of-cluster",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A strategy names only providers that are associated with the cluster.",
        why: "A cluster has a list of capacity providers, FARGATE and FARGATE_SPOT included. ECS refuses a \
           strategy with a provider that is not in it.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    let subject = cx.subject();
    let (strategy, owner, cluster) = if let Some(service) = subject.service() {
        let Some((owner, cluster)) = facts::cluster(cx, service) else { return };
        (&service.capacity_provider_strategy, owner, cluster)
    } else if let Some(cluster) = subject.cluster() {
        (&cluster.default_capacity_provider_strategy, subject, cluster)
    } else {
        return;
    };
    if !facts::is_generated(owner) {
        return;
    }
    let listed: Vec<&str> = match &cluster.capacity_providers {
        Field::Absent => Vec::new(),
        Field::Known(list) if list.iter().all(|one| one.known().is_some()) => {
            list.iter().filter_map(|one| one.text()).collect()
        }
        _ => return,
    };
    for item in strategy.items() {
        let Some(provider) = item.capacity_provider.text().filter(|name| !listed.contains(name))
        else {
            continue;
        };
        let mut all = listed.clone();
        all.push(provider);
        let address = cx.address_in(owner, &cluster.path("capacityProviders"));
        let edit = Edit::Set { address, value: json!(all) };
        let name = owner.id.name();
        let has = if listed.is_empty() {
            "no capacity providers".to_owned()
        } else {
            format!("only {}", all_of(&listed))
        };
        let message = format!("The strategy names {provider}, and the cluster {name} has {has}.");
        cx.report(&RULE, &item.path("capacityProvider"), message)
            .help("ECS refuses a provider that is not associated with the cluster.")
            .fix(format!("Add {provider} to {name}"), vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.capacityProviderStrategy";
    const PROVIDERS: &str = "cluster.main.capacityProviders";

    #[test]
    fn providers_of_the_cluster_pass() {
        let spot = json!([{"capacityProvider": "FARGATE_SPOT", "weight": 1}]);
        for changes in [
            vec![(AT, spot.clone())],
            vec![(AT, spot.clone()), (PROVIDERS, json!("${var.providers}"))],
            vec![(AT, spot), ("service.web.cluster", json!("shared"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(&changes)), NONE);
        }
    }

    #[test]
    fn others_are_found_and_added() {
        for (at, listed, right) in [
            (AT, json!(["FARGATE"]), json!(["FARGATE", "FARGATE_SPOT"])),
            (AT, Value::Null, json!(["FARGATE_SPOT"])),
            (
                "cluster.main.defaultCapacityProviderStrategy",
                json!(["FARGATE"]),
                json!(["FARGATE", "FARGATE_SPOT"]),
            ),
        ] {
            let design = sound(&[
                (at, json!([{"capacityProvider": "FARGATE_SPOT", "weight": 1}])),
                (PROVIDERS, listed),
            ]);
            assert_eq!(addresses(&RULE, &design), [format!("{at}[0].capacityProvider")]);
            assert_eq!(value(&fixed(&RULE, &design), PROVIDERS), right);
        }
    }
}
