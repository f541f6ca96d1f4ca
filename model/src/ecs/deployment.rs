//! How a service replaces its tasks, in the shape of `CreateService`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::shape::*;

shape! { DeploymentConfiguration {
    deployment_circuit_breaker: Field<DeploymentCircuitBreaker> = "deploymentCircuitBreaker",
    maximum_percent: Integer = "maximumPercent",
    minimum_healthy_percent: Integer = "minimumHealthyPercent",
    alarms: Field<DeploymentAlarms> = "alarms",
    strategy: Text = "strategy" => one_of(&["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"]),
    bake_time_in_minutes: Integer = "bakeTimeInMinutes",
    lifecycle_hooks: List<DeploymentLifecycleHook> = "lifecycleHooks",
    linear_configuration: Field<LinearConfiguration> = "linearConfiguration",
    canary_configuration: Field<CanaryConfiguration> = "canaryConfiguration",
    early_success_criteria: Field<DeploymentEarlySuccessCriteria> = "earlySuccessCriteria",
} }

shape! { DeploymentCircuitBreaker {
    enable: Flag = "enable" => required(),
    rollback: Flag = "rollback" => required(),
    reset_on_healthy_task: Flag = "resetOnHealthyTask",
    threshold_configuration: Field<ThresholdConfiguration> = "thresholdConfiguration",
} }

shape! { ThresholdConfiguration {
    kind: Text = "type" => required().one_of(&["COUNT", "BOUNDED_PERCENT", "UNBOUNDED_PERCENT"]),
    value: Integer = "value" => required(),
} }

shape! { DeploymentAlarms {
    alarm_names: List<Text> = "alarmNames" => required(),
    rollback: Flag = "rollback" => required(),
    enable: Flag = "enable" => required(),
} }

shape! { DeploymentLifecycleHook {
    target_type: Text = "targetType" => one_of(&["AWS_LAMBDA", "PAUSE"]),
    hook_target_arn: Text = "hookTargetArn",
    role_arn: Text = "roleArn",
    lifecycle_stages: List<Text> = "lifecycleStages" => one_of(&["RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"]),
    hook_details: Any = "hookDetails",
    timeout_configuration: Field<DeploymentLifecycleHookTimeoutConfiguration> = "timeoutConfiguration",
} }

shape! { DeploymentLifecycleHookTimeoutConfiguration {
    timeout_in_minutes: Integer = "timeoutInMinutes" => range(1, 20_160),
    action: Text = "action" => one_of(&["ROLLBACK", "CONTINUE"]),
} }

shape! { LinearConfiguration {
    step_percent: Number = "stepPercent",
    step_bake_time_in_minutes: Integer = "stepBakeTimeInMinutes",
} }

shape! { CanaryConfiguration {
    canary_percent: Number = "canaryPercent",
    canary_bake_time_in_minutes: Integer = "canaryBakeTimeInMinutes",
} }

shape! { DeploymentEarlySuccessCriteria {
    enable: Flag = "enable" => required(),
    healthy_percent: Integer = "healthyPercent" => range(0, 100),
    source_service_revision_cleanup: Text = "sourceServiceRevisionCleanup" => one_of(&["BLOCKING", "DEFERRED"]),
} }

shape! { DeploymentController {
    kind: Text = "type" => required().one_of(&["ECS", "CODE_DEPLOY", "EXTERNAL"]),
} }
