//! The state of the outline: what is folded, which line has the keyboard, what is in view.

use std::collections::HashSet;
use std::time::Duration;

use bayplan_model::address::Address;
use bayplan_model::path::{Path, Segment};
use bayplan_model::record::Kind;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::structure::{self, Key, Line, Part, ROW, Section, Shown};
use crate::actions::action;
use crate::keyboard;
use crate::pointer::Pointer;
use crate::workbench::{Counts, Workbench};

/// A design with more services than this opens with its services folded.
const MANY_SERVICES: usize = 40;
/// How far beyond what is in view lines are kept in the page's tree, in px.
const MARGIN: f64 = 8.0 * ROW;
/// How long a pause ends a name that is being typed.
const TYPING_PAUSE: Duration = Duration::from_millis(700);

/// The outline's state. A handle to signals that live as long as the page.
#[derive(Clone, Copy, Debug)]
pub struct Tree {
    pub workbench: Workbench,
    all: Memo<Pointer<Vec<Line>>>,
    pub shown: Memo<Pointer<Shown>>,
    /// Whether services are folded unless they were unfolded.
    starts_folded: Memo<bool>,
    /// The lines that are folded though they start unfolded, or the other way round.
    toggled: RwSignal<HashSet<Key>>,
    /// The line that was gone to last.
    active: RwSignal<Option<Key>>,
    /// The line that has the tree's one tab stop.
    pub current: Memo<Option<(usize, Key)>>,
    /// The line that shows what is selected.
    pub chosen: Memo<Option<Key>>,
    /// The heights between which lines are kept in the page's tree, in px.
    view: Memo<(f64, f64)>,
    scrolled: RwSignal<f64>,
    height: RwSignal<f64>,
    pub element: NodeRef<html::Div>,
    /// What is being typed to find a line by its name.
    typed: StoredValue<String>,
    /// Counts the letters typed, so that a pause is told from typing on.
    letters: StoredValue<u32>,
    /// Whether the keyboard stands on a line that is about to be removed.
    follows: StoredValue<bool>,
}

impl Tree {
    pub fn new(workbench: Workbench) -> Self {
        let all = Memo::new(move |before: Option<&Pointer<Vec<Line>>>| {
            let now = workbench.estate.with(|estate| {
                estate.as_ref().map_or_else(Vec::new, |estate| {
                    workbench.design.with(|design| structure::lines(estate, design))
                })
            });
            match before {
                Some(before) if **before == now => before.clone(),
                _ => Pointer::new(now),
            }
        });
        let starts_folded = Memo::new(move |_| {
            workbench.opened.track();
            workbench.design.with_untracked(|design| {
                design.entries().filter(|(id, _)| id.kind() == Kind::Service).count()
                    > MANY_SERVICES
            })
        });
        let toggled = RwSignal::new(HashSet::new());
        let shown = Memo::new(move |_| {
            let starts_folded = starts_folded.get();
            toggled.with(|toggled| {
                all.with(|all| {
                    Pointer::new(Shown::of(all, |key| is_open(key, starts_folded, toggled)))
                })
            })
        });
        let active: RwSignal<Option<Key>> = RwSignal::new(None);
        let current = Memo::new(move |before: Option<&Option<(usize, Key)>>| {
            let shown = shown.get();
            let gone_to = active.with(|key| key.as_ref().and_then(|key| shown.position(key)));
            let selected = || workbench.selection.with(|selection| shown.find(selection.as_ref()?));
            let at = gone_to.or_else(selected).or_else(|| {
                // The line is gone: the one that took its place.
                let (at, _) = before?.as_ref()?;
                Some((*at).min(shown.lines.len().checked_sub(1)?))
            });
            let at = at.unwrap_or(0);
            shown.lines.get(at).map(|line| (at, line.key.clone()))
        });
        let chosen = Memo::new(move |_| {
            let selection = workbench.selection.get()?;
            let here = current.get().map(|(_, key)| key);
            if here.as_ref().is_some_and(|key| key.selection() == selection) {
                return here;
            }
            shown.with(|shown| {
                shown
                    .find(&selection)
                    .and_then(|at| shown.lines.get(at))
                    .map(|line| line.key.clone())
            })
        });
        let scrolled = RwSignal::new(0.0);
        let height = RwSignal::new(window_height());
        let view = Memo::new(move |_| {
            // In steps, so that scrolling by a few pixels changes nothing.
            let from = (scrolled.get() / MARGIN).floor() * MARGIN;
            (from - MARGIN, from + height.get() + 2.0 * MARGIN)
        });
        let tree = Self {
            workbench,
            all,
            shown,
            starts_folded,
            toggled,
            active,
            current,
            chosen,
            view,
            scrolled,
            height,
            element: NodeRef::new(),
            typed: StoredValue::new(String::new()),
            letters: StoredValue::new(0),
            follows: StoredValue::new(false),
        };
        tree.follow_selection();
        tree.follow_removal();
        // The outline lives as long as the page.
        std::mem::forget(window_event_listener(leptos::ev::resize, move |_| {
            height.set(window_height());
        }));
        tree
    }

