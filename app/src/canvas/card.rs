//! One card of the drawing.

use bayplan_model::path::Path;
use bayplan_model::record::{Kind, Origin, RecordId};
use leptos::prelude::*;

use super::Drawing;
use super::content::{Container, Content, Row, Tone, content};
use super::scene::Scene;
use crate::icon;
use crate::number::px;
use crate::pointer::Pointer;
use crate::workbench::{Selection, Workbench};

/// The most cells that a bay shows; more are counted.
const MOST_CELLS: i64 = 6;

/// The id of a card's element.
pub fn element_id(id: &RecordId) -> String {
    format!("card-{}-{}", id.kind(), id.name())
}

/// One card. It reads its own record only: an edit elsewhere leaves it alone.
#[component]
pub fn Card(id: RecordId, drawing: Drawing) -> impl IntoView {
    let workbench = Workbench::expect();
    let scaling: Memo<Option<RecordId>> = Memo::new({
        let id = id.clone();
        move |_| {
            let graph = |scene: &Pointer<Scene>| scene.graph.scaling_of(&id).cloned();
            (id.kind() == Kind::Service).then(|| drawing.scene.with(graph)).flatten()
        }
    });
    let content: Memo<Option<Content>> = Memo::new({
        let id = id.clone();
        move |_| {
            let record = workbench.resolved(&id)?;
            let scaling = scaling.get().and_then(|id| workbench.resolved(&id));
            Some(content(&record, scaling.as_deref(), &|id| workbench.resolved(id)))
        }
    });
    let rect = Memo::new({
        let id = id.clone();
        move |_| drawing.rect(&id).unwrap_or_default()
    });
    let origin = Memo::new({
        let id = id.clone();
        move |_| workbench.resolved(&id).map(|record| record.origin()).unwrap_or_default()
    });
    let selected = Memo::new({
        let id = id.clone();
        move |_| {
            workbench.selection.with(|selection| {
                selection.as_ref().is_some_and(|s| s.record == id && s.path.is_root())
            })
        }
    });
    let is_target = Memo::new({
        let id = id.clone();
        move |_| drawing.target.with(|target| target.as_ref() == Some(&id))
    });
    let counts = Memo::new({
        let id = id.clone();
        move |_| workbench.counts_of(&id)
    });
    let name = {
        let kind = id.kind();
        move || {
            let title = content
                .with(|content| content.as_ref().map(|c| c.title.clone()).unwrap_or_default());
            match counts.get().total() {
                0 => format!("{} {title}", kind.label()),
                1 => format!("{} {title}, 1 problem", kind.label()),
                n => format!("{} {title}, {n} problems", kind.label()),
            }
        }
    };
    let has_handle = !matches!(id.kind(), Kind::Role | Kind::LogGroup | Kind::Network);
    let containers = Memo::new(move |_| {
        content.with(|content| content.as_ref().map(|c| c.containers.clone()).unwrap_or_default())
    });
    view! {
        <div
            class="card"
            id=element_id(&id)
            role="group"
            aria-label=move || name()
            data-card=id.to_string()
            class:is-selected=move || selected.get()
            class:is-target=move || is_target.get()
            class:is-ghost=move || origin.get() != Origin::Generate
            style:left=move || px(rect.get().x)
            style:top=move || px(rect.get().y)
            style:width=move || px(rect.get().width)
            style:height=move || px(rect.get().height)
        >
            <Badge counts=counts/>
            <h2>
                {icon::kind(id.kind())}
                <span class="card-title">{move || content.with(|c| c.as_ref().map(|c| c.title.clone()).unwrap_or_default())}</span>
                <small>{move || content.with(|c| c.as_ref().map_or("", |c| c.caption))}</small>
            </h2>
            {move || {
                content
                    .with(|c| c.as_ref().and_then(|c| Some((c.tasks?, c.range))))
                    .map(|(tasks, range)| view! { <Bay tasks=tasks range=range/> }.into_any())
            }}
            <dl>{move || content.with(|c| c.as_ref().map(|c| rows(&c.rows)))}</dl>
            <Containers id=id.clone() containers=containers/>
            {has_handle.then(|| view! { <span class="handle" data-handle="" aria-hidden="true" title="Drag to connect"></span> }.into_any())}
        </div>
    }
}

fn rows(rows: &[Row]) -> AnyView {
    rows.iter()
        .map(|row| {
            let class = match row.tone {
                Tone::Plain => "",
                Tone::Code => "is-code",
                Tone::Warning => "is-warning",
            };
            view! { <dt>{row.label}</dt><dd class=class>{row.value.clone()}</dd> }.into_any()
        })
        .collect_view()
        .into_any()
}

/// How many problems, in the colour of the worst.
#[component]
fn Badge(counts: Memo<crate::workbench::Counts>) -> impl IntoView {
    move || {
        let counts = counts.get();
        counts.worst().map(|worst| {
            let total = counts.total();
            let noun = if total == 1 { "problem" } else { "problems" };
            view! { <span class=format!("badge is-{}", worst.name())>{format!("{total} {noun}")}</span> }
                .into_any()
        })
    }
}

/// The tasks of a service, as a ship's bay plan draws containers: dashed where scaling may put more.
#[component]
fn Bay(tasks: i64, range: Option<(i64, i64)>) -> impl IntoView {
    let cells = tasks.clamp(0, MOST_CELLS);
    let most = range.map_or(0, |(_, most)| most).max(1);
    let empty = (most.clamp(cells, MOST_CELLS) - cells).max(i64::from(cells == 0));
    let (label, beside) = match range {
        Some((least, most)) => (
            format!("{tasks} tasks, scaled between {least} and {most}"),
            format!("{least} to {most}"),
        ),
        None if tasks > cells => (format!("{tasks} tasks"), format!("+{}", tasks - cells)),
        None => (format!("{tasks} tasks"), String::new()),
    };
    view! {
        <div class="bay" aria-label=label role="img">
            {(0..cells + empty).map(|at| view! { <i class:is-empty=(at >= cells)></i> }.into_any()).collect_view()}
            <span>{beside}</span>
        </div>
    }
}

/// The containers of a task definition; each can be selected by itself.
#[component]
fn Containers(id: RecordId, containers: Memo<Vec<Container>>) -> impl IntoView {
    let workbench = Workbench::expect();
    let list = Path::root().key("containerDefinitions");
    move || {
        let selected = workbench.selection.get();
        containers
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, container)| {
                let path = list.index(index);
                let is_selected =
                    selected.as_ref().is_some_and(|s| s.record == id && s.path == path);
                let selection = Selection { record: id.clone(), path };
                view! {
                    <div
                        class="container"
                        class:is-selected=is_selected
                        data-container=index.to_string()
                        on:dblclick=move |_| workbench.select(Some(selection.clone()))
                    >
                        {icon::container()}
                        <b>{container.name}</b>
                        <span class="port">{container.ports}</span>
                        <span class="image" class:is-override=container.is_override>{container.image}</span>
                    </div>
                }
                .into_any()
            })
            .collect_view()
    }
}
