//! One pass over the text of one block.

use std::collections::BTreeSet;

use super::{Inline, InlineKind};
use crate::text::Span;

/// Scans the text at `span` and adds what it finds, in order of where it starts.
pub(super) fn scan(text: &str, span: Span, table: bool, out: &mut Vec<Inline>) {
    let Some(block) = text.get(span.range()) else { return };
    let mut scanner = Scanner { block, base: span.from(), table, at: 0, no_closer: BTreeSet::new(), out };
    scanner.run();
}

struct Scanner<'a> {
    block: &'a str,
    base: usize,
    table: bool,
    at: usize,
    /// Closers that were searched for to the end in vain: the search is not made twice, so that the pass stays linear.
    no_closer: BTreeSet<String>,
    out: &'a mut Vec<Inline>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        self.line_field();
        while self.at < self.block.len() {
            let rest = &self.block[self.at..];
            let byte = rest.as_bytes()[0];
            let taken = match byte {
                b'\\' => self.escape(rest),
                b'`' => self.code(rest),
                b'$' => self.math(rest),
                b'%' => self.delimited(rest, "%%", "%%", InlineKind::Comment),
                b'{' => self.delimited(rest, "{{", "}}", InlineKind::Template),
                b'<' => self.angle(rest),
                b'!' | b'[' => self.bracket(rest),
                b'(' => self.boxed_field(rest, ')'),
                b'#' => self.tag(rest),
                b'^' => self.block_id(rest),
                b'h' => self.url(rest),
                _ => None,
            };
            match taken {
                Some(length) => self.at += length.max(1),
                None => self.at += rest.chars().next().map_or(1, char::len_utf8),
            }
            if matches!(byte, b'\n' | b'\r') {
                self.line_field();
            }
        }
    }

    fn push(&mut self, kind: InlineKind, length: usize) -> Option<usize> {
        let start = self.base + self.at;
        self.out.push(Inline { kind, span: Span::new(start, start + length) });
        Some(length)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + self.at + start, self.base + self.at + end)
    }

    /// Where `closer` stands in `rest` from `from` on.
    fn find(&mut self, rest: &str, from: usize, closer: &str) -> Option<usize> {
        if self.no_closer.contains(closer) {
            return None;
        }
        let found = rest.get(from..).and_then(|tail| tail.find(closer)).map(|i| from + i);
        if found.is_none() {
            self.no_closer.insert(closer.to_owned());
        }
        found
    }

    fn escape(&mut self, rest: &str) -> Option<usize> {
        rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation).then_some(2)
    }

    fn code(&mut self, rest: &str) -> Option<usize> {
        let length = rest.len() - rest.trim_start_matches('`').len();
        let run = &rest[..length];
        if self.no_closer.contains(run) {
            return Some(length);
        }
        let mut from = length;
        while let Some(found) = rest[from..].find(run).map(|i| from + i) {
            let closing = rest[found..].len() - rest[found..].trim_start_matches('`').len();
            if closing == length {
                return self.push(InlineKind::Code, found + length);
            }
            from = found + closing;
        }
        self.no_closer.insert(run.to_owned());
        Some(length)
    }

    fn math(&mut self, rest: &str) -> Option<usize> {
        if rest.starts_with("$$") {
            return match self.find(rest, 2, "$$") {
                Some(end) => self.push(InlineKind::Math, end + 2),
                None => Some(2),
            };
        }
        let inner = &rest[1..];
        if inner.starts_with([' ', '\t']) {
            return None;
        }
        // Only the next sign is looked at: a line full of prices stays linear.
        let end = inner.find(['$', '\n', '\r'])?;
        let closes = inner[end..].starts_with('$')
            && end > 0
            && !inner[..end].ends_with(['\\', ' ', '\t'])
            && !inner[end + 1..].starts_with(|c: char| c.is_ascii_digit());
        closes.then(|| self.push(InlineKind::Math, end + 2)).flatten()
    }

    fn delimited(&mut self, rest: &str, open: &str, close: &str, kind: InlineKind) -> Option<usize> {
        if !rest.starts_with(open) {
            return None;
        }
        let end = self.find(rest, open.len(), close)?;
        self.push(kind, end + close.len())
    }

    fn angle(&mut self, rest: &str) -> Option<usize> {
        if rest.starts_with("<!--") {
            return self.delimited(rest, "<!--", "-->", InlineKind::Html);
        }
        if rest.starts_with("<%") {
            return self.delimited(rest, "<%", "%>", InlineKind::Template);
        }
        let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !opens {
            return None;
        }
        let end = 1 + rest[1..].find(['<', '>'])?;
        rest[end..].starts_with('>').then(|| self.push(InlineKind::Html, end + 1)).flatten()
    }

    fn bracket(&mut self, rest: &str) -> Option<usize> {
        let embed = rest.starts_with('!');
        let inner = if embed { rest.get(1..)? } else { rest };
        let sign = rest.len() - inner.len();
        if inner.starts_with("[[") {
            return self.wikilink(rest, sign, embed);
        }
        if !inner.starts_with('[') {
            return None;
        }
        if let Some(behind) = inner.strip_prefix("[^") {
            let name = &behind[..behind.find([']', ' ', '\n', '[']).unwrap_or(0)];
            let whole = sign + 2 + name.len() + 1;
            return (!name.is_empty() && rest[sign + 2 + name.len()..].starts_with(']'))
                .then(|| self.push(InlineKind::FootnoteRef, whole))
                .flatten();
        }
        if !embed && let Some(taken) = self.boxed_field(rest, ']') {
            return Some(taken);
        }
        self.link(rest, sign, embed)
    }

    fn wikilink(&mut self, rest: &str, sign: usize, embed: bool) -> Option<usize> {
        let from = sign + 2;
        // Obsidian's links stay on one line and do not nest: the search ends at the next pair of brackets.
        let bytes = rest.as_bytes();
        let end = (from..bytes.len()).find(|i| match bytes[*i] {
            b'\n' | b'\r' => true,
            bracket @ (b'[' | b']') => bytes.get(i + 1) == Some(&bracket),
            _ => false,
        })?;
        if bytes[end] != b']' || end == from {
            return None;
        }
        let inside = &rest[from..end];
        let mut target = inside.find('|').unwrap_or(inside.len());
        if self.table && inside[..target].ends_with('\\') {
            target -= 1;
        }
        let target = self.span(from, from + target);
        self.push(InlineKind::Wikilink { embed, target }, end + 2)
    }

    /// `[text](destination)`: the text has no bracket of its own, which is nearly always so; the rest is plain text.
    fn link(&mut self, rest: &str, sign: usize, embed: bool) -> Option<usize> {
        let label = &rest[sign + 1..];
        let close = label.find([']', '['])?;
        if !label[close..].starts_with("](") {
            return None;
        }
        let from = sign + 1 + close + 2;
        let mut depth = 0usize;
        for (i, byte) in rest[from..].bytes().enumerate() {
            match byte {
                // Nobody nests deeper; a hostile line must not be searched to its end at every bracket.
                b'(' if depth == 32 => return None,
                b'(' => depth += 1,
                b')' if depth == 0 => {
                    let destination = self.span(from, from + i);
                    // The label may hold tags or code of its own: only the destination is skipped.
                    return self.push(InlineKind::Link { embed, destination }, from + i + 1);
                }
                b')' => depth -= 1,
                b'\n' | b'\r' => return None,
                _ => {}
            }
        }
        None
    }

    /// `[key:: value]` or `(key:: value)`.
    fn boxed_field(&mut self, rest: &str, close: char) -> Option<usize> {
        let inner = &rest[1..];
        let colon = inner.find(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/')))?;
        let key = inner[..colon].trim();
        if key.is_empty() || !inner[colon..].starts_with("::") {
            return None;
        }
        let end = inner.find([close, '\n', '\r', if close == ')' { '(' } else { '[' }])?;
        if !inner[end..].starts_with(close) {
            return None;
        }
        let key = self.span(1, 1 + colon);
        self.push(InlineKind::Field { key }, end + 2)
    }

    /// `key:: value` at the start of a line, behind list markers and quote signs; the key alone is the piece.
    fn line_field(&mut self) {
        let rest = &self.block[self.at..];
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let Some(colon) = line.find("::") else { return };
        let written = line[..colon].trim_start_matches(['>', ' ', '\t', '-', '*', '+']);
        let named = !written.is_empty()
            && written.len() <= 64
            && written.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '*' | '/'))
            && !written.ends_with(' ');
        if named {
            let key = self.span(colon - written.len(), colon);
            self.out
                .push(Inline { kind: InlineKind::Field { key }, span: Span { start: key.start, end: key.end + 2 } });
        }
    }

    fn tag(&mut self, rest: &str) -> Option<usize> {
        let before = self.block[..self.at].chars().next_back();
        if before.is_some_and(|c| !c.is_whitespace()) {
            return None;
        }
        let length: usize = rest[1..].chars().take_while(|c| is_tag_char(*c)).map(char::len_utf8).sum();
        let name = &rest[1..=length];
        // A number alone is no tag, and a trailing slash is part of it only as written.
        if name.is_empty() || name.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        self.push(InlineKind::Tag, length + 1)
    }

    fn block_id(&mut self, rest: &str) -> Option<usize> {
        let before = self.block[..self.at].chars().next_back();
        if before.is_some_and(|c| !c.is_whitespace()) {
            return None;
        }
        let length = rest[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
        let behind = rest[1 + length..].trim_start_matches([' ', '\t']);
        (length > 0 && (behind.is_empty() || behind.starts_with(['\n', '\r'])))
            .then(|| self.push(InlineKind::BlockId, length + 1))
            .flatten()
    }

    fn url(&mut self, rest: &str) -> Option<usize> {
        if !rest.starts_with("http://") && !rest.starts_with("https://") {
            return None;
        }
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(rest.len());
        self.push(InlineKind::Url, length)
    }
}

