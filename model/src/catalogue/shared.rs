//! Entries of structures that stand in several places.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::suggest;
use crate::record::Kind;

/// The `tags` list itself.
pub(super) const TAGS_FIELD: &[Info] = &[info(
    "tags",
    "Keys with values for cost reports, search and access rules. At most 50; a key has up to 128 characters, a value up to 256. AWS refuses an empty list.",
)
.default("none")
.control(Control::KeyValue)
.common()];

const TAG: &[Info] = &[
    info(
        "key",
        "Up to 128 characters, unique in the list. Keys that start with aws: are reserved.",
    )
    .common(),
    info("value", "Up to 256 characters; may be empty.").default("empty").common(),
];

/// The members of a tag.
pub(super) const fn tag(kind: Kind, at: &'static str) -> Section {
    Section {
        kind,
        at,
        group: Group::Tags,
        docs: Docs::data_type("Tag"),
        terraform: Terraform::nothing(),
        fields: TAG,
    }
}

/// What an environment variable, or a log option, takes from a secret.
pub(super) const SECRET: &[Info] = &[
    info("name", "The variable that the container sees. Unique among its environment and secrets.").common(),
    info("valueFrom", "Full ARN of a Secrets Manager secret, or ARN or name of a Systems Manager parameter. Append :json-key:: to the secret's ARN for one key of it. A bare name is read as a parameter.")
        .label("Value from")
        .common(),
];

/// Log drivers and their options.
pub(super) const LOG_CONFIGURATION: &[Info] = &[
    info("logDriver", "Where the container's output goes. Fargate takes awslogs (CloudWatch Logs), splunk and awsfirelens (a log router in the task).").common(),
    info("options", "The driver's own settings. Every value is a string: \"true\", not true.")
        .control(Control::KeyValue)
        .common(),
    info("secretOptions", "Driver settings whose values come from secrets, such as splunk-token. The execution role must be allowed to read them.")
        .argument("secret_option")
.default("none"),
];

/// The options are keys of a map: the documentation has one anchor for all of them.
pub(super) const LOG_OPTIONS_DOCS: Docs = Docs::other(
    "AmazonECS/latest/APIReference/API_LogConfiguration.html#ECS-Type-LogConfiguration-options",
);

/// The options that most containers need.
pub(super) const LOG_OPTIONS: &[Info] = &[
    info("awslogs-group", "awslogs: the log group. It must exist, or the task fails to start, unless awslogs-create-group is true.")
        .label("Log group")
        .refers_to(Kind::LogGroup)
        .common(),
    info("awslogs-region", "awslogs: the Region of the log group. Required.")
        .label("Region")
        .suggests(suggest::region)
        .common(),
    info("awslogs-stream-prefix", "awslogs: streams are called prefix/container/task-id. Fargate requires it.")
        .label("Stream prefix")
        .offers(&[("ecs", "")])
        .common(),
    info("awslogs-create-group", "awslogs: \"true\" makes a missing log group. The execution role then needs logs:CreateLogGroup.")
        .label("Create log group")
        .default("false")
        .offers(&[("true", ""), ("false", "")]),
    info("awslogs-datetime-format", "awslogs: a strftime pattern that starts each message, so that stack traces stay in one event. Not together with a multiline pattern.")
        .label("Date and time format")
        .offers(&[("%Y-%m-%d %H:%M:%S", "")]),
    info("awslogs-multiline-pattern", "awslogs: a regular expression that matches the first line of each message, so that stack traces stay in one event.")
        .label("Multiline pattern"),
    info("mode", "blocking makes the container wait when logs cannot be sent; non-blocking buffers, and drops messages when the buffer is full.")
        .default("non-blocking, unless the account's setting says otherwise")
        .offers(&[("non-blocking", "may lose logs"), ("blocking", "may stall the container")]),
    info("max-buffer-size", "How much is buffered in non-blocking mode before messages are dropped, such as 25m.")
        .label("Buffer size")
        .default("10m"),
];

/// A part of a capacity provider strategy.
pub(super) const CAPACITY_PROVIDER_STRATEGY: &[Info] = &[
    info("capacityProvider", "FARGATE, FARGATE_SPOT (cheaper, stopped with two minutes' notice) or a provider of your own. The cluster must list it. Fargate and other providers do not mix.")
        .offers(&[("FARGATE", "on demand"), ("FARGATE_SPOT", "cheaper, may be interrupted")])
        .common(),
    info("weight", "This provider's share of the tasks beyond the base, relative to the others' weights. At least one provider needs more than 0.")
        .default("0 in the API, 1 in the console")
        .common(),
    info("base", "How many tasks run here before weights count. Only one provider may have a base.")
        .unit("tasks")
        .default("0"),
];
