//! Designs of the repository, and what they are when values, origins and environments change at random.

use std::sync::Arc;

use bayplan_model::design::{ContainerDefinitionsStyle, Design};
use proptest::prelude::*;
use serde_json::Value;

pub(crate) const MATABIT: &str = include_str!("../../../public/examples/matabit.json");
pub(crate) const EVERYTHING: &str = include_str!("../../../tests/fixtures/designs/everything.json");
pub(crate) const WORKER: &str = include_str!("../../../tests/fixtures/designs/worker.json");
pub(crate) const SCALED: &str = include_str!("../../../tests/fixtures/designs/scaled.json");
pub(crate) const LOOKED_UP: &str = include_str!("../../../tests/fixtures/designs/looked-up.json");

/// Texts that may stand anywhere in a body.
const TEXTS: &[&str] = &[
    "",
    "x",
    "${cluster.main}",
    "${network.private}",
    "${network.public.securityGroups}",
    "${network.app.vpcId}",
    "${role.execution}",
    "${role.gone.arn}",
    "${loadBalancer.web.dnsName}-${logGroup.web}",
    "${taskDefinition.worker.nothing}",
    "x ${network.app.subnets} ${network.gone}",
    "${var.a == \"b\" ? role.execution : null}",
    "${split(\",\", var.list)[0]}",
    "${var.list[1]}",
    "${var.image_tag}",
    "a ${var.map[\"k\"]} b ${data.aws_vpc.main.id}",
    "${local.x ? \"${var.a}\" : \"b\"}",
    "${ {a = 1} }",
    "${",
    "${PORT:-80} $${x} %{if}",
    "10.1.2.0/24",
    "subnet-1",
    "ünïcödé \u{1f980}\u{2028}",
    "line\nbreak \"quoted\" \\ back\ttab",
    "ENABLED",
    "arn:aws:secretsmanager:eu-west-1:1:secret:x:y::",
];

/// What may stand anywhere in a body, sensible or not.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        proptest::sample::select(TEXTS).prop_map(Value::from),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..70_000).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::vec(
                (proptest::sample::select(&["name", "value", "key", "for", "a b", "ü"][..]), inner),
                0..3
            )
            .prop_map(|members| {
                Value::Object(
                    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

/// Puts `new` in place of the value that is `number`th below `value`, counted from 0.
fn replace(value: &mut Value, number: &mut usize, new: &Value) -> bool {
    if *number == 0 {
        *value = new.clone();
        return true;
    }
    *number -= 1;
    match value {
        Value::Array(elements) => elements.iter_mut().any(|element| replace(element, number, new)),
        Value::Object(members) => members.values_mut().any(|member| replace(member, number, new)),
        _ => false,
    }
}

/// One of the designs above with values, origins and environments changed at random.
pub(crate) fn designs() -> impl Strategy<Value = Design> {
    let base = proptest::sample::select(&[MATABIT, EVERYTHING, WORKER, LOOKED_UP, SCALED][..]);
    let edits = proptest::collection::vec(
        (any::<proptest::sample::Index>(), 1_usize..60, anything()),
        0..8,
    );
    let origins = proptest::collection::vec(
        (
            any::<proptest::sample::Index>(),
            proptest::sample::select(&["generate", "lookUp", "refer"][..]),
            proptest::sample::select(&[None, Some("production"), Some("elsewhere")][..]),
        ),
        0..4,
    );
    (base, edits, origins, any::<bool>()).prop_map(|(base, edits, origins, files)| {
        let mut json: Value = serde_json::from_str(base).unwrap();
        let names: Vec<String> = json["records"].as_object().unwrap().keys().cloned().collect();
        for (record, number, new) in &edits {
            let body = &mut json["records"][record.get(&names)]["body"];
            let mut number = *number;
            replace(body, &mut number, new);
        }
        for (record, origin, environment) in origins {
            let record = &mut json["records"][record.get(&names)];
            record["origin"] = Value::from(origin);
            if let Some(environment) = environment {
                record["environments"] = Value::from(vec![environment]);
            }
        }
        let mut design = Design::from_json(json).unwrap();
        if files {
            let mut settings = (*design.settings).clone();
            settings.terraform.container_definitions = ContainerDefinitionsStyle::Files;
            design.settings = Arc::new(settings);
        }
        design
    })
}
