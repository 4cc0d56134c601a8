//! Task lines: `- [ ] mend the weir 🔼 📅 2025-06-18`, read as the plugin reads them.
//!
//! Fields are read from the end of the line only: the first text that is neither a field nor a tag makes everything
//! before it part of the description.

mod check;
mod checkbox;
mod fields;
mod signs;
mod unread;

use std::ops::Range;

use jiff::civil::Date;

use super::Format;
use super::recurrence::{self, Recurrence};
use super::words::{is_js_space, js_trim_range};
pub use check::check;
pub use fields::{Field, FieldKind};

/// A date of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskDate {
    /// A day.
    Day(Date),
    /// A date of the right shape that no calendar has; the plugin keeps it as *Invalid date*.
    Invalid,
}

/// How urgent a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// `🔺`
    Highest,
    /// `⏫`
    High,
    /// `🔼`
    Medium,
    /// Nothing was said.
    #[default]
    Normal,
    /// `🔽`
    Low,
    /// `⏬`
    Lowest,
}

/// What happens to a task once it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnCompletion {
    /// It stays.
    Keep,
    /// Its line is deleted.
    Delete,
}

/// A task line with everything that the plugin reads from it. Ranges are bytes of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskLine {
    /// Blanks and `>` before the marker.
    pub indentation: Range<usize>,
    /// `-`, `*`, `+`, `1.` or `1)`.
    pub marker: Range<usize>,
    /// The brackets.
    pub checkbox: Range<usize>,
    /// The character between them.
    pub status: char,
    /// Everything behind the brackets, without blanks around it and without the block link.
    pub body: Range<usize>,
    /// The part of the body in which no field is read.
    pub rest: Range<usize>,
    /// The text of the task, with its tags.
    pub description: String,
    /// How urgent it is.
    pub priority: Priority,
    /// When it was written.
    pub created: Option<TaskDate>,
    /// When it can be begun.
    pub start: Option<TaskDate>,
    /// When it is planned.
    pub scheduled: Option<TaskDate>,
    /// When it has to be done.
    pub due: Option<TaskDate>,
    /// When it was done.
    pub done: Option<TaskDate>,
    /// When it was given up.
    pub cancelled: Option<TaskDate>,
    /// When it comes again; nothing if that cannot be read.
    pub recurrence: Option<Recurrence>,
    /// What happens to it once it is done.
    pub on_completion: Option<OnCompletion>,
    /// The name by which other tasks depend on it.
    pub id: Option<String>,
    /// The names of the tasks that have to be done before.
    pub depends_on: Vec<String>,
    /// The tags of the description, with their `#`.
    pub tags: Vec<String>,
    /// `^name` at the very end, with the blank before it.
    pub block_link: Option<Range<usize>>,
    /// Every field that is read, from left to right. Of two of a kind the first one counts.
    pub fields: Vec<Field>,
}

/// Reads a line; nothing if the plugin sees no task in it.
pub fn parse(line: &str, format: Format) -> Option<TaskLine> {
    let head = Head::read(line)?;
    let trimmed = js_trim_range(&line[head.body.clone()]);
    let mut body = head.body.start + trimmed.start..head.body.start + trimmed.end;
    let block_link = block_link(&line[body.clone()]).map(|at| body.start + at..body.end);
    if let Some(link) = &block_link {
        body.end = body.start + line[body.start..link.start].trim_end_matches(is_js_space).len();
    }
    let tail = fields::tail(line, body.clone(), format);
    let mut task = TaskLine {
        indentation: head.indentation,
        marker: head.marker,
        checkbox: head.checkbox,
        status: head.status,
        body,
        rest: tail.rest.clone(),
        description: line[tail.rest.clone()].to_owned(),
        priority: Priority::Normal,
        created: None,
        start: None,
        scheduled: None,
        due: None,
        done: None,
        cancelled: None,
        recurrence: None,
        on_completion: None,
        id: None,
        depends_on: Vec::new(),
        tags: Vec::new(),
        block_link,
        fields: Vec::new(),
    };
    let mut rule = None;
    for field in &tail.fields {
        let value = &line[field.value.clone()];
        match field.kind {
            FieldKind::Recurrence => rule = Some(value.trim_matches(is_js_space)),
            _ => task.set(field.kind, value),
        }
    }
    task.recurrence = rule.and_then(|rule| task.read_recurrence(rule));
    for tag in &tail.tags {
        if !task.description.is_empty() {
            task.description.push(' ');
        }
        task.description.push_str(&line[tag.clone()]);
    }
    task.tags = fields::tags(&task.description).into_iter().map(str::to_owned).collect();
    task.fields = tail.fields;
    task.fields.sort_by_key(|field| field.range.start);
    Some(task)
}

