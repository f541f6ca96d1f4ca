//! `bayplan diff`: what it compares, what it prints, how it exits.

use std::fs;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/examples/matabit.json");

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

fn diff(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayplan"));
    command.arg("diff").args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = diff(arguments);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(text(&output), "");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_means_the_same_is_the_same() {
    let folder = Folder::new();
    let short = json!({"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "cpu": "256", "memory": "512",
        "containerDefinitions": [{"name": "app", "image": "web:1", "portMappings": [{"containerPort": 80}]}]});
    let described = "taskDefinition:
  taskDefinitionArn: arn:aws:ecs:us-east-1:123456789012:task-definition/web:3
  family: web
  revision: 3
  status: ACTIVE
  networkMode: awsvpc
  requiresCompatibilities: [FARGATE]
  cpu: '.25 vCPU'
  memory: '512'
  containerDefinitions:
    - name: app
      image: web:1
      essential: true
      cpu: 0
      environment: []
      portMappings: [{containerPort: 80, hostPort: 80, protocol: tcp}]
";
    let one = folder.file("short.json", &short.to_string());
    let other = folder.file("described.yaml", described);
    let output = diff(&[&one, &other]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = text(&output);
    assert!(said.starts_with("The same to ECS; 1 record compared, "), "{said}");
    assert!(
        said.ends_with(" fields of them written differently with the same meaning.\n"),
        "{said}"
    );
}

#[test]
fn a_field_that_differs_is_named_with_both_values() {
    let folder = Folder::new();
    let task = |image: &str, user: Option<&str>| {
        json!({"family": "web", "containerDefinitions": [{"name": "app", "image": image, "memory": 128, "user": user}]})
            .to_string()
    };
    let one = folder.file("one.json", &task("web:1", None));
    let other = folder.file("other.json", &task("web:2", Some("root")));
    let output = diff(&[&one, &other]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(
        text(&output),
        format!(
            "--- {one}\n+++ {other}\n\ntaskDefinition.web\n  ~ containerDefinitions[app].image: \"web:1\" → \"web:2\"\n  \
             + containerDefinitions[app].user: \"root\"\n\n2 fields differ; 1 record compared.\n"
        )
    );

    let output = diff(&[&one, &other, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_str(&text(&output)).unwrap();
    assert_eq!(found["same"], false);
    assert_eq!(
        found["comparisons"][0]["records"],
        json!([{
            "before": "taskDefinition.web", "after": "taskDefinition.web", "same": false, "folded": 0,
            "differences": [
                {"path": "containerDefinitions[app].image", "before": "web:1", "after": "web:2"},
                {"path": "containerDefinitions[app].user", "before": null, "after": "root"},
            ],
        }])
    );
}

#[test]
fn environments_of_one_design_are_compared() {
    let output = diff(&[EXAMPLE, "--environment", "production", "--environment", "staging"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = text(&output);
    assert!(
        said.contains(&format!("--- {EXAMPLE} in production\n+++ {EXAMPLE} in staging\n")),
        "{said}"
    );
    assert!(said.contains("matabit-ecr:prod\" → \"485876055632"), "{said}");

    let output = diff(&[EXAMPLE, EXAMPLE]);
    assert_eq!(output.status.code(), Some(0), "every environment, of two designs: {output:?}");
    assert_eq!(text(&output), "The same to ECS; 12 records compared.\n");
}

#[test]
fn a_file_is_compared_with_what_a_design_has_of_it() {
    let folder = Folder::new();
    let exported = folder.0.path().join("task.json").display().to_string();
    let mut export = Command::new(env!("CARGO_BIN_EXE_bayplan"));
    export.args([
        "export",
        "task-definition",
        EXAMPLE,
        "--environment",
        "staging",
        "-o",
        &exported,
    ]);
    assert!(export.output().unwrap().status.success());
    let output = diff(&[EXAMPLE, &exported, "--environment", "staging"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let output = diff(&[EXAMPLE, &exported, "--environment", "production"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        text(&output).contains("~ family: \"matabit-prod\" → \"matabit-staging\""),
        "{output:?}"
    );
}

#[test]
fn what_only_the_file_has_is_a_difference() {
    let folder = Folder::new();
    let web = json!({"family": "web", "containerDefinitions": [{"name": "app", "image": "web:1"}]});
    let other =
        json!({"family": "foo", "containerDefinitions": [{"name": "foo", "image": "foo:1"}]});
    let design = json!({"formatVersion": 1, "name": "Web", "environments": [{"name": "production"}],
        "records": {"taskDefinition.web": {"body": web}}});
    let design = folder.file("design.json", &design.to_string());
    let both = folder.file("both.json", &format!("{web}\n{other}"));
    for (arguments, sign) in [([&design, &both], '+'), ([&both, &design], '-')] {
        let output = diff(&[arguments[0], arguments[1], "--environment", "production"]);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(1), "{said}{output:?}");
        assert!(said.contains(&format!("{sign} taskDefinition.foo")), "{said}");
        assert!(said.ends_with("1 record is on one side only; 1 record compared.\n"), "{said}");
    }
}

#[test]
fn what_cannot_be_compared_says_the_way_out() {
    let folder = Folder::new();
    let task = folder.file("task.json", r#"{"family": "web", "containerDefinitions": []}"#);
    let cluster = folder.file("cluster.json", r#"{"clusterName": "main"}"#);
    let broken = folder.file("broken.json", "{\n  \"family\" \"web\"\n}");
    for (arguments, expected) in [
        (vec![EXAMPLE], "--environment production --environment staging"),
        (
            vec![EXAMPLE, &task],
            "has the environments production and staging: choose one with --environment",
        ),
        (vec![EXAMPLE, &task, "--environment", "test"], "has no environment `test`"),
        (vec![&task, &broken], "line 2, column 12"),
        (vec![&task, "nowhere.json"], "there is no such file"),
        (
            vec![EXAMPLE, "--environment", "a", "--environment", "b", "--environment", "c"],
            "at most two",
        ),
    ] {
        let said = refused(&arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    let output = diff(&[&task, &cluster]);
    assert_eq!(output.status.code(), Some(1), "each is on one side only: {output:?}");
    let said = refused(&[EXAMPLE, &folder.file("empty.json", "{}"), "--environment", "staging"]);
    assert!(said.contains("empty.json"), "{said}");
}
