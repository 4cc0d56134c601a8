//! Wikilinks and embeds that lead nowhere in the vault.

use std::cell::OnceCell;
use std::sync::Arc;

use serde::Deserialize;

use super::{Check, Context, Finding, Messages};
use crate::diagnostic::Level;
use crate::note::{InlineKind, Note};
use crate::text::{Edit, Fix, Safety, Span};
use crate::vault::{Anchors, Found, Vault};

pub(super) const MESSAGES: Messages = &[
    ("missing", &["target"]),
    ("planned", &["target"]),
    ("elsewhere", &["target", "found"]),
    ("folder", &["target", "found"]),
    ("alias", &["target", "found"]),
    ("heading", &["heading", "note"]),
    ("block", &["block", "note"]),
];

/// Parameters of the primitive `link`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Params {
    /// What to make of a link to a note that is not there, by name alone: many people write those on purpose, for a note
    /// to come.
    pub planned_notes: Planned,
}

/// What a link to a note that is not there yet counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Planned {
    /// As much as any other broken link.
    Report,
    /// An info.
    Info,
    /// Nothing.
    Ignore,
}

pub(super) struct Link {
    params: Params,
}

/// A link's target in its parts.
struct Target<'a> {
    /// The file's path as it is written; empty for the note itself.
    path: &'a str,
    /// What stands behind the first `#`.
    below: Option<&'a str>,
    /// Where the path stands in the note.
    span: Span,
}

impl Link {
    pub(super) fn new(params: Params) -> Self {
        Self { params }
    }

    fn look(&self, note: &Note, vault: &Vault, own: &Own<'_>, link: &Wikilink<'_>, out: &mut Vec<Finding>) {
        let target = &link.target;
        if target.path.is_empty() {
            return below(target, note.source.path.stem(), || Some(own.anchors()), link, out);
        }
        match vault.find(target.path, own.path.as_deref()) {
            // The note at hand may be newer than what the vault holds of it: its own text counts.
            Found::File(file) if Some(file) == own.path.as_deref() => {
                below(target, target.path, || Some(own.anchors()), link, out);
            }
            Found::File(file) => below(target, target.path, || vault.anchors(file), link, out),
            Found::Folder(file) => {
                let finding = Finding::new("folder", link.span).at_most(Level::Info);
                out.push(rewritten(finding, note, target, link, file, true));
            }
            Found::Elsewhere(file) => {
                out.push(rewritten(Finding::new("elsewhere", link.span), note, target, link, file, false));
            }
            Found::Nothing => self.nothing(note, vault, link, out),
        }
    }

    fn nothing(&self, note: &Note, vault: &Vault, link: &Wikilink<'_>, out: &mut Vec<Finding>) {
        let target = &link.target;
        let by_name = !target.path.contains('/') && !has_extension(target.path);
        // The names of a note are looked up only where one could stand: a picture has none.
        if let Some(file) = by_name.then(|| vault.alias(target.path)).flatten() {
            let finding = Finding::new("alias", link.span).at_most(Level::Info);
            out.push(rewritten(finding, note, target, link, file, true));
            return;
        }
        if !by_name || link.embed || target.below.is_some() {
            out.push(Finding::new("missing", link.span).value("target", target.path));
            return;
        }
        let planned = Finding::new("planned", link.span).value("target", target.path);
        match self.params.planned_notes {
            Planned::Report => out.push(planned),
            Planned::Info => out.push(planned.at_most(Level::Info)),
            Planned::Ignore => {}
        }
    }
}

/// The note that holds the links.
struct Own<'a> {
    note: &'a Note,
    /// Its path in the vault.
    path: Option<String>,
    anchors: OnceCell<Arc<Anchors>>,
}

impl Own<'_> {
    /// What can be linked at in it, gathered once for all its links to itself.
    fn anchors(&self) -> Arc<Anchors> {
        Arc::clone(self.anchors.get_or_init(|| Arc::new(Anchors::of(self.note))))
    }
}

/// A wikilink as the note has it.
struct Wikilink<'a> {
    span: Span,
    embed: bool,
    target: Target<'a>,
    /// Whether a text of its own is shown.
    named: bool,
}

