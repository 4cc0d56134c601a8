//! `path includes …` that finds no note, or more than the folder it was meant for.

use std::fmt::Debug;

use super::super::super::{Code, Problem};
use super::super::instruction::Judge;
use super::super::text_filter::TextFilter;

/// The notes of the vault in which a query stands, as far as it asks for them.
pub trait Notes: Debug {
    /// Which notes have a text in their path (from the vault's top, with extension; capital letters do not matter).
    fn with_path(&self, part: &str) -> PathMatch;
}

/// Which notes a text in a path finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathMatch {
    /// Some; nothing odd about them.
    Some,
    /// None at all.
    None,
    /// Those of the folder that holds the query, and others that have tasks too.
    Strays {
        /// The folder that was meant, with a `/` at the end.
        own: String,
        /// A note elsewhere.
        other: String,
    },
}

/// Judges the value of `path includes`. Only where it stands alone: beside other filters, one that finds nothing may be
/// just what was meant.
pub(in super::super) fn path(line: &str, filter: &TextFilter, judge: &Judge<'_>) -> Option<Problem> {
    let vault = judge.context.vault?;
    let operator = line.get(filter.field.len()..filter.value)?.trim();
    let positive = operator.eq_ignore_ascii_case("includes") || operator.eq_ignore_ascii_case("include");
    let value = line.get(filter.value..)?.trim();
    if judge.depth > 0 || filter.field != "path" || !positive || value.is_empty() {
        return None;
    }
    let start = filter.value + line[filter.value..].find(value)?;
    let range = start..start + value.len();
    match vault.with_path(value) {
        PathMatch::Some => None,
        PathMatch::None => Some(
            Problem::warning(Code::NoSuchPath, range, format!("no note of the vault has `{value}` in its path"))
                .help("a path is the folders, the name and `.md`, as in `People/Ada.md`"),
        ),
        PathMatch::Strays { own, other } => {
            let message = format!("`{value}` is also in the paths of notes elsewhere, such as `{other}`");
            Some(
                Problem::warning(Code::StrayPath, range.clone(), message)
                    .help(format!("write `{own}` for the folder that holds this query"))
                    .instead(format!("write `{own}`"), vec![(range, own)]),
            )
        }
    }
}
