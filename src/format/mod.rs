//! The formatter: surgical edits of white space and bullets, never a printed syntax tree.
//!
//! Each pass looks at the parsed note and proposes changes; a guard parses the result and accepts it only if the note means
//! the same. Rounds are repeated until nothing is left to do, and all of them are told as edits of the original text.

mod around;
mod blank_runs;
mod bullets;
mod change;
mod compose;
mod final_newline;
mod front_matter;
mod guard;
mod heading_spacing;
mod layout;
mod looseness;
mod marker;
mod passes;
mod rounds;
mod settings;
#[cfg(test)]
mod testing;
mod trailing;
mod verbatim;

pub use change::{Change, Dropped, Formatted};
pub use passes::{PASSES, Pass};
pub use rounds::edits;
pub use settings::{DateQuotes, Settings};
