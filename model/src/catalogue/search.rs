//! Finding a setting of a record by what it is called, by its name in the API, and by what is said about it.

use serde_json::Value;

use crate::order::sort_by;
use crate::path::{Path, Segment};
use crate::record::Kind;

use super::{Entry, Prominence, fields, label};

/// A setting that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it stands, list elements by position. A member of an element that does not exist yet is found at its
    /// list.
    pub path: Path,
    /// What it is called.
    pub label: String,
    /// What it is in, from the outside: `app › Health check`. Empty for the form's own settings.
    pub of: String,
    /// What stands there, in one line; `None` where nothing does.
    pub value: Option<String>,
    /// What holds where nothing stands.
    pub default: Option<&'static str>,
}

/// The settings below `at` in a record's `body` that all words of a query are found in, the best first: by their
/// label, then by the API's name, then by what they are in, then by what `help` says about them. On Fargate what only
/// EC2 has is found only where it is set.
#[must_use]
pub fn search<'a>(
    (kind, body, at): (Kind, &Value, &Path),
    query: &str,
    on_fargate: bool,
    help: &dyn Fn(Entry) -> Option<&'a str>,
) -> Vec<Hit> {
    let query = query.trim().to_ascii_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(usize, Hit)> = Vec::new();
    if words.is_empty() {
        return Vec::new();
    }
    for entry in fields(kind) {
        let ec2_only = entry.info.prominence == Prominence::Ec2Only;
        let name = entry.label().to_ascii_lowercase();
        let key = entry.info.key.to_ascii_lowercase();
        let said = help(entry).unwrap_or_default().to_ascii_lowercase();
        for path in places(body, entry) {
            let value = path.get(body);
            if !path.starts_with(at) || path == *at || (ec2_only && on_fargate && value.is_none()) {
                continue;
            }
            let of = around(kind, body, &path, at);
            let of_lower = of.to_ascii_lowercase();
            let Some(rank) = rank(&query, &words, [&name, &key, &of_lower, &said]) else {
                continue;
            };
            let (label, value) = (entry.label(), value.map(in_a_line));
            found.push((rank, Hit { path, label, of, value, default: entry.info.default }));
        }
    }
    sort_by(&mut found, |(one, _), (other, _)| one.cmp(other));
    found.into_iter().map(|(_, hit)| hit).collect()
}

/// How good a find is; 0 is the best. Each word has to be in one of the texts.
fn rank(query: &str, words: &[&str], texts: [&str; 4]) -> Option<usize> {
    let [name, key, ..] = texts;
    if name == query || key == query {
        return Some(0);
    }
    if name.starts_with(query) {
        return Some(1);
    }
    (1..=texts.len()).find_map(|count| {
        let in_one = |word: &&str| texts.iter().take(count).any(|text| text.contains(word));
        words.iter().all(in_one).then_some(count + 1)
    })
}

/// Where the field of an entry stands in a record: once for each element of the lists around it. Where such a list is
/// empty, the list.
fn places(body: &Value, entry: Entry) -> Vec<Path> {
    let mut found = Vec::new();
    let steps: Vec<&str> = entry.section.at.split('.').filter(|step| !step.is_empty()).collect();
    follow(Some(body), &Path::root(), &steps, entry.info.key, &mut found);
    found
}

fn follow(
    value: Option<&Value>,
    path: &Path,
    steps: &[&str],
    last: &'static str,
    found: &mut Vec<Path>,
) {
    let [step, rest @ ..] = steps else { return found.push(path.key(last)) };
    let key = step.strip_suffix("[]").unwrap_or(step);
    let member = value.and_then(|value| value.get(key));
    let path = path.key(key.to_owned());
    if key == *step {
        return follow(member, &path, rest, last, found);
    }
    match member.and_then(Value::as_array) {
        Some(list) if !list.is_empty() => {
            for (index, element) in list.iter().enumerate() {
                follow(Some(element), &path.index(index), rest, last, found);
            }
        }
        _ => found.push(path),
    }
}

