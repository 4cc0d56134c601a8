//! What is wrong with a task line.

use super::super::words::is_js_space;
use super::super::{Code, Format, Problem, Settings, StatusType, recurrence};
use super::fields::{Field, FieldKind, tail};
use super::{TaskDate, TaskLine, checkbox, parse, unread};

/// Judges one whole line of a note, without its line end. Lines that have nothing to do with tasks are silent.
pub fn check(line: &str, settings: Option<&Settings>) -> Vec<Problem> {
    if !line.contains('[') {
        return Vec::new();
    }
    let format = settings.map_or(Format::Emoji, |settings| settings.format);
    let Some(task) = parse(line, format) else { return checkbox::check(line).into_iter().collect() };
    // `- [x](url)` is a link: Obsidian sees a task only where a blank follows the brackets.
    if line[task.checkbox.end..].starts_with(|c: char| !is_js_space(c)) {
        return checkbox::glued(line, &task).into_iter().collect();
    }
    let filtered = settings.is_some_and(|settings| {
        let filter = settings.global_filter.trim();
        !filter.is_empty() && !line[task.body.clone()].contains(filter)
    });
    if filtered {
        return Vec::new();
    }
    let mut problems = unread::check(line, &task, format);
    dates(line, &task, &mut problems);
    duplicates(&task, &mut problems);
    repetition(line, &task, settings, &mut problems);
    on_completion(line, &task, &mut problems);
    status(&task, settings, &mut problems);
    if settings.is_some() && problems.iter().all(|problem| problem.code != Code::OtherFormat) {
        other_format(line, &task, format, &mut problems);
    }
    problems.sort_by_key(|problem| (problem.range.start, problem.range.end, problem.code));
    problems
}

/// Dates that do not exist.
fn dates(line: &str, task: &TaskLine, out: &mut Vec<Problem>) {
    for field in task.fields.iter().filter(|field| field.kind.is_date()) {
        let value = &line[field.value.clone()];
        if value.parse::<jiff::civil::Date>().is_ok() {
            continue;
        }
        let message = format!("{value} does not exist: the {} is an invalid date", field.kind.name());
        let problem = Problem::warning(Code::ImpossibleDate, field.value.clone(), message);
        let lost = task.fields.iter().any(|other| other.kind == FieldKind::Recurrence) && task.recurrence.is_none();
        out.push(if lost {
            problem.help("correct the date; the recurrence that counts from it is lost")
        } else {
            problem.help("correct the date: the next edit of the task writes `Invalid date` instead")
        });
    }
}

/// One field twice in the part that is read.
fn duplicates(task: &TaskLine, out: &mut Vec<Problem>) {
    for (index, field) in task.fields.iter().enumerate() {
        if task.fields[..index].iter().any(|before| before.kind == field.kind) {
            let message =
                format!("a second {}: the first one counts, this one is lost with the next edit", field.kind.name());
            out.push(Problem::warning(Code::DuplicateField, field.range.clone(), message).help("keep one of the two"));
        }
    }
}

fn repetition(line: &str, task: &TaskLine, settings: Option<&Settings>, out: &mut Vec<Problem>) {
    let Some(field) = task.fields.iter().find(|field| field.kind == FieldKind::Recurrence) else { return };
    let value = line[field.value.clone()].trim_end_matches(is_js_space);
    let range = field.value.start..field.value.start + value.len();
    let Some(read) = recurrence::parse(value) else {
        let message = "the recurrence is not understood, so that the task is done once and for all";
        out.push(Problem::warning(Code::InvalidRecurrence, range, message).help(
            "for example `every day`, `every 2 weeks on Monday`, `every month on the 15th`, `every year when done`",
        ));
        return;
    };
    if let Some(unread) = &read.unread {
        let place = range.start + unread.start..range.start + unread.end;
        let message = format!("this part of the recurrence is ignored: it means `{}`", read.canonical);
        out.push(
            Problem::warning(Code::PartialRecurrence, place, message)
                .instead(format!("write `{}`", read.canonical), vec![(range.clone(), read.canonical.clone())]),
        );
    } else if misleads(value, &read.canonical) {
        let message = format!("this recurrence means `{}`", read.canonical);
        out.push(Problem::warning(Code::PartialRecurrence, range.clone(), message));
    }
    let dated = task.due.or(task.scheduled).or(task.start).is_some();
    let from_name = settings.is_some_and(|settings| settings.scheduled_from_filename);
    if !dated && !from_name {
        out.push(
            Problem::warning(
                Code::RecurrenceWithoutDate,
                field.range.clone(),
                "a recurrence without a due, scheduled or start date",
            )
            .help("add the date from which it counts: searches for dates do not find the task"),
        );
    }
}

