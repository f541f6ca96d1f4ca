//! Image references: `registry/repository:tag@digest`.

/// What an image reference is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Image<'a> {
    /// Registry and repository.
    pub(super) repository: &'a str,
    /// What follows the `:` after the repository.
    pub(super) tag: Option<&'a str>,
    /// What follows the `@`.
    pub(super) digest: Option<&'a str>,
}

/// Takes an image reference apart, whatever it is made of.
pub(super) fn parse_image(text: &str) -> Image<'_> {
    let (rest, digest) = match text.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (text, None),
    };
    // A colon before the last slash is a registry's port.
    match rest.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => {
            Image { repository, tag: Some(tag), digest }
        }
        _ => Image { repository: rest, tag: None, digest },
    }
}

#[cfg(test)]
mod tests {
    use super::{Image, parse_image};

    #[test]
    fn parts_are_told_apart() {
        for (text, repository, tag, digest) in [
            ("nginx", "nginx", None, None),
            ("host:5000/team/app", "host:5000/team/app", None, None),
            ("host:5000/team/app:1.2", "host:5000/team/app", Some("1.2"), None),
            ("app:1@sha256:ab", "app", Some("1"), Some("sha256:ab")),
            ("app@sha256:ab", "app", None, Some("sha256:ab")),
        ] {
            assert_eq!(parse_image(text), Image { repository, tag, digest });
        }
    }
}
