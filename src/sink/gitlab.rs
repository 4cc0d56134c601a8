//! GitLab's Code Quality report.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::json::harmless;
use super::place::Places;
use crate::diagnostic::Level;
use crate::fingerprint;

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let fingerprints = fingerprint::of(report.diagnostics, report.source);
    let issues: Vec<Issue<'_>> = report
        .diagnostics
        .iter()
        .zip(fingerprints)
        .map(|(diagnostic, content)| {
            let (start, end) = places.ends(&diagnostic.at);
            let path = diagnostic.at.path.as_str();
            Issue {
                description: &diagnostic.message,
                check_name: diagnostic.rule.as_str(),
                // GitLab takes findings with one fingerprint for one, wherever they are.
                fingerprint: fingerprint::digest(&[path, &content]),
                severity: match diagnostic.level {
                    Level::Error => "major",
                    Level::Warning => "minor",
                    Level::Info => "info",
                },
                location: Location { path, lines: Lines { begin: start.line, end: end.line } },
            }
        })
        .collect();
    out.write_all(harmless(&serde_json::to_string_pretty(&issues)?).as_bytes())?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::{Sample, assert_harmless};

    #[test]
    fn a_finding_has_what_gitlab_asks_for() {
        let mut sample = Sample::new("a.md", "one\ntwo\n");
        sample.find("hard", Level::Error, "two", "bad");
        let value: serde_json::Value = serde_json::from_str(&sample.written(write)).unwrap();
        assert_eq!(value[0]["severity"], "major");
        assert_eq!(value[0]["check_name"], "hard");
        assert_eq!(value[0]["location"], serde_json::json!({"path": "a.md", "lines": {"begin": 2, "end": 2}}));
        assert_eq!(value[0]["fingerprint"].as_str().map(str::len), Some(32));
    }

    #[test]
    fn no_findings_are_an_empty_list() {
        assert_eq!(Sample::new("a.md", "").written(write), "[]\n");
    }

    #[test]
    fn a_hostile_note_stays_in_its_strings() {
        let sample = Sample::hostile();
        let text = sample.written(write);
        assert_harmless(&text);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value[0]["description"].as_str(), Some(sample.diagnostics[0].message.as_str()));
    }
}
