//! Where notes come from and go back to.

pub mod error;
pub mod git;
pub mod stdin;
pub mod watch;
pub mod worktree;
pub mod write;

pub use error::OriginError;
