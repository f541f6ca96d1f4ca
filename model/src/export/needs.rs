//! What an execution role must be allowed to read, for the tasks of a task definition to start: its secrets,
//! parameters and environment files and no others.

use serde_json::Value;

use crate::path::{Path, Segment, each_string};

/// Something that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// A secret of Secrets Manager, by its ARN.
    Secret,
    /// A parameter of Systems Manager, by its ARN.
    Parameter,
    /// A parameter of Systems Manager, by its name, without the `/` at its start.
    NamedParameter,
    /// A file in S3, by its ARN.
    File,
    /// The bucket of a file, by its ARN.
    Bucket,
}

/// Calls `found` with each need of a task definition's body, where it stands, and the text of the design that names
/// it.
pub(super) fn each(body: &Value, found: &mut dyn FnMut(Need, &Path, &str)) {
    each_string(body, &mut |place, text| {
        let path = &place.path();
        let mut keys = path.segments().iter().rev().filter_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_ref()),
            _ => None,
        });
        match (keys.next().unwrap_or_default(), keys.next().unwrap_or_default()) {
            ("valueFrom", "secrets" | "secretOptions") => secret(path, text, found),
            ("credentialsParameter", "repositoryCredentials") => found(Need::Secret, path, text),
            ("value", "environmentFiles") => {
                if let Some((bucket, _)) = text.split_once('/') {
                    found(Need::Bucket, path, bucket);
                }
                found(Need::File, path, text);
            }
            _ => {}
        }
    });
}

/// A secret's `valueFrom`: a secret's or parameter's ARN, or a parameter's name.
fn secret(path: &Path, text: &str, found: &mut dyn FnMut(Need, &Path, &str)) {
    let from_secrets_manager = text.contains(":secretsmanager:")
        || text.contains("aws_secretsmanager_secret")
        || (text.starts_with("${") && text.to_ascii_lowercase().contains("secret"));
    if from_secrets_manager {
        // `arn:aws:secretsmanager:region:account:secret:name:key:stage:version`: the permission is for the secret.
        if text.starts_with("arn:") {
            let arn = text.splitn(8, ':').take(7).collect::<Vec<_>>().join(":");
            found(Need::Secret, path, &arn);
        } else if let Some(end) = text.find('}').filter(|_| text.starts_with("${")) {
            found(Need::Secret, path, text.get(..=end).unwrap_or(text));
        } else {
            found(Need::Secret, path, text);
        }
    } else if text.starts_with("arn:") || text.starts_with("${") {
        found(Need::Parameter, path, text);
    } else if !text.is_empty() {
        found(Need::NamedParameter, path, text.trim_start_matches('/'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_is_of_its_own_kind() {
        let body = json!({"containerDefinitions": [{
            "name": "a",
            "repositoryCredentials": {"credentialsParameter": "arn:aws:secretsmanager:r:1:secret:hub"},
            "environment": [{"name": "value", "value": "x/y"}],
            "environmentFiles": [{"value": "arn:aws:s3:::bucket/a/b.env", "type": "s3"}],
            "secrets": [
                {"name": "A", "valueFrom": "arn:aws:secretsmanager:r:1:secret:x-AbCdEf:token::"},
                {"name": "B", "valueFrom": "${var.secret_arn}:token::"},
                {"name": "C", "valueFrom": "arn:aws:ssm:r:1:parameter/c"},
                {"name": "D", "valueFrom": "/d/e"},
                {"name": "E", "valueFrom": ""},
            ],
            "logConfiguration": {"secretOptions": [{"name": "T", "valueFrom": "${var.parameter}"}]},
        }]});
        let mut needs = Vec::new();
        each(&body, &mut |need, _, text| needs.push((need, text.to_owned())));
        let expected = [
            (Need::Secret, "arn:aws:secretsmanager:r:1:secret:hub"),
            (Need::Bucket, "arn:aws:s3:::bucket"),
            (Need::File, "arn:aws:s3:::bucket/a/b.env"),
            (Need::Secret, "arn:aws:secretsmanager:r:1:secret:x-AbCdEf"),
            (Need::Secret, "${var.secret_arn}"),
            (Need::Parameter, "arn:aws:ssm:r:1:parameter/c"),
            (Need::NamedParameter, "d/e"),
            (Need::Parameter, "${var.parameter}"),
        ];
        assert_eq!(needs, expected.map(|(need, text)| (need, text.to_owned())));
    }
}
