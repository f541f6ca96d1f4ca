//! EV003: an environment's own value differs from the one of all environments.

use crate::address::Address;
use crate::diagnostic::Severity;
use crate::edit::Edit;
use crate::record::{Record, RecordId};

use super::{Check, DesignContext, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EV003",
    name: "idle-override",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An environment's own value differs from the one of all environments.",
        why: "An override that says what the base says does nothing today, and tomorrow it keeps the old value \
           in this environment when somebody changes the base.",
    },
    check: Check::Overrides(check),
};

fn check(cx: &mut DesignContext<'_>, id: &RecordId, record: &Record) {
    let design = cx.design;
    for (name, overrides) in &record.overrides {
        if !record.is_in(name) || !design.has_environment(name) {
            continue;
        }
        for (path, value) in &overrides.set {
            if path.get(&record.body) != Some(value) {
                continue;
            }
            let address = Address::field(id.clone(), path.clone());
            let reset = Edit::Reset { address: address.clone().within(Some(name.clone())) };
            let message =
                format!("{path} has a value of its own in {name}, the same as everywhere.");
            cx.report(&RULE, address, Some(name.clone()), message)
                .help("It changes nothing, until the value for all environments changes and this one stays behind.")
                .fix("Let the value for all environments hold", vec![reset]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound_twice, value};
    use serde_json::json;

    const AT: &str = "taskDefinition.web.cpu";

    #[test]
    fn another_value_passes() {
        assert_eq!(addresses(&RULE, &sound_twice(&[])), NONE);
        assert_eq!(
            addresses(&RULE, &sound_twice(&[("taskDefinition.web.cpu@staging", json!("512"))])),
            NONE
        );
    }

    #[test]
    fn the_same_value_is_found_and_reset() {
        let design =
            sound_twice(&[("taskDefinition.web.cpu@staging", json!("512")), (AT, json!("512"))]);
        let found = findings(&RULE, &design);
        assert_eq!((found.len(), found[0].environment.as_deref()), (1, Some("staging")));
        assert_eq!(value(&fixed(&RULE, &design), AT), "512");
    }
}
