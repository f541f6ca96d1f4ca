//! Whole designs as Terraform: the example against what is kept of it, and random ones against the real
//! `terraform fmt`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bayplan_model::design::{ContainerDefinitionsStyle, Design};
use bayplan_model::export::Export;
use bayplan_model::export::terraform::{Choice, Provider, resource_text, write};
use bayplan_model::resolve::{Estate, resolve};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

const MATABIT: &str = include_str!("../../public/examples/matabit.json");
const EVERYTHING: &str = include_str!("../../tests/fixtures/designs/everything.json");
const WORKER: &str = include_str!("../../tests/fixtures/designs/worker.json");
const SCALED: &str = include_str!("../../tests/fixtures/designs/scaled.json");
const LOOKED_UP: &str = include_str!("../../tests/fixtures/designs/looked-up.json");

fn estates(design: &Design) -> Vec<Arc<Estate>> {
    design.environments().filter_map(|name| resolve(design, name)).collect()
}

/// The example's files are kept in the repository, so that a change of the export is seen in review. After a
/// wanted change, `UPDATE=1 cargo test -p bayplan-model --test terraform` writes them anew.
#[test]
fn the_example_is_exported_as_kept() {
    let design = Design::parse(MATABIT).unwrap();
    let export = write(&design, &estates(&design), &Choice::default());
    assert_eq!(export.remarks, []);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/terraform/matabit");
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        write_files(&folder, &export);
    }
    let written: BTreeMap<String, String> =
        export.files.into_iter().map(|file| (file.path, file.text)).collect();
    let mut kept = BTreeMap::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        kept.insert(name, fs::read_to_string(entry.path()).unwrap());
    }
    assert_eq!(written.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (path, text) in &written {
        assert!(text == &kept[path], "{path} is exported as:\n{text}");
    }
}

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
fn designs() -> impl Strategy<Value = Design> {
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

#[test]
fn whatever_a_design_says_the_export_is_formatted_and_complete() {
    let terraform = which("terraform");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random-designs");
    let _ = fs::remove_dir_all(&out);
    let number = RefCell::new(0);
    let mut runner =
        TestRunner::new(Config { cases: 192, failure_persistence: None, ..Config::default() });
    let result = runner.run(&designs(), |design| {
        let estates = estates(&design);
        let export = write(&design, &estates, &Choice::default());
        prop_assert_eq!(&export, &write(&design, &estates, &Choice::default()));
        let five = Choice { provider: Provider::V5, ..Choice::default() };
        let _ = write(&design, &estates, &five);
        let mut paths: Vec<&str> = export.files.iter().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        prop_assert_eq!(paths.len(), export.files.len());
        let whole: String =
            export.files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n");
        let mut heads: Vec<&str> = whole
            .lines()
            .filter(|line| {
                ["resource \"", "data \"", "variable \"", "output \""]
                    .iter()
                    .any(|kind| line.starts_with(kind))
            })
            .collect();
        let count = heads.len();
        heads.sort_unstable();
        heads.dedup();
        prop_assert_eq!(heads.len(), count, "something is declared twice in\n{}", whole);
        for estate in &estates {
            for resolved in estate.records() {
                let text = resource_text(&design, &estates, &estate.environment, &resolved.id);
                let block = text.split("\n\n").next().unwrap_or_default();
                if resolved.origin() == bayplan_model::record::Origin::Generate
                    && !block.contains("_secrets")
                {
                    prop_assert!(whole.contains(block.trim()), "{}: {}", resolved.id, block);
                }
            }
        }
        *number.borrow_mut() += 1;
        if terraform.is_some() {
            write_files(&out.join(number.borrow().to_string()), &export);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let Some(terraform) = terraform else {
        eprintln!("terraform is not on PATH: the format of the exports was not checked");
        return;
    };
    let checked = Command::new(terraform)
        .args(["fmt", "-check", "-diff", "-recursive"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}{}",
        String::from_utf8_lossy(&checked.stdout),
        String::from_utf8_lossy(&checked.stderr)
    );
}

fn write_files(folder: &Path, export: &Export) {
    for file in &export.files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    }
}

fn which(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}
