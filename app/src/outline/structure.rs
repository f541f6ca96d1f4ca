//! What stands in the outline, and below what: which lines there are, without what they say.

use std::collections::{HashMap, HashSet};

use bayplan_model::design::Design;
use bayplan_model::order::sort_by;
use bayplan_model::path::Path;
use bayplan_model::record::{Kind, RecordId};
use bayplan_model::resolve::{Estate, Resolved};
use indexmap::IndexMap;

use crate::workbench::Selection;

/// What tells a line from every other. A task definition stands below each service that runs it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The service below which a task definition or a container stands.
    pub service: Option<RecordId>,
    /// The record.
    pub record: RecordId,
    /// The position of the container that is meant; `None` is the record as a whole.
    pub container: Option<usize>,
}

impl Key {
    const fn record(record: RecordId) -> Self {
        Self { service: None, record, container: None }
    }

    /// What the line selects.
    pub fn selection(&self) -> Selection {
        let path = match self.container {
            Some(at) => Path::root().key("containerDefinitions").index(at),
            None => Path::root(),
        };
        Selection { record: self.record.clone(), path }
    }

    /// The id of the line's element.
    pub fn element_id(&self) -> String {
        let mut id = "outline".to_owned();
        if let Some(service) = &self.service {
            id.push_str(&format!("-{service}"));
        }
        id.push_str(&format!("-{}", self.record));
        if let Some(container) = self.container {
            id.push_str(&format!("-{container}"));
        }
        id
    }
}

/// A part of the outline, under a caption of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Clusters, and what runs in them.
    Estate,
    /// What stands around ECS.
    Around,
    /// What other environments have and the one on screen has not.
    Elsewhere,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub key: Key,
    pub section: Section,
    /// How deep it stands; 1 is the outermost.
    pub level: usize,
    /// Its place among the lines below the same parent, from 1.
    pub position: usize,
    /// How many lines there are below the same parent.
    pub siblings: usize,
    /// Whether lines stand below it.
    pub has_children: bool,
}

/// Every line of an environment, folded or not, in order.
pub fn lines(estate: &Estate, design: &Design) -> Vec<Line> {
    let mut clusters = Vec::new();
    let mut services: IndexMap<Option<&RecordId>, Vec<&Resolved>> = IndexMap::new();
    let mut tasks = Vec::new();
    let mut around = Vec::new();
    let mut run = HashSet::new();
    for record in estate.records() {
        match record.id.kind() {
            Kind::Cluster => clusters.push(&**record),
            Kind::Service => {
                let view = record.service();
                let cluster = view.and_then(|view| estate.follow(&view.cluster));
                run.extend(
                    view.and_then(|view| estate.follow(&view.task_definition)).map(|r| &r.id),
                );
                services.entry(cluster.map(|cluster| &cluster.id)).or_default().push(record);
            }
            Kind::TaskDefinition => tasks.push(&**record),
            _ => around.push(&**record),
        }
    }
    tasks.retain(|task| !run.contains(&task.id));
    sort_by(&mut around, |one, other| one.id.kind().cmp(&other.id.kind()));
    let loose = services.swap_remove(&None).unwrap_or_default();

    let mut outline = Builder { estate, lines: Vec::with_capacity(design.len() * 2) };
    let top = clusters.len() + loose.len() + tasks.len();
    let mut position = 0..;
    let mut next = move || position.next().map_or(0, |before: usize| before + 1);
    for cluster in clusters {
        let below = services.get(&Some(&cluster.id)).map(Vec::as_slice).unwrap_or_default();
        let key = Key::record(cluster.id.clone());
        outline.push(key, Section::Estate, 1, (next(), top), !below.is_empty());
        for (at, service) in below.iter().enumerate() {
            outline.service(service, 2, (at + 1, below.len()));
        }
    }
    for service in loose {
        outline.service(service, 1, (next(), top));
    }
    for task in tasks {
        outline.task_definition(task, None, 1, (next(), top));
    }
    let count = around.len();
    for (at, record) in around.into_iter().enumerate() {
        let key = Key::record(record.id.clone());
        outline.push(key, Section::Around, 1, (at + 1, count), false);
    }
    let elsewhere: Vec<&RecordId> =
        design.entries().map(|(id, _)| id).filter(|id| estate.get(id).is_none()).collect();
    for (at, id) in elsewhere.iter().enumerate() {
        let key = Key::record((*id).clone());
        outline.push(key, Section::Elsewhere, 1, (at + 1, elsewhere.len()), false);
    }
    outline.lines
}

struct Builder<'a> {
    estate: &'a Estate,
    lines: Vec<Line>,
}

