//! A job summary for GitHub: counts, the worst notes, and every finding to unfold, with the differing words.
//!
//! Notes' text stands in HTML elements with everything escaped that HTML or Markdown would read as markup, on lines
//! that are never blank, for a blank line would end the HTML.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use super::place::{self, Places};
use super::{Counts, Report, cut, summary, visible, words};
use crate::diagnostic::{Diagnostic, Label, Level};
use crate::text::{NotePath, Safety, Span};

/// GitHub drops a summary of over 1 MiB; the rest is left to the end.
const MAX_BYTES: usize = 900_000;
/// How many notes the table names.
const WORST: usize = 10;
/// How many lines of one place are shown.
const MAX_LINES: usize = 4;
/// How much of a line is shown, in characters.
const MAX_CHARS: usize = 600;

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let counts = Counts::of(report.diagnostics);
    writeln!(out, "### vault-lint")?;
    writeln!(out)?;
    writeln!(out, "{}", escape(&summary::line(&counts, &report.summary)))?;
    if report.diagnostics.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    worst(report, out)?;
    let places = Places::new(report);
    let mut written = 0;
    for (index, diagnostic) in report.diagnostics.iter().enumerate() {
        let text = finding(report, &places, diagnostic);
        written += text.len();
        if written > MAX_BYTES {
            let left = report.diagnostics.len() - index;
            writeln!(out)?;
            return writeln!(out, "… and {}", summary::plural(left, "more finding"));
        }
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// The notes with the most findings, errors first.
fn worst(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut tallies: BTreeMap<&NotePath, [usize; 3]> = BTreeMap::new();
    for diagnostic in report.diagnostics {
        let [errors, warnings, infos] = tallies.entry(&diagnostic.at.path).or_default();
        *match diagnostic.level {
            Level::Error => errors,
            Level::Warning => warnings,
            Level::Info => infos,
        } += 1;
    }
    let mut notes: Vec<(&NotePath, [usize; 3])> = tallies.into_iter().collect();
    notes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    writeln!(out, "<table>")?;
    writeln!(out, "<tr><th>note</th><th>errors</th><th>warnings</th><th>infos</th></tr>")?;
    for (path, [errors, warnings, infos]) in notes.iter().take(WORST) {
        let path = escape(path.as_str());
        writeln!(out, "<tr><td><code>{path}</code></td><td>{errors}</td><td>{warnings}</td><td>{infos}</td></tr>")?;
    }
    writeln!(out, "</table>")?;
    if notes.len() > WORST {
        writeln!(out)?;
        writeln!(out, "and {}", summary::plural(notes.len() - WORST, "more note"))?;
    }
    writeln!(out)
}

fn finding(report: &Report<'_>, places: &Places<'_>, diagnostic: &Diagnostic) -> String {
    let (start, _) = places.ends(&diagnostic.at);
    let (own, mut others) = words::marks(report, diagnostic);
    let mut out = format!(
        "<details><summary>{} <code>{}</code> in <code>{}:{}</code>: {}</summary>\n<pre>\n",
        diagnostic.level.as_str(),
        escape(diagnostic.rule.as_str()),
        escape(diagnostic.at.path.as_str()),
        start.line,
        escape(&diagnostic.message)
    );
    lines(report, &diagnostic.at, &own, &mut out);
    for label in &diagnostic.related {
        let marks = if others.is_empty() { vec![label.span] } else { std::mem::take(&mut others) };
        lines(report, label, &marks, &mut out);
    }
    out.push_str("</pre>\n");
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!("<p>help: {}</p>\n", escape(help)));
    }
    if let Some(fix) = &diagnostic.fix {
        let word = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
            Safety::Display => "by hand",
        };
        out.push_str(&format!("<p>fix: {} ({word})</p>\n", escape(&fix.title)));
    }
    out.push_str("</details>\n");
    out
}

/// The lines of a place, each behind its path and number, with the marked words in bold.
fn lines(report: &Report<'_>, label: &Label, marks: &[Span], out: &mut String) {
    // A line that begins with two colons is a command to GitHub's log.
    let guard = if label.path.as_str().starts_with(':') { "./" } else { "" };
    let path = format!("{guard}{}", escape(label.path.as_str()));
    let Some(source) = (report.source)(&label.path) else { return };
    for (line, marks) in place::marked_lines(source, marks).into_iter().take(MAX_LINES) {
        out.push_str(&format!("{path}:{}: ", line + 1));
        marked(source.line_text(line), &marks, out);
        out.push('\n');
    }
    if !label.text.is_empty() {
        out.push_str(&format!("  ({})\n", escape(&label.text)));
    }
}

fn marked(text: &str, marks: &[Range<usize>], out: &mut String) {
    for (run, marked) in cut::runs(text, marks, MAX_CHARS) {
        let run = escape(run);
        out.push_str(&if marked { format!("<b>{run}</b>") } else { run });
    }
}

/// Text on one line that neither HTML nor Markdown reads as markup: all ASCII punctuation but a few signs as references.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.trim_end_matches(['\n', '\r']).chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            // Signs that mean nothing inside a line.
            '.' | ',' | '/' | '-' | ';' | '(' | ')' | '%' => out.push(c),
            ':' if last != ':' => out.push(c),
            _ if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", u32::from(c))),
            _ if visible::is_hidden(c) => {
                let mut shown = String::new();
                visible::push(c, &mut shown);
                out.push_str(&shown.replace('<', "&lt;").replace('>', "&gt;"));
            }
            _ => out.push(c),
        }
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::{Sample, assert_harmless};

    #[test]
    fn differing_words_are_bold() {
        let mut sample = Sample::new("a.md", "- Ada leads the works\n- Ada runs the works\n");
        sample.find("twice", Level::Warning, "- Ada runs the works", "said twice").related(0, "keep");
        sample.fix("delete it", Safety::Safe, "- Ada runs the works\n", "");
        let text = sample.written(write);
        assert!(text.contains("a.md:2: - Ada <b>runs</b> the works\na.md:1: - Ada <b>leads</b> the works"), "{text}");
        assert!(text.contains("<p>fix: delete it (safe)</p>"), "{text}");
        assert!(text.contains("<td><code>a.md</code></td><td>0</td><td>1</td><td>0</td>"), "{text}");
    }

    #[test]
    fn long_lines_and_long_reports_are_cut() {
        let mut sample = Sample::new("a.md", &format!("{}HERE{}\n", "é ".repeat(9_000), " x".repeat(9_000)));
        for _ in 0..2_000 {
            sample.find("long", Level::Warning, "HERE", "far out");
        }
        let text = sample.written(write);
        assert!(text.contains("<b>HERE</b>") && text.len() < 1 << 20);
        assert!(text.trim_end().ends_with("more findings"), "{}", &text[text.len() - 99..]);
    }

    #[test]
    fn a_hostile_note_makes_no_markup() {
        let text = Sample::hostile().written(write);
        assert_harmless(&text);
        for markup in ["<script", "@all", "`x`", "]]>", "&amp;", "\"'"] {
            assert!(!text.contains(markup), "{markup} in {text}");
        }
        // Inside the HTML there is no blank line that would end it.
        let html = text.split_once("<details>").unwrap().1;
        assert!(html.lines().all(|line| !line.trim().is_empty()), "{text}");
    }

    #[test]
    fn a_clean_run_is_one_line() {
        assert_eq!(Sample::new("a.md", "").written(write), "### vault-lint\n\nnothing to report in 1 note\n");
    }
}
