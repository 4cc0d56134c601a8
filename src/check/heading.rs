//! Two headings of one name under one parent: links to them reach the first only.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Check, Context, Finding, Messages};
use crate::note::Note;

pub(super) const MESSAGES: Messages = &[("duplicate", &["title", "line"])];

/// Parameters of the primitive `heading`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// Headings above this level (1 to 6) are not compared.
    #[serde(default = "one")]
    pub min_level: u8,
}

fn one() -> u8 {
    1
}

pub(super) struct Heading {
    params: Params,
}

impl Heading {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }
}

impl Check for Heading {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        let mut seen = BTreeMap::new();
        for section in note.sections.iter().filter(|section| section.level >= self.params.min_level) {
            let title = note.slice(section.title);
            if title.is_empty() {
                continue;
            }
            // Obsidian's links to headings know neither case nor runs of blanks.
            let name = title.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
            match seen.entry((section.parent, section.level, name)) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(section);
                }
                std::collections::btree_map::Entry::Occupied(entry) => {
                    let first = entry.get();
                    out.push(
                        Finding::new("duplicate", section.title)
                            .value("title", title)
                            .value("line", first.heading.first + 1)
                            .related(note, first.title, "the first one"),
                    );
                }
            }
        }
    }
}
