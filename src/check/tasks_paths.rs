//! What `path includes` finds in the vault, seen from the note that asks.

use crate::tasks::query::{Notes, PathMatch};
use crate::vault::Vault;

/// The vault around a query.
#[derive(Debug)]
pub(super) struct PathsAround<'a> {
    pub(super) vault: &'a Vault,
    /// The path of the note that holds the query.
    pub(super) own: Option<String>,
}

impl PathsAround<'_> {
    /// The folder above the query whose name holds the text, with a `/` at the end: what was surely meant by it.
    fn own_folder(&self, part: &str) -> Option<&str> {
        let own = self.own.as_deref()?;
        let part = part.to_lowercase();
        let ends = own.match_indices('/').map(|(at, _)| at);
        let mut start = 0;
        for end in ends {
            if own[start..end].to_lowercase().contains(&part) {
                return Some(&own[..=end]);
            }
            start = end + 1;
        }
        None
    }
}

impl Notes for PathsAround<'_> {
    fn with_path(&self, part: &str) -> PathMatch {
        let mut found = self.vault.names().notes_with(part).peekable();
        if found.peek().is_none() {
            return PathMatch::None;
        }
        // A part of a path says which folder it means.
        let own = if part.contains('/') { None } else { self.own_folder(part) };
        let Some(own) = own else { return PathMatch::Some };
        match found.find(|path| !path.starts_with(own) && self.vault.read(path).is_some_and(|text| has_task(&text))) {
            Some(other) => PathMatch::Strays { own: own.to_owned(), other: other.to_owned() },
            None => PathMatch::Some,
        }
    }
}

/// Whether a note has a line that is a task.
fn has_task(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = ["- [", "* [", "+ [", ". [", ") ["].iter().find_map(|marker| line.strip_prefix(marker));
        rest.is_some_and(|rest| rest.chars().nth(1) == Some(']'))
    })
}