/// Whether a number counts something else than it seems to: `every 25 December` comes every 25 years.
fn misleads(said: &str, canonical: &str) -> bool {
    let mut words = said.split_whitespace().skip(1);
    let number = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let unit = words.next().unwrap_or_default().to_ascii_lowercase();
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    number && canonical.contains("year") && months.iter().any(|month| unit.starts_with(month))
}

fn on_completion(line: &str, task: &TaskLine, out: &mut Vec<Problem>) {
    for field in task.fields.iter().filter(|field| field.kind == FieldKind::OnCompletion) {
        let value = &line[field.value.clone()];
        if !["keep", "delete"].iter().any(|known| known.eq_ignore_ascii_case(value)) {
            let message = format!("`{value}` is ignored here");
            out.push(Problem::warning(Code::InvalidField, field.value.clone(), message).help("`keep` or `delete`"));
        }
    }
}

/// Status symbols, and dates that contradict them.
fn status(task: &TaskLine, settings: Option<&Settings>, out: &mut Vec<Problem>) {
    let symbol = task.checkbox.start + 1..task.checkbox.end - 1;
    let known = match settings {
        Some(settings) => settings.statuses.get(&task.status).copied(),
        None => Settings::default().statuses.get(&task.status).copied(),
    };
    let Some(kind) = known else {
        if settings.is_some() {
            let message = format!("the settings define no status `{}`: the plugin counts it as not done", task.status);
            let problem = Problem::info(Code::UnknownStatus, symbol.clone(), message);
            out.push(match task.status {
                'X' => problem.instead("write `x`", vec![(symbol, "x".to_owned())]),
                _ => problem.help("define it in the settings of the Tasks plugin"),
            });
        }
        return;
    };
    let field = |kind: FieldKind| task.fields.iter().find(|field| field.kind == kind);
    if let Some(Field { range, .. }) = field(FieldKind::Done)
        && matches!(task.done, Some(TaskDate::Day(_)))
        && matches!(kind, StatusType::Todo | StatusType::InProgress | StatusType::OnHold)
    {
        out.push(
            Problem::warning(Code::StatusDate, range.clone(), "a done date on a task that is not done")
                .help("tick the task, or remove the date"),
        );
    }
    if let Some(Field { range, .. }) = field(FieldKind::Cancelled)
        && matches!(kind, StatusType::Todo | StatusType::InProgress | StatusType::OnHold | StatusType::Done)
    {
        out.push(
            Problem::warning(Code::StatusDate, range.clone(), "a cancelled date on a task that is not cancelled")
                .help("give the task a status that means cancelled, or remove the date"),
        );
    }
}

/// Fields at the end of the line that only the other format would read.
fn other_format(line: &str, task: &TaskLine, format: Format, out: &mut Vec<Problem>) {
    let wanted = match format {
        Format::Emoji => "emojis",
        Format::Dataview => "Dataview fields",
    };
    // Only what is unmistakable: a field with a date, or one that stands with one.
    let end = tail(line, task.rest.clone(), format.other());
    if !end.fields.iter().any(|field| field.kind.is_date()) {
        return;
    }
    let (from, to) = end
        .fields
        .iter()
        .fold((usize::MAX, 0), |(from, to), field| (from.min(field.range.start), to.max(field.range.end)));
    let message = format!("not read: this vault writes tasks with {wanted}");
    let problem = Problem::warning(Code::OtherFormat, from..to, message);
    let mut fields = end.fields;
    fields.sort_by_key(|field| field.range.start);
    let written = fields.iter().map(|field| (field.range.clone(), written(line, field, format))).collect();
    out.push(
        problem
            .help("the plugin reads one format only, the one of its settings")
            .instead(format!("write {wanted}"), written),
    );
}

