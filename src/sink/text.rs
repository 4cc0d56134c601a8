//! The report that people read: rustc's look, with the differing words of two wordings marked.
//!
//! Lines are wrapped here instead of being cut, so that both wordings of a fact can be read whole in 80 columns.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style as Paint};
use unicode_width::UnicodeWidthStr;

use super::excerpt::{self, Row};
use super::fold::{Shown, fold};
use super::place::{self, Places};
use super::{Counts, Report, summary, visible, words};
use crate::diagnostic::{Diagnostic, Label, Level};
use crate::text::{Safety, Span};

/// The width where none is known, as in a pipe.
const DEFAULT_WIDTH: usize = 120;
/// Narrower terminals are treated like this one.
const MIN_WIDTH: usize = 40;
/// How many lines of one place are shown.
const MAX_LINES: usize = 4;
/// How many related places of one finding are shown.
const MAX_RELATED: usize = 5;

/// How the report looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to send colours.
    pub color: bool,
    /// The terminal's width in columns, where there is a terminal.
    pub width: Option<usize>,
    /// Whether to end with a line of counts.
    pub summary: bool,
}

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = style.width.unwrap_or(DEFAULT_WIDTH).max(MIN_WIDTH);
    let places = Places::new(report);
    for (diagnostic, shown) in report.diagnostics.iter().zip(fold(report)) {
        if matches!(shown, Shown::Folded) {
            continue;
        }
        let mut page =
            Page { places: &places, out: &mut *out, color: style.color, width, gutter: gutter(report, diagnostic) };
        page.finding(report, diagnostic)?;
        if let Shown::For(others) = &shown {
            page.note("note", others)?;
        }
        writeln!(out)?;
    }
    if style.summary {
        let counts = Counts::of(report.diagnostics);
        writeln!(out, "{}", summary::line(&counts, &report.summary))?;
    }
    Ok(())
}

/// How many columns the widest line number of a finding takes.
fn gutter(report: &Report<'_>, diagnostic: &Diagnostic) -> usize {
    let labels = std::iter::once(&diagnostic.at).chain(diagnostic.related.iter().take(MAX_RELATED));
    labels.map(|label| last_line(report, label).to_string().len()).max().unwrap_or(1)
}

/// The last line of a place, from 1.
fn last_line(report: &Report<'_>, label: &Label) -> usize {
    (report.source)(&label.path).map_or(1, |source| source.line_of(label.span.to()) + 1)
}

struct Page<'a, 'r> {
    places: &'a Places<'r>,
    out: &'a mut dyn Write,
    color: bool,
    width: usize,
    gutter: usize,
}

/// What a place is underlined with.
#[derive(Clone, Copy)]
struct Pen {
    sign: &'static str,
    paint: Paint,
}

const FRAME: Paint = AnsiColor::BrightBlue.on_default().bold();
const SECOND: Pen = Pen { sign: "-", paint: AnsiColor::BrightCyan.on_default().bold() };

fn first(level: Level) -> Pen {
    let color = match level {
        Level::Error => AnsiColor::BrightRed,
        Level::Warning => AnsiColor::Yellow,
        Level::Info => AnsiColor::BrightGreen,
    };
    Pen { sign: "^", paint: color.on_default().bold() }
}

impl Page<'_, '_> {
    fn finding(&mut self, report: &Report<'_>, diagnostic: &Diagnostic) -> io::Result<()> {
        let pen = first(diagnostic.level);
        self.paint(pen.paint, &format!("{}[{}]", diagnostic.level.as_str(), diagnostic.rule))?;
        self.paint(Paint::new().bold(), &format!(": {}", visible::line(&diagnostic.message)))?;
        writeln!(self.out)?;
        let (own, mut others) = words::marks(report, diagnostic);
        self.place(report, &diagnostic.at, &own, pen)?;
        for label in diagnostic.related.iter().take(MAX_RELATED) {
            let marks = if others.is_empty() { vec![label.span] } else { std::mem::take(&mut others) };
            self.place(report, label, &marks, SECOND)?;
        }
        let more = diagnostic.related.len().saturating_sub(MAX_RELATED);
        if more > 0 {
            self.note("note", &format!("and {}", summary::plural(more, "more place")))?;
        }
        if let Some(help) = &diagnostic.help {
            self.note("help", &visible::line(help))?;
        }
        if let Some(fix) = &diagnostic.fix {
            let word = match fix.safety {
                Safety::Safe => "safe",
                Safety::Unsafe => "unsafe",
                Safety::Display => "by hand",
            };
            self.note("fix", &format!("{} ({word})", visible::line(&fix.title)))?;
        }
        Ok(())
    }