/// Obsidian's tags: letters and digits of any script, `_`, `-`, `/`, and symbols such as emoji, but no ASCII or general
/// punctuation.
fn is_tag_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/');
    }
    !c.is_whitespace()
        && !matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '«' | '»' | '¿' | '¡')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, &str)> {
        let mut out = Vec::new();
        scan(text, Span::new(0, text.len()), false, &mut out);
        out.iter()
            .map(|i| {
                let name = format!("{:?}", i.kind);
                (name.split([' ', '{']).next().unwrap_or("").to_owned(), i.span.slice(text))
            })
            .collect()
    }

    fn kinds(text: &str) -> Vec<(String, String)> {
        found(text).into_iter().map(|(kind, slice)| (kind, slice.to_owned())).collect()
    }

    fn expect(text: &str, pieces: &[(&str, &str)]) {
        let pieces: Vec<_> = pieces.iter().map(|(k, s)| ((*k).to_owned(), (*s).to_owned())).collect();
        assert_eq!(kinds(text), pieces, "{text}");
    }

    #[test]
    fn links_tags_and_ids() {
        expect(
            "see [[A b|c]] ![[d.png|300]] #tag/x #1 a#b ^id-1",
            &[("Wikilink", "[[A b|c]]"), ("Wikilink", "![[d.png|300]]"), ("Tag", "#tag/x"), ("BlockId", "^id-1")],
        );
    }

    #[test]
    fn nothing_is_found_in_code_math_or_comments() {
        expect(
            "`#a` ``b ` [[c]]`` $x_#1$ %% #d %% <b #e>",
            &[
                ("Code", "`#a`"),
                ("Code", "``b ` [[c]]``"),
                ("Math", "$x_#1$"),
                ("Comment", "%% #d %%"),
                ("Html", "<b #e>"),
            ],
        );
    }

    #[test]
    fn escapes_and_prices_are_plain() {
        expect(r"\#a \[[b]] costs $5 and $6", &[]);
    }

    #[test]
    fn fields_with_and_without_brackets() {
        expect("due:: 2025\n- [k:: v] (w x:: y)", &[("Field", "due::"), ("Field", "[k:: v]"), ("Field", "(w x:: y)")]);
    }

    #[test]
    fn an_unclosed_link_is_text() {
        expect("[[a\n]] #b", &[("Tag", "#b")]);
    }
}
