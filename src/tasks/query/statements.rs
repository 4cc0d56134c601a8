//! From the lines of a block to statements: continuation lines are joined, and every byte remembers where it stood.

use std::ops::Range;

use super::super::words::{js_trim, js_trim_range};
use super::super::{Code, Problem};

/// A text of which every byte knows where in the block it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Where the piece begins in the text.
    at: usize,
    source: Range<usize>,
    /// Whether the bytes are those of the source; otherwise the piece stands in the place of `source`.
    verbatim: bool,
}

impl Placed {
    /// Adds bytes as they stand in the block.
    pub(super) fn push(&mut self, text: &str, source_start: usize) {
        if !text.is_empty() {
            let source = source_start..source_start + text.len();
            self.pieces.push(Piece { at: self.text.len(), source, verbatim: true });
            self.text.push_str(text);
        }
    }

    /// Adds a text that stands in the place of `source`.
    pub(super) fn push_instead(&mut self, text: &str, source: Range<usize>) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), source, verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Adds another text with its places.
    pub(super) fn append(&mut self, other: &Placed) {
        let by = self.text.len();
        self.pieces.extend(other.pieces.iter().map(|piece| Piece { at: piece.at + by, ..piece.clone() }));
        self.text.push_str(&other.text);
    }

    /// The lines of the text, each trimmed, without blank ones.
    pub(super) fn lines(&self) -> Vec<Placed> {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in self.text.split('\n') {
            let range = start..start + line.len();
            start = range.end + 1;
            let line = self.slice(range).trimmed();
            if !line.text.is_empty() {
                lines.push(line);
            }
        }
        lines
    }

    /// The piece that holds the byte at `at`, or the last one.
    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(after.saturating_sub(1))
    }

    /// Where a range of the text stands in the block.
    pub(super) fn locate(&self, range: &Range<usize>) -> Range<usize> {
        let Some(first) = self.piece(range.start) else { return 0..0 };
        let start = if first.verbatim { first.source.start + (range.start - first.at) } else { first.source.start };
        if range.end <= range.start {
            return start..start;
        }
        let Some(last) = self.piece(range.end - 1) else { return start..start };
        let end = if last.verbatim { last.source.start + (range.end - last.at) } else { last.source.end };
        start..end.max(start)
    }

    /// Where a range stands, if all its bytes are the block's own and stand there without a gap.
    pub(super) fn locate_verbatim(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let piece = self.piece(range.start)?;
        let within = if range.is_empty() { range.start } else { range.end - 1 };
        let same = self.piece(within)?.at == piece.at;
        (piece.verbatim && same).then(|| self.locate(range))
    }

    /// A part of the text, with its places.
    pub(super) fn slice(&self, range: Range<usize>) -> Placed {
        let mut part = Placed::default();
        let first = self.pieces.partition_point(|piece| piece.at <= range.start).saturating_sub(1);
        for (index, piece) in self.pieces.iter().enumerate().skip(first) {
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.at);
            let (from, to) = (piece.at.max(range.start), end.min(range.end));
            if piece.at >= range.end {
                break;
            }
            if from >= to {
                continue;
            }
            if piece.verbatim {
                part.push(&self.text[from..to], piece.source.start + (from - piece.at));
            } else {
                part.push_instead(&self.text[from..to], piece.source.clone());
            }
        }
        part
    }

    /// The text without blanks at its ends, as JavaScript trims.
    pub(super) fn trimmed(&self) -> Placed {
        let range = js_trim_range(&self.text);
        if range == (0..self.text.len()) { self.clone() } else { self.slice(range) }
    }

    /// Puts the places of a problem of this text into the block. Suggestions for bytes that are not the block's own are
    /// dropped: there is nothing there to edit.
    pub(super) fn settle(&self, mut problem: Problem) -> Problem {
        problem.range = self.locate(&problem.range);
        problem.suggestion = problem.suggestion.and_then(|mut suggestion| {
            for (range, _) in &mut suggestion.replacements {
                *range = self.locate_verbatim(range)?;
            }
            Some(suggestion)
        });
        problem
    }
}

