//! Scaling of services: the scalable target, its policies and its scheduled actions, one resource each.

use serde_json::Value;

use super::arguments::{Argument, block, blocks, elsewhere, tags, text, value};
use super::draft::{Draft, Instance, Page};
use crate::export::hcl::{Block, Expr};
use crate::export::place::{element_path, is_expression};
use crate::path::Path;
use crate::record::Kind;
use crate::reference::{Part, Reference, parts};

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("name"),
    elsewhere("resourceId"),
    elsewhere("policies"),
    elsewhere("scheduledActions"),
    value("minCapacity", "min_capacity"),
    value("maxCapacity", "max_capacity"),
    value("roleARN", "role_arn"),
    tags(),
    block(
        "suspendedState",
        "suspended_state",
        &[
            value("dynamicScalingInSuspended", "dynamic_scaling_in_suspended"),
            value("dynamicScalingOutSuspended", "dynamic_scaling_out_suspended"),
            value("scheduledScalingSuspended", "scheduled_scaling_suspended"),
        ],
    ),
];

pub(super) const POLICY: &[Argument] = &[
    elsewhere("policyName"),
    value("policyType", "policy_type"),
    block(
        "targetTrackingScalingPolicyConfiguration",
        "target_tracking_scaling_policy_configuration",
        &[
            value("targetValue", "target_value"),
            value("scaleInCooldown", "scale_in_cooldown"),
            value("scaleOutCooldown", "scale_out_cooldown"),
            value("disableScaleIn", "disable_scale_in"),
            block(
                "predefinedMetricSpecification",
                "predefined_metric_specification",
                &[
                    value("predefinedMetricType", "predefined_metric_type"),
                    value("resourceLabel", "resource_label"),
                ],
            ),
            block(
                "customizedMetricSpecification",
                "customized_metric_specification",
                &[
                    value("metricName", "metric_name"),
                    value("namespace", "namespace"),
                    value("statistic", "statistic"),
                    value("unit", "unit"),
                    blocks("dimensions", "dimensions", DIMENSION),
                    blocks("metrics", "metrics", METRIC),
                ],
            ),
        ],
    ),
    block(
        "stepScalingPolicyConfiguration",
        "step_scaling_policy_configuration",
        &[
            value("adjustmentType", "adjustment_type"),
            value("cooldown", "cooldown"),
            value("metricAggregationType", "metric_aggregation_type"),
            value("minAdjustmentMagnitude", "min_adjustment_magnitude"),
            blocks(
                "stepAdjustments",
                "step_adjustment",
                &[
                    text("metricIntervalLowerBound", "metric_interval_lower_bound"),
                    text("metricIntervalUpperBound", "metric_interval_upper_bound"),
                    value("scalingAdjustment", "scaling_adjustment"),
                ],
            ),
        ],
    ),
];

const METRIC: &[Argument] = &[
    value("id", "id"),
    value("expression", "expression"),
    value("label", "label"),
    value("returnData", "return_data"),
    block(
        "metricStat",
        "metric_stat",
        &[
            value("stat", "stat"),
            value("unit", "unit"),
            block(
                "metric",
                "metric",
                &[
                    value("metricName", "metric_name"),
                    value("namespace", "namespace"),
                    blocks("dimensions", "dimensions", DIMENSION),
                ],
            ),
        ],
    ),
];

const DIMENSION: &[Argument] = &[value("name", "name"), value("value", "value")];

pub(super) const ACTION: &[Argument] = &[
    elsewhere("scheduledActionName"),
    value("schedule", "schedule"),
    value("timezone", "timezone"),
    value("startTime", "start_time"),
    value("endTime", "end_time"),
    block(
        "scalableTargetAction",
        "scalable_target_action",
        &[value("minCapacity", "min_capacity"), value("maxCapacity", "max_capacity")],
    ),
];

/// A kind of policy that is not written.
const PREDICTIVE: &str = "predictiveScalingPolicyConfiguration";

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let resource_id = resource_id(draft, instance);
    let mut target = Block::new("resource")
        .label("aws_appautoscaling_target")
        .label(&name)
        .attribute("service_namespace", "ecs")
        .attribute("scalable_dimension", "ecs:service:DesiredCount")
        .attribute("resource_id", resource_id);
    draft.arguments(instance, ARGUMENTS, target.body());
    if instance.member("scheduledActions").is_some() {
        let comment = "Scheduled actions move the range: Terraform says only what it starts with.";
        target.body().block(ignore_changes(comment, &["min_capacity", "max_capacity"]));
    }
    draft.put(Page::Autoscaling, target);
    each(draft, instance, &name, "policies", "policyName", "aws_appautoscaling_policy", POLICY);
    each(
        draft,
        instance,
        &name,
        "scheduledActions",
        "scheduledActionName",
        "aws_appautoscaling_scheduled_action",
        ACTION,
    );
}

