//! Notes in git: what is staged, what changed since a revision, how old a tag is.
//!
//! The only folder that names `gix`. Everything is read from and written to git's objects and
//! index directly: nothing is stashed, nothing is checked out, no editor ever sees a note vanish.
//!
//! In the order in which data flows:
//! `repo` finds the repository, `staged` lists notes, `content` reads them, `write_back` returns
//! fixed ones with the help of `index_file`, `file_fix`, `convert` and `merge`; `since` and
//! `history` look back, `hook` installs the pre-commit hook.

mod content;
mod convert;
mod environment;
mod error;
mod file_fix;
mod history;
mod hook;
mod hook_script;
mod hook_state;
mod index_entry;
mod index_file;
mod index_reader;
mod index_tree_cache;
mod leftovers;
mod merge;
mod note_in_tree;
mod object_reader;
mod objects;
mod pack_cache;
mod reasons;
mod rename;
mod repo;
mod report;
mod since;
mod staged;
mod tree_diff;
mod trees;
mod worktree_file;
mod write_back;

pub use content::Filtered;
pub use error::GitError;
pub use history::TagAge;
pub use hook::{hook_status, install_hook, uninstall_hook};
pub use hook_state::HookState;
pub use index_reader::IndexReader;
pub use reasons::{LeftAlone, Refusal, Skip};
pub use repo::{BlobId, CommitKind, Entry, Repo};
pub use report::{NoteReport, Outcome, Report, Rewrite};
pub use staged::Staged;
