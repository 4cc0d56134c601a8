//! One line per finding: `path:line:column: level[rule] message`.

use std::io::{self, Write};

use super::place::Places;
use super::{Report, visible};

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    for diagnostic in report.diagnostics {
        let (start, _) = places.ends(&diagnostic.at);
        let line = format!(
            "{}:{}:{}: {}[{}] {}",
            visible::path(&diagnostic.at.path),
            start.line,
            start.column,
            diagnostic.level.as_str(),
            diagnostic.rule,
            visible::line(&diagnostic.message)
        );
        // A line that begins with two colons is a command to GitHub's log.
        let guard = if line.trim_start().starts_with("::") { "./" } else { "" };
        writeln!(out, "{guard}{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;
    use crate::sink::sample::{Sample, assert_harmless};

    #[test]
    fn a_finding_is_a_line() {
        let mut sample = Sample::new("a.md", "one\n\u{e9} two\n");
        sample.find("hard", Level::Error, "two", "bad");
        assert_eq!(sample.written(write), "a.md:2:3: error[hard] bad\n");
    }

    #[test]
    fn a_hostile_note_stays_on_its_line() {
        let text = Sample::hostile().written(write);
        assert_harmless(&text);
        assert_eq!(text.lines().count(), 1);
    }
}
