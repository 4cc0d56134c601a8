//! Suppressions written in a note: what they name and which lines they cover.

use super::{Block, BlockKind, InlineKind, Lines, Note, Value};
use crate::text::Span;

/// Which form a suppression has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreKind {
    /// `ignore RULE`: the next block.
    Next,
    /// `ignore-file RULE`, or the property `vault-lint-ignore`.
    File,
    /// `off RULE` … `on RULE`.
    Range,
}

/// One rule suppressed over some lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// Its form.
    pub kind: IgnoreKind,
    /// The rule's name as written; `*` or nothing written means every rule.
    pub rule: Option<String>,
    /// The words behind `--`.
    pub reason: Option<String>,
    /// Where the rule's name (or the whole comment) stands.
    pub span: Span,
    /// The lines it covers; none where it stands before nothing.
    pub lines: Option<Lines>,
}

const MARK: &str = "vault-lint:";

/// Reads all suppressions of a note.
pub(super) fn collect(note: &Note) -> Vec<Ignore> {
    let mut found = Vec::new();
    from_property(note, &mut found);
    let mut open: Vec<usize> = Vec::new();
    let total = note.source.line_count() as u32;
    let text = note.text();
    for (at, _) in text.match_indices(MARK) {
        let Some(comment) = comment_around(note, at) else { continue };
        let line = note.source.line_of(at) as u32;
        let written = text[at + MARK.len()..comment.to()].trim_end_matches(['%', '>', '-', ' ', '\t', '\n', '\r']);
        let (directive, reason) = match written.split_once(" -- ") {
            Some((directive, reason)) => (directive, Some(reason.trim().to_owned())),
            None => (written, None),
        };
        let mut words = directive.split_whitespace();
        let Some(verb) = words.next() else { continue };
        let rules = rule_names(text, words, comment);
        for (rule, span) in rules {
            let ignore = |kind, lines| Ignore { kind, rule: rule.clone(), reason: reason.clone(), span, lines };
            match verb {
                "ignore" => found.push(ignore(IgnoreKind::Next, next_block(note, comment))),
                "ignore-file" => found.push(ignore(IgnoreKind::File, Some(Lines { first: 0, end: total }))),
                "off" => {
                    open.push(found.len());
                    found.push(ignore(IgnoreKind::Range, Some(Lines { first: line, end: total })));
                }
                "on" => {
                    // `on` without a rule ends every open range.
                    open.retain(|i| {
                        let ends = rule.is_none() || found[*i].rule == rule;
                        if ends && let Some(lines) = &mut found[*i].lines {
                            lines.end = line + 1;
                        }
                        !ends
                    });
                }
                _ => {}
            }
        }
    }
    found
}

fn rule_names<'a>(text: &str, words: impl Iterator<Item = &'a str>, comment: Span) -> Vec<(Option<String>, Span)> {
    let base = text.as_ptr() as usize;
    let mut rules = Vec::new();
    for name in words.flat_map(|word| word.split(',')).filter(|name| !name.is_empty()) {
        let start = name.as_ptr() as usize - base;
        let rule = (name != "*").then(|| name.to_owned());
        rules.push((rule, Span::new(start, start + name.len())));
    }
    if rules.is_empty() {
        rules.push((None, comment));
    }
    rules
}

fn from_property(note: &Note, found: &mut Vec<Ignore>) {
    let Some(property) = note.front.get("vault-lint-ignore") else { return };
    let lines = Some(Lines { first: 0, end: note.source.line_count() as u32 });
    let mut add = |value: &Value, span| {
        if let Some(name) = value.as_text() {
            let rule = (name != "*").then(|| name.to_owned());
            found.push(Ignore { kind: IgnoreKind::File, rule, reason: None, span, lines });
        }
    };
    match &property.value {
        Value::List(elements) => elements.iter().for_each(|element| add(&element.value, element.span)),
        value => add(value, property.value_span),
    }
}

/// The `%% … %%` or `<!-- … -->` that holds a place; a directive in code or in plain text is none.
fn comment_around(note: &Note, at: usize) -> Option<Span> {
    let whole = note
        .inlines
        .iter()
        .filter(|inline| matches!(inline.kind, InlineKind::Comment | InlineKind::Html))
        .map(|inline| inline.span)
        .chain(
            note.blocks
                .iter()
                .filter(|b| matches!(b.kind, BlockKind::Comment | BlockKind::Html))
                .map(|b| note.block_span(b)),
        )
        .find(|span| span.contains_offset(at))?;
    let line = note.source.line(note.source.line_of(at));
    let before = note.text().get(whole.from().max(line.from())..at)?;
    let opened = before.trim_end();
    let (open, close) = if opened.ends_with("%%") {
        ("%%", "%%")
    } else if opened.ends_with("<!--") {
        ("<!--", "-->")
    } else {
        return None;
    };
    let start = at - (before.len() - opened.len()) - open.len();
    // A closed comment only: everything behind an open one would be swallowed.
    let behind = note.text().get(at..whole.to())?;
    let end = at + behind.find(close)? + close.len();
    Some(Span::new(start, end))
}

/// The lines of the next block: the rest of the comment's own block where text stands on the comment's line, else the
/// first block or list item that starts below it.
fn next_block(note: &Note, comment: Span) -> Option<Lines> {
    let line = note.source.line_of(comment.from());
    let last = note.source.line_of(comment.to().saturating_sub(1));
    let own = note.source.line(line);
    let before = note.text()[own.from()..comment.from()].trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let behind = note.text()[comment.to()..note.source.line(last).to()].trim();
    if !before.is_empty() || !behind.is_empty() {
        return Some(Lines { first: line as u32, end: last as u32 + 1 });
    }
    let below: Option<&Block> = note.blocks.iter().find(|block| block.lines.first as usize > last);
    // A comment glued to the paragraph below is part of that paragraph for the parser.
    let glued = note.blocks.iter().rfind(|block| block.lines.range().contains(&line)).map(|block| block.lines);
    match (glued, below) {
        (Some(lines), _) if lines.end as usize > last + 1 => Some(Lines { first: last as u32 + 1, end: lines.end }),
        (_, Some(block)) => Some(block.lines),
        (_, None) => None,
    }
}
