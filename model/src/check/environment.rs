//! `Checked`: what the rules found in one environment, and what they read to find it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::design::Design;
use crate::diagnostic::Diagnostic;
use crate::record::RecordId;
use crate::resolve::{Changes, Estate, Resolved};
use crate::rules::{Check, Context, DesignContext, RULES, Reads};

use super::keep_pointers;

/// What the rules found in one state of an environment.
#[derive(Debug, Default)]
pub(super) struct Checked {
    estate: Arc<Estate>,
    /// What concerns single records: one for each of the estate's, in their order.
    records: Vec<Remembered>,
    /// What concerns the environment as a whole.
    whole: Vec<Arc<Diagnostic>>,
    /// All of it.
    all: Arc<[Arc<Diagnostic>]>,
    /// Whether the state before differed in what rules about whole environments read.
    pub(super) outline_differs: bool,
}

/// What the rules found about one record.
#[derive(Debug, Default)]
struct Remembered {
    reads: Reads,
    diagnostics: Vec<Arc<Diagnostic>>,
}

impl Checked {
    /// What was found: by record, then what concerns the environment as a whole.
    pub(super) fn diagnostics(&self) -> Arc<[Arc<Diagnostic>]> {
        self.all.clone()
    }

    /// The same environment in its next state: what rests on nothing that changed is kept.
    pub(super) fn again(
        mut self,
        design: &Design,
        estate: &Arc<Estate>,
        estates: &[Arc<Estate>],
    ) -> Self {
        if Arc::ptr_eq(&self.estate, estate) {
            self.outline_differs = false;
            return self;
        }
        let before = std::mem::replace(&mut self.estate, estate.clone());
        let is_same_list = before.ids().eq(estate.ids());
        if !is_same_list {
            let mut known: HashMap<RecordId, Remembered> =
                before.ids().cloned().zip(self.records).collect();
            self.records = estate.ids().map(|id| known.remove(id).unwrap_or_default()).collect();
        }
        let mut differs = !is_same_list;
        let changes = Changes::between(&before, estate);
        for (subject, remembered) in estate.records().zip(&mut self.records) {
            let holds = !changes.settings
                && !changes.records.contains(&subject.id)
                && !remembered.reads.are_among(&changes);
            if !holds {
                differs |= remembered.check(estate, subject);
            }
        }
        self.outline_differs = !is_same_list
            || changes.settings
            || changes.records.iter().any(|id| match (before.get(id), estate.get(id)) {
                (Some(before), Some(now)) => before.outline() != now.outline(),
                (before, now) => before.is_some() || now.is_some(),
            });
        if self.outline_differs {
            let mut cx = DesignContext::new(design, estates);
            for rule in RULES {
                if let Check::Estate(check) = rule.check {
                    check(&mut cx, estate);
                }
            }
            differs |= replace(&mut self.whole, cx.finish());
        }
        if differs {
            let records = self.records.iter().flat_map(|remembered| &remembered.diagnostics);
            self.all = records.chain(&self.whole).cloned().collect();
        }
        self
    }
}

impl Remembered {
    /// Runs the rules on a record. Says whether they find anything else than before.
    fn check(&mut self, estate: &Estate, subject: &Arc<Resolved>) -> bool {
        let mut cx = Context::new(estate, subject);
        for rule in RULES {
            match rule.check {
                Check::Record(check) => check(&mut cx),
                Check::Cluster(check) => run(&mut cx, subject.cluster(), check),
                Check::Service(check) => run(&mut cx, subject.service(), check),
                Check::TaskDefinition(check) => run(&mut cx, subject.task_definition(), check),
                Check::LoadBalancer(check) => run(&mut cx, subject.load_balancer(), check),
                Check::TargetGroup(check) => run(&mut cx, subject.target_group(), check),
                Check::Network(check) => run(&mut cx, subject.network(), check),
                Check::Role(check) => run(&mut cx, subject.role(), check),
                Check::LogGroup(check) => run(&mut cx, subject.log_group(), check),
                Check::Namespace(check) => run(&mut cx, subject.namespace(), check),
                Check::Scaling(check) => run(&mut cx, subject.scaling(), check),
                Check::Estate(_) | Check::Overrides(_) | Check::Design(_) => {}
            }
        }
        let (found, reads) = cx.finish();
        self.reads = reads;
        replace(&mut self.diagnostics, found)
    }
}

fn run<V>(cx: &mut Context<'_>, view: Option<&V>, check: fn(&mut Context<'_>, &V)) {
    if let Some(view) = view {
        check(cx, view);
    }
}

/// Puts what was found in place of what was found before. Says whether that is anything else.
fn replace(list: &mut Vec<Arc<Diagnostic>>, found: Vec<Diagnostic>) -> bool {
    let found = keep_pointers(list, found);
    let differs = found.len() != list.len()
        || found.iter().zip(list.iter()).any(|(now, before)| !Arc::ptr_eq(now, before));
    *list = found;
    differs
}
