//! A cluster as a person sees it: lines of text with a role each, wrapped to a width. What the roles look like, and
//! whether there are colours at all, the caller decides.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::children;
use super::cluster::{Cluster, Kind, Relation, item_at, wording};
use super::session::Session;
use crate::note::Note;
use crate::sink::{excerpt, visible, words};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A wording, or plain words.
    Plain,
    /// Of less weight: places, scores, rules.
    Faint,
    /// Of more weight: numbers, names of notes, keys.
    Strong,
    /// Words of a wording that another one lacks.
    Differs,
    /// What vault-lint would keep; what was done.
    Good,
    /// What needs a second look.
    Bad,
}

/// One line for the terminal, without its end. Harmless: nothing in it is obeyed by a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<(Role, String)>);

impl Line {
    fn of(role: Role, text: impl Into<String>) -> Self {
        Self(vec![(role, text.into())])
    }

    fn and(mut self, role: Role, text: impl Into<String>) -> Self {
        self.0.push((role, text.into()));
        self
    }

    /// The text alone.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }
}

/// How it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The terminal's width in columns.
    pub width: usize,
    /// Without colours the differing words are underlined by a line of signs.
    pub colour: bool,
}

/// Narrower terminals are treated like this one.
const MIN_WIDTH: usize = 24;
/// Nobody likes to read lines longer than this.
const MAX_WIDTH: usize = 110;
/// How many rows of one wording are shown.
const MAX_ROWS: usize = 24;

impl Look {
    fn room(self) -> usize {
        // One column stays free: a full line makes some terminals wrap.
        self.width.max(MIN_WIDTH) - 1
    }
}

/// The cluster that is up, or what to do behind the last one.
#[must_use]
pub fn view(session: &Session, look: Look) -> Vec<Line> {
    match session.current() {
        Some((note, cluster)) => {
            let mut out = head(session, note, cluster, look);
            members(note, cluster, look, &mut out);
            out.push(Line::default());
            out
        }
        None => vec![Line::default(), Line::of(Role::Strong, "That was the last one.")],
    }
}

fn head(session: &Session, note: &Note, cluster: &Cluster, look: Look) -> Vec<Line> {
    let (number, total) = session.progress();
    let count = format!(" {number}/{total} ");
    let room = look.room().min(MAX_WIDTH);
    let path = cut(&visible::line(note.source.path.as_str()), room.saturating_sub(count.width() + 8));
    let rule = "─".repeat(room.saturating_sub(path.width() + count.width() + 6));
    let top = Line::of(Role::Faint, "── ").and(Role::Strong, path).and(Role::Faint, format!(" {rule}{count}──"));
    let section = cluster.members.first().and_then(|member| {
        let line = note.source.line_of(member.marker as usize);
        note.section_at(line).map(|section| visible::line(note.title(section)))
    });
    let what = match &cluster.kind {
        Kind::Repeated if cluster.members.len() == 2 => "one fact in 2 wordings".to_owned(),
        Kind::Repeated => format!("one fact in {} wordings", cluster.members.len()),
        Kind::Conflicting(kind) => format!("two bullets that disagree in one {}", visible::line(kind)),
    };
    let what = section.filter(|title| !title.is_empty()).map_or(what.clone(), |title| format!("{title}: {what}"));
    let mut out = vec![Line::default(), top];
    out.extend(
        wrapped(&format!("{what} ({})", cluster.rule), room, "").into_iter().map(|row| Line::of(Role::Faint, row)),
    );
    out.push(Line::default());
    out
}

fn members(note: &Note, cluster: &Cluster, look: Look, out: &mut Vec<Line>) {
    let texts: Vec<String> = cluster.members.iter().map(|member| wording(note, member.marker)).collect();
    let digits = cluster.members.len().to_string().len();
    let indent = " ".repeat(digits + 2);
    for (index, member) in cluster.members.iter().enumerate() {
        let Some((id, item)) = item_at(note, member.marker) else { continue };
        let number = format!("{:>digits$}  ", index + 1);
        let mut line = Line::of(Role::Strong, number).and(Role::Faint, format!("line {}", item.lines.first + 1));
        let said = relation_words(member.relation);
        if !said.is_empty() {
            let role = match member.relation {
                Relation::First => Role::Good,
                Relation::Overlap => Role::Bad,
                Relation::Same | Relation::Subsumes | Relation::Conflict => Role::Faint,
            };
            line = line.and(Role::Faint, ", ").and(role, said);
        }
        if let Some(score) = member.score.filter(|_| index > 0) {
            line = line.and(Role::Faint, format!(" ({score:.2})"));
        }
        out.push(line);
        let marks = differing(&texts, index);
        let room = look.room().min(MAX_WIDTH).saturating_sub(indent.len());
        let text = texts.get(index).map_or("", String::as_str);
        for row in excerpt::rows_up_to(MAX_ROWS, text, &marks, room) {
            out.extend(drawn(row, &indent, look.colour));
        }
        let hanging = children::sub_items(note, id).count();
        if hanging > 0 {
            let plural = if hanging == 1 { "" } else { "s" };
            out.push(Line::of(Role::Faint, format!("{indent}+ {hanging} sub-bullet{plural}")));
        }
    }
}

fn drawn(row: Option<excerpt::Row>, indent: &str, colour: bool) -> Vec<Line> {
    let Some(row) = row else { return vec![Line::of(Role::Faint, format!("{indent}..."))] };
    let mut line = Line::of(Role::Plain, indent);
    let mut under = String::from(indent);
    let last = row.runs.len().saturating_sub(1);
    for (index, (text, marked)) in row.runs.iter().enumerate() {
        // A row is broken behind a blank, which may stand beyond the width.
        let text = if index == last { text.trim_end_matches(' ') } else { text };
        line = line.and(if *marked { Role::Differs } else { Role::Plain }, text);
        under.push_str(&if *marked { "~" } else { " " }.repeat(text.width()));
    }
    let mut out = vec![line];
    if !colour && row.is_marked() {
        out.push(Line::of(Role::Differs, under.trim_end()));
    }
    out
}

