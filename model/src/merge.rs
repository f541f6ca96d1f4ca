//! Two people's edits of one design, put together: what only one of them changed is as that one left it, and what both
//! changed in different ways is for a person to choose.

use serde_json::{Map, Value};

use crate::address::Address;
use crate::catalogue;
use crate::design::{Design, DesignError};
use crate::path::{Path, natural_key};
use crate::record::RecordId;

/// Why two designs cannot be put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// Both changed the same in different ways.
    #[error("both changed {}", crate::text::all_of(.0))]
    Both(Vec<String>),
    /// What came of it is no design.
    #[error(transparent)]
    NotADesign(#[from] DesignError),
}

/// Puts the edits of `mine` and `theirs`, which both started from `base`, into one design. Where cards stand is never a
/// conflict: mine stay where I put them.
///
/// # Errors
/// When both changed the same field in different ways, or one removed what the other changed: the fields, in words.
pub fn merge(base: &Design, mine: &Design, theirs: &Design) -> Result<Design, MergeError> {
    let mut both = Vec::new();
    let (base, mine, theirs) = (base.to_json(), mine.to_json(), theirs.to_json());
    let merged = value("", &mut Vec::new(), Some(&base), Some(&mine), Some(&theirs), &mut both);
    if !both.is_empty() {
        both.dedup();
        return Err(MergeError::Both(both));
    }
    Ok(Design::from_json(merged.unwrap_or_default())?)
}

/// One value of the three, and what comes of it: `None` where it is not there any more. `steps` lead to it, and `list`
/// is the name of the list that it is an element of, or its own.
fn value(
    key: &str,
    steps: &mut Vec<String>,
    base: Option<&Value>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
    both: &mut Vec<String>,
) -> Option<Value> {
    if mine == theirs || base == theirs {
        return mine.cloned();
    }
    if base == mine {
        return theirs.cloned();
    }
    let is_record = steps.len() == 2 && steps.first().is_some_and(|first| first == "records");
    if is_record {
        // Both added a record, and called it the same: these are two things.
        let Some(base) = base else {
            both.push(words(steps));
            return mine.cloned();
        };
        let moves = |one: Option<&Value>, other: Option<&Value>| {
            one.zip(other).is_some_and(|(one, other)| moves_overrides(base, one, other))
        };
        if moves(mine, theirs) || moves(theirs, mine) {
            steps.push("overrides".to_owned());
            both.push(words(steps));
            steps.pop();
            return mine.cloned();
        }
    }
    // `records`, its id, and a member of the record itself.
    let of_record = steps.len() == 3 && steps.first().is_some_and(|first| first == "records");
    match (base, mine, theirs) {
        _ if of_record && key == "place" => return mine.cloned(),
        // Both overrode fields of one record: which of them stands depends on the others.
        _ if of_record && key == "overrides" => {}
        (base, Some(Value::Object(mine)), Some(Value::Object(theirs))) => {
            let empty = Map::new();
            let base = base.and_then(Value::as_object).unwrap_or(&empty);
            return Some(Value::Object(members(steps, base, mine, theirs, both)));
        }
        (Some(Value::Array(base)), Some(Value::Array(mine)), Some(Value::Array(theirs))) => {
            if let Some(merged) = elements(key, steps, base, mine, theirs, both) {
                return Some(Value::Array(merged));
            }
        }
        _ => {}
    }
    both.push(words(steps));
    mine.cloned()
}

/// Whether `one` changed what environments override of a record while `other` changed the lists that this stands in: an
/// override names elements by their position or name, and would hit another one, or none.
fn moves_overrides(base: &Value, one: &Value, other: &Value) -> bool {
    let same_lists = match (base.get("body"), other.get("body")) {
        (Some(before), Some(after)) => has_same_lists("", before, after),
        (before, after) => before == after,
    };
    base.get("overrides") != one.get("overrides") && !same_lists
}

/// Whether two bodies have the same lists, with elements of the same names.
fn has_same_lists(list: &str, before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Array(before), Value::Array(after)) => {
            let name =
                |element: &Value| natural_key(list).and_then(|key| element.get(key)).cloned();
            before.len() == after.len()
                && before
                    .iter()
                    .zip(after)
                    .all(|(one, other)| name(one) == name(other) && has_same_lists("", one, other))
        }
        (Value::Object(before), Value::Object(after)) => {
            let mut added = after.iter().filter(|(key, _)| !before.contains_key(*key));
            before.iter().all(|(key, one)| match after.get(key) {
                Some(other) => has_same_lists(key, one, other),
                None => !has_lists(one),
            }) && !added.any(|(_, one)| has_lists(one))
        }
        (before, after) => !has_lists(before) && !has_lists(after),
    }
}

fn has_lists(value: &Value) -> bool {
    match value {
        Value::Array(_) => true,
        Value::Object(members) => members.values().any(has_lists),
        _ => false,
    }
}

