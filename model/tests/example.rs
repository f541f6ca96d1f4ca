//! The example that the product opens with.

use bayplan_model::check::check;
use bayplan_model::design::Design;

const MATABIT: &str = include_str!("../../public/examples/matabit.json");

#[test]
fn a_round_trip_loses_nothing() {
    let design = Design::parse(MATABIT).unwrap();
    let before: serde_json::Value = serde_json::from_str(MATABIT).unwrap();
    // Compared as text, because JSON values are equal whatever the order of their keys.
    let shown = |value: &serde_json::Value| {
        let mut value = value.clone();
        // The default is not written.
        if let Some(terraform) = value.get_mut("terraform").and_then(|t| t.as_object_mut()) {
            terraform.shift_remove("containerDefinitions");
        }
        value.to_string()
    };
    assert_eq!(shown(&design.to_json()), shown(&before));
    assert_eq!(Design::parse(&design.to_text()).unwrap(), design);
}

#[test]
fn it_has_no_errors() {
    let design = Design::parse(MATABIT).unwrap();
    let errors: Vec<_> = check(&design)
        .merged()
        .into_iter()
        .filter(|found| found.severity == bayplan_model::diagnostic::Severity::Error)
        .map(|found| format!("{} {}: {}", found.rule.code, found.address, found.message))
        .collect();
    assert_eq!(errors, [] as [String; 0]);
}

#[test]
fn it_has_what_a_colleague_would_point_out_about_the_service_and_its_surroundings() {
    let areas = ["SV", "LB", "NW", "DC", "CP", "CL", "CW", "IA", "RF", "EV", "ES"];
    let design = Design::parse(MATABIT).unwrap();
    let found: Vec<String> = check(&design)
        .merged()
        .into_iter()
        .filter(|found| areas.iter().any(|area| found.rule.code.starts_with(area)))
        .map(|found| {
            let environment = found.environment.as_deref().unwrap_or("everywhere");
            format!("{} {} {environment}", found.rule.code, found.address)
        })
        .collect();
    assert_eq!(
        found,
        [
            "NW004 service.matabit.networkConfiguration.awsvpcConfiguration.assignPublicIp everywhere",
            "DC005 service.matabit.deploymentConfiguration.deploymentCircuitBreaker everywhere",
            "IA001 taskDefinition.matabit.taskRoleArn everywhere",
        ]
    );
}