    /// Whether the lines below a line are shown.
    pub fn is_open(self, key: &Key) -> bool {
        let starts_folded = self.starts_folded.get();
        self.toggled.with(|toggled| is_open(key, starts_folded, toggled))
    }

    /// Folds what is open, unfolds what is folded.
    pub fn toggle(self, key: &Key) {
        self.toggled.update(|toggled| {
            if !toggled.remove(key) {
                toggled.insert(key.clone());
            }
        });
    }

    /// The lines of a section to keep in the page's tree: those in view, and the one with the keyboard.
    pub fn mounted(self, part: &Part) -> Vec<Key> {
        let (from, to) = self.view.get();
        let current = self.current.with(|current| current.as_ref().map(|(at, _)| *at));
        self.shown.with(|shown| {
            let range = shown.between(part, from, to);
            let own = part.first..part.first + part.count;
            let mut at: Vec<usize> = range.clone().collect();
            if let Some(current) = current.filter(|at| own.contains(at) && !range.contains(at)) {
                at.insert(if current < range.start { 0 } else { at.len() }, current);
            }
            at.into_iter().filter_map(|at| Some(shown.lines.get(at)?.key.clone())).collect()
        })
    }

    /// The problems that a line stands for: its own, and those of the lines that are folded away below it.
    pub fn counts(self, key: &Key) -> Counts {
        let folded = self.all.with(|all| {
            let at = self.shown.with(|shown| shown.origin(key))?;
            let line = all.get(at)?;
            if !line.has_children || self.is_open(key) {
                return None;
            }
            let below = all.iter().skip(at + 1).take_while(|other| other.level > line.level);
            Some(below.map(|line| line.key.clone()).collect::<Vec<_>>())
        });
        // A task definition that several services below run counts once.
        let mut seen = HashSet::new();
        folded
            .into_iter()
            .flatten()
            .filter(|key| seen.insert((key.record.clone(), key.container)))
            .fold(self.own_counts(key), |sum, key| sum.and(self.own_counts(&key)))
    }

    /// The problems of a record itself, or of one of its containers.
    fn own_counts(self, key: &Key) -> Counts {
        let mut counts = Counts::default();
        let problems = self.workbench.problems_of(&key.record);
        if problems.is_empty() {
            return counts;
        }
        let Some(resolved) = self.workbench.resolved(&key.record) else { return counts };
        for problem in problems {
            if container_of(&problem.address.path, &resolved.overlay) == key.container {
                counts.add(problem.severity);
            }
        }
        counts
    }

    /// Goes to a line and selects what it shows.
    pub fn go(self, key: &Key) {
        self.active.set(Some(key.clone()));
        self.workbench.select(Some(key.selection()));
        self.scroll_to(key);
    }

