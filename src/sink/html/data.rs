//! The findings as compact JSON for the page's script: texts that occur often stand in tables and are named by number.

use std::collections::BTreeMap;

use serde::Serialize;

use super::wordings::{self, Kind, Pair, Runs, Wording};
use crate::diagnostic::{Diagnostic, Level, RuleId};
use crate::sink::place::{self, Places};
use crate::sink::{Report, cut, visible, words};
use crate::text::{NotePath, Safety};

/// How much of a line is shown, in characters.
const MAX_CHARS: usize = 240;
/// So many bytes of findings the page carries at most; it then still opens at once and weighs less than 10 MB.
const MAX_BYTES: usize = 8_000_000;
/// What a finding weighs besides its texts, in bytes of JSON.
const FRAME: usize = 60;

/// All that the script needs.
#[derive(Serialize)]
pub(super) struct Document {
    rules: Vec<String>,
    notes: Vec<String>,
    texts: Vec<String>,
    findings: Vec<Finding>,
    groups: Vec<Group>,
    conflicts: Vec<Conflict>,
}

/// One finding. The script reads these by place.
#[derive(Serialize)]
struct Finding(
    /// The note, by number.
    usize,
    /// The line, from 1.
    usize,
    /// The column, from 1.
    usize,
    /// The rule, by number.
    usize,
    /// 0 error, 1 warning, 2 info.
    usize,
    /// The message, by number.
    usize,
    /// The line's text.
    Runs,
    /// What to do, by number.
    Option<usize>,
    /// The title of its fix, by number.
    Option<usize>,
    /// 0 no fix, 1 by hand, 2 unsafe, 3 safe.
    usize,
);

/// A wording that is no finding: its note, by number, its line and its text.
#[derive(Serialize)]
struct Place(usize, usize, Runs);

/// Wordings of one fact: the one to keep, and the findings, by number.
#[derive(Serialize)]
struct Group(Place, Vec<usize>);

/// A contradiction: the finding, by number, and what it stands against.
#[derive(Serialize)]
struct Conflict(usize, Place);

/// Texts by number.
#[derive(Default)]
struct Table {
    numbers: BTreeMap<String, usize>,
    texts: Vec<String>,
    /// Of all texts, in bytes.
    weight: usize,
}

impl Table {
    fn number(&mut self, text: &str) -> usize {
        let text = visible::line(text);
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = self.texts.len();
        self.weight += weight_of(&text);
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }
}

impl Document {
    /// Gathers what of the findings the page has room for: errors first, then warnings, then infos.
    pub(super) fn new(report: &Report<'_>) -> Self {
        Self::within(report, MAX_BYTES)
    }

    fn within(report: &Report<'_>, room: usize) -> Self {
        let places = Places::new(report);
        let (mut rules, mut notes, mut texts) = (Table::default(), Table::default(), Table::default());
        let mut listed: BTreeMap<usize, (Finding, Option<Pair<'_>>)> = BTreeMap::new();
        let mut weight = 0;
        let of_level = |level| report.diagnostics.iter().enumerate().filter(move |(_, d)| d.level == level);
        let most_important_first = [Level::Error, Level::Warning, Level::Info].into_iter().flat_map(of_level);
        for (index, diagnostic) in most_important_first {
            let pair = wordings::pair(report, diagnostic);
            let runs = pair.as_ref().map_or_else(|| excerpt(report, diagnostic), |pair| pair.own.runs());
            let start = places.ends(&diagnostic.at).0;
            let safety = diagnostic.fix.as_ref().map_or(0, |fix| match fix.safety {
                Safety::Display => 1,
                Safety::Unsafe => 2,
                Safety::Safe => 3,
            });
            // The kept wording stands on the page as well.
            let copies = if pair.is_some() { 2 } else { 1 };
            weight += FRAME + copies * runs.iter().map(|run| weight_of(run)).sum::<usize>();
            if weight + rules.weight + notes.weight + texts.weight > room {
                break;
            }
            let finding = Finding(
                notes.number(diagnostic.at.path.as_str()),
                start.line,
                start.column,
                rules.number(diagnostic.rule.as_str()),
                rank(diagnostic.level),
                texts.number(&diagnostic.message),
                runs,
                diagnostic.help.as_ref().map(|help| texts.number(help)),
                diagnostic.fix.as_ref().map(|fix| texts.number(&fix.title)),
                safety,
            );
            listed.insert(index, (finding, pair));
        }
        let (groups, conflicts) = compared(report, &listed, &mut notes);
        Self {
            rules: rules.texts,
            notes: notes.texts,
            texts: texts.texts,
            findings: listed.into_values().map(|(finding, _)| finding).collect(),
            groups,
            conflicts,
        }
    }

    /// How many findings it holds.
    pub(super) fn findings(&self) -> usize {
        self.findings.len()
    }

    /// How many groups of wordings it holds.
    pub(super) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// How many contradictions it holds.
    pub(super) fn conflicts(&self) -> usize {
        self.conflicts.len()
    }
}

/// What a text weighs in the page, escapes and quotes included, in bytes.
fn weight_of(text: &str) -> usize {
    let byte = |byte: u8| match byte {
        b'<' | b'>' | b'&' | b'[' => 6,
        b'"' | b'\\' => 2,
        _ => 1,
    };
    text.bytes().map(byte).sum::<usize>() + 3
}

fn rank(level: Level) -> usize {
    match level {
        Level::Error => 0,
        Level::Warning => 1,
        Level::Info => 2,
    }
}

/// The line that a finding marks.
fn excerpt(report: &Report<'_>, diagnostic: &Diagnostic) -> Runs {
    let Some(source) = (report.source)(&diagnostic.at.path) else { return Runs::new() };
    let (own, _) = words::marks(report, diagnostic);
    let Some((line, marks)) = place::marked_lines(source, &own).into_iter().next() else { return Runs::new() };
    let text = source.line_text(line);
    if text.trim().is_empty() {
        return Runs::new();
    }
    wordings::alternating(&cut::runs(text, &marks, MAX_CHARS))
}

/// One group while it is gathered.
struct Gathered<'a> {
    kept: Wording<'a>,
    findings: Vec<usize>,
}

