//! Near-duplicates and conflicts, cluster by cluster, as a person decides them: a state machine without a terminal.
//!
//! Findings become clusters (`cluster`); keys go into a [`Session`] and what is to be done comes out as an [`Action`]:
//! a note to write, a wording to edit, something to say. What a decision changes in a note is worked out in
//! `decision` and checked by `guard` before anybody writes it; `render` draws a cluster as lines of styled text.
//! Files, terminal and editor are the caller's business.

pub mod cluster;
pub mod render;
pub mod wording;

mod children;
mod choices;
mod decision;
mod guard;
mod history;
mod session;

#[cfg(test)]
mod tests;

pub use cluster::{Cluster, Kind, Member, Relation, clusters};
pub use session::{Action, Key, Session, Tally};
