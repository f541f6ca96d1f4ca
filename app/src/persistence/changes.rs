//! What was edited since a draft was kept whole: the records that are others than in the draft, under a key beside
//! the draft's.
//!
//! To keep a whole draft takes longer the larger the design is, and every key press would wait for it. So an edit
//! keeps only the records that it changed, and the whole draft follows after a pause.
//!
//! A tab may die between any two writes. Changes name the draft that they belong to by its time, which no two drafts of
//! a page share, and say all that changed since that draft: one write takes the browser from one complete state to the
//! next. So does the write of a new whole draft, which contains the changes and by its time makes them those of another
//! draft, which are read as none; only then are they deleted. A draft that is no longer needed is deleted before its
//! changes: alone, it would say what is no longer so, and they say nothing.

use std::sync::Arc;

use bayplan_model::design::{Design, Entry};
use bayplan_model::record::RecordId;
use serde_json::{Map, Value, json};

use super::draft::{Draft, PREFIX};

/// What the keys of changes start with, in place of the drafts' [`PREFIX`].
const CHANGES: &str = "bayplan.changes.";

/// The key of the changes of the draft under a key; `None` when no page edits a draft there.
pub fn key_beside(draft: &str) -> Option<String> {
    Some(format!("{CHANGES}{}", draft.strip_prefix(PREFIX)?))
}

/// Those of the keys that are of changes whose draft is gone.
pub fn orphans(keys: &[String]) -> impl Iterator<Item = &String> {
    keys.iter().filter(|key| {
        let draft = key.strip_prefix(CHANGES).map(|rest| format!("{PREFIX}{rest}"));
        draft.is_some_and(|draft| !keys.contains(&draft))
    })
}

/// The changes between the design of the draft that was kept at the time `of` and the design as it is `at` another.
/// `None` when other things differ than what stands in the records: the settings, which records there are, their
/// order.
pub fn between(before: &Design, now: &Design, of: f64, at: f64) -> Option<Value> {
    let has_same_records = before.len() == now.len()
        && before.entries().zip(now.entries()).all(|((before, _), (now, _))| before == now);
    if !Arc::ptr_eq(&before.settings, &now.settings) || !has_same_records {
        return None;
    }
    let record = |(id, entry): (&RecordId, &Entry)| (id.to_string(), entry.to_json());
    let changed = before.entries().zip(now.entries()).filter(|((_, b), (_, n))| !b.is_shared(n));
    let records: Map<_, _> = changed.map(|(_, now)| record(now)).collect();
    Some(json!({"of": of, "at": at, "records": records}))
}

/// The draft with its changes. Those of another draft, and those that cannot be read, are none.
pub fn apply(mut draft: Draft, changes: &Value) -> Draft {
    if let Some((at, text)) = changed(&draft, changes) {
        draft.at = at;
        draft.text = text;
    }
    draft
}

fn changed(draft: &Draft, changes: &Value) -> Option<(f64, String)> {
    if changes.get("of")?.as_f64()? != draft.at {
        return None;
    }
    let mut design: Value = serde_json::from_str(&draft.text).ok()?;
    let records = design.get_mut("records")?;
    for (id, record) in changes.get("records")?.as_object()? {
        *records.get_mut(id)? = record.clone();
    }
    Some((changes.get("at")?.as_f64()?, design.to_string()))
}

#[cfg(test)]
mod tests {
    use bayplan_model::address::Address;
    use bayplan_model::design::{Place, Settings};
    use bayplan_model::edit::Edit;

    use super::*;

    fn example() -> Design {
        Design::parse(include_str!("../../../public/examples/matabit.json")).unwrap()
    }

    fn service() -> RecordId {
        "service.matabit".parse().unwrap()
    }

    fn edited(design: &Design, edit: Edit) -> Design {
        design.apply(&[edit]).unwrap().0
    }

    fn with_count(design: &Design, count: u32) -> Design {
        let address = Address::field(service(), "desiredCount".parse().unwrap());
        edited(design, Edit::Set { address, value: count.into() })
    }

    fn moved(design: &Design) -> Design {
        let id = "taskDefinition.matabit".parse().unwrap();
        edited(design, Edit::SetPlace { id, place: Some(Place { x: 1.5, y: -2.0 }) })
    }

    fn draft(design: &Design, at: f64) -> Draft {
        let sent = vec!["a-1".to_owned()];
        Draft { id: "d".to_owned(), base: 3, text: design.to_json().to_string(), sent, at }
    }