/// The words of one wording that the first one lacks; of the first one, those that all others lack.
fn differing(texts: &[String], index: usize) -> Vec<Range<usize>> {
    let Some(first) = texts.first() else { return Vec::new() };
    if index > 0 {
        return texts.get(index).and_then(|text| words::differing(text, first)).map_or(Vec::new(), |(own, _)| own);
    }
    let mut all: Option<Vec<Range<usize>>> = None;
    for (own, _) in texts.iter().skip(1).filter_map(|other| words::differing(first, other)) {
        all = Some(match all {
            None => own,
            Some(known) => shared(&known, &own),
        });
    }
    all.unwrap_or_default()
}

/// What lies in both of two sorted lists of ranges.
fn shared(a: &[Range<usize>], b: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        let both = x.start.max(y.start)..x.end.min(y.end);
        if both.start < both.end {
            out.push(both);
        }
        if x.end < y.end {
            left.next()
        } else {
            right.next()
        };
    }
    out
}

/// The line that asks for a key.
#[must_use]
pub fn prompt(session: &Session, look: Look) -> Line {
    let Some((_, cluster)) = session.current() else {
        let undo = if session.can_undo() { "u undo, " } else { "" };
        return Line::of(Role::Strong, format!("{undo}any other key ends > "));
    };
    let count = cluster.members.len();
    let undo = if session.can_undo() { " · u undo" } else { "" };
    let keys = format!("keep 1-{count} · a all · e edit · s skip{undo} · q quit · ?");
    let forms = [format!("{keys} help > "), format!("{keys} > "), format!("1-{count},a,e,s,u,q,? > ")];
    let fits = forms.iter().find(|form| form.width() + session.digits().len() <= look.room());
    let text = fits.map_or("? > ", String::as_str);
    Line::of(Role::Strong, format!("{text}{}", session.digits()))
}

/// What the keys do.
#[must_use]
pub fn help(look: Look) -> Vec<Line> {
    let keys = [
        ("1, 2 …", "keep this bullet and drop the others that it covers; where another one says more, it asks twice"),
        ("a", "keep all: a comment at the end of each bullet tells vault-lint not to ask again"),
        ("e", "write one wording of your own in $VISUAL or $EDITOR; it replaces the first bullet, the others go"),
        ("s", "skip: leave them as they are, to be asked again next time"),
        ("u", "undo the last decision, byte for byte"),
        ("q", "quit; what was decided so far stays. Ctrl-C does the same"),
        ("?", "this help"),
    ];
    let room = look.room().min(MAX_WIDTH);
    let mut out = vec![Line::default()];
    for (key, does) in keys {
        for (index, row) in wrapped(does, room.saturating_sub(8), "").into_iter().enumerate() {
            let key = if index == 0 { key } else { "" };
            out.push(Line::of(Role::Strong, format!("{key:<8}")).and(Role::Plain, row));
        }
    }
    let note = "Each decision is written at once. A sub-bullet that the kept bullet lacks moves under it, a block id \
                moves with it; nothing else in the note changes. Marked are words that the first bullet lacks, and in \
                the first one those that no other has.";
    out.push(Line::default());
    out.extend(wrapped(note, room, "").into_iter().map(|row| Line::of(Role::Faint, row)));
    out
}

/// What was done in all, told at the end.
#[must_use]
pub fn account(session: &Session, look: Look) -> Vec<Line> {
    let account = session.account();
    let mut out = vec![Line::default()];
    let first = match account.len() {
        0 => "No note was changed.".to_owned(),
        1 => "1 note was changed:".to_owned(),
        count => format!("{count} notes were changed:"),
    };
    out.push(Line::of(Role::Strong, first));
    for (path, tally) in account {
        let text = format!("{}: {}", visible::line(path.as_str()), tally.words());
        out.extend(said(Role::Plain, &[text], look));
    }
    let left = session.left();
    if left > 0 {
        let (clusters, are) = if left == 1 { ("cluster", "is") } else { ("clusters", "are") };
        let text = format!("{left} {clusters} {are} left for another time.");
        out.extend(wrapped(&text, look.room(), "").into_iter().map(|row| Line::of(Role::Faint, row)));
    }
    out
}

/// Something said, wrapped; `role` tells how it went.
#[must_use]
pub fn said(role: Role, texts: &[String], look: Look) -> Vec<Line> {
    let rows = texts.iter().flat_map(|text| wrapped(text, look.room().saturating_sub(2), "  "));
    rows.map(|row| Line::of(role, row)).collect()
}

fn wrapped(text: &str, width: usize, indent: &str) -> Vec<String> {
    let rows = excerpt::rows_up_to(MAX_ROWS, text, &[], width).into_iter();
    rows.map(|row| row.map_or("...".into(), |row| format!("{indent}{}", row.text().trim_end()))).collect()
}

/// The end of a path is what tells notes apart.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut tail = text;
    while tail.width() + 1 > width && !tail.is_empty() {
        let next = tail.chars().next().map_or(0, char::len_utf8);
        tail = &tail[next..];
    }
    format!("…{tail}")
}

/// How the first bullet relates to another one, in words.
fn relation_words(relation: Relation) -> &'static str {
    match relation {
        Relation::First => "vault-lint would keep this one",
        Relation::Same => "1 says the same",
        Relation::Subsumes => "1 says all of this and more",
        Relation::Overlap => "says something that 1 lacks",
        Relation::Conflict => "",
    }
}
