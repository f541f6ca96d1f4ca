//! Scaling: a range for a service's desired count, and what moves the count within it.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::{shared, suggest};
use crate::record::Kind;

const fn section(
    at: &'static str,
    page: &'static str,
    terraform: Terraform,
    group: Group,
    fields: &'static [Info],
) -> Section {
    Section { kind: Kind::Scaling, at, group, docs: Docs::other(page), terraform, fields }
}

const REGISTER: &str = "autoscaling/application/APIReference/API_RegisterScalableTarget.html";

const fn target(group: Group, fields: &'static [Info]) -> Section {
    section("", REGISTER, Terraform::block("aws_appautoscaling_target", ""), group, fields)
}

const fn policy(
    at: &'static str,
    page: &'static str,
    block: &'static str,
    fields: &'static [Info],
) -> Section {
    section(
        at,
        page,
        Terraform::block("aws_appautoscaling_policy", block),
        Group::Monitoring,
        fields,
    )
}

const fn scheduled(at: &'static str, block: &'static str, fields: &'static [Info]) -> Section {
    section(
        at,
        "autoscaling/application/APIReference/API_PutScheduledAction.html",
        Terraform::block("aws_appautoscaling_scheduled_action", block),
        Group::Deployment,
        fields,
    )
}

const DIMENSION: &[Info] = &[
    info("name", "The dimension, such as ClusterName.").common(),
    info("value", "Its value, such as the cluster's name.").common(),
];

const DIMENSIONS: Info = info(
    "dimensions",
    "Which of the metric's series is meant: all dimensions that it was written with.",
)
.default("none")
.control(Control::KeyValue)
.common();