/// A field in the given format.
pub(super) fn written(line: &str, field: &Field, format: Format) -> String {
    let value = line[field.value.clone()].trim_matches(is_js_space);
    const PRIORITIES: [(&str, &str); 5] =
        [("🔺", "highest"), ("⏫", "high"), ("🔼", "medium"), ("🔽", "low"), ("⏬", "lowest")];
    match format {
        Format::Emoji if field.kind == FieldKind::Priority => {
            PRIORITIES.iter().find(|(_, name)| *name == value).map_or("", |(emoji, _)| emoji).to_owned()
        }
        Format::Emoji => {
            let emoji =
                super::fields::EMOJIS.iter().find(|(_, kind)| *kind == field.kind).map_or(' ', |(emoji, _)| *emoji);
            format!("{emoji} {value}")
        }
        Format::Dataview => {
            let value = match field.kind {
                FieldKind::Priority => {
                    PRIORITIES.iter().find(|(emoji, _)| *emoji == value).map_or("", |(_, name)| name)
                }
                _ => value,
            };
            format!(" [{}:: {value}]", field.kind.key())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Severity;
    use super::*;

    fn codes(line: &str) -> Vec<&'static str> {
        check(line, None).iter().map(|problem| problem.code.as_str()).collect()
    }

    fn fixed(line: &str, settings: Option<&Settings>) -> String {
        let mut out = line.to_owned();
        let problems = check(line, settings);
        let suggestion = problems[0].suggestion.clone().unwrap();
        for (range, text) in suggestion.replacements.into_iter().rev() {
            out.replace_range(range, &text);
        }
        out
    }

    #[test]
    fn what_is_wrong() {
        for (line, code) in [
            ("- [ ] mend the weir 📅 2026-02-01 with Jon", "unread-fields"),
            ("- [ ] 📅 2026-02-01 mend the weir", "unread-fields"),
            ("- [ ] ⏫ mend the weir", "unread-fields"),
            ("- [ ] mend 📅 2026-02-30", "impossible-date"),
            ("- [ ] mend 📅 2026-2-1", "invalid-field"),
            ("- [x] mend ✅ 2026 02-01", "invalid-field"),
            ("- [ ] mend 📅 tomorrow", "invalid-field"),
            ("- [ ] mend 📅\u{a0}2026-02-01", "invisible-character"),
            ("- [ ] mend 📅 2026-02-01 📅 2026-02-02", "duplicate-field"),
            ("- [ ] mend 🔁 every week", "recurrence-without-date"),
            ("- [ ] mend 🔁 every month on 15 📅 2026-02-01", "partial-recurrence"),
            ("- [ ] mend 🔁 every quarter 📅 2026-02-01", "invalid-recurrence"),
            ("- [ ] mend 🔁 every 25 December 📅 2026-02-01", "partial-recurrence"),
            ("- [ ] mend ✅ 2026-02-01", "status-date"),
            ("- [x] mend ❌ 2026-02-01", "status-date"),
            ("- [ ] mend 🏁 burn", "invalid-field"),
            ("- [ ] mend 🔼 📅 2026-02-**01**", "invalid-field"),
            ("- [ ] mend 🔼 📅 2026-02", "invalid-field"),
            ("- [x] mend 🛫 Invalid date ✅ 2026-02-01", "invalid-field"),
            ("- [ ] mend 🔼 📅 {{date}} with Jon", "unread-fields"),
            ("- [x] mend 📅 2026-02-01 [completion:: 2026-02-03]", "other-format"),
            ("- [ ]mend", "malformed-checkbox"),
            ("- [ ] ⏳ 2026-02-01 mend the weir ⏳ 2026-02-02", "duplicate-field"),
        ] {
            assert_eq!(codes(line), [code], "{line}");
        }
    }

    #[test]
    fn what_is_fine() {
        for line in [
            "- [ ] mend the weir with Jon #mill 🔼 📅 2026-02-01 ^weir",
            "- [x] order gates ✅ 2026-01-02",
            "- [?] is this ✅ or ❌ ?",
            "- [!] careful ➕ more",
            "- [ ] write `📅 2026-01-01` behind the text",
            "- [ ] meet at 📅 office",
            "- [x] deployed ✅",
            "- [ ] read [due:: 2026-02-01] twice",
            "- [ ] mend 🔼 📅 {{date:YYYY-MM-DD}}",
            "- [ ] mend ⏬ 🔁 every year ⏳ <% tp.date.now(\"YYYY-MM-DD\") %> #mill",
            "- [r](https://example.org)",
            "- [[]]",
            "- [x]: a source",
            "- an item",
            "plain [text](url)",
        ] {
            assert!(codes(line).is_empty(), "{line}: {:?}", codes(line));
        }
    }

    #[test]
    fn text_is_moved_in_front() {
        assert_eq!(
            fixed("- [ ] mend the weir 📅 2026-02-01 with Jon", None),
            "- [ ] mend the weir with Jon 📅 2026-02-01"
        );
        assert_eq!(
            fixed("- [ ] mend 🔼 soon 📅 2026-02-01 with Jon #mill ^a", None),
            "- [ ] mend soon with Jon 🔼 📅 2026-02-01 #mill ^a"
        );
        assert_eq!(fixed("- [ ] 📅 2026-02-01 mend", None), "- [ ] mend 📅 2026-02-01");
        assert_eq!(fixed("- [x] *mend ✅ 2026-02-01* #mill", None), "- [x] *mend* ✅ 2026-02-01 #mill");
        assert_eq!(fixed("- [x] mend 🔼 ✅2026-02-01.", None), "- [x] mend. 🔼 ✅2026-02-01");
    }

    #[test]
    fn a_field_of_the_other_format_is_rewritten() {
        let line = "- [x] mend 🔼 📅 2026-02-01  [completion:: 2026-02-03] #mill";
        let meant = "- [x] mend 🔼 📅 2026-02-01  ✅ 2026-02-03 #mill";
        assert_eq!(fixed(line, None), meant);
        let settings = Settings::default();
        assert_eq!(check(line, Some(&settings)).len(), 1);
        assert_eq!(fixed(line, Some(&settings)), meant);
        let settings = Settings { format: Format::Dataview, ..Settings::default() };
        assert_eq!(
            fixed("- [ ] mend [priority:: high] 📅 2026-02-01", Some(&settings)),
            "- [ ] mend [priority:: high]  [due:: 2026-02-01]"
        );
    }

    #[test]
    fn what_stands_there_twice_goes() {
        assert_eq!(
            fixed("- [ ] ⏳ 2026-02-01 mend the weir ⏳ 2026-02-01 #mill", None),
            "- [ ] mend the weir ⏳ 2026-02-01 #mill"
        );
        for line in ["- [ ] ⏳ 2026-02-01 mend the weir ⏳ 2026-02-02", "- [ ] mend 🔼 📅 {{date}} with Jon"] {
            assert!(check(line, None)[0].suggestion.is_none(), "{line}");
        }
    }

    #[test]
    fn settings_matter() {
        let mut settings = Settings::default();
        assert!(check("- [r](https://example.org)", Some(&settings)).is_empty());
        assert!(check("- [[]]", Some(&settings)).is_empty());
        assert_eq!(check("- [?] x", Some(&settings))[0].severity, Severity::Info);
        assert_eq!(fixed("- [ ] x [due:: 2026-02-01] [priority:: high]", Some(&settings)), "- [ ] x 📅 2026-02-01 ⏫");
        settings.global_filter = "#task".to_owned();
        assert!(check("- [?] x", Some(&settings)).is_empty());
    }
}