fn members(
    steps: &mut Vec<String>,
    base: &Map<String, Value>,
    mine: &Map<String, Value>,
    theirs: &Map<String, Value>,
    both: &mut Vec<String>,
) -> Map<String, Value> {
    let mut merged = Map::new();
    // Mine in their order, then what only the other one has.
    let added = theirs.keys().filter(|key| !mine.contains_key(*key));
    for key in mine.keys().chain(added) {
        steps.push(key.clone());
        let one = value(key, steps, base.get(key), mine.get(key), theirs.get(key), both);
        steps.pop();
        if let Some(one) = one {
            merged.insert(key.clone(), one);
        }
    }
    merged
}

/// Elements that have names of their own, merged by name. `None` where they have none, or one name twice.
fn elements(
    list: &str,
    steps: &mut Vec<String>,
    base: &[Value],
    mine: &[Value],
    theirs: &[Value],
    both: &mut Vec<String>,
) -> Option<Vec<Value>> {
    let key = match list {
        // Of the design.
        "environments" | "remoteStates" => "name",
        list => natural_key(list)?,
    };
    let named = |elements: &[Value]| -> Option<Map<String, Value>> {
        let mut named = Map::new();
        for element in elements {
            let name = element.get(key)?.as_str()?;
            if named.insert(name.to_owned(), element.clone()).is_some() {
                return None;
            }
        }
        Some(named)
    };
    let (base, mine, theirs) = (named(base)?, named(mine)?, named(theirs)?);
    let merged = members(steps, &base, &mine, &theirs, both);
    Some(merged.into_iter().map(|(_, element)| element).collect())
}

