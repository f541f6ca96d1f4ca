//! From a design to what one environment is: overrides applied, placeholders filled, records read into views.
//!
//! What was resolved before is used again while its record is the same pointer: an edit costs what it
//! touches.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use serde_json::Value;

use crate::design::{Design, Environment, Settings};
use crate::ecs::cluster::Cluster;
use crate::ecs::neighbour::{LoadBalancer, LogGroup, Namespace, Network, Role, TargetGroup};
use crate::ecs::scaling::Scaling;
use crate::ecs::service::Service;
use crate::ecs::shape::{Fault, Field};
use crate::ecs::task_definition::TaskDefinition;
use crate::ecs::{LateView, View};
use crate::path::{Path, each_string};
use crate::record::{EnvironmentName, Kind, Origin, Record, RecordId};
use crate::reference::Reference;

mod changes;

pub(crate) use changes::Changes;

/// One record as it is in one environment.
#[derive(Debug)]
pub struct Resolved {
    /// Which record.
    pub id: RecordId,
    /// The record it was resolved from.
    pub record: Arc<Record>,
    /// The environment.
    pub environment: EnvironmentName,
    /// The body with overrides applied, placeholders as written. Addresses are canonical in this tree.
    pub overlay: Arc<Value>,
    /// The body with overrides applied and placeholders filled.
    pub body: Arc<Value>,
    /// The body, typed.
    pub view: View,
    faults: Vec<Fault>,
    late: OnceLock<Option<(LateView, Vec<Fault>)>>,
    references: OnceLock<Vec<(Path, Reference)>>,
}

impl Resolved {
    /// Where the real thing comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.record.origin
    }

    /// The thing's name in AWS, if it is known. Without looking it up in the body: rules about whole environments ask
    /// every record at every key in a name.
    pub(crate) fn known_name(&self) -> Option<&str> {
        let name = match &self.view {
            View::Cluster(view) => &view.cluster_name,
            View::Service(view) => &view.service_name,
            View::TaskDefinition(view) => &view.family,
            View::LoadBalancer(view) => &view.name,
            View::TargetGroup(view) => &view.name,
            View::Network(view) => &view.name,
            View::Role(view) => &view.role_name,
            View::LogGroup(view) => &view.log_group_name,
            View::Late => {
                let name = self.body.get(self.id.kind().name_key())?.as_str()?;
                return (!name.is_empty() && !name.contains("${")).then_some(name);
            }
        };
        name.text().filter(|name| !name.is_empty())
    }

    /// The thing's name in AWS, if it is known; else the record's.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.body
            .get(self.id.kind().name_key())
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.id.name())
    }

    /// What rules about whole environments read of it. While these are the same, they find the same.
    pub(crate) fn outline(&self) -> impl PartialEq + '_ {
        let name = self.id.kind().name_key();
        (
            self.record.origin,
            &self.record.overrides,
            self.overlay.get(name),
            [name, "arn", "cluster", "loadBalancers", "listeners"].map(|key| self.body.get(key)),
        )
    }

    /// The records that strings of this one refer to, and where. Found when somebody first asks: a drawing asks
    /// for all of them at every edit.
    pub fn references(&self) -> &[(Path, Reference)] {
        self.references.get_or_init(|| {
            let mut found = Vec::new();
            each_string(&self.body, &mut |place, text| {
                if text.contains("${") {
                    for part in crate::reference::parts(text) {
                        if let crate::reference::Part::Expression(inner) = part
                            && let Some(reference) = Reference::parse_expression(inner)
                        {
                            found.push((place.path(), reference));
                        }
                    }
                }
            });
            found
        })
    }

    /// What is wrong with the body's form.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.late().as_ref().map_or(&self.faults, |(_, faults)| faults)
    }

    /// What the service's desired count is scaled by, if the record is that.
    #[must_use]
    pub fn scaling(&self) -> Option<&Scaling> {
        match self.late() {
            Some((LateView::Scaling(view), _)) => Some(view),
            _ => None,
        }
    }

    /// The namespace, if the record is one.
    #[must_use]
    pub fn namespace(&self) -> Option<&Namespace> {
        match self.late() {
            Some((LateView::Namespace(view), _)) => Some(view),
            _ => None,
        }
    }

    /// The view that is read when somebody first asks.
    fn late(&self) -> &Option<(LateView, Vec<Fault>)> {
        self.late.get_or_init(|| LateView::read(self.id.kind(), &self.body))
    }

    /// The same path with list elements named, as overrides and diagnostics write it.
    #[must_use]
    pub fn canonical(&self, path: &Path) -> Path {
        path.canonical(&self.overlay)
    }
}