    /// One place: where it is, and its lines with what is marked in them.
    ///
    /// rustc writes `:::` before a second place, but GitHub's log takes a line that begins with `::` for a command.
    fn place(&mut self, report: &Report<'_>, label: &Label, marks: &[Span], pen: Pen) -> io::Result<()> {
        let (start, _) = self.places.ends(label);
        self.paint(FRAME, &format!("{:>1$}-->", "", self.gutter))?;
        writeln!(self.out, " {}:{}:{}", visible::line(label.path.as_str()), start.line, start.column)?;
        let text = visible::line(&label.text);
        let Some(source) = (report.source)(&label.path) else {
            return if text.is_empty() { Ok(()) } else { self.note("note", &text) };
        };
        self.bar()?;
        let lines = place::marked_lines(source, marks);
        let shown = lines.len().min(MAX_LINES);
        let mut previous = None;
        for (index, (line, marks)) in lines.into_iter().take(MAX_LINES).enumerate() {
            if previous.is_some_and(|previous: usize| previous + 1 < line) {
                self.left_out()?;
            }
            previous = Some(line);
            let text = if index + 1 == shown { text.as_str() } else { "" };
            self.line(line + 1, source.line_text(line), &marks, pen, text)?;
        }
        self.bar()
    }

    /// A line of the note, wrapped, with the label behind its last mark.
    fn line(&mut self, number: usize, text: &str, marks: &[Range<usize>], pen: Pen, label: &str) -> io::Result<()> {
        let room = self.width - self.gutter - 3;
        let rows = excerpt::rows(text, marks, room);
        let last = rows.iter().rposition(|row| row.as_ref().is_some_and(Row::is_marked));
        let mut numbered = false;
        for (index, row) in rows.iter().enumerate() {
            let Some(row) = row else {
                self.left_out()?;
                continue;
            };
            let number = if numbered { String::new() } else { number.to_string() };
            numbered = true;
            self.paint(FRAME, &format!("{number:>0$} |", self.gutter))?;
            self.source(row, pen)?;
            if row.is_marked() {
                self.underline(row, pen, if last == Some(index) { label } else { "" }, room)?;
            }
        }
        Ok(())
    }

    fn source(&mut self, row: &Row, pen: Pen) -> io::Result<()> {
        let last = row.runs.len().saturating_sub(1);
        for (index, (run, marked)) in row.runs.iter().enumerate() {
            let run = if index == last { run.trim_end_matches(' ') } else { run };
            if index == 0 && !(run.is_empty() && last == 0) {
                write!(self.out, " ")?;
            }
            self.paint(if *marked { pen.paint } else { Paint::new() }, run)?;
        }
        writeln!(self.out)
    }

