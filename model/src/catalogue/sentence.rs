//! What a record does, in a sentence or two.

use super::words::sentence_case;
use crate::ecs::container_definition::ContainerDefinition;
use crate::ecs::neighbour::{LoadBalancer, Network};
use crate::ecs::scaling::{Scaling, ScalingPolicy};
use crate::ecs::service::Service;
use crate::ecs::shape::{Field, Integer, Text};
use crate::ecs::task_definition::TaskDefinition;
use crate::ecs::task_size::cpu_words;
use crate::record::Kind;
use crate::reference::Reference;
use crate::resolve::{Estate, Resolved};
use crate::text::{all_of, count, number};

/// What a record does in its environment. It says something whatever state the record is in.
#[must_use]
pub fn sentence(resolved: &Resolved, estate: &Estate) -> String {
    match resolved.id.kind() {
        Kind::Cluster => cluster(resolved, estate),
        Kind::Service => resolved.service().map_or_else(String::new, |it| service(it, estate)),
        Kind::TaskDefinition => resolved
            .task_definition()
            .map_or_else(String::new, |it| task_definition(resolved, it, estate)),
        Kind::LoadBalancer => {
            resolved.load_balancer().map_or_else(String::new, |it| load_balancer(it, estate))
        }
        Kind::TargetGroup => target_group(resolved, estate),
        Kind::Network => resolved.network().map_or_else(String::new, network),
        Kind::Role => role(resolved, estate),
        Kind::LogGroup => log_group(resolved, estate),
        Kind::Namespace => namespace(resolved, estate),
        Kind::Scaling => resolved.scaling().map_or_else(String::new, |it| scaling(it, estate)),
    }
}

/// What a container does.
#[must_use]
pub fn container_sentence(container: &ContainerDefinition) -> String {
    let image = match said(&container.image) {
        Some(image) => format!("Runs image {image}"),
        None => "Has no image yet".to_owned(),
    };
    let ports: Vec<String> = container
        .port_mappings
        .items()
        .iter()
        .filter_map(|mapping| {
            number_said(&mapping.container_port).or_else(|| said(&mapping.container_port_range))
        })
        .collect();
    let listens = if ports.is_empty() {
        "opens no port".to_owned()
    } else {
        format!("listens on {}", all_of(&ports))
    };
    let end = match container.essential.or_default(true) {
        Some(true) => "the task stops when it stops",
        Some(false) => "the task goes on when it stops",
        None => "whether the task stops with it is an expression",
    };
    format!("{image}, {listens}; {end}.")
}

fn cluster(resolved: &Resolved, estate: &Estate) -> String {
    let services: Vec<&str> = referring(resolved, estate)
        .filter(|other| other.service().is_some_and(|it| refers(&it.cluster, resolved)))
        .map(Resolved::display_name)
        .collect();
    if services.is_empty() {
        "Holds no service yet.".to_owned()
    } else {
        format!("Holds {}: {}.", count(services.len(), "service"), few(&services))
    }
}

fn service(it: &Service, estate: &Estate) -> String {
    let place = named(&it.cluster, estate, Kind::Cluster)
        .unwrap_or_else(|| "the default cluster".to_owned());
    let Some(task) = named(&it.task_definition, estate, Kind::TaskDefinition) else {
        return format!("Has no task definition yet, so it runs nothing in {place}.");
    };
    let mut text = if it.scheduling_strategy.is("DAEMON") {
        format!("Runs one copy of {task} on every instance of {place}.")
    } else {
        let copies = match &it.desired_count {
            Field::Known(0) => "no copy".to_owned(),
            Field::Known(1) => "1 copy".to_owned(),
            Field::Known(many) => format!("{} copies", number(*many)),
            Field::Expression(text) => format!("{text} copies"),
            _ => "copies".to_owned(),
        };
        let on = if it.launch_type.is("FARGATE") { " on Fargate" } else { "" };
        format!("Keeps {copies} of {task} running in {place}{on}.")
    };
    let targets: Vec<String> = it
        .load_balancers
        .items()
        .iter()
        .filter_map(|entry| {
            let group = named(&entry.target_group_arn, estate, Kind::TargetGroup)?;
            Some(match number_said(&entry.container_port) {
                Some(port) => format!("{group} on port {port}"),
                None => group,
            })
        })
        .collect();
    if !targets.is_empty() {
        text.push_str(&format!(" Requests reach it through {}.", all_of(&targets)));
    }
    text
}

