//! Labelled notes: bullets that state one fact bear one label.
//!
//! Two forms are read. `NAME.md` beside `NAME.gold.json` has the labels in the second file. A note by itself has them at the ends of its
//! bullets, ` ⟦f12:ab⟧`: the fact, and the details of it that this bullet states (`a` is the core, which all its bullets state).

#![allow(dead_code, reason = "each program uses its own part")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// One labelled bullet.
pub(crate) struct Bullet {
    /// Its line, from 1.
    pub(crate) line: usize,
    /// What follows the list marker.
    pub(crate) text: String,
    /// The fact.
    pub(crate) fact: String,
    /// A letter for each detail.
    pub(crate) details: String,
}

/// One note with its labels.
pub(crate) struct LabelledNote {
    /// The name of the file without its ending.
    pub(crate) name: String,
    /// The note without the labels.
    pub(crate) text: String,
    /// Bullets without a date, and bullets that begin with one.
    pub(crate) lists: [Vec<Bullet>; 2],
}

/// The labelled notes of a folder, by name.
pub(crate) fn read(folder: &Path) -> Result<Vec<LabelledNote>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let mut notes = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let labels = file.with_extension("gold.json");
        if labels.exists() {
            notes.push(with_labels_beside(&file, text, &serde_json::from_str(&fs::read_to_string(labels)?)?));
        } else if text.contains(OPEN) {
            notes.push(with_labels_within(&file, &text));
        }
    }
    Ok(notes)
}

const OPEN: &str = " ⟦";

fn name(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn with_labels_beside(file: &Path, text: String, labels: &Value) -> LabelledNote {
    let list = |kind: &str| -> Vec<Bullet> {
        let items = labels[kind].as_array().into_iter().flatten();
        items
            .map(|item| Bullet {
                line: item["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or_default(),
                text: item["text"].as_str().unwrap_or_default().to_owned(),
                fact: item["cluster"].to_string(),
                details: match &item["atoms"] {
                    Value::Array(details) => details.iter().filter_map(Value::as_str).collect(),
                    details => details.as_str().unwrap_or_default().to_owned(),
                },
            })
            .collect()
    };
    LabelledNote { name: name(file), text, lists: [list("facts"), list("context")] }
}

fn with_labels_within(file: &Path, text: &str) -> LabelledNote {
    let mut note = LabelledNote { name: name(file), text: String::new(), lists: [Vec::new(), Vec::new()] };
    for (number, line) in text.lines().enumerate() {
        let (line, label) = line.rsplit_once(OPEN).unwrap_or((line, ""));
        note.text.push_str(line);
        note.text.push('\n');
        if let (Some(text), Some((fact, details))) =
            (line.strip_prefix("- "), label.trim_end_matches('⟧').split_once(':'))
        {
            let (fact, details) = (fact.to_owned(), details.to_owned());
            let dated = text.as_bytes().first().is_some_and(u8::is_ascii_digit) && text.get(10..11) == Some(":");
            note.lists[usize::from(dated)].push(Bullet { line: number + 1, text: text.to_owned(), fact, details });
        }
    }
    note
}
