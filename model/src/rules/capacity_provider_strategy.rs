//! CP001: A capacity provider strategy names each provider once, with one base and a weight above 0.

use crate::diagnostic::Severity;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CP001",
    name: "capacity-provider-strategy",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A capacity provider strategy names each provider once, with one base and a weight above 0.",
        why: "The weights share out tasks, so at least one is above 0: a weight that is not written is 0. Only \
           one provider has a base, none is named twice, and Fargate's providers do not mix with those of \
           instances.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    let subject = cx.subject();
    let (strategy, at) = if let Some(service) = subject.service() {
        (&service.capacity_provider_strategy, service.path("capacityProviderStrategy"))
    } else if let Some(cluster) = subject.cluster() {
        (
            &cluster.default_capacity_provider_strategy,
            cluster.path("defaultCapacityProviderStrategy"),
        )
    } else {
        return;
    };
    let items = strategy.items();
    if items.is_empty() {
        return;
    }
    if let Some(first) = items.first()
        && items.iter().all(|item| item.weight.or_default(0) == Some(0))
    {
        let edit = cx.set(&first.path("weight"), 1);
        cx.report(
            &RULE,
            &at,
            "No provider of the strategy has a weight above 0, so no task can be placed.",
        )
        .help("ECS refuses it. A weight that is not written is 0.")
        .fix("Set the first weight to 1", vec![edit]);
    }
    let mut based = items.iter().filter(|item| item.base.known().is_some_and(|base| *base > 0));
    if let (Some(_), Some(second)) = (based.next(), based.next()) {
        let edit = cx.remove(&second.path("base"));
        cx.report(&RULE, &second.path("base"), "Two providers of the strategy have a base.")
            .help("ECS takes one: the base is how many tasks run there before the weights share out the rest.")
            .fix("Take the second base away", vec![edit]);
    }
    for (index, item) in items.iter().enumerate() {
        let Some(name) = item.capacity_provider.text() else { continue };
        if items.iter().take(index).any(|other| other.capacity_provider.is(name)) {
            let edit = cx.remove(&item.at);
            cx.report(
                &RULE,
                &item.path("capacityProvider"),
                format!("The strategy names the provider {name} twice."),
            )
            .help("ECS takes each provider once.")
            .fix("Take the second one away", vec![edit]);
        }
    }
    let names: Vec<&str> = items.iter().filter_map(|item| item.capacity_provider.text()).collect();
    let fargate = names.iter().find(|name| facts::is_fargate_provider(name));
    let other = names.iter().find(|name| !facts::is_fargate_provider(name));
    if let (Some(fargate), Some(other)) = (fargate, other) {
        cx.report(&RULE, &at, format!("The strategy mixes {fargate} with {other}."))
            .help("ECS refuses a strategy with providers of Fargate and of instances. Use two services instead.");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.capacityProviderStrategy";

    #[test]
    fn plain_strategies_pass() {
        for strategy in [
            json!([{"capacityProvider": "FARGATE", "base": 1, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 3}]),
            json!([{"capacityProvider": "${var.provider}", "weight": "${var.weight}"}]),
            json!([]),
        ] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, strategy)])), NONE);
        }
    }

    #[test]
    fn wrong_ones_are_found() {
        let both = |second: Value| json!([{"capacityProvider": "FARGATE", "weight": 1, "base": 1}, second]);
        for (strategy, at) in [
            (json!([{"capacityProvider": "FARGATE"}]), ""),
            (both(json!({"capacityProvider": "FARGATE_SPOT", "base": 2})), "[1].base"),
            (both(json!({"capacityProvider": "FARGATE"})), "[1].capacityProvider"),
            (both(json!({"capacityProvider": "instances"})), ""),
        ] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, strategy)])), [format!("{AT}{at}")]);
        }
    }

    #[test]
    fn fixes_end_it() {
        let design = sound(&[(AT, json!([{"capacityProvider": "FARGATE"}]))]);
        assert_eq!(
            value(&fixed(&RULE, &design), AT),
            json!([{"capacityProvider": "FARGATE", "weight": 1}])
        );
        let default = "cluster.main.defaultCapacityProviderStrategy";
        let design = sound(&[(default, json!([{"capacityProvider": "FARGATE", "weight": 0}]))]);
        assert_eq!(
            value(&fixed(&RULE, &design), default),
            json!([{"capacityProvider": "FARGATE", "weight": 1}])
        );
    }
}
