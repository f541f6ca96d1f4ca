//! How a service replaces its tasks.

use super::entry::{Control, Group, Section, info};
use super::explanation::{Docs, Terraform};
use super::service::{RESOURCE, part, part_not_in_terraform};
use crate::record::Kind;

pub(super) static SECTIONS: &[Section] = &[
    Section {
        kind: Kind::Service,
        at: "",
        group: Group::Deployment,
        docs: Docs::request("CreateService"),
        terraform: Terraform::block(RESOURCE, ""),
        fields: &[
            info("deploymentConfiguration", "How new tasks take the place of old ones, and what happens when they do not come up.")
                .label("Deployments")
                .common(),
            info("deploymentController", "Who runs deployments: ECS itself, AWS CodeDeploy, or a tool of yours.").label("Deployment controller").default("ECS"),
        ],
    },
    part("deploymentController", "DeploymentController", "deployment_controller", Group::Deployment, &[
        info("type", "ECS replaces tasks by itself. CODE_DEPLOY leaves it to AWS CodeDeploy and needs a load balancer; EXTERNAL to a tool of yours.")
            .default("ECS")
            .common(),
    ]),
    part("deploymentConfiguration", "DeploymentConfiguration", "deployment_configuration", Group::Deployment, &[
        info("minimumHealthyPercent", "During a deployment at least this share of the desired count keeps running, rounded up; 0 to 100. With 100, ECS starts new tasks before it stops old ones.")
            .unit("%")
            .default("100; for DAEMON 0")
            .control(Control::Percent)
            .moved("deployment_minimum_healthy_percent")
            .common(),
        info("maximumPercent", "During a deployment at most this share of the desired count runs, rounded down; 100 to 200. If it leaves no room beside the minimum, deployments never finish.")
            .unit("%")
            .default("200; for DAEMON 100")
            .control(Control::Percent)
            .moved("deployment_maximum_percent")
            .common(),
        info("deploymentCircuitBreaker", "Gives up on a deployment whose tasks keep failing, and can go back to the last good one. Without it ECS tries for ever.")
            .label("Circuit breaker")
            .default("off")
            .moved("deployment_circuit_breaker")
            .common(),
        info("strategy", "ROLLING replaces tasks little by little. BLUE_GREEN starts all new ones beside the old and then switches; LINEAR and CANARY move traffic in steps. These need a load balancer or Service Connect.")
            .default("ROLLING")
            .common(),
        info("alarms", "CloudWatch alarms that fail the deployment when they go off.").default("none").moved("alarms"),
        info("bakeTimeInMinutes", "How long old and new tasks run side by side after traffic has moved, 0 to 1440. BLUE_GREEN requires it.")
            .label("Bake time")
            .unit("minutes")
            .default("0"),
        info("linearConfiguration", "Steps of a LINEAR deployment.").label("Linear steps"),
        info("canaryConfiguration", "First step of a CANARY deployment.").label("Canary step"),
        info("lifecycleHooks", "Lambda functions or pauses at stages of a deployment, to test or to wait for a person.").default("none").argument("lifecycle_hook"),
        info("earlySuccessCriteria", "Calls a rolling deployment done when a share of the new tasks is healthy.").not_in_terraform(),
    ]),
    part("deploymentConfiguration.deploymentCircuitBreaker", "DeploymentCircuitBreaker", "deployment_circuit_breaker", Group::Deployment, &[
        info("enable", "Whether a deployment fails when its tasks keep failing. Only with the ECS controller.").label("Circuit breaker").common(),
        info("rollback", "Whether a failed deployment goes back to the last one that completed.").label("Roll back").common(),
        info("resetOnHealthyTask", "Whether a healthy task sets the count of failures back to 0.").default("yes").not_in_terraform(),
        info("thresholdConfiguration", "How many failed tasks it takes.").label("Threshold").default("half of the desired count, within bounds").not_in_terraform(),
    ]),
    part_not_in_terraform("deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration", "ThresholdConfiguration", Group::Deployment, &[
        info("type", "COUNT is a number of tasks; the others a share of the desired count, BOUNDED_PERCENT within AWS's bounds.").default("BOUNDED_PERCENT").common(),
        info("value", "Number of tasks or percent, at least 1.").default("50").common(),
    ]),
    part("deploymentConfiguration.alarms", "DeploymentAlarms", "alarms", Group::Deployment, &[
        info("alarmNames", "Names of CloudWatch alarms in the same Region and account.").common(),
        info("enable", "Whether the alarms are watched during deployments.").label("Watch alarms").common(),
        info("rollback", "Whether an alarm makes the service go back to the last completed deployment.").label("Roll back").common(),
    ]),
    part("deploymentConfiguration.lifecycleHooks[]", "DeploymentLifecycleHook", "deployment_configuration.lifecycle_hook", Group::Deployment, &[
        info("targetType", "AWS_LAMBDA calls a function; PAUSE waits until somebody continues the deployment or rolls it back.").label("Action").default("AWS_LAMBDA").argument("target_type").common(),
        info("hookTargetArn", "ARN of the Lambda function.").label("Function").control(Control::Arn).common(),
        info("roleArn", "The role with which ECS calls the function.").label("Role").refers_to(Kind::Role).common(),
        info("lifecycleStages", "When it runs. A PAUSE cannot stand at the reconcile, test or production traffic shift.").label("Stages").common(),
        info("hookDetails", "JSON that is handed to the function.").label("Details").default("none").control(Control::MultiLine),
        info("timeoutConfiguration", "What happens when the hook does not finish.").label("Timeout").default("roll back after 24 hours"),
    ]),
    part("deploymentConfiguration.lifecycleHooks[].timeoutConfiguration", "DeploymentLifecycleHookTimeoutConfiguration", "deployment_configuration.lifecycle_hook.timeout_configuration", Group::Deployment, &[
        info("timeoutInMinutes", "How long to wait, 1 to 20160 (two weeks).").label("Timeout").unit("minutes").default("1440").common(),
        info("action", "Roll the deployment back, or go on to the next stage.").default("ROLLBACK").common(),
    ]),
    part("deploymentConfiguration.linearConfiguration", "LinearConfiguration", "deployment_configuration.linear_configuration", Group::Deployment, &[
        info("stepPercent", "How much traffic moves in each step, 3 to 100 in steps of 0.1.").unit("%").default("10").control(Control::Percent).common(),
        info("stepBakeTimeInMinutes", "Wait after each step, 0 to 1440.").label("Step bake time").unit("minutes").default("6").common(),
    ]),
    part("deploymentConfiguration.canaryConfiguration", "CanaryConfiguration", "deployment_configuration.canary_configuration", Group::Deployment, &[
        info("canaryPercent", "How much traffic the new tasks get first, 0.1 to 100 in steps of 0.1.").unit("%").default("5").control(Control::Percent).common(),
        info("canaryBakeTimeInMinutes", "Wait before the rest follows, 0 to 1440.").label("Canary bake time").unit("minutes").default("10").common(),
    ]),
    part_not_in_terraform("deploymentConfiguration.earlySuccessCriteria", "DeploymentEarlySuccessCriteria", Group::Deployment, &[
        info("enable", "Whether the deployment may be called done early. Rolling deployments only; needs the other two.").label("Early success").default("no").common(),
        info("healthyPercent", "Share of the desired count that must be healthy; not less than the minimum healthy percent.").unit("%").control(Control::Percent).common(),
        info("sourceServiceRevisionCleanup", "BLOCKING removes the old tasks before the deployment is done; DEFERRED afterwards.").label("Removal of old tasks").common(),
    ]),
];
