//! The Markdown parser's doorway: the only folder that names comrak.
//!
//! comrak gives block structure and where blocks start. Its inline places are not used (they are off in table
//! cells, behind reference definitions and inside footnotes), nor are the ends of its containers.

mod lower;
mod render;

pub use lower::{RawBlock, RawKind, lower};
pub use render::render;

use comrak::Options;

/// The dialect: CommonMark, GitHub's tables and strikes, and Obsidian's wikilinks, callouts, comments and highlights.
///
/// `alerts` stays off: it knows five callouts only and swallows the fold marker.
fn options() -> Options<'static> {
    let mut options = Options::default();
    let e = &mut options.extension;
    e.strikethrough = true;
    e.table = true;
    e.autolink = true;
    e.tasklist = true;
    e.footnotes = true;
    e.math_dollars = true;
    e.wikilinks_title_after_pipe = true;
    e.ofm_callouts = true;
    e.ofm_comments = true;
    e.highlight = true;
    options.parse.relaxed_tasklist_matching = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// The body as comrak may see it: a NUL would become three bytes and shift every place behind it.
fn without_nul(body: &str) -> std::borrow::Cow<'_, str> {
    if body.as_bytes().contains(&0) { body.replace('\0', "\u{1}").into() } else { body.into() }
}
