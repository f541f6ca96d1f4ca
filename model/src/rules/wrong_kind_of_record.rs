//! RF003: A reference names the kind of record that its place calls for.

use crate::diagnostic::Severity;
use crate::resolve::Presence;

use super::{Check, Context, Rule, references};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "RF003",
    name: "wrong-kind-of-record",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A reference names the kind of record that its place calls for.",
        why: "A service's cluster is a cluster, its target group a target group. A reference to another kind of \
           record would give AWS an ARN that it does not take there.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    let from = cx.subject().id.kind();
    for found in references::of_subject(cx) {
        let Some(expected) = found.expected(from).filter(|_| found.is_whole()) else { continue };
        let id = &found.reference.record;
        // One that leads nowhere is another rule's business.
        if id.kind() == expected || !matches!(cx.presence(id), Presence::Here(_)) {
            continue;
        }
        let fixes = references::fixes(cx, &found);
        let message = format!(
            "{} calls for a {}, and {} is a {}.",
            found.field(),
            expected.label(),
            id.name(),
            id.kind().label()
        );
        let mut report = cx
            .report(&RULE, found.at, message)
            .help(format!("Choose a {} instead.", expected.label()));
        for (label, edits) in fixes {
            report = report.fix(label, edits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, messages, sound, value};
    use serde_json::{Value, json};

    #[test]
    fn the_right_kind_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        let anywhere = "taskDefinition.web.containerDefinitions[app].environment[LOG_LEVEL].value";
        assert_eq!(addresses(&RULE, &sound(&[(anywhere, json!("${cluster.main}"))])), NONE);
    }

    #[test]
    fn another_kind_is_found_and_the_only_candidate_chosen() {
        for (at, wrong, right) in [
            ("service.web.cluster", "${taskDefinition.web}", json!("${cluster.main}")),
            (
                "service.web.loadBalancers[0].targetGroupArn",
                "${loadBalancer.web}",
                json!("${targetGroup.web}"),
            ),
            (
                "service.web.networkConfiguration.awsvpcConfiguration.subnets[0]",
                "${cluster.main}",
                json!("${network.private}"),
            ),
            ("taskDefinition.web.taskRoleArn", "${logGroup.web}", Value::Null),
        ] {
            let design = sound(&[(at, json!(wrong))]);
            assert_eq!(addresses(&RULE, &design), [at]);
            assert_eq!(value(&fixed(&RULE, &design), at), right);
        }
    }

    #[test]
    fn the_message_names_both_kinds() {
        let design = sound(&[("service.web.cluster", json!("${taskDefinition.web}"))]);
        assert_eq!(
            messages(&RULE, &design),
            ["cluster calls for a cluster, and web is a task definition."]
        );
    }
}