macro_rules! views {
    ($($method:ident: $view:ident),* $(,)?) => {
        impl Resolved {
            $(
                /// The typed view, if the record is of this kind.
                #[must_use]
                pub const fn $method(&self) -> Option<&$view> {
                    match &self.view {
                        View::$view(view) => Some(view),
                        _ => None,
                    }
                }
            )*
        }
    };
}

views! {
    cluster: Cluster,
    service: Service,
    task_definition: TaskDefinition,
    load_balancer: LoadBalancer,
    target_group: TargetGroup,
    network: Network,
    role: Role,
    log_group: LogGroup,
}

/// What one environment is.
#[derive(Clone, Debug, Default)]
pub struct Estate {
    /// The environment.
    pub environment: EnvironmentName,
    /// What holds for the whole design.
    pub settings: Arc<Settings>,
    records: IndexMap<RecordId, Arc<Resolved>>,
    /// The records of the design that are in other environments only.
    elsewhere: IndexMap<RecordId, Arc<Record>>,
    /// By kind, in the order of [`Kind::ALL`]: the record, where there is exactly one.
    only: [Option<RecordId>; Kind::ALL.len()],
}

/// What a name leads to in one environment.
#[derive(Clone, Debug)]
pub enum Presence {
    /// A record of this environment.
    Here(Arc<Resolved>),
    /// A record of the design that is not in this environment.
    Elsewhere(Arc<Record>),
    /// Nothing.
    Nowhere,
}

impl Estate {
    /// A record of this environment.
    #[must_use]
    pub fn get(&self, id: &RecordId) -> Option<&Arc<Resolved>> {
        self.records.get(id)
    }

    /// What an id leads to in this environment.
    #[must_use]
    pub fn presence(&self, id: &RecordId) -> Presence {
        match (self.records.get(id), self.elsewhere.get(id)) {
            (Some(resolved), _) => Presence::Here(resolved.clone()),
            (None, Some(record)) => Presence::Elsewhere(record.clone()),
            (None, None) => Presence::Nowhere,
        }
    }

    /// The only record of a kind in this environment; `None` when there are none or several.
    #[must_use]
    pub fn only(&self, kind: Kind) -> Option<&RecordId> {
        self.only.get(kind as usize)?.as_ref()
    }

    /// The record that a field refers to, if it refers to one that is in this environment.
    #[must_use]
    pub fn follow<T>(&self, field: &Field<T>) -> Option<&Arc<Resolved>> {
        self.get(&field.reference()?.record)
    }

    /// Every record of this environment, in the design's order.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &Arc<Resolved>> {
        self.records.values()
    }

    /// The ids of the records of this environment, in the design's order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &RecordId> {
        self.records.keys()
    }

    /// How many records are in this environment.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nothing is in this environment.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

/// Resolves designs, and remembers what it resolved.
#[derive(Debug, Default)]
pub struct Resolver {
    environments: HashMap<EnvironmentName, Remembered>,
}

#[derive(Debug)]
struct Remembered {
    environment: Environment,
    estate: Arc<Estate>,
}

impl Resolver {
    /// What every environment of the design is, in their order.
    pub fn resolve_all(&mut self, design: &Design) -> Vec<Arc<Estate>> {
        design.environments().filter_map(|name| self.resolve(design, name)).collect()
    }

    /// What an environment of the design is. `None` when the design has no such environment.
    pub fn resolve(&mut self, design: &Design, environment: &str) -> Option<Arc<Estate>> {
        let definition =
            design.settings.environments.iter().find(|other| other.name.as_ref() == environment)?;
        let before = self
            .environments
            .get(environment)
            .filter(|remembered| remembered.environment == *definition)
            .map(|remembered| remembered.estate.clone());
        let patched = before.as_ref().and_then(|before| patched(before, design, definition));
        let estate = match patched {
            Some(estate) => estate,
            None => Arc::new(built(before.as_deref(), design, definition)),
        };
        self.environments.insert(
            definition.name.clone(),
            Remembered { environment: definition.clone(), estate: estate.clone() },
        );
        Some(estate)
    }
}

