//! A note with findings for the tests of the formats.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Report, RuleInfo, Summary};
use crate::diagnostic::{self, Data, Diagnostic, Label, Level, RuleId};
use crate::text::{Edit, Fix, NotePath, Safety, Source, Span};

/// What a hostile note may hold: workflow commands, escape sequences, markup, direction marks, quotes, ends of sections.
pub(super) const HOSTILE: &str = "::error::owned ##[error]owned \u{1b}[31mred\u{9b}1m <script>alert(1)</script> ]]> \u{202e}txt \"' `x` | &amp; @all";

/// One note and what was found in it.
pub(super) struct Sample {
    pub(super) source: Source,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) rules: Vec<RuleInfo>,
    pub(super) summary: Summary,
}

impl Sample {
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self {
            source: Source::new(NotePath::new(path), text.to_owned()).unwrap(),
            diagnostics: Vec::new(),
            rules: Vec::new(),
            summary: Summary { notes: 1, ..Summary::default() },
        }
    }

    /// A note that does its worst in every place that a report shows: path, text, message, labels, help, fix.
    pub(super) fn hostile() -> Self {
        let mut sample =
            Self::new(&format!("::error::{HOSTILE}\n.md"), &format!("# x\n- {HOSTILE}\n- {HOSTILE} too\n"));
        let bad = format!("{HOSTILE}\r\n::error::second line\nthird");
        sample.find("hostile-rule", Level::Warning, HOSTILE, &bad).related(2, &bad).help(&bad).fix(
            &bad,
            Safety::Safe,
            HOSTILE,
            &bad,
        );
        sample.rules.push(RuleInfo {
            id: RuleId::new("hostile-rule").unwrap(),
            level: Level::Warning,
            summary: bad.clone(),
            help: bad,
        });
        sample
    }

    pub(super) fn span(&self, marked: &str) -> Span {
        let at = self.source.text().find(marked).unwrap();
        Span::new(at, at + marked.len())
    }

    /// Adds a finding on the first place that reads `marked`.
    pub(super) fn find(&mut self, rule: &str, level: Level, marked: &str, message: &str) -> &mut Self {
        let span = self.span(marked);
        self.diagnostics.push(Diagnostic {
            rule: RuleId::new(rule).unwrap(),
            level,
            message: message.to_owned(),
            at: Label { path: self.source.path.clone(), span, text: String::new() },
            related: Vec::new(),
            help: None,
            fix: None,
            data: Data::new(),
        });
        self
    }

    fn last(&mut self) -> &mut Diagnostic {
        self.diagnostics.last_mut().unwrap()
    }

    /// Gives the last finding a label.
    pub(super) fn label(&mut self, text: &str) -> &mut Self {
        self.last().at.text = text.to_owned();
        self
    }

    /// Gives the last finding a line (from 0) as its related place.
    pub(super) fn related(&mut self, line: usize, text: &str) -> &mut Self {
        let label = Label { path: self.source.path.clone(), span: self.source.line(line), text: text.to_owned() };
        self.last().related.push(label);
        self
    }

    /// Gives the last finding a help text.
    pub(super) fn help(&mut self, text: &str) -> &mut Self {
        self.last().help = Some(text.to_owned());
        self
    }

    /// Gives the last finding a fix that replaces `marked`.
    pub(super) fn fix(&mut self, title: &str, safety: Safety, marked: &str, by: &str) -> &mut Self {
        let edits = vec![Edit::replace(self.span(marked), by)];
        self.last().fix = Fix::new(title, safety, edits);
        self
    }

    /// What a format writes.
    pub(super) fn written(&self, mut write: impl FnMut(&Report<'_>, &mut dyn Write) -> io::Result<()>) -> String {
        let sources = BTreeMap::from([(&self.source.path, &self.source)]);
        let mut diagnostics = self.diagnostics.clone();
        diagnostic::sort(&mut diagnostics);
        let report = Report {
            diagnostics: &diagnostics,
            source: &|path| sources.get(path).copied(),
            rules: &self.rules,
            summary: self.summary,
        };
        let mut out = Vec::new();
        write(&report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

/// Fails where something in `output` would be obeyed by a terminal or by GitHub's log.
#[track_caller]
pub(super) fn assert_harmless(output: &str) {
    for c in output.chars() {
        assert!(c == '\n' || !super::visible::is_hidden(c), "{c:?} in {output}");
    }
    assert!(!output.contains("##["), "an old workflow command in {output}");
    for line in output.lines() {
        assert!(!line.trim_start().starts_with("::"), "a workflow command: {line}");
    }
}
