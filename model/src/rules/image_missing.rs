//! CD002: a container without an image.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::facts::is_object;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CD002",
    name: "image-missing",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3003"),
        summary: "A container has an image.",
        why: "RegisterTaskDefinition refuses a container without an image: \"Container.image should not be \
           null or empty.\"",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let missing = container.image.is_absent() && is_object(cx, &container.at);
        if missing || container.image.is("") {
            let message = format!("{} has no image.", container.label());
            cx.report(&RULE, &container.path("image"), message).help(
                "Name the image as docker pull would, best with a tag that is never reused, or with a digest: team/app:1.4.2.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds};

    #[test]
    fn containers_have_images() {
        for good in [json!({}), json!({"image": "${var.image}"}), json!({"image": 1})] {
            assert_eq!(finds(&RULE, &fargate(json!([container(good)]))), [""; 0]);
        }
        for bad in [json!({"image": null}), json!({"image": ""})] {
            assert_eq!(
                finds(&RULE, &fargate(json!([container(bad)]))),
                ["containerDefinitions[app].image"]
            );
        }
    }
}
