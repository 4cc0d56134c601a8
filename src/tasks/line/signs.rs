//! Signifiers wherever they stand in a text, and whether what follows them could be read.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::words::is_js_space;
use super::fields::{EMOJIS, FieldKind, VARIATION, is_date_shaped, is_value};

/// A signifier in the unread part of a line.
pub(super) struct Sign {
    pub(super) kind: FieldKind,
    /// From the signifier to the end of its value.
    pub(super) range: Range<usize>,
    pub(super) reading: Reading,
}

pub(super) enum Reading {
    /// It would be read if it stood at the end.
    Good,
    /// It would not: the value as it is written.
    Bad(Range<usize>),
    /// An emoji that is most likely a part of the text.
    Ornament,
}

/// The signifiers of the emoji format, without those in code.
pub(super) fn emojis(line: &str, rest: &Range<usize>) -> Vec<Sign> {
    let text = &line[rest.clone()];
    let code = code_spans(text);
    let in_code = |at: usize| code.iter().any(|span| span.contains(&at));
    let found: Vec<(usize, char, FieldKind)> = text
        .char_indices()
        .filter_map(|(at, c)| Some((at, c, EMOJIS.iter().find(|(emoji, _)| *emoji == c)?.1)))
        .filter(|(at, ..)| !in_code(*at))
        .collect();
    let mut signs = Vec::new();
    for (index, (at, emoji, kind)) in found.iter().enumerate() {
        let end = found.get(index + 1).map_or(text.len(), |next| next.0);
        let behind = at + emoji.len_utf8();
        let behind = behind + if text[behind..end].starts_with(VARIATION) { VARIATION.len_utf8() } else { 0 };
        let (range, reading) = read_emoji(text, *at, behind, end, *kind);
        let reading = match reading {
            Reading::Bad(value) => Reading::Bad(rest.start + value.start..rest.start + value.end),
            other => other,
        };
        signs.push(Sign { kind: *kind, range: rest.start + range.start..rest.start + range.end, reading });
    }
    signs
}

/// Reads the value behind an emoji, up to the next one.
fn read_emoji(text: &str, at: usize, behind: usize, end: usize, kind: FieldKind) -> (Range<usize>, Reading) {
    if kind == FieldKind::Priority {
        let free = text[..at].chars().next_back().is_none_or(is_js_space);
        let alone = text[behind..].chars().next().is_none_or(is_js_space);
        return (at..behind, if free && alone { Reading::Good } else { Reading::Ornament });
    }
    let value = text[behind..end].trim_start_matches(is_js_space);
    let from = end - value.len();
    let plain = text[behind..from].chars().all(|c| c == ' ');
    let length = value_length(kind, value);
    if length > 0 {
        let value = from..from + length;
        return (at..value.end, if plain { Reading::Good } else { Reading::Bad(value) });
    }
    if !kind.is_date() {
        return (at..behind, Reading::Ornament);
    }
    let word = dateish(value);
    if word == 0 { (at..behind, Reading::Ornament) } else { (at..from + word, Reading::Bad(from..from + word)) }
}

/// The length of the value at the beginning of a text; 0 if there is none.
pub(super) fn value_length(kind: FieldKind, text: &str) -> usize {
    match kind {
        FieldKind::Recurrence => {
            let run =
                text.find(|c: char| !is_value(FieldKind::Recurrence, c.encode_utf8(&mut [0; 4]))).unwrap_or(text.len());
            let run = text[..run].trim_end().len();
            if text.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("every")) { run } else { 0 }
        }
        FieldKind::Id => {
            let run = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
            if text[run..].starts_with(|c: char| !is_js_space(c)) { 0 } else { run }
        }
        FieldKind::DependsOn => {
            static IDS: LazyLock<Regex> =
                LazyLock::new(|| Regex::new(r"^[a-zA-Z0-9_-]+(?: *, *[a-zA-Z0-9_-]+)*").expect("a constant pattern"));
            IDS.find(text).map_or(0, |ids| ids.end())
        }
        FieldKind::OnCompletion => {
            let word = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
            if ["keep", "delete"].iter().any(|known| known.eq_ignore_ascii_case(&text[..word])) { word } else { 0 }
        }
        FieldKind::Priority => 0,
        _ => {
            let date = text.get(..10).is_some_and(is_date_shaped);
            let ends = text
                .get(10..)
                .is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-') && !clock(rest));
            if date && ends { 10 } else { 0 }
        }
    }
}

/// Whether a text begins with a time of day.
fn clock(text: &str) -> bool {
    static CLOCK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[T ]\d{1,2}:\d{2}").expect("a constant pattern"));
    CLOCK.is_match(text)
}

/// The length of something that was meant as a date.
fn dateish(text: &str) -> usize {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^(?: (?:\[\[)? \d{1,4}[-/.\u{2010}-\u{2015}]\d{1,2}[-/.\u{2010}-\u{2015}]\d{1,4} (?:\]\])? (?:[T\ ]\d{1,2}:\d{2}(?::\d{2})?)?
               | \d{4}[-\ ]\d{1,2}[-\ ]\d{1,2}\b | \d{4}-\d{1,2}\b | Invalid\ date\b | \d{8}\b | :\s*\d{4}-\d{2}-\d{2}
               | (?:today|tomorrow|yesterday|(?:next|this)\ (?:week|month|year|mon|tue|wed|thu|fri|sat|sun)\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b )",
        )
        .expect("a constant pattern")
    });
    let Some(date) = DATE.find(text) else { return 0 };
    // What is glued to it belongs to it.
    let rest = &text[date.end()..];
    date.end() + rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/' | ':'))).unwrap_or(rest.len())
}

/// Code spans of a text.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('`').map(|at| from + at) {
        let ticks = text[open..].bytes().take_while(|byte| *byte == b'`').count();
        let fence = &text[open..open + ticks];
        match text[open + ticks..].find(fence) {
            Some(length) => {
                let end = open + ticks + length + ticks;
                spans.push(open..end);
                from = end;
            }
            None => from = open + ticks,
        }
    }
    spans
}

/// The fields of the Dataview format.
pub(super) fn inline(line: &str, rest: &Range<usize>) -> Vec<Sign> {
    static FIELD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:\[|\() *([A-Za-z]+) *:: *([^\[\]()]*?) *(?:\]|\))(?: *,)?").expect("a constant pattern")
    });
    const KINDS: [FieldKind; 11] = [
        FieldKind::Id,
        FieldKind::DependsOn,
        FieldKind::Priority,
        FieldKind::Recurrence,
        FieldKind::OnCompletion,
        FieldKind::Created,
        FieldKind::Start,
        FieldKind::Scheduled,
        FieldKind::Due,
        FieldKind::Cancelled,
        FieldKind::Done,
    ];
    let text = &line[rest.clone()];
    let code = code_spans(text);
    let mut signs = Vec::new();
    for found in FIELD.captures_iter(text) {
        let (Some(whole), Some(key), Some(value)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        let Some(kind) = KINDS.into_iter().find(|kind| kind.key() == key.as_str()) else { continue };
        if code.iter().any(|span| span.contains(&whole.start())) {
            continue;
        }
        let glued = text[key.end()..].starts_with("::");
        let good = glued && is_value(kind, value.as_str());
        let from = if glued { value.start() } else { key.start() };
        let reading = if good { Reading::Good } else { Reading::Bad(rest.start + from..rest.start + value.end()) };
        signs.push(Sign { kind, range: rest.start + whole.start()..rest.start + whole.end(), reading });
    }
    signs
}
