//! TD013: tags that the API refuses.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::count;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD013",
    name: "tags",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3024"),
        summary: "Tags are different, at most 50, and not AWS's own.",
        why: "What describe-task-definition prints has an empty list of tags where there are none, and \
           RegisterTaskDefinition refuses that very list: \"Tags can not be empty.\" It also refuses more \
           than 50 tags, the same key twice, keys longer than 128 characters, values longer than 256, and \
           the prefix aws:, which is AWS's own.",
    },
    check: Check::TaskDefinition(check),
};

const MOST: usize = 50;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(tags) = task.tags.known() else { return };
    let list = task.path("tags");
    if tags.is_empty() {
        let edit = cx.remove(&list);
        cx.report(&RULE, &list, "The list of tags is empty, which the API refuses.")
            .help("A task definition without tags has no list of them, although describe-task-definition prints one.")
            .fix("Take the empty list away", vec![edit]);
    }
    if tags.len() > MOST {
        let message =
            format!("There are {}, and AWS takes {MOST} at most.", count(tags.len(), "tag"));
        cx.report(&RULE, &list, message).help("Take some away.");
    }
    for (index, tag) in tags.iter().enumerate() {
        let Some(key) = tag.key.text() else { continue };
        let value = tag.value.text().unwrap_or_default();
        let twice = tags.iter().take(index).any(|earlier| earlier.key.is(key));
        let Some(message) = fault(key, value, twice) else { continue };
        // The last tag takes the list along: an empty one is refused.
        let edit = cx.remove(if tags.len() == 1 { &list } else { &tag.at });
        cx.report(&RULE, &tag.at, message)
            .help("A key is 1 to 128 characters and used once, a value 256 at most, and the prefix aws: is AWS's own.")
            .fix("Take this tag away", vec![edit]);
    }
}

fn fault(key: &str, value: &str, twice: bool) -> Option<String> {
    let reserved =
        |text: &str| text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    if key.is_empty() {
        Some("A tag has an empty key.".to_owned())
    } else if twice {
        Some(format!("The tag {key} is there twice."))
    } else if reserved(key) || reserved(value) {
        Some(format!("The tag {key} starts with aws:, which is AWS's own."))
    } else if key.chars().count() > LONGEST_KEY {
        Some(format!(
            "A tag's key has {} characters, and AWS takes {LONGEST_KEY} at most.",
            key.chars().count()
        ))
    } else if value.chars().count() > LONGEST_VALUE {
        Some(format!(
            "The value of the tag {key} has {} characters, and AWS takes {LONGEST_VALUE} at most.",
            value.chars().count()
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    fn tags(tags: serde_json::Value) -> serde_json::Value {
        with(fargate(json!([container(json!({}))])), json!({"tags": tags}))
    }

    #[test]
    fn right_tags_pass() {
        for good in [
            json!(null),
            json!([{"key": "team", "value": ""}]),
            json!("${var.tags}"),
            json!([{"key": "${var.key}"}]),
        ] {
            assert_eq!(finds(&RULE, &tags(good)), [""; 0]);
        }
    }

    #[test]
    fn wrong_tags_are_found_and_taken_away() {
        for (bad, at) in [
            (json!([]), "tags"),
            (json!([{"key": "", "value": "a"}]), "tags[0]"),
            (json!([{"key": "a"}, {"key": "a"}]), "tags[1]"),
            (json!([{"key": "AWS:a"}]), "tags[\"AWS:a\"]"),
            (json!([{"key": "a", "value": "x".repeat(257)}]), "tags[a]"),
        ] {
            assert_eq!(finds(&RULE, &tags(bad.clone())), [at]);
            fixed_task_definition(&RULE, &tags(bad));
        }
        let many = (0..51).map(|n| json!({"key": format!("k{n}")})).collect();
        assert_eq!(finds(&RULE, &tags(many)), ["tags"]);
    }
}