/// What a field is in, below `at`; an element stands for its list, too.
pub(super) fn around(kind: Kind, body: &Value, path: &Path, at: &Path) -> String {
    let canonical = path.canonical(body);
    let segments = canonical.segments();
    let words: Vec<String> = (at.segments().len() + 1..segments.len())
        .filter(|length| matches!(segments.get(*length), Some(Segment::Key(_))))
        .map(|length| label(kind, &canonical.first(length)))
        .collect();
    words.join(" › ")
}

/// A value in one line of some thirty letters.
fn in_a_line(value: &Value) -> String {
    const MOST: usize = 32;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
        }
        Value::Array(list) => list.len().to_string(),
        Value::Object(_) => "set".to_owned(),
        other => other.to_string(),
    };
    let mut line: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        line.push('…');
    }
    line.replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body() -> Value {
        json!({
            "family": "web",
            "containerDefinitions": [
                {
                    "name": "app",
                    "image": "app:1",
                    "portMappings": [{"containerPort": 80, "hostPort": 80}],
                    "stopTimeout": 60,
                },
                {"name": "side", "privileged": true},
            ],
        })
    }

    fn hits(query: &str, at: &str, on_fargate: bool) -> Vec<Hit> {
        let at: Path = at.parse().unwrap();
        let help = |entry: Entry| {
            (entry.info.key == "stopTimeout").then_some("Time between SIGTERM and SIGKILL.")
        };
        search((Kind::TaskDefinition, &body(), &at), query, on_fargate, &help)
    }

    fn found(query: &str, at: &str, on_fargate: bool) -> Vec<String> {
        hits(query, at, on_fargate).into_iter().map(|hit| hit.path.to_string()).collect()
    }

    #[test]
    fn settings_are_found_by_label_key_and_help() {
        assert_eq!(found("family", "", true).first().unwrap(), "family");
        let both = ["containerDefinitions[0].stopTimeout", "containerDefinitions[1].stopTimeout"];
        assert_eq!(found("stopTimeout", "", true), both);
        assert_eq!(found("STOP timeout", "containerDefinitions[1]", true), [both[1]]);
        assert_eq!(found("sigkill", "containerDefinitions[0]", true), [both[0]]);
        assert_eq!(found("sigkill side", "", true), [both[1]]);
        assert_eq!(found("no such thing", "", true), [""; 0]);
        assert_eq!(found("  ", "", true), [""; 0]);
    }

    #[test]
    fn what_is_not_there_yet_is_found_where_it_will_be() {
        // A structure's members have their places; those of a list's elements are found at the list.
        assert_eq!(
            found("retries", "containerDefinitions[0]", true),
            ["containerDefinitions[0].healthCheck.retries"]
        );
        let ports = found("host port", "", true);
        assert_eq!(
            ports.get(..2).unwrap(),
            [
                "containerDefinitions[0].portMappings[0].hostPort",
                "containerDefinitions[1].portMappings"
            ]
        );
    }

    #[test]
    fn on_fargate_what_only_ec2_has_is_found_where_it_is_set() {
        assert_eq!(found("privileged", "", true), ["containerDefinitions[1].privileged"]);
        assert_eq!(
            found("privileged", "", false),
            ["containerDefinitions[0].privileged", "containerDefinitions[1].privileged"]
        );
    }

    #[test]
    fn a_hit_says_what_it_is_in_and_what_stands_there() {
        let ports = hits("hostport", "", true);
        let first = ports.first().unwrap();
        assert_eq!((first.label.as_str(), first.value.as_deref()), ("Host port", Some("80")));
        assert_eq!(first.of, "app › Port mapping 1");
        let retries = hits("retries", "containerDefinitions[1]", true);
        let first = retries.first().unwrap();
        assert_eq!((first.of.as_str(), first.default), ("Health check", Some("3")));
    }
}
