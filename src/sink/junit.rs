//! A JUnit report: a suite for each note, a test case for each finding. `info` findings do not fail their case.

use std::io::{self, Write};

use super::place::Places;
use super::{Counts, Report, visible};
use crate::diagnostic::{Diagnostic, Level};

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let counts = Counts::of(report.diagnostics);
    let suites: Vec<&[Diagnostic]> = report.diagnostics.chunk_by(|a, b| a.at.path == b.at.path).collect();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let tests = counts.total().max(1);
    let failures = counts.errors + counts.warnings;
    writeln!(out, r#"<testsuites name="vault-lint" tests="{tests}" failures="{failures}" errors="0">"#)?;
    if suites.is_empty() {
        // Readers take a report without a case for one that went missing.
        writeln!(out, r#"  <testsuite name="vault-lint" tests="1" failures="0" errors="0">"#)?;
        writeln!(out, r#"    <testcase name="nothing to report" classname="vault-lint"/>"#)?;
        writeln!(out, "  </testsuite>")?;
    }
    for suite in suites {
        self::suite(&places, suite, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(places: &Places<'_>, findings: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = findings.first() else { return Ok(()) };
    let path = escape(first.at.path.as_str());
    let failures = findings.iter().filter(|finding| finding.level > Level::Info).count();
    let tests = findings.len();
    writeln!(out, r#"  <testsuite name="{path}" tests="{tests}" failures="{failures}" errors="0">"#)?;
    for finding in findings {
        let (start, _) = places.ends(&finding.at);
        let rule = escape(finding.rule.as_str());
        let (line, column) = (start.line, start.column);
        writeln!(
            out,
            r#"    <testcase name="{rule}:{line}:{column}" classname="{path}" file="{path}" line="{line}">"#
        )?;
        let message = escape(&finding.message);
        let body = format!("{path}:{line}:{column}: {message}");
        if finding.level > Level::Info {
            let level = finding.level.as_str();
            writeln!(out, r#"      <failure type="{level}" message="{message}">{body}</failure>"#)?;
        } else {
            writeln!(out, "      <system-out>{body}</system-out>")?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// Text for an attribute or an element: one line, and nothing that XML 1.0 forbids or reads as markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // Two code points that are characters to Rust and none to XML.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::{Sample, assert_harmless};

    #[test]
    fn a_finding_is_a_failed_case_and_an_info_is_not() {
        let mut sample = Sample::new("a.md", "one\ntwo\n");
        sample.find("soft", Level::Info, "one", "well").find("hard", Level::Error, "two", "a < b");
        let text = sample.written(write);
        assert!(text.contains(r#"<testsuites name="vault-lint" tests="2" failures="1" errors="0">"#), "{text}");
        assert!(text.contains(r#"<failure type="error" message="a &lt; b">a.md:2:1: a &lt; b</failure>"#), "{text}");
        assert!(text.contains("<system-out>a.md:1:1: well</system-out>"), "{text}");
    }

    #[test]
    fn a_clean_run_has_a_case() {
        assert!(Sample::new("a.md", "").written(write).contains("<testcase name=\"nothing to report\""));
    }

    #[test]
    fn a_hostile_note_opens_no_element() {
        let text = Sample::hostile().written(write);
        assert_harmless(&text);
        let tags = text.matches('<').count();
        assert_eq!(tags, 1 + 2 + 2 + 2 + 2, "{text}");
        assert!(!text.contains("]]>") && !text.contains("script>"));
    }
}
