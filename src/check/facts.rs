//! What is known of the vault as a whole, gathered before notes are checked.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::across::Across;
use super::task_ids::TaskIds;
use crate::text::NotePath;
use crate::vault::Vault;

/// How long a tag has been on a note, as git's history tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagAge {
    /// Added by this commit on this day.
    Added {
        /// The commit, abbreviated.
        commit: String,
        /// The day of the commit.
        date: jiff::civil::Date,
    },
    /// Older than this day: the walk stopped there.
    Before(jiff::civil::Date),
    /// The clone is too shallow to know.
    HistoryTooShort,
    /// The last commit has the note without the tag: it was put on just now.
    Uncommitted,
}

/// The vault as a whole.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Age of the review tag by note, where history was asked.
    pub tag_ages: BTreeMap<NotePath, TagAge>,
    /// The Tasks plugin's settings in this vault; `None` where they were not found.
    pub tasks: Option<crate::tasks::Settings>,
    /// All its files, looked at on demand; `None` for a note that stands alone.
    pub vault: Option<Arc<Vault>>,
    /// The ids of its tasks, gathered when the first one is met.
    pub task_ids: Arc<OnceLock<TaskIds>>,
    /// Facts that stand in several of its notes; `None` until all notes were gathered.
    pub across: Option<Arc<Across>>,
}