/// The listed findings that compare wordings: those that keep the same bullet together, contradictions each for themselves.
fn compared<'a>(
    report: &Report<'a>,
    listed: &BTreeMap<usize, (Finding, Option<Pair<'a>>)>,
    notes: &mut Table,
) -> (Vec<Group>, Vec<Conflict>) {
    let mut place = |of: &Wording<'_>| Place(notes.number(of.path.as_str()), of.line, of.runs());
    let mut groups: Vec<Gathered<'a>> = Vec::new();
    let mut numbers: BTreeMap<(&RuleId, &NotePath, usize), usize> = BTreeMap::new();
    let mut conflicts = Vec::new();
    for (number, (index, (_, pair))) in listed.iter().enumerate() {
        let (Some(pair), Some(diagnostic)) = (pair, report.diagnostics.get(*index)) else { continue };
        let other = &pair.other;
        if pair.kind == Kind::Conflict {
            conflicts.push(Conflict(number, place(other)));
            continue;
        }
        let key = (&diagnostic.rule, other.path, other.line);
        let known = numbers.get(&key).and_then(|at| groups.get_mut(*at));
        match known {
            Some(gathered) => {
                // Of the kept wording only that is marked which none of the others says.
                gathered.kept.marks = wordings::in_both(&gathered.kept.marks, &other.marks);
                gathered.findings.push(number);
            }
            None => {
                numbers.insert(key, groups.len());
                groups.push(Gathered { kept: other.clone(), findings: vec![number] });
            }
        }
    }
    (groups.into_iter().map(|group| Group(place(&group.kept), group.findings)).collect(), conflicts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::html::escape;
    use crate::sink::sample::Sample;

    fn json(sample: &Sample, room: usize) -> serde_json::Value {
        let mut value = serde_json::Value::Null;
        sample.written(|report, _| {
            value = serde_json::to_value(Document::within(report, room)).unwrap();
            Ok(())
        });
        value
    }

    #[test]
    fn a_finding_is_told_by_numbers() {
        let mut sample = Sample::new("In/a.md", "one\n  two three\n");
        sample.find("soft", Level::Info, "one", "same words").help("look");
        sample.find("hard", Level::Error, "two", "same words").fix("mend", Safety::Unsafe, "two", "2");
        let expected = serde_json::json!({
            "rules": ["hard", "soft"],
            "notes": ["In/a.md"],
            "texts": ["same words", "mend", "look"],
            "findings": [
                [0, 1, 1, 1, 2, 0, ["", "one"], 2, null, 0],
                [0, 2, 3, 0, 0, 0, ["  ", "two", " three"], null, 1, 2],
            ],
            "groups": [],
            "conflicts": [],
        });
        assert_eq!(json(&sample, MAX_BYTES), expected);
    }

    #[test]
    fn wordings_of_one_fact_stand_together() {
        let mut sample =
            Sample::new("a.md", "- Ada leads the works daily\n- Ada runs the works\n- Ada does the works\n");
        for verb in ["runs", "does"] {
            sample.find("twice", Level::Warning, &format!("- Ada {verb} the works"), "twice").related(0, "keep");
            let data = &mut sample.diagnostics.last_mut().unwrap().data;
            data.insert("relation".into(), "same".into());
            data.insert("keep".into(), serde_json::json!({"line": 1}));
        }
        let groups = json(&sample, MAX_BYTES)["groups"].clone();
        assert_eq!(groups, serde_json::json!([[[0, 1, ["Ada ", "leads", " the works ", "daily"]], [0, 1]]]));
    }

    #[test]
    fn where_room_is_short_the_errors_stay() {
        let mut sample = Sample::new("a.md", "one\ntwo\nthree\n");
        sample.find("a", Level::Info, "one", "x").find("b", Level::Error, "two", "x").find(
            "c",
            Level::Warning,
            "three",
            "x",
        );
        let listed = |room| {
            let json = json(&sample, room);
            json["findings"].as_array().unwrap().iter().map(|f| f[4].as_u64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(listed(MAX_BYTES), [2, 0, 1]);
        assert_eq!(listed(160), [0, 1]);
        assert!(listed(10).is_empty());
    }

    #[test]
    fn many_findings_stay_under_the_limit() {
        let mut sample = Sample::new("a.md", &format!("{}\n", "\"漢字\" <&> ".repeat(400)));
        for number in 0..20_000 {
            sample.find("a", Level::Info, "字", &format!("the message number {number} says something of its own"));
        }
        let json = json(&sample, MAX_BYTES);
        let size = escape::script(&json.to_string()).len();
        assert!(size < 10_000_000, "{size}");
        assert!(json["findings"].as_array().unwrap().len() > 5_000);
    }
}
