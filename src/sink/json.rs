//! The JSON report, schema version 1. Scripts rely on it: names and order of keys do not change within a version.

use std::io::{self, Write};

use serde::Serialize;

use super::place::{self, Places};
use super::{Counts, Report};
use crate::diagnostic::{Data, Diagnostic, Label};
use crate::text::Fix;

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let counts = Counts::of(report.diagnostics);
    let document = Document {
        version: 1,
        diagnostics: report.diagnostics.iter().map(|diagnostic| Finding::new(&places, diagnostic)).collect(),
        summary: Totals {
            notes: report.summary.notes,
            errors: counts.errors,
            warnings: counts.warnings,
            infos: counts.infos,
            fixed: report.summary.fixed,
        },
    };
    out.write_all(harmless(&serde_json::to_string_pretty(&document)?).as_bytes())?;
    out.write_all(b"\n")
}

/// Escapes what JSON allows in a string but a terminal would obey or hide, such as U+009B and U+202E.
///
/// Outside of strings JSON is ASCII and has no control characters but line breaks, so the whole text can be mapped.
pub(super) fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '[' && out.ends_with("##") {
            // A workflow command of GitHub's older kind, wherever it stands in a line of a log.
            out.push_str("\\u005b");
        } else if c != '\n' && super::visible::is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
    summary: Totals,
}

#[derive(Serialize)]
struct Totals {
    notes: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    fixed: usize,
}

/// One finding.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'a str,
    level: &'a str,
    message: &'a str,
    path: &'a str,
    range: Range,
    related: Vec<Related<'a>>,
    fix: Option<Remedy<'a>>,
    data: &'a Data,
}

impl<'a> Finding<'a> {
    pub(super) fn new(places: &Places<'_>, diagnostic: &'a Diagnostic) -> Self {
        Self {
            rule: diagnostic.rule.as_str(),
            level: diagnostic.level.as_str(),
            message: &diagnostic.message,
            path: diagnostic.at.path.as_str(),
            range: Range::new(places, &diagnostic.at),
            related: diagnostic.related.iter().map(|label| Related::new(places, label)).collect(),
            fix: diagnostic.fix.as_ref().map(Remedy::new),
            data: &diagnostic.data,
        }
    }
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

impl Range {
    fn new(places: &Places<'_>, label: &Label) -> Self {
        let (start, end) = places.ends(label);
        let place = |p: place::Place| Place { line: p.line, column: p.column, offset: p.offset };
        Self { start: place(start), end: place(end) }
    }
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    range: Range,
    message: &'a str,
}

impl<'a> Related<'a> {
    fn new(places: &Places<'_>, label: &'a Label) -> Self {
        Self { path: label.path.as_str(), range: Range::new(places, label), message: &label.text }
    }
}

#[derive(Serialize)]
struct Remedy<'a> {
    title: &'a str,
    safety: &'a str,
    edits: Vec<Replacement<'a>>,
}

impl<'a> Remedy<'a> {
    fn new(fix: &'a Fix) -> Self {
        let edits = fix.edits().iter();
        Self {
            title: &fix.title,
            safety: fix.safety.as_str(),
            edits: edits
                .map(|edit| Replacement { start: edit.span.from(), end: edit.span.to(), text: &edit.text })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct Replacement<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;
    use crate::sink::sample::{Sample, assert_harmless};
    use crate::text::Safety;

    #[test]
    fn the_schema_is_version_1() {
        let mut sample = Sample::new("a.md", "one\ntwo\n");
        sample.find("hard", Level::Error, "two", "bad").related(0, "see").fix("mend", Safety::Unsafe, "two", "2");
        sample.find("soft", Level::Info, "one", "well");
        let expected = r#"{
  "version": 1,
  "diagnostics": [
    {
      "rule": "soft",
      "level": "info",
      "message": "well",
      "path": "a.md",
      "range": {
        "start": {
          "line": 1,
          "column": 1,
          "offset": 0
        },
        "end": {
          "line": 1,
          "column": 4,
          "offset": 3
        }
      },
      "related": [],
      "fix": null,
      "data": {}
    },
    {
      "rule": "hard",
      "level": "error",
      "message": "bad",
      "path": "a.md",
      "range": {
        "start": {
          "line": 2,
          "column": 1,
          "offset": 4
        },
        "end": {
          "line": 2,
          "column": 4,
          "offset": 7
        }
      },
      "related": [
        {
          "path": "a.md",
          "range": {
            "start": {
              "line": 1,
              "column": 1,
              "offset": 0
            },
            "end": {
              "line": 1,
              "column": 4,
              "offset": 3
            }
          },
          "message": "see"
        }
      ],
      "fix": {
        "title": "mend",
        "safety": "unsafe",
        "edits": [
          {
            "start": 4,
            "end": 7,
            "text": "2"
          }
        ]
      },
      "data": {}
    }
  ],
  "summary": {
    "notes": 1,
    "errors": 1,
    "warnings": 0,
    "infos": 1,
    "fixed": 0
  }
}
"#;
        assert_eq!(sample.written(write), expected);
    }

    #[test]
    fn a_hostile_note_stays_in_its_strings() {
        let sample = Sample::hostile();
        let text = sample.written(write);
        assert_harmless(&text);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let finding = &value["diagnostics"][0];
        assert_eq!(finding["message"].as_str(), Some(sample.diagnostics[0].message.as_str()));
        assert_eq!(finding["path"].as_str(), Some(sample.source.path.as_str()));
    }
}
