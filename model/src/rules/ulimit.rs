//! CD007: a soft ulimit above the hard one.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CD007",
    name: "ulimit",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A ulimit's soft limit is not above its hard limit.",
        why: "A process may raise its own soft limit up to the hard one, so a soft limit above it makes no \
           sense, and RegisterTaskDefinition refuses it.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for ulimit in container.ulimits.items() {
            let (Some(soft), Some(hard)) = (ulimit.soft_limit.known(), ulimit.hard_limit.known())
            else {
                continue;
            };
            // Below zero means unlimited.
            if soft <= hard || *hard < 0 {
                continue;
            }
            let path = ulimit.path("softLimit");
            let edit = cx.set(&path, *hard);
            let name = ulimit.name.text().unwrap_or("a ulimit");
            cx.report(
                &RULE,
                &path,
                format!(
                    "{}'s soft limit for {name} is {}, and the hard one {}.",
                    container.label(),
                    number(*soft),
                    number(*hard)
                ),
            )
            .help("A process starts with the soft limit and may raise it up to the hard one.")
            .fix(format!("Set softLimit to {}", number(*hard)), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn soft_is_not_above_hard() {
        let limits = |soft: i64, hard: i64| {
            fargate(json!([container(
                json!({"ulimits": [{"name": "nofile", "softLimit": soft, "hardLimit": hard}]})
            )]))
        };
        for good in [limits(1, 1), limits(65_536, -1)] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        assert_eq!(
            finds(&RULE, &limits(2, 1)),
            ["containerDefinitions[app].ulimits[nofile].softLimit"]
        );
        assert_eq!(fixed_task_definition(&RULE, &limits(2, 1)), limits(1, 1));
    }
}
