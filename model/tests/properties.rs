//! Whatever is done to a design, valid or not, the design stays one: it can be saved and read, undone and done
//! again, and what environments say about it stays in order.

use std::sync::Arc;

use bayplan_model::address::Address;
use bayplan_model::change::Change;
use bayplan_model::check::check;
use bayplan_model::design::{Design, Place};
use bayplan_model::edit::{ApplyError, Edit};
use bayplan_model::history::History;
use bayplan_model::path::{Path, Segment};
use bayplan_model::record::{EnvironmentName, Kind, Origin, Record, RecordId};
use bayplan_model::resolve::resolve;
use proptest::prelude::*;
use serde_json::{Value, json};

const MATABIT: &str = include_str!("../../public/examples/matabit.json");

/// What a person does, with the invariants looked at after each deed.
struct Editor {
    design: Design,
    history: History,
    /// The texts that undo and redo must lead to, nearest last.
    past: Vec<String>,
    future: Vec<String>,
    /// The design before the newest change, and the change.
    newest: Option<(Design, Change)>,
}

impl Editor {
    fn open(design: Design) -> Self {
        let history = History::default();
        let editor = Self { design, history, past: vec![], future: vec![], newest: None };
        editor.sweep();
        editor
    }

    fn text(&self) -> String {
        self.design.to_text()
    }

    fn do_(&mut self, edits: &[Edit]) -> Result<(), ApplyError> {
        let before = self.design.clone();
        let text = before.to_text();
        let outcome = before.apply(edits);
        assert_eq!(before.to_text(), text, "an edit changed the design it started from");
        if let [edit] = edits {
            as_if_plain(&before, edit, &outcome);
        }
        let (next, change) = outcome?;
        let after = next.to_text();
        assert_eq!(change.is_empty(), after == text, "{edits:?}");
        assert_eq!(change.applied_to(&before).to_text(), after);
        assert_eq!(change.reversed().applied_to(&next).to_text(), text);
        assert_eq!(Change::of(&before, &next).applied_to(&before).to_text(), after);
        assert_eq!(Change::of(&next, &before).applied_to(&next).to_text(), text);
        if let Some((first, earlier)) = &self.newest
            && let Some(joined) = earlier.then(&change)
        {
            assert_eq!(joined.applied_to(first).to_text(), after);
            assert_eq!(joined.reversed().applied_to(&next).to_text(), first.to_text());
        }
        if !change.is_empty() {
            self.past.push(text);
            self.future.clear();
        }
        self.history.record("Edit", change.clone(), None);
        self.newest = Some((before, change));
        self.design = next;
        self.sweep();
        Ok(())
    }

    fn undo(&mut self) -> bool {
        let Some((design, _)) = self.history.undo(&self.design) else {
            assert!(self.past.is_empty());
            return false;
        };
        self.future.push(self.text());
        self.design = design;
        self.newest = None;
        assert_eq!(Some(self.text()), self.past.pop());
        self.sweep();
        true
    }

    fn redo(&mut self) -> bool {
        let Some((design, _)) = self.history.redo(&self.design) else {
            assert!(self.future.is_empty());
            return false;
        };
        self.past.push(self.text());
        self.design = design;
        self.newest = None;
        assert_eq!(Some(self.text()), self.future.pop());
        self.sweep();
        true
    }

    fn sweep(&self) {
        let design = &self.design;
        let text = self.text();
        let read = Design::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(read.to_text(), text);
        assert_eq!(&read, design);

        let names: Vec<_> = design.environments().collect();
        assert!(!names.is_empty());
        for (id, entry) in design.entries() {
            let record = &entry.record;
            assert!(record.body.is_object());
            for name in record.environments.iter().flatten().chain(record.overrides.keys()) {
                assert!(design.has_environment(name), "{id} speaks of {name}");
            }
            for (name, overrides) in &record.overrides {
                assert!(!overrides.is_empty());
                let layers = record.layers(name);
                let paths: Vec<_> = overrides.set.keys().chain(&overrides.remove).collect();
                for (at, path) in paths.iter().enumerate() {
                    assert!(!path.is_root());
                    assert_eq!(&path.canonical(&record.body), *path, "{id} {overrides:?}");
                    for other in paths.iter().skip(at + 1) {
                        let apart = !path.starts_with(other) && !other.starts_with(path);
                        assert!(apart, "{id}@{name}: {path} and {other}");
                    }
                    if let Some(shown) = layers.shown_path(path) {
                        assert_eq!(&layers.stored(&shown), *path, "{id}@{name} shows {shown}");
                    }
                }
            }
            for name in &names {
                assert!(record.overlay(name).is_object());
            }
        }
        for name in names {
            assert!(resolve(design, name).is_some());
        }
    }
}