impl Builder<'_> {
    fn push(
        &mut self,
        key: Key,
        section: Section,
        level: usize,
        (position, siblings): (usize, usize),
        has_children: bool,
    ) {
        self.lines.push(Line { key, section, level, position, siblings, has_children });
    }

    fn service(&mut self, service: &Resolved, level: usize, place: (usize, usize)) {
        let task = service.service().and_then(|view| self.estate.follow(&view.task_definition));
        let key = Key::record(service.id.clone());
        self.push(key, Section::Estate, level, place, task.is_some());
        if let Some(task) = task {
            self.task_definition(task, Some(&service.id), level + 1, (1, 1));
        }
    }

    fn task_definition(
        &mut self,
        task: &Resolved,
        service: Option<&RecordId>,
        level: usize,
        place: (usize, usize),
    ) {
        let count =
            task.task_definition().map_or(0, |view| view.container_definitions.items().len());
        let mut key = Key::record(task.id.clone());
        key.service = service.cloned();
        self.push(key.clone(), Section::Estate, level, place, count > 0);
        for at in 0..count {
            let key = Key { container: Some(at), ..key.clone() };
            self.push(key, Section::Estate, level + 1, (at + 1, count), false);
        }
    }
}

/// The height of a line, in px; `style/outline.css` has it too.
pub const ROW: f64 = 28.0;
/// The height of a section's caption, in px; `style/outline.css` has it too.
pub const CAPTION: f64 = 32.0;

/// A section's lines that are not folded away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub section: Section,
    /// Where its first line stands in [`Shown::lines`].
    pub first: usize,
    /// How many lines it has.
    pub count: usize,
}

/// The lines that are not folded away.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub lines: Vec<Line>,
    /// By line: where it stands in all the lines.
    origins: Vec<usize>,
    index: HashMap<Key, usize>,
    pub parts: Vec<Part>,
}

impl Shown {
    /// What is left of all the lines when those below closed ones are folded away.
    pub fn of(all: &[Line], is_open: impl Fn(&Key) -> bool) -> Self {
        let mut shown = Self::default();
        let mut folded_below = usize::MAX;
        for (origin, line) in all.iter().enumerate() {
            if line.level > folded_below {
                continue;
            }
            folded_below =
                if line.has_children && !is_open(&line.key) { line.level } else { usize::MAX };
            let at = shown.lines.len();
            match shown.parts.last_mut() {
                Some(part) if part.section == line.section => part.count += 1,
                _ => shown.parts.push(Part { section: line.section, first: at, count: 1 }),
            }
            shown.index.insert(line.key.clone(), at);
            shown.lines.push(line.clone());
            shown.origins.push(origin);
        }
        shown
    }

    /// Where a line stands; `None` when it is folded away or gone.
    pub fn position(&self, key: &Key) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// A line.
    pub fn line(&self, key: &Key) -> Option<&Line> {
        self.lines.get(self.position(key)?)
    }

    /// Where a line stands among all the lines.
    pub fn origin(&self, key: &Key) -> Option<usize> {
        self.origins.get(self.position(key)?).copied()
    }

    /// The first line that selects this, or at least its record.
    pub fn find(&self, selection: &Selection) -> Option<usize> {
        find(&self.lines, selection)
    }

    /// How far down a line stands, in px: captions count.
    pub fn top(&self, at: usize) -> f64 {
        let captions = self.parts.iter().filter(|part| part.first <= at).count();
        at as f64 * ROW + captions as f64 * CAPTION
    }

    /// The lines of a section that stand between two heights, in px.
    pub fn between(&self, part: &Part, from: f64, to: f64) -> std::ops::Range<usize> {
        let top = self.top(part.first);
        // Casting to an integer takes what is negative to 0.
        let first = (((from - top) / ROW).floor() as usize).min(part.count);
        let end = (((to - top) / ROW).ceil() as usize).clamp(first, part.count);
        part.first + first..part.first + end
    }
}

/// The first line that selects this, or at least its record.
pub fn find(lines: &[Line], selection: &Selection) -> Option<usize> {
    lines
        .iter()
        .position(|line| {
            line.key.record == selection.record && line.key.selection().path == selection.path
        })
        .or_else(|| {
            let whole = |line: &Line| line.key.record == selection.record;
            lines.iter().position(whole)
        })
}

