//! The page about every rule: what `docs/rules.md` holds.

use std::fmt::Write as _;

use super::{RULES, Rule};

/// What the two letters of a code stand for.
const AREAS: &[(&str, &str)] = &[
    ("AS", "Scaling"),
    ("CD", "Container definitions"),
    ("CL", "Clusters"),
    ("CP", "Capacity providers"),
    ("CW", "Log groups"),
    ("DC", "Deployments"),
    ("DP", "Dependencies between containers"),
    ("EN", "Environment variables and secrets"),
    ("ES", "Environments as a whole"),
    ("EV", "Differences between environments"),
    ("FG", "Fargate"),
    ("FM", "Form"),
    ("HC", "Health checks of containers"),
    ("IA", "Roles"),
    ("LB", "Load balancers"),
    ("LG", "Logs"),
    ("NS", "Namespaces"),
    ("NW", "Networks"),
    ("PM", "Ports"),
    ("RF", "References between records"),
    ("RS", "Restarts and timeouts"),
    ("SV", "Services"),
    ("TD", "Task definitions"),
    ("VO", "Volumes and mounts"),
];

/// The page in Markdown, in the order of the codes.
#[must_use]
pub fn render_markdown() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         Made from the code by `cargo run -p bayplan-model --features docs --example rules_md`; a test holds it \
         to that.\n\n\
         An **error** is what AWS refuses or what cannot start. A **warning** is what AWS takes, and what will \
         fail, cost or do nothing. **Advice** is about what works and could be better. A single finding can be \
         milder than its rule. A code is never used again for something else.\n",
    );
    let mut area = "";
    for rule in RULES {
        let letters = rule.code.get(..2).unwrap_or_default();
        if letters != area {
            area = letters;
            let title =
                AREAS.iter().find(|(code, _)| *code == area).map_or(area, |(_, title)| title);
            let _ = write!(page, "\n## {title}\n");
        }
        render_rule(&mut page, rule);
    }
    page
}

fn render_rule(page: &mut String, rule: &Rule) {
    let Rule { code, name, severity, url, docs, .. } = rule;
    let super::Docs { since, cfn_lint, summary, why } = docs;
    let severity = severity.name();
    // Writing to a string cannot fail.
    let _ =
        write!(page, "\n### {code} {name}\n\n**{summary}** {why}\n\n{severity} · since {since}");
    if let Some(cfn_lint) = cfn_lint {
        let _ = write!(page, " · cfn-lint {cfn_lint}");
    }
    let _ = writeln!(page, " · [AWS documentation]({url})");
}
