//! The canvas: the estate as a drawing.
//!
//! Only the cards in view are in the page's tree; lines, and far out the cards too, are painted. The canvas is
//! one tab stop: arrow keys go from card to card. The outline beside it is the same thing as a tree.

mod card;
mod content;
mod gesture;
mod paint;
mod scene;
mod walk;

use bayplan_model::layout::viewport::Viewport;
use bayplan_model::layout::{Point, Rect, Size};
use bayplan_model::record::RecordId;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::icon;
use crate::number::{self, px, translate};
use crate::persistence::{Persistence, SaveState};
use crate::pointer::Pointer;
use crate::view::{rows, shown};
use crate::workbench::{Selection, Workbench};

use card::{Card, element_id};
use gesture::Gesture;
use paint::{Extra, FAR, paint};
use scene::{Graph, Scene};

/// How far beyond the screen cards are kept in the page's tree, in px on screen.
const MARGIN: f64 = 120.0;
/// The gap that fitting leaves around the drawing, in px on screen.
const PADDING: f64 = 48.0;

/// The state of the drawing that is not in the design: viewport, gestures.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
    scene: Memo<Pointer<Scene>>,
    view: RwSignal<Viewport>,
    /// Where the view goes at the next frame.
    next_view: StoredValue<Option<Viewport>>,
    size: RwSignal<Size>,
    dragged: RwSignal<Option<(RecordId, Rect)>>,
    line: RwSignal<Option<(Rect, Point)>>,
    target: RwSignal<Option<RecordId>>,
    gesture: StoredValue<Gesture>,
    pressed_at: StoredValue<Point>,
    section: NodeRef<html::Section>,
}

impl Drawing {
    fn new(workbench: Workbench) -> Self {
        let graph = Memo::new(move |_| {
            workbench.design.with(|design| {
                workbench.estate.with(|estate| {
                    estate.as_ref().map(|estate| Graph::of(estate, design)).unwrap_or_default()
                })
            })
        });
        let scene = Memo::new(move |_| Pointer::new(graph.with(Graph::arrange)));
        Self {
            scene,
            view: RwSignal::new(Viewport::default()),
            next_view: StoredValue::new(None),
            size: RwSignal::new(Size::default()),
            dragged: RwSignal::new(None),
            line: RwSignal::new(None),
            target: RwSignal::new(None),
            gesture: StoredValue::new(Gesture::None),
            pressed_at: StoredValue::new(Point::default()),
            section: NodeRef::new(),
        }
    }

    /// Where a card is now, which during a drag is not where the design has it.
    fn rect(self, id: &RecordId) -> Option<Rect> {
        let dragged = self.dragged.with(|dragged| {
            dragged.as_ref().filter(|(moved, _)| moved == id).map(|(_, rect)| *rect)
        });
        dragged.or_else(|| self.scene.with(|scene| scene.cards.get(id).copied()))
    }

    /// Shows all of it.
    fn fit(self) {
        let bounds = self.scene.with_untracked(|scene| scene.bounds);
        let size = self.size.get_untracked();
        if bounds.width > 0.0 && size.width > 0.0 {
            self.move_view(|_| Viewport::fit(bounds, size, PADDING, 1.0));
        }
    }

    fn zoom_by(self, factor: f64) {
        let size = self.size.get_untracked();
        let middle = Point::new(size.width / 2.0, size.height / 2.0);
        self.move_view(|view| view.zoomed_at(middle, factor));
    }

    fn zoom_to(self, zoom: f64) {
        let size = self.size.get_untracked();
        let middle = Point::new(size.width / 2.0, size.height / 2.0);
        self.move_view(|view| view.with_zoom_at(middle, zoom));
    }

    /// Moves the view, at the next frame: wheels and pointers report more often than a screen is drawn.
    fn move_view(self, change: impl FnOnce(Viewport) -> Viewport) {
        let queued = self.next_view.get_value();
        self.next_view.set_value(Some(change(queued.unwrap_or(self.view.get_untracked()))));
        if queued.is_none() {
            request_animation_frame(move || {
                if let Some(Some(next)) = self.next_view.try_update_value(Option::take) {
                    self.view.try_set(next);
                }
            });
        }
    }

