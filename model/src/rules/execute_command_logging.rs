//! CL003: ECS Exec has a log configuration exactly when its logging is OVERRIDE.

use crate::diagnostic::Severity;
use crate::ecs::cluster::Cluster;
use crate::ecs::shape::Field;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CL003",
    name: "execute-command-logging",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "ECS Exec has a log configuration exactly when its logging is OVERRIDE.",
        why: "DEFAULT sends the output of ECS Exec to the log driver of the task, NONE nowhere, OVERRIDE to the \
           log group or bucket of logConfiguration. ECS refuses OVERRIDE without one, and a log configuration \
           with the others.",
    },
    check: Check::Cluster(check),
};

fn check(cx: &mut Context<'_>, cluster: &Cluster) {
    let exec = cluster
        .configuration
        .known()
        .and_then(|configuration| configuration.execute_command_configuration.known());
    let Some(exec) = exec else { return };
    let logging = match &exec.logging {
        Field::Absent => "DEFAULT",
        Field::Known(logging) => logging.as_str(),
        _ => return,
    };
    let targets = match &exec.log_configuration {
        Field::Absent => false,
        Field::Known(to) => {
            !to.cloud_watch_log_group_name.is_absent() || !to.s3_bucket_name.is_absent()
        }
        _ => true,
    };
    let at = exec.path("logging");
    if logging == "OVERRIDE" && !targets {
        let edit = cx.set(&at, "DEFAULT");
        cx.report(
            &RULE,
            &at,
            "The logging of ECS Exec is OVERRIDE, and no log group and no bucket is named.",
        )
        .help("ECS refuses it. Name a log group or a bucket in logConfiguration.")
        .fix("Log as the tasks do", vec![edit]);
    } else if logging != "OVERRIDE" && targets {
        let edit = cx.set(&at, "OVERRIDE");
        cx.report(
            &RULE,
            &at,
            format!("ECS Exec has a log configuration, and its logging is {logging}."),
        )
        .help("ECS refuses it: a log configuration belongs to the logging OVERRIDE.")
        .fix("Set logging to OVERRIDE", vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "cluster.main.configuration.executeCommandConfiguration";

    #[test]
    fn logging_that_fits_passes() {
        for exec in [
            json!({"logging": "DEFAULT"}),
            json!({"logging": "OVERRIDE", "logConfiguration": {"s3BucketName": "logs"}}),
            json!({"logging": "OVERRIDE", "logConfiguration": "${var.logs}"}),
        ] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, exec)])), NONE);
        }
    }

    #[test]
    fn logging_that_does_not_fit_is_found() {
        for (exec, right) in [
            (json!({"logging": "OVERRIDE"}), "DEFAULT"),
            (json!({"logConfiguration": {"s3BucketName": "logs"}}), "OVERRIDE"),
        ] {
            let design = sound(&[(AT, exec)]);
            let logging = format!("{AT}.logging");
            assert_eq!(addresses(&RULE, &design), [logging.as_str()]);
            assert_eq!(value(&fixed(&RULE, &design), &logging), right);
        }
    }
}
