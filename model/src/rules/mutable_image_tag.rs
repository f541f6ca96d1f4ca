//! CD004: an image tag that is pushed again and again.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::image::parse_image;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CD004",
    name: "mutable-image-tag",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An image has a tag that is never reused, or a digest.",
        why: "ECS pulls the image anew for each task. If its tag is pushed again, as latest or prod are, \
           tasks of one service can run different code, and going back to an earlier revision of the task \
           definition does not bring the earlier code back. A version, a commit or a digest says for good \
           what runs.",
    },
    check: Check::TaskDefinition(check),
};

/// Tags that people move from image to image, beside the names of the design's own environments.
const MOVING: &[&str] = &[
    "latest",
    "stable",
    "edge",
    "nightly",
    "main",
    "master",
    "develop",
    "prod",
    "production",
    "stage",
    "staging",
    "dev",
    "development",
    "test",
    "qa",
];

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(text) = container.image.text().filter(|image| !image.is_empty()) else { continue };
        let image = parse_image(text);
        if image.digest.is_some() || text.contains(['{', '<']) {
            continue;
        }
        let Some(message) = message(cx, &container.label(), image.tag) else { continue };
        cx.report(&RULE, &container.path("image"), message).help(
            "Tasks started later may run other code, and going back to an earlier revision does not bring the earlier code back. Tag each build with its version or commit, or name the digest: repository@sha256:….",
        );
    }
}

fn message(cx: &Context<'_>, label: &str, tag: Option<&str>) -> Option<String> {
    let Some(tag) = tag else {
        return Some(format!(
            "{label}'s image has no tag, so each task gets what is latest when it starts."
        ));
    };
    if tag.eq_ignore_ascii_case("latest") {
        return Some(format!(
            "{label}'s image has the tag latest, so each task gets what is latest when it starts."
        ));
    }
    if cx.names_environment(tag) {
        return Some(format!(
            "{label}'s image has the tag {tag}, the name of an environment, which each release moves to another image."
        ));
    }
    let moving = MOVING.iter().any(|moving| tag.eq_ignore_ascii_case(moving));
    moving.then(|| {
        format!("{label}'s image has the tag {tag}, which is usually moved from image to image.")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{addresses, container, design, fargate, finds, says};
    use crate::edit::Edit;

    fn image(image: &str) -> serde_json::Value {
        fargate(json!([container(json!({"image": image}))]))
    }

    #[test]
    fn tags_that_stay_pass() {
        for good in [
            "app:1.4.2",
            "app:2f1c9aa",
            "app@sha256:00",
            "app:latest@sha256:00",
            "app:${var.tag}",
            "${var.image}",
            "",
            "<IMAGE>",
        ] {
            assert_eq!(finds(&RULE, &image(good)), [""; 0], "{good}");
        }
    }

    #[test]
    fn tags_that_move_are_found() {
        for bad in
            ["app", "host:5000/app", "app:latest", "app:staging", "app:PROD", "app:production"]
        {
            assert_eq!(finds(&RULE, &image(bad)), ["containerDefinitions[app].image"], "{bad}");
        }
        assert_eq!(
            says(&RULE, &image("app:production")),
            "app's image has the tag production, the name of an environment, which each release moves to another image."
        );
    }

    #[test]
    fn what_an_environment_calls_itself_moves_too() {
        let mut design = design(&[("taskDefinition.subject", image("app:{env}"))]);
        let mut settings = (*design.settings).clone();
        settings.environments[0].variables.insert("env".to_owned(), "blue".to_owned());
        design = design.apply(&[Edit::SetSettings { settings: Box::new(settings) }]).unwrap().0;
        assert_eq!(
            addresses(&RULE, &design),
            ["taskDefinition.subject.containerDefinitions[app].image"]
        );
    }
}
