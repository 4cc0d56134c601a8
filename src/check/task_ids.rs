//! The ids by which tasks of the vault depend on each other.

use std::collections::BTreeMap;

use crate::note::Note;
use crate::tasks::line::{FieldKind, TaskLine, parse};
use crate::tasks::{Format, Settings};
use crate::text::{NotePath, Source, Span};
use crate::vault::Vault;

/// Which notes use an id for a task of theirs, each as often as it does.
#[derive(Debug, Default)]
pub struct TaskIds {
    by_id: BTreeMap<String, Vec<String>>,
}

impl TaskIds {
    /// Looks through all notes of the vault.
    #[must_use]
    pub fn of(vault: &Vault, settings: Option<&Settings>) -> Self {
        let mut ids = Self::default();
        for path in vault.names().notes() {
            let Some(text) = vault.read(path) else { continue };
            // Few notes have any, and parsing all would cost every run.
            if !text.contains('🆔') && !text.contains("id::") {
                continue;
            }
            let Ok(source) = Source::new(NotePath::new(path), text) else { continue };
            let note = Note::parse(source);
            for (_, task) in tasks(&note, settings) {
                ids.by_id.entry(task.id.unwrap_or_default()).or_default().push(path.to_owned());
            }
        }
        ids
    }

    /// The notes that have a task of this id, the note at `own` apart.
    pub(super) fn elsewhere<'a>(&'a self, id: &str, own: Option<&'a str>) -> impl Iterator<Item = &'a str> {
        let found = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        found.iter().map(String::as_str).filter(move |path| Some(*path) != own)
    }
}

/// The tasks of a note with the places of their lines; those in code and comments are none.
pub(super) fn tasks<'a>(note: &'a Note, settings: Option<&'a Settings>) -> impl Iterator<Item = (Span, TaskLine)> + 'a {
    let format = settings.map_or(Format::Emoji, |settings| settings.format);
    note.items.iter().filter_map(move |item| {
        item.task?;
        let line = note.source.line(item.lines.first as usize);
        Some((line, parse(note.slice(line), format)?))
    })
}

/// Where a field of a task has its value.
pub(super) fn value(line: Span, task: &TaskLine, kind: FieldKind) -> Option<Span> {
    let field = task.fields.iter().find(|field| field.kind == kind)?;
    Some(Span::new(line.from() + field.value.start, line.from() + field.value.end))
}
