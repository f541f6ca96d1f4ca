//! EV002: an environment's own value stands where something is.

use crate::address::Address;
use crate::diagnostic::Severity;
use crate::edit::Edit;
use crate::record::{Record, RecordId};

use super::{Check, DesignContext, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EV002",
    name: "stale-override",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An environment's own value stands where something is.",
        why: "An environment can say something else about a field. When the container, the list element or the \
           record that it speaks of is not there any more, it has no effect.",
    },
    check: Check::Overrides(check),
};

fn check(cx: &mut DesignContext<'_>, id: &RecordId, record: &Record) {
    let estates = cx.estates;
    for (name, overrides) in &record.overrides {
        let estate = estates.iter().find(|estate| estate.environment == *name);
        let here = estate.and_then(|estate| estate.get(id));
        let layers = record.layers(name);
        let set =
            overrides.set.keys().filter(|path| here.is_none() || layers.shown_path(path).is_none());
        let removed = overrides
            .remove
            .iter()
            .filter(|path| here.is_none() || path.get(&record.body).is_none());
        for path in set.chain(removed) {
            let address = Address::field(id.clone(), path.clone());
            let why = if here.is_some() {
                "nothing is there any more".to_owned()
            } else {
                format!("{} is not in {name}", id.name())
            };
            let message = format!("What {name} says about {path} has no effect: {why}.");
            let report = cx
                .report(&RULE, address.clone(), Some(name.clone()), message)
                .help("Take it away, or bring back what it speaks of.");
            if estate.is_some() {
                let reset = Edit::Reset { address: address.within(Some(name.clone())) };
                report.fix(format!("Take it away in {name}"), vec![reset]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, messages, sound_twice};
    use serde_json::json;

    use crate::design::Design;
    use crate::edit::Edit as Change;

    /// As a design file has it that somebody edited by hand.
    fn with_override(path: &str, removed: bool) -> Design {
        let mut json = sound_twice(&[]).to_json();
        let overrides =
            if removed { json!({"remove": [path]}) } else { json!({"set": {path: "x"}}) };
        json["records"]["taskDefinition.web"]["overrides"] = json!({"staging": overrides});
        Design::from_json(json).unwrap()
    }

    #[test]
    fn values_with_a_place_pass() {
        for (path, removed) in [
            ("containerDefinitions[app].image", false),
            ("cpu", false),
            ("runtimePlatform.cpuArchitecture", false),
            ("cpu", true),
        ] {
            assert_eq!(addresses(&RULE, &with_override(path, removed)), NONE);
        }
    }

    #[test]
    fn values_without_one_are_found_and_taken_away() {
        for (path, removed) in [
            ("containerDefinitions[gone].image", false),
            ("containerDefinitions[3].image", false),
            ("volumes", true),
        ] {
            let design = with_override(path, removed);
            assert_eq!(addresses(&RULE, &design), [format!("taskDefinition.web.{path}")]);
            let fixed = fixed(&RULE, &design);
            assert!(
                fixed.record(&"taskDefinition.web".parse().unwrap()).unwrap().overrides.is_empty()
            );
        }
    }

    #[test]
    fn those_of_an_environment_without_the_record_are_found() {
        let design = sound_twice(&[("taskDefinition.web.cpu@staging", json!("512"))]);
        let id = "taskDefinition.web".parse().unwrap();
        let only = Change::SetEnvironments { id, environments: Some(vec!["production".into()]) };
        let design = design.apply(&[only]).unwrap().0;
        assert_eq!(
            messages(&RULE, &design),
            ["What staging says about cpu has no effect: web is not in staging."]
        );
        fixed(&RULE, &design);
    }
}