/// An edit in one environment does to what the environment shows what a plain edit does to a plain body.
fn as_if_plain(before: &Design, edit: &Edit, outcome: &Result<(Design, Change), ApplyError>) {
    let (Edit::Set { address, .. }
    | Edit::Remove { address }
    | Edit::Insert { address, .. }
    | Edit::Move { address, .. }) = edit
    else {
        return;
    };
    let Some((name, record)) = address.environment.as_ref().zip(before.record(&address.record))
    else {
        return;
    };
    if address.path.is_root() || !before.has_environment(name) {
        return;
    }
    let plain = Record { body: record.overlay(name), ..Record::default() };
    let id = address.record.clone();
    let add = Edit::AddRecord { id: id.clone(), index: None, record: Arc::new(plain) };
    let (plain, _) = Design::new("").apply(&[add]).unwrap();
    let mut edit = edit.clone();
    if let Edit::Set { address, .. }
    | Edit::Remove { address }
    | Edit::Insert { address, .. }
    | Edit::Move { address, .. } = &mut edit
    {
        address.environment = None;
    }
    let expected = plain.apply(&[edit.clone()]);
    assert_eq!(expected.is_ok(), outcome.is_ok(), "{edit:?}: {expected:?} {outcome:?}");
    if let (Ok((expected, _)), Ok((next, _))) = (expected, outcome) {
        let expected = &expected.record(&id).unwrap().body;
        let overlay = next.record(&id).unwrap().overlay(name);
        let brought_back = record.overrides.get(name).is_some_and(|overrides| {
            overrides.remove.contains(&record.stored_path(&address.path, name))
        });
        if matches!(edit, Edit::Set { .. } | Edit::Move { .. }) && !brought_back {
            assert_eq!(&overlay, expected, "{edit:?} on {record:?}");
        } else {
            // An element that only one environment has stands last, and an object without members may stay.
            let shown = |value: &Value| unordered(value.clone()).to_string();
            assert_eq!(shown(&overlay), shown(expected), "{edit:?} on {record:?}");
        }
    }
}

/// The value with its lists and members sorted, and without members that say nothing: null and empty objects.
fn unordered(value: Value) -> Value {
    match value {
        Value::Array(elements) => {
            let mut elements: Vec<_> = elements.into_iter().map(unordered).collect();
            elements.sort_by_key(Value::to_string);
            Value::Array(elements)
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .into_iter()
                .map(|(key, value)| (key, unordered(value)))
                .filter(|(_, value)| !value.is_null())
                .collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            if members.is_empty() {
                Value::Null
            } else {
                Value::Object(members.into_iter().collect())
            }
        }
        other => other,
    }
}

