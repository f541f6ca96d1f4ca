//! Shapes that people have, one by one; `model/tests/import.rs` reads whole files.

use serde_json::{Value, json};

use super::*;

fn empty() -> Design {
    Design::new("test")
}

fn records(text: &str, file_name: Option<&str>, into: &Design) -> (Design, Imported) {
    match read(text, file_name, into) {
        Ok(Outcome::Records(imported)) => (into.apply(&imported.edits).unwrap().0, imported),
        other => panic!("{other:?}"),
    }
}

fn body(design: &Design, id: &str) -> String {
    design.record(&id.parse().unwrap()).unwrap_or_else(|| panic!("no {id}")).body.to_string()
}

fn remarks(imported: &Imported) -> String {
    imported.remarks.iter().map(|remark| format!("{remark}\n")).collect()
}

fn added(imported: &Imported) -> Vec<String> {
    imported.added.iter().map(ToString::to_string).collect()
}

#[test]
fn a_register_input_comes_in_as_it_is() {
    let input = json!({"zz": 1, "family": "web", "containerDefinitions": [{"name": "a", "tags": [], "x": null}], "cpu": "256"});
    let (design, imported) = records(&input.to_string(), None, &empty());
    assert_eq!(added(&imported), ["taskDefinition.web"]);
    assert_eq!(body(&design, "taskDefinition.web"), input.to_string());
    assert_eq!(remarks(&imported), "");
    let (again, imported) = records(&input.to_string(), None, &design);
    assert_eq!(added(&imported), ["taskDefinition.web-2"]);
    assert_eq!(again.len(), 2);
}

#[test]
fn a_description_loses_what_aws_does_not_take_and_says_so() {
    let output = json!({"taskDefinition": {"taskDefinitionArn": "arn:x", "family": "web", "revision": 3,
        "containerDefinitions": [], "status": "ACTIVE"}, "tags": [{"key": "a", "value": "b"}]});
    let (design, imported) = records(&output.to_string(), None, &empty());
    assert_eq!(
        body(&design, "taskDefinition.web"),
        r#"{"family":"web","containerDefinitions":[],"tags":[{"key":"a","value":"b"}]}"#
    );
    let said = remarks(&imported);
    assert!(said.contains("`taskDefinitionArn`, `revision` and `status` were left out"), "{said}");
    assert!(said.contains("The tags that stood beside"), "{said}");
}

