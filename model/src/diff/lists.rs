//! Lists without an order: what tells their elements apart, and which elements of two lists belong together.

use super::meaning::Node;
use super::tables::Tables;
use crate::record::Kind;

/// How the elements of a list belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Order {
    /// Their order counts.
    Counts,
    /// A map: these members name an entry. Of two entries with one name, the order counts, for the later one replaces the
    /// earlier.
    Entries(&'static [&'static str]),
    /// A set: these members tell its elements apart. What is left over, one on each side, is the same thing under another
    /// name: a container that was renamed.
    Things(&'static [&'static str]),
    /// A set of plain values, or of elements that nothing names.
    Values,
}

use Order::{Counts, Entries, Things, Values};

type Row = (&'static str, Order);

/// Of a task definition. Sources: what `containerDefinitionsAreEquivalent` of Terraform's AWS provider and ecspresso sort
/// before they compare, and the lists whose elements the API's reference names by a key.
const TASK_DEFINITION: &[Row] = &[
    ("containerDefinitions", Things(&["name"])),
    ("volumes", Things(&["name"])),
    ("tags", Entries(&["key"])),
    ("requiresCompatibilities", Values),
    ("placementConstraints", Values),
    ("proxyConfiguration.properties", Entries(&["name"])),
    ("inferenceAccelerators", Things(&["deviceName"])),
];

/// Of a container. Docker gives the first of two links an address first, so `links` are
/// in order, as are `environmentFiles`, `dnsServers` and `dnsSearchDomains`.
const CONTAINER: &[Row] = &[
    ("environment", Entries(&["name"])),
    ("secrets", Entries(&["name"])),
    ("logConfiguration.secretOptions", Entries(&["name"])),
    ("ulimits", Entries(&["name"])),
    ("dependsOn", Entries(&["containerName"])),
    ("systemControls", Entries(&["namespace"])),
    ("extraHosts", Entries(&["hostname", "ipAddress"])),
    ("volumesFrom", Entries(&["sourceContainer"])),
    ("portMappings", Things(&["containerPort", "containerPortRange", "protocol"])),
    ("mountPoints", Things(&["containerPath"])),
    ("resourceRequirements", Things(&["type"])),
    ("restartPolicy.ignoredExitCodes", Values),
    ("dockerSecurityOptions", Values),
    ("linuxParameters.capabilities.add", Values),
    ("linuxParameters.capabilities.drop", Values),
    ("linuxParameters.tmpfs", Things(&["containerPath"])),
    ("linuxParameters.devices", Things(&["hostPath", "containerPath"])),
    ("linuxParameters.devices[].permissions", Values),
];

/// Of a service.
const SERVICE: &[Row] = &[
    (
        "loadBalancers",
        Things(&["targetGroupArn", "loadBalancerName", "containerName", "containerPort"]),
    ),
    ("serviceRegistries", Things(&["registryArn"])),
    ("capacityProviderStrategy", Entries(&["capacityProvider"])),
    ("networkConfiguration.awsvpcConfiguration.subnets", Values),
    ("networkConfiguration.awsvpcConfiguration.securityGroups", Values),
    ("placementConstraints", Values),
    ("volumeConfigurations", Things(&["name"])),
    ("volumeConfigurations[].managedEBSVolume.tagSpecifications[].tags", Entries(&["key"])),
    ("serviceConnectConfiguration.services", Things(&["portName"])),
    ("serviceConnectConfiguration.logConfiguration.secretOptions", Entries(&["name"])),
    ("deploymentConfiguration.alarms.alarmNames", Values),
    ("vpcLatticeConfigurations", Things(&["portName", "targetGroupArn"])),
    ("gatewayConnectors", Things(&["portName"])),
    ("gatewayConnectors[].filters.accessTypes", Values),
    ("tags", Entries(&["key"])),
];

/// Of a cluster.
const CLUSTER: &[Row] = &[
    ("tags", Entries(&["key"])),
    ("settings", Entries(&["name"])),
    ("capacityProviders", Values),
    ("defaultCapacityProviderStrategy", Entries(&["capacityProvider"])),
];

/// Of everything around ECS.
const NEIGHBOUR: &[Row] = &[
    ("tags", Entries(&["key"])),
    ("subnets", Values),
    ("securityGroups", Values),
    ("vpcEndpoints", Values),
    ("managedPolicyArns", Values),
    ("listeners", Things(&["port"])),
    ("policies", Things(&["policyName"])),
    ("scheduledActions", Things(&["scheduledActionName"])),
];

const ORDERS: Tables<Row> = Tables {
    task_definition: TASK_DEFINITION,
    container: CONTAINER,
    service: SERVICE,
    cluster: CLUSTER,
    neighbour: NEIGHBOUR,
};

/// How the elements of the list at `pattern` belong together.
pub(super) fn order(kind: Kind, pattern: &str) -> Order {
    let (rows, pattern) = ORDERS.at(kind, pattern);
    rows.iter().find(|(at, _)| *at == pattern).map_or(Counts, |(_, order)| *order)
}

impl Order {
    /// What names an element; nothing where the order counts, or where the element has none of its names.
    pub(super) fn identity(self, element: &Node<'_>) -> Option<String> {
        let (Entries(keys) | Things(keys)) = self else { return None };
        let meanings: Vec<&str> =
            keys.iter().map(|key| element.member(key).map_or("", Node::meaning)).collect();
        meanings.iter().any(|one| !one.is_empty()).then(|| meanings.join(" "))
    }

    /// What a list means, of what its elements mean.
    pub(super) fn meaning(self, elements: &[Node<'_>]) -> String {
        let mut keyed: Vec<(Option<String>, &str)> =
            elements.iter().map(|one| (self.identity(one), one.meaning())).collect();
        match self {
            Counts => {}
            Entries(_) => keyed.sort_by(|one, other| one.0.cmp(&other.0)),
            Things(_) | Values => keyed.sort(),
        }
        let meanings: Vec<&str> = keyed.iter().map(|(_, meaning)| *meaning).collect();
        format!("[{}]", meanings.join(","))
    }
}

/// Two elements that belong together, or one that stands alone, by their positions.
pub(super) type Aligned = (Option<usize>, Option<usize>);

/// Which elements of two lists belong together: in the order of the first list; what only the second has comes last.
pub(super) fn align(order: Order, before: &[Node<'_>], after: &[Node<'_>]) -> Vec<Aligned> {
    let mut pairs: Vec<Aligned> = (0..before.len()).map(|at| (Some(at), None)).collect();
    let mut left: Vec<usize> = (0..after.len()).collect();
    let named = |elements: &[Node<'_>]| -> Vec<Option<String>> {
        elements.iter().map(|one| order.identity(one)).collect()
    };
    let (names_before, names_after) = (named(before), named(after));
    let mut belong = |belongs: &dyn Fn(usize, usize) -> bool| {
        for (at, pair) in pairs.iter_mut().enumerate() {
            if pair.1.is_none()
                && let Some(found) = left.iter().position(|other| belongs(at, *other))
            {
                pair.1 = Some(left.remove(found));
            }
        }
    };
    let is_same = |at: usize, other: usize| {
        before.get(at).map(Node::meaning) == after.get(other).map(Node::meaning)
    };
    let is_named_alike = |at: usize, other: usize| {
        let own = names_before.get(at).and_then(Option::as_ref);
        own.is_some() && own == names_after.get(other).and_then(Option::as_ref)
    };
    match order {
        Counts => belong(&|at, other| at == other),
        Values => belong(&is_same),
        Entries(_) => {
            belong(&is_named_alike);
            belong(&is_same);
        }
        Things(_) => {
            belong(&is_same);
            belong(&is_named_alike);
        }
    }
    let mut alone = pairs.iter_mut().filter(|(_, other)| other.is_none());
    if matches!(order, Things(_))
        && let (Some(pair), None) = (alone.next(), alone.next())
        && left.len() == 1
    {
        pair.1 = left.pop();
    }
    pairs.extend(left.into_iter().map(|at| (None, Some(at))));
    pairs
}
