//! The vault as a whole: which files there are, what a link leads to, and what a note can be linked at.
//!
//! Nothing is looked at before somebody asks: a run over notes without links never lists a folder. Where the files come
//! from (the work tree, git's index, an example of a rule) is the business of whoever implements [`Files`].

mod anchors;
mod names;

pub use anchors::{Anchors, heading_key};
pub use names::{Found, Names};

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::note::{Note, Value};
use crate::text::{NotePath, Source};

/// Where a vault's files come from. All paths are relative to the vault's top, with `/` between their parts.
pub trait Files: Send + Sync {
    /// Every file of the vault, in any order.
    fn list(&self) -> Vec<String>;

    /// Files that Obsidian sees as well but that are no part of the vault as it is looked at: those that git ignores, when
    /// the vault is git's index. Asked for only when a link would be dead otherwise.
    fn beside(&self) -> Vec<String>;

    /// The text of a note; `None` where it is gone or no text.
    fn read(&self, path: &str) -> Option<String>;

    /// Whether reading all notes is cheap enough to be done for a better word about a link. A hook on one note of a large
    /// vault must not unpack all of it for that.
    fn reads_all_cheaply(&self) -> bool;
}

/// A vault, looked at on demand.
pub struct Vault {
    files: Box<dyn Files>,
    /// The absolute folder that paths in reports are relative to.
    working: PathBuf,
    /// The vault's top.
    top: PathBuf,
    names: OnceLock<Names>,
    beside: OnceLock<Names>,
    anchors: Mutex<BTreeMap<String, Option<Arc<Anchors>>>>,
    aliases: OnceLock<BTreeMap<String, String>>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("top", &self.top).finish_non_exhaustive()
    }
}

impl Vault {
    /// A vault with its top; paths in reports are relative to `working`. Both are absolute.
    #[must_use]
    pub fn new(files: Box<dyn Files>, top: PathBuf, working: PathBuf) -> Self {
        Self {
            files,
            working,
            top,
            names: OnceLock::new(),
            beside: OnceLock::new(),
            anchors: Mutex::default(),
            aliases: OnceLock::new(),
        }
    }

    /// A note's path from the vault's top; `None` for one that lies outside.
    #[must_use]
    pub fn locate(&self, shown: &NotePath) -> Option<String> {
        let whole = self.working.join(shown.as_str());
        Some(whole.strip_prefix(&self.top).ok()?.to_string_lossy().replace('\\', "/"))
    }

    /// All files.
    #[must_use]
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self.files.list()))
    }

    /// What a link's path (without `#heading`) leads to, seen from a note.
    #[must_use]
    pub fn find(&self, link: &str, from: Option<&str>) -> Found<'_> {
        match self.names().find(link, from) {
            Found::File(path) => Found::File(path),
            other => match self.beside.get_or_init(|| Names::new(self.files.beside())).find(link, from) {
                Found::File(path) => Found::File(path),
                _ => other,
            },
        }
    }

    /// What can be linked at in a note; `None` where it cannot be read.
    #[must_use]
    pub fn anchors(&self, path: &str) -> Option<Arc<Anchors>> {
        let lock = || self.anchors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(path) {
            return known.clone();
        }
        // Read outside of the lock: two threads may read the same note, none waits for another's.
        let anchors = self.note(path).map(|note| Arc::new(Anchors::of(&note)));
        lock().insert(path.to_owned(), anchors.clone());
        anchors
    }

    /// The note that has this other name (`aliases`), whatever its case; never one where notes are dear to read.
    #[must_use]
    pub fn alias(&self, name: &str) -> Option<&str> {
        if !self.files.reads_all_cheaply() {
            return None;
        }
        self.aliases.get_or_init(|| self.gather_aliases()).get(&names::key(name)).map(String::as_str)
    }

    /// The text of a note.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<String> {
        self.files.read(path)
    }

    fn note(&self, path: &str) -> Option<Note> {
        Some(Note::parse(Source::new(NotePath::new(path), self.files.read(path)?).ok()?))
    }

    fn gather_aliases(&self) -> BTreeMap<String, String> {
        let mut aliases = BTreeMap::new();
        for path in self.names().notes() {
            let Some(text) = self.files.read(path).filter(|text| text.starts_with("---")) else { continue };
            // The properties are all that is needed: the note's text is left out before it is parsed.
            let end = text[3..].find("\n---").map_or(0, |at| at + 7);
            let front = &text[..end];
            if !front.contains("alias") {
                continue;
            }
            let Ok(source) = Source::new(NotePath::new(path), front.to_owned()) else { continue };
            let note = Note::parse(source);
            for property in ["aliases", "alias"].iter().filter_map(|key| note.front.get(key)) {
                let listed: Vec<&str> = match &property.value {
                    Value::List(elements) => elements.iter().filter_map(|e| e.value.as_text()).collect(),
                    value => value.as_text().into_iter().collect(),
                };
                for name in listed {
                    // Of two notes with one other name the first counts: which it is does not depend on the disk.
                    aliases.entry(names::key(name)).or_insert_with(|| path.to_owned());
                }
            }
        }
        aliases
    }
}
