//! YAML, CloudFormation templates and Compose files, whole: those that people have, and those that nobody should.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use bayplan_model::design::Design;
use bayplan_model::import::{ImportError, Imported, Outcome, read};
use bayplan_model::record::Kind;
use proptest::prelude::*;
use serde_json::Value;

const FOLDERS: [&str; 3] = ["cloudformation", "compose", "yaml"];

/// The files of the folders, with their names; `SOURCES.md` beside them says where they come from.
fn files() -> &'static [(String, String)] {
    static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let mut paths: Vec<PathBuf> = FOLDERS
            .iter()
            .flat_map(|folder| fs::read_dir(fixture(folder)).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension != "md"))
            .collect();
        paths.sort();
        paths
            .into_iter()
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect()
    });
    &FILES
}

fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "tests", "fixtures", name].iter().collect()
}

fn import(name: &str) -> (Design, Imported) {
    let (_, text) = files().iter().find(|(file, _)| file == name).unwrap();
    let into = Design::new("test");
    match read(text, Some(name), &into) {
        Ok(Outcome::Records(imported)) => (into.apply(&imported.edits).unwrap().0, imported),
        other => panic!("{name}: {other:?}"),
    }
}

fn body<'a>(design: &'a Design, id: &str) -> &'a Value {
    &design.record(&id.parse().unwrap()).unwrap().body
}

#[test]
fn every_file_becomes_records() {
    let expected = [
        ("docker-full-example.yml", "taskDefinition.docker-full-example"),
        ("elasticsearch-logstash-kibana.yaml", "taskDefinition.elasticsearch-logstash-kibana"),
        (
            "fargate-private-subnet.yml",
            "taskDefinition.TaskDefinition service.Service targetGroup.TargetGroup",
        ),
        (
            "fargate-public-service.json",
            "taskDefinition.TaskDefinition service.Service targetGroup.TargetGroup",
        ),
        ("nginx-flask-mysql.yaml", "taskDefinition.nginx-flask-mysql"),
        ("pihole-cloudflared.yaml", "taskDefinition.pihole-cloudflared"),
        ("prometheus-grafana.yaml", "taskDefinition.prometheus-grafana"),
        ("react-express-mysql.yaml", "taskDefinition.react-express-mysql"),
        ("refarch-ecs-cluster.yaml", "cluster.ECSCluster"),
        (
            "refarch-website-service.yaml",
            "service.Service taskDefinition.website-service logGroup.CloudWatchLogsGroup targetGroup.TargetGroup role.ServiceRole scaling.ServiceScalableTarget",
        ),
        ("register-input.yaml", "taskDefinition.web"),
        (
            "schedule-example.yaml",
            "cluster.ECSCluster logGroup.CloudwatchLogsGroup taskDefinition.TaskDefinition loadBalancer.ECSALB targetGroup.ECSTG service.Service role.ECSServiceRole scaling.ServiceScalingTarget",
        ),
        ("service-and-task.yaml", "taskDefinition.api service.api"),
        (
            "widdix-fargate-service.yaml",
            "loadBalancer.LoadBalancer targetGroup.TargetGroup role.TaskExecutionRole role.TaskRole taskDefinition.TaskDefinition logGroup.LogGroup service.Service scaling.ScalableTarget",
        ),
        ("wordpress-mysql.yaml", "taskDefinition.wordpress-mysql"),
    ];
    let names: Vec<&str> = files().iter().map(|(name, _)| name.as_str()).collect();
    let mut tested: Vec<&str> = expected.iter().map(|(name, _)| *name).collect();
    tested.sort_by_key(|name| names.iter().position(|other| other == name));
    assert_eq!(tested, names);
    for (name, added) in expected {
        let (design, imported) = import(name);
        let found: Vec<String> = imported.added.iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" "), added, "{name}");
        assert_eq!(Design::parse(&design.to_text()).unwrap(), design, "{name}");
    }
}

#[test]
fn yaml_keeps_what_it_says() {
    let (design, imported) = import("register-input.yaml");
    let environment = r#""environment":[{"name":"ACCOUNT","value":"012345678901"},{"name":"FEATURE","value":"no"},{"name":"PORT","value":"8080"},{"name":"VERSION","value":"1.10"}]"#;
    let expected = [
        r#"{"family":"web","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"512","executionRoleArn":"arn:aws:iam::012345678901:role/ecsTaskExecutionRole","containerDefinitions":[{"name":"app","image":"012345678901.dkr.ecr.eu-west-1.amazonaws.com/web:1.10","essential":true,"portMappings":[{"containerPort":8080,"protocol":"tcp"}],"#,
        environment,
        r#","healthCheck":{"command":["CMD-SHELL","curl -f http://localhost:8080/health || exit 1"],"interval":30},"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/ecs/web","awslogs-region":"eu-west-1","awslogs-stream-prefix":"app","max-buffer-size":"25m"}}},{"name":"sidecar","image":"public.ecr.aws/docker/library/busybox:1.36","essential":false,"#,
        environment,
        r#","command":["sh","-c","while true; do\n  # not a comment of the file\n  sleep 60\ndone\n"]}]}"#,
    ];
    assert_eq!(body(&design, "taskDefinition.web").to_string(), expected.concat());
    let said: Vec<String> = imported.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 5, "{said:#?}");
    let (design, _) = import("service-and-task.yaml");
    assert_eq!(body(&design, "service.api")["taskDefinition"], "${taskDefinition.api}");
}

