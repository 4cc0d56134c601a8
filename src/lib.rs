//! vault-lint keeps an Obsidian vault in git clean.
//!
//! The modules in the order in which a note travels through them:
//!
//! 1. [`text`]: bytes, places in them, edits.
//! 2. [`origin`]: where notes come from and go back to: the work tree, git's index, a pipe.
//! 3. [`note`]: a text parsed into the owned model that everything else looks at.
//! 4. [`likeness`], [`tasks`]: what is known of sentences and of the Tasks plugin's language; no notes, no rules.
//! 5. [`vault`]: all notes together, and what a link leads to.
//! 6. [`check`]: primitives that report places; [`diagnostic`]: what a finding is.
//! 7. [`rule`]: declarations in TOML that name a primitive, word its messages and prove it by examples.
//! 8. [`mod@format`]: the formatter, as edits that leave the meaning alone.
//! 9. [`config`]: which rules are in force for a note.
//! 10. [`engine`]: lint, fix, format one note; [`suppress`]: what the note asks to be spared; [`baseline`]: what its owner
//!     has accepted, known again by [`fingerprint`].
//! 11. [`sink`]: findings in every output format, and the page of `report`.
//! 12. [`review`]: a person's decisions about wordings of one fact, key by key; pure as well.
//! 13. [`cli`]: the command line, which alone knows both ends.
//!
//! Nothing points upwards; `tests/architecture.rs` holds the table of who may import whom.

pub mod baseline;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod fingerprint;
pub mod format;
pub mod likeness;
pub mod note;
pub mod origin;
pub mod review;
pub mod rule;
pub mod sink;
pub mod suppress;
pub mod tasks;
pub mod text;
pub mod vault;
