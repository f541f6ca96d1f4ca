//! RF002: A reference names a record of the same environment.

use crate::diagnostic::Severity;
use crate::edit::Edit;
use crate::resolve::Presence;
use crate::text::all_of;

use super::{Check, Context, Rule, references};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "RF002",
    name: "absent-in-environment",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A reference names a record of the same environment.",
        why: "Records belong to all environments or to some. Where a record is in an environment and what it \
           refers to is not, the environment cannot be exported.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    for found in references::of_subject(cx) {
        let id = &found.reference.record;
        let Presence::Elsewhere(record) = cx.presence(id) else { continue };
        let here = cx.environment().clone();
        let environments = record.environments.clone().unwrap_or_default();
        let elsewhere: Vec<&str> = environments.iter().map(AsRef::as_ref).collect();
        let only_in = if elsewhere.is_empty() {
            "in no environment".to_owned()
        } else {
            format!("in {} only", all_of(&elsewhere))
        };
        let message = format!("{} refers to {id}, which is {only_in}.", found.field());
        let mut all = environments.clone();
        all.push(here.clone());
        let add = Edit::SetEnvironments { id: id.clone(), environments: Some(all) };
        let address = cx.address(found.at).within(Some(here.clone()));
        let away = found.is_whole().then(|| Edit::Remove { address });
        let report = cx
            .report(&RULE, found.at, message)
            .help(format!("Add it to {here}, or let {here} refer to another one."))
            .fix(format!("Add {} to {here}", id.name()), vec![add]);
        if let Some(edit) = away {
            report.fix(format!("Take {} away in {here}", found.field()), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound_twice, value};

    use crate::design::Design;
    use crate::edit::Edit as Change;

    fn with_log_group_in(names: &[&str]) -> Design {
        let environments = Some(names.iter().map(|name| (*name).into()).collect());
        let id = "logGroup.web".parse().unwrap();
        sound_twice(&[]).apply(&[Change::SetEnvironments { id, environments }]).unwrap().0
    }

    #[test]
    fn records_of_the_environment_pass() {
        assert_eq!(addresses(&RULE, &sound_twice(&[])), NONE);
        assert_eq!(addresses(&RULE, &with_log_group_in(&["staging", "production"])), NONE);
    }

    #[test]
    fn one_that_is_elsewhere_is_found_and_added() {
        let design = with_log_group_in(&["production"]);
        let found = findings(&RULE, &design);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].environment.as_deref(), Some("staging"));
        assert_eq!(
            found[0].message,
            "awslogs-group refers to logGroup.web, which is in production only."
        );
        let fixed = fixed(&RULE, &design);
        let record = fixed.record(&"logGroup.web".parse().unwrap()).unwrap().clone();
        assert!(record.is_in("staging") && record.is_in("production"));
    }

    #[test]
    fn taking_it_away_leaves_the_other_environment_as_it_was() {
        let design = with_log_group_in(&["production"]);
        let edits = findings(&RULE, &design)[0].fixes[1].edits.clone();
        let fixed = design.apply(&edits).unwrap().0;
        assert_eq!(addresses(&RULE, &fixed), NONE);
        let at =
            "taskDefinition.web.containerDefinitions[app].logConfiguration.options.awslogs-group";
        assert_eq!(value(&fixed, at), "${logGroup.web}");
    }
}
