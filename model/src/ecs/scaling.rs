//! Scaling: what Application Auto Scaling does with a service's desired count.
//!
//! The shape is that of `RegisterScalableTarget`, with the policies of `PutScalingPolicy` and the actions of
//! `PutScheduledAction` inside. The service's namespace and dimension are the same for every service of ECS,
//! and are not said.

use super::shape::*;
use super::task_definition::Tag;

/// The most tasks that a capacity can say: the API's integers have 32 bits.
const MOST: i64 = i32::MAX as i64;

shape! { Scaling {
    name: Text = "name",
    resource_id: Text = "resourceId",
    min_capacity: Integer = "minCapacity" => required().range(0, MOST),
    max_capacity: Integer = "maxCapacity" => required().range(0, MOST),
    role_arn: Text = "roleARN",
    suspended_state: Field<SuspendedState> = "suspendedState",
    policies: List<ScalingPolicy> = "policies",
    scheduled_actions: List<ScheduledAction> = "scheduledActions",
    tags: List<Tag> = "tags",
} }

shape! { SuspendedState {
    dynamic_scaling_in_suspended: Flag = "dynamicScalingInSuspended",
    dynamic_scaling_out_suspended: Flag = "dynamicScalingOutSuspended",
    scheduled_scaling_suspended: Flag = "scheduledScalingSuspended",
} }

shape! { ScalingPolicy {
    policy_name: Text = "policyName" => required(),
    policy_type: Text = "policyType",
    target_tracking: Field<TargetTracking> = "targetTrackingScalingPolicyConfiguration",
    step_scaling: Field<StepScaling> = "stepScalingPolicyConfiguration",
} }

shape! { TargetTracking {
    predefined_metric: Field<PredefinedMetric> = "predefinedMetricSpecification",
    customized_metric: Field<CustomizedMetric> = "customizedMetricSpecification",
    target_value: Number = "targetValue" => required(),
    scale_in_cooldown: Integer = "scaleInCooldown",
    scale_out_cooldown: Integer = "scaleOutCooldown",
    disable_scale_in: Flag = "disableScaleIn",
} }

shape! { PredefinedMetric {
    predefined_metric_type: Text = "predefinedMetricType" => required().one_of(&["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", "ALBRequestCountPerTarget"]),
    resource_label: Text = "resourceLabel",
} }

shape! { CustomizedMetric {
    metric_name: Text = "metricName",
    namespace: Text = "namespace",
    dimensions: List<Dimension> = "dimensions",
    statistic: Text = "statistic" => one_of(&["Average", "Minimum", "Maximum", "SampleCount", "Sum"]),
    unit: Text = "unit",
    metrics: List<MetricQuery> = "metrics",
} }

shape! { Dimension {
    name: Text = "name" => required(),
    value: Text = "value" => required(),
} }

shape! { MetricQuery {
    id: Text = "id" => required(),
    expression: Text = "expression",
    label: Text = "label",
    metric_stat: Field<MetricStat> = "metricStat",
    return_data: Flag = "returnData",
} }

shape! { MetricStat {
    metric: Field<Metric> = "metric" => required(),
    stat: Text = "stat" => required(),
    unit: Text = "unit",
} }

shape! { Metric {
    metric_name: Text = "metricName",
    namespace: Text = "namespace",
    dimensions: List<Dimension> = "dimensions",
} }

shape! { StepScaling {
    adjustment_type: Text = "adjustmentType" => one_of(&["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]),
    step_adjustments: List<StepAdjustment> = "stepAdjustments",
    min_adjustment_magnitude: Integer = "minAdjustmentMagnitude",
    cooldown: Integer = "cooldown",
    metric_aggregation_type: Text = "metricAggregationType" => one_of(&["Average", "Minimum", "Maximum"]),
} }

shape! { StepAdjustment {
    metric_interval_lower_bound: Number = "metricIntervalLowerBound",
    metric_interval_upper_bound: Number = "metricIntervalUpperBound",
    scaling_adjustment: Integer = "scalingAdjustment" => required(),
} }

shape! { ScheduledAction {
    scheduled_action_name: Text = "scheduledActionName" => required(),
    schedule: Text = "schedule" => required(),
    timezone: Text = "timezone",
    start_time: Text = "startTime",
    end_time: Text = "endTime",
    scalable_target_action: Field<ScalableTargetAction> = "scalableTargetAction" => required(),
} }

shape! { ScalableTargetAction {
    min_capacity: Integer = "minCapacity" => range(0, MOST),
    max_capacity: Integer = "maxCapacity" => range(0, MOST),
} }
