//! The bar at the top: which design, which environment, undo and redo, finding, exporting.

use bayplan_model::record::EnvironmentName;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::actions::action;
use crate::dialog::shown;
use crate::icon;
use crate::saved::SaveStatus;
use crate::shell::Frame;
use crate::theme::Theme;
use crate::toolbar;
use crate::view::rows;
use crate::workbench::Workbench;

/// The bar at the top.
#[component]
pub fn Header() -> impl IntoView {
    let workbench = Workbench::expect();
    let run = move |id: &'static str| move |_: web_sys::MouseEvent| (action(id).run)(workbench);
    let find = format!("{} {}", action("find").label, shown(action("find").keys));
    view! {
        <header class="bar">
            {icon::mark()}
            <DesignName/>
            <EnvironmentSwitch/>
            <SaveStatus/>
            <span class="grow"></span>
            <button
                type="button"
                class="find"
                // In full where the bar has room for the icon only.
                aria-label=find.clone()
                title=find
                on:click=run("find")
            >
                {icon::search()}
                <span>{action("find").label}</span>
                " "
                <kbd>{shown(action("find").keys)}</kbd>
            </button>
            <div class="tools">
                <StepButton id="undo" icon=icon::undo().into_any()/>
                <StepButton id="redo" icon=icon::redo().into_any()/>
                <ThemeButton/>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Shortcuts"
                    title="Shortcuts (?)"
                    on:click=run("shortcuts")
                >
                    {icon::question()}
                </button>
            </div>
            <button type="button" class="button with-icon" aria-label="Open" title="Paste or open a file" on:click=run("import")>
                {icon::open()}
                <span>"Open"</span>
            </button>
            <button type="button" class="button primary" on:click=run("export")>"Export"</button>
        </header>
    }
}

/// The design's name and Region, which lead to its settings.
#[component]
fn DesignName() -> impl IntoView {
    let workbench = Workbench::expect();
    let sheet = Frame::expect().sheet;
    let name = Memo::new(move |_| {
        workbench.design.with(|design| match design.settings.name.trim() {
            "" => "Untitled".to_owned(),
            name => name.to_owned(),
        })
    });
    let region = Memo::new(move |_| workbench.design.with(|design| design.settings.region.clone()));
    let show_settings = move |_| {
        workbench.select(None);
        // After what closes the sheet because nothing is selected any more.
        request_animation_frame(move || {
            sheet.try_set(true);
            crate::inspector::focus_soon("design-name".to_owned());
        });
    };
    view! {
        <h1>
            <button
                type="button"
                class="design-name"
                title=move || format!("{}: name, Region, environments", name.get())
                on:click=show_settings
            >
                <span>{move || name.get()}</span>
                <span class="crumb">
                    {move || region.with(|r| if r.is_empty() { String::new() } else { format!(" / {r}") })}
                </span>
            </button>
        </h1>
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
        Some(step) => format!("{}: {step} ({})", action.label, shown(action.keys)),
        None => format!("Nothing to {}", action.label.to_ascii_lowercase()),
    };
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=action.label
            title=move || title()
            // Not `disabled`: after the last step the button would lose focus to nothing.
            aria-disabled=move || step().is_none().to_string()
            on:click=move |_| (action.run)(workbench)
        >
            {icon}
        </button>
    }
}

/// Light, dark, or as the system has it.
#[component]
fn ThemeButton() -> impl IntoView {
    let workbench = Workbench::expect();
    let theme = Memo::new(move |_| {
        workbench.theme.track();
        Theme::now()
    });
    let label = move || format!("Theme: {}", theme.get().label());
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=move || label()
            title=move || format!("{}. Next: {}", label(), theme.get().next().label())
            on:click=move |_| (action("theme").run)(workbench)
        >
            {move || match theme.get() {
                Theme::System => icon::screen().into_any(),
                Theme::Light => icon::sun().into_any(),
                Theme::Dark => icon::moon().into_any(),
            }}
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
        <div class="segments environments" role="toolbar" aria-label="Environment" on:keydown=toolbar::walk>
            {rows(move || names.get(), EnvironmentName::clone, move |name| {
                    let (label, title) = (name.to_string(), name.to_string());
                    let on_screen = Memo::new({
                        let name = name.clone();
                        move |_| workbench.environment.with(|environment| *environment == name)
                    });
                    view! {
                        <button
                            type="button"
                            aria-pressed=move || on_screen.get().to_string()
                            tabindex=move || if on_screen.get() { "0" } else { "-1" }
                            title=title
                            on:click=move |event| {
                                workbench.show_environment(&name);
                                show(&event);
                            }
                        >
                            <span class="dot" aria-hidden="true"></span>
                            {label}
                        </button>
                    }
            })}
            // Reached with the arrow keys, like the environments.
            <button
                type="button"
                tabindex="-1"
                title="What differs (v)"
                on:click=move |_| (action("compare").run)(workbench)
            >
                "Compare"
            </button>
        </div>
    }
}

/// Scrolls a button fully into view where the bar is too narrow for all of them.
fn show(event: &web_sys::MouseEvent) {
    if let Some(button) =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        button.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
