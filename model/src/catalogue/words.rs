//! Words made from the API's member names.

use crate::text::capitalised;

/// Words that are not written like others.
const SPELLED: &[(&str, &str)] = &[
    ("arn", "ARN"),
    ("arns", "ARNs"),
    ("aws", "AWS"),
    ("awsvpc", "awsvpc"),
    ("cpu", "CPU"),
    ("dns", "DNS"),
    ("ebs", "EBS"),
    ("ec2", "EC2"),
    ("ecs", "ECS"),
    ("efs", "EFS"),
    ("fsx", "FSx"),
    ("gib", "GiB"),
    ("gpu", "GPU"),
    ("http", "HTTP"),
    ("grpc", "gRPC"),
    ("iam", "IAM"),
    ("id", "ID"),
    ("iops", "IOPS"),
    ("ip", "IP"),
    ("ipc", "IPC"),
    ("kms", "KMS"),
    ("mps", "MPS"),
    ("nat", "NAT"),
    ("nvidia", "NVIDIA"),
    ("pca", "PCA"),
    ("pid", "PID"),
    ("s3", "S3"),
    ("s3files", "S3 Files"),
    ("ssl", "SSL"),
    ("tls", "TLS"),
    ("url", "URL"),
    ("vpc", "VPC"),
];

/// The lower-case words of a name in camel case: `enableECSManagedTags` is enable, ecs, managed, tags.
fn split(key: &str) -> Vec<String> {
    // The one unit in member names looks like three words.
    let key = key.replace("GiB", "Gib");
    let letters: Vec<char> = key.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        let separates = matches!(letter, '_' | '-' | '.' | ' ');
        if (starts_word || separates) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if !separates && let Some(word) = words.last_mut() {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words
}

/// A label: `hostPort` is "Host port", `executionRoleArn` "Execution role ARN".
pub(super) fn label(key: &str) -> String {
    let words: Vec<String> = split(key)
        .into_iter()
        .map(|word| {
            let spelled = SPELLED.iter().find(|(plain, _)| *plain == word);
            spelled.map_or(word, |(_, spelled)| (*spelled).to_owned())
        })
        .collect();
    sentence_case(&words.join(" "))
}

/// The name in Terraform: `enableECSManagedTags` is `enable_ecs_managed_tags`. Keys of maps, such as
/// `awslogs-group`, stay.
#[cfg(any(test, feature = "docs"))]
pub(super) fn snake_case(key: &str) -> String {
    if key.contains('-') { key.to_owned() } else { split(key).join("_") }
}

/// The same with a capital at its start.
pub(super) fn sentence_case(text: &str) -> String {
    // `awsvpc` and `gRPC` are written in their own way wherever they stand.
    let own = text.split(' ').next().is_some_and(|word| matches!(word, "awsvpc" | "gRPC"));
    if own { text.to_owned() } else { capitalised(text) }
}

/// One of several: "Port mappings" have a "Port mapping".
pub(super) fn singular(plural: &str) -> String {
    if let Some(stem) = plural.strip_suffix("ies") {
        format!("{stem}y")
    } else if plural.ends_with("ss") {
        plural.to_owned()
    } else {
        plural.strip_suffix('s').unwrap_or(plural).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_read_well() {
        for (key, expected) in [
            ("hostPort", "Host port"),
            ("executionRoleArn", "Execution role ARN"),
            ("enableECSManagedTags", "Enable ECS managed tags"),
            ("managedEBSVolume", "Managed EBS volume"),
            ("sizeInGiB", "Size in GiB"),
            ("awsvpcConfiguration", "awsvpc configuration"),
            ("s3BucketName", "S3 bucket name"),
            ("cpu", "CPU"),
            ("x", "X"),
            ("", ""),
        ] {
            assert_eq!(label(key), expected, "{key}");
        }
    }

    #[test]
    fn terraform_names_are_the_providers() {
        for (key, expected) in [
            ("enableECSManagedTags", "enable_ecs_managed_tags"),
            ("kmsKeyId", "kms_key_id"),
            ("sizeInGiB", "size_in_gib"),
            ("awslogs-group", "awslogs-group"),
            ("awsPcaAuthorityArn", "aws_pca_authority_arn"),
        ] {
            assert_eq!(snake_case(key), expected);
        }
    }

    #[test]
    fn one_of_several() {
        for (plural, one) in
            [("Port mappings", "Port mapping"), ("Service registries", "Service registry")]
        {
            assert_eq!(singular(plural), one);
        }
    }
}