/// Every resource of a template is a record, or is named in a remark.
#[test]
fn no_resource_of_a_template_is_lost() {
    for (name, text) in files() {
        let resources: Vec<&str> = text
            .lines()
            .skip_while(|line| !line.starts_with("Resources:"))
            .skip(1)
            .take_while(|line| line.is_empty() || line.starts_with([' ', '#']))
            .filter(|line| {
                line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  #")
            })
            .filter_map(|line| line.trim().split(':').next())
            .collect();
        if resources.is_empty() {
            continue;
        }
        let (design, imported) = import(name);
        let said: String = imported.remarks.iter().map(|remark| format!("{remark}\n")).collect();
        let records = design.to_text();
        for resource in resources {
            // Listeners are members of their load balancers, policies of what they scale; a record is named after what it makes.
            let is_there = records.contains(&format!(".{resource}\""))
                || records.contains("\"listeners\"") && resource.contains("Listener")
                || records.contains("\"scaling.") && resource.ends_with("Policy")
                || records.contains("-service\"") && resource == "TaskDefinition";
            assert!(is_there || said.contains(resource), "{name}: {resource}\n{said}");
        }
    }
}

#[test]
fn containers_of_compose_files_are_all_there() {
    let (design, _) = import("wordpress-mysql.yaml");
    let containers = &body(&design, "taskDefinition.wordpress-mysql")["containerDefinitions"];
    assert_eq!(containers[0]["name"], "db");
    assert_eq!(
        containers[0]["command"][0],
        "--default-authentication-plugin=mysql_native_password"
    );
    assert_eq!(containers[1]["portMappings"][0]["containerPort"], 80);
    let (design, imported) = import("docker-full-example.yml");
    let id = &imported.added[0];
    assert_eq!(id.kind(), Kind::TaskDefinition);
    let container = &design.record(id).unwrap().body["containerDefinitions"][0];
    assert_eq!(container["stopTimeout"], 20);
    assert_eq!(container["healthCheck"]["command"][1], "echo \"hello world\"");
}

/// Texts that are short to write, and long to read for what is careless.
#[test]
fn no_text_takes_long() {
    const SIZE: usize = 300_000;
    let repeated = |text: &str| text.repeat(SIZE / text.len());
    let resource = "  R: {Type: AWS::ECS::Service}\n";
    let texts = [
        repeated("- "),
        repeated("? "),
        repeated("[["),
        repeated("a:\n"),
        format!("a: [{}]", repeated("x, ")),
        format!("a: \"{}", repeated("x\n")),
        format!("a: |\n{}", repeated("  x\n\n")),
        format!("a: &a {}\nb: [{}]", repeated("x"), repeated("*a, ")),
        format!("a: &a [{}]", repeated("&b [*a, ")),
        format!("family: {}", repeated("{{ ")),
        format!("family: \"{}\"", repeated("{{<")),
        format!("services:\n  a: {{image: \"{}\"}}", repeated("${A:-")),
        format!("services:\n  a: {{image: x, command: \"{}\"}}", repeated("a ' ")),
        format!("services:\n  a: {{image: x, ports: [{}]}}", repeated("\"80:80\", ")),
        format!("services:\n  a: {{image: x, volumes: [{}]}}", repeated("./a:/b, ")),
        format!("services:\n  a: {{image: x, depends_on: [{}]}}", repeated("a, ")),
        format!(
            "Resources:\n{resource}  S: {{Type: AWS::ECS::Service, Properties: {{ServiceName: !Sub \"{}\"}}}}",
            repeated("${R.Name}")
        ),
        format!(
            "Resources:\n  S: {{Type: AWS::ECS::Service, Properties: {{ServiceName: !Join [x, [{}]]}}}}",
            repeated("!Ref S, ")
        ),
        format!(
            "Resources:\n{}",
            (0..SIZE / 40)
                .map(|n| format!("  R{n}: {{Type: AWS::ECS::Cluster}}\n"))
                .collect::<String>()
        ),
        (0..SIZE / 20).map(|n| format!("--- {{family: a{n}}}\n")).collect::<String>(),
        repeated("--- {family: a}\n"),
    ];
    for text in texts {
        let start = Instant::now();
        survives(&text, "file.yaml");
        let shown: String = text.chars().take(40).collect();
        assert!(start.elapsed() < Duration::from_secs(20), "{shown}: {:?}", start.elapsed());
    }
}