/// The lines above which a line stands, nearest first.
pub fn ancestors(lines: &[Line], at: usize) -> Vec<&Line> {
    let mut found = Vec::new();
    let mut level = lines.get(at).map_or(0, |line| line.level);
    for line in lines.iter().take(at).rev() {
        if level <= 1 {
            break;
        }
        if line.level < level {
            level = line.level;
            found.push(line);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayplan_model::resolve::resolve;

    fn outline(environment: &str) -> Vec<Line> {
        let text = r#"{"formatVersion": 1,
            "environments": [{"name": "production"}, {"name": "staging"}],
            "records": {
                "cluster.main": {"body": {}},
                "service.a": {"body": {"cluster": "${cluster.main}", "taskDefinition": "${taskDefinition.shared}"}},
                "service.b": {"body": {"cluster": "${cluster.main}", "taskDefinition": "${taskDefinition.shared}"}},
                "service.loose": {"environments": ["production"], "body": {"cluster": "default"}},
                "taskDefinition.shared": {"body": {"containerDefinitions": [{"name": "x"}, {"name": "y"}]}},
                "taskDefinition.unused": {"body": {}},
                "role.r": {"origin": "lookUp", "body": {}},
                "targetGroup.t": {"body": {}}
            }}"#;
        let design = Design::parse(text).unwrap();
        lines(&resolve(&design, environment).unwrap(), &design)
    }

    fn said(lines: &[Line]) -> Vec<String> {
        lines
            .iter()
            .map(|line| {
                format!(
                    "{}{} {}/{}",
                    ".".repeat(line.level - 1),
                    line.key.element_id(),
                    line.position,
                    line.siblings
                )
            })
            .collect()
    }

    #[test]
    fn a_task_definition_stands_below_each_service_that_runs_it() {
        assert_eq!(
            said(&outline("production")),
            [
                "outline-cluster.main 1/3",
                ".outline-service.a 1/2",
                "..outline-service.a-taskDefinition.shared 1/1",
                "...outline-service.a-taskDefinition.shared-0 1/2",
                "...outline-service.a-taskDefinition.shared-1 2/2",
                ".outline-service.b 2/2",
                "..outline-service.b-taskDefinition.shared 1/1",
                "...outline-service.b-taskDefinition.shared-0 1/2",
                "...outline-service.b-taskDefinition.shared-1 2/2",
                "outline-service.loose 2/3",
                "outline-taskDefinition.unused 3/3",
                "outline-targetGroup.t 1/2",
                "outline-role.r 2/2",
            ]
        );
    }

    #[test]
    fn what_other_environments_have_comes_last() {
        let lines = outline("staging");
        let last = lines.last().unwrap();
        assert_eq!(last.key.element_id(), "outline-service.loose");
        assert_eq!(last.section, Section::Elsewhere);
    }

    #[test]
    fn folding_hides_what_stands_below() {
        let all = outline("production");
        let shown = Shown::of(&all, |key| key.record.to_string() != "service.a");
        assert_eq!(shown.lines.len(), all.len() - 3);
        let b = all.iter().find(|line| line.key.record.to_string() == "service.b").unwrap();
        assert_eq!(shown.position(&b.key), Some(2));
        assert_eq!(shown.origin(&b.key), Some(5));
        let nothing = Shown::of(&all, |_| false);
        assert_eq!(nothing.lines.len(), 5);
        assert_eq!(
            nothing.parts,
            [
                Part { section: Section::Estate, first: 0, count: 3 },
                Part { section: Section::Around, first: 3, count: 2 },
            ]
        );
    }

    #[test]
    fn only_lines_in_view_are_between() {
        let all = outline("production");
        let shown = Shown::of(&all, |_| true);
        let [estate, around] = shown.parts.as_slice() else { panic!("two sections") };
        assert_eq!(shown.between(estate, 0.0, CAPTION + 2.0 * ROW), 0..2);
        assert_eq!(shown.between(estate, CAPTION + 1.5 * ROW, CAPTION + 2.5 * ROW), 1..3);
        assert_eq!(shown.between(around, 0.0, CAPTION + 2.0 * ROW), 11..11);
        assert_eq!(shown.between(around, 0.0, 10_000.0), 11..13);
        assert_eq!(shown.top(11), 11.0 * ROW + 2.0 * CAPTION);
    }

    #[test]
    fn the_way_to_a_line_is_unfolded_from_its_ancestors() {
        let all = outline("production");
        let selection = Selection {
            record: "taskDefinition.shared".parse().unwrap(),
            path: Path::root().key("containerDefinitions").index(1),
        };
        let at = find(&all, &selection).unwrap();
        let above: Vec<String> =
            ancestors(&all, at).iter().map(|line| line.key.record.to_string()).collect();
        assert_eq!(above, ["taskDefinition.shared", "service.a", "cluster.main"]);
    }
}
