//! The options that log drivers take, to be offered where somebody sets them up. Others are kept all the same.
//!
//! awslogs, splunk and awsfirelens: <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html>
//! and, for splunk and the drivers of EC2, <https://docs.docker.com/engine/logging/configure/>. awsfirelens hands its
//! options to the output plugin of the log router; those of Fluent Bit's plugins for AWS are here.

/// An option of a log driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogOption {
    /// Its key in `options`.
    pub key: &'static str,
    /// What it is, in some words.
    pub meaning: &'static str,
    /// What most people set it to; empty where that is up to them.
    pub usual: &'static str,
}

const fn option(key: &'static str, meaning: &'static str) -> LogOption {
    LogOption { key, meaning, usual: "" }
}

impl LogOption {
    const fn usual(mut self, usual: &'static str) -> Self {
        self.usual = usual;
        self
    }
}

/// The options of a driver; none of one that is not known.
#[must_use]
pub fn log_options(driver: &str) -> &'static [LogOption] {
    match driver {
        "awslogs" => AWSLOGS,
        "awsfirelens" => FIRELENS,
        "splunk" => SPLUNK,
        "fluentd" => FLUENTD,
        "gelf" => GELF,
        "json-file" => JSON_FILE,
        "syslog" => SYSLOG,
        "journald" => JOURNALD,
        _ => &[],
    }
}

const TAG: LogOption = option("tag", "marks each message, such as {{.Name}}");
const LABELS: LogOption = option("labels", "container labels to send along, separated by commas");
const ENV: LogOption = option("env", "environment variables to send along, separated by commas");
const MODE: LogOption =
    option("mode", "blocking, or non-blocking, which may lose messages").usual("non-blocking");
const BUFFER: LogOption =
    option("max-buffer-size", "how much non-blocking mode buffers").usual("25m");

const AWSLOGS: &[LogOption] = &[
    option("awslogs-group", "the log group"),
    option("awslogs-region", "the Region of the log group"),
    option("awslogs-stream-prefix", "how streams begin: prefix/container/task").usual("ecs"),
    option("awslogs-create-group", "makes a missing log group").usual("true"),
    option("awslogs-datetime-format", "a strftime pattern that starts each message")
        .usual("%Y-%m-%d %H:%M:%S"),
    option("awslogs-multiline-pattern", "a regular expression that starts each message"),
    MODE,
    BUFFER,
];

const FIRELENS: &[LogOption] = &[
    option("Name", "the output plugin: cloudwatch_logs, kinesis_firehose, http …")
        .usual("cloudwatch_logs"),
    option("region", "the Region that the plugin writes to"),
    option("log_group_name", "cloudwatch_logs: the log group"),
    option("log_stream_prefix", "cloudwatch_logs: how streams begin"),
    option("auto_create_group", "cloudwatch_logs: makes a missing log group").usual("true"),
    option("delivery_stream", "kinesis_firehose: the delivery stream"),
    option("stream", "kinesis_streams: the stream"),
    option("bucket", "s3: the bucket"),
    option("Host", "the host that a plugin such as http or es sends to"),
    option("Port", "the port on that host"),
    option("log-driver-buffer-limit", "how many messages wait in memory, 0 to 536870911"),
];

const SPLUNK: &[LogOption] = &[
    option("splunk-url", "the HTTP Event Collector: https://host:8088. Required"),
    option("splunk-token", "the collector's token. Required; better in secret options"),
    option("splunk-source", "the events' source"),
    option("splunk-sourcetype", "the events' source type"),
    option("splunk-index", "the events' index"),
    option("splunk-format", "inline, json or raw").usual("inline"),
    option("splunk-capath", "the path of a root certificate"),
    option("splunk-caname", "the name to check the server's certificate for"),
    option("splunk-insecureskipverify", "true: the certificate is not checked"),
    option("splunk-verify-connection", "checks at the start that the collector answers")
        .usual("true"),
    option("splunk-gzip", "compresses events").usual("true"),
    option("splunk-gzip-level", "-1 for the default, 0 none, to 9 best"),
    TAG,
    LABELS,
    ENV,
];

const FLUENTD: &[LogOption] = &[
    option("fluentd-address", "host:port of fluentd").usual("localhost:24224"),
    option("fluentd-async", "connects in the background").usual("true"),
    option("fluentd-buffer-limit", "how many events wait in memory"),
    option("fluentd-retry-wait", "how long between tries, such as 1s"),
    option("fluentd-max-retries", "how many tries"),
    option("fluentd-sub-second-precision", "times in nanoseconds").usual("true"),
    TAG,
    LABELS,
    ENV,
];

const GELF: &[LogOption] = &[
    option("gelf-address", "udp://host:port or tcp://host:port. Required"),
    option("gelf-compression-type", "UDP only: gzip, zlib or none").usual("gzip"),
    option("gelf-compression-level", "UDP only: -1 for the default, 0 none, to 9 best"),
    option("gelf-tcp-max-reconnect", "TCP only: how many tries"),
    option("gelf-tcp-reconnect-delay", "TCP only: seconds between tries"),
    TAG,
    LABELS,
    ENV,
];

const JSON_FILE: &[LogOption] = &[
    option("max-size", "how large a file gets before the next one").usual("10m"),
    option("max-file", "how many files are kept").usual("3"),
    option("compress", "compresses files that are full").usual("true"),
    TAG,
    LABELS,
    ENV,
];

const SYSLOG: &[LogOption] = &[
    option("syslog-address", "udp://host:port, tcp://…, tcp+tls://… or unix://…"),
    option("syslog-facility", "the facility, such as daemon"),
    option("syslog-format", "rfc3164, rfc5424, rfc5424micro").usual("rfc5424"),
    option("syslog-tls-ca-cert", "the path of the authorities' certificates"),
    option("syslog-tls-cert", "the path of the client's certificate"),
    option("syslog-tls-key", "the path of the client's key"),
    option("syslog-tls-skip-verify", "true: the certificate is not checked"),
    TAG,
    LABELS,
    ENV,
];

const JOURNALD: &[LogOption] = &[TAG, LABELS, ENV];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::field;
    use crate::ecs::describe;
    use crate::ecs::shape::Allowed;
    use crate::path::Path;
    use crate::record::Kind;

    #[test]
    fn every_driver_has_options_each_once() {
        let driver: Path = "containerDefinitions[0].logConfiguration.logDriver".parse().unwrap();
        let (_, member) = describe(Kind::TaskDefinition, &driver).unwrap();
        let Allowed::OneOf(drivers) = member.unwrap().constraint.allowed else {
            panic!("the API lists the drivers")
        };
        for driver in drivers {
            let keys: Vec<_> = log_options(driver).iter().map(|option| option.key).collect();
            assert!(!keys.is_empty(), "{driver}");
            for (at, key) in keys.iter().enumerate() {
                assert!(!keys.iter().take(at).any(|other| other == key), "{driver}: {key} twice");
            }
        }
        assert!(log_options("future").is_empty());
    }

    #[test]
    fn what_the_catalogue_explains_of_awslogs_is_offered() {
        let options: Path = "containerDefinitions[0].logConfiguration.options".parse().unwrap();
        for option in AWSLOGS {
            assert!(
                field(Kind::TaskDefinition, &options.key(option.key)).is_some(),
                "{}",
                option.key
            );
        }
    }
}
