//! `bayplan check`, `import` and `export` as a program: what they print, write and exit with.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const MATABIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/examples/matabit.json");

/// What a run left behind.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run_with(arguments: &[&str], stdin: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bayplan"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read all of it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(arguments: &[&str]) -> Run {
    run_with(arguments, "")
}

/// A directory with files in it.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let files_of_it = Self(TempDir::new().unwrap());
        for (name, text) in files {
            fs::write(files_of_it.path(name), text).unwrap();
        }
        files_of_it
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

/// AWS takes it.
fn right() -> String {
    json!({
        "family": "web",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": "arn:aws:iam::123456789012:role/exec",
        "containerDefinitions": [{"name": "app", "image": "nginx:1.27.3", "essential": true}]
    })
    .to_string()
}

/// AWS refuses it: a member has the wrong type.
fn wrong() -> String {
    right().replace(r#""app""#, "[1]")
}

fn json_of(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

#[test]
fn check_says_by_its_exit_code_what_it_found() {
    let files = Files::new(&[
        ("right.json", &right()),
        ("wrong.json", &wrong()),
        ("broken.json", "{\n  \"cpu\": ${cpu}\n}"),
    ]);
    let (right, wrong, broken) =
        (files.name("right.json"), files.name("wrong.json"), files.name("broken.json"));

    assert_eq!(run(&["check", &right]).code, 0);
    assert_eq!(run(&["check", MATABIT]).code, 0);

    let found = run(&["check", &right, &wrong]);
    assert_eq!(found.code, 1, "{}", found.stderr);
    assert!(found.stdout.contains(&format!("{wrong}: error ")), "{}", found.stdout);
    assert!(found.stdout.contains("taskDefinition.web.containerDefinitions[0].name: "));
    assert!(found.stdout.trim_end().ends_with("in 2 files."), "{}", found.stdout);
    assert!(!found.stdout.contains('\u{1b}'), "colour beyond a terminal");

    // What can be read is checked all the same.
    let failed = run(&["check", &broken, &wrong, &files.name("gone.json")]);
    assert_eq!(failed.code, 2);
    assert!(
        failed
            .stderr
            .contains(&format!("{broken}: line 2, column 10: `${{cpu}}` stands outside a string"))
    );
    assert!(failed.stderr.contains("2 |   \"cpu\": ${cpu}\n  |          ^"), "{}", failed.stderr);
    assert!(failed.stderr.contains("gone.json: there is no such file"));
    assert!(failed.stdout.contains("in 1 file."));
    assert_eq!(run(&["check"]).code, 2);
}

#[test]
fn check_reads_standard_input() {
    assert_eq!(run_with(&["check", "-"], &right()).code, 0);
    let found = run_with(&["check", "-"], &wrong());
    assert_eq!(found.code, 1);
    assert!(found.stdout.starts_with("standard input: error "), "{}", found.stdout);
    assert!(run_with(&["check", "-"], "").stderr.contains("there is nothing in it"));
}

#[test]
fn check_prints_one_object_for_programs() {
    let files = Files::new(&[("wrong.json", &wrong()), ("broken.json", "{")]);
    let (wrong, broken) = (files.name("wrong.json"), files.name("broken.json"));
    let run = run(&["check", "--format", "json", &wrong, &broken]);
    assert_eq!(run.code, 2);
    let report = json_of(&run);
    let first = &report["diagnostics"][0];
    assert_eq!(first["file"], wrong.as_str());
    for member in ["code", "name", "address", "message", "help", "url"] {
        assert!(first[member].is_string(), "{member}: {first}");
    }
    assert_eq!(first["severity"], "error");
    assert!(first["environment"].is_null());
    assert!(first["fixes"].is_array());
    assert_eq!(report["files"][0]["isDesign"], false);
    assert_eq!(report["files"][0]["environments"], json!(["production"]));
    assert_eq!(report["errors"][0]["file"], broken.as_str());
    assert_eq!(
        (&report["errors"][0]["line"], &report["errors"][0]["column"]),
        (&json!(1), &json!(2))
    );
    assert!(report["summary"]["error"].as_u64().unwrap() >= 1);
}

#[test]
fn check_can_be_for_one_environment() {
    let files = Files::new(&[("wrong.json", &wrong())]);
    let report = json_of(&run(&["check", "--format", "json", "--environment", "staging", MATABIT]));
    for diagnostic in report["diagnostics"].as_array().unwrap() {
        assert_ne!(diagnostic["environment"], "production");
    }
    // A file that is no design has whichever environment is asked for.
    assert_eq!(run(&["check", "--environment", "staging", &files.name("wrong.json")]).code, 1);
    let unknown = run(&["check", "--environment", "test", MATABIT]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("has no environment `test`; it has production and staging"));
}

#[test]
fn what_cannot_be_text_is_refused() {
    let files = Files::new(&[]);
    fs::write(files.path("utf16.json"), b"\xff\xfe{\0}\0").unwrap();
    fs::write(files.path("bytes.json"), b"{\"a\": \"\xff\"}").unwrap();
    fs::write(files.path("large.json"), vec![b' '; 20 * 1000 * 1000]).unwrap();
    for (name, message) in [
        ("utf16.json", "is UTF-16"),
        ("bytes.json", "byte 7 is not UTF-8"),
        ("large.json", "the file has 19.1 MiB, and at most 16 MiB are read"),
        ("", "is a directory"),
    ] {
        let run = run(&["check", &files.name(name)]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
}

#[test]
fn import_makes_and_extends_a_design() {
    let service = r#"{"cluster": "main", "serviceName": "web", "taskDefinition": "web:3", "desiredCount": 1}"#;
    let list = r#"[{"name": "job", "image": "busybox:1.36"}]"#;
    let files =
        Files::new(&[("service.json", service), ("task.json", &right()), ("job.json", list)]);
    let design = files.name("estate.json");
    let first =
        run(&["import", &files.name("service.json"), &files.name("task.json"), "-o", &design]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(first.stdout.contains("service.json: added service.web\n"), "{}", first.stdout);
    assert!(first.stderr.contains("`web:3` is taskDefinition.web now"), "{}", first.stderr);
    let saved: Value = serde_json::from_str(&files.read("estate.json")).unwrap();
    assert_eq!(saved["name"], "estate");
    assert_eq!(saved["records"]["service.web"]["body"]["taskDefinition"], "${taskDefinition.web}");

    let second = run_with(&["import", "-", "-o", &design], list);
    assert_eq!(second.code, 0, "{}", second.stderr);
    assert!(second.stdout.contains("added taskDefinition.job"));
    let saved: Value = serde_json::from_str(&files.read("estate.json")).unwrap();
    assert_eq!(saved["records"].as_object().unwrap().len(), 3);
    assert_eq!(fs::read_dir(files.0.path()).unwrap().count(), 4, "no temporary file stays");
}

#[test]
fn import_changes_nothing_unless_all_of_it_works() {
    let files = Files::new(&[
        ("right.json", &right()),
        ("broken.json", "{'a': 1}"),
        ("not-a-design.json", &right()),
        ("notes.txt", "remember"),
    ]);
    let right_file = files.name("right.json");
    let refused = |arguments: &[&str], message: &str| {
        let run = run(arguments);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    };
    let new = files.name("new.json");
    refused(&["import", &right_file, &files.name("broken.json"), "-o", &new], "single quotes");
    assert!(!Path::new(&new).exists());
    refused(
        &["import", &right_file, "-o", &files.name("not-a-design.json")],
        "is there and is not a Bayplan design, so it was not changed",
    );
    assert_eq!(files.read("not-a-design.json"), right());
    refused(&["import", &right_file, "-o", &files.name("notes.txt")], "cannot be read as a design");
    assert_eq!(files.read("notes.txt"), "remember");
    refused(&["import", MATABIT, "-o", &new], "is a whole design");
    refused(&["import", &right_file], "--output");
}

#[test]
fn export_writes_json_as_aws_takes_it() {
    let files = Files::new(&[]);
    let staging = ["--environment", "staging"];
    let task = run(&[&["export", "task-definition", MATABIT][..], &staging].concat());
    assert_eq!(task.code, 0, "{}", task.stderr);
    let task = json_of(&task);
    assert_eq!(task["family"], "matabit-staging");
    assert_eq!(task["executionRoleArn"], "ecsTaskExecutionRole");

    let output = files.name("out/containers.json");
    let containers = run(&[
        &["export", "container-definitions", MATABIT, "-o", &output, "--record", "matabit"][..],
        &staging,
    ]
    .concat());
    assert_eq!((containers.code, containers.stdout.as_str()), (0, ""));
    assert!(containers.stderr.contains("Wrote "));
    let text = files.read("out/containers.json");
    assert!(text.starts_with("[\n  {\n    \"name\": \"matabit-staging-container\""), "{text}");
    assert!(text.ends_with("]\n"));
    assert!(text.contains("matabit-ecr:staging"));

    let service = run(&[&["export", "service", MATABIT][..], &staging].concat());
    assert!(service.stderr.contains("targetGroup.matabit"), "{}", service.stderr);
    assert_eq!(json_of(&service)["taskDefinition"], "matabit-staging");
    let update = run(&[&["export", "update-service", MATABIT][..], &staging].concat());
    assert!(update.stderr.contains("launchType left out"), "{}", update.stderr);
    assert_eq!(json_of(&update)["service"], "matabit-staging-service");
    let cluster = run(&[&["export", "cluster", MATABIT][..], &staging].concat());
    assert_eq!(json_of(&cluster)["clusterName"], "matabit-cluster");
}

#[test]
fn export_asks_when_it_is_not_clear_what_is_meant() {
    let two = json!([
        {"family": "a", "containerDefinitions": []}, {"family": "b", "containerDefinitions": []}
    ])
    .to_string();
    let refused = |arguments: &[&str], stdin: &str, message: &str| {
        let run = run_with(arguments, stdin);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(message), "{}", run.stderr);
    };
    refused(&["export", "task-definition", MATABIT], "", "--environment production or staging");
    refused(&["export", "task-definition", "-"], &two, "choose one with --record a or b");
    refused(
        &["export", "task-definition", "-", "--record", "c"],
        &two,
        "there is no task definition `c`",
    );
    refused(&["export", "service", "-"], &two, "there is no service in production");
    let chosen = run_with(&["export", "task-definition", "-", "--record", "b"], &two);
    assert_eq!(json_of(&chosen)["family"], "b");
}

#[test]
fn export_writes_terraform_into_a_directory_and_spares_what_is_there() {
    let files = Files::new(&[]);
    let directory = files.name("terraform");
    let export = ["export", "terraform", MATABIT, "-o", &directory];
    let first = run(&export);
    assert_eq!((first.code, first.stdout.as_str()), (0, ""), "{}", first.stderr);
    assert!(first.stderr.contains("ecs.tf.\n"), "{}", first.stderr);
    let ecs = files.read("terraform/ecs.tf");
    assert!(ecs.contains("matabit-prod") && ecs.contains("matabit-staging"));

    let again = run(&export);
    assert_eq!(again.code, 0);
    assert!(again.stderr.contains("ecs.tf is as it was."), "{}", again.stderr);

    fs::write(files.path("terraform/ecs.tf"), "# mine\n").unwrap();
    fs::write(files.path("terraform/other.tf"), "# mine, too\n").unwrap();
    let refused = run(&export);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("so nothing was: ecs.tf."), "{}", refused.stderr);
    assert_eq!(files.read("terraform/ecs.tf"), "# mine\n");

    assert_eq!(run(&[&export[..], &["--overwrite"]].concat()).code, 0);
    assert_eq!(files.read("terraform/ecs.tf"), ecs);
    assert_eq!(files.read("terraform/other.tf"), "# mine, too\n");

    let a_file = files.name("terraform/other.tf");
    let refused = run(&["export", "terraform", MATABIT, "-o", &a_file]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("name a directory with -o"), "{}", refused.stderr);

    let printed = run(&["export", "terraform", MATABIT, "--environment", "staging"]);
    assert!(printed.stdout.contains("# ecs.tf\n\n"), "{}", printed.stdout);
    assert!(!printed.stdout.contains("matabit-prod\""));
}

#[test]
fn export_writes_a_template_of_an_environment_or_of_a_record() {
    let kept = |name: &str| {
        let folder =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/cloudformation-export");
        fs::read_to_string(Path::new(folder).join(name)).unwrap()
    };
    let staging = ["--environment", "staging"];
    let yaml = run(&[&["export", "cloudformation", MATABIT][..], &staging].concat());
    assert_eq!((yaml.code, yaml.stdout), (0, kept("matabit-staging.yaml")));
    let remark =
        "note: service.matabit.loadBalancers[0].targetGroupArn: CloudFormation looks nothing up";
    assert!(yaml.stderr.contains(remark), "{}", yaml.stderr);

    let files = Files::new(&[]);
    let output = files.name("template.json");
    let json = [&["export", "cloudformation-json", MATABIT, "-o", &output][..], &staging].concat();
    assert_eq!(run(&json).code, 0);
    assert_eq!(fs::read_to_string(&output).unwrap(), kept("matabit-staging.json"));

    let record = |name: &str| {
        let record = ["--record", name];
        run(&[&["export", "cloudformation", MATABIT][..], &staging, &record].concat())
    };
    for name in ["cluster.matabit-cluster", "matabit-cluster"] {
        let cluster = record(name);
        assert_eq!(cluster.code, 0, "{}", cluster.stderr);
        assert!(cluster.stdout.contains("ClusterName: matabit-cluster"), "{}", cluster.stdout);
        assert!(!cluster.stdout.contains("AWS::ECS::Service"), "{}", cluster.stdout);
    }
    for (name, said) in [
        ("matabit", "choose one with --record service.matabit, taskDefinition.matabit or"),
        ("gone", "there is no record `gone` in staging; there is cluster.matabit-cluster,"),
        ("role.ecsTaskExecutionRole", "nothing of what was asked for is generated in staging"),
    ] {
        let refused = record(name);
        assert_eq!(refused.code, 2);
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
    let refused = run(&["export", "cloudformation", MATABIT]);
    assert!(refused.stderr.contains("--environment production or staging"), "{}", refused.stderr);
}

#[test]
fn what_was_imported_is_exported_as_it_was() {
    let files = Files::new(&[]);
    let design = files.name("design.json");
    assert_eq!(run_with(&["import", "-", "-o", &design], &right()).code, 0);
    let exported = run(&["export", "task-definition", &design]);
    assert_eq!(json_of(&exported).to_string(), right());
}
