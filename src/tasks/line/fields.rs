//! The fields of a task line in both formats, taken off the end of the text one by one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::Format;
use super::super::words::is_js_space;

/// What a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldKind {
    /// The name by which other tasks depend on this one.
    Id,
    /// The names of the tasks that have to be done before.
    DependsOn,
    /// How urgent it is.
    Priority,
    /// When it comes again.
    Recurrence,
    /// What happens to it once it is done.
    OnCompletion,
    /// When it was written.
    Created,
    /// When it can be begun.
    Start,
    /// When it is planned.
    Scheduled,
    /// When it has to be done.
    Due,
    /// When it was given up.
    Cancelled,
    /// When it was done.
    Done,
}

impl FieldKind {
    /// Whether the value is a date.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Created | Self::Start | Self::Scheduled | Self::Due | Self::Cancelled | Self::Done)
    }

    /// The name that people use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::DependsOn => "depends on",
            Self::Priority => "priority",
            Self::Recurrence => "recurrence",
            Self::OnCompletion => "on completion",
            Self::Created => "created date",
            Self::Start => "start date",
            Self::Scheduled => "scheduled date",
            Self::Due => "due date",
            Self::Cancelled => "cancelled date",
            Self::Done => "done date",
        }
    }

    /// The key of the Dataview format.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::DependsOn => "dependsOn",
            Self::Priority => "priority",
            Self::Recurrence => "repeat",
            Self::OnCompletion => "onCompletion",
            Self::Created => "created",
            Self::Start => "start",
            Self::Scheduled => "scheduled",
            Self::Due => "due",
            Self::Cancelled => "cancelled",
            Self::Done => "completion",
        }
    }
}

/// A field of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it says.
    pub kind: FieldKind,
    /// Bytes of the whole field.
    pub range: Range<usize>,
    /// Bytes of its value; for a priority in the emoji format the emoji.
    pub value: Range<usize>,
}

/// The emojis of the fields. Of several for one field the first is written.
pub(super) const EMOJIS: &[(char, FieldKind)] = &[
    ('🔺', FieldKind::Priority),
    ('⏫', FieldKind::Priority),
    ('🔼', FieldKind::Priority),
    ('🔽', FieldKind::Priority),
    ('⏬', FieldKind::Priority),
    ('✅', FieldKind::Done),
    ('❌', FieldKind::Cancelled),
    ('📅', FieldKind::Due),
    ('📆', FieldKind::Due),
    ('🗓', FieldKind::Due),
    ('⏳', FieldKind::Scheduled),
    ('⌛', FieldKind::Scheduled),
    ('🛫', FieldKind::Start),
    ('➕', FieldKind::Created),
    ('🔁', FieldKind::Recurrence),
    ('🏁', FieldKind::OnCompletion),
    ('🆔', FieldKind::Id),
    ('⛔', FieldKind::DependsOn),
];

/// One of these may follow an emoji.
pub(super) const VARIATION: char = '\u{fe0f}';

/// The order in which the plugin looks; tags come between.
const BEFORE_TAGS: [FieldKind; 9] = [
    FieldKind::Priority,
    FieldKind::Done,
    FieldKind::Cancelled,
    FieldKind::Due,
    FieldKind::Scheduled,
    FieldKind::Start,
    FieldKind::Created,
    FieldKind::Recurrence,
    FieldKind::OnCompletion,
];
const BEHIND_TAGS: [FieldKind; 2] = [FieldKind::Id, FieldKind::DependsOn];

/// The plugin goes over the end of a line so many times.
const RUNS: usize = 21;

/// What the end of a line holds.
pub(super) struct Tail {
    /// Fields in the order in which they were taken off: the last of a kind is the one that counts.
    pub(super) fields: Vec<Field>,
    /// Tags between the fields, from left to right.
    pub(super) tags: Vec<Range<usize>>,
    /// What is left.
    pub(super) rest: Range<usize>,
}

/// Takes fields and tags off the end of `body`.
pub(super) fn tail(line: &str, body: Range<usize>, format: Format) -> Tail {
    let mut tail = Tail { fields: Vec::new(), tags: Vec::new(), rest: body };
    for _ in 0..RUNS {
        let before = tail.rest.clone();
        BEFORE_TAGS.iter().for_each(|kind| tail.take(line, *kind, format));
        if let Some(tag) = last_tag(&line[tail.rest.clone()]) {
            let start = tail.rest.start + tag;
            let hash = start + line[start..].find('#').unwrap_or_default();
            tail.tags.insert(0, hash..tail.rest.end);
            tail.shorten(line, start);
        }
        BEHIND_TAGS.iter().for_each(|kind| tail.take(line, *kind, format));
        if tail.rest == before {
            break;
        }
    }
    tail
}