fn task_definition(resolved: &Resolved, it: &TaskDefinition, estate: &Estate) -> String {
    let containers: Vec<String> = it
        .container_definitions
        .items()
        .iter()
        .map(|container| said(&container.name).unwrap_or_else(|| "an unnamed one".to_owned()))
        .collect();
    let mut text = match containers.as_slice() {
        [] => "Has no container yet".to_owned(),
        some => format!("Runs {}: {}", count(some.len(), "container"), few(some)),
    };
    let cpu = it.cpu_units().map(cpu_words).or_else(|| said(&it.cpu));
    let memory =
        it.memory_mib().map(|mib| format!("{} MiB", number(mib))).or_else(|| said(&it.memory));
    let size: Vec<String> = cpu.into_iter().chain(memory).collect();
    if !size.is_empty() {
        text.push_str(&format!(", with {}", all_of(&size)));
    }
    text.push('.');
    let users: Vec<&str> = referring(resolved, estate)
        .filter(|other| other.service().is_some_and(|it| refers(&it.task_definition, resolved)))
        .map(Resolved::display_name)
        .collect();
    if users.is_empty() {
        text.push_str(" No service runs it yet.");
    } else {
        text.push_str(&format!(" Run by {}.", few(&users)));
    }
    text
}

fn load_balancer(it: &LoadBalancer, estate: &Estate) -> String {
    let listeners: Vec<String> = it
        .listeners
        .items()
        .iter()
        .map(|listener| {
            let protocol =
                said(&listener.protocol).unwrap_or_else(|| "unknown protocol".to_owned());
            let port = number_said(&listener.port).unwrap_or_else(|| "no port".to_owned());
            let to = named(&listener.target_group, estate, Kind::TargetGroup)
                .map(|group| format!(" for {group}"))
                .or_else(|| {
                    number_said(&listener.redirect_to_port)
                        .map(|port| format!(" (redirected to {port})"))
                })
                .unwrap_or_default();
            format!("{protocol} {port}{to}")
        })
        .collect();
    let from = if it.scheme.is("internal") { "from the VPC" } else { "from the internet" };
    if listeners.is_empty() {
        "Has no listener yet, so it receives nothing.".to_owned()
    } else {
        format!("Receives requests {from}: {}.", all_of(&listeners))
    }
}

fn target_group(resolved: &Resolved, estate: &Estate) -> String {
    let mut services = Vec::new();
    for other in referring(resolved, estate) {
        let Some(service) = other.service() else { continue };
        let entry = service
            .load_balancers
            .items()
            .iter()
            .find(|entry| refers(&entry.target_group_arn, resolved));
        if let Some(entry) = entry {
            services.push(match number_said(&entry.container_port) {
                Some(port) => format!("{} (port {port})", other.display_name()),
                None => other.display_name().to_owned(),
            });
        }
    }
    if services.is_empty() {
        "No service registers its tasks here yet.".to_owned()
    } else {
        format!("Shares requests out among the tasks of {}.", few(&services))
    }
}

fn network(it: &Network) -> String {
    let kind = it.subnet_type.text().filter(|kind| matches!(*kind, "private" | "public"));
    let subnets = match (&it.subnets, kind) {
        (Field::Absent, _) => return "Has no subnet yet.".to_owned(),
        (Field::Known(list), _) if list.is_empty() => return "Has no subnet yet.".to_owned(),
        (Field::Known(list), Some(kind)) => count(list.len(), &format!("{kind} subnet")),
        (Field::Known(list), None) => count(list.len(), "subnet"),
        (_, Some(kind)) => format!("{kind} subnets"),
        (_, None) => "subnets".to_owned(),
    };
    let groups = match it.security_groups.items() {
        [] => String::new(),
        some => format!(", behind {}", count(some.len(), "security group")),
    };
    format!("Places tasks in {subnets}{groups}.")
}

fn role(resolved: &Resolved, estate: &Estate) -> String {
    let mut uses = Vec::new();
    for other in referring(resolved, estate) {
        let name = other.display_name();
        uses.push(match other.task_definition() {
            Some(task) => {
                let (runs, starts) = (
                    refers(&task.task_role_arn, resolved),
                    refers(&task.execution_role_arn, resolved),
                );
                match (runs, starts) {
                    (true, true) => format!("task role and execution role of {name}"),
                    (true, false) => format!("task role of {name}"),
                    (false, true) => format!("execution role of {name}"),
                    (false, false) => format!("used by {name}"),
                }
            }
            None => format!("used by {name}"),
        });
    }
    if uses.is_empty() {
        "Nothing uses it yet.".to_owned()
    } else {
        format!("{}.", sentence_case(&few(&uses)))
    }
}

