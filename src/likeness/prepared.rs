//! A bullet before anything is known of its note.

use super::markup;
use super::tokens::{Token, tokenise};

/// A bullet without its markup, and its words: what does not depend on the rest of the note.
pub(super) struct Prepared {
    /// The text without its markup.
    pub(super) plain: markup::Plain,
    /// Its words.
    pub(super) tokens: Vec<Token>,
}

impl Prepared {
    /// Strips the markup and parts the words.
    pub(super) fn new(text: &str) -> Self {
        let plain = markup::strip(text);
        let tokens = tokenise(&plain.text);
        Self { plain, tokens }
    }
}
