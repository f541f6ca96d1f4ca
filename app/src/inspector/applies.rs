//! What applies to a record that runs on Fargate: the settings that only EC2 has are left out of its form, said to be
//! there, and named when they are set all the same.

use bayplan_model::catalogue;
use bayplan_model::edit::Edit;
use bayplan_model::path::Path;
use bayplan_model::record::{Kind, RecordId};
use bayplan_model::text::count;
use leptos::prelude::*;

use crate::view::shown;
use crate::workbench::{Selection, Workbench};

/// Whether what is selected runs on Fargate, for all fields of its form.
#[derive(Clone, Copy, Debug)]
pub struct OnFargate(Memo<bool>);

impl OnFargate {
    /// Follows a record.
    pub fn of(workbench: Workbench, record: RecordId) -> Self {
        Self(Memo::new(move |_| {
            workbench.estate.with(|estate| {
                estate.as_ref().is_some_and(|estate| {
                    estate.get(&record).is_some_and(|it| catalogue::is_on_fargate(it, estate))
                })
            })
        }))
    }

    /// That of the form around.
    ///
    /// # Panics
    /// Outside a form, which is a bug.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Whether it is so now.
    pub fn get(self) -> bool {
        self.0.get()
    }
}

/// At the end of a form: that EC2 has more settings.
#[component]
pub fn MoreOnEc2(kind: Kind, at: String) -> impl IntoView {
    let on_fargate = OnFargate::expect();
    let labels = catalogue::labels_of_ec2_only(kind, &at);
    (!labels.is_empty()).then(|| {
        let note = format!("Only on EC2: {}.", labels.join(", "));
        shown(move || on_fargate.get(), move || view! { <p class="note">{note.clone()}</p> })
    })
}

/// At the head of a form: what is set although Fargate does not take it, each the way to its field.
#[component]
pub fn Refused(selection: Selection) -> impl IntoView {
    let workbench = Workbench::expect();
    let on_fargate = OnFargate::expect();
    let kind = selection.record.kind();
    let patterns = catalogue::ec2_only(kind);
    let place = StoredValue::new(selection);
    let refused: Memo<Vec<Path>> = Memo::new(move |_| {
        if !on_fargate.get() || patterns.is_empty() {
            return Vec::new();
        }
        place.with_value(|selection| {
            workbench.resolved(&selection.record).map_or_else(Vec::new, |resolved| {
                catalogue::settings_of(&patterns, &resolved.overlay, &selection.path)
            })
        })
    });
    let take_away = move |_| {
        let record = place.with_value(|selection| selection.record.clone());
        // From the end, so that what comes later does not move.
        let edits: Vec<Edit> = refused
            .get_untracked()
            .iter()
            .rev()
            .map(|path| Edit::Remove { address: workbench.target(&record, path) })
            .collect();
        let said = format!("Take {} away", count(edits.len(), "setting"));
        if workbench.commit(&said, &edits, None) {
            workbench.announce(&format!("{} taken away.", count(edits.len(), "setting")));
            super::focus_form();
        }
    };
    let link = move |path: Path| {
        let label = place.with_value(|Selection { record, path: at }| {
            let resolved = workbench.resolved_now(record);
            resolved.map(|it| catalogue::label_in(kind, &it.overlay, &path, at)).unwrap_or_default()
        });
        view! {
            <li>
                <button
                    type="button"
                    class="reset"
                    on:click=move |_| {
                        let record = place.with_value(|selection| selection.record.clone());
                        workbench.reveal(&bayplan_model::address::Address::field(record, path.clone()));
                    }
                >
                    {label}
                </button>
            </li>
        }
    };
    let is_any = Memo::new(move |_| refused.with(|refused| !refused.is_empty()));
    shown(
        move || is_any.get(),
        move || {
            view! {
                <section class="refused" aria-label="Not on Fargate">
                    <p>
                        {move || {
                            let number = refused.with(Vec::len);
                            let verb = if number == 1 { "is" } else { "are" };
                            format!("{} that Fargate does not take {verb} set:", count(number, "setting"))
                        }}
                    </p>
                    <ul>{move || refused.get().into_iter().map(link).collect_view()}</ul>
                    <button type="button" class="button small" on:click=take_away>
                        {move || if refused.with(Vec::len) == 1 { "Take it away" } else { "Take them away" }}
                    </button>
                </section>
            }
        },
    )
}
