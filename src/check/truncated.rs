//! A bullet that a program cut off: it ends in dots at a length that no person stops at, or in the middle of a word that
//! another bullet of the note goes on with.

use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use super::{Check, Context, Finding, Messages};
use crate::note::{InlineKind, Item, Note};
use crate::text::Span;

pub(super) const MESSAGES: Messages = &[("dots", &["length"]), ("mid-word", &["length", "line"])];

/// Parameters of the primitive `truncated`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// A bullet shorter than this (in characters) was not cut by a program.
    #[serde(default = "min_length")]
    pub min_length: usize,
}

fn min_length() -> usize {
    80
}

pub(super) struct Truncated {
    params: Params,
}

impl Truncated {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }
}

impl Check for Truncated {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        let bullets: Vec<(&Item, &str)> = note
            .items
            .iter()
            .filter(|item| !item.has_children)
            .map(|item| (item, words(note, item)))
            .filter(|(_, text)| {
                let least = self.params.min_length;
                text.len() >= least && text.graphemes(true).take(least).count() >= least
            })
            .collect();
        for (item, text) in &bullets {
            let bare = text.trim_end_matches(['*', '_', '"', '\'', '”']);
            let cut = bare.strip_suffix("...").or_else(|| bare.strip_suffix('…'));
            // A person's dots follow a finished thought; a program's stand behind whatever the limit left.
            if let Some(cut) = cut
                .filter(|cut| cut.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '(' | '/')))
            {
                let start = item.content.from() + cut.len();
                let span = Span::new(start, item.content.from() + bare.len());
                out.push(Finding::new("dots", span).value("length", text.graphemes(true).count()));
            }
        }
        self.mid_word(note, &bullets, out);
    }
}

/// What a bullet says: a comment behind it, such as one that spares it from another rule, is not where it was cut.
fn words<'a>(note: &'a Note, item: &Item) -> &'a str {
    let mut end = item.content.to();
    for inline in note.inlines_in(item.content).iter().rev() {
        if inline.kind != InlineKind::Comment || inline.span.to() != end {
            break;
        }
        let before = note.slice(Span::new(item.content.from(), inline.span.from()));
        end = item.content.from() + before.trim_end_matches([' ', '\t']).len();
    }
    note.slice(Span::new(item.content.from(), end))
}

impl Truncated {
    /// In sorted order a text stands directly before the texts that it is a prefix of.
    fn mid_word(&self, note: &Note, bullets: &[(&Item, &str)], out: &mut Vec<Finding>) {
        let mut sorted: Vec<&(&Item, &str)> = bullets.iter().collect();
        sorted.sort_by(|a, b| a.1.cmp(b.1).then(a.0.marker.cmp(&b.0.marker)));
        for pair in sorted.windows(2) {
            let ((item, text), (whole, longer)) = (pair[0], pair[1]);
            let Some(rest) = longer.strip_prefix(text) else { continue };
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if letter(text.chars().next_back()) && letter(rest.chars().next()) {
                let word = text.split_whitespace().next_back().unwrap_or(text);
                let end = item.content.from() + text.len();
                let span = Span::new(end - word.len(), end);
                out.push(
                    Finding::new("mid-word", span)
                        .value("length", text.graphemes(true).count())
                        .value("line", whole.lines.first + 1)
                        .related(note, note.item_line(whole), "goes on here"),
                );
            }
        }
    }
}