/// Numbers that decide what is done.
struct Dice<'a> {
    numbers: &'a [u16],
    at: usize,
}

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        let number = self.numbers[self.at % self.numbers.len()];
        self.at += 1;
        usize::from(number) % sides
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())].clone()
    }

    /// An environment: mostly one that exists.
    fn environment(&mut self, design: &Design) -> EnvironmentName {
        let mut names: Vec<_> = design.environments().cloned().collect();
        names.extend(names.clone());
        names.extend(["ghost".into(), "not a name".into()]);
        self.pick(&names)
    }

    fn record(&mut self, design: &Design) -> RecordId {
        let mut ids: Vec<_> = design.entries().map(|(id, _)| id.clone()).collect();
        ids.push("service.ghost".parse().unwrap());
        self.pick(&ids)
    }

    fn address(&mut self, design: &Design, lists: bool) -> Address {
        let record = self.record(design);
        let environment = (self.roll(3) > 0).then(|| self.environment(design));
        let mut paths = vec![Path::root()];
        let mut body = json!({});
        if let Some(known) = design.record(&record) {
            body =
                environment.as_ref().map_or_else(|| known.body.clone(), |name| known.overlay(name));
            collect(&body, &Path::root(), &mut paths);
        }
        if lists && self.roll(8) > 0 {
            paths.retain(|path| path.get(&body).is_some_and(Value::is_array));
            paths.push("containerDefinitions".parse().unwrap());
        }
        let mut path = self.pick(&paths);
        if !lists {
            let length = path.get(&body).and_then(Value::as_array).map_or(0, Vec::len);
            path = match self.roll(9) {
                0 => path.key("unknown"),
                1 => path.key("name"),
                2 => path.key("unknown").key("deeper"),
                3 => path.index(length),
                4 => path.named("A"),
                5 => path.named("ghost"),
                _ => path,
            };
        }
        if self.roll(2) == 0 {
            path = path.canonical(&body);
        }
        Address { record, path, environment }
    }

    fn value(&mut self) -> Value {
        let values = [
            Value::Null,
            json!(true),
            json!(-7),
            json!(2.5),
            json!(""),
            json!("A"),
            json!("app"),
            json!("text"),
            json!("${cluster.main}"),
            json!("${role.main.arn}-{environment}-${var.x}"),
            json!([]),
            json!({}),
            json!({"name": "A", "value": "1"}),
            json!({"name": "ghost", "unknown": {"a": 1}}),
            json!({"value": "nameless"}),
            json!([{"name": "A"}, {"name": "A", "value": 2}, {"value": 3}]),
            json!([{"name": "A"}, {"name": "B"}, "no object", {"name": 3}]),
            json!({"a": {"b": {"c": 1}}}),
            json!({"containerDefinitions": [{"name": "app"}, {"name": "A", "environment": [{"name": "B"}]}]}),
        ];
        self.pick(&values)
    }

    fn edit(&mut self, design: &Design) -> Edit {
        match self.roll(30) {
            0..=6 => Edit::Set { address: self.address(design, false), value: self.value() },
            7..=10 => Edit::Remove { address: self.address(design, false) },
            11..=13 => Edit::Reset { address: self.address(design, false) },
            14..=17 => Edit::Insert {
                address: self.address(design, true),
                index: self.roll(4),
                value: self.value(),
            },
            18..=20 => Edit::Move {
                address: self.address(design, true),
                from: self.roll(4),
                to: self.roll(4),
            },
            21 => {
                let kind = self.pick(&Kind::ALL);
                let id = RecordId::new(kind, self.pick(&["main", "web"])).unwrap();
                let body = self.value();
                let index = (self.roll(2) == 0).then(|| self.roll(9));
                let record = Record { body, ..Record::default() };
                Edit::AddRecord { id, index, record: Arc::new(record) }
            }
            22 => Edit::RemoveRecord { id: self.record(design) },
            23 => {
                let name = self.pick(&["main", "web", "new", "1bad", "a b", ""]).to_owned();
                Edit::RenameRecord { id: self.record(design), name }
            }
            24 => {
                let origin = self.pick(&[Origin::Generate, Origin::LookUp, Origin::Refer]);
                Edit::SetOrigin { id: self.record(design), origin }
            }
            25 => {
                let environments = match self.roll(3) {
                    0 => None,
                    count => Some((0..count).map(|_| self.environment(design)).collect()),
                };
                Edit::SetEnvironments { id: self.record(design), environments }
            }
            26 => {
                let x = self.pick(&[0.0, -12.5, 1e9, f64::NAN, f64::INFINITY]);
                let place = (self.roll(4) > 0).then_some(Place { x, y: 3.0 });
                Edit::SetPlace { id: self.record(design), place }
            }
            27 => {
                let mut settings = (*design.settings).clone();
                match self.roll(4) {
                    0 => settings.name.push('x'),
                    1 => settings.environments.reverse(),
                    2 => drop(settings.environments.pop()),
                    _ => {
                        let mut added = settings.environments[0].clone();
                        added.name = self.pick(&["testing", "production", "a b", ""]).into();
                        settings.environments.push(added);
                    }
                }
                Edit::SetSettings { settings: Box::new(settings) }
            }
            28 => Edit::RenameEnvironment {
                from: self.environment(design),
                to: self.pick(&["live", "staging", "", "a.b"]).into(),
            },
            _ => Edit::RemoveEnvironment { name: self.environment(design) },
        }
    }
}

fn collect(value: &Value, path: &Path, into: &mut Vec<Path>) {
    into.push(path.clone());
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                collect(member, &path.with(Segment::Key(key.clone().into())), into);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(element, &path.index(index), into);
            }
        }
        _ => {}
    }
}

