//! The passes, in the order in which their proposals count: what `vault-lint explain format` prints.

use super::around::{self, Around};
use super::layout::Layout;
use super::settings::DateQuotes;
use super::{Change, Settings, blank_runs, bullets, final_newline, front_matter, heading_spacing, looseness, trailing};

/// One pass of the formatter.
pub struct Pass {
    /// Its name, which is its key under `[format]`.
    pub name: &'static str,
    /// The default of that key, as TOML.
    pub default: &'static str,
    /// What it does, in one line, and with which exceptions.
    pub doc: &'static str,
    pub(super) stage: Stage,
    pub(super) is_on: fn(&Settings) -> bool,
    pub(super) run: fn(&Layout<'_>, &'static str) -> Vec<Change>,
}

/// By what the guard judges a pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// White space and bullets: the outline stays the same.
    Space,
    /// The form of the front matter: the values of the properties stay the same.
    Properties,
}

macro_rules! pass {
    ($name:literal, $default:literal, $stage:ident, $on:expr, $run:expr, $doc:literal) => {
        Pass { name: $name, default: $default, doc: $doc, stage: Stage::$stage, is_on: $on, run: $run }
    };
}

/// All passes of the formatter.
pub static PASSES: &[Pass] = &[
    pass!(
        "blank-lines-around-headings",
        "true",
        Space,
        |s| s.blank_lines_around_headings,
        |l, pass| around::run(l, pass, Around::Headings),
        "One blank line above and below a heading; a comment or HTML right above it stays with it."
    ),
    pass!(
        "blank-lines-around-lists",
        "true",
        Space,
        |s| s.blank_lines_around_lists,
        |l, pass| around::run(l, pass, Around::Lists),
        "One blank line above and below a list at the top of the note; a sub-list stays with its item's text."
    ),
    pass!(
        "blank-lines-around-fences",
        "true",
        Space,
        |s| s.blank_lines_around_fences,
        |l, pass| around::run(l, pass, Around::Fences),
        "One blank line above and below fenced code at the top of the note."
    ),
    pass!(
        "blank-lines-around-quotes",
        "true",
        Space,
        |s| s.blank_lines_around_quotes,
        |l, pass| around::run(l, pass, Around::Quotes),
        "One blank line above and below a quote; a paragraph right below it stays, since Obsidian reads it as part of it."
    ),
    pass!(
        "blank-lines-around-callouts",
        "true",
        Space,
        |s| s.blank_lines_around_callouts,
        |l, pass| around::run(l, pass, Around::Callouts),
        "The same for callouts."
    ),
    pass!(
        "blank-lines-around-tables",
        "true",
        Space,
        |s| s.blank_lines_around_tables,
        |l, pass| around::run(l, pass, Around::Tables),
        "One blank line above and below a table; a block id below it stays as it is."
    ),
    pass!(
        "blank-lines-around-rules",
        "true",
        Space,
        |s| s.blank_lines_around_rules,
        |l, pass| around::run(l, pass, Around::Rules),
        "One blank line above and below `---` and `***`, but not below `---` with `key: value` under it: that may be misplaced front matter."
    ),
    pass!(
        "list-looseness",
        "true",
        Space,
        |s| s.list_looseness,
        looseness::run,
        "A list is loose if one of its items holds two blocks with a blank line between them (sub-lists do not count); then one blank line stands between all its items. Every other list is tight: no blank lines between its items or above their sub-lists."
    ),
    pass!(
        "bullet-markers",
        "true",
        Space,
        |s| s.bullet_markers,
        bullets::run,
        "`-` for the bullets `*` and `+`, but not where that would join two neighbouring lists. Numbers stay as they are."
    ),
    pass!(
        "heading-spacing",
        "true",
        Space,
        |s| s.heading_spacing,
        heading_spacing::run,
        "One blank between the signs of a heading and its text. `#Heading` is a tag in Obsidian and stays."
    ),
    pass!(
        "blank-line-runs",
        "true",
        Space,
        |s| s.blank_line_runs,
        blank_runs::run,
        "At most one blank line in a row; not in code, math, HTML, comments and templates."
    ),
    pass!(
        "final-newline",
        "true",
        Space,
        |s| s.final_newline,
        final_newline::run,
        "Exactly one line ending at the end of the note; an empty note stays empty."
    ),
    pass!(
        "trailing-blanks",
        "true",
        Space,
        |s| s.trailing_blanks,
        trailing::run,
        "No blanks at the ends of lines. Hard breaks inside a paragraph stay, and so does the blank of an empty item, task, heading or field."
    ),
    pass!(
        "front-matter-trailing-blanks",
        "true",
        Space,
        |s| s.front_matter_trailing_blanks,
        front_matter::trailing::run,
        "No blanks at the ends of lines of the front matter; not in values of several lines, not where it cannot be read."
    ),
    pass!(
        "front-matter-key-order",
        "[]",
        Properties,
        |s| !s.front_matter_key_order.is_empty(),
        front_matter::key_order::run,
        "These keys first and in this order, with their comments; all others behind them as they are. Not with anchors or templates."
    ),
    pass!(
        "front-matter-tags-as-block-list",
        "false",
        Properties,
        |s| s.front_matter_tags_as_block_list,
        front_matter::tags::run,
        "`tags: [a, b]` and `tags: a, b` as a list with one tag a line."
    ),
    pass!(
        "front-matter-date-quotes",
        "\"keep\"",
        Properties,
        |s| s.front_matter_date_quotes != DateQuotes::Keep,
        front_matter::dates::run,
        "The quotes of dates such as 2025-01-02: `keep`, `none`, `single` or `double`."
    ),
];
