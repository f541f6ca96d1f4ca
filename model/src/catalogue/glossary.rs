//! The words of ECS, for people who are new to it.

/// A word and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The word, as it stands in the middle of a sentence.
    pub word: &'static str,
    /// What it means, in one or two sentences.
    pub meaning: &'static str,
    /// AWS's page about it, below `https://docs.aws.amazon.com/`.
    pub docs: &'static str,
}

const fn term(word: &'static str, docs: &'static str, meaning: &'static str) -> Term {
    Term { word, meaning, docs }
}

/// The words, from the large to the small and then around.
pub static GLOSSARY: &[Term] = &[
    term(
        "cluster",
        "AmazonECS/latest/developerguide/clusters.html",
        "A named place in one Region where services and tasks run. On Fargate it has no servers and costs nothing by itself.",
    ),
    term(
        "service",
        "AmazonECS/latest/developerguide/ecs_services.html",
        "Keeps a number of copies of a task definition running, replaces those that fail, and registers them with load balancers.",
    ),
    term(
        "task definition",
        "AmazonECS/latest/developerguide/task_definitions.html",
        "The recipe for a task: containers, size, network mode and roles. It is never changed; each registration makes a new revision.",
    ),
    term(
        "revision",
        "AmazonECS/latest/developerguide/task_definitions.html",
        "One numbered version of a task definition, such as web:42. A deployment moves a service to another revision.",
    ),
    term(
        "task",
        "AmazonECS/latest/developerguide/ecs_run_task.html",
        "One running copy of a task definition. Its containers start and stop together on one machine.",
    ),
    term(
        "container",
        "AmazonECS/latest/developerguide/task_definition_parameters.html",
        "One process in its own file system, started from an image. Containers of a task can reach each other.",
    ),
    term(
        "image",
        "AmazonECR/latest/userguide/what-is-ecr.html",
        "The packed file system and program that a container starts from, kept in a registry such as ECR.",
    ),
    term(
        "Fargate",
        "AmazonECS/latest/developerguide/AWS_Fargate.html",
        "Runs tasks without servers of your own; you pay for each task's CPU and memory.",
    ),
    term(
        "capacity provider",
        "AmazonECS/latest/developerguide/cluster-capacity-providers.html",
        "A source of computing capacity: FARGATE, FARGATE_SPOT or a group of EC2 instances. A strategy says which share of tasks each gets.",
    ),
    term(
        "execution role",
        "AmazonECS/latest/developerguide/task_execution_IAM_role.html",
        "The role that ECS uses to start the task: pull the image, read secrets, write logs.",
    ),
    term(
        "task role",
        "AmazonECS/latest/developerguide/task-iam-roles.html",
        "The role that your own code has when it calls AWS from a container.",
    ),
    term(
        "awsvpc",
        "AmazonECS/latest/developerguide/task-networking-awsvpc.html",
        "The network mode in which each task has its own network interface, private IP address and security groups.",
    ),
    term(
        "security group",
        "vpc/latest/userguide/vpc-security-groups.html",
        "A firewall for network interfaces: which addresses may reach which ports.",
    ),
    term(
        "subnet",
        "vpc/latest/userguide/configure-subnets.html",
        "A range of addresses in one Availability Zone. A public subnet has a route to an internet gateway; a private one does not.",
    ),
    term(
        "NAT gateway",
        "vpc/latest/userguide/vpc-nat-gateway.html",
        "Lets things in private subnets reach the internet, and nothing from there reach them.",
    ),
    term(
        "load balancer",
        "AmazonECS/latest/developerguide/service-load-balancing.html",
        "Receives requests on listeners and shares them out among healthy tasks.",
    ),
    term(
        "listener",
        "elasticloadbalancing/latest/application/load-balancer-listeners.html",
        "A port of a load balancer, and the rule that says which target group gets its requests.",
    ),
    term(
        "target group",
        "elasticloadbalancing/latest/application/load-balancer-target-groups.html",
        "The list of tasks that a load balancer sends requests to, with a health check.",
    ),
    term(
        "essential container",
        "AmazonECS/latest/developerguide/task_definition_parameters.html",
        "A container whose end ends its task.",
    ),
    term(
        "circuit breaker",
        "AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
        "Stops a deployment whose tasks keep failing, and can roll it back.",
    ),
    term(
        "scaling",
        "AmazonECS/latest/developerguide/service-auto-scaling.html",
        "Moves a service's desired count within a range, by a metric or at certain times.",
    ),
    term(
        "Service Connect",
        "AmazonECS/latest/developerguide/service-connect.html",
        "Lets services call each other by short names, through a proxy in each task.",
    ),
    term(
        "namespace",
        "cloud-map/latest/dg/working-with-namespaces.html",
        "The Cloud Map directory in which services are found by name.",
    ),
    term(
        "log group",
        "AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
        "A named log in CloudWatch with one retention time; each container writes a stream of its own.",
    ),
];

#[cfg(test)]
mod tests {
    use super::GLOSSARY;

    #[test]
    fn every_word_is_explained_once_in_short_sentences() {
        for (at, term) in GLOSSARY.iter().enumerate() {
            assert!(term.meaning.ends_with('.') && term.meaning.len() <= 180, "{}", term.word);
            assert!(GLOSSARY[..at].iter().all(|other| other.word != term.word), "{}", term.word);
        }
    }
}
