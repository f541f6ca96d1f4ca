//! VO002: a volume without a name of its own.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::facts::is_object;
use super::naming::{clean_name, is_name, name_message};
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "VO002",
    name: "volume-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Volumes have different names of letters, digits, hyphens and underscores.",
        why: "Mount points find a volume by its name, so it is needed, used once, and 255 letters, digits, \
           hyphens and underscores at most.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let volumes = task.volumes.items();
    for (index, volume) in volumes.iter().enumerate() {
        let path = volume.path("name");
        match &volume.name {
            Field::Absent if is_object(cx, &volume.at) => {
                cx.report(&RULE, &path, "A volume has no name.")
                    .help("Mount points find a volume by its name: letters, digits, hyphens and underscores, 255 at most.");
            }
            Field::Known(name) if !is_name(name) => {
                let cleaned = clean_name(name)
                    .filter(|name| !volumes.iter().any(|other| other.name.is(name)));
                let fix = cleaned.map(|cleaned| {
                    let mut edits = vec![cx.set(&path, cleaned.clone())];
                    for container in task.containers() {
                        for mount in container
                            .mount_points
                            .items()
                            .iter()
                            .filter(|mount| mount.source_volume.is(name))
                        {
                            edits.push(cx.set(&mount.path("sourceVolume"), cleaned.clone()));
                        }
                    }
                    (format!("Call it {cleaned}"), edits)
                });
                let report = cx.report(&RULE, &path, name_message("volume's name", name)).help(
                    "A volume's name is letters, digits, hyphens and underscores, 255 at most.",
                );
                if let Some((label, edits)) = fix {
                    report.fix(label, edits);
                }
            }
            Field::Known(name)
                if volumes.iter().take(index).any(|earlier| earlier.name.is(name)) =>
            {
                let edit = cx.remove(&volume.at);
                cx.report(&RULE, &path, format!("Two volumes are called {name}."))
                    .help("Mount points find a volume by its name, so every name can be used once.")
                    .fix("Take the second away", vec![edit]);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn volumes_have_names_of_their_own() {
        let volumes = |list| with(fargate(json!([container(json!({}))])), json!({"volumes": list}));
        assert_eq!(
            finds(&RULE, &volumes(json!([{"name": "a"}, {"name": "b_2"}, {"name": "${var.c}"}]))),
            [""; 0]
        );
        for (bad, at) in [
            (json!([{"host": {}}]), "volumes[0].name"),
            (json!([{"name": "a b"}]), "volumes[\"a b\"].name"),
            (json!([{"name": "a"}, {"name": "a"}]), "volumes[1].name"),
        ] {
            assert_eq!(finds(&RULE, &volumes(bad)), [at]);
        }
        let twice = fixed_task_definition(&RULE, &volumes(json!([{"name": "a"}, {"name": "a"}])));
        assert_eq!(twice["volumes"], json!([{"name": "a"}]));
        let points = json!([{"sourceVolume": "a b", "containerPath": "/a"}]);
        let mounted = with(
            fargate(json!([container(json!({"mountPoints": points}))])),
            json!({"volumes": [{"name": "a b"}]}),
        );
        let fixed = fixed_task_definition(&RULE, &mounted);
        assert_eq!(fixed["volumes"][0]["name"], "a-b");
        assert_eq!(fixed["containerDefinitions"][0]["mountPoints"][0]["sourceVolume"], "a-b");
    }
}