    /// The cards to keep in the page's tree.
    fn mounted(self) -> Vec<RecordId> {
        let view = self.view.get();
        let size = self.size.get();
        if view.zoom < FAR || size.width <= 0.0 {
            return Vec::new();
        }
        let visible = view.visible(size).grown(MARGIN / view.zoom);
        let dragged = self.dragged.with(|dragged| dragged.as_ref().map(|(id, _)| id.clone()));
        self.scene.with(|scene| {
            scene
                .cards
                .iter()
                .filter(|(id, rect)| rect.overlaps(visible) || dragged.as_ref() == Some(*id))
                .map(|(id, _)| id.clone())
                .collect()
        })
    }
}

/// The estate as a drawing.
#[component]
pub fn Canvas() -> impl IntoView {
    let workbench = Workbench::expect();
    let drawing = Drawing::new(workbench);
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    watch_size(drawing);
    fit_when_opened(workbench, drawing);
    show_selection(workbench, drawing);
    repaint(workbench, drawing, canvas);

    let mounted = Memo::new(move |_| drawing.mounted());
    let frames = Memo::new(move |_| {
        drawing.scene.with(|scene| scene.frames.keys().cloned().collect::<Vec<_>>())
    });
    let label = move || {
        let cards = drawing.scene.with(|scene| scene.cards.len());
        let environment = workbench.environment.get();
        format!(
            "Drawing of {environment}, {cards} cards. Arrow keys go from card to card, Control and arrow along \
             a line, Alt and arrow moves a card, Enter opens its settings."
        )
    };
    let transform = move || {
        let view = drawing.view.get();
        format!("{} scale({})", translate(view.offset.x, view.offset.y), number::text(view.zoom))
    };
    let active = move || {
        let selected = workbench.selection.get()?.record;
        mounted.with(|mounted| mounted.contains(&selected)).then(|| element_id(&selected))
    };
    view! {
        <section
            class="canvas"
            node_ref=drawing.section
            tabindex="0"
            role="application"
            aria-label=move || label()
            aria-activedescendant=move || active()
            on:pointerdown=move |event| {
                drawing.pressed_at.set_value(Point::default());
                drawing.pointer_down(workbench, &event);
                if let Gesture::Pan(at) = drawing.gesture.get_value() {
                    drawing.pressed_at.set_value(at);
                }
            }
            on:pointermove=move |event| drawing.pointer_move(&event)
            on:pointerup=move |event| drawing.pointer_up(workbench, &event)
            on:pointercancel=move |_| drawing.cancel()
            on:wheel=move |event| drawing.wheel(&event)
            on:keydown=move |event| drawing.key_down(workbench, &event)
        >
            <i class="probe-ink" aria-hidden="true"></i>
            <i class="probe-line" aria-hidden="true"></i>
            <i class="probe-paper" aria-hidden="true"></i>
            <i class="probe-desk" aria-hidden="true"></i>
            <i class="probe-accent" aria-hidden="true"></i>
            <div
                class="world"
                style:transform=move || transform()
            >
                {rows(move || frames.get(), RecordId::clone, move |id| view! { <Frame id drawing/> })}
            </div>
            <canvas class="lines" node_ref=canvas aria-hidden="true"></canvas>
            <div
                class="world"
                style:transform=move || transform()
            >
                {rows(move || mounted.get(), RecordId::clone, move |id| view! { <Card id drawing/> })}
            </div>
            <Empty/>
            <div class="zoom" role="group" aria-label="Zoom">
                <button type="button" class="icon-button" aria-label="Zoom out" on:click=move |_| drawing.zoom_by(0.8)>
                    {icon::minus()}
                </button>
                <button type="button" class="zoom-value" title="Zoom to 100 %" on:click=move |_| drawing.zoom_to(1.0)>
                    {move || format!("{} %", number::text((drawing.view.get().zoom * 100.0).round()))}
                </button>
                <button type="button" class="icon-button" aria-label="Zoom in" on:click=move |_| drawing.zoom_by(1.25)>
                    {icon::plus()}
                </button>
                <button type="button" class="zoom-value" on:click=move |_| drawing.fit()>"Fit"</button>
            </div>
        </section>
    }
}

