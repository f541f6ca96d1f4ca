//! Whole designs as CloudFormation: the example against what is kept of it, what is written against CloudFormation's
//! own names, and all of it read again by the import.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bayplan_model::design::Design;
use bayplan_model::diff::{Pair, PartSide, compare_part};
use bayplan_model::ecs::members;
use bayplan_model::ecs::shape::{Allowed, Member, Type};
use bayplan_model::export::cloudformation::{Syntax, Template, write, write_record};
use bayplan_model::import::{Outcome, read};
use bayplan_model::record::Kind;
use bayplan_model::resolve::{Estate, resolve};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

mod random_designs;

use random_designs::{EVERYTHING, LOOKED_UP, MATABIT, SCALED, WORKER, designs};

const DESIGNS: [&str; 5] = [MATABIT, EVERYTHING, WORKER, SCALED, LOOKED_UP];

fn estates(design: &Design) -> Vec<Arc<Estate>> {
    design.environments().filter_map(|name| resolve(design, name)).collect()
}

/// The example's templates are kept in the repository, so that a change of the export is seen in review. After a
/// wanted change, `UPDATE=1 cargo test -p bayplan-model --test cloudformation` writes them anew.
#[test]
fn the_example_is_exported_as_kept() {
    let design = Design::parse(MATABIT).unwrap();
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/cloudformation-export");
    let mut remarks = String::new();
    let mut files = Vec::new();
    for estate in estates(&design) {
        let template = write(&design, &estate);
        for (syntax, end) in [(Syntax::Yaml, "yaml"), (Syntax::Json, "json")] {
            files.push((format!("matabit-{}.{end}", estate.environment), template.text(syntax)));
        }
        for remark in template.remarks {
            remarks.push_str(&format!("{}: {remark}\n", estate.environment));
        }
    }
    files.push(("remarks.txt".to_owned(), remarks));
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &files {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &files {
        let kept = fs::read_to_string(folder.join(name)).unwrap();
        assert!(*text == kept, "{name} is exported as:\n{text}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), files.len());
}

/// The records of a template, as the import reads them; an error for one without ECS.
fn imported(template: &Template, syntax: Syntax) -> Result<Value, String> {
    let into = Design::new("read again");
    match read(&template.text(syntax), None, &into) {
        Ok(Outcome::Records(imported)) => Ok(into.apply(&imported.edits).unwrap().0.to_json()),
        Ok(Outcome::Design { .. }) => Err("a design".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// What the import read, with what parameters stand for in the place of variables, and what the design calls records
/// in the place of their names in AWS.
fn as_in_the_design(estate: &Estate, template: &Template, syntax: Syntax) -> Vec<Pair> {
    let mut json = imported(template, syntax).unwrap();
    rewrite(&mut json, &mut |text| {
        for parameter in &template.parameters {
            let variable = format!("${{var.{}}}", parameter.name);
            *text = text.replace(&variable, &parameter.stands_for);
        }
        // A role that exists is named in full; a design takes its name for that.
        let role = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/";
        *text = text.replace(role, "");
    });
    let pairs = compared(estate, &json);
    for pair in &pairs {
        let (Some(before), Some(after)) = (&pair.before, &pair.after) else { continue };
        rewrite(&mut json, &mut |text| {
            for end in ["}", "."] {
                *text = text
                    .replace(&format!("${{{}{end}", after.id), &format!("${{{}{end}", before.id));
            }
        });
        let records = json["records"].as_object_mut().unwrap();
        let record = records.remove(&after.id.to_string()).unwrap();
        records.insert(before.id.to_string(), record);
    }
    compared(estate, &json)
}

fn compared(estate: &Estate, json: &Value) -> Vec<Pair> {
    let design = Design::from_json(json.clone()).unwrap();
    let read = estates(&design).remove(0);
    compare_part(estate, &read, PartSide::After)
}

fn rewrite(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(elements) => elements.iter_mut().for_each(|one| rewrite(one, change)),
        Value::Object(members) => members.values_mut().for_each(|one| rewrite(one, change)),
        _ => {}
    }
}

/// What differs after a template was read again, of task definitions, services and clusters.
fn differences(design: &Design, estate: &Estate, syntax: Syntax) -> Vec<String> {
    const OF_ECS: [Kind; 3] = [Kind::TaskDefinition, Kind::Service, Kind::Cluster];
    let template = write(design, estate);
    let pairs = as_in_the_design(estate, &template, syntax);
    let mut found = Vec::new();
    for resolved in estate.records().filter(|it| OF_ECS.contains(&it.id.kind())) {
        if resolved.origin() != bayplan_model::record::Origin::Generate {
            continue;
        }
        let pair = pairs.iter().find(|pair| pair.before.as_ref().unwrap().id == resolved.id);
        let Some(pair) = pair else {
            found.push(format!("{} is gone", resolved.id));
            continue;
        };
        let differences = pair.comparison.differences.iter();
        found.extend(differences.map(|difference| format!("{}.{}", resolved.id, difference.path)));
    }
    found
}

#[test]
fn what_is_exported_is_read_as_the_same() {
    const VPC: &str = "networkConfiguration.awsvpcConfiguration";
    // What the import has no records for, and what a template says otherwise and as right.
    let expected: [&[&str]; 5] = [
        &[],
        // Subnets and security groups that the template makes.
        &["service.web.VPC.subnets", "service.web.VPC.securityGroups"],
        // What AWS refuses with and without, and a parameter that is a list.
        &[
            "service.worker.healthCheckGracePeriodSeconds",
            "service.worker.VPC.subnets",
            "taskDefinition.worker.networkMode",
        ],
        // An ARN where the design has it.
        &["cluster.legacy.serviceConnectDefaults.namespace"],
        // Parameters that are lists.
        &["service.api.VPC.subnets", "service.api.VPC.securityGroups"],
    ];
    for (text, expected) in DESIGNS.into_iter().zip(expected) {
        let design = Design::parse(text).unwrap();
        for estate in estates(&design) {
            for syntax in [Syntax::Yaml, Syntax::Json] {
                let mut found: Vec<String> = differences(&design, &estate, syntax)
                    .into_iter()
                    .map(|path| path.replace(VPC, "VPC"))
                    .collect();
                found.sort();
                let mut expected = expected.to_vec();
                expected.sort_unstable();
                assert_eq!(found, expected, "{}, {}", design.settings.name, estate.environment);
            }
        }
    }
}

/// CloudFormation's names.
struct Schemas(Value);

impl Schemas {
    fn read() -> Self {
        let text = include_str!("fixtures/cloudformation-properties.json");
        Self(serde_json::from_str(text).unwrap())
    }

    fn names(&self, kind: &str, what: &str) -> Vec<&str> {
        let names = self.0["types"][kind][what].as_array();
        let names = names.unwrap_or_else(|| panic!("{kind} is not among the schemas"));
        names.iter().filter_map(Value::as_str).collect()
    }

    /// The properties that a type of resource does not have.
    fn unknown(&self, kind: &str, value: &Value) -> Vec<String> {
        let mut unknown = Vec::new();
        properties(&self.names(kind, "properties"), "", value, &mut unknown);
        unknown
    }
}

fn properties(known: &[&str], path: &str, value: &Value, unknown: &mut Vec<String>) {
    let is_open = !path.is_empty()
        && !known
            .iter()
            .any(|name| name.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '['])));
    match value {
        _ if is_open || is_function(value) => {}
        Value::Array(elements) => {
            for element in elements {
                properties(known, &format!("{path}[]"), element, unknown);
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                if known.contains(&path.as_str()) {
                    properties(known, &path, value, unknown);
                } else {
                    unknown.push(path);
                }
            }
        }
        _ => {}
    }
}

fn is_function(value: &Value) -> bool {
    let Some(members) = value.as_object().filter(|members| members.len() == 1) else {
        return false;
    };
    members.keys().any(|key| key == "Ref" || key.starts_with("Fn::"))
}

/// Calls `visit` with each function below a value.
fn each_function(value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|one| each_function(one, visit)),
        Value::Object(members) => {
            for (key, value) in members {
                if key == "Ref" || key.starts_with("Fn::") {
                    visit(key, value);
                }
                each_function(value, visit);
            }
        }
        _ => {}
    }
}

