//! Formats that are known by sight: YAML, which is read, and those that are not, which are named so that nobody
//! looks for a mistake in the file.

use serde_json::{Map, Value};

/// A format that is known and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Terraform's language, or its JSON.
    Terraform,
    /// Jsonnet.
    Jsonnet,
    /// A Kubernetes manifest.
    Kubernetes,
    /// A manifest of AWS Copilot.
    Copilot,
    /// ecspresso's configuration, which names the files with the definitions.
    Ecspresso,
    /// The file with ECS's own parameters beside a Compose file, as ecs-cli has it.
    EcsParams,
    /// CodeDeploy's application specification.
    AppSpec,
    /// A page of the web, such as a sign-in page that was saved in place of the file.
    Html,
}

impl Format {
    /// The name, to follow "this is".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terraform => "Terraform",
            Self::Jsonnet => "Jsonnet",
            Self::Kubernetes => "a Kubernetes manifest",
            Self::Copilot => "a manifest of AWS Copilot",
            Self::Ecspresso => "ecspresso's configuration",
            Self::EcsParams => "the parameter file of ecs-cli",
            Self::AppSpec => "an application specification of CodeDeploy",
            Self::Html => "a web page",
        }
    }

    /// What to do instead.
    #[must_use]
    pub const fn way_out(self) -> &'static str {
        match self {
            Self::Terraform => {
                "Import the JSON of its container definitions, or what `aws ecs describe-task-definition` prints for what it made"
            }
            Self::Jsonnet => {
                "Render it first, with `jsonnet` or `ecspresso render`, and import the JSON"
            }
            Self::Kubernetes => {
                "Write its containers as a task definition, or bring a Compose file"
            }
            Self::Copilot => {
                "Import the CloudFormation template that `copilot svc package` prints for it"
            }
            Self::Ecspresso => {
                "Import the files that it names under `task_definition` and `service_definition`"
            }
            Self::EcsParams => {
                "Import the Compose file beside it, and set the task's size, roles and network in the design"
            }
            Self::AppSpec => {
                "Import the task definition that it deploys, and the service that `aws ecs describe-services` prints"
            }
            Self::Html => "Take the file itself, for example with a \"raw\" or \"download\" link",
        }
    }
}

/// What a text that is not JSON looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    Yaml,
    Other(Format),
}

/// What a text that is not JSON looks like, by the file's name and its first line.
pub(super) fn of_text(text: &str, file_name: Option<&str>) -> Option<Sight> {
    let extension =
        file_name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    match extension {
        Some("tf" | "tfvars" | "hcl") => return Some(Sight::Other(Format::Terraform)),
        Some("jsonnet" | "libsonnet") => return Some(Sight::Other(Format::Jsonnet)),
        _ => {}
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') && !text.trim_start().starts_with("<%") {
        return Some(Sight::Other(Format::Html));
    }
    let mut lines = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.trim_start().starts_with(['#', '/', '*']));
    let first = lines.next()?;
    let start = first.trim_start();
    let blocks = ["resource \"", "data \"", "module \"", "variable \"", "provider \"", "output \""];
    if blocks.iter().any(|block| start.starts_with(block))
        || ["terraform {", "locals {"].iter().any(|block| start.starts_with(block))
    {
        return Some(Sight::Other(Format::Terraform));
    }
    if start.starts_with("local ") || text.contains("std.extVar(") || text.contains("std.native(") {
        return Some(Sight::Other(Format::Jsonnet));
    }
    if matches!(extension, Some("yaml" | "yml" | "template")) && !start.starts_with(['{', '['])
        || first.starts_with("---")
        || first.starts_with("%YAML")
        || start.starts_with("- ")
        || is_yaml_key(start)
    {
        return Some(Sight::Yaml);
    }
    // A template's own line may come first: `{{- if … }}`, `{% set … %}`.
    let is_mark = start.starts_with("{{") || start.starts_with("{%");
    (is_mark && lines.next().is_some_and(|line| is_yaml_key(line.trim_start())))
        .then_some(Sight::Yaml)
}

/// Whether a line begins with a key as YAML has it.
fn is_yaml_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        let key = key.strip_prefix(['"', '\'']).unwrap_or(key);
        let key = key.strip_suffix(['"', '\'']).unwrap_or(key);
        !key.is_empty()
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
            && (value.is_empty() || value.starts_with(' '))
    })
}

/// The format of a document that holds none of the shapes that are read.
pub(super) fn of_object(members: &Map<String, Value>) -> Option<Format> {
    let has = |key: &str| members.contains_key(key);
    let is_object = |key: &str| members.get(key).is_some_and(Value::is_object);
    let text = |key: &str| members.get(key).and_then(Value::as_str);

    if is_object("resource") || is_object("terraform") || has("terraform_version") {
        return Some(Format::Terraform);
    }
    if has("apiVersion") && has("kind") {
        return Some(Format::Kubernetes);
    }
    if text("type").is_some_and(|kind| {
        kind.ends_with("Web Service")
            || kind == "Backend Service"
            || kind == "Worker Service"
            || kind == "Scheduled Job"
            || kind == "Static Site"
    }) && has("name")
    {
        return Some(Format::Copilot);
    }
    if text("task_definition").is_some()
        && (has("cluster") || has("service_definition") || has("region"))
    {
        return Some(Format::Ecspresso);
    }
    if is_object("task_definition") || is_object("run_params") {
        return Some(Format::EcsParams);
    }
    let deploys = |resource: &Value| {
        resource.as_object().is_some_and(|members| {
            members
                .values()
                .any(|value| value.get("Type").is_some() && value.get("Properties").is_some())
        })
    };
    let resources = members.get("Resources").or_else(|| members.get("resources"));
    resources
        .and_then(Value::as_array)
        .is_some_and(|resources| resources.iter().any(deploys))
        .then_some(Format::AppSpec)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_sight_or_by_name() {
        let other = |format| Some(Sight::Other(format));
        for (text, name, expected) in [
            ("resource \"aws_ecs_cluster\" \"main\" {\n}", None, other(Format::Terraform)),
            ("# network\n\nlocals {\n}", None, other(Format::Terraform)),
            ("x", Some("main.tf"), other(Format::Terraform)),
            ("family: web\ncpu: 256", None, Some(Sight::Yaml)),
            ("\"family\": web", None, Some(Sight::Yaml)),
            ("---\n- name: web", None, Some(Sight::Yaml)),
            ("{{- if .Values.web }}\nfamily: web\n{{- end }}", None, Some(Sight::Yaml)),
            ("x", Some("task.yaml"), Some(Sight::Yaml)),
            ("local env = std.extVar('env');\n{}", None, other(Format::Jsonnet)),
            ("{ family: 'web' }", Some("task.jsonnet"), other(Format::Jsonnet)),
            ("<!doctype html>", None, other(Format::Html)),
            ("{\"a\": }", None, None),
            ("{\"a\": }", Some("task.yaml"), None),
            ("hello", None, None),
        ] {
            assert_eq!(of_text(text, name), expected, "{text}");
        }
    }
}
