//! Folds: what is inside is built when it is seen first. A form has dozens of fields that few people open, and building
//! them takes longer than all others together. The price: a browser's own search finds nothing in a fold that was never
//! open.

use bayplan_model::path::Path;
use bayplan_model::record::RecordId;
use bayplan_model::text::count;
use leptos::prelude::*;

use crate::workbench::{Counts, Workbench};

/// The field that was gone to last. The folds around it are built, so that it can get focus.
#[derive(Clone, Copy, Debug)]
pub struct Wanted(pub RwSignal<Option<(RecordId, Path)>>);

impl Wanted {
    /// Whether the field is one of these, or inside of one.
    fn is_in(self, record: &RecordId, places: &[Path]) -> bool {
        self.0.with(|wanted| {
            wanted.as_ref().is_some_and(|(of, path)| {
                of == record && places.iter().any(|place| path.starts_with(place))
            })
        })
    }
}

/// A fold around the fields at `places`. Its line, `summary`, has the id `id` in the page, if it has one.
pub fn fold(
    class: &'static str,
    is_open: bool,
    (record, places): (RecordId, Vec<Path>),
    (id, summary): (Option<String>, AnyView),
    inside: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let wanted: Wanted = expect_context();
    let was_opened = RwSignal::new(is_open);
    let problems = problems_in(record.clone(), places.clone());
    let is_built = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || was_opened.get() || wanted.is_in(&record, &places)
    });
    view! {
        <details
            class=class
            open=is_open
            on:toggle:target=move |event| {
                if event.target().open() {
                    was_opened.set(true);
                }
            }
        >
            // Before the fold opens, so that it opens at its height.
            <summary id=id on:click=move |_| was_opened.set(true)>
                {summary}
                {move || problems.get().worst().map(|worst| view! {
                    <span class=format!("count is-{}", worst.name())>{count(problems.get().total(), "problem")}</span>
                }.into_any())}
            </summary>
            {move || is_built.get().then(&inside)}
        </details>
    }
    .into_any()
}

/// What is wrong with the fields of a fold: seen while it is closed.
fn problems_in(record: RecordId, places: Vec<Path>) -> Memo<Counts> {
    let workbench = Workbench::expect();
    Memo::new(move |_| {
        let problems = workbench.problems_of(&record);
        let Some(resolved) = workbench.resolved(&record).filter(|_| !problems.is_empty()) else {
            return Counts::default();
        };
        let places: Vec<Path> = places.iter().map(|place| resolved.canonical(place)).collect();
        let mut counts = Counts::default();
        for problem in problems {
            if places.iter().any(|place| problem.address.path.starts_with(place)) {
                counts.add(problem.severity);
            }
        }
        counts
    })
}
