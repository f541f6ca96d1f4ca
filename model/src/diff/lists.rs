//! Lists without an order: what tells their elements apart, and which elements of two lists belong together.

use serde_json::Value;

use super::defaults::is_no_element;

/// How the elements of a list belong together.
enum Order {
    /// Their order counts.
    Counts,
    /// It does not, and these members tell them apart, of which an element has at least one.
    Keys {
        keys: &'static [&'static str],
        /// Whether what is left over on both sides is the same thing under another name: a container that was renamed,
        /// but no variable that was.
        renames: bool,
    },
    /// It does not, and an element is what it is.
    Whole,
}

fn order(list: &str) -> Order {
    let named = |keys| Order::Keys { keys, renames: false };
    let renamed = |keys| Order::Keys { keys, renames: true };
    match list {
        "containerDefinitions" | "volumes" | "volumeConfigurations" => renamed(&["name"]),
        "environment" | "secrets" | "secretOptions" | "ulimits" | "settings" | "properties" => {
            named(&["name"])
        }
        "tags" => named(&["key"]),
        "policies" => renamed(&["policyName"]),
        "scheduledActions" => renamed(&["scheduledActionName"]),
        "dependsOn" => named(&["containerName"]),
        "systemControls" => named(&["namespace"]),
        "portMappings" => renamed(&["containerPort", "containerPortRange", "protocol"]),
        "mountPoints" => renamed(&["containerPath"]),
        "volumesFrom" => named(&["sourceContainer"]),
        "tmpfs" => renamed(&["containerPath"]),
        "devices" => renamed(&["hostPath", "containerPath"]),
        "inferenceAccelerators" => renamed(&["deviceName"]),
        "resourceRequirements" => renamed(&["type"]),
        "extraHosts" => named(&["hostname", "ipAddress"]),
        "loadBalancers" => {
            renamed(&["targetGroupArn", "loadBalancerName", "containerName", "containerPort"])
        }
        "serviceRegistries" => renamed(&["registryArn"]),
        "capacityProviderStrategy" | "defaultCapacityProviderStrategy" => {
            named(&["capacityProvider"])
        }
        // Of Service Connect.
        "services" => renamed(&["portName"]),
        "listeners" => renamed(&["port"]),
        "placementConstraints"
        | "requiresCompatibilities"
        | "subnets"
        | "securityGroups"
        | "capacityProviders"
        | "add"
        | "drop"
        | "permissions"
        | "dockerSecurityOptions"
        | "links"
        | "alarmNames"
        | "ignoredExitCodes"
        | "managedPolicyArns" => Order::Whole,
        _ => Order::Counts,
    }
}

/// Two elements that belong together, or one that stands alone, by their positions.
pub(super) type Aligned = (Option<usize>, Option<usize>);

/// What came of putting two lists side by side.
pub(super) struct Alignment {
    /// In the order of the first list; what only the second has comes last.
    pub(super) pairs: Vec<Aligned>,
    /// Whether elements stand elsewhere and that does not count.
    pub(super) is_reordered: bool,
}

/// Which elements of two lists belong together. `is_same` compares two of them as ECS does.
pub(super) fn align(
    list: &str,
    before: &[Value],
    after: &[Value],
    is_same: &mut dyn FnMut(&Value, &Value) -> bool,
) -> Alignment {
    let present = |elements: &[Value]| -> Vec<usize> {
        let is_there = |element: &Value| !is_no_element(list, element);
        elements
            .iter()
            .enumerate()
            .filter(|(_, element)| is_there(element))
            .map(|(at, _)| at)
            .collect()
    };
    let (before_at, after_at) = (present(before), present(after));
    let at = |elements: &[Value], index: usize| elements.get(index).cloned().unwrap_or_default();
    let mut left: Vec<usize> = after_at.clone();
    let mut pairs: Vec<Aligned> = Vec::new();
    let mut leaves_over = false;
    match order(list) {
        Order::Counts => {
            left.clear();
            for index in 0..before_at.len().max(after_at.len()) {
                pairs.push((before_at.get(index).copied(), after_at.get(index).copied()));
            }
        }
        Order::Keys { keys, renames } => {
            leaves_over = renames;
            let identity = |element: &Value| -> Option<Vec<String>> {
                let values: Vec<String> = keys
                    .iter()
                    .map(|key| element.get(*key).map_or_else(|| default_text(key), identity_text))
                    .collect();
                values.iter().any(|value| !value.is_empty()).then_some(values)
            };
            for index in &before_at {
                let own = at(before, *index);
                let own_identity = identity(&own);
                // Of several with one identity, those that are the same belong together.
                let belongs = |other: &&usize| identity(&at(after, **other)) == own_identity;
                let candidates: Vec<usize> = left.iter().filter(belongs).copied().collect();
                let same = candidates.iter().find(|other| is_same(&own, &at(after, **other)));
                // What has no identity belongs to nothing but to what is the same.
                let first = candidates.first().filter(|_| own_identity.is_some());
                let found = same.or(first).copied();
                left.retain(|other| Some(*other) != found);
                pairs.push((Some(*index), found));
            }
        }
        Order::Whole => {
            for index in &before_at {
                let own = at(before, *index);
                let found = left.iter().copied().find(|other| is_same(&own, &at(after, *other)));
                left.retain(|other| Some(*other) != found);
                pairs.push((Some(*index), found));
            }
        }
    }
    let alone = pairs.iter().filter(|(_, other)| other.is_none()).count();
    if leaves_over && alone == 1 && left.len() == 1 {
        // One on each side: the same thing under another name.
        for pair in &mut pairs {
            if pair.1.is_none() {
                pair.1 = left.pop();
            }
        }
    }
    pairs.extend(left.into_iter().map(|index| (None, Some(index))));
    let matched: Vec<usize> = pairs.iter().filter_map(|(one, other)| one.and(*other)).collect();
    let is_reordered = !matched.is_sorted();
    Alignment { pairs, is_reordered }
}

fn identity_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// What the absence of a member means for what an element is.
fn default_text(key: &str) -> String {
    if key == "protocol" { "tcp".to_owned() } else { String::new() }
}
