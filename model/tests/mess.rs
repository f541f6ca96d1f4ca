//! What people paste that is not quite one document of one thing: what is read of it, and what is said.

use bayplan_model::design::Design;
use bayplan_model::import::{Outcome, read};

/// What a text becomes: its records with their bodies, and the remarks; or why it is refused.
fn outcome(text: &str) -> Result<(String, String), String> {
    let into = Design::new("test");
    match read(text, None, &into) {
        Ok(Outcome::Records(imported)) => {
            let (design, _) = into.apply(&imported.edits).unwrap();
            let body = |id| format!("{id} {}\n", design.record(id).unwrap().body);
            let said = imported.remarks.iter().map(|remark| format!("{remark}\n")).collect();
            Ok((imported.added.iter().map(body).collect(), said))
        }
        Ok(Outcome::Design { .. }) => panic!("{text} is no design"),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn what_is_read_is_whole_and_what_is_left_out_is_said() {
    for (text, records, remark) in [
        // Several documents, as a loop over `describe-task-definition` prints them.
        (
            "{\"family\": \"a\"}\r\n{\"family\": \"b\"}\n[{\"name\": \"c\", \"image\": \"x\"}]\n",
            "taskDefinition.a {\"family\":\"a\"}\ntaskDefinition.b {\"family\":\"b\"}\ntaskDefinition.c {\"family\":\"c\",\"containerDefinitions\":[{\"name\":\"c\",\"image\":\"x\"}]}\n",
            "3 documents follow one another in it, and each was read by itself.",
        ),
        (
            "{\"family\": \"a\",}{\"family\": \"b\"}",
            "taskDefinition.a {\"family\":\"a\"}\ntaskDefinition.b {\"family\":\"b\"}\n",
            "1 comma was ignored",
        ),
        (
            r#"{"services": [{"serviceName": "web"}], "failures": [{"arn": "arn:aws:ecs:eu-west-1:1:service/api", "reason": "MISSING"}]}"#,
            "service.web {\"serviceName\":\"web\"}\n",
            "AWS did not find `arn:aws:ecs:eu-west-1:1:service/api (MISSING)`, as its `failures` say",
        ),
        // Only of what AWS printed: in a file that somebody wrote they stay, and a rule names them.
        (
            r#"{"family": "a", "revision": 2, "tags": []}"#,
            "taskDefinition.a {\"family\":\"a\"}\n",
            "The empty `tags` were left out",
        ),
        (
            r#"{"services": [{"serviceName": "web"}], "failures": [], "nextToken": "t"}"#,
            "service.web {\"serviceName\":\"web\"}\n",
            "`nextToken` was left out: beside the services or clusters.",
        ),
        (
            r#"{"clusters": [{"clusterName": "main"}], "services": [{"serviceName": "web", "cluster": "main"}]}"#,
            "service.web {\"serviceName\":\"web\",\"cluster\":\"${cluster.main}\"}\ncluster.main {\"clusterName\":\"main\"}\n",
            "`main` is cluster.main now",
        ),
    ] {
        let (found, said) = outcome(text).unwrap();
        assert_eq!(found, records, "{text}");
        assert!(said.contains(remark), "{text}: {said}");
    }
}

#[test]
fn what_is_empty_beside_services_needs_no_word() {
    let (_, said) = outcome(r#"{"services": [{"serviceName": "web"}], "failures": []}"#).unwrap();
    assert_eq!(said, "");
}

#[test]
fn what_is_refused_says_why() {
    for (text, reason) in [
        (
            r#"{"taskDefinitionArns": ["arn:aws:ecs:eu-west-1:1:task-definition/web:1"]}"#,
            "`taskDefinitionArns` holds ARNs only, which say what there is and not how it is set up. Take what",
        ),
        (r#"["arn:aws:ecs:eu-west-1:1:service/main/web"]"#, "the list holds ARNs only"),
        (
            r#"{"services": [], "failures": [{"arn": "arn:x", "reason": "MISSING"}]}"#,
            "`services` is empty, and `failures` says that AWS did not find what was asked for: `arn:x (MISSING)`",
        ),
        (r#"{"clusters": [], "services": []}"#, "`services` and `clusters` are empty"),
        ("{\"family\": \"a\"}\n{\"cpu\": 1}", "document 2 of 2: an object with `cpu` is nothing"),
        ("{\"family\": \"a\"}\n{\"family\": }", "line 2, column 12: `}` where a value belongs"),
        ("{\"family\": \"a\"}, {\"family\": \"b\"}", "column 16: a comma after the end"),
        ("3 {}", "a second document follows the first"),
    ] {
        let error = outcome(text).unwrap_err();
        assert!(error.contains(reason), "{text}: {error}");
    }
}
