//! A heading with nothing below it.

use serde::Deserialize;

use super::scope::globs;
use super::{Check, Context, Finding, Messages};
use crate::note::Note;

pub(super) const MESSAGES: Messages = &[("empty", &["title"])];

/// Parameters of the primitive `section`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// Headings that may stay empty: case-insensitive globs.
    #[serde(default)]
    pub except: Vec<String>,
}

pub(super) struct EmptySection {
    except: globset::GlobSet,
}

impl EmptySection {
    pub(super) fn new(params: Params) -> Result<Self, String> {
        Ok(Self { except: globs(&params.except)? })
    }
}

impl Check for EmptySection {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        for section in &note.sections {
            let empty = section.body.range().all(|line| note.source.is_blank(line));
            // The title of a note that has nothing else is a stub, not an empty section.
            if !empty || note.sections.len() == 1 || self.except.is_match(note.slice(section.title)) {
                continue;
            }
            out.push(Finding::new("empty", section.title).value("title", note.slice(section.title)));
        }
    }
}
