//! Log groups.

use super::arguments::{Argument, elsewhere, tags, value};
use super::draft::{Draft, Instance, Page};
use crate::export::hcl::Block;

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("logGroupName"),
    elsewhere("arn"),
    value("retentionInDays", "retention_in_days"),
    value("kmsKeyId", "kms_key_id"),
    tags(),
];

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut block = Block::new("resource").label("aws_cloudwatch_log_group").label(&name);
    let own_name = draft.own_name(instance, &name);
    block.body().attribute("name", own_name);
    draft.arguments(instance, ARGUMENTS, block.body());
    draft.put(Page::Logs, block);
}
