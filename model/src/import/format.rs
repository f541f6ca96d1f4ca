//! Formats that are known by sight and not read: named, so that nobody looks for a mistake in the file.

/// A format that is known and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Terraform's language, or its JSON.
    Terraform,
    /// YAML.
    Yaml,
    /// Jsonnet.
    Jsonnet,
    /// A CloudFormation template.
    CloudFormation,
    /// A Compose file.
    Compose,
    /// A page of the web, such as a sign-in page that was saved in place of the file.
    Html,
}

impl Format {
    /// The name, to follow "this is".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terraform => "Terraform",
            Self::Yaml => "YAML",
            Self::Jsonnet => "Jsonnet",
            Self::CloudFormation => "a CloudFormation template",
            Self::Compose => "a Compose file",
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
            Self::Yaml => "Convert it to JSON first, for example with `yq -o json`",
            Self::Jsonnet => {
                "Render it first, with `jsonnet` or `ecspresso render`, and import the JSON"
            }
            Self::CloudFormation => {
                "Import what `aws ecs describe-task-definition` and `describe-services` print for its stack"
            }
            Self::Compose => "Write its services as a task definition's containers",
            Self::Html => "Take the file itself, for example with a \"raw\" or \"download\" link",
        }
    }
}

/// The format of a text that is not JSON.
pub(super) fn of_text(text: &str, file_name: Option<&str>) -> Option<Format> {
    let extension =
        file_name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    match extension {
        Some("tf" | "tfvars" | "hcl") => return Some(Format::Terraform),
        Some("jsonnet" | "libsonnet") => return Some(Format::Jsonnet),
        Some("yaml" | "yml") => return Some(yaml(text)),
        _ => {}
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') && !text.trim_start().starts_with("<%") {
        return Some(Format::Html);
    }
    let first = text
        .lines()
        .map(str::trim_end)
        .find(|line| !line.is_empty() && !line.trim_start().starts_with(['#', '/', '*']))?;
    let start = first.trim_start();
    let blocks = ["resource \"", "data \"", "module \"", "variable \"", "provider \"", "output \""];
    if blocks.iter().any(|block| start.starts_with(block))
        || ["terraform {", "locals {"].iter().any(|block| start.starts_with(block))
    {
        return Some(Format::Terraform);
    }
    if start.starts_with("local ") || text.contains("std.extVar(") || text.contains("std.native(") {
        return Some(Format::Jsonnet);
    }
    let is_key = start.split_once(':').is_some_and(|(key, value)| {
        !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            && (value.is_empty() || value.starts_with(' '))
    });
    (first == "---" || start.starts_with("- ") || is_key).then(|| yaml(text))
}

fn yaml(text: &str) -> Format {
    let has_key = |key: &str| text.lines().any(|line| line.starts_with(key));
    if has_key("AWSTemplateFormatVersion") || text.contains("AWS::ECS::") {
        Format::CloudFormation
    } else if has_key("services:") {
        Format::Compose
    } else {
        Format::Yaml
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_sight_or_by_name() {
        for (text, name, format) in [
            ("resource \"aws_ecs_cluster\" \"main\" {\n}", None, Some(Format::Terraform)),
            ("# network\n\nlocals {\n}", None, Some(Format::Terraform)),
            ("x", Some("main.tf"), Some(Format::Terraform)),
            ("family: web\ncpu: 256", None, Some(Format::Yaml)),
            ("---\n- name: web", None, Some(Format::Yaml)),
            ("Resources:\n  A:\n    Type: AWS::ECS::Service", None, Some(Format::CloudFormation)),
            ("services:\n  web:\n    image: nginx", None, Some(Format::Compose)),
            ("local env = std.extVar('env');\n{}", None, Some(Format::Jsonnet)),
            ("{ family: 'web' }", Some("task.jsonnet"), Some(Format::Jsonnet)),
            ("<!doctype html>", None, Some(Format::Html)),
            ("{\"a\": }", None, None),
            ("hello", None, None),
        ] {
            assert_eq!(of_text(text, name), format, "{text}");
        }
    }
}
