//! Configuration: `vault-lint.toml`, found, merged and resolved into the rules in force for a note.

pub mod discover;
pub mod file;
pub mod schema;
pub mod settings;

pub use crate::text::caret;
pub use discover::{Discovery, Disk, Merged};
pub use file::ConfigError;
pub use schema::schema;
pub use settings::{Selection, Settings};
