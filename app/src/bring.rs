//! What a person brings: pasted or dropped onto the workbench, or through the dialog that opens files. What can be read
//! is added as one step; what cannot says where and why, and the design stays as it was.

use bayplan_model::design::Design;
use bayplan_model::edit::Edit;
use bayplan_model::import::MAX_BYTES;
use bayplan_model::record::RecordId;
use bayplan_model::text::{all_of, count};
use bayplan_worker::{Answer, Brought, File, Request};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::files::Files;
use crate::number;
use crate::persistence::Persistence;
use crate::pointer::Pointer;
use crate::workbench::{Dialog, Refused, Selection, Workbench};

/// The most files that are read at once: enough for a folder of task definitions, and no download folder.
const MOST_FILES: u32 = 200;

/// What reading takes. Handles, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Bring {
    workbench: Workbench,
    persistence: Persistence,
    files: Files,
}

impl Bring {
    /// Of this page.
    ///
    /// # Panics
    /// Outside the page's component tree, which is a bug.
    pub fn expect() -> Self {
        Self {
            workbench: Workbench::expect(),
            persistence: Persistence::expect(),
            files: Files::expect(),
        }
    }

    /// Takes what is pasted or dropped anywhere on the page, but for where people type.
    pub fn listen(self) {
        let is_elsewhere = move |event: &web_sys::Event| {
            self.workbench.dialog.with_untracked(Option::is_none) && !is_typed_into(event)
        };
        let paste = window_event_listener(ev::paste, move |event| {
            let Some(data) = event.clipboard_data().filter(|_| is_elsewhere(&event)) else {
                return;
            };
            if let Some(files) = data.files().filter(|files| files.length() > 0) {
                event.prevent_default();
                self.take_files(files);
                return;
            }
            let text = data.get_data("text/plain").unwrap_or_default();
            if !text.trim().is_empty() {
                event.prevent_default();
                self.take(vec![File { name: None, text }]);
            }
        });
        let over = window_event_listener(ev::dragover, |event| {
            if has_files(&event) {
                // Otherwise the browser leaves the page for the file.
                event.prevent_default();
            }
        });
        let drop = window_event_listener(ev::drop, move |event| {
            if event.default_prevented() || !has_files(&event) {
                return;
            }
            event.prevent_default();
            if let Some(files) = event.data_transfer().and_then(|data| data.files())
                && self.workbench.dialog.with_untracked(Option::is_none)
            {
                self.take_files(files);
            }
        });
        // The page is the listeners' life.
        std::mem::forget((paste, over, drop));
    }

    fn take_files(self, files: web_sys::FileList) {
        spawn_local(async move {
            match read_files(&files).await {
                Ok(files) => self.take(files),
                Err(problem) => self.refuse(String::new(), problem),
            }
        });
    }

    fn take(self, files: Vec<File>) {
        self.workbench.announce("Reading…");
        spawn_local(async move {
            let text = match files.as_slice() {
                [file] => file.text.clone(),
                _ => String::new(),
            };
            if let Err(problem) = self.add(files, || true).await {
                self.refuse(text, problem);
            }
        });
    }

    /// Shows what cannot be read where it can be repaired.
    fn refuse(self, text: String, problem: String) {
        let refused = Pointer::new(Refused { text, problem });
        self.workbench.dialog.set(Some(Dialog::Import(Some(refused))));
    }

    /// Adds what texts hold to the design, or opens it; the reason if it is neither. Does nothing when it is no longer
    /// wanted by the time it is read.
    pub async fn add(self, files: Vec<File>, is_wanted: impl Fn() -> bool) -> Result<(), String> {
        let workbench = self.workbench;
        if workbench.opened.get_untracked() == 0 {
            return Err("The design is still being opened. Try again in a moment.".to_owned());
        }
        let request = Request::Read { files };
        loop {
            let before = workbench.version();
            let answer = self.files.ask(workbench, &request).await?;
            if !is_wanted() {
                return Ok(());
            }
            // Added to a design that is no longer there, it would undo what was edited meanwhile.
            if before != workbench.version() {
                continue;
            }
            return match answer {
                Answer::Refused { message } => Err(message),
                Answer::Opened { design, remarks } => {
                    let design = read(&design)?;
                    workbench.dialog.set(None);
                    self.persistence.open_as_new(workbench, design);
                    for remark in remarks {
                        workbench.notice(&remark);
                    }
                    Ok(())
                }
                Answer::Added { design, files } => self.added(&read(&design)?, files),
                Answer::Written { .. } | Answer::Compared { .. } => Ok(()),
            };
        }
    }