impl Tail {
    fn take(&mut self, line: &str, kind: FieldKind, format: Format) {
        let text = &line[self.rest.clone()];
        let found = match format {
            Format::Emoji => last_emoji(text, kind),
            Format::Dataview => last_inline(text, kind),
        };
        if let Some((start, value)) = found {
            let by = self.rest.start;
            self.fields.push(Field { kind, range: by + start..self.rest.end, value: by + value.start..by + value.end });
            self.shorten(line, by + start);
        }
    }

    fn shorten(&mut self, line: &str, end: usize) {
        let left = line[self.rest.start..end].trim_end_matches(is_js_space);
        self.rest.end = self.rest.start + left.len();
    }
}

/// An emoji field at the very end: where it begins, and its value.
fn last_emoji(text: &str, kind: FieldKind) -> Option<(usize, Range<usize>)> {
    let symbols = EMOJIS.iter().filter(|(_, of)| *of == kind).map(|(symbol, _)| *symbol);
    let (start, symbol) = symbols.filter_map(|symbol| Some((text.rfind(symbol)?, symbol))).max()?;
    let behind = start + symbol.len_utf8();
    let rest = text[behind..].strip_prefix(VARIATION).unwrap_or(&text[behind..]);
    if kind == FieldKind::Priority {
        return rest.is_empty().then_some((start, start..behind));
    }
    let value = rest.trim_start_matches(' ');
    is_value(kind, value).then_some((start, text.len() - value.len()..text.len()))
}

/// A Dataview field at the very end.
fn last_inline(text: &str, kind: FieldKind) -> Option<(usize, Range<usize>)> {
    let without_comma = text.strip_suffix(',').map_or(text, |text| text.trim_end_matches(' '));
    let close = without_comma.chars().next_back()?;
    let open = match close {
        ']' => '[',
        ')' => '(',
        _ => return None,
    };
    let inside = &without_comma[..without_comma.len() - 1];
    let start = inside.rfind(open)?;
    let field = inside[start + 1..].trim_start_matches(' ');
    let written = field.strip_prefix(kind.key())?.strip_prefix("::")?;
    let value = written.trim_matches(' ');
    // A recurrence of nothing but blanks is read and dropped.
    let blank = kind == FieldKind::Recurrence && value.is_empty() && !written.is_empty();
    let from = inside.len() - written.trim_start_matches(' ').len();
    (blank || is_value(kind, value)).then_some((start, from..from + value.len()))
}

/// Whether a text is the whole value of a field.
pub(super) fn is_value(kind: FieldKind, value: &str) -> bool {
    let id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match kind {
        FieldKind::Id => !value.is_empty() && value.chars().all(id),
        FieldKind::DependsOn => {
            static IDS: LazyLock<Regex> = LazyLock::new(|| {
                Regex::new(r"^[a-zA-Z0-9_-]+(?: *, *[a-zA-Z0-9_-]+ *)*$").expect("a constant pattern")
            });
            IDS.is_match(value)
        }
        FieldKind::Priority => matches!(value, "highest" | "high" | "medium" | "low" | "lowest"),
        FieldKind::Recurrence => {
            !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ',' | ' ' | '!'))
        }
        FieldKind::OnCompletion => !value.is_empty() && value.chars().all(|c| c.is_ascii_alphabetic()),
        _ => is_date_shaped(value),
    }
}

/// Whether a text has the shape `2025-06-18`, whatever its numbers.
pub(super) fn is_date_shaped(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

fn is_tag_character(c: char) -> bool {
    !matches!(
        c,
        ' ' | '!'
            | '@'
            | '#'
            | '$'
            | '%'
            | '^'
            | '&'
            | '*'
            | '('
            | ')'
            | ','
            | '.'
            | '?'
            | '"'
            | ':'
            | '{'
            | '}'
            | '|'
            | '<'
            | '>'
    )
}

/// Where the tag at the very end begins, with the blank before it.
fn last_tag(text: &str) -> Option<usize> {
    let hash = text.rfind('#')?;
    let name = &text[hash + 1..];
    if name.is_empty() || !name.chars().all(is_tag_character) {
        return None;
    }
    match text[..hash].chars().next_back() {
        None => Some(hash),
        Some(before) if is_js_space(before) => Some(hash - before.len_utf8()),
        Some(_) => None,
    }
}

/// Every tag of a text, with its `#`.
pub(super) fn tags(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(hash) = text[from..].find('#').map(|at| from + at) {
        let name = &text[hash + 1..];
        let length = name.find(|c| !is_tag_character(c)).unwrap_or(name.len());
        // The blank before a tag must not belong to the tag before it.
        let before = text[..hash].chars().next_back();
        let starts = before.is_none_or(|before| is_js_space(before) && hash - before.len_utf8() >= from);
        if starts && length > 0 {
            found.push(text[hash..hash + 1 + length].trim_matches(is_js_space));
            from = hash + 1 + length;
        } else {
            from = hash + 1;
        }
    }
    found
}
