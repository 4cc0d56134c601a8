//! The findings that a vault's owner has accepted: kept in a file beside the notes, so that only new ones are reported.
//!
//! A finding is known by the note's path and its [`crate::fingerprint`], so that it stays accepted when lines above it come
//! and go; of two equal findings in a note both must have been accepted. The file is sorted, one finding a line, so that
//! git merges it well.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::RuleId;

/// The file's name. It is found upward from each note, as the configuration is.
pub const FILE: &str = ".vault-lint-baseline.json";

/// The version of the file that this program writes and reads.
const VERSION: u32 = 1;

/// Accepted findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By the note's path from the baseline's folder (`/` between the parts) and by rule.
    notes: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

/// The file's form.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// Not JSON, or not of the form.
    #[error("not a baseline: {0}")]
    Form(#[from] serde_json::Error),
    /// Written by a later program.
    #[error("a baseline of version {0}; this program knows version {VERSION}")]
    Version(u32),
}

impl Baseline {
    /// Reads the text of a baseline file.
    ///
    /// # Errors
    /// Text that is no baseline, or one of a later version.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(text)?;
        if file.version != VERSION {
            return Err(BaselineError::Version(file.version));
        }
        Ok(Self { notes: file.findings })
    }

    /// The text of the baseline file.
    ///
    /// # Errors
    /// None that is known: maps of text are always JSON.
    pub fn write(&self) -> Result<String, BaselineError> {
        let file = File { version: VERSION, findings: self.notes.clone() };
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }

    /// Accepts the findings of a note, instead of what was accepted in it before.
    pub fn accept(&mut self, path: &str, findings: impl IntoIterator<Item = (RuleId, String)>) {
        let mut rules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (rule, fingerprint) in findings {
            rules.entry(rule.as_str().to_owned()).or_default().insert(fingerprint);
        }
        if rules.is_empty() {
            self.notes.remove(path);
        } else {
            self.notes.insert(path.to_owned(), rules);
        }
    }

    /// Forgets the notes for which `gone` holds.
    pub fn forget(&mut self, gone: impl Fn(&str) -> bool) {
        self.notes.retain(|path, _| !gone(path));
    }

    /// The fingerprints accepted in a note; `None` where nothing ever was.
    #[must_use]
    pub fn accepted_in(&self, path: &str) -> Option<BTreeSet<String>> {
        Some(self.notes.get(path)?.values().flatten().cloned().collect())
    }

    /// The notes with accepted findings, in order.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.notes.keys().map(String::as_str)
    }

    /// How many findings are accepted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.notes.values().flat_map(BTreeMap::values).map(BTreeSet::len).sum()
    }

    /// Whether nothing is accepted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> RuleId {
        RuleId::new("some-rule").expect("a name")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut baseline = Baseline::default();
        baseline.accept("b.md", [(rule(), "2".to_owned()), (rule(), "1".to_owned())]);
        baseline.accept("a.md", [(rule(), "3".to_owned())]);
        let text = baseline.write().expect("JSON");
        assert_eq!(Baseline::read(&text).expect("read"), baseline);
        assert_eq!(baseline.len(), 3);
        assert!(text.find("a.md") < text.find("b.md"));
        assert_eq!(text.lines().filter(|line| line.trim().trim_end_matches(',').len() == 3).count(), 3, "one a line");
    }

    #[test]
    fn a_note_is_accepted_anew_as_a_whole() {
        let mut baseline = Baseline::default();
        baseline.accept("a.md", [(rule(), "1".to_owned())]);
        baseline.accept("a.md", [(rule(), "2".to_owned())]);
        assert_eq!(baseline.accepted_in("a.md"), Some(BTreeSet::from(["2".to_owned()])));
        baseline.accept("a.md", []);
        assert!(baseline.is_empty());
        assert_eq!(baseline.accepted_in("a.md"), None);
    }

    #[test]
    fn other_files_are_refused() {
        assert!(matches!(Baseline::read("{}"), Err(BaselineError::Form(_))));
        assert!(matches!(Baseline::read(r#"{"version": 9, "findings": {}}"#), Err(BaselineError::Version(9))));
    }
}