/// One resource for each element of a list, named after the element.
fn each<'a>(
    draft: &mut Draft<'a>,
    instance: &Instance<'a>,
    target: &str,
    list: &'static str,
    name_key: &'static str,
    resource: &str,
    table: &[Argument],
) {
    let Some(Value::Array(elements)) = instance.member(list) else { return };
    for (index, element) in elements.iter().enumerate() {
        let Some(members) = element.as_object() else { continue };
        let path = element_path(&Path::root().key(list), index, element);
        if members.contains_key(PREDICTIVE) {
            let message = "Predictive scaling is not written: only target tracking and step scaling are. Add the policy to Terraform beside the export.";
            draft.remark(instance, &path.key(PREDICTIVE), message);
            continue;
        }
        let own = members.get(name_key).and_then(Value::as_str);
        let label = free_label(draft, resource, target, own, index);
        let own_name = match own {
            Some(said) if !said.is_empty() => draft.text(instance, &path.key(name_key), said),
            _ => Expr::from(label.as_str()),
        };
        let of_target =
            |attribute: &str| Expr::raw(&format!("aws_appautoscaling_target.{target}.{attribute}"));
        let mut block = Block::new("resource")
            .label(resource)
            .label(&label)
            .attribute("name", own_name)
            .attribute("service_namespace", of_target("service_namespace"))
            .attribute("scalable_dimension", of_target("scalable_dimension"))
            .attribute("resource_id", of_target("resource_id"));
        draft.members(instance, &path, members, table, block.body());
        draft.put(Page::Autoscaling, block);
    }
}

/// A Terraform name for an element: the target's with the element's own, or its number where that is none.
fn free_label(
    draft: &Draft<'_>,
    resource: &str,
    target: &str,
    own: Option<&str>,
    index: usize,
) -> String {
    let mut label = match own.filter(|own| !own.is_empty() && !own.contains("${")) {
        Some(own) => {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            let own: String = own.chars().map(|c| if plain(c) { c } else { '_' }).collect();
            format!("{target}_{own}")
        }
        None => format!("{target}_{}", index + 1),
    };
    while draft.declares(&format!("{resource}.{label}")) {
        label.push_str("_2");
    }
    label
}

/// `service/cluster/service`: of a service of the design, made of its and its cluster's names.
fn resource_id<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) -> Expr {
    let path = Path::root().key("resourceId");
    let Some(Value::String(said)) = instance.member("resourceId") else {
        draft.remark(
            instance,
            &path,
            "The scaling does not say which service it scales: Terraform will refuse it.",
        );
        return Expr::from("");
    };
    let service = Reference::parse(said)
        .map(|reference| reference.record)
        .filter(|id| id.kind() == Kind::Service);
    let Some(service) = service else { return draft.text(instance, &path, said) };
    let cluster = match draft.instance(&service, instance.estate) {
        Some(service) => cluster_name(draft, &service),
        None => "default".to_owned(),
    };
    let whole = format!("service/{cluster}/${{{service}.name}}");
    draft.text(instance, &path, &whole)
}

/// The name of a service's cluster, in a text of a design.
fn cluster_name<'a>(draft: &mut Draft<'a>, service: &Instance<'a>) -> String {
    let Some(Value::String(said)) = service.member("cluster") else { return "default".to_owned() };
    if let Some(reference) = Reference::parse(said) {
        return format!("${{{}.name}}", reference.record);
    }
    match parts(said).as_slice() {
        // It may be an ARN, whose last part is the name.
        [Part::Expression(inner)] if is_expression(inner) => {
            format!("${{reverse(split(\"/\", {}))[0]}}", inner.trim())
        }
        // The cluster's name, or its ARN.
        [Part::Text(text)] => text.rsplit('/').next().unwrap_or(text).to_owned(),
        _ => {
            draft.remark(
                service,
                &Path::root().key("cluster"),
                "The scaling of the service needs the cluster's name, and takes this text for it.",
            );
            said.clone()
        }
    }
}

