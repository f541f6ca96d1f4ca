//! `Writer`: a design as the text that is saved, at the price of what changed.

use indexmap::IndexMap;

use super::{Design, Entry};
use crate::record::RecordId;

/// Writes designs as they are saved, and remembers what it wrote of each record: after an edit, the records that
/// it touched are written anew, and the others are copied.
#[derive(Debug, Default)]
pub struct Writer {
    written: IndexMap<RecordId, (Entry, String)>,
}

impl Writer {
    /// The design in one line: what [`Design::to_json`] says.
    pub fn write(&mut self, design: &Design) -> String {
        let frame = Design { settings: design.settings.clone(), records: IndexMap::new() };
        let mut text = frame.to_json().to_string();
        // The records are the last member.
        let Some(open) = text.strip_suffix("}}").map(str::len) else {
            return design.to_json().to_string();
        };
        text.truncate(open);
        let mut before = std::mem::take(&mut self.written);
        for (index, (id, entry)) in design.records.iter().enumerate() {
            let known = before.swap_remove(id).filter(|(known, _)| known.is_shared(entry));
            let (_, record) = known.unwrap_or_else(|| (entry.clone(), entry.to_json().to_string()));
            if index > 0 {
                text.push(',');
            }
            // An id has no character that JSON escapes.
            text.push('"');
            text.push_str(&id.to_string());
            text.push_str("\":");
            text.push_str(&record);
            self.written.insert(id.clone(), (entry.clone(), record));
        }
        text.push_str("}}");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::edit::Edit;

    #[test]
    fn what_it_remembers_is_what_it_would_write() {
        let text = include_str!("../../../public/examples/matabit.json");
        let mut design = Design::parse(text).unwrap();
        let mut writer = Writer::default();
        assert_eq!(writer.write(&design), design.to_json().to_string());
        let service: RecordId = "service.matabit".parse().unwrap();
        let edits = [
            Edit::Set {
                address: Address::field(service.clone(), "desiredCount".parse().unwrap()),
                value: 7.into(),
            },
            Edit::SetPlace {
                id: service.clone(),
                place: Some(super::super::Place { x: 1.5, y: -2.0 }),
            },
            Edit::RenameRecord { id: service.clone(), name: "other".to_owned() },
            Edit::RemoveRecord { id: "service.other".parse().unwrap() },
            Edit::SetSettings {
                settings: Box::new(Design::new("Another").settings.as_ref().clone()),
            },
        ];
        for edit in edits {
            design = design.apply(&[edit]).unwrap().0;
            assert_eq!(writer.write(&design), design.to_json().to_string());
        }
        assert_eq!(writer.write(&Design::default()), Design::default().to_json().to_string());
    }
}
