//! The texts that settings were read from, places in them, and errors that point there.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use crate::config::caret;
use crate::text::Span;

/// The name under which [`Located`] asks a [`super::Tree`] for its place.
pub(super) const LOCATED: &str = "$vault-lint-located";

/// Which text of [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// Where a key or a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// In which text.
    pub file: FileId,
    /// Which bytes of it.
    pub span: Span,
}

impl Place {
    /// The place of values that nobody wrote into a file of settings: the defaults of a built-in rule.
    pub const BUILT_IN: Self = Self { file: FileId(u32::MAX), span: Span { start: 0, end: 0 } };

    /// Whether this is a place in a text.
    #[must_use]
    pub fn is_in_text(self) -> bool {
        self.file != Self::BUILT_IN.file
    }
}

/// A value that knows where it was written. Compared by value alone, so that it can be a key.
#[derive(Clone, Copy, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands, quotes included.
    pub at: Place,
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl<T: PartialOrd> PartialOrd for Located<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Located<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl Borrow<str> for Located<String> {
    fn borrow(&self) -> &str {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple_struct(LOCATED, 4, LocatedVisitor(PhantomData))
    }
}

struct LocatedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for LocatedVisitor<T> {
    type Value = Located<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value with its place")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut number = || seq.next_element::<u32>()?.ok_or_else(|| A::Error::custom("a place is missing"));
        let (file, start, end) = (number()?, number()?, number()?);
        let value = seq.next_element()?.ok_or_else(|| A::Error::custom("a value is missing"))?;
        Ok(Located { value, at: Place { file: FileId(file), span: Span { start, end } } })
    }
}

impl FileId {
    pub(super) fn number(self) -> u32 {
        self.0
    }
}

/// Every text that went into one set of settings.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The working folder: paths below it are shown relative to it.
    base: PathBuf,
    files: Vec<File>,
}

#[derive(Clone, Debug)]
struct File {
    path: PathBuf,
    text: String,
    /// Where lines end, so that the line of each of many values is found without reading the text again.
    ends: Vec<usize>,
}

impl Texts {
    /// No text yet; paths below `base` are shown relative to it.
    #[must_use]
    pub fn new(base: PathBuf) -> Self {
        Self { base, files: Vec::new() }
    }

    /// Adds a text.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        let id = FileId(self.files.len() as u32);
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(i, _)| i).collect();
        self.files.push(File { path, text, ends });
        id
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |file| &file.text)
    }

    /// The path of a file; empty for [`Place::BUILT_IN`].
    #[must_use]
    pub fn path(&self, file: FileId) -> &Path {
        self.files.get(file.0 as usize).map_or(Path::new(""), |file| &file.path)
    }

    /// A path as messages show it.
    #[must_use]
    pub fn shown<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.base).unwrap_or(path)
    }

    /// The line of a place, from 1.
    #[must_use]
    pub fn line(&self, at: Place) -> usize {
        let ends = self.files.get(at.file.0 as usize).map_or(&[][..], |file| &file.ends);
        ends.partition_point(|end| *end < at.span.from()) + 1
    }

    /// An error at a place; without a line and a caret for [`Place::BUILT_IN`].
    #[must_use]
    pub fn error(&self, at: Place, message: impl Into<String>, help: Option<String>) -> ConfigError {
        let (path, text, message) = (self.shown(self.path(at.file)), self.text(at.file), message.into());
        let (line, column) = caret::line_column(text, at.span.from());
        let rendered = if at.is_in_text() {
            caret::render(text, at.span, path, &message, help.as_deref())
        } else {
            caret::visible(&help.iter().fold(message.clone(), |all, help| format!("{all}; {help}")))
        };
        ConfigError::InText(Box::new(InText { path: path.to_owned(), line, column, message, help, rendered }))
    }
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// What a file says cannot be.
    #[error(transparent)]
    InText(Box<InText>),
    /// A file cannot be read.
    #[error("cannot read {}: {reason}", caret::shown_path(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
}

/// An error at a place in a file; displayed with the line and a caret.
#[derive(Debug, thiserror::Error)]
#[error("{rendered}")]
pub struct InText {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    rendered: String,
}
