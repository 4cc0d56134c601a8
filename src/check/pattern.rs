//! A regular expression, for house rules.

use regex::Regex;
use serde::Deserialize;

use super::{Check, Context, Finding, Messages};
use crate::note::{BlockKind, InlineKind, Note};
use crate::text::{Edit, Fix, Safety, Span};

pub(super) const MESSAGES: Messages = &[("found", &["match"])];

/// The group that is reported.
const MARK: &str = "mark";

/// Parameters of the primitive `pattern`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// What is looked for, in the syntax of the crate `regex`; linear in the length of the note. A group named `mark`
    /// is what is reported, where there is one; the rest is its surroundings.
    pub regex: String,
    /// Where.
    #[serde(default)]
    pub within: Within,
    /// What may stand instead: `$1` and `${name}` are groups. An unsafe fix, since nobody proved it.
    #[serde(default)]
    pub replacement: Option<String>,
    /// What is passed over; below the front matter only.
    #[serde(default = "everything_opaque")]
    pub skip: Vec<Skip>,
}

/// Parts of a note that a pattern may pass over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skip {
    /// Code blocks and code spans.
    Code,
    /// Formulas.
    Math,
    /// HTML, blocks and tags.
    Html,
    /// `%% … %%`.
    Comments,
    /// `{{…}}` and `<% … %>`.
    Templates,
    /// Web addresses.
    Urls,
}

fn everything_opaque() -> Vec<Skip> {
    vec![Skip::Code, Skip::Math, Skip::Html, Skip::Comments, Skip::Templates, Skip::Urls]
}

/// Which part of the note is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// Everything below the front matter.
    #[default]
    Body,
    /// The front matter.
    FrontMatter,
    /// Heading text.
    Headings,
    /// The first paragraph of list items.
    Items,
}

pub(super) struct Pattern {
    params: Params,
    regex: Regex,
}

impl Pattern {
    pub(super) fn new(params: Params) -> Result<Self, String> {
        let regex = Regex::new(&params.regex).map_err(|error| format!("`regex` does not compile: {error}"))?;
        Ok(Self { params, regex })
    }

    fn places(&self, note: &Note) -> Vec<Span> {
        match self.params.within {
            Within::Body => vec![Span::new(note.body_start as usize, note.text().len())],
            Within::FrontMatter => note.front.span().into_iter().collect(),
            Within::Headings => note.sections.iter().map(|section| section.title).collect(),
            Within::Items => note.items.iter().map(|item| item.content).collect(),
        }
    }
}

impl Pattern {
    /// What is passed over, sorted and disjoint.
    fn hidden(&self, note: &Note) -> Vec<Span> {
        let skips = |skip| self.params.skip.contains(&skip);
        let mut hidden: Vec<Span> = note
            .inlines
            .iter()
            .filter(|inline| match inline.kind {
                InlineKind::Code => skips(Skip::Code),
                InlineKind::Math => skips(Skip::Math),
                InlineKind::Html => skips(Skip::Html),
                InlineKind::Comment => skips(Skip::Comments),
                InlineKind::Template => skips(Skip::Templates),
                InlineKind::Url => skips(Skip::Urls),
                _ => false,
            })
            .map(|inline| inline.span)
            .collect();
        hidden.extend(note.blocks.iter().filter_map(|block| {
            let skipped = match block.kind {
                BlockKind::Fence(_) | BlockKind::IndentedCode => skips(Skip::Code),
                BlockKind::Html => skips(Skip::Html),
                BlockKind::Comment => skips(Skip::Comments),
                _ => false,
            };
            skipped.then(|| note.block_span(block))
        }));
        hidden.sort();
        hidden
    }
}

impl Check for Pattern {
    fn check(&self, note: &Note, _: &Context<'_>, out: &mut Vec<Finding>) {
        let hidden = if self.params.within == Within::FrontMatter { Vec::new() } else { self.hidden(note) };
        for place in self.places(note) {
            let text = note.slice(place);
            for captures in self.regex.captures_iter(text) {
                let Some(found) = captures.name(MARK).or_else(|| captures.get(0)) else { continue };
                let span = Span::new(place.from() + found.start(), place.from() + found.end());
                let first = hidden.partition_point(|h| h.end <= span.start);
                if found.is_empty() || hidden.get(first).is_some_and(|h| h.overlaps(span)) {
                    continue;
                }
                let fix = self.params.replacement.as_ref().and_then(|replacement| {
                    let mut text = String::new();
                    captures.expand(replacement, &mut text);
                    Fix::new(format!("write `{text}`"), Safety::Unsafe, vec![Edit::replace(span, text)])
                });
                out.push(Finding::new("found", span).value("match", found.as_str()).fix(fix));
            }
        }
    }
}
