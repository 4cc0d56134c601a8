//! Annotations for GitHub's workflow log. Errors come first, for GitHub shows ten of a kind and drops the rest.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::place::Places;
use super::{Report, visible};
use crate::diagnostic::{Diagnostic, Level};

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut diagnostics: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    diagnostics.sort_by_key(|diagnostic| Reverse(diagnostic.level));
    let places = Places::new(report);
    for diagnostic in diagnostics {
        let (start, end) = places.ends(&diagnostic.at);
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        write!(
            out,
            "::{command} file={},line={},endLine={}",
            property(diagnostic.at.path.as_str()),
            start.line,
            end.line
        )?;
        // Columns over several lines mean nothing to GitHub.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        writeln!(out, ",title={}::{}", property(diagnostic.rule.as_str()), data(&message(&places, diagnostic)))?;
    }
    Ok(())
}

/// The message, the other places and the help, a line each.
fn message(places: &Places<'_>, diagnostic: &Diagnostic) -> String {
    let mut lines = vec![visible::line(&diagnostic.message)];
    for label in &diagnostic.related {
        let (start, _) = places.ends(label);
        lines.push(format!("{}:{}: {}", visible::line(label.path.as_str()), start.line, visible::line(&label.text)));
    }
    lines.extend(diagnostic.help.as_deref().map(|help| format!("help: {}", visible::line(help))));
    lines.extend(
        diagnostic.fix.as_ref().map(|fix| format!("fix: {} ({})", visible::line(&fix.title), fix.safety.as_str())),
    );
    lines.join("\n")
}

/// The runner decodes exactly these in the data of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// And these in a property. A path keeps its characters: it has to name the file.
fn property(text: &str) -> String {
    let text = data(text).replace(':', "%3A").replace(',', "%2C");
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::{HOSTILE, Sample};

    #[test]
    fn errors_come_first() {
        let mut sample = Sample::new("a, b.md", "one\ntwo\n");
        sample.find("soft", Level::Info, "one", "100 %").find("hard", Level::Error, "two", "bad");
        assert_eq!(
            sample.written(write),
            "::error file=a%2C b.md,line=2,endLine=2,col=1,endColumn=4,title=hard::bad\n\
             ::notice file=a%2C b.md,line=1,endLine=1,col=1,endColumn=4,title=soft::100 %25\n"
        );
    }

    #[test]
    fn a_hostile_note_gives_one_command_and_no_more() {
        let text = Sample::hostile().written(write);
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with("::warning file=%3A%3Aerror%3A%3A"));
        let (properties, _) = text.trim_start_matches(':').split_once("::").unwrap();
        assert_eq!(properties.matches(',').count(), 5, "{properties}");
        assert!(!text.chars().any(|c| c != '\n' && c.is_control()));
        assert!(!text.contains(HOSTILE));
    }
}