/// Bodies as they are and as they should not be.
fn body() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({"containerDefinitions": [
            {"name": "app", "image": "i:1", "environment": [{"name": "A", "value": "1"}, {"name": "B"}],
             "portMappings": [{"containerPort": 80}, {"containerPort": 81}]},
            {"name": "A", "logConfiguration": {"options": {"x": "y"}}}]}),
        json!({"containerDefinitions": [{"name": "app"}, {"name": "app"}, {"image": "nameless"}, {"name": ""}]}),
        json!({"containerDefinitions": "no list", "unknown": {"kept": [1, [2, {"a": null}]]}}),
        json!({"containerDefinitions": [7, null, {"name": 3}], "cpu": {"wrong": true}, "tags": [{"key": "a"}]}),
        json!({"cluster": "${cluster.main}", "role": "${role.main}", "loadBalancers": [{"a": 1}]}),
        json!({}),
    ])
}

/// Overrides as somebody may have written them by hand.
fn overrides() -> impl Strategy<Value = Value> {
    let path = prop::sample::select(vec![
        "containerDefinitions[app].image",
        "containerDefinitions[0].image",
        "containerDefinitions[0]",
        "containerDefinitions[app].name",
        "containerDefinitions[ghost].image",
        "containerDefinitions[1].logConfiguration.options.x",
        "containerDefinitions[0].environment[A]",
        "containerDefinitions[0].environment[1].value",
        "containerDefinitions[0].portMappings[1].containerPort",
        "containerDefinitions[7]",
        "containerDefinitions",
        "unknown.kept[1]",
        "unknown",
        "cpu",
    ]);
    let value = prop::sample::select(vec![
        json!("x"),
        json!({"name": "app", "image": "own"}),
        json!([{"name": "other"}]),
    ]);
    let set = prop::collection::vec((path.clone(), value), 0..4);
    let remove = prop::collection::vec(path, 0..3);
    (set, remove).prop_map(|(set, remove)| {
        let set: serde_json::Map<_, _> =
            set.into_iter().map(|(path, value)| (path.to_owned(), value)).collect();
        json!({"set": set, "remove": remove})
    })
}

fn design() -> impl Strategy<Value = Design> {
    let record = (body(), overrides(), any::<bool>());
    let made = prop::collection::vec(record, 1..4).prop_map(|records| {
        let ids = ["taskDefinition.web", "service.web", "cluster.main"];
        let records: serde_json::Map<_, _> = ids
            .iter()
            .zip(records)
            .map(|(id, (body, overrides, place))| {
                let mut record = json!({"body": body, "overrides": {"staging": overrides}});
                if place {
                    record["place"] = json!({"x": 1.5, "y": -2.0});
                }
                ((*id).to_owned(), record)
            })
            .collect();
        let environments =
            json!([{"name": "production", "variables": {"b": "1", "a": "2"}}, {"name": "staging"}]);
        let design = json!({"formatVersion": 1, "environments": environments, "records": records});
        Design::from_json(design).unwrap()
    });
    prop_oneof![1 => Just(Design::parse(MATABIT).unwrap()), 4 => made]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_design_stays_one(
        design in design(),
        steps in prop::collection::vec(prop::collection::vec(any::<u16>(), 10), 1..16),
    ) {
        let initial = design.to_text();
        let mut editor = Editor::open(design);
        for numbers in &steps {
            let mut dice = Dice { numbers, at: 0 };
            match dice.roll(9) {
                0 => {
                    editor.undo();
                }
                1 => {
                    editor.redo();
                }
                // Two edits at once: the second may be meant for the design before the first.
                2 => {
                    let edits = [dice.edit(&editor.design), dice.edit(&editor.design)];
                    let _ = editor.do_(&edits);
                }
                _ => {
                    let edit = dice.edit(&editor.design);
                    let _ = editor.do_(&[edit]);
                }
            }
        }
        // No rule panics, whatever stands in the design.
        let _ = check(&editor.design);
        let last = editor.text();
        let undone = std::iter::from_fn(|| editor.undo().then_some(())).count();
        prop_assert_eq!(editor.text(), initial);
        for _ in 0..undone {
            prop_assert!(editor.redo());
        }
        prop_assert_eq!(editor.text(), last);
    }
}