/// Splits a block into statements without blank ones, each trimmed; what is odd about its backslashes goes to `out`.
pub(super) fn split(block: &str, out: &mut Vec<Problem>) -> Vec<Placed> {
    let mut statements = Vec::new();
    let mut statement = Placed::default();
    let mut continued = false;
    let mut start = 0;
    // As in the plugin, a block ends with an empty line of its own, so that a `\` at its very end harms nothing.
    for line in block.split('\n').chain(std::iter::once("")) {
        let at = start;
        start = (start + line.len() + 1).min(block.len());
        let indent = if continued { line.len() - line.trim_start_matches([' ', '\t']).len() } else { 0 };
        let body = &line[indent..];
        if continued {
            // The blank that joins two lines stands in the place of the end of the first one.
            let end = at.saturating_sub(1);
            statement.push_instead(" ", end..at + indent);
        }
        continued = body.ends_with('\\') && !body.ends_with("\\\\");
        let kept = if continued {
            body[..body.len() - 1].trim_end_matches([' ', '\t'])
        } else if body.ends_with("\\\\") {
            &body[..body.len() - 1]
        } else {
            body
        };
        statement.push(kept, at + indent);
        if continued {
            if js_trim(&statement.text).starts_with('#') && at + line.len() < block.len() {
                out.push(comment_goes_on(at + line.len() - 1));
            }
            continue;
        }
        out.extend(broken_continuation(line, at, &statement));
        let finished = std::mem::take(&mut statement).trimmed();
        if !finished.text.is_empty() {
            statements.push(finished);
        }
    }
    statements
}

fn comment_goes_on(at: usize) -> Problem {
    let range = at..at + 1;
    Problem::warning(Code::Continuation, range.clone(), "this `\\` makes the next line part of the comment")
        .help("end the comment without `\\`")
        .instead("remove the `\\`", vec![(range, String::new())])
}

/// A backslash that was meant to continue the line but has something invisible behind it.
fn broken_continuation(line: &str, at: usize, statement: &Placed) -> Option<Problem> {
    let bare = js_trim(line).len() + (line.len() - line.trim_start_matches(super::super::words::is_js_space).len());
    let head = &line[..bare.min(line.len())];
    if head.len() == line.len()
        || !head.ends_with('\\')
        || head.ends_with("\\\\")
        || js_trim(&statement.text).starts_with('#')
    {
        return None;
    }
    let what = if &line[head.len()..] == "\r" { "a carriage return" } else { "blanks" };
    let tail = at + head.len()..at + line.len();
    let problem = Problem::error(
        Code::Continuation,
        at + head.len() - 1..at + head.len(),
        format!("this `\\` does not continue the line: {what} stands behind it"),
    );
    let problem = Problem { severity: super::super::Severity::Warning, ..problem };
    if what == "blanks" {
        Some(
            problem
                .help("a `\\` continues a line only as its very last character")
                .instead("remove the blanks", vec![(tail, String::new())]),
        )
    } else {
        Some(problem.help("write the query on one line, or save the note with `\\n` line ends"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(block: &str) -> Vec<String> {
        split(block, &mut Vec::new()).into_iter().map(|statement| statement.text).collect()
    }

    #[test]
    fn lines_are_joined_with_one_blank() {
        assert_eq!(texts("(a) OR  \\\n   (b)\n\nc\\\\\nd\\"), ["(a) OR (b)", "c\\", "d"]);
    }

    #[test]
    fn a_blank_behind_the_backslash_or_a_carriage_return_ends_the_statement() {
        let mut problems = Vec::new();
        assert_eq!(split("a \\ \nb\n", &mut problems)[0].text, "a \\");
        assert_eq!(problems.len(), 1);
        assert_eq!(texts("a \\\r\nb\r\n"), ["a \\", "b"]);
    }

    #[test]
    fn places_survive_joining() {
        let block = "not done\n  (a) OR \\\n    (b)\n";
        let statements = split(block, &mut Vec::new());
        let joined = &statements[1];
        let at = joined.text.find("(b)").unwrap();
        assert_eq!(&block[joined.locate(&(at..at + 3))], "(b)");
        assert_eq!(&block[joined.locate(&(0..joined.text.len()))], "(a) OR \\\n    (b)");
        assert_eq!(joined.locate_verbatim(&(0..joined.text.len())), None);
    }

    #[test]
    fn a_comment_swallows_the_next_line() {
        let mut problems = Vec::new();
        assert_eq!(split("# a \\\nb", &mut problems).len(), 1);
        assert_eq!(problems.len(), 1);
    }
}
