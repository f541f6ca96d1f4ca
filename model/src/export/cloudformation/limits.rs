//! What CloudFormation takes of one template.
//!
//! AWS CloudFormation user guide, "CloudFormation quotas".

use super::template::{Syntax, Template};
use crate::remark::Remark;
use crate::text::number;

/// The longest description, in characters: it has at most 1,024 bytes, and a character up to four.
pub(super) const LONGEST_DESCRIPTION: usize = 256;

const MOST_RESOURCES: usize = 500;
const MOST_PARAMETERS: usize = 200;
/// Bytes that a request may carry.
const LARGEST_IN_REQUEST: usize = 51_200;
/// Bytes of a template in S3.
const LARGEST: usize = 1_000_000;

/// Says where a template is more than CloudFormation takes.
pub(super) fn check(template: &mut Template) {
    let resources = template.resources().map_or(0, serde_json::Map::len);
    for (count, most, what) in [
        (resources, MOST_RESOURCES, "resources"),
        (template.parameters.len(), MOST_PARAMETERS, "parameters"),
    ] {
        if count > most {
            let (count, most) = (words(count), words(most));
            template.remarks.push(Remark::new(format!(
                "The template has {count} {what}, and CloudFormation takes {most}: export records by themselves."
            )));
        }
    }
    let bytes = template.text(Syntax::Yaml).len();
    if bytes > LARGEST_IN_REQUEST {
        let (size, most) = (words(bytes), words(LARGEST));
        let way = if bytes > LARGEST {
            "export records by themselves"
        } else {
            "deploy it with `--s3-bucket`"
        };
        template.remarks.push(Remark::new(format!(
            "The template has {size} bytes as YAML; CloudFormation takes {} in a request and {most} from S3: {way}.",
            words(LARGEST_IN_REQUEST)
        )));
    }
}

fn words(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}
