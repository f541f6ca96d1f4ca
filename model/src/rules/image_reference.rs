//! CD003: an image that is no image reference.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::image::{Image, parse_image};
use super::naming::is_template;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CD003",
    name: "image-reference",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An image is a reference that ECS can read.",
        why: "An image is repository:tag or repository@sha256:digest, of letters, digits and ._-/:@#, 255 \
           characters at most. A space, often from copying, is enough for a refusal.",
    },
    check: Check::TaskDefinition(check),
};

const MOST: usize = 255;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(image) = container.image.text().filter(|image| !image.is_empty()) else {
            continue;
        };
        let Some(fault) = fault(image) else { continue };
        let path = container.path("image");
        let bare: String = image.chars().filter(|c| !c.is_whitespace()).collect();
        let bare = bare.trim_start_matches("https://").trim_start_matches("http://");
        let repaired = (bare != image && !bare.is_empty() && self::fault(bare).is_none())
            .then(|| (format!("Set image to {bare}"), vec![cx.set(&path, bare)]));
        let report = cx
            .report(&RULE, &path, format!("{}'s image \"{image}\" {fault}.", container.label()))
            .help("An image is repository:tag or repository@sha256:digest, with the registry's host in front.");
        if let Some((label, edits)) = repaired {
            report.fix(label, edits);
        }
    }
}

fn fault(image: &str) -> Option<String> {
    if image.starts_with("https://") || image.starts_with("http://") {
        return Some("starts like a web address".to_owned());
    }
    if is_template(image) {
        return None;
    }
    if image.contains(char::is_whitespace) {
        return Some("has a space in it".to_owned());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._:/@#-".contains(c);
    if let Some(wrong) = image.chars().find(|c| !allowed(*c) && !"{}$".contains(*c)) {
        return Some(format!("has a \"{wrong}\" in it"));
    }
    if image.len() > MOST {
        return Some(format!("has {} characters, and ECS takes {MOST} at most", image.len()));
    }
    let Image { repository, tag, digest } = parse_image(image);
    if repository.is_empty() || repository.ends_with('/') || repository.starts_with('/') {
        return Some("names no repository".to_owned());
    }
    if tag == Some("") {
        return Some("ends with a colon and no tag".to_owned());
    }
    let hexadecimal = |digest: &str| {
        digest.strip_prefix("sha256:").is_some_and(|digits| {
            digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    digest
        .is_some_and(|digest| !hexadecimal(digest))
        .then(|| "has a digest that is not sha256: and 64 hexadecimal digits".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    fn image(image: &str) -> serde_json::Value {
        fargate(json!([container(json!({"image": image}))]))
    }

    #[test]
    fn references_pass() {
        let digest = format!("app@sha256:{}", "0a".repeat(32));
        for good in [
            "nginx",
            "localhost:5000/team/app:1.4.2",
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:prod",
            "${aws_ecr_repository.app.repository_url}:1",
            "<IMAGE NAME>",
            "app:{{ env `TAG` `latest` }}",
            &digest,
        ] {
            assert_eq!(finds(&RULE, &image(good)), [""; 0], "{good}");
        }
    }

    #[test]
    fn what_is_no_reference_is_found() {
        let long = "x".repeat(256);
        for bad in ["a b", "app:", "/app", "app@sha256:12", "app:1%2", "https://host/app", &long] {
            assert_eq!(finds(&RULE, &image(bad)), ["containerDefinitions[app].image"], "{bad}");
        }
        for bad in [" app:1\n", "https://app:1"] {
            assert_eq!(fixed_task_definition(&RULE, &image(bad)), image("app:1"));
        }
    }
}