fn log_group(resolved: &Resolved, estate: &Estate) -> String {
    let name = resolved.log_group().and_then(|it| it.log_group_name.text());
    let mut writers = Vec::new();
    for other in estate.records() {
        let Some(task) = other.task_definition() else { continue };
        for container in task.container_definitions.items() {
            let group = container
                .log_configuration
                .known()
                .and_then(|logs| logs.options.get("awslogs-group"));
            let writes = group.is_some_and(|group| {
                refers(group, resolved) || (name.is_some() && group.text() == name)
            });
            if writes && let Some(container) = said(&container.name) {
                writers.push(format!("{container} of {}", other.display_name()));
            }
        }
    }
    let kept = resolved
        .log_group()
        .and_then(|it| it.retention_in_days.known().copied())
        .and_then(|days| usize::try_from(days).ok())
        .map_or_else(|| "for ever".to_owned(), |days| format!("for {}", count(days, "day")));
    if writers.is_empty() {
        format!("No container writes to it yet; what is written is kept {kept}.")
    } else {
        format!("Keeps the output of {} {kept}.", few(&writers))
    }
}

fn namespace(resolved: &Resolved, estate: &Estate) -> String {
    let private = resolved.namespace().is_some_and(|it| it.kind.is("DNS_PRIVATE"));
    let how = if private { "by names of its VPC's DNS" } else { "by short names" };
    let users: Vec<&str> = referring(resolved, estate).map(Resolved::display_name).collect();
    if users.is_empty() {
        format!("Lets services find each other {how}. Nothing uses it yet.")
    } else {
        format!("Lets services find each other {how}: used by {}.", few(&users))
    }
}

fn scaling(it: &Scaling, estate: &Estate) -> String {
    let Some(service) = named(&it.resource_id, estate, Kind::Service) else {
        return "Scales no service yet.".to_owned();
    };
    let range = match (number_said(&it.min_capacity), number_said(&it.max_capacity)) {
        (Some(least), Some(most)) => format!("between {least} and {most} tasks"),
        (Some(least), None) => format!("at {least} tasks or more"),
        (None, Some(most)) => format!("at {most} tasks or fewer"),
        (None, None) => "within a range that is not said yet".to_owned(),
    };
    let policies: Vec<String> = it.policies.items().iter().map(scaling_policy).collect();
    let actions = it.scheduled_actions.items().len();
    let by = match (policies.is_empty(), actions) {
        (true, 0) => return format!("Keeps {service} {range}. Nothing moves it within them yet."),
        (true, many) => count(many, "scheduled action"),
        (false, 0) => few(&policies),
        (false, many) => format!("{}, and {}", few(&policies), count(many, "scheduled action")),
    };
    format!("Keeps {service} {range}, by {by}.")
}

/// What a policy goes by: "60 % CPU".
fn scaling_policy(policy: &ScalingPolicy) -> String {
    let name = || said(&policy.policy_name).unwrap_or_else(|| "an unnamed policy".to_owned());
    let Some(tracking) = policy.target_tracking.known() else { return name() };
    let (Some(metric), Some(value)) =
        (tracking.predefined_metric.known(), tracking.target_value.known())
    else {
        return name();
    };
    match metric.predefined_metric_type.text() {
        Some("ECSServiceAverageCPUUtilization") => format!("{value} % CPU"),
        Some("ECSServiceAverageMemoryUtilization") => format!("{value} % memory"),
        Some("ALBRequestCountPerTarget") => format!("{value} requests per task and minute"),
        _ => name(),
    }
}

/// The records that refer to this one.
fn referring<'a>(resolved: &'a Resolved, estate: &'a Estate) -> impl Iterator<Item = &'a Resolved> {
    estate.records().map(|other| &**other).filter(|other| {
        other.references().iter().any(|(_, reference)| reference.record == resolved.id)
    })
}

fn refers(field: &Text, to: &Resolved) -> bool {
    field.reference().is_some_and(|reference: &Reference| reference.record == to.id)
}

/// The name of what a field refers to, whether it is in the design or not.
fn named(field: &Text, estate: &Estate, kind: Kind) -> Option<String> {
    if let Some(reference) = field.reference() {
        return Some(match estate.get(&reference.record) {
            Some(found) => found.display_name().to_owned(),
            None => format!(
                "{} {} (missing in {})",
                kind.label(),
                reference.record.name(),
                estate.environment
            ),
        });
    }
    said(field)
}

/// A text as it stands; `None` when there is none.
fn said(field: &Text) -> Option<String> {
    match field {
        Field::Known(text) | Field::Expression(text) => {
            Some(text.clone()).filter(|text| !text.is_empty())
        }
        Field::Record(reference) => Some(reference.to_string()),
        Field::Absent | Field::Wrong => None,
    }
}

fn number_said(field: &Integer) -> Option<String> {
    match field {
        Field::Known(value) => Some(value.to_string()),
        Field::Expression(text) => Some(text.clone()),
        _ => None,
    }
}

