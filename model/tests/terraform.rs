//! Whole designs as Terraform: the example against what is kept of it, and random ones against the real
//! `terraform fmt`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bayplan_model::design::Design;
use bayplan_model::export::Export;
use bayplan_model::export::terraform::{Choice, Provider, resource_text, write};
use bayplan_model::resolve::{Estate, resolve};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

mod random_designs;

use random_designs::{MATABIT, designs};

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
