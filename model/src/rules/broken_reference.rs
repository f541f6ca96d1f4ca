//! RF001: A reference names a record of the design.

use crate::diagnostic::Severity;
use crate::resolve::Presence;

use super::{Check, Context, Rule, references};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "RF001",
    name: "broken-reference",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A reference names a record of the design.",
        why: "`${cluster.main}` stands for the record of that kind and name. When there is none (it was taken \
           away, renamed in a text editor, or misspelt), nothing can be exported for it.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    for found in references::of_subject(cx) {
        let id = &found.reference.record;
        if !matches!(cx.presence(id), Presence::Nowhere) {
            continue;
        }
        let fixes = references::fixes(cx, &found);
        let message = format!(
            "{} refers to {id}, and the design has no {} called {}.",
            found.field(),
            id.kind().label(),
            id.name()
        );
        let mut report = cx
            .report(&RULE, found.at, message)
            .help("It was taken away, renamed or misspelt. Choose another one, or add it.");
        for (label, edits) in fixes {
            report = report.fix(label, edits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, messages, sound, value};
    use serde_json::json;

    #[test]
    fn records_and_terraform_expressions_pass() {
        for cluster in [
            "${cluster.main}",
            "${cluster.main.arn}",
            "${var.cluster}",
            "${data.aws_ecs_cluster.main.arn}",
        ] {
            assert_eq!(addresses(&RULE, &sound(&[("service.web.cluster", json!(cluster))])), NONE);
        }
    }

    #[test]
    fn what_is_not_there_is_found_and_the_only_candidate_chosen() {
        let design = sound(&[("service.web.cluster", json!("${cluster.mian}"))]);
        assert_eq!(
            messages(&RULE, &design),
            ["cluster refers to cluster.mian, and the design has no cluster called mian."]
        );
        assert_eq!(value(&fixed(&RULE, &design), "service.web.cluster"), "${cluster.main}");
    }

    #[test]
    fn an_attribute_stays_and_a_list_shrinks() {
        let subnets = "service.web.networkConfiguration.awsvpcConfiguration.subnets";
        let broken = ["${network.gone.subnets}", "subnet-0a1b2c3d"];
        let design = sound(&[(subnets, json!(broken))]);
        assert_eq!(addresses(&RULE, &design), [format!("{subnets}[0]")]);
        let chosen = fixed(&RULE, &design);
        assert_eq!(
            value(&chosen, subnets),
            json!(["${network.private.subnets}", "subnet-0a1b2c3d"])
        );
        let away = findings(&RULE, &design)[0].fixes[1].edits.clone();
        assert_eq!(value(&design.apply(&away).unwrap().0, subnets), json!(["subnet-0a1b2c3d"]));
    }

    #[test]
    fn a_reference_inside_a_text_has_no_fix() {
        let at = "taskDefinition.web.containerDefinitions[app].environment[LOG_LEVEL].value";
        let design = sound(&[(at, json!("arn: ${role.gone.arn}"))]);
        assert_eq!(addresses(&RULE, &design), [at]);
        assert!(findings(&RULE, &design)[0].fixes.is_empty());
    }
}
