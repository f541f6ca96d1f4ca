//! EV006: A container is there in each environment.

use crate::diagnostic::Severity;
use crate::path::{Path, Segment};
use crate::record::{Kind, Record, RecordId};

use super::{Check, DesignContext, Rule, differences};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EV006",
    name: "container-in-one-environment",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A container is there in each environment.",
        why: "A container that only one environment has, or lacks, makes it another application there: what was \
           tested is not what runs.",
    },
    check: Check::Overrides(check),
};

fn is_container(kind: Kind, path: &Path) -> bool {
    kind == Kind::TaskDefinition
        && matches!(path.segments(), [Segment::Key(list), Segment::Named(_)] if list == "containerDefinitions")
}

fn check(cx: &mut DesignContext<'_>, id: &RecordId, record: &Record) {
    for difference in differences::of_record(id, record, cx.estates, is_container) {
        let [.., Segment::Named(name)] = difference.at.segments() else { continue };
        let (has, lacks) = difference.only_in();
        let message = format!("The container {name} is in {has} and not in {lacks}.");
        let here = &difference.here.environment;
        cx.report(&RULE, difference.address(), Some(here.clone()), message)
            .help("What is tested in one environment is then not what runs in the other. Where it is meant, leave it.")
            .fix(format!("Make {here} like the others"), vec![difference.reset()]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, messages, sound_twice};
    use serde_json::{Value, json};

    const DEBUG: &str = "taskDefinition.web.containerDefinitions[debug]";

    #[test]
    fn the_same_containers_pass() {
        let debug = json!({"name": "debug", "image": "i:1"});
        assert_eq!(addresses(&RULE, &sound_twice(&[])), NONE);
        assert_eq!(addresses(&RULE, &sound_twice(&[(DEBUG, debug)])), NONE);
    }

    #[test]
    fn one_that_an_environment_has_alone_or_lacks_is_found() {
        let debug = json!({"name": "debug", "image": "i:1"});
        let alone = sound_twice(&[(&format!("{DEBUG}@staging"), debug.clone())]);
        assert_eq!(addresses(&RULE, &alone), [DEBUG]);
        assert_eq!(
            messages(&RULE, &alone),
            ["The container debug is in staging and not in production."]
        );
        let lacks = sound_twice(&[(DEBUG, debug), (&format!("{DEBUG}@staging"), Value::Null)]);
        assert_eq!(
            messages(&RULE, &lacks),
            ["The container debug is in production and not in staging."]
        );
        for design in [alone, lacks] {
            fixed(&RULE, &design);
        }
    }
}