/// The environment as it was, with the records that changed put in their places; the same pointer when none did.
/// `None` when records were added, removed or moved, or entered or left the environment.
fn patched(
    before: &Arc<Estate>,
    design: &Design,
    environment: &Environment,
) -> Option<Arc<Estate>> {
    let mut here = before.records.iter().enumerate();
    let mut elsewhere = before.elsewhere.iter().enumerate();
    let (mut changed, mut changed_elsewhere) = (Vec::new(), Vec::new());
    for (id, entry) in design.entries() {
        if entry.record.is_in(&environment.name) {
            let (at, (known, resolved)) = here.next()?;
            if known != id {
                return None;
            }
            if !Arc::ptr_eq(&resolved.record, &entry.record) {
                changed.push((at, resolve_record(id, &entry.record, environment)));
            }
        } else {
            let (at, (known, record)) = elsewhere.next()?;
            if known != id {
                return None;
            }
            if !Arc::ptr_eq(record, &entry.record) {
                changed_elsewhere.push((at, entry.record.clone()));
            }
        }
    }
    if here.next().is_some() || elsewhere.next().is_some() {
        return None;
    }
    let is_same = changed.is_empty()
        && changed_elsewhere.is_empty()
        && Arc::ptr_eq(&before.settings, &design.settings);
    if is_same {
        return Some(before.clone());
    }
    let mut estate = (**before).clone();
    estate.settings = design.settings.clone();
    for (at, now) in changed {
        if let Some((_, resolved)) = estate.records.get_index_mut(at) {
            *resolved = Arc::new(now);
        }
    }
    for (at, now) in changed_elsewhere {
        if let Some((_, record)) = estate.elsewhere.get_index_mut(at) {
            *record = now;
        }
    }
    Some(Arc::new(estate))
}

/// The environment, put together from all records of the design.
fn built(before: Option<&Estate>, design: &Design, environment: &Environment) -> Estate {
    let mut records = IndexMap::with_capacity(design.len());
    let mut elsewhere = IndexMap::new();
    for (id, entry) in design.entries() {
        if !entry.record.is_in(&environment.name) {
            elsewhere.insert(id.clone(), entry.record.clone());
            continue;
        }
        let known = before
            .and_then(|estate| estate.get(id))
            .filter(|resolved| Arc::ptr_eq(&resolved.record, &entry.record));
        let resolved = match known {
            Some(resolved) => resolved.clone(),
            None => Arc::new(resolve_record(id, &entry.record, environment)),
        };
        records.insert(id.clone(), resolved);
    }
    Estate {
        environment: environment.name.clone(),
        settings: design.settings.clone(),
        only: Kind::ALL.map(|kind| only_of_kind(&records, kind)),
        records,
        elsewhere,
    }
}

/// What one environment of a design is, resolved anew.
#[must_use]
pub fn resolve(design: &Design, environment: &str) -> Option<Arc<Estate>> {
    Resolver::default().resolve(design, environment)
}

fn resolve_record(id: &RecordId, record: &Arc<Record>, environment: &Environment) -> Resolved {
    let overlay = Arc::new(record.overlay(&environment.name));
    let body = if has_placeholder(&overlay) {
        let mut body = (*overlay).clone();
        fill(&mut body, environment);
        Arc::new(body)
    } else {
        overlay.clone()
    };
    let (view, faults) = View::read(id.kind(), &body);
    Resolved {
        id: id.clone(),
        record: record.clone(),
        environment: environment.name.clone(),
        overlay,
        body,
        view,
        faults,
        late: OnceLock::new(),
        references: OnceLock::new(),
    }
}

fn only_of_kind(records: &IndexMap<RecordId, Arc<Resolved>>, kind: Kind) -> Option<RecordId> {
    let mut of_kind = records.keys().filter(|id| id.kind() == kind);
    let first = of_kind.next()?;
    of_kind.next().is_none().then(|| first.clone())
}

fn has_placeholder(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('{'),
        Value::Array(elements) => elements.iter().any(has_placeholder),
        Value::Object(members) => members.values().any(has_placeholder),
        _ => false,
    }
}

