//! EV004: what makes the same application in each environment is the same.

use serde_json::Value;

use crate::address::Address;
use crate::diagnostic::Severity;
use crate::path::Path;
use crate::record::{EnvironmentName, Kind, Record, RecordId};

use super::differences::{self, Difference};
use super::{Check, DesignContext, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EV004",
    name: "accidental-difference",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "What makes the same application in each environment is the same.",
        why: "Environments differ on purpose in image tags, sizes, counts, names, addresses and the values of \
           environment variables. They seldom differ on purpose in ports, protocols, health checks, network \
           mode, log driver, dependencies and security settings: there, a difference usually means that a \
           change was made in one environment and forgotten in the other.",
    },
    check: Check::Overrides(check),
};

/// What is usually the same in each environment, by kind of record.
const SAME: &[(Kind, &[&str])] = &[
    (
        Kind::TaskDefinition,
        &[
            "networkMode",
            "requiresCompatibilities",
            "pidMode",
            "ipcMode",
            "runtimePlatform.cpuArchitecture",
            "runtimePlatform.operatingSystemFamily",
            "containerDefinitions[].essential",
            "containerDefinitions[].entryPoint",
            "containerDefinitions[].user",
            "containerDefinitions[].workingDirectory",
            "containerDefinitions[].privileged",
            "containerDefinitions[].readonlyRootFilesystem",
            "containerDefinitions[].portMappings[].containerPort",
            "containerDefinitions[].portMappings[].containerPortRange",
            "containerDefinitions[].portMappings[].hostPort",
            "containerDefinitions[].portMappings[].protocol",
            "containerDefinitions[].portMappings[].name",
            "containerDefinitions[].portMappings[].appProtocol",
            "containerDefinitions[].logConfiguration.logDriver",
            "containerDefinitions[].healthCheck.command",
            "containerDefinitions[].dependsOn[].condition",
            "containerDefinitions[].linuxParameters.capabilities.add",
            "containerDefinitions[].linuxParameters.capabilities.drop",
        ],
    ),
    (
        Kind::Service,
        &[
            "loadBalancers[].containerName",
            "loadBalancers[].containerPort",
            "schedulingStrategy",
            "deploymentController.type",
        ],
    ),
    (
        Kind::TargetGroup,
        &[
            "port",
            "protocol",
            "targetType",
            "healthCheck.path",
            "healthCheck.port",
            "healthCheck.protocol",
            "healthCheck.matcher",
        ],
    ),
    (
        Kind::LoadBalancer,
        &["type", "listeners[].port", "listeners[].protocol", "listeners[].sslPolicy"],
    ),
];

fn is_usually_the_same(kind: Kind, path: &Path) -> bool {
    SAME.iter().any(|(of, patterns)| *of == kind && patterns.contains(&path.pattern().as_str()))
}

fn check(cx: &mut DesignContext<'_>, id: &RecordId, record: &Record) {
    let mut rest = differences::of_record(id, record, cx.estates, is_usually_the_same);
    while let Some(first) = rest.first() {
        // One change made and forgotten often touches several fields of a structure: they are one finding.
        let structure = first.at.parent().unwrap_or_default();
        let here = first.here.environment.clone();
        let (group, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|difference| {
            difference.at.parent().as_ref() == Some(&structure)
                && difference.here.environment == here
        });
        rest = others;
        report(cx, &here, &structure, &group);
    }
}

