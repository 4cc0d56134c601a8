//! Signifiers in the part of a task in which the plugin reads none: what stands in their way.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::words::is_js_space;
use super::super::{Code, Format, Problem};
use super::TaskLine;
use super::check::written;
use super::fields::{EMOJIS, Field, FieldKind, VARIATION, tail};
use super::signs::{Reading, Sign, emojis, inline, value_length};

/// Judges the unread part of a task.
pub(super) fn check(line: &str, task: &TaskLine, format: Format) -> Vec<Problem> {
    let signs = match format {
        Format::Emoji => emojis(line, &task.rest),
        Format::Dataview => inline(line, &task.rest),
    };
    let signs: Vec<Sign> = signs.into_iter().filter(|sign| !matches!(sign.reading, Reading::Ornament)).collect();
    let bad: Vec<Problem> = signs.iter().filter_map(|sign| broken(line, sign)).collect();
    if !bad.is_empty() {
        return bad;
    }
    blocked(line, task, &signs, format).into_iter().collect()
}

/// Fields that would be read but for the text behind them.
fn blocked(line: &str, task: &TaskLine, signs: &[Sign], format: Format) -> Option<Problem> {
    let (first, last) = (signs.first()?, signs.last()?);
    let mut texts = Vec::new();
    for (index, sign) in signs.iter().enumerate() {
        let end = signs.get(index + 1).map_or(task.rest.end, |next| next.range.start);
        let text = sign.range.end..end;
        if !line[text.clone()].trim_matches(is_js_space).is_empty() && !is_template(&line[text.clone()]) {
            texts.push(text);
        }
    }
    let behind = texts.last()?;
    let said = line[behind.clone()].trim_matches(is_js_space);
    let range = first.range.start..last.range.end;
    let what = if signs.len() == 1 { first.kind.name() } else { "fields" };
    let verb = if signs.len() == 1 { "is" } else { "are" };
    if signs.iter().all(|sign| task.fields.iter().any(|field| field.kind == sign.kind)) {
        return Some(repeated(line, task, signs, range));
    }
    if let [text] = texts.as_slice()
        && let Some(fields) = foreign(line, text, format)
    {
        return Some(misplaced(line, range, &format!("the {what} {verb}"), fields, format));
    }
    let message = format!("the {what} {verb} not read, because of the text behind: `{said}`");
    let problem = Problem::warning(Code::UnreadFields, range, message)
        .help("fields are read from the end of the line only: move the text in front of them");
    // Template text may become a field: only its author knows where it belongs.
    if texts.iter().any(|text| ["<%", "{{"].iter().any(|open| line[text.clone()].contains(open))) {
        return Some(problem);
    }
    // What closes the text before, an asterisk or a full stop, stays close to it.
    let before = line[task.body.start..first.range.start].trim_end_matches(is_js_space);
    if let [text] = texts.as_slice()
        && !before.is_empty()
        && said.chars().all(|c| c.is_ascii_punctuation())
    {
        let end = task.body.start + before.len();
        let replacements = vec![(end..first.range.start, format!("{said} ")), (text.clone(), String::new())];
        return Some(problem.instead("move it in front of the fields", replacements));
    }
    let moved: Vec<&str> = texts.iter().map(|text| line[text.clone()].trim_matches(is_js_space)).collect();
    let mut replacements = vec![(first.range.start..first.range.start, format!("{} ", moved.join(" ")))];
    for text in texts {
        // A blank stays between two fields, none at the end.
        let more = line[text.end..].trim_start_matches(is_js_space);
        replacements.push((text, if more.is_empty() { String::new() } else { " ".to_owned() }));
    }
    // Blanks at the end of the body belong to what follows.
    if let Some((range, text)) = replacements.last_mut()
        && range.end == task.rest.end
    {
        text.clear();
    }
    Some(problem.instead("move the text in front of the fields", replacements))
}

/// Fields in the text that the end of the line holds as well.
fn repeated(line: &str, task: &TaskLine, signs: &[Sign], range: Range<usize>) -> Problem {
    let what = match signs {
        [sign] => format!("a second {} is not read", sign.kind.name()),
        _ => "these fields are not read".to_owned(),
    };
    let message = format!("{what}: what stands at the end of the line counts");
    let same = |sign: &Sign| {
        let said = line[sign.range.clone()].trim_matches(is_js_space);
        task.fields
            .iter()
            .any(|field| field.kind == sign.kind && line[field.range.clone()].trim_matches(is_js_space) == said)
    };
    let problem = Problem::warning(Code::DuplicateField, range, message);
    if !signs.iter().all(same) {
        return problem.help("keep one of the two, at the end of the line");
    }
    let without = signs.iter().map(|sign| {
        let behind = &line[sign.range.end..task.rest.end];
        let blanks = behind.len() - behind.trim_start_matches(is_js_space).len();
        (sign.range.start..sign.range.end + blanks, String::new())
    });
    problem.instead("remove it", without.collect())
}