    /// Focuses the form of what a line shows: its first field, or its name.
    pub fn open_form(self, key: &Key, name: bool) {
        let selection = key.selection();
        self.workbench.select(Some(selection.clone()));
        let path = match (name, key.container) {
            (false, _) => selection.path,
            (true, Some(_)) => selection.path.key("name"),
            (true, None) => selection.path.key(key.record.kind().name_key()),
        };
        self.workbench.focus.set(Some(Address::field(key.record.clone(), path)));
    }

    /// Keeps where the list is scrolled to.
    pub fn on_scroll(self) {
        if let Some(element) = self.element.get_untracked() {
            self.scrolled.set(f64::from(element.scroll_top()));
        }
    }

    /// A key press on a line.
    pub fn key_down(self, event: &web_sys::KeyboardEvent) {
        let Some((at, key)) = self.current.get_untracked() else { return };
        let shown = self.shown.get_untracked();
        let Some(line) = shown.lines.get(at) else { return };
        let is_open = line.has_children && untrack(|| self.is_open(&key));
        let last = shown.lines.len() - 1;
        let page = (self.height.get_untracked() / ROW / 2.0) as usize;
        let target = match keyboard::keys(event).as_str() {
            "ArrowDown" => Some((at + 1).min(last)),
            "ArrowUp" => Some(at.saturating_sub(1)),
            "Home" => Some(0),
            "End" => Some(last),
            "PageDown" => Some((at + page).min(last)),
            "PageUp" => Some(at.saturating_sub(page)),
            "ArrowRight" if is_open => Some(at + 1),
            "ArrowRight" if line.has_children => {
                self.toggle(&key);
                Some(at)
            }
            "ArrowLeft" if is_open => {
                self.toggle(&key);
                Some(at)
            }
            "ArrowLeft" => structure::ancestors(&shown.lines, at)
                .first()
                .and_then(|parent| shown.position(&parent.key)),
            "Enter" => {
                self.open_form(&key, false);
                None
            }
            "F2" => {
                self.open_form(&key, true);
                None
            }
            " " => Some(at),
            "Delete" => {
                self.workbench.select(Some(key.selection()));
                self.follows.set_value(true);
                (action("remove").run)(self.workbench);
                None
            }
            letter if letter.chars().count() == 1 && letter != "?" => self.find(letter, at, &shown),
            letter if letter.starts_with("Shift+") && letter.chars().count() == 7 => {
                self.find(&letter[6..], at, &shown)
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(line) = target.and_then(|at| shown.lines.get(at)) {
            self.go(&line.key);
            self.focus();
        }
    }

    /// The next line whose name starts with what has been typed; one letter again and again goes through
    /// all of its lines.
    fn find(self, letter: &str, at: usize, shown: &Shown) -> Option<usize> {
        let typed = self.typed.try_update_value(|typed| {
            typed.push_str(&crate::browser::lower(letter));
            typed.clone()
        })?;
        let letters = self.letters.get_value().wrapping_add(1);
        self.letters.set_value(letters);
        let (count, text) = (self.letters, self.typed);
        set_timeout(
            move || {
                if count.get_value() == letters {
                    text.set_value(String::new());
                }
            },
            TYPING_PAUSE,
        );
        let first = typed.chars().next()?;
        let is_one_letter = typed.chars().all(|other| other == first);
        let wanted = if is_one_letter { first.to_string() } else { typed };
        // A longer text may still mean the line it already stands on.
        let from = if is_one_letter { at + 1 } else { at };
        let total = shown.lines.len();
        (0..total).map(|step| (from + step) % total).find(|at| {
            shown.lines.get(*at).is_some_and(|line| {
                crate::browser::lower(&untrack(|| self.name(&line.key))).starts_with(&wanted)
            })
        })
    }

    /// What a line is called.
    pub fn name(self, key: &Key) -> String {
        let Some(resolved) = self.workbench.resolved(&key.record) else {
            return key.record.name().to_owned();
        };
        let Some(container) = key.container else { return resolved.display_name().to_owned() };
        resolved
            .task_definition()
            .and_then(|view| view.container_definitions.items().get(container)?.name.text())
            .filter(|name| !name.is_empty())
            .unwrap_or("unnamed")
            .to_owned()
    }

    /// Whether the environment on screen has values of its own for a line.
    pub fn has_overrides(self, key: &Key) -> bool {
        let environment = self.workbench.environment.get();
        let Some(resolved) = self.workbench.resolved(&key.record) else { return false };
        let Some(own) = resolved.record.overrides.get(&environment) else { return false };
        key.container.map_or_else(
            || !own.is_empty(),
            |_| {
                own.set
                    .keys()
                    .chain(&own.remove)
                    .any(|path| container_of(path, &resolved.overlay) == key.container)
            },
        )
    }

    /// Gives the keyboard to the current line, which the next frame has.
    pub fn focus(self) {
        request_animation_frame(move || {
            let Some(Some((_, key))) = self.current.try_get_untracked() else { return };
            if let Some(line) = document().get_element_by_id(&key.element_id())
                && let Ok(line) = line.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = line.focus();
            }
        });
    }

    /// Scrolls so that a line is in view.
    fn scroll_to(self, key: &Key) {
        let Some(element) = self.element.get_untracked() else { return };
        let Some(top) = self.shown.with_untracked(|shown| Some(shown.top(shown.position(key)?)))
        else {
            return;
        };
        let (from, height) = (f64::from(element.scroll_top()), f64::from(element.client_height()));
        // The first line of a section brings the caption along.
        let above = top - structure::CAPTION;
        if above < from {
            element.set_scroll_top(above as i32);
        } else if top + ROW > from + height {
            element.set_scroll_top((top + ROW - height + ROW / 2.0) as i32);
        }
    }

    /// Shows what is selected elsewhere.
    fn follow_selection(self) {
        Effect::new(move |_| {
            let Some(selection) = self.workbench.selection.get() else { return };
            let here = self.current.get_untracked();
            if here.is_some_and(|(_, key)| key.selection() == selection) {
                return;
            }
            let all = self.all.get_untracked();
            let Some(at) = structure::find(&all, &selection) else { return };
            for line in structure::ancestors(&all, at) {
                if !untrack(|| self.is_open(&line.key)) {
                    self.toggle(&line.key);
                }
            }
            if let Some(line) = all.get(at) {
                self.active.set(Some(line.key.clone()));
                self.scroll_to(&line.key);
            }
        });
    }

    /// After a removal by key, the keyboard stands on the line that took the place.
    fn follow_removal(self) {
        Effect::new(move |_| {
            self.all.get();
            if self.follows.get_value() {
                self.follows.set_value(false);
                // A dialog that asked first gives focus back when it closes, which takes a frame.
                request_animation_frame(move || self.focus());
            }
        });
    }

    /// Focus came to the tree: nothing is being removed.
    pub fn on_focus(self) {
        self.follows.set_value(false);
    }
}

fn is_open(key: &Key, starts_folded: bool, toggled: &HashSet<Key>) -> bool {
    let starts_folded = starts_folded && key.record.kind() != Kind::Cluster;
    toggled.contains(key) == starts_folded
}

fn window_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1_000.0)
}

/// The position of the container that a path of a task definition leads into.
fn container_of(path: &Path, overlay: &serde_json::Value) -> Option<usize> {
    match path.segments() {
        [Segment::Key(list), _, ..] if list == "containerDefinitions" => {}
        _ => return None,
    }
    match path.positional(overlay).segments() {
        [_, Segment::Index(at), ..] => Some(*at),
        _ => None,
    }
}

/// The captions, for people who see them and for those who hear them.
pub fn caption(section: Section, environment: &str) -> String {
    match section {
        Section::Estate => "Estate".to_owned(),
        Section::Around => "Around it".to_owned(),
        Section::Elsewhere => format!("Not in {environment}"),
    }
}