/// What is wrong with a template: names that CloudFormation does not have, and references to what is not in it.
fn faults(schemas: &Schemas, template: &Template) -> Vec<String> {
    let mut faults = Vec::new();
    let none = Map::new();
    let resources = template.resources().unwrap_or(&none);
    let section = |name: &str| template.sections.get(name).and_then(Value::as_object);
    let parameters = section("Parameters").unwrap_or(&none);
    for (name, resource) in resources {
        let kind = resource["Type"].as_str().unwrap();
        for path in schemas.unknown(kind, &resource["Properties"]) {
            faults.push(format!("{name}: {kind} has no {path}"));
        }
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) || parameters.contains_key(name) {
            faults.push(format!("{name} is no good name"));
        }
        let after = match &resource["DependsOn"] {
            Value::Array(several) => several.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        for other in after.iter().filter_map(Value::as_str) {
            if !resources.contains_key(other) {
                faults.push(format!("{name} depends on {other}"));
            }
        }
    }
    let is_there = |name: &str, attribute: Option<&str>| match (resources.get(name), attribute) {
        (Some(resource), Some(attribute)) => {
            let kind = resource["Type"].as_str().unwrap();
            // What a property says is given as well.
            schemas.names(kind, "attributes").contains(&attribute)
                || schemas.names(kind, "properties").contains(&attribute)
        }
        (Some(_), None) => true,
        (None, None) => name.starts_with("AWS::") || parameters.contains_key(name),
        (None, Some(_)) => false,
    };
    let whole = Value::Object(template.sections.clone());
    each_function(&whole, &mut |function, argument| {
        let found = match (function, argument) {
            ("Ref", Value::String(name)) => is_there(name, None),
            ("Fn::GetAtt", Value::Array(parts)) => {
                is_there(parts[0].as_str().unwrap(), parts[1].as_str())
            }
            ("Fn::Sub", Value::String(text)) => text.split("${").skip(1).all(|rest| {
                let (name, _) = rest.split_once('}').unwrap();
                match name.split_once('.') {
                    Some((name, attribute)) => is_there(name, Some(attribute)),
                    None => is_there(name, None),
                }
            }),
            ("Fn::If", Value::Array(parts)) => section("Conditions")
                .is_some_and(|conditions| conditions.contains_key(parts[0].as_str().unwrap())),
            _ => true,
        };
        if !found {
            faults.push(format!("{function} of {argument}"));
        }
    });
    for name in parameters.keys() {
        let mut is_used = false;
        each_function(&whole, &mut |_, argument| {
            is_used |= argument == name.as_str()
                || argument.as_str().is_some_and(|text| text.contains(&format!("${{{name}}}")));
        });
        if !is_used {
            faults.push(format!("nothing uses the parameter {name}"));
        }
    }
    faults
}

