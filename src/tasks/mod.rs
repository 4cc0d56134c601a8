//! The language of the Obsidian Tasks plugin: its query blocks and its task lines, read as the plugin reads them.
//!
//! Nothing here knows of notes, files or rules: a text goes in, [`Problem`]s with byte ranges into that text come out.
//! They say what the plugin itself would say (as of its commit `cc0fce3c`, after version 8.3.0), and what it accepts
//! although it was almost surely not meant.
//!
//! - [`check_block`] judges a query, [`check_line`] a line of a note that may be a task.
//! - [`line::parse`] reads a task line with every field, in both formats.
//! - [`dates`] reads the dates of filters, [`recurrence`] the rules of tasks that come again.
//! - [`Settings`] are the plugin's own. Where they were not found, what hangs on them is [`Severity::Info`] or silent:
//!   nothing is guessed.
//!
//! The plugin's documentation: <https://publish.obsidian.md/tasks/>.

pub mod dates;
pub mod line;
mod problem;
pub mod query;
pub mod recurrence;
mod regexp;
mod settings;
mod words;

use jiff::civil::Date;

pub use line::check as check_line;
pub use problem::{Code, Problem, Severity, Suggestion};
pub use settings::{Format, Settings, StatusType};

/// Judges the inside of a ```` ```tasks ```` block, of which nothing else is known. [`query::check_block`] takes more.
///
/// `today` is the day from which relative dates count. Ranges are bytes of `text`; problems come in the order of their
/// places.
pub fn check_block(text: &str, settings: Option<&Settings>, today: Date) -> Vec<Problem> {
    query::check_block(text, &query::Context::new(settings, today))
}
