//! One finding a line, each as in the JSON report.

use std::io::{self, Write};

use super::Report;
use super::json::{Finding, harmless};
use super::place::Places;

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    for diagnostic in report.diagnostics {
        let line = serde_json::to_string(&Finding::new(&places, diagnostic))?;
        writeln!(out, "{}", harmless(&line))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;
    use crate::sink::sample::{Sample, assert_harmless};

    #[test]
    fn a_finding_is_a_line_of_json() {
        let mut sample = Sample::new("a.md", "one\ntwo\n");
        sample.find("hard", Level::Error, "two", "bad").find("soft", Level::Info, "one", "line\nbreak");
        let text = sample.written(write);
        let rules: Vec<String> = text
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["rule"].to_string())
            .collect();
        assert_eq!(rules, ["\"soft\"", "\"hard\""]);
    }

    #[test]
    fn a_hostile_note_stays_on_its_line() {
        let text = Sample::hostile().written(write);
        assert_harmless(&text);
        assert_eq!(text.lines().count(), 1);
    }
}