/// Whether a text is nothing but template text, with a signifier or two before it: what it will be, nobody knows yet.
fn is_template(text: &str) -> bool {
    static TEMPLATE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"<%.*?%>|\{\{.*?\}\}").expect("a constant pattern"));
    let left = TEMPLATE.replace_all(text, "");
    let signifier = |c: char| c == VARIATION || EMOJIS.iter().any(|(emoji, _)| *emoji == c);
    left.len() < text.len() && left.chars().all(|c| is_js_space(c) || signifier(c))
}

/// The fields of which a text consists in the format that is not read here; nothing if there is anything else in it.
fn foreign(line: &str, text: &Range<usize>, format: Format) -> Option<Vec<Field>> {
    let text = text.start..text.start + line[text.clone()].trim_end_matches(is_js_space).len();
    let end = tail(line, text, format.other());
    let alone = end.tags.is_empty() && line[end.rest].trim_matches(is_js_space).is_empty();
    (alone && !end.fields.is_empty()).then_some(end.fields)
}

/// Fields that are not read because a field of the other format stands behind them.
fn misplaced(line: &str, range: Range<usize>, what: &str, mut fields: Vec<Field>, format: Format) -> Problem {
    fields.sort_by_key(|field| field.range.start);
    let (here, there) = (format.name(), format.other().name());
    let said = match (fields.first(), fields.last()) {
        (Some(first), Some(last)) => &line[first.range.start..last.range.end],
        _ => "",
    };
    let message = format!("{what} not read, because a field of the {there} format stands behind: `{said}`");
    let replacements = fields.iter().map(|field| (field.range.clone(), written(line, field, format))).collect();
    Problem::warning(Code::OtherFormat, range, message)
        .help(format!("the plugin reads one format only, here the {here} format"))
        .instead(format!("write it in the {here} format"), replacements)
}

/// A signifier whose value cannot be read.
fn broken(line: &str, sign: &Sign) -> Option<Problem> {
    let Reading::Bad(value) = &sign.reading else { return None };
    let said = &line[value.clone()];
    let name = sign.kind.name();
    let signifier = sign.range.start..value.start;
    let gap = &line[signifier.clone()];
    if let Some((at, odd)) = gap.char_indices().find(|(_, c)| is_js_space(*c) && *c != ' ') {
        let readable = value_length(sign.kind, said) > 0;
        if readable {
            let at = signifier.start + at;
            let range = at..at + odd.len_utf8();
            let blanks = signifier.start + gap.trim_end_matches(is_js_space).len()..value.start;
            let what = if odd == '\u{a0}' { "a no-break space" } else { "an unusual blank" };
            return Some(
                Problem::warning(Code::InvisibleCharacter, range, format!("{what} keeps the {name} from being read"))
                    .help("only plain blanks may stand between the signifier and its value")
                    .surely("write a plain blank", vec![(blanks, " ".to_owned())]),
            );
        }
    }
    let rest = "everything before it is not read either";
    if let Some((key, behind)) = said.split_once("::")
        && key.trim_end() == sign.kind.key()
        && key.ends_with(' ')
    {
        let meant = format!("{}::{behind}", key.trim_end());
        return Some(
            Problem::warning(Code::InvalidField, value.clone(), format!("the {name} cannot be read; {rest}"))
                .help("no blank stands before `::`")
                .instead("remove the blank", vec![(value.clone(), meant)]),
        );
    }
    if sign.kind.is_date() {
        let problem = Problem::warning(Code::InvalidField, value.clone(), format!("the {name} cannot be read; {rest}"))
            .help("a date is written YYYY-MM-DD, and nothing else stands behind the signifier");
        return Some(match date_meant(said) {
            Some(meant) => problem.instead(format!("write {meant}"), vec![(value.clone(), meant)]),
            None => problem,
        });
    }
    let help = match sign.kind {
        FieldKind::Recurrence => "a recurrence holds only letters, digits, blanks, `,` and `!`",
        FieldKind::DependsOn => "ids are separated by one comma each",
        FieldKind::Id => "an id holds letters, digits, `-` and `_`",
        FieldKind::OnCompletion => "`keep` or `delete`",
        _ => "highest, high, medium, low or lowest",
    };
    Some(Problem::warning(Code::InvalidField, value.clone(), format!("the {name} cannot be read; {rest}")).help(help))
}

/// The date that a differently written one means.
fn date_meant(text: &str) -> Option<String> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\[\[)?(\d{4})[-/.\ \u{2010}-\u{2015}](\d{1,2})[-/.\ \u{2010}-\u{2015}](\d{1,2})(?:\]\])?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?$")
            .expect("a constant pattern")
    });
    let date = DATE.captures(text.trim())?;
    let meant = format!("{}-{:0>2}-{:0>2}", &date[1], &date[2], &date[3]);
    meant.parse::<jiff::civil::Date>().is_ok().then_some(meant)
}