impl TaskLine {
    fn set(&mut self, kind: FieldKind, value: &str) {
        let day = || Some(value.parse().map_or(TaskDate::Invalid, TaskDate::Day));
        match kind {
            FieldKind::Id => self.id = Some(value.to_owned()),
            FieldKind::DependsOn => {
                self.depends_on =
                    value.replace(' ', "").split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
            }
            FieldKind::Priority => {
                self.priority = match value {
                    "🔺" | "highest" => Priority::Highest,
                    "⏫" | "high" => Priority::High,
                    "🔼" | "medium" => Priority::Medium,
                    "🔽" | "low" => Priority::Low,
                    _ => Priority::Lowest,
                };
            }
            FieldKind::OnCompletion => {
                self.on_completion = match value.to_ascii_lowercase().as_str() {
                    "keep" => Some(OnCompletion::Keep),
                    "delete" => Some(OnCompletion::Delete),
                    _ => None,
                };
            }
            FieldKind::Created => self.created = day(),
            FieldKind::Start => self.start = day(),
            FieldKind::Scheduled => self.scheduled = day(),
            FieldKind::Due => self.due = day(),
            FieldKind::Cancelled => self.cancelled = day(),
            FieldKind::Done => self.done = day(),
            FieldKind::Recurrence => {}
        }
    }

    /// The date from which a recurrence counts.
    fn reference(&self) -> Option<TaskDate> {
        self.due.or(self.scheduled).or(self.start)
    }

    fn read_recurrence(&self, rule: &str) -> Option<Recurrence> {
        let read = recurrence::parse(rule)?;
        // A date that does not exist takes the recurrence that counts from it with it.
        (read.when_done || self.reference() != Some(TaskDate::Invalid)).then_some(read)
    }
}

/// What stands before the body of a task.
struct Head {
    indentation: Range<usize>,
    marker: Range<usize>,
    checkbox: Range<usize>,
    status: char,
    /// Up to the end of the line.
    body: Range<usize>,
}

impl Head {
    fn read(line: &str) -> Option<Self> {
        let rest = line.trim_start_matches(|c: char| is_js_space(c) || c == '>');
        let indentation = 0..line.len() - rest.len();
        let marker = marker(rest)?;
        let behind = &rest[marker..];
        let bracket = behind.trim_start_matches(' ');
        if bracket.len() == behind.len() {
            return None;
        }
        let mut chars = bracket.strip_prefix('[')?.chars();
        let status = chars.next().filter(|c| !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'))?;
        let body = chars.as_str().strip_prefix(']')?;
        let marker = indentation.end..indentation.end + marker;
        let checkbox = line.len() - bracket.len()..line.len() - body.len();
        Some(Self { indentation, marker, checkbox, status, body: line.len() - body.len()..line.len() })
    }
}

/// The length of a list marker.
fn marker(text: &str) -> Option<usize> {
    if text.starts_with(['-', '*', '+']) {
        return Some(1);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && text[digits..].starts_with(['.', ')'])).then_some(digits + 1)
}

/// Where ` ^name` at the very end begins.
fn block_link(text: &str) -> Option<usize> {
    let caret = text.rfind('^')?;
    let name = &text[caret + 1..];
    let valid = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (valid && text[..caret].ends_with(' ')).then(|| caret - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emoji(line: &str) -> TaskLine {
        parse(line, Format::Emoji).unwrap()
    }

    #[test]
    fn what_is_a_task() {
        for line in ["- [ ] x", "> * [x] y", "\t12) [/] z", "+  [ü] w", "- [ ]x"] {
            assert!(parse(line, Format::Emoji).is_some(), "{line}");
        }
        for line in ["-[ ] x", "[ ] x", "- [] x", "- [  ] x", "-\t[ ] x", "– [ ] x", "- [xx] y"] {
            assert!(parse(line, Format::Emoji).is_none(), "{line}");
        }
    }

    #[test]
    fn fields_are_read_from_the_end() {
        let task = emoji("- [ ] mend #mill the weir 🔼 🔁 every day 📅 2025-06-18 #water ^a-1");
        assert_eq!(task.description, "mend #mill the weir #water");
        assert_eq!(task.tags, ["#mill", "#water"]);
        assert_eq!(task.priority, Priority::Medium);
        assert_eq!(task.due, Some(TaskDate::Day(jiff::civil::date(2025, 6, 18))));
        assert_eq!(task.recurrence.map(|rule| rule.canonical).as_deref(), Some("every day"));
        assert_eq!(emoji("- [ ] x 📅 2025-06-18 today").due, None);
        assert_eq!(emoji("- [ ] x 📅 2025-02-30").due, Some(TaskDate::Invalid));
    }

    #[test]
    fn the_first_of_two_counts() {
        let task = emoji("- [ ] x 📅 2025-06-01 📅 2025-06-02");
        assert_eq!(task.due, Some(TaskDate::Day(jiff::civil::date(2025, 6, 1))));
        assert_eq!(task.fields.len(), 2);
    }

    #[test]
    fn dataview() {
        let task =
            parse("- [ ] x  [priority:: high]  (due:: 2025-06-18), [dependsOn:: a, b]", Format::Dataview).unwrap();
        assert_eq!(task.description, "x");
        assert_eq!(task.priority, Priority::High);
        assert_eq!(task.depends_on, ["a", "b"]);
        assert!(task.due.is_some());
        assert_eq!(parse("- [ ] x [due :: 2025-06-18]", Format::Dataview).unwrap().due, None);
    }
}