/// Reads anything, and checks that what comes of it can be applied, written and read again.
fn survives(text: &str, file_name: &str) {
    let into = Design::new("test");
    match read(text, Some(file_name), &into) {
        Ok(Outcome::Records(imported)) => {
            let (design, _) = into.apply(&imported.edits).unwrap();
            assert_eq!(Design::parse(&design.to_text()).unwrap(), design);
        }
        Ok(Outcome::Design { .. }) => {}
        Err(ImportError::Syntax { line, column, excerpt, .. }) => {
            assert!(line >= 1 && column >= 1 && excerpt.contains('^'));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

const PIECES: &str = r##"(services|Resources|family|image|ports|volumes|environment|command|[\[\]{},:"'*&!|>#%@`\\ \n\t-]|\n  |\n    |: |- |!Ref |!Sub |!GetAtt |!If |\$\{|\}|Type: AWS::ECS::Service|Properties|true|null|~|[0-9.]+|[a-zé😀]|---\n|<<: |\*a|&a ){0,60}"##;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survives(&String::from_utf8_lossy(&bytes), "file.yml");
    }

    #[test]
    fn any_yaml_like_text_is_read_or_refused(text in PIECES) {
        survives(&text, "file.yml");
        survives(&format!("Resources:\n  A:\n    Type: AWS::ECS::Service\n    Properties:\n      X: {text}"), "file.yml");
        survives(&format!("services:\n  a:\n    image: {text}"), "file.yml");
    }

    #[test]
    fn real_files_with_mistakes_are_read_or_refused(
        file in any::<prop::sample::Index>(),
        mistakes in proptest::collection::vec((any::<prop::sample::Index>(), 0_u8..6, any::<char>()), 1..6),
    ) {
        let (name, text) = file.get(files());
        let mut characters: Vec<char> = text.chars().collect();
        for (at, mistake, character) in mistakes {
            if characters.is_empty() {
                break;
            }
            let at = at.index(characters.len());
            match mistake {
                0 => { characters.remove(at); }
                1 => characters.insert(at, character),
                2 => characters[at] = character,
                // Lines are what people move and lose.
                3 => {
                    let end = characters[at..].iter().position(|c| *c == '\n').map_or(characters.len(), |length| at + length);
                    characters.drain(at..end);
                }
                4 => characters.insert(at, '\n'),
                _ => characters.truncate(at),
            }
        }
        survives(&characters.into_iter().collect::<String>(), name);
    }

    /// Members of Compose files and templates with values of any form.
    #[test]
    fn values_of_any_form_are_read_or_refused(
        key in "(image|command|entrypoint|environment|ports|volumes|tmpfs|depends_on|volumes_from|healthcheck|logging|labels|init|cap_add|dns|extra_hosts|sysctls|ulimits|devices|shm_size|stop_grace_period|mem_limit|cpus|platform|secrets|deploy|build|user)",
        value in r#"(\[|\]|\{|\}|, |: |"[^"\\]{0,6}"|null|true|-?[0-9]{1,20}|0\.5|test|target|source|resources|limits|devices|condition){0,12}"#,
        function in "(Ref|Fn::Sub|Fn::GetAtt|Fn::Join|Fn::Select|Fn::Split|Fn::If|Fn::ImportValue|Fn::FindInMap|Fn::GetAZs|Fn::Base64|Fn::Cidr|Condition)",
    ) {
        survives(&format!("services:\n  a:\n    image: x\n    {key}: {value}\n    deploy: {{resources: {value}}}\n"), "compose.yml");
        survives(&format!("services:\n  a:\n    healthcheck: {{test: {value}, interval: {value}}}\n"), "compose.yml");
        survives(&format!("{{\"Mappings\": {{\"a\": {{\"b\": 1}}}}, \"Conditions\": {{\"C\": {value}}}, \"Resources\": {{\"A\": {{\"Type\": \"AWS::ECS::Service\", \"Properties\": {{\"X\": {{\"{function}\": {value}}}, \"Y\": [{{\"{function}\": {value}}}]}}}}, \"B\": {{\"Type\": \"AWS::ElasticLoadBalancingV2::LoadBalancer\", \"Properties\": {value}}}}}}}"), "template.json");
    }
}
