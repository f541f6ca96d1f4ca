//! The bar at the top: which design, which environment, undo and redo, finding, exporting.

use leptos::prelude::*;

use crate::actions::action;
use crate::icon;
use crate::saved::SaveStatus;
use crate::workbench::Workbench;

/// The bar at the top.
#[component]
pub fn Header() -> impl IntoView {
    let workbench = Workbench::expect();
    let name = Memo::new(move |_| workbench.design.with(|design| design.settings.name.clone()));
    let region = Memo::new(move |_| workbench.design.with(|design| design.settings.region.clone()));
    view! {
        <header class="bar">
            {icon::mark()}
            <h1>
                {move || name.get()}
                <span class="crumb">{move || region.with(|r| if r.is_empty() { String::new() } else { format!(" / {r}") })}</span>
            </h1>
            <EnvironmentSwitch/>
            <SaveStatus/>
            <span class="grow"></span>
            <button type="button" class="find" on:click=move |_| (action("find").run)(workbench)>
                <span>"Find or do anything"</span>
                <kbd>"Ctrl K"</kbd>
            </button>
            <StepButton id="undo" icon=icon::undo().into_any()/>
            <StepButton id="redo" icon=icon::redo().into_any()/>
            <button type="button" class="button" on:click=move |_| (action("import").run)(workbench)>"Open"</button>
            <button type="button" class="button primary" on:click=move |_| (action("export").run)(workbench)>"Export"</button>
        </header>
    }
}

/// Undo or redo, named by the step that it concerns.
#[component]
fn StepButton(id: &'static str, icon: AnyView) -> impl IntoView {
    let workbench = Workbench::expect();
    let action = action(id);
    let step = move || {
        workbench.steps.with(|(undo, redo)| if id == "undo" { undo.clone() } else { redo.clone() })
    };
    let title = move || match step() {
        Some(step) => format!("{}: {step}", action.label),
        None => action.label.to_owned(),
    };
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=action.label
            title=title
            disabled=move || step().is_none()
            on:click=move |_| (action.run)(workbench)
        >
            {icon}
        </button>
    }
}

/// Which environment is on screen.
#[component]
fn EnvironmentSwitch() -> impl IntoView {
    let workbench = Workbench::expect();
    let names = Memo::new(move |_| {
        workbench.design.with(|design| design.environments().cloned().collect::<Vec<_>>())
    });
    view! {
        <div class="segments" role="group" aria-label="Environment">
            <For each=move || names.get() key=Clone::clone let:name>
                {
                    let shown = name.clone();
                    let on_screen = Memo::new({
                        let name = name.clone();
                        move |_| workbench.environment.with(|environment| *environment == name)
                    });
                    view! {
                        <button
                            type="button"
                            aria-pressed=move || on_screen.get().to_string()
                            on:click=move |_| workbench.show_environment(&name)
                        >
                            <span class="dot" aria-hidden="true"></span>
                            {shown.to_string()}
                        </button>
                    }
                }
            </For>
        </div>
    }
}
