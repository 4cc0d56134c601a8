//! One self-contained page about a vault's health: figures and charts as plain HTML and SVG, the findings as data for the
//! page's own script.
//!
//! What notes say never becomes markup: the figures are escaped (`escape.rs`), the data is JSON that no HTML parser can leave,
//! the script sets text only, and the page's policy (CSP) forbids every script, style and request but its own two blocks,
//! which it names by their hashes. The same findings give the same bytes.

mod ages;
mod bars;
mod data;
mod escape;
mod page;
mod policy;
mod tally;
mod timeline;
mod wordings;

use std::io::{self, Write};

use jiff::civil::Date;

use super::Report;
use crate::text::NotePath;

/// What the page is about.
#[derive(Clone, Copy)]
pub struct Health<'h, 'r> {
    /// The findings.
    pub report: &'h Report<'r>,
    /// What the vault is called.
    pub name: &'h str,
    /// The day on which it was looked at.
    pub today: Date,
    /// What was looked at, in words, where that was not everything.
    pub scope: &'h [String],
    /// Every note that was looked at, sorted.
    pub notes: &'h [&'h NotePath],
    /// The day of every dated entry.
    pub entries: &'h [Date],
    /// The notes that wait for somebody.
    pub waiting: &'h [Waiting<'h>],
}

/// A note with a tag that asks for something.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    /// The note.
    pub path: &'a NotePath,
    /// The tag, without `#`.
    pub tag: &'a str,
    /// Since when, where that is known.
    pub since: Option<Date>,
}

/// Writes the page.
///
/// # Errors
/// What `out` reports.
pub fn write(health: &Health<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page::page(health)?.as_bytes())
}

#[cfg(test)]
mod tests;
