//! CD006: container network settings in `awsvpc` mode.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CD006",
    name: "awsvpc-container-settings",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Containers in awsvpc mode have no host name, hosts or DNS of their own.",
        why: "In awsvpc mode all containers of a task share the task's network interface, whose names and \
           resolvers come from the VPC. RegisterTaskDefinition refuses hostname, extraHosts, dnsServers, \
           dnsSearchDomains and disableNetworking.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if task.effective_network_mode() != Some("awsvpc") {
        return;
    }
    for container in task.containers() {
        let set = [
            ("hostname", container.hostname.text().is_some_and(|name| !name.is_empty())),
            ("extraHosts", !container.extra_hosts.items().is_empty()),
            ("dnsServers", !container.dns_servers.items().is_empty()),
            ("dnsSearchDomains", !container.dns_search_domains.items().is_empty()),
            ("disableNetworking", container.disable_networking.known() == Some(&true)),
        ];
        for (key, _) in set.into_iter().filter(|(_, set)| *set) {
            let path = container.path(key);
            let edit = cx.remove(&path);
            cx.report(&RULE, &path, format!("{} sets {key}, and the network mode is awsvpc.", container.label()))
                .help("All containers of the task share its network interface, whose names and resolvers come from the VPC.")
                .fix(format!("Take {key} away"), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition};

    #[test]
    fn the_vpc_says_it_all() {
        let settings = json!({"hostname": "h", "dnsServers": ["10.0.0.2"]});
        assert_eq!(finds(&RULE, &ec2(json!([container(settings.clone())]))), [""; 0]);
        let empty = json!({"hostname": "", "dnsServers": [], "disableNetworking": false});
        assert_eq!(finds(&RULE, &fargate(json!([container(empty)]))), [""; 0]);
        let bad = fargate(json!([container(settings)]));
        assert_eq!(
            finds(&RULE, &bad),
            ["containerDefinitions[app].hostname", "containerDefinitions[app].dnsServers"]
        );
        fixed_task_definition(&RULE, &bad);
    }
}
