//! What other notes of the vault say as well: reported only, since which note should keep a fact is for a person to say.

use super::super::Finding;
use super::super::across::{Across, Bullet, Clash, Repeat};
use super::{LOOK, Report, Unique, kind_name, relation_name, rounded};
use crate::diagnostic::Label;
use crate::likeness::Relation;
use crate::note::Note;
use crate::text::Span;

impl Unique {
    /// Findings about this note and others; `here` are places that were reported already.
    pub(super) fn elsewhere(&self, note: &Note, across: &Across, here: &[Span]) -> Vec<Finding> {
        match self.params.report {
            Report::Redundant => across
                .repeats(note)
                .filter(|repeat| self.takes(note, &repeat.own) && !here.contains(&repeat.own.at.span))
                .map(|repeat| repeated(note, repeat, across))
                .collect(),
            Report::Conflict => across
                .clashes(note)
                .filter(|clash| self.takes(note, &clash.own))
                .map(|clash| clashing(note, clash, across))
                .collect(),
        }
    }

    /// Whether a bullet lies in this rule's scope: several rules may have gathered, each by its own.
    fn takes(&self, note: &Note, bullet: &Bullet) -> bool {
        let item = note.items.iter().find(|item| item.marker.from() == bullet.at.span.from());
        item.is_some_and(|item| self.scope.holds(note, note.list(item.list)))
    }
}

fn repeated(note: &Note, repeat: &Repeat, across: &Across) -> Finding {
    let relation = relation_name(repeat.relation);
    let also = match repeat.more_notes {
        0 => String::new(),
        1 => "1 more note has it; ".to_owned(),
        more => format!("{more} more notes have it; "),
    };
    let what = match repeat.relation {
        Relation::Overlap => "each note adds a detail: put them together in one note and link to it",
        Relation::Same | Relation::Subsumes => "keep it in one note and link to that",
    };
    let kept = &repeat.kept;
    let words = |ranges: &[std::ops::Range<usize>], bullet: &Bullet| -> Vec<serde_json::Value> {
        let span = |range: &std::ops::Range<usize>| Span::new(bullet.start + range.start, bullet.start + range.end);
        ranges.iter().map(|range| text(note, across, bullet, span(range)).into()).collect()
    };
    let evidence = serde_json::json!({
        "containment": rounded(repeat.evidence.containment),
        "only-here": words(&repeat.evidence.only_redundant, &repeat.own),
        "only-kept": words(&repeat.evidence.only_kept, kept),
    });
    let finding = Finding::new(relation, repeat.own.at.span)
        .value("line", format!("{} of {}", kept.line, kept.at.path))
        .value("score", rounded(repeat.score))
        .elsewhere(Label { text: "it stands here".to_owned(), ..kept.at.clone() })
        .data("relation", relation)
        .data("score", rounded(repeat.score))
        .data("notes", repeat.more_notes + 2)
        .data("keep", serde_json::json!({ "path": kept.at.path.as_str(), "line": kept.line }))
        .data("evidence", evidence)
        .help(format!("{also}{what}"));
    let others = repeat.others.iter().map(|other| Label { text: "and here".to_owned(), ..other.at.clone() });
    others.fold(finding, Finding::elsewhere)
}

fn clashing(note: &Note, clash: &Clash, across: &Across) -> Finding {
    let kind = kind_name(clash.kind);
    let (here, there) = clash.places();
    let shown = |bullet: &Bullet, span: Span| {
        if span.is_empty() { "the wording".to_owned() } else { format!("\"{}\"", text(note, across, bullet, span)) }
    };
    let or_line = |span: Span, bullet: &Bullet| if span.is_empty() { bullet.at.span } else { span };
    let other = Label {
        path: clash.other.at.path.clone(),
        span: or_line(there, &clash.other),
        text: "against this".to_owned(),
    };
    Finding::new("conflict", or_line(here, &clash.own))
        .value("kind", kind)
        .value("left", shown(&clash.other, there))
        .value("right", shown(&clash.own, here))
        .value("line", format!("{} of {}", clash.other.line, clash.other.at.path))
        .elsewhere(other)
        .data("kind", kind)
        .data("score", rounded(clash.score))
        .help(LOOK)
}

/// The text at a place of the note that a bullet is from.
fn text<'a>(note: &'a Note, across: &'a Across, bullet: &Bullet, span: Span) -> &'a str {
    if bullet.at.path == note.source.path {
        return note.slice(span);
    }
    across.source(&bullet.at.path).map_or("", |source| source.slice(span))
}