/// What Terraform says once and then leaves alone, and why.
pub(super) fn ignore_changes(comment: &str, arguments: &[&str]) -> Block {
    let arguments = arguments.iter().map(|argument| Expr::raw(argument)).collect();
    Block::new("lifecycle").comment(comment).attribute("ignore_changes", Expr::List(arguments))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use crate::design::Design;
    use crate::export::Export;
    use crate::export::terraform::{Choice, write};
    use crate::resolve::resolve;

    fn export(records: Value) -> Export {
        let design = Design::from_json(json!({
            "formatVersion": 1, "region": "eu-west-1", "environments": [{"name": "production"}], "records": records,
        }))
        .unwrap();
        let estates: Vec<Arc<_>> =
            design.environments().map(|name| resolve(&design, name).unwrap()).collect();
        write(&design, &estates, &Choice::default())
    }

    fn file<'a>(export: &'a Export, path: &str) -> &'a str {
        export.files.iter().find(|file| file.path == path).map_or("", |file| &file.text)
    }

    #[test]
    fn a_service_is_named_by_its_cluster_and_itself() {
        for (cluster, origin, expected) in [
            (
                json!("${cluster.main}"),
                "generate",
                "${aws_ecs_cluster.main.name}/${aws_ecs_service.web.name}",
            ),
            (
                json!("${cluster.main.arn}"),
                "generate",
                "${aws_ecs_cluster.main.name}/${aws_ecs_service.web.name}",
            ),
            (json!("shared"), "generate", "shared/${aws_ecs_service.web.name}"),
            (
                json!("arn:aws:ecs:eu-west-1:123456789012:cluster/shared"),
                "generate",
                "shared/${aws_ecs_service.web.name}",
            ),
            (
                json!("${var.cluster}"),
                "generate",
                "${reverse(split(\"/\", var.cluster))[0]}/${aws_ecs_service.web.name}",
            ),
            (Value::Null, "generate", "default/${aws_ecs_service.web.name}"),
            (json!("${cluster.main}"), "refer", "${aws_ecs_cluster.main.name}/web"),
        ] {
            let export = export(json!({
                "cluster.main": {"body": {"clusterName": "main"}},
                "service.web": {"origin": origin, "body": {"serviceName": "web", "cluster": cluster}},
                "scaling.web": {"body": {"resourceId": "${service.web}", "minCapacity": 1, "maxCapacity": 2}},
            }));
            let text = file(&export, "autoscaling.tf");
            let line = format!("  resource_id        = \"service/{expected}\"\n");
            assert!(text.contains(&line), "no {line}in\n{text}");
        }
    }

    #[test]
    fn what_scaling_moves_is_left_alone() {
        let records = |scaled: &str, actions: Value| {
            json!({
                "service.web": {"body": {"serviceName": "web", "desiredCount": 2}},
                "scaling.web": {"body": {"resourceId": scaled, "minCapacity": 1, "maxCapacity": 2,
                    "scheduledActions": actions}},
            })
        };
        let action = json!([{"scheduledActionName": "night", "schedule": "rate(1 day)"}]);
        let moved = export(records("${service.web}", action));
        assert!(file(&moved, "ecs.tf").contains("ignore_changes = [desired_count]"));
        let range = "ignore_changes = [min_capacity, max_capacity]";
        assert!(file(&moved, "autoscaling.tf").contains(range));

        let still = export(records("service/main/other", json!([])));
        assert!(!file(&still, "ecs.tf").contains("lifecycle"));
        assert!(!file(&still, "autoscaling.tf").contains("lifecycle"));
    }

    #[test]
    fn policies_are_called_what_they_say_and_never_alike() {
        let steps = |name: &str| json!({"policyName": name, "stepScalingPolicyConfiguration": {}});
        let policies = |names: &[&str]| names.iter().map(|name| steps(name)).collect::<Vec<_>>();
        let predictive = json!({"policyName": "ahead", "predictiveScalingPolicyConfiguration": {"mode": "ForecastOnly"}});
        let mut ours = policies(&["c", "by night", "by/night", "${var.name}", ""]);
        ours.push(predictive);
        let export = export(json!({
            "scaling.a_b": {"body": {"resourceId": "service/m/a", "policies": ours}},
            "scaling.a": {"body": {"resourceId": "service/m/b", "policies": policies(&["b_c"])}},
        }));
        let labels: Vec<&str> = file(&export, "autoscaling.tf")
            .lines()
            .filter_map(|line| line.strip_prefix("resource \"aws_appautoscaling_policy\" \""))
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(
            labels,
            ["a_b_c", "a_b_by_night", "a_b_by_night_2", "a_b_4", "a_b_5", "a_b_c_2"]
        );
        let said: Vec<String> = export.remarks.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|it| it.contains("[ahead].predictiveScaling")), "{said:?}");
    }
}