fn fill(value: &mut Value, environment: &Environment) {
    match value {
        Value::String(text) if text.contains('{') => *text = fill_text(text, environment),
        Value::Array(elements) => {
            elements.iter_mut().for_each(|element| fill(element, environment));
        }
        Value::Object(members) => members.values_mut().for_each(|member| fill(member, environment)),
        _ => {}
    }
}

/// A text with `{environment}` and the environment's own `{variables}` filled in. Other braces, and those of
/// `${…}`, stay.
#[must_use]
pub fn fill_text(text: &str, environment: &Environment) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        let placeholder = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let value = match placeholder {
            Some(_) if before.ends_with('$') => None,
            Some(("environment", _)) => Some(environment.name.as_ref()),
            Some((key, _)) => environment.variables.get(key).map(String::as_str),
            None => None,
        };
        match (value, placeholder) {
            (Some(value), Some((_, after))) => {
                filled.push_str(value);
                rest = after;
            }
            _ => {
                filled.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design() -> Design {
        Design::parse(
            r#"{"formatVersion":1,"environments":[
                {"name":"production","variables":{"env":"prod"}},{"name":"staging","variables":{"env":"stage"}}],
              "records":{
                "cluster.main":{"body":{"clusterName":"c"}},
                "taskDefinition.web":{"body":{"family":"web-{env}","cpu":"256","containerDefinitions":[{"name":"app","image":"i:1"}]},
                  "overrides":{"staging":{"set":{"containerDefinitions[app].image":"i:2"}}}},
                "service.canary":{"environments":["staging"],"body":{"taskDefinition":"${taskDefinition.web}"}}}}"#,
        )
        .unwrap()
    }

    #[test]
    fn an_environment_has_its_own_values_and_records() {
        let design = design();
        let production = resolve(&design, "production").unwrap();
        let staging = resolve(&design, "staging").unwrap();
        let image = |estate: &Estate| {
            let web = estate.get(&"taskDefinition.web".parse().unwrap()).unwrap().clone();
            let view = web.task_definition().unwrap().clone();
            (
                view.family.text().unwrap().to_owned(),
                view.container_definitions.items()[0].image.text().unwrap().to_owned(),
            )
        };
        assert_eq!(image(&production), ("web-prod".into(), "i:1".into()));
        assert_eq!(image(&staging), ("web-stage".into(), "i:2".into()));
        assert_eq!((production.len(), staging.len()), (2, 3));
        assert!(resolve(&design, "nowhere").is_none());
        let id = "service.canary".parse().unwrap();
        assert!(matches!(production.presence(&id), Presence::Elsewhere(_)));
        assert!(matches!(staging.presence(&id), Presence::Here(_)));
        assert!(matches!(staging.presence(&"role.a".parse().unwrap()), Presence::Nowhere));
        assert_eq!(
            (production.only(Kind::Service), staging.only(Kind::Service)),
            (None, Some(&id))
        );
        let canary = staging.get(&"service.canary".parse().unwrap()).unwrap();
        let web = staging.follow(&canary.service().unwrap().task_definition).unwrap();
        assert_eq!(web.display_name(), "web-stage");
    }

    #[test]
    fn what_did_not_change_is_not_resolved_again() {
        let design = design();
        let mut resolver = Resolver::default();
        let before = resolver.resolve(&design, "production").unwrap();
        let address = "cluster.main.clusterName".parse().unwrap();
        let (design, _) =
            design.apply(&[crate::edit::Edit::Set { address, value: "d".into() }]).unwrap();
        let after = resolver.resolve(&design, "production").unwrap();
        let same = |id: &str| {
            let id = id.parse().unwrap();
            Arc::ptr_eq(before.get(&id).unwrap(), after.get(&id).unwrap())
        };
        assert!(same("taskDefinition.web"));
        assert!(!same("cluster.main"));
    }

    #[test]
    fn only_known_placeholders_are_filled() {
        let environment = Environment {
            name: "staging".into(),
            variables: [("env".to_owned(), "s".to_owned())].into_iter().collect(),
        };
        for (text, expected) in [
            ("{environment}-{env}", "staging-s"),
            ("${env}", "${env}"),
            ("{\"a\": {env}}", "{\"a\": s}"),
            ("{other} {", "{other} {"),
        ] {
            assert_eq!(fill_text(text, &environment), expected);
        }
    }
}