#[test]
fn a_list_of_containers_becomes_a_task_definition() {
    let list = r#"[{"name": "app", "image": "nginx"}]"#;
    let (design, imported) = records(list, Some("dir/matabit-prod.json"), &empty());
    assert_eq!(
        body(&design, "taskDefinition.matabit-prod"),
        r#"{"family":"matabit-prod","containerDefinitions":[{"name":"app","image":"nginx"}]}"#
    );
    assert!(remarks(&imported).contains("still needs `networkMode` awsvpc"));
    let (design, _) = records(list, None, &design);
    assert!(body(&design, "taskDefinition.app").starts_with(r#"{"family":"app""#));
    // One container without its list.
    let (_, imported) = records(r#"{"name": "one", "image": "nginx"}"#, None, &empty());
    assert_eq!(added(&imported), ["taskDefinition.one"]);
}

#[test]
fn a_service_finds_its_task_definition_whichever_comes_first() {
    let service = json!({"cluster": "main", "serviceName": "web", "taskDefinition": "web:7", "desiredCount": 1});
    let task = json!({"family": "web", "containerDefinitions": []});
    let expected = r#"{"cluster":"main","serviceName":"web","taskDefinition":"${taskDefinition.web}","desiredCount":1}"#;
    for order in [[&service, &task], [&task, &service]] {
        let (design, _) = records(&order[0].to_string(), None, &empty());
        let (design, imported) = records(&order[1].to_string(), None, &design);
        assert_eq!(body(&design, "service.web"), expected);
        assert!(remarks(&imported).contains("`web:7` is taskDefinition.web now"));
        // Both in one file, as a list.
        let both = json!([order[0], order[1]]).to_string();
        let (design, imported) = records(&both, None, &empty());
        assert_eq!(body(&design, "service.web"), expected);
        assert_eq!(imported.added.len(), 2);
    }
}

#[test]
fn a_service_of_ecspresso_runs_the_only_task_definition() {
    let service = r#"{"desiredCount": 1, "launchType": "FARGATE"}"#;
    let task = r#"{"family": "web", "containerDefinitions": []}"#;
    for order in [[service, task], [task, service]] {
        let (design, _) = records(order[0], Some("ecs-service-def.json"), &empty());
        let (design, imported) = records(order[1], Some("ecs-service-def.json"), &design);
        assert!(body(&design, "service.ecs-service-def").contains("${taskDefinition.web}"));
        assert!(
            remarks(&imported).contains("the service runs taskDefinition.web now, the only one")
        );
        // With two, nobody knows which is meant.
        let (design, _) = records(r#"{"family": "b"}"#, None, &design);
        let (design, _) = records(service, Some("other.json"), &design);
        assert!(!body(&design, "service.other").contains("taskDefinition"));
    }
}

#[test]
fn placeholders_of_templates_stay_and_are_named() {
    let input = r#"{"family": "web", "containerDefinitions": [{"name": "a", "image": "x:{{ must_env `TAG` }}",
        "command": ["<IMAGE_TAG>", "<h1>", "a < b", "{{", "<%= tag %>"]}]}"#;
    let (design, imported) = records(input, None, &empty());
    assert!(body(&design, "taskDefinition.web").contains("x:{{ must_env `TAG` }}"));
    let said = remarks(&imported);
    assert!(
        said.contains(
            "`{{ must_env `TAG` }}`, `<IMAGE_TAG>` and `<%= tag %>` are placeholders of a template"
        ),
        "{said}"
    );
}

#[test]
fn a_family_with_a_placeholder_is_found_in_its_environments() {
    let (design, _) =
        records(r#"{"family": "web-{environment}", "containerDefinitions": []}"#, None, &empty());
    let (design, _) =
        records(r#"{"serviceName": "a", "taskDefinition": "web-production"}"#, None, &design);
    assert!(body(&design, "service.a").contains("${taskDefinition.web--environment}"));
}

#[test]
fn a_described_service_becomes_an_input() {
    let output = json!({"services": [{
        "serviceArn": "arn:aws:ecs:us-west-2:1:service/main/web", "serviceName": "web",
        "clusterArn": "arn:aws:ecs:us-west-2:1:cluster/main", "status": "ACTIVE", "desiredCount": 2,
        "taskDefinition": "arn:aws:ecs:us-west-2:1:task-definition/web:3",
        "roleArn": "arn:aws:iam::1:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        "deployments": [{"status": "PRIMARY", "serviceConnectConfiguration": {"enabled": true}}],
        "events": []
    }], "failures": []});
    let (design, imported) = records(&output.to_string(), None, &empty());
    assert_eq!(
        body(&design, "service.web"),
        r#"{"serviceName":"web","cluster":"main","desiredCount":2,"taskDefinition":"arn:aws:ecs:us-west-2:1:task-definition/web:3","serviceConnectConfiguration":{"enabled":true}}"#
    );
    let said = remarks(&imported);
    for part in
        ["`clusterArn` is `cluster`", "`roleArn`", "newest deployment", "`serviceArn`, `status`"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (design, _) =
        records(r#"{"clusters": [{"clusterArn": "x", "clusterName": "main"}]}"#, None, &design);
    assert!(body(&design, "service.web").contains(r#""cluster":"${cluster.main}""#));
    assert_eq!(body(&design, "cluster.main"), r#"{"clusterName":"main"}"#);
}

#[test]
fn an_update_becomes_an_input() {
    let update =
        r#"{"cluster": "c", "service": "web", "desiredCount": 1, "forceNewDeployment": true}"#;
    let (design, imported) = records(update, None, &empty());
    assert_eq!(
        body(&design, "service.web"),
        r#"{"cluster":"c","serviceName":"web","desiredCount":1}"#
    );
    assert!(remarks(&imported).contains("`forceNewDeployment` was left out"));
}

#[test]
fn a_design_is_opened_not_merged() {
    let text = r#"{"formatVersion": 1, "name": "x", "environments": [{"name": "p"}], /* c */ "records": {}}"#;
    match read(text, None, &empty()).unwrap() {
        Outcome::Design { design, remarks } => {
            assert_eq!((design.settings.name.as_str(), remarks.len()), ("x", 1));
        }
        other => panic!("{other:?}"),
    }
    let newer = read(r#"{"formatVersion": 99}"#, None, &empty()).unwrap_err();
    assert!(newer.to_string().contains("open it with a newer Bayplan"));
}

#[test]
fn what_is_not_read_says_what_it_is() {
    for (text, expected) in [
        ("  \n", "there is nothing in it"),
        ("[]", "the list is empty"),
        ("3", "the document is a number"),
        ("[1]", "element 0 of the list is a number"),
        ("{}", "the object is empty"),
        (r#"{"a": 1, "b": 2}"#, "an object with `a` and `b` is nothing"),
        (r#"{"services": [], "failures": [{}]}"#, "did not find"),
        (r#"{"services": {}}"#, "the Compose file has no services"),
        (r#"{"Resources": {}}"#, "the template has no resource of ECS"),
        (
            "apiVersion: v1\nkind: Pod",
            "this is a Kubernetes manifest, which Bayplan does not read. Write",
        ),
        ("name: web\ntype: Load Balanced Web Service", "`copilot svc package`"),
        ("region: x\ntask_definition: a.json", "this is ecspresso's configuration"),
        ("version: 1\ntask_definition: {}", "the parameter file of ecs-cli"),
        ("Resources:\n- TargetService: {Type: x, Properties: {}}", "an application specification"),
        ("a: 1\n---\nfamily: web", "document 1 of 2: an object with `a` is nothing"),
        ("formatVersion: 1\n---\nfamily: web", "document 1 of 2: a whole design"),
        ("---\n# nothing", "there is nothing in it"),
        ("family: web\n cpu: 1", "line 2, column 5: a key and its `:`"),
        (r#"{"resource": {"aws_ecs_service": {}}}"#, "this is Terraform"),
        ("resource \"aws_ecs_cluster\" \"main\" {}", "this is Terraform"),
        ("{\n  \"a\": ${x}\n}", "line 2, column 8: `${x}` stands outside a string. Put it"),
    ] {
        let error = read(text, None, &empty()).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    let large = " ".repeat(20 * 1000 * 1000) + "{}";
    let error = read(&large, None, &empty()).unwrap_err().to_string();
    assert!(error.starts_with("the file has 19.1 MiB, and at most 16 MiB are read"), "{error}");
}

#[test]
fn yaml_is_read_as_json_is() {
    let (design, imported) = records(
        "family: web\ncpu: 256\nmemory: \"512\"\ncontainerDefinitions:\n- {name: app, image: nginx, essential: yes}\n---\nserviceName: web\ntaskDefinition: web\n",
        None,
        &empty(),
    );
    assert_eq!(
        body(&design, "taskDefinition.web"),
        r#"{"family":"web","cpu":"256","memory":"512","containerDefinitions":[{"name":"app","image":"nginx","essential":true}]}"#
    );
    assert!(body(&design, "service.web").contains("${taskDefinition.web}"));
    let said = remarks(&imported);
    assert!(said.contains("taskDefinition.web: `cpu` is a text now, as the API takes"), "{said}");
}

#[test]
fn strings_that_mean_more_in_a_design_are_named() {
    let input = json!({"family": "web", "containerDefinitions": [
        {"name": "a", "image": "${repo}:${tag}", "command": ["$${HOME}", "{environment}", "{other}"]}]});
    let (design, imported) = records(&input.to_string(), None, &empty());
    let said = remarks(&imported);
    assert!(said.contains("`${repo}` and `${tag}` are kept as Terraform expressions"), "{said}");
    assert!(said.contains("`{environment}` in its strings will be filled"), "{said}");
    let stored: Value = serde_json::from_str(&body(&design, "taskDefinition.web")).unwrap();
    assert_eq!(stored["containerDefinitions"][0]["command"][0], "$$${HOME}");
}

#[test]
fn what_aws_printed_holds_no_expressions() {
    let input = json!({"taskDefinition": {
        "taskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/web:7", "registeredAt": 1700000000.5,
        "family": "web", "containerDefinitions": [{"name": "a", "image": "b", "command": ["${a} $${b}"]}]}});
    let (design, imported) = records(&input.to_string(), None, &empty());
    let stored: Value = serde_json::from_str(&body(&design, "taskDefinition.web")).unwrap();
    assert_eq!(stored["containerDefinitions"][0]["command"][0], "$${a} $$${b}");
    assert!(remarks(&imported).contains("kept as text"), "{}", remarks(&imported));
    let estate = crate::resolve::resolve(&design, "production").unwrap();
    let id = "taskDefinition.web".parse().unwrap();
    let exported = crate::export::task_definition::register_input(&estate, &id).unwrap();
    assert_eq!(exported.value["containerDefinitions"][0]["command"][0], "${a} $${b}");
}

#[test]
fn containers_inside_a_text_are_read() {
    let input = json!({"family": "web", "containerDefinitions": "[{\"name\": \"a\"}]"});
    let (design, imported) = records(&input.to_string(), None, &empty());
    assert!(body(&design, "taskDefinition.web").contains(r#":[{"name":"a"}]"#));
    assert!(remarks(&imported).contains("JSON inside a text"));
}

#[test]
fn lists_that_no_task_definition_has_are_refused() {
    let list = |number: usize| vec![serde_json::json!({"name": "a", "image": "b"}); number];
    let task = |containers: Vec<Value>| {
        serde_json::json!({"family": "web", "containerDefinitions": containers}).to_string()
    };
    for (text, expected) in [
        (task(list(MAX_ELEMENTS + 1)), "2,001 elements of one list"),
        (Value::from(list(MAX_ELEMENTS + 1)).to_string(), "2,001 containers"),
    ] {
        let error = read(&text, None, &Design::new("")).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert!(read(&task(list(MAX_ELEMENTS)), None, &Design::new("")).is_ok());
}
