//! What a check reports: a place, the message's key and its values. The rule turns it into a diagnostic.

use crate::diagnostic::{Data, Label, Level};
use crate::note::Note;
use crate::text::{Fix, Span};

/// One finding, before the rule gives it words and a level.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which of the primitive's messages; see [`super::CheckSpec::messages`].
    pub message: &'static str,
    /// Where.
    pub at: Span,
    /// A word about the place, shown beside the carets; may be empty.
    pub label: String,
    /// The message's values.
    pub values: Vec<(&'static str, String)>,
    /// Further places.
    pub related: Vec<Label>,
    /// What to do, where the primitive knows more than the fix's title says.
    pub help: Option<String>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// Figures for JSON.
    pub data: Data,
    /// The most it may weigh, whatever the rule's level; for what can only be guessed at.
    pub at_most: Level,
}

impl Finding {
    /// A finding of a kind at a place.
    #[must_use]
    pub fn new(message: &'static str, at: Span) -> Self {
        Self {
            message,
            at,
            label: String::new(),
            values: Vec::new(),
            related: Vec::new(),
            help: None,
            fix: None,
            data: Data::new(),
            at_most: Level::Error,
        }
    }

    /// Sets the word beside the carets.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Gives the template a value.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// Adds another place of the same note.
    #[must_use]
    pub fn related(mut self, note: &Note, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { path: note.source.path.clone(), span, text: text.into() });
        self
    }

    /// Adds a place of another note.
    #[must_use]
    pub fn elsewhere(mut self, place: Label) -> Self {
        self.related.push(place);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Attaches a fix; none where the edits could not be made one.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Adds a figure.
    #[must_use]
    pub fn data(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.data.insert(name.to_owned(), value.into());
        self
    }

    /// Caps the level.
    #[must_use]
    pub fn at_most(mut self, level: Level) -> Self {
        self.at_most = level;
        self
    }
}