/// The first three, and how many more.
fn few<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [a, b, c, _, rest @ ..] => {
            let more = rest.len() + 1;
            format!("{}, {}, {} and {more} more", a.as_ref(), b.as_ref(), c.as_ref())
        }
        all => all_of(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::design;
    use crate::resolve::resolve;
    use serde_json::{Value, json};

    fn said_of(id: &str, records: &[(&str, Value)]) -> String {
        let estate = resolve(&design(records), "production").unwrap();
        sentence(estate.get(&id.parse().unwrap()).unwrap(), &estate)
    }

    #[test]
    fn the_example_is_told() {
        let example = include_str!("../../../public/examples/matabit.json");
        let example = crate::design::Design::parse(example).unwrap();
        let estate = resolve(&example, "production").unwrap();
        let told: Vec<String> =
            estate.records().map(|resolved| sentence(resolved, &estate)).collect();
        assert_eq!(
            told,
            [
                "Holds 1 service: matabit-prod-service.",
                "Keeps 2 copies of matabit-prod running in matabit-cluster on Fargate. Requests reach it through alb-target-group-prod on port 80.",
                "Runs 1 container: matabit-prod-container, with 0.25 vCPU and 512 MiB. Run by matabit-prod-service.",
                "Shares requests out among the tasks of matabit-prod-service (port 80).",
                "Places tasks in 3 private subnets, behind 1 security group.",
                "Task role and execution role of matabit-prod.",
            ]
        );
        let task = estate.get(&"taskDefinition.matabit".parse().unwrap()).unwrap();
        let container = &task.task_definition().unwrap().container_definitions.items()[0];
        assert_eq!(
            container_sentence(container),
            "Runs image 485876055632.dkr.ecr.us-west-2.amazonaws.com/matabit-ecr:prod, listens on 80; the task stops when it stops."
        );
    }

    #[test]
    fn nothing_is_told_of_what_has_nothing() {
        for kind in Kind::ALL {
            for body in
                [json!({}), json!({"name": 3, "subnets": {}, "cluster": [], "listeners": [7]})]
            {
                let text = said_of(&format!("{kind}.x"), &[(&format!("{kind}.x"), body)]);
                assert!(text.ends_with('.') && text.len() > 10, "{kind}: {text}");
            }
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        let service = |body| said_of("service.a", &[("service.a", body)]);
        assert_eq!(
            service(
                json!({"taskDefinition": "${taskDefinition.gone}", "desiredCount": "${var.n}"})
            ),
            "Keeps ${var.n} copies of task definition gone (missing in production) running in the default cluster."
        );
        assert_eq!(
            service(json!({"taskDefinition": "web:3", "desiredCount": 1, "cluster": "c"})),
            "Keeps 1 copy of web:3 running in c."
        );
        assert_eq!(
            service(json!({"cluster": "c"})),
            "Has no task definition yet, so it runs nothing in c."
        );
    }

    #[test]
    fn a_namespace_is_told_with_what_uses_it() {
        let told = |body| {
            let connect = json!({"serviceName": "shop", "serviceConnectConfiguration": {"namespace": "${namespace.a}"}});
            said_of("namespace.a", &[("namespace.a", body), ("service.web", connect)])
        };
        assert_eq!(
            told(json!({"name": "shop"})),
            "Lets services find each other by short names: used by shop."
        );
        assert!(told(json!({"type": "DNS_PRIVATE"})).contains("by names of its VPC's DNS"));
    }

    #[test]
    fn scaling_is_told_with_what_it_goes_by() {
        let scaling = |body| {
            let service = json!({"serviceName": "shop"});
            said_of("scaling.web", &[("scaling.web", body), ("service.web", service)])
        };
        let policy = |metric: &str, value: Value| {
            json!({"policyName": "p", "targetTrackingScalingPolicyConfiguration": {
                "targetValue": value, "predefinedMetricSpecification": {"predefinedMetricType": metric}}})
        };
        assert_eq!(scaling(json!({"minCapacity": 1})), "Scales no service yet.");
        assert_eq!(
            scaling(json!({"resourceId": "${service.web}", "minCapacity": 2, "maxCapacity": 10})),
            "Keeps shop between 2 and 10 tasks. Nothing moves it within them yet."
        );
        assert_eq!(
            scaling(
                json!({"resourceId": "${service.web}", "minCapacity": 2, "maxCapacity": "${var.most}",
                "policies": [policy("ECSServiceAverageCPUUtilization", json!(60)), {"policyName": "queue"},
                    policy("ALBRequestCountPerTarget", json!(1000.5))],
                "scheduledActions": [{}]})
            ),
            "Keeps shop between 2 and ${var.most} tasks, by 60 % CPU, queue and 1000.5 requests per task and minute, and 1 scheduled action."
        );
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(few(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
        assert_eq!(few(&["a", "b", "c"]), "a, b and c");
    }
}
