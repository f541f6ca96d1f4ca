//! Pointer and keyboard on the drawing: panning, dragging, connecting, walking from card to card.

use bayplan_model::layout::{Point, Rect};
use bayplan_model::path::Path;
use bayplan_model::record::{Kind, RecordId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

use super::Drawing;
use crate::connect;
use crate::workbench::{Selection, Workbench};

/// How far the pointer may move, in px on screen, before a click becomes a drag.
const CLICK_SLACK: f64 = 4.0;
/// Cards snap to multiples of this.
const GRID: f64 = 8.0;

/// What the pointer is doing.
#[derive(Clone, Debug, Default)]
pub enum Gesture {
    #[default]
    None,
    /// Moving the view; where the pointer was last.
    Pan(Point),
    /// Moving a card: where on screen it was taken, its rectangle and the frame around it then.
    Drag { id: RecordId, taken: Point, rect: Rect, home: Option<RecordId>, moved: bool },
    /// Drawing a line from a card.
    Connect { from: RecordId, rect: Rect },
}

impl Drawing {
    fn screen(self, event: &PointerEvent) -> Point {
        self.on_screen(f64::from(event.client_x()), f64::from(event.client_y()))
    }

    fn on_screen(self, x: f64, y: f64) -> Point {
        let corner = self
            .section
            .get_untracked()
            .map(|section| section.get_bounding_client_rect())
            .map(|rect| Point::new(rect.left(), rect.top()))
            .unwrap_or_default();
        Point::new(x - corner.x, y - corner.y)
    }

    /// The card at a point of the screen, the topmost first.
    fn card_at(self, screen: Point) -> Option<RecordId> {
        let world = self.view.get_untracked().to_world(screen);
        self.scene.with_untracked(|scene| {
            scene
                .cards
                .iter()
                .rev()
                .find(|(_, rect)| rect.contains(world))
                .map(|(id, _)| id.clone())
        })
    }

    /// The cluster whose frame is at a point of the screen.
    fn frame_at(self, screen: Point) -> Option<RecordId> {
        let world = self.view.get_untracked().to_world(screen);
        self.scene.with_untracked(|scene| {
            scene.frames.iter().find(|(_, rect)| rect.contains(world)).map(|(id, _)| id.clone())
        })
    }

    pub fn pointer_down(self, workbench: Workbench, event: &PointerEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let closest = |selector: &str| {
            target.as_ref().and_then(|element| element.closest(selector).ok().flatten())
        };
        if closest("button, input, select, a").is_some() || event.button() > 1 {
            return;
        }
        let screen = self.screen(event);
        if let Some(section) = self.section.get_untracked() {
            let _ = section.set_pointer_capture(event.pointer_id());
        }
        let card = (event.button() == 0).then(|| self.card_at(screen)).flatten();
        let Some(id) = card else {
            self.gesture.set_value(Gesture::Pan(screen));
            return;
        };
        let Some(rect) = self.rect(&id) else { return };
        if closest("[data-handle]").is_some() {
            self.gesture.set_value(Gesture::Connect { from: id, rect });
            return;
        }
        let container = closest("[data-container]")
            .and_then(|element| element.get_attribute("data-container"))
            .and_then(|index| index.parse::<usize>().ok());
        let path = container
            .map(|index| Path::root().key("containerDefinitions").index(index))
            .unwrap_or_default();
        workbench.select(Some(Selection { record: id.clone(), path }));
        let home = self.frame_at(screen);
        self.gesture.set_value(Gesture::Drag { id, taken: screen, rect, home, moved: false });
    }

    pub fn pointer_move(self, event: &PointerEvent) {
        let screen = self.screen(event);
        let zoom = self.view.get_untracked().zoom;
        let connecting = self.gesture.try_update_value(|gesture| match gesture {
            Gesture::None => None,
            Gesture::Pan(last) => {
                let by = Point::new(screen.x - last.x, screen.y - last.y);
                *last = screen;
                self.move_view(|view| view.panned(by));
                None
            }
            Gesture::Drag { id, taken, rect, home, moved } => {
                let by = Point::new(screen.x - taken.x, screen.y - taken.y);
                if !*moved && by.x.hypot(by.y) < CLICK_SLACK {
                    return None;
                }
                *moved = true;
                let now = rect.moved(Point::new(by.x / zoom, by.y / zoom));
                self.dragged.set(Some((id.clone(), now)));
                // A service that is dropped into another cluster's frame runs there.
                let into = (id.kind() == Kind::Service).then(|| self.frame_at(screen)).flatten();
                let into = into.filter(|frame| home.as_ref() != Some(frame));
                if self.target.read_untracked() != into {
                    self.target.set(into);
                }
                None
            }
            Gesture::Connect { from, rect } => Some((from.clone(), *rect)),
        });
        if let Some(Some((from, rect))) = connecting {
            let world = self.view.get_untracked().to_world(screen);
            self.line.set(Some((rect, world)));
            let target = self
                .card_at(screen)
                .or_else(|| self.frame_at(screen))
                .filter(|to| *to != from && connect::can_connect(from.kind(), to.kind()));
            if self.target.read_untracked() != target {
                self.target.set(target);
            }
        }
    }

    pub fn pointer_up(self, workbench: Workbench, event: &PointerEvent) {
        let screen = self.screen(event);
        let gesture = self.gesture.try_update_value(std::mem::take).unwrap_or_default();
        match gesture {
            Gesture::Drag { id, moved: true, .. } => {
                if let Some((_, rect)) = self.dragged.get_untracked() {
                    match self.target.get_untracked() {
                        Some(cluster) => workbench.parts.edit(workbench, |part| {
                            (part.place_in)(workbench, &id, on_grid(rect.origin()), &cluster);
                        }),
                        None => move_card(workbench, &id, rect.origin(), None),
                    }
                }
                self.dragged.set(None);
                self.target.set(None);
            }
            Gesture::Connect { from, .. } => {
                self.line.set(None);
                self.target.set(None);
                if let Some(to) = self.card_at(screen).or_else(|| self.frame_at(screen))
                    && to != from
                {
                    workbench.parts.edit(workbench, |part| (part.connect)(workbench, &from, &to));
                }
            }
            // A click beside everything selects the frame there, or nothing.
            Gesture::Pan(_)
                if event.button() == 0
                    && self.pressed_at.get_value().distance(screen) < CLICK_SLACK =>
            {
                workbench.select(self.frame_at(screen).map(Selection::record));
            }
            _ => {}
        }
    }

    /// Gives up what the pointer was doing.
    pub fn cancel(self) {
        self.gesture.set_value(Gesture::None);
        self.dragged.set(None);
        self.line.set(None);
        self.target.set(None);
    }

    pub fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let at = self.on_screen(f64::from(event.client_x()), f64::from(event.client_y()));
        // Lines and pages, as some mice report, in px.
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => 16.0,
            WheelEvent::DOM_DELTA_PAGE => 400.0,
            _ => 1.0,
        };
        let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
        if event.ctrl_key() || event.meta_key() {
            self.move_view(|view| view.zoomed_at(at, (-y * 0.005).exp2()));
        } else if event.shift_key() {
            self.move_view(|view| view.panned(Point::new(-y - x, 0.0)));
        } else {
            self.move_view(|view| view.panned(Point::new(-x, -y)));
        }
    }

    pub fn key_down(self, workbench: Workbench, event: &KeyboardEvent) {
        if event.ctrl_key() && !event.key().starts_with("Arrow") || event.meta_key() {
            return;
        }
        // The buttons on the drawing have keys of their own.
        let section = self.section.get_untracked().map(web_sys::EventTarget::from);
        if event.target() != section {
            return;
        }
        let by = match event.key().as_str() {
            "ArrowLeft" => Point::new(-1.0, 0.0),
            "ArrowRight" => Point::new(1.0, 0.0),
            "ArrowUp" => Point::new(0.0, -1.0),
            "ArrowDown" => Point::new(0.0, 1.0),
            "Escape" if !matches!(self.gesture.get_value(), Gesture::None) => {
                self.cancel();
                event.prevent_default();
                return;
            }
            "Enter" => {
                if let Some(selection) = workbench.selection.get_untracked() {
                    event.prevent_default();
                    workbench.focus.set(Some(bayplan_model::address::Address::field(
                        selection.record,
                        selection.path,
                    )));
                }
                return;
            }
            "+" | "=" if !event.alt_key() => return self.zoom_by(1.25),
            "-" if !event.alt_key() => return self.zoom_by(0.8),
            "0" if !event.alt_key() => return self.zoom_to(1.0),
            "1" if !event.alt_key() => return self.fit(),
            _ => return,
        };
        event.prevent_default();
        let selected = workbench.selection.get_untracked().map(|selection| selection.record);
        match selected {
            Some(id) if event.alt_key() || event.shift_key() => {
                let step = if event.shift_key() { 10.0 * GRID } else { GRID };
                if let Some(rect) = self.rect(&id) {
                    let to = Point::new(rect.x + by.x * step, rect.y + by.y * step);
                    move_card(workbench, &id, to, Some("by keys"));
                }
            }
            selected => {
                let next = self.scene.with_untracked(|scene| match &selected {
                    Some(id) if event.ctrl_key() => super::walk::along_link(scene, id, by),
                    Some(id) => super::walk::nearest(scene, id, by),
                    None => scene.cards.keys().next().cloned(),
                });
                if let Some(next) = next {
                    workbench.select(Some(Selection::record(next)));
                }
            }
        }
    }
}

/// Puts a card somewhere, on the grid. Moves of the same group, one after the other, are one step of undo.
fn move_card(workbench: Workbench, id: &RecordId, to: Point, group: Option<&str>) {
    let to = on_grid(to);
    workbench.parts.edit(workbench, |part| (part.place)(workbench, id, to, group));
}

fn on_grid(point: Point) -> Point {
    let snapped = |value: f64| (value / GRID).round() * GRID;
    Point::new(snapped(point.x), snapped(point.y))
}
