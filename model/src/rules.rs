//! The rules: one file a rule, a sorted table of them.
//!
//! A rule says something only about what is known: an expression such as `${var.cpu}` is never called an
//! error. Its code (`TD003`) carries no severity and is never used again for something else.

mod context;
mod wrong_form;

pub use context::{Context, DesignContext, Report};

use crate::diagnostic::Severity;
use crate::ecs::cluster::Cluster;
use crate::ecs::neighbour::{LoadBalancer, LogGroup, Network, Role, TargetGroup};
use crate::ecs::service::Service;
use crate::ecs::task_definition::TaskDefinition;

/// What a rule is.
#[derive(Debug)]
pub struct Rule {
    /// The stable public code.
    pub code: &'static str,
    /// A short name in kebab-case.
    pub name: &'static str,
    /// How bad a finding is, unless a finding says otherwise.
    pub severity: Severity,
    /// The version of Bayplan that first had it.
    pub since: &'static str,
    /// The cfn-lint rule that finds the same, if there is one.
    pub cfn_lint: Option<&'static str>,
    /// AWS's documentation.
    pub url: &'static str,
    /// One sentence: what the rule wants.
    pub summary: &'static str,
    /// Why, for people who read about the rule.
    #[cfg(feature = "docs")]
    pub docs: &'static str,
    /// What it looks at.
    pub check: Check,
}

/// What a rule looks at, and the function that looks. A function for one kind of record is called for each
/// record of that kind, in each environment; what it reads of other records goes through its [`Context`].
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Any record.
    Record(fn(&mut Context<'_>)),
    /// Clusters.
    Cluster(fn(&mut Context<'_>, &Cluster)),
    /// Services.
    Service(fn(&mut Context<'_>, &Service)),
    /// Task definitions.
    TaskDefinition(fn(&mut Context<'_>, &TaskDefinition)),
    /// Load balancers.
    LoadBalancer(fn(&mut Context<'_>, &LoadBalancer)),
    /// Target groups.
    TargetGroup(fn(&mut Context<'_>, &TargetGroup)),
    /// Networks.
    Network(fn(&mut Context<'_>, &Network)),
    /// Roles.
    Role(fn(&mut Context<'_>, &Role)),
    /// Log groups.
    LogGroup(fn(&mut Context<'_>, &LogGroup)),
    /// One environment as a whole: what must be unique in it.
    Estate(fn(&mut DesignContext<'_>, &crate::resolve::Estate)),
    /// The design as a whole: what differs between environments.
    Design(fn(&mut DesignContext<'_>)),
}

/// Every rule, sorted by code.
pub static RULES: &[&Rule] = &[&wrong_form::RULE];

/// The rule with a code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.code.cmp(code)).ok().and_then(|at| RULES.get(at).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_well_formed() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
        for rule in RULES {
            let (letters, digits) = rule.code.split_at(2);
            assert!(letters.bytes().all(|b| b.is_ascii_uppercase()), "{}", rule.code);
            assert!(
                digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()),
                "{}",
                rule.code
            );
            assert!(
                rule.name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            );
            assert!(rule.url.starts_with("https://"), "{}", rule.code);
            assert!(rule.summary.ends_with('.'), "{}", rule.code);
        }
    }
}