/// A cluster, as the frame of what runs in it.
#[component]
fn Frame(id: RecordId, drawing: Drawing) -> impl IntoView {
    let workbench = Workbench::expect();
    let rect = Memo::new({
        let id = id.clone();
        move |_| drawing.scene.with(|scene| scene.frames.get(&id).copied().unwrap_or_default())
    });
    let name = Memo::new({
        let id = id.clone();
        move |_| {
            workbench
                .resolved(&id)
                .map_or_else(String::new, |record| record.display_name().to_owned())
        }
    });
    let selected = Memo::new({
        let id = id.clone();
        move |_| workbench.selection.with(|s| s.as_ref().is_some_and(|s| s.record == id))
    });
    let is_target = Memo::new({
        let id = id.clone();
        move |_| drawing.target.with(|target| target.as_ref() == Some(&id))
    });
    let count = Memo::new({
        let id = id.clone();
        move |_| workbench.counts_of(&id)
    });
    view! {
        <div
            class="frame"
            id=element_id(&id)
            role="group"
            aria-label=move || format!("cluster {}", name.get())
            class:is-selected=move || selected.get()
            class:is-target=move || is_target.get()
            style:left=move || px(rect.get().x)
            style:top=move || px(rect.get().y)
            style:width=move || px(rect.get().width)
            style:height=move || px(rect.get().height)
        >
            <b>{move || name.get()}</b>
            {move || count.get().worst().map(|worst| view! {
                <span class=format!("badge is-{}", worst.name())>{count.get().total().to_string()}</span>
            }.into_any())}
        </div>
    }
}

/// What stands on an empty canvas.
#[component]
fn Empty() -> impl IntoView {
    let workbench = Workbench::expect();
    let state = Persistence::expect().state;
    let is_empty = Memo::new(move |_| {
        state.with(SaveState::is_open) && workbench.design.with(|design| design.is_empty())
    });
    view! {
        {shown(move || is_empty.get(), move || view! {
            <div class="empty">
                <h2>"Nothing is drawn yet"</h2>
                <p>"Start with a service, or bring the task definition that you have."</p>
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| (crate::actions::action("import").run)(workbench)
                >
                    "Paste or open…"
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| (crate::actions::action("add-service").run)(workbench)
                >
                    "Add a service"
                </button>
            </div>
        })}
    }
}

/// Keeps the size of the canvas.
fn watch_size(drawing: Drawing) {
    Effect::new(move |_| {
        let Some(section) = drawing.section.get() else { return };
        let measure = move |element: &web_sys::Element| {
            let size =
                Size::new(f64::from(element.client_width()), f64::from(element.client_height()));
            if drawing.size.try_get_untracked() != Some(size) {
                drawing.size.try_set(size);
            }
        };
        measure(&section);
        let observed: web_sys::Element = section.into();
        let callback = Closure::<dyn Fn()>::new({
            let observed = observed.clone();
            move || measure(&observed)
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            observer.observe(&observed);
        }
        // The canvas lives as long as the page.
        callback.forget();
    });
}

/// Shows the whole drawing when a design is opened.
fn fit_when_opened(workbench: Workbench, drawing: Drawing) {
    let has_size = Memo::new(move |_| drawing.size.get().width > 0.0);
    Effect::new(move |_| {
        workbench.opened.track();
        if has_size.get() {
            drawing.fit();
        }
    });
}

/// Moves the view to what is selected elsewhere.
fn show_selection(workbench: Workbench, drawing: Drawing) {
    Effect::new(move |before: Option<Option<Selection>>| {
        let selection = workbench.selection.get();
        let changed = before.is_some_and(|before| before != selection);
        if let Some(id) = selection.as_ref().map(|selection| selection.record.clone())
            && changed
            && matches!(drawing.gesture.get_value(), Gesture::None)
            && let Some(rect) = untrack(|| drawing.rect(&id))
        {
            let size = drawing.size.get_untracked();
            let view = drawing.view.get_untracked();
            let shown = view.revealing(rect, size, PADDING);
            if shown != view {
                drawing.move_view(|_| shown);
            }
        }
        selection
    });
}

/// Paints, at most once a frame, whenever something that is painted changes.
fn repaint(workbench: Workbench, drawing: Drawing, canvas: NodeRef<html::Canvas>) {
    let queued = StoredValue::new(false);
    Effect::new(move |_| {
        drawing.scene.track();
        drawing.view.track();
        drawing.size.track();
        drawing.dragged.track();
        drawing.line.track();
        workbench.selection.track();
        workbench.theme.track();
        if queued.get_value() {
            return;
        }
        queued.set_value(true);
        request_animation_frame(move || {
            queued.set_value(false);
            let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
            let extra = Extra {
                dragged: drawing.dragged.get_untracked(),
                selected: workbench.selection.get_untracked().map(|selection| selection.record),
                drawing: drawing.line.get_untracked(),
            };
            drawing.scene.with_untracked(|scene| {
                paint(
                    &canvas,
                    scene,
                    drawing.view.get_untracked(),
                    drawing.size.get_untracked(),
                    &extra,
                );
            });
        });
    });
}