#[test]
fn every_template_says_only_what_cloudformation_knows() {
    let schemas = Schemas::read();
    for text in DESIGNS {
        let design = Design::parse(text).unwrap();
        for estate in estates(&design) {
            assert_eq!(faults(&schemas, &write(&design, &estate)), [""; 0]);
            for id in estate.ids() {
                let template = write_record(&design, &estate, id).unwrap();
                assert_eq!(faults(&schemas, &template), [""; 0], "{id}");
            }
        }
    }
}

#[test]
fn a_record_is_the_same_resource_in_every_template() {
    let design = Design::parse(EVERYTHING).unwrap();
    let all: Vec<Template> = estates(&design).iter().map(|it| write(&design, it)).collect();
    let names = |template: &Template| -> Vec<String> {
        template.resources().unwrap().keys().cloned().collect()
    };
    assert_eq!(names(&all[0]), names(&all[1]));
    let estate = estates(&design).remove(0);
    for id in estate.ids() {
        let alone = write_record(&design, &estate, id).unwrap();
        for name in alone.resources().unwrap().keys() {
            assert!(all[0].resources().unwrap().contains_key(name), "{id}: {name}");
        }
    }
    let service = write_record(&design, &estate, &"service.web".parse().unwrap()).unwrap();
    assert_eq!(service.resources().unwrap().len(), all[0].resources().unwrap().len());
    let log_group = write_record(&design, &estate, &"logGroup.web".parse().unwrap()).unwrap();
    assert_eq!(names(&log_group), ["WebLogGroup"]);
    assert!(write_record(&design, &estate, &"logGroup.gone".parse().unwrap()).is_none());
}