    /// The marks below a row, and behind the last one the label; where that does not fit, the label stands below.
    fn underline(&mut self, row: &Row, pen: Pen, label: &str, room: usize) -> io::Result<()> {
        let (mut under, mut last) = (String::new(), 0);
        for (run, marked) in &row.runs {
            let width = run.as_str().width();
            // A blank at the end of a row is where it was broken; a mark on nothing else still has to be seen.
            let blanks = run.len() - run.trim_end_matches(' ').len();
            let inked = if blanks < width { width - blanks } else { width };
            if *marked {
                last = under.len();
            }
            under.push_str(&if *marked { pen.sign } else { " " }.repeat(inked));
            under.push_str(&" ".repeat(width - inked));
        }
        let under = under.trim_end();
        self.frame()?;
        self.paint(pen.paint, under)?;
        let width = label.width();
        if label.is_empty() {
            return writeln!(self.out);
        }
        if under.len() + 1 + width <= room {
            self.paint(pen.paint, &format!(" {label}"))?;
            return writeln!(self.out);
        }
        writeln!(self.out)?;
        let indent = last.min(room.saturating_sub(width));
        for row in excerpt::rows(label, &[], room).iter().flatten() {
            self.frame()?;
            self.paint(pen.paint, &format!("{:>indent$}{}", "", row.text().trim_end()))?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn frame(&mut self) -> io::Result<()> {
        self.paint(FRAME, &format!("{:>1$} |", "", self.gutter))?;
        write!(self.out, " ")
    }

    fn bar(&mut self) -> io::Result<()> {
        self.paint(FRAME, &format!("{:>1$} |", "", self.gutter))?;
        writeln!(self.out)
    }

    fn left_out(&mut self) -> io::Result<()> {
        self.paint(FRAME, "...")?;
        writeln!(self.out)
    }

    /// A line below the places, wrapped behind its word.
    fn note(&mut self, word: &str, text: &str) -> io::Result<()> {
        let indent = self.gutter + 3 + word.len() + 2;
        let rows = excerpt::rows(text, &[], self.width.saturating_sub(indent).max(20));
        for (index, row) in rows.iter().flatten().enumerate() {
            let text = row.text();
            if index == 0 {
                self.paint(FRAME, &format!("{:>1$} = ", "", self.gutter))?;
                self.paint(Paint::new().bold(), word)?;
                writeln!(self.out, ": {}", text.trim_end())?;
            } else {
                // The bar keeps a note's text from the start of the line, where GitHub's log would obey it.
                self.frame()?;
                writeln!(self.out, "{:>1$}{2}", "", word.len() + 2, text.trim_end())?;
            }
        }
        Ok(())
    }

    fn paint(&mut self, paint: Paint, text: &str) -> io::Result<()> {
        if self.color && !text.is_empty() && paint != Paint::new() {
            write!(self.out, "{paint}{text}{paint:#}")
        } else {
            write!(self.out, "{text}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::{Sample, assert_harmless};

    fn plain(sample: &Sample, width: usize) -> String {
        let style = Style { color: false, width: Some(width), summary: true };
        sample.written(|report, out| write(report, &style, out))
    }

    fn twice() -> Sample {
        let mut sample = Sample::new(
            "People/Ida.md",
            "- 2026-01-05: Ida leads the harbour works in Porto; she moved there in the spring\n\
             - 2026-01-05: Ida runs the harbour works in Porto, moved there in the summer\n",
        );
        let second = sample.source.line_text(1).to_owned();
        sample.find("duplicate-facts", Level::Warning, &second, "says what line 1 says").label("can go");
        sample.related(0, "keep this one").fix("delete the bullet", Safety::Safe, &second, "");
        sample
    }

    #[test]
    fn two_wordings_are_wrapped_and_their_differences_marked() {
        let expected = "\
warning[duplicate-facts]: says what line 1 says
 --> People/Ida.md:2:1
  |
2 | - 2026-01-05: Ida runs the harbour works in
  |                   ^^^^
  | Porto, moved there in the summer
  |                           ^^^^^^ can go
  |
 --> People/Ida.md:1:1
  |
1 | - 2026-01-05: Ida leads the harbour works in
  |                   -----
  | Porto; she moved there in the spring
  |        ---                    ------
  |                               keep this one
  |
  = fix: delete the bullet (safe)

1 warning in 1 note; `--fix` would mend 1
";
        assert_eq!(plain(&twice(), 48), expected);
    }

    #[test]
    fn no_row_is_wider_than_the_terminal() {
        for width in [40, 80, 120] {
            for line in plain(&twice(), width).lines().filter(|line| line.contains('|')) {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn colours_change_nothing_but_the_colours() {
        let style = Style { color: true, width: Some(48), summary: true };
        let colored = twice().written(|report, out| write(report, &style, out));
        assert!(colored.contains("\u{1b}["));
        assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain(&twice(), 48));
    }

    #[test]
    fn a_place_at_the_end_of_a_line_is_seen() {
        let mut sample = Sample::new("a.md", "one\ntwo\n");
        sample.find("hard", Level::Error, "", "something is missing").diagnostics[0].at.span = Span::at(7);
        let text = plain(&sample, 80);
        assert!(text.contains("2 | two\n  |    ^\n"), "{text}");
    }

    #[test]
    fn a_hostile_note_is_shown_and_not_obeyed() {
        let text = plain(&Sample::hostile(), 80);
        assert_harmless(&text);
        assert!(text.contains("␛[31mred<U+009B>1m") && text.contains("<U+202E>txt"), "{text}");
    }

    #[test]
    fn a_note_without_text_is_named() {
        let sample = twice();
        let style = Style { color: false, width: None, summary: false };
        let text = sample.written(|report, out| {
            let blind = Report { source: &|_| None, ..*report };
            write(&blind, &style, out)
        });
        assert!(text.contains(" --> People/Ida.md:1:1\n"), "{text}");
    }
}
