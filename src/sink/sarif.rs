//! SARIF 2.1.0, as code scanning reads it. The types follow the names of the standard.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::json::harmless;
use super::place::Places;
use super::{Report, RuleInfo};
use crate::diagnostic::{Diagnostic, Label, Level, RuleId};
use crate::fingerprint;
use crate::text::{Edit, Fix, NotePath, Span};

/// Writes the report.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<Rule> = report.rules.iter().map(Rule::new).collect();
    let mut index: BTreeMap<&RuleId, usize> =
        report.rules.iter().enumerate().map(|(index, rule)| (&rule.id, index)).collect();
    for diagnostic in report.diagnostics {
        // A result must not point to a rule that is not there.
        index.entry(&diagnostic.rule).or_insert_with(|| {
            rules.push(Rule::bare(diagnostic));
            rules.len() - 1
        });
    }
    let places = Places::new(report);
    let fingerprints = fingerprint::of(report.diagnostics, report.source);
    let results = report.diagnostics.iter().zip(fingerprints).map(|(diagnostic, fingerprint)| {
        let rule_index = index.get(&diagnostic.rule).copied().unwrap_or_default();
        Finding::new(&places, diagnostic, rule_index, fingerprint)
    });
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver { name: "vault-lint", version: env!("CARGO_PKG_VERSION"), rules } },
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    };
    out.write_all(harmless(&serde_json::to_string_pretty(&log)?).as_bytes())?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help<'a>>,
    default_configuration: Configuration,
}

impl<'a> Rule<'a> {
    fn new(rule: &'a RuleInfo) -> Self {
        Self {
            id: rule.id.as_str(),
            short_description: Some(Message { text: &rule.summary }),
            help: Some(Help { text: &rule.help, markdown: &rule.help }),
            default_configuration: Configuration { level: level(rule.level) },
        }
    }

    fn bare(diagnostic: &'a Diagnostic) -> Self {
        Self {
            id: diagnostic.rule.as_str(),
            short_description: None,
            help: None,
            default_configuration: Configuration { level: level(diagnostic.level) },
        }
    }
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Help<'a> {
    text: &'a str,
    markdown: &'a str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Remedy<'a>>,
}

impl<'a> Finding<'a> {
    fn new(places: &Places<'_>, diagnostic: &'a Diagnostic, rule_index: usize, fingerprint: String) -> Self {
        let related = diagnostic.related.iter().enumerate();
        Self {
            rule_id: diagnostic.rule.as_str(),
            rule_index,
            level: level(diagnostic.level),
            message: Message { text: &diagnostic.message },
            locations: [Location::new(places, &diagnostic.at, None)],
            related_locations: related.map(|(id, label)| Location::new(places, label, Some(id))).collect(),
            partial_fingerprints: Fingerprints { content: fingerprint },
            fixes: diagnostic.fix.iter().map(|fix| Remedy::new(places, &diagnostic.at.path, fix)).collect(),
        }
    }
}

/// The number in the name is the version of how it is made.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "vaultLintContent/v1")]
    content: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

impl<'a> Location<'a> {
    fn new(places: &Places<'_>, label: &'a Label, id: Option<usize>) -> Self {
        Self {
            id,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation::new(&label.path),
                region: Region::new(places, &label.path, label.span),
            },
            message: (!label.text.is_empty()).then_some(Message { text: &label.text }),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

impl ArtifactLocation {
    fn new(path: &NotePath) -> Self {
        let absolute = path.as_str().starts_with('/');
        let uri = escape(path.as_str());
        if absolute {
            Self { uri: format!("file://{uri}"), uri_base_id: None }
        } else {
            Self { uri, uri_base_id: Some("%SRCROOT%") }
        }
    }
}

/// A path as a relative reference (RFC 3986): all but the unreserved characters and `/` is escaped.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    fn new(places: &Places<'_>, path: &NotePath, span: Span) -> Self {
        let (start, end) = places.of_span(path, span);
        Self { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Remedy<'a> {
    description: Message<'a>,
    artifact_changes: [ArtifactChange<'a>; 1],
}

impl<'a> Remedy<'a> {
    fn new(places: &Places<'_>, path: &NotePath, fix: &'a Fix) -> Self {
        let replacement = |edit: &'a Edit| Replacement {
            deleted_region: Region::new(places, path, edit.span),
            inserted_content: Message { text: &edit.text },
        };
        Self {
            description: Message { text: &fix.title },
            artifact_changes: [ArtifactChange {
                artifact_location: ArtifactLocation::new(path),
                replacements: fix.edits().iter().map(replacement).collect(),
            }],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::{Sample, assert_harmless};
    use crate::text::Safety;

    #[test]
    fn a_finding_has_place_fix_and_fingerprint() {
        let mut sample = Sample::new("My notes/a.md", "one\ntwo\n");
        sample.find("hard", Level::Error, "two", "bad").related(0, "see here");
        sample.fix("mend it", Safety::Safe, "two", "2");
        let value: serde_json::Value = serde_json::from_str(&sample.written(write)).unwrap();
        let result = &value["runs"][0]["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "My%20notes/a.md");
        assert_eq!(
            place["region"],
            serde_json::json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4})
        );
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "see here");
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["insertedContent"]["text"], "2");
        assert_eq!(result["partialFingerprints"]["vaultLintContent/v1"].as_str().map(str::len), Some(32));
        assert_eq!(value["runs"][0]["tool"]["driver"]["rules"][0]["id"], "hard");
    }

    #[test]
    fn a_hostile_note_stays_in_its_strings() {
        let sample = Sample::hostile();
        let text = sample.written(write);
        assert_harmless(&text);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let message = value["runs"][0]["results"][0]["message"]["text"].as_str();
        assert_eq!(message, Some(sample.diagnostics[0].message.as_str()));
        let rules = value["runs"][0]["tool"]["driver"]["rules"].as_array().map(Vec::len);
        assert_eq!(rules, Some(1));
    }

    #[test]
    fn paths_are_references() {
        assert_eq!(escape("a:b/ü %.md"), "a%3Ab/%C3%BC%20%25.md");
        assert_eq!(ArtifactLocation::new(&NotePath::new("/vault/a.md")).uri, "file:///vault/a.md");
    }
}
