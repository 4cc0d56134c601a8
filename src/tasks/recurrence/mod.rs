//! Recurrences: `every week on Monday` and what the plugin makes of it.
//!
//! The plugin hands the text to the English parser of the library rrule 2.8.1, which reads as far as it understands and
//! ignores the rest. [`Recurrence::canonical`] says in its own words what it understood.

mod parse;
mod rule;
mod tokens;

use std::ops::Range;

/// A recurrence as the plugin reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// What it means, in the plugin's own words: what is written when the task is edited.
    pub canonical: String,
    /// Whether the next date is counted from the day on which the task is done.
    pub when_done: bool,
    /// Bytes of the text that were not read.
    pub unread: Option<Range<usize>>,
}

/// Reads a recurrence; nothing where the plugin drops it.
pub fn parse(text: &str) -> Option<Recurrence> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | ' ' | '!');
    if text.is_empty() || !text.chars().all(allowed) {
        return None;
    }
    const SUFFIX: &str = " when done";
    let cut = text.len().checked_sub(SUFFIX.len()).filter(|cut| *cut > 0);
    let when_done = cut.is_some_and(|cut| text[cut..].eq_ignore_ascii_case(SUFFIX));
    let rule_text = if when_done { &text[..cut.unwrap_or_default()] } else { text };
    let start = rule_text.len() - rule_text.trim_start().len();
    let (rule, read) = parse::rule(rule_text.trim())?;
    let mut canonical = rule.to_string();
    if when_done {
        canonical.push_str(SUFFIX);
    }
    let end = rule_text.trim_end().len();
    let unread = (start + read < end).then_some(start + read..end);
    Some(Recurrence { canonical, when_done, unread })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Option<String> {
        parse(text).map(|recurrence| recurrence.canonical)
    }

    #[test]
    fn what_is_understood_is_said() {
        for (text, meaning) in [
            ("every day", "every day"),
            ("Every 2 Weeks on mon, Fri", "every 2 weeks on Monday, Friday"),
            ("every month on the 2nd last Friday", "every month on the 2nd last Friday"),
            ("every weekday", "every weekday"),
            ("every January and July on the 15th", "every January and July on the 15th"),
            ("every week when done", "every week when done"),
            ("every month on the 1st, 15th", "every month on the 1st and 15th"),
            ("every year in week 3", "every year in week 3"),
            ("every day at 9", "every day at 9"),
            ("every week until January 1, 2026", "every week until January 1, 2026"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(meaning), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_dropped() {
        for text in [
            "",
            "weekly",
            "every",
            "every 2",
            "every quarter",
            "every 0 days",
            "every Monday and",
            "every day at",
            "every day for",
            "every month on the 400th",
            "every week until 2025-01-01",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    #[test]
    fn the_rest_is_ignored() {
        let text = "every month on 15";
        let read = parse(text).unwrap();
        assert_eq!(read.canonical, "every month");
        assert_eq!(read.unread.map(|range| &text[range]), Some("15"));
        assert_eq!(parse("every weekend when done").unwrap().unread, Some(10..13));
    }
}