impl Check for Link {
    fn check(&self, note: &Note, context: &Context<'_>, out: &mut Vec<Finding>) {
        let Some(vault) = context.facts.vault.as_deref() else { return };
        let own = Own { note, path: vault.locate(&note.source.path), anchors: OnceCell::new() };
        for inline in &note.inlines {
            let InlineKind::Wikilink { embed, target } = &inline.kind else { continue };
            let Some(target) = split(note, *target) else { continue };
            let named = note.slice(inline.span).contains('|');
            let link = Wikilink { span: inline.span, embed: *embed, target, named };
            self.look(note, vault, &own, &link, out);
        }
    }
}

/// The parts of a target; `None` for what is no path: templates, addresses, searches.
fn split(note: &Note, span: Span) -> Option<Target<'_>> {
    let written = note.slice(span);
    // In a table the bar before the shown text is escaped.
    let written = written.strip_suffix('\\').unwrap_or(written);
    let foreign = ["{{", "<%", "://", "${"].iter().any(|sign| written.contains(sign));
    if foreign || written.trim().is_empty() || written.starts_with(['^', '?']) || written.starts_with("##") {
        return None;
    }
    let (path, below) = match written.split_once('#') {
        Some((path, below)) => (path, Some(below)),
        None => (written, None),
    };
    let lead = path.len() - path.trim_start().len();
    let path = path.trim();
    let start = span.from() + lead;
    Some(Target {
        path,
        below: below.filter(|below| !below.trim().is_empty()),
        span: Span::new(start, start + path.len()),
    })
}

/// Checks what stands behind the `#`.
fn below(
    target: &Target<'_>,
    name: &str,
    anchors: impl FnOnce() -> Option<Arc<Anchors>>,
    link: &Wikilink<'_>,
    out: &mut Vec<Finding>,
) {
    let Some(below) = target.below else { return };
    // Pages of a PDF, views of a base, sizes of an image: not ours to judge.
    if has_extension(target.path) && !target.path.to_lowercase().ends_with(".md") {
        return;
    }
    let Some(anchors) = anchors() else { return };
    let finding = if let Some(block) = below.trim().strip_prefix('^') {
        if anchors.has_block(block.trim()) {
            return;
        }
        Finding::new("block", link.span).value("block", block.trim())
    } else {
        // `#Heading#Below it`: each has to be there. A block may stand at the end: `#Heading#^block`.
        let missing = below.split('#').find(|part| match part.trim().strip_prefix('^') {
            Some(block) => !anchors.has_block(block),
            None => !part.trim().is_empty() && !anchors.has_heading(part),
        });
        let Some(missing) = missing else { return };
        Finding::new("heading", link.span).value("heading", missing.trim())
    };
    out.push(finding.value("note", name));
}

/// A finding with a link to the right file as its fix; `keep_text`: what was written goes on being shown.
fn rewritten(
    finding: Finding,
    note: &Note,
    target: &Target<'_>,
    link: &Wikilink<'_>,
    file: &str,
    keep_text: bool,
) -> Finding {
    let path = file.strip_suffix(".md").unwrap_or(file);
    let mut text = path.to_owned();
    if keep_text && !link.named && !link.embed && target.below.is_none() {
        // A table's bar would end the cell.
        let in_table = note
            .blocks
            .iter()
            .any(|block| block.kind == crate::note::BlockKind::Table && note.block_span(block).contains(link.span));
        let bar = if in_table { "\\|" } else { "|" };
        text = format!("{path}{bar}{}", target.path);
    }
    let fix = Fix::new(format!("link to `{path}`"), Safety::Unsafe, vec![Edit { span: target.span, text }]);
    finding.value("target", target.path).value("found", path).fix(fix)
}

/// Whether a path names a file of another kind than a note, or a note with `.md`.
fn has_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        let letters =
            extension.bytes().all(|b| b.is_ascii_alphanumeric()) && extension.bytes().any(|b| b.is_ascii_alphabetic());
        !stem.is_empty() && (1..=6).contains(&extension.len()) && letters
    })
}
