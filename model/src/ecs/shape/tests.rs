use super::*;
use serde_json::{Value, json};

use crate::path::Path;

shape! { Port {
    number: Integer = "containerPort" => required().range(1, 65_535),
    protocol: Text = "protocol" => one_of(&["tcp", "udp"]),
    shared: Flag = "shared",
} }
shape! { Ports { ports: List<Port> = "ports", labels: Texts = "labels", first: Field<Port> = "first" } }

fn read(value: &Value) -> (Ports, Vec<(String, FaultKind)>) {
    let mut faults = Vec::new();
    let mut ports = Ports::default();
    super::read(&mut ports, value, Path::root(), &mut faults);
    (ports, faults.into_iter().map(|fault| (fault.at.to_string(), fault.kind)).collect())
}

#[test]
fn right_values_are_known_and_nulls_absent() {
    let (ports, faults) = read(&json!({
        "ports": [{"containerPort": 80, "protocol": "tcp", "shared": null}], "labels": {"a": "b"}
    }));
    assert_eq!(faults, []);
    let port = &ports.ports.items()[0];
    assert_eq!(port.number, Field::Known(80));
    assert!(port.shared.is_absent());
    assert_eq!(port.path("protocol").to_string(), "ports[0].protocol");
    assert!(ports.first.is_absent());
}

#[test]
fn references_and_expressions_are_never_faults() {
    let (ports, faults) = read(&json!({
        "ports": "${var.ports}", "first": {"containerPort": "${cluster.main.port}"}
    }));
    assert_eq!(faults, []);
    assert!(matches!(ports.ports, Field::Expression(_)));
    assert!(ports.first.known().unwrap().number.reference().is_some());
}

#[test]
fn a_plain_slip_is_reported_with_its_repair_and_still_read() {
    let (ports, faults) = read(&json!({"first": {"containerPort": "80", "protocol": 6}}));
    let first = ports.first.known().unwrap();
    assert_eq!(first.number, Field::Known(80));
    assert_eq!(faults[0].0, "first.containerPort");
    assert_eq!(
        faults[0].1,
        FaultKind::WrongType { expected: "a whole number", repaired: Some(json!(80)) }
    );
    assert!(matches!(&faults[1].1, FaultKind::WrongType { repaired: Some(_), .. }));
    assert!(matches!(&faults[2].1, FaultKind::NotOneOf { found, .. } if found == "6"));
}

#[test]
fn wrong_missing_unknown_and_out_of_range_are_told_apart() {
    let (_, faults) = read(&json!({
        "ports": [{"containerProt": 1}, {"containerPort": 70000}, 3], "labels": [], "zzz": 1
    }));
    let kinds: Vec<_> = faults
        .iter()
        .map(|(at, kind)| {
            let kind = match kind {
                FaultKind::WrongType { .. } => "type",
                FaultKind::UnknownMember { similar: Some("containerPort") } => "similar",
                FaultKind::UnknownMember { .. } => "unknown",
                FaultKind::Missing { .. } => "missing",
                FaultKind::NotOneOf { .. } => "enum",
                FaultKind::OutOfRange { .. } => "range",
            };
            format!("{at} {kind}")
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "ports[0].containerPort missing",
            "ports[0].containerProt similar",
            "ports[1].containerPort range",
            "ports[2] type",
            "labels type",
            "zzz unknown",
        ]
    );
}
