//! What a finding is, and the order of findings.

use std::fmt;
use std::sync::Arc;

use crate::text::{Fix, NotePath, Span};

/// The name of a rule, such as `duplicate-facts`: lower-case words joined by `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// A rule's name; `None` where it is not lower-case ASCII letters, digits and single `-` between them.
    #[must_use]
    pub fn new(id: &str) -> Option<Self> {
        let good = !id.is_empty()
            && id
                .split('-')
                .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        good.then(|| Self(id.into()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much a finding weighs. `Info` never fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know.
    Info,
    /// Should be looked at.
    Warning,
    /// Is broken.
    Error,
}

impl Level {
    /// The word used in config, JSON and messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with a word about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The note.
    pub path: NotePath,
    /// Where in it.
    pub span: Span,
    /// What is to be said of it; may be empty.
    pub text: String,
}

/// Figures a rule has to tell, for JSON; keys are sorted.
pub type Data = serde_json::Map<String, serde_json::Value>;

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which rule speaks.
    pub rule: RuleId,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where, and in a word what is marked there.
    pub at: Label,
    /// Other places that belong to it, such as the bullet to keep.
    pub related: Vec<Label>,
    /// What to do about it, where there is more to say than the fix's title.
    pub help: Option<String>,
    /// How it can be mended.
    pub fix: Option<Fix>,
    /// What the rule can say in figures.
    pub data: Data,
}

impl Diagnostic {
    /// The order of findings in every output: path, place, rule, message.
    #[must_use]
    pub fn sort_key(&self) -> (&NotePath, Span, &RuleId, &str) {
        (&self.at.path, self.at.span, &self.rule, &self.message)
    }
}

/// Puts findings into the order in which every output shows them.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
}