/// Reports fields of one structure that one environment has otherwise.
fn report(
    cx: &mut DesignContext<'_>,
    here: &EnvironmentName,
    structure: &Path,
    differences: &[Difference<'_>],
) {
    let said: Vec<String> = differences.iter().map(said).collect();
    let address = match differences {
        [only] => only.address(),
        [first, ..] => Address::field(first.here.id.clone(), structure.clone()),
        [] => return,
    };
    let resets = differences.iter().map(Difference::reset).collect();
    cx.report(&RULE, address, Some(here.clone()), format!("{}.", said.join("; ")))
        .help("Environments seldom differ here on purpose. Where they do, leave it.")
        .fix(format!("Make {here} like the others"), resets);
}

/// A difference in words, with both values and both environments.
fn said(difference: &Difference<'_>) -> String {
    let shown = |value: Option<&Value>| value.map_or("not set".to_owned(), Value::to_string);
    format!(
        "{} is {} in {} and {} in {}",
        difference.at,
        shown(difference.other),
        difference.there.environment,
        shown(difference.value),
        difference.here.environment,
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, messages, sound_twice};
    use serde_json::{Value, json};

    #[test]
    fn what_differs_on_purpose_passes() {
        for (at, other) in [
            (
                "taskDefinition.web.containerDefinitions[app].image",
                json!("public.ecr.aws/example/app:1.5.0"),
            ),
            (
                "taskDefinition.web.containerDefinitions[app].environment[LOG_LEVEL].value",
                json!("debug"),
            ),
            ("taskDefinition.web.cpu", json!("512")),
            ("taskDefinition.web.memory", json!("1024")),
            ("service.web.desiredCount", json!(1)),
            ("service.web.enableExecuteCommand", json!(true)),
            ("service.web.serviceName", json!("web-test")),
            ("logGroup.web.retentionInDays", json!(7)),
            ("loadBalancer.web.scheme", json!("internal")),
        ] {
            assert_eq!(addresses(&RULE, &sound_twice(&[(&format!("{at}@staging"), other)])), NONE);
        }
    }

    #[test]
    fn what_does_not_is_found_and_reset() {
        for (at, other) in [
            (
                "taskDefinition.web.containerDefinitions[app].portMappings[0].containerPort",
                json!(8081),
            ),
            ("taskDefinition.web.containerDefinitions[app].essential", json!(false)),
            ("taskDefinition.web.containerDefinitions[app].user", json!("root")),
            ("taskDefinition.web.networkMode", json!("bridge")),
            ("targetGroup.web.healthCheck.path", json!("/")),
            ("targetGroup.web.protocol", Value::Null),
        ] {
            let design = sound_twice(&[(&format!("{at}@staging"), other)]);
            let found = findings(&RULE, &design);
            assert_eq!(addresses(&RULE, &design), [at]);
            assert_eq!(found[0].environment.as_deref(), Some("staging"));
            let fixed = fixed(&RULE, &design);
            let id = &found[0].address.record;
            assert!(fixed.record(id).unwrap().overrides.is_empty());
        }
    }

    #[test]
    fn the_message_has_both_values_and_both_environments() {
        let design = sound_twice(&[("targetGroup.web.healthCheck.path@staging", json!("/"))]);
        assert_eq!(
            messages(&RULE, &design),
            ["healthCheck.path is \"/health\" in production and \"/\" in staging."]
        );
    }

    #[test]
    fn a_list_that_one_environment_says_anew_is_compared_by_element() {
        let at = "taskDefinition.web.containerDefinitions[app].portMappings";
        let design = sound_twice(&[(
            &format!("{at}@staging"),
            json!([{"containerPort": 9090, "protocol": "tcp"}]),
        )]);
        assert_eq!(addresses(&RULE, &design), [format!("{at}[0].containerPort")]);
        fixed(&RULE, &design);
    }

    #[test]
    fn fields_of_one_structure_are_one_finding() {
        let at = "taskDefinition.web.containerDefinitions[app].portMappings[0]";
        let design = sound_twice(&[
            (&format!("{at}.containerPort@staging"), json!(8081)),
            (&format!("{at}.protocol@staging"), json!("udp")),
            ("taskDefinition.web.containerDefinitions[app].user@staging", json!("root")),
        ]);
        assert_eq!(
            addresses(&RULE, &design),
            [at, "taskDefinition.web.containerDefinitions[app].user"]
        );
        let fields = &messages(&RULE, &design)[0];
        assert!(fields.contains("containerPort is") && fields.contains("; "), "{fields}");
        assert_eq!(
            addresses(&RULE, &fixed(&RULE, &design)),
            ["taskDefinition.web.containerDefinitions[app].user"]
        );
    }
}