    fn ids(changes: &Value) -> Vec<&str> {
        changes["records"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn only_the_records_that_changed_are_kept() {
        let before = example();
        let once = with_count(&before, 7);
        assert_eq!(ids(&between(&before, &once, 1.0, 2.0).unwrap()), ["service.matabit"]);
        let twice = moved(&once);
        let both = between(&before, &twice, 1.0, 2.0).unwrap();
        let mut found = ids(&both);
        found.sort_unstable();
        assert_eq!(found, ["service.matabit", "taskDefinition.matabit"]);
        // What goes back to what the draft says is no change.
        assert!(ids(&between(&before, &before.clone(), 1.0, 2.0).unwrap()).is_empty());
    }

    #[test]
    fn a_draft_with_its_changes_is_the_whole_draft_of_the_newest_edit() {
        let before = example();
        let now = moved(&with_count(&before, 7));
        let changes = between(&before, &now, 1.0, 2.0).unwrap();
        assert_eq!(apply(draft(&before, 1.0), &changes), draft(&now, 2.0));
        // As they come back out of the browser.
        let read: Value = serde_json::from_str(&changes.to_string()).unwrap();
        assert_eq!(apply(draft(&before, 1.0), &read), draft(&now, 2.0));
        // The edit was undone since: the newest write says so, too.
        let undone = between(&before, &before, 1.0, 3.0).unwrap();
        assert_eq!(apply(draft(&before, 1.0), &undone), draft(&before, 3.0));
    }

    #[test]
    fn what_is_more_than_the_records_contents_takes_a_whole_draft() {
        let before = example();
        let id = service();
        let record = before.record(&id).unwrap().clone();
        let without = edited(&before, Edit::RemoveRecord { id: id.clone() });
        let first = Edit::AddRecord { id: id.clone(), index: Some(0), record: record.clone() };
        let other = Edit::AddRecord { id: "service.other".parse().unwrap(), index: None, record };
        let settings = Box::new(Settings { name: "x".to_owned(), ..(*before.settings).clone() });
        for (what, now) in [
            ("renamed", edited(&before, Edit::RenameRecord { id, name: "web".to_owned() })),
            ("added", edited(&before, other)),
            ("in another order", edited(&without, first)),
            ("removed", without),
            ("settings", edited(&before, Edit::SetSettings { settings })),
        ] {
            assert_eq!(between(&before, &now, 1.0, 2.0), None, "{what}");
        }
    }

    /// A tab that died after it wrote a whole draft, and before it deleted the changes of the one before.
    #[test]
    fn changes_of_another_draft_are_none() {
        let before = example();
        let changes = between(&before, &with_count(&before, 7), 1.0, 2.0).unwrap();
        let next = draft(&with_count(&before, 8), 3.0);
        assert_eq!(apply(next.clone(), &changes), next);
    }

    #[test]
    fn changes_that_cannot_be_read_do_not_hide_the_draft() {
        let design = example();
        let whole = draft(&design, 1.0);
        for changes in [
            json!(null),
            json!([]),
            json!({"at": 2, "records": {}}),
            json!({"of": "1", "at": 2, "records": {}}),
            json!({"of": 1, "records": {}}),
            json!({"of": 1, "at": 2}),
            json!({"of": 1, "at": 2, "records": []}),
            // All of them or none.
            json!({"of": 1, "at": 2, "records": {"service.matabit": {}, "service.gone": {}}}),
        ] {
            assert_eq!(apply(whole.clone(), &changes), whole, "{changes}");
        }
        let changes = between(&design, &with_count(&design, 7), 1.0, 2.0).unwrap();
        for text in ["", "{", "[]", "{\"records\":[]}", "{\"records\":{}}"] {
            let odd = Draft { text: text.to_owned(), ..whole.clone() };
            assert_eq!(apply(odd.clone(), &changes), odd);
        }
    }

    #[test]
    fn a_draft_and_its_changes_are_of_one_design_and_page() {
        assert_eq!(key_beside("bayplan.draft.d1.p1").as_deref(), Some("bayplan.changes.d1.p1"));
        assert_eq!(key_beside("bayplan.draft..p1").as_deref(), Some("bayplan.changes..p1"));
        assert_eq!(key_beside("bayplan.left.17"), None);
        let keys = [
            "bayplan.draft.d1.p1",
            "bayplan.changes.d1.p1",
            "bayplan.changes.d1.p2",
            "bayplan.changes..p1",
            "bayplan.draft.d2.p2",
            "bayplan.current",
        ];
        let keys = keys.map(str::to_owned);
        let found: Vec<_> = orphans(&keys).collect();
        assert_eq!(found, ["bayplan.changes.d1.p2", "bayplan.changes..p1"]);
    }
}