    fn added(self, after: &Design, files: Vec<Brought>) -> Result<(), String> {
        let workbench = self.workbench;
        let edits = workbench.design.with_untracked(|before| edits(before, after));
        let step = match files.as_slice() {
            [Brought { name: Some(name), .. }] => format!("Add {name}"),
            [_] => "Add what was pasted".to_owned(),
            files => format!("Add {}", count(files.len(), "file")),
        };
        if !workbench.commit(&step, &edits, None) {
            return Err("It could not be added to this design.".to_owned());
        }
        workbench.dialog.set(None);
        let added: Vec<RecordId> =
            files.iter().flat_map(|file| &file.added).filter_map(|id| id.parse().ok()).collect();
        if let Some(first) = added.first() {
            workbench.select(Some(Selection::record(first.clone())));
        }
        let names: Vec<&str> = added.iter().map(RecordId::name).collect();
        let said = match names.as_slice() {
            [] => "Nothing new was in there.".to_owned(),
            [_, _, _, _, _, ..] => format!("Added {}.", count(names.len(), "record")),
            names => format!("Added {}.", all_of(names)),
        };
        let notes = files.iter().map(|file| file.notes.len()).sum();
        let is_whole = files.iter().all(|file| file.refused.is_none());
        let dialog = Dialog::Read(Pointer::new(files));
        if !is_whole {
            workbench.announce(&said);
            workbench.dialog.set(Some(dialog));
        } else if notes > 0 {
            workbench.notice_about(&said, &count(notes, "remark"), dialog);
        } else {
            workbench.notice(&said);
        }
        Ok(())
    }
}

/// The control that asks for files that can be imported; its label looks like a button.
pub fn file_control(chosen: impl Fn(Option<web_sys::FileList>) + 'static) -> AnyView {
    let input =
        |event: web_sys::Event| event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok();
    view! {
        <input
            type="file"
            multiple=true
            class="visually-hidden"
            accept=".json,.yaml,.yml,.template,application/json,text/plain"
            on:click=move |event| {
                // The same file, repaired meanwhile, would be no change to the control.
                if let Some(input) = input(event.into()) {
                    input.set_value("");
                }
            }
            on:change=move |event| chosen(input(event).and_then(|input| input.files()))
        />
    }
    .into_any()
}

/// The texts of files.
///
/// # Errors
/// A sentence for the screen when a file is too large or cannot be read, or when they are too many.
pub async fn read_files(files: &web_sys::FileList) -> Result<Vec<File>, String> {
    if files.length() > MOST_FILES {
        return Err(format!(
            "These are {} files, and at most {MOST_FILES} are read at once. Choose the task definitions, services and \
             templates among them.",
            files.length(),
        ));
    }
    let mut read = Vec::new();
    let mut size = 0.0;
    for file in (0..files.length()).filter_map(|index| files.get(index)) {
        let name = file.name();
        size += file.size();
        // The browser says how large a file is before any of it is read.
        #[allow(clippy::cast_precision_loss, reason = "a limit far below 2^53")]
        if size > MAX_BYTES as f64 {
            let (what, have) =
                if read.is_empty() { (name, "has") } else { ("They".to_owned(), "have") };
            return Err(format!(
                "{what} {have} {} MiB, and at most {} MiB are read. A task definition has at most 64 kB, so this is \
                 probably another file.",
                number::text((size / 104_857.6).round() / 10.0),
                MAX_BYTES / 1_048_576,
            ));
        }
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let Some(text) = text else {
            return Err(format!("{name} could not be read. Choose it again, or paste its text."));
        };
        read.push(File { name: Some(name), text });
    }
    Ok(read)
}

fn has_files(event: &web_sys::DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

/// Whether an event belongs to a field that people type into.
fn is_typed_into(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        target.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some()
    })
}

/// A design as the worker wrote it.
fn read(design: &str) -> Result<Design, String> {
    Design::parse(design).map_err(|error| error.to_string())
}

/// What makes one design of the other: records added, and in their place those that were linked to them.
fn edits(before: &Design, after: &Design) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, (id, entry)) in after.entries().enumerate() {
        let record = entry.record.clone();
        match before.entry(id) {
            Some(same) if same.record == record => {}
            Some(linked) => {
                edits.push(Edit::RemoveRecord { id: id.clone() });
                edits.push(Edit::AddRecord { id: id.clone(), index: Some(index), record });
                edits.push(Edit::SetPlace { id: id.clone(), place: linked.place });
            }
            None => edits.push(Edit::AddRecord { id: id.clone(), index: None, record }),
        }
    }
    edits
}