/// A value of a type.
fn sample(kind: Type, allowed: Allowed) -> Value {
    match (kind, allowed) {
        (Type::Text, Allowed::OneOf(values)) => json!(values[0]),
        (Type::Text, _) => json!("x"),
        (Type::Integer, _) => json!(1),
        (Type::Number, _) => json!(1.5),
        (Type::Flag, _) => json!(true),
        (Type::Texts | Type::Any, _) => json!({"some-Key": "x"}),
        (Type::List(element), allowed) => json!([sample(*element, allowed)]),
        (Type::Structure(members), _) => body(members),
    }
}

/// A body that says every member.
fn body(members: &[Member]) -> Value {
    let member =
        |member: &Member| (member.key.to_owned(), sample(member.kind, member.constraint.allowed));
    Value::Object(members.iter().map(member).collect())
}

#[test]
fn every_member_is_a_property_or_named() {
    let records: Map<String, Value> = Kind::ALL
        .into_iter()
        .map(|kind| (format!("{kind}.a"), json!({"body": body(members(kind))})))
        .collect();
    let design = Design::from_json(json!({"formatVersion": 1, "records": records})).unwrap();
    let estate = estates(&design).remove(0);
    let template = write(&design, &estate);
    assert_eq!(faults(&Schemas::read(), &template), [""; 0]);

    let said: Vec<String> = template.remarks.iter().map(ToString::to_string).collect();
    let left_out = [
        "service.a.clientToken",
        "service.a.gatewayConnectors[0].deregistrationDelay",
        "taskDefinition.a.trustedExecutionConfiguration",
    ];
    for path in left_out {
        assert!(said.iter().any(|it| it.starts_with(&format!("{path}: "))), "{path}: {said:#?}");
    }
    let mut found = differences(&design, &estate, Syntax::Yaml);
    found.retain(|path| !left_out.iter().any(|left| path.starts_with(left)));
    assert_eq!(found, [""; 0]);
}

#[test]
fn whatever_a_design_says_the_template_holds_together() {
    let schemas = Schemas::read();
    let config = proptest::test_runner::Config {
        cases: 192,
        failure_persistence: None,
        ..Default::default()
    };
    proptest!(config, |(design in designs())| {
        for estate in estates(&design) {
            let mut templates = vec![write(&design, &estate)];
            templates.extend(estate.ids().take(3).map(|id| write_record(&design, &estate, id).unwrap()));
            for template in templates {
                let mut faults = faults(&schemas, &template);
                // Keys that nobody knows are written, and said.
                faults.retain(|fault| !fault.contains(" has no "));
                prop_assert!(faults.is_empty(), "{:?} in\n{}", faults, template.text(Syntax::Yaml));
                let (yaml, json) =
                    (imported(&template, Syntax::Yaml), imported(&template, Syntax::Json));
                prop_assert_eq!(yaml, json, "{}", template.text(Syntax::Yaml));
            }
        }
    });
}
