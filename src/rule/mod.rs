//! Rules: what is checked and why, declared in TOML; the same form for built-in rules and the user's own.

pub mod catalog;
pub mod declaration;
pub mod explain;
pub mod template;

pub use catalog::{Catalog, Origin};
pub use declaration::{Declaration, Example, RuleError, RuleLevel};
pub use template::Template;

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::GlobSet;

use crate::check::{CheckSpec, Compiled, Finding};
use crate::diagnostic::{Diagnostic, Label, Level, RuleId};
use crate::note::Note;
use crate::text::Safety;

/// A rule as it is in force: compiled, with its level and its paths.
pub struct Rule {
    /// Its declaration.
    pub declaration: Arc<Declaration>,
    /// How much its findings weigh at most.
    pub level: Level,
    /// No fix of it is applied as safer than this; `None`: it has no fix.
    pub ceiling: Option<Safety>,
    /// Only notes that match; `None`: all.
    pub paths: Option<GlobSet>,
    /// Notes left out.
    pub exclude: GlobSet,
    /// What it does.
    pub check: Compiled,
    messages: BTreeMap<&'static str, Template>,
}

impl Rule {
    /// Compiles a rule from its declaration and the check with the user's parameters laid over it.
    ///
    /// # Errors
    /// A sentence about the parameter or glob that does not compile.
    pub fn new(
        declaration: Arc<Declaration>,
        check: CheckSpec,
        level: Level,
        ceiling: Option<Safety>,
    ) -> Result<Self, String> {
        let mut messages = BTreeMap::new();
        for (kind, _) in check.messages() {
            let text = declaration.message(kind).unwrap_or(kind);
            messages.insert(*kind, Template::parse(text)?);
        }
        let exclude = crate::check::scope::globs(&declaration.exclude)?;
        Ok(Self { level, ceiling, paths: None, exclude, check: check.compile()?, messages, declaration })
    }

    /// The rule's name.
    #[must_use]
    pub fn id(&self) -> &RuleId {
        &self.declaration.id
    }

    /// Whether the rule looks at a note of this path (relative to the configuration's folder).
    #[must_use]
    pub fn applies_to(&self, path: &str) -> bool {
        !self.exclude.is_match(path) && self.paths.as_ref().is_none_or(|paths| paths.is_match(path))
    }

    /// Gives a finding the rule's words and level.
    #[must_use]
    pub fn diagnose(&self, note: &Note, finding: Finding) -> Diagnostic {
        let message = match self.messages.get(finding.message) {
            Some(template) => template.fill(&finding.values),
            None => finding.message.to_owned(),
        };
        let fix = finding.fix.zip(self.ceiling).map(|(mut fix, ceiling)| {
            fix.safety = fix.safety.min(ceiling);
            fix
        });
        Diagnostic {
            rule: self.id().clone(),
            level: self.level.min(finding.at_most),
            message,
            at: Label { path: note.source.path.clone(), span: finding.at, text: finding.label },
            related: finding.related,
            help: finding.help,
            fix,
            data: finding.data,
        }
    }
}