pub(super) static SCALING: &[Section] = &[
    target(Group::Identity, &[
        info("name", "What the scaling is called in this design.").not_in_terraform(),
        info("resourceId", "The service whose desired count moves. One that is not part of the design is named service/cluster/service.")
            .label("Service")
            .refers_to(Kind::Service)
            .common(),
    ]),
    target(Group::Size, &[
        info("minCapacity", "The fewest tasks that scaling in leaves. 2 survive the loss of one.").label("At least").unit("tasks").common(),
        info("maxCapacity", "The most tasks that scaling out starts: what a busy day may cost.").label("At most").unit("tasks").common(),
    ]),
    target(Group::Monitoring, &[
        info("policies", "What moves the count: a metric that is kept at a value, or steps that alarms take. Without any, only scheduled actions do.")
            .default("none")
            .not_in_terraform()
            .common(),
    ]),
    target(Group::Deployment, &[
        info("scheduledActions", "Times at which the range changes, such as fewer tasks at night.").default("none").not_in_terraform(),
    ]),
    target(Group::Permissions, &[
        info("roleARN", "Application Auto Scaling acts in its service-linked role, which it makes by itself. ECS ignores any other.")
            .label("Role")
            .default("the service-linked role")
            .argument("role_arn")
            .control(Control::Arn),
    ]),
    target(Group::Advanced, &[
        info("suspendedState", "Stops scaling for a while without taking its policies away.").default("nothing is suspended"),
    ]),
    target(Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::Scaling, "tags[]"),
    section("suspendedState", "autoscaling/application/APIReference/API_SuspendedState.html", Terraform::block("aws_appautoscaling_target", "suspended_state"), Group::Advanced, &[
        info("dynamicScalingInSuspended", "No policy takes tasks away.").label("Scaling in suspended").default("no").common(),
        info("dynamicScalingOutSuspended", "No policy adds tasks.").label("Scaling out suspended").default("no").common(),
        info("scheduledScalingSuspended", "No scheduled action changes the range.").label("Schedule suspended").default("no").common(),
    ]),
    policy("policies[]", "autoscaling/application/APIReference/API_PutScalingPolicy.html", "", &[
        info("policyName", "Unique for the service, up to 256 characters.").label("Name").argument("name").common(),
        info("policyType", "TargetTrackingScaling keeps a metric at a value and makes its alarms itself; StepScaling adds and takes away as alarms of your own tell.")
            .label("Type")
            .default("StepScaling")
            .offers(&[("TargetTrackingScaling", "keeps a metric at a value"), ("StepScaling", "as alarms tell")])
            .common(),
        info("targetTrackingScalingPolicyConfiguration", "The metric and the value that it is kept at.").label("Target tracking").common(),
        info("stepScalingPolicyConfiguration", "How much is added or taken away for how far an alarm's metric is from its threshold.").label("Step scaling"),
    ]),
    policy(TRACKING, "autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html", TRACKING_BLOCK, &[
        info("targetValue", "What the metric is kept at: percent of CPU or memory, or requests per task and minute.").common(),
        info("predefinedMetricSpecification", "A metric that ECS or the load balancer has for every service.").label("Metric").common(),
        info("customizedMetricSpecification", "A metric of your own that falls when there are more tasks, in place of a predefined one.").label("Metric of your own"),
        info("scaleOutCooldown", "How long after adding tasks before more are added for the same reason.").unit("seconds").default("300").common(),
        info("scaleInCooldown", "How long after taking tasks away before more are.").unit("seconds").default("300").common(),
        info("disableScaleIn", "The policy only adds tasks; something else takes them away.").default("no"),
    ]),
    policy("policies[].targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification", "autoscaling/application/APIReference/API_PredefinedMetricSpecification.html", "target_tracking_scaling_policy_configuration.predefined_metric_specification", &[
        info("predefinedMetricType", "Average CPU or memory of the service's tasks, or the load balancer's requests for each of its targets.").label("Type").common(),
        info("resourceLabel", "For ALBRequestCountPerTarget: the ends of the load balancer's and the target group's ARN, app/name/id/targetgroup/name/id.")
            .default("none; only ALBRequestCountPerTarget has one")
            .suggests(suggest::resource_labels)
            .common(),
    ]),
    policy("policies[].targetTrackingScalingPolicyConfiguration.customizedMetricSpecification", CUSTOMIZED_PAGE, "target_tracking_scaling_policy_configuration.customized_metric_specification", &[
        info("metricName", "The metric's name in CloudWatch.").common(),
        info("namespace", "The metric's namespace in CloudWatch, such as AWS/SQS.").common(),
        DIMENSIONS,
        info("statistic", "Which statistic of the metric is kept at the value.").common(),
        info("unit", "The metric's unit in CloudWatch.").default("any"),
        info("metrics", "Metrics and the expressions that make one of them, in place of a single metric.").default("none"),
    ]),
    policy("policies[].targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.dimensions[]", CUSTOMIZED_PAGE, "target_tracking_scaling_policy_configuration.customized_metric_specification.dimensions", DIMENSION),
    policy("policies[].targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.metrics[]", CUSTOMIZED_PAGE, "target_tracking_scaling_policy_configuration.customized_metric_specification.metrics", &[
        info("id", "What expressions call it; starts with a small letter.").common(),
        info("expression", "How it is computed from the others, such as m1 / m2.").common(),
        info("label", "What it is, for people.").default("none"),
        info("metricStat", "The metric of CloudWatch that it is, in place of an expression.").common(),
        info("returnData", "Whether this is the one that is kept at the value. Exactly one is.").default("yes").common(),
    ]),
    policy("policies[].targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.metrics[].metricStat", CUSTOMIZED_PAGE, "target_tracking_scaling_policy_configuration.customized_metric_specification.metrics.metric_stat", &[
        info("metric", "The metric in CloudWatch.").common(),
        info("stat", "The statistic, such as Average, Sum or p90.").common(),
        info("unit", "The metric's unit in CloudWatch.").default("any"),
    ]),
    policy("policies[].targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.metrics[].metricStat.metric", CUSTOMIZED_PAGE, "target_tracking_scaling_policy_configuration.customized_metric_specification.metrics.metric_stat.metric", &[
        info("metricName", "The metric's name in CloudWatch.").common(),
        info("namespace", "The metric's namespace in CloudWatch, such as AWS/SQS.").common(),
        DIMENSIONS,
    ]),
    policy("policies[].targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.metrics[].metricStat.metric.dimensions[]", CUSTOMIZED_PAGE, "target_tracking_scaling_policy_configuration.customized_metric_specification.metrics.metric_stat.metric.dimensions", DIMENSION),
    policy("policies[].stepScalingPolicyConfiguration", "autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html", "step_scaling_policy_configuration", &[
        info("adjustmentType", "Whether a step adds a number of tasks, a percentage of those that run, or says how many there are to be.").common(),
        info("stepAdjustments", "The steps, by how far the metric is from the alarm's threshold. They must not overlap.").argument("step_adjustment").common(),
        info("minAdjustmentMagnitude", "The fewest tasks that a percentage adds or takes away.").unit("tasks").default("1"),
        info("cooldown", "How long after a step before its effect counts as seen.").unit("seconds").default("300").common(),
        info("metricAggregationType", "How the points of the alarm's metric are made one.").default("Average"),
    ]),
    policy("policies[].stepScalingPolicyConfiguration.stepAdjustments[]", "autoscaling/application/APIReference/API_StepAdjustment.html", "step_scaling_policy_configuration.step_adjustment", &[
        info("metricIntervalLowerBound", "Where the step starts, counted from the alarm's threshold.").label("From").default("without end").common(),
        info("metricIntervalUpperBound", "Where it ends, counted from the alarm's threshold.").label("To").default("without end").common(),
        info("scalingAdjustment", "How much is added; less than 0 takes away.").common(),
    ]),
    scheduled("scheduledActions[]", "", &[
        info("scheduledActionName", "Unique for the service, up to 256 characters.").label("Name").argument("name").common(),
        info("schedule", "When: at(2026-12-24T18:00:00), rate(1 day) or cron(0 20 ? * MON-FRI *).").common(),
        info("timezone", "The time zone of at and cron, such as Europe/Berlin; summer time is observed.").label("Time zone").default("UTC"),
        info("startTime", "When it starts to hold, as in 2026-12-01T00:00:00Z.").default("at once"),
        info("endTime", "When it ceases to hold, as in 2026-12-31T00:00:00Z.").default("never"),
        info("scalableTargetAction", "The range from then on. What is not said stays.").label("Range").common(),
    ]),
    scheduled("scheduledActions[].scalableTargetAction", "scalable_target_action", &[
        info("minCapacity", "The fewest tasks from then on. Fewer that run are filled up at once.").label("At least").unit("tasks").default("stays").common(),
        info("maxCapacity", "The most tasks from then on. More that run are taken away at once.").label("At most").unit("tasks").default("stays").common(),
    ]),
];

const TRACKING: &str = "policies[].targetTrackingScalingPolicyConfiguration";
const TRACKING_BLOCK: &str = "target_tracking_scaling_policy_configuration";
const CUSTOMIZED_PAGE: &str =
    "autoscaling/application/APIReference/API_CustomizedMetricSpecification.html";
