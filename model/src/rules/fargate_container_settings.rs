//! FG005: container settings that Fargate does not have.

use crate::diagnostic::Severity;
use crate::ecs::container_definition::LinuxParameters;
use crate::ecs::task_definition::TaskDefinition;
use crate::path::Path;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "FG005",
    name: "fargate-container-settings",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Containers on Fargate have no setting that needs a host.",
        why: "Fargate gives a task no host to reach: RegisterTaskDefinition refuses privileged containers, \
           host devices, shared memory, swap, GPUs, Docker security options, and every added Linux \
           capability but SYS_PTRACE. tmpfs is allowed since January 2026.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.is_for_fargate() {
        return;
    }
    for container in task.containers() {
        let label = container.label();
        if container.privileged.known() == Some(&true) {
            refuse(cx, &container.path("privileged"), &format!("{label} is privileged"));
        }
        if !container.docker_security_options.items().is_empty() {
            refuse(
                cx,
                &container.path("dockerSecurityOptions"),
                &format!("{label} has Docker security options"),
            );
        }
        if let Some(linux) = container.linux_parameters.known() {
            linux_parameters(cx, &label, linux);
        }
        for requirement in container.resource_requirements.items() {
            if let Some(kind) = requirement.kind.text() {
                refuse(cx, &requirement.at, &format!("{label} asks for {kind}"));
            }
        }
    }
}

fn linux_parameters(cx: &mut Context<'_>, label: &str, linux: &LinuxParameters) {
    if !linux.devices.items().is_empty() {
        refuse(cx, &linux.path("devices"), &format!("{label} uses devices of its host"));
    }
    for (key, field) in [
        ("sharedMemorySize", &linux.shared_memory_size),
        ("maxSwap", &linux.max_swap),
        ("swappiness", &linux.swappiness),
    ] {
        if let Some(value) = field.known() {
            refuse(cx, &linux.path(key), &format!("{label} sets {key} to {}", number(*value)));
        }
    }
    let Some(capabilities) = linux.capabilities.known() else { return };
    let list = capabilities.path("add");
    for (index, added) in capabilities.add.items().iter().enumerate() {
        if let Some(added) = added.text().filter(|added| *added != "SYS_PTRACE") {
            refuse(cx, &list.index(index), &format!("{label} adds the capability {added}"));
        }
    }
}

fn refuse(cx: &mut Context<'_>, path: &Path, what: &str) {
    let edit = cx.remove(path);
    cx.report(&RULE, path, format!("{what}, which Fargate does not allow."))
        .help(
            "Fargate gives a task no host to reach. Take the setting away, or run the task on EC2.",
        )
        .fix("Take it away", vec![edit]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition};

    #[test]
    fn what_fargate_allows_passes() {
        let allowed = json!({
            "privileged": false,
            "dockerSecurityOptions": [],
            "linuxParameters": {
                "initProcessEnabled": true,
                "capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]},
                "tmpfs": [{"containerPath": "/tmp", "size": 64}],
                "devices": [],
            },
        });
        assert_eq!(finds(&RULE, &fargate(json!([container(allowed)]))), [""; 0]);
        assert_eq!(finds(&RULE, &ec2(json!([container(json!({"privileged": true}))]))), [""; 0]);
    }

    #[test]
    fn what_needs_a_host_is_found_and_taken_away() {
        for (members, at) in [
            (json!({"privileged": true}), "privileged"),
            (json!({"dockerSecurityOptions": ["no-new-privileges"]}), "dockerSecurityOptions"),
            (
                json!({"linuxParameters": {"devices": [{"hostPath": "/dev/fuse"}]}}),
                "linuxParameters.devices",
            ),
            (
                json!({"linuxParameters": {"sharedMemorySize": 64}}),
                "linuxParameters.sharedMemorySize",
            ),
            (json!({"linuxParameters": {"maxSwap": 0}}), "linuxParameters.maxSwap"),
            (
                json!({"linuxParameters": {"capabilities": {"add": ["NET_ADMIN"]}}}),
                "linuxParameters.capabilities.add[0]",
            ),
            (
                json!({"resourceRequirements": [{"type": "GPU", "value": "1"}]}),
                "resourceRequirements[0]",
            ),
        ] {
            let body = fargate(json!([container(members)]));
            assert_eq!(finds(&RULE, &body), [format!("containerDefinitions[app].{at}")]);
            fixed_task_definition(&RULE, &body);
        }
    }
}