/// A place of a design in words: `service web: Desired count`, `the name of the design`.
fn words(steps: &[String]) -> String {
    match steps {
        [records, id, rest @ ..] if records == "records" => {
            let Ok(id) = id.parse::<RecordId>() else { return id.clone() };
            let record = format!("{} {}", id.kind().label(), id.name());
            match rest {
                [part, first, ..] if part == "body" => {
                    // Lists are walked by name, which is no step of a path: the member is enough to find it.
                    let path = Path::root().key(first.clone());
                    let label = catalogue::label(id.kind(), &path);
                    let address = Address::field(id, path);
                    if label.is_empty() {
                        address.to_string()
                    } else {
                        format!("{label} of {record}")
                    }
                }
                [part, ..] if part == "overrides" => {
                    format!("what an environment changes of {record}")
                }
                [] => format!("the {record}"),
                _ => format!("the settings of {record}"),
            }
        }
        [setting, ..] => format!("the design's {setting}"),
        [] => "the design".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn design(change: impl FnOnce(&mut Value)) -> Design {
        let mut value = json!({
            "formatVersion": 1, "name": "Shop", "environments": [{"name": "production"}, {"name": "staging"}],
            "records": {
                "service.web": {"body": {"serviceName": "web", "desiredCount": 2}},
                "taskDefinition.web": {"body": {"family": "web", "containerDefinitions": [
                    {"name": "app", "image": "web:1", "environment": [{"name": "A", "value": "1"}]},
                    {"name": "log", "image": "log:1"}
                ]}}
            }
        });
        change(&mut value);
        Design::from_json(value).unwrap()
    }

    #[test]
    fn what_only_one_changed_is_kept() {
        let base = design(|_| {});
        let mine = design(|d| {
            d["records"]["service.web"]["body"]["desiredCount"] = json!(3);
            d["records"]["taskDefinition.web"]["body"]["containerDefinitions"][0]["image"] =
                json!("web:2");
            d["records"]["cluster.main"] = json!({"body": {"clusterName": "main"}});
            d["records"]["service.web"]["place"] = json!({"x": 1.0, "y": 2.0});
        });
        let theirs = design(|d| {
            d["name"] = json!("Store");
            d["records"]["service.web"]["body"]["launchType"] = json!("FARGATE");
            d["records"]["taskDefinition.web"]["body"]["containerDefinitions"][0]["environment"]
                [0]["value"] = json!("2");
            d["records"]["taskDefinition.web"]["body"]["containerDefinitions"]
                .as_array_mut()
                .unwrap()
                .remove(1);
            d["records"]["service.web"]["place"] = json!({"x": 7.0, "y": 8.0});
        });
        let expected = design(|d| {
            d["name"] = json!("Store");
            d["records"]["service.web"] = json!({
                "place": {"x": 1.0, "y": 2.0},
                "body": {"serviceName": "web", "desiredCount": 3, "launchType": "FARGATE"}
            });
            d["records"]["taskDefinition.web"]["body"]["containerDefinitions"] = json!([
                {"name": "app", "image": "web:2", "environment": [{"name": "A", "value": "2"}]}
            ]);
            d["records"]["cluster.main"] = json!({"body": {"clusterName": "main"}});
        });
        assert_eq!(merge(&base, &mine, &theirs), Ok(expected));
    }

    #[test]
    fn what_both_changed_differently_is_named() {
        let base = design(|_| {});
        let count = |n: i64| {
            design(move |d| d["records"]["service.web"]["body"]["desiredCount"] = json!(n))
        };
        let gone = design(|d| {
            d["records"].as_object_mut().unwrap().shift_remove("service.web");
        });
        let name = |name: &'static str| design(move |d| d["name"] = json!(name));
        let image = |image: &'static str| {
            design(move |d| {
                d["records"]["taskDefinition.web"]["body"]["containerDefinitions"][0]["image"] =
                    json!(image);
            })
        };
        for (mine, theirs, expected) in [
            (count(3), count(4), "Desired count of service web"),
            (count(3), gone.clone(), "the service web"),
            (gone, count(3), "the service web"),
            (name("A"), name("B"), "the design's name"),
            (image("a"), image("b"), "Containers of task definition web"),
        ] {
            assert_eq!(
                merge(&base, &mine, &theirs),
                Err(MergeError::Both(vec![expected.to_owned()]))
            );
        }
        assert_eq!(merge(&base, &count(3), &count(3)), Ok(count(3)), "the same is no conflict");
    }

    #[test]
    fn an_override_never_comes_to_stand_in_another_element() {
        let base = design(|_| {});
        let overridden = |path: &str| {
            let path = path.to_owned();
            design(move |d| {
                d["records"]["taskDefinition.web"]["overrides"] =
                    json!({"staging": {"set": {path: "web:9"}}});
            })
        };
        let containers = |change: fn(&mut Vec<Value>)| {
            design(move |d| {
                let body = &mut d["records"]["taskDefinition.web"]["body"];
                change(body["containerDefinitions"].as_array_mut().unwrap());
            })
        };
        let renamed = containers(|all| all[0]["name"] = json!("api"));
        let removed = containers(|all| drop(all.remove(0)));
        let swapped = containers(|all| all.swap(0, 1));
        let image = "containerDefinitions[app].image";
        for theirs in [renamed, removed, swapped] {
            for (one, other) in [(&overridden(image), &theirs), (&theirs, &overridden(image))] {
                assert_eq!(
                    merge(&base, one, other),
                    Err(MergeError::Both(vec![
                        "what an environment changes of task definition web".to_owned()
                    ]))
                );
            }
        }
        // Where no list changed, both are kept.
        let sized = design(|d| d["records"]["taskDefinition.web"]["body"]["cpu"] = json!("512"));
        let merged = merge(&base, &overridden(image), &sized).unwrap().to_json();
        let record = &merged["records"]["taskDefinition.web"];
        assert_eq!(record["body"]["cpu"], "512");
        assert_eq!(record["overrides"]["staging"]["set"][image], "web:9");
    }

    #[test]
    fn two_records_that_happen_to_have_one_id_are_not_mixed() {
        let added =
            |body: Value| design(move |d| d["records"]["service.api"] = json!({ "body": body }));
        let (mine, theirs) = (
            added(json!({"serviceName": "api", "desiredCount": 1})),
            added(json!({"serviceName": "api", "launchType": "FARGATE"})),
        );
        assert_eq!(
            merge(&design(|_| {}), &mine, &theirs),
            Err(MergeError::Both(vec!["the service api".to_owned()]))
        );
    }

    fn edited() -> impl Strategy<Value = Design> {
        let image = prop::sample::select(vec!["web:1", "web:2", "web:3"]);
        (1..4_i64, image, any::<bool>(), any::<bool>()).prop_map(
            |(count, image, has_log, has_cluster)| {
                design(|d| {
                    d["records"]["service.web"]["body"]["desiredCount"] = json!(count);
                    let containers =
                        &mut d["records"]["taskDefinition.web"]["body"]["containerDefinitions"];
                    containers[0]["image"] = json!(image);
                    if !has_log {
                        containers.as_array_mut().unwrap().pop();
                    }
                    if has_cluster {
                        d["records"]["cluster.main"] = json!({"body": {"clusterName": "main"}});
                    }
                })
            },
        )
    }

    proptest! {
        #[test]
        fn one_who_did_nothing_loses_nothing(base in edited(), changed in edited()) {
            prop_assert_eq!(merge(&base, &changed, &base), Ok(changed.clone()));
            prop_assert_eq!(merge(&base, &base, &changed), Ok(changed.clone()));
            prop_assert_eq!(merge(&base, &changed, &changed), Ok(changed));
        }

        #[test]
        fn whose_edits_come_first_does_not_count(base in edited(), one in edited(), other in edited()) {
            match (merge(&base, &one, &other), merge(&base, &other, &one)) {
                (Ok(there), Ok(back)) => prop_assert_eq!(there.to_json(), back.to_json()),
                (there, back) => prop_assert_eq!(there.is_err(), back.is_err()),
            }
        }
    }
}
