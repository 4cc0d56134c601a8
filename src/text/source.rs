//! A note's text with its path, line index, line endings and byte order mark.

use std::fmt;
use std::sync::Arc;

use super::Span;

/// Where a note is, relative to the working folder, always with `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotePath(Arc<str>);

impl NotePath {
    /// A path; backslashes of Windows become `/`, a leading `./` is dropped.
    #[must_use]
    pub fn new(path: &str) -> Self {
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
        Self(path.strip_prefix("./").unwrap_or(&path).into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name without `.md`: the note's title in Obsidian.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or(&self.0);
        name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown")).unwrap_or(name)
    }

    /// The folder that holds the note, without a trailing `/`; empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl fmt::Display for NotePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Eol {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// A lone `\r`, as old Macs wrote it.
    Cr,
}

impl Eol {
    /// The bytes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
        }
    }
}

/// Why a text cannot be a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Byte offsets are 32 bits wide.
    #[error("the note has 4 GiB or more")]
    TooLarge,
}

/// A note's text and the index of its lines.
///
/// The text is byte for byte what was read, byte order mark included, so that spans are offsets into the file.
/// Lines end at `\n`, `\r\n` and a lone `\r`, as CommonMark has it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where the note is.
    pub path: NotePath,
    text: String,
    /// Start of every line; never empty.
    starts: Vec<u32>,
}

impl Source {
    /// Indexes the lines of `text`.
    ///
    /// # Errors
    /// [`SourceError::TooLarge`] from 4 GiB on.
    pub fn new(path: NotePath, text: String) -> Result<Self, SourceError> {
        if u32::try_from(text.len()).is_err() {
            return Err(SourceError::TooLarge);
        }
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || *byte == b'\r' && bytes.get(i + 1) != Some(&b'\n') {
                starts.push(i as u32 + 1);
            }
        }
        Ok(Self { path, text, starts })
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text begins with a byte order mark.
    #[must_use]
    pub fn has_bom(&self) -> bool {
        self.text.starts_with('\u{feff}')
    }

    /// Where the text begins behind the byte order mark: 0 or 3.
    #[must_use]
    pub fn content_start(&self) -> usize {
        if self.has_bom() { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// How many lines there are; a text that ends with a line ending has an empty last line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds the byte at `offset`.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// Where a line starts; the end of the text for a line past the last.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        self.starts.get(line).map_or(self.text.len(), |start| *start as usize)
    }

    /// A line with its ending.
    #[must_use]
    pub fn full_line(&self, line: usize) -> Span {
        Span::new(self.line_start(line), self.line_start(line + 1))
    }

    /// A line without its ending.
    #[must_use]
    pub fn line(&self, line: usize) -> Span {
        let span = self.full_line(line);
        let text = span.slice(&self.text);
        let trimmed = text.strip_suffix("\r\n").or_else(|| text.strip_suffix(['\n', '\r'])).unwrap_or(text);
        Span::new(span.from(), span.from() + trimmed.len())
    }

    /// The text of a line without its ending.
    #[must_use]
    pub fn line_text(&self, line: usize) -> &str {
        self.line(line).slice(&self.text)
    }

    /// Whether a line holds nothing but blanks and tabs.
    #[must_use]
    pub fn is_blank(&self, line: usize) -> bool {
        self.line_text(line).bytes().all(|byte| byte == b' ' || byte == b'\t')
    }

    /// How a line ends; `None` for the last one.
    #[must_use]
    pub fn eol(&self, line: usize) -> Option<Eol> {
        let text = self.full_line(line).slice(&self.text);
        if text.ends_with("\r\n") {
            Some(Eol::CrLf)
        } else if text.ends_with('\n') {
            Some(Eol::Lf)
        } else if text.ends_with('\r') {
            Some(Eol::Cr)
        } else {
            None
        }
    }

    /// The ending a new line beside `line` should have: that line's own, else the one above, else `\n`.
    #[must_use]
    pub fn eol_near(&self, line: usize) -> Eol {
        self.eol(line).or_else(|| self.eol(line.checked_sub(1)?)).unwrap_or(Eol::Lf)
    }

    /// The text at a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// Line and column of an offset, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let start = self.line_start(line);
        let before = self.text.get(start..offset).unwrap_or("");
        (line + 1, before.trim_start_matches('\u{feff}').chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new(NotePath::new("a.md"), text.to_owned()).unwrap()
    }

    #[test]
    fn all_three_line_endings_split() {
        let s = source("a\r\nb\rc\nd");
        assert_eq!((0..s.line_count()).map(|l| s.line_text(l)).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert_eq!((0..4).map(|l| s.eol(l)).collect::<Vec<_>>(), [Some(Eol::CrLf), Some(Eol::Cr), Some(Eol::Lf), None]);
        assert_eq!(s.line_of(3), 1);
    }

    #[test]
    fn columns_count_characters_and_not_the_bom() {
        assert_eq!(source("\u{feff}éx").line_column(5), (1, 2));
    }

    #[test]
    fn a_path_knows_its_stem_and_folder() {
        let path = NotePath::new("./People/Ada.md");
        assert_eq!((path.as_str(), path.stem(), path.folder()), ("People/Ada.md", "Ada", "People"));
    }
}
