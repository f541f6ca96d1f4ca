//! Logical ids: what resources and parameters are called inside a template.
//!
//! CloudFormation knows a resource by its logical id alone: another one means another resource. The ids of records
//! follow from the design alone, never from what is exported or for which environment.

use std::collections::{HashMap, HashSet};

use crate::design::Design;
use crate::record::{Kind, RecordId};
use crate::text::capitalised;

/// The longest logical id.
///
/// AWS CloudFormation user guide, "CloudFormation quotas".
const LONGEST: usize = 255;

/// Names what a template holds, each once.
#[derive(Debug)]
pub(super) struct Names {
    records: HashMap<RecordId, String>,
    taken: HashSet<String>,
}

impl Names {
    /// Names the records of a design. `resources` are the logical ids that what is not a record has.
    pub(super) fn new(design: &Design, resources: HashSet<String>) -> Self {
        let mut names = Self { records: HashMap::new(), taken: HashSet::new() };
        for (id, _) in design.entries() {
            let name = names.fresh(&base(id));
            names.records.insert(id.clone(), name);
        }
        names.taken.extend(resources);
        names
    }

    /// The logical id of a record. One that the design does not have is called as it would be.
    pub(super) fn of(&self, id: &RecordId) -> String {
        self.records.get(id).cloned().unwrap_or_else(|| base(id))
    }

    /// A logical id that nothing has yet: the text's letters and digits.
    pub(super) fn fresh(&mut self, text: &str) -> String {
        let base: String = pascal(text).chars().take(LONGEST - 10).collect();
        let base = if base.is_empty() { "Value".to_owned() } else { base };
        let mut name = base.clone();
        let mut number = 2_u32;
        while !self.taken.insert(name.clone()) {
            name = format!("{base}{number}");
            number += 1;
        }
        name
    }

    /// Frees a logical id that is not needed after all.
    pub(super) fn give_back(&mut self, name: &str) {
        self.taken.remove(name);
    }
}

/// `service.web` as `WebService`; what is called after its kind says it once.
fn base(id: &RecordId) -> String {
    let kind = match id.kind() {
        Kind::Scaling => "ScalableTarget".to_owned(),
        kind => capitalised(kind.name()),
    };
    let name = pascal(id.name());
    if name.to_ascii_lowercase().ends_with(&kind.to_ascii_lowercase()) {
        name
    } else {
        name + &kind
    }
}

/// The letters and digits of a text, with a capital letter where a word begins.
pub(super) fn pascal(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_alphanumeric()).map(capitalised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::design;
    use serde_json::json;

    #[test]
    fn every_record_has_an_id_of_letters_and_digits() {
        let records = [
            "cluster.matabit-cluster",
            "role.ecsTaskExecutionRole",
            "service.web",
            "service.web_",
            "scaling.web",
            "network.private",
            "taskDefinition.___",
        ];
        let design = design(&records.map(|id| (id, json!({}))));
        let mut names = Names::new(&design, HashSet::from(["WebService3".to_owned()]));
        let ids: Vec<String> = records.iter().map(|id| names.of(&id.parse().unwrap())).collect();
        assert_eq!(
            ids,
            [
                "MatabitCluster",
                "EcsTaskExecutionRole",
                "WebService",
                "WebService2",
                "WebScalableTarget",
                "PrivateNetwork",
                "TaskDefinition"
            ]
        );
        assert_eq!(names.fresh("web-service"), "WebService4");
        assert_eq!(names.fresh("ü"), "Value");
        assert_eq!(names.fresh(&"x".repeat(300)).len(), LONGEST - 10);
    }
}
