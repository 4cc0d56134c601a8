//! Boolean lines: `(filter) AND NOT (filter)` and everything that goes wrong with them.
//!
//! The plugin cuts the line into filters and structure with a few patterns, puts `f1`, `f2` … in the place of the filters
//! and hands the rest to the library boon-js. Both steps are followed here, since their oddities decide what is accepted.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::words::{js_trim, strip_keyword};
use super::super::{Code, Problem, Severity};
use super::instruction::{DEEPEST, Judge};
use super::{filter, spelling};

/// The pairs of characters that filters may stand in; one pair for a whole line.
const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('"', '"')];

const NO_DELIMITERS: &str = "All filters in a Boolean instruction must be inside one of these pairs of delimiter characters: (...) or [...] or {...} or \"...\". Combinations of those delimiters are no longer supported.";

/// In one line nothing more is suggested beyond so many problems.
const MOST_SUGGESTIONS: usize = 20;

/// Judges a line that no other filter has claimed; nothing if it is no Boolean line either.
pub(super) fn check(line: &str, judge: &Judge<'_>) -> Option<Vec<Problem>> {
    if !claims(line) {
        return None;
    }
    if judge.depth >= DEEPEST {
        // The plugin follows further than is sensible here.
        return Some(Vec::new());
    }
    let Some(index) = delimiters(line) else { return Some(vec![spelling::delimiters(line, NO_DELIMITERS, judge)]) };
    let parts = Parts::split(line, index);
    if let Err((message, range)) = parts.structure() {
        let message = format!("malformed boolean query -- {message} (check the documentation for guidelines)");
        let problem = Problem::error(Code::MalformedBoolean, range, message);
        return Some(vec![spelling::boolean(line, problem, judge)]);
    }
    let mut problems = Vec::new();
    for range in &parts.filters {
        let judge = Judge { suggest: judge.suggest && problems.len() < MOST_SUGGESTIONS, ..*judge };
        problems.extend(part(line, range.clone(), PAIRS[index], &judge));
    }
    Some(problems)
}

/// Whether the plugin takes the line for a Boolean one.
fn claims(line: &str) -> bool {
    static OPERATOR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?:AND|OR|XOR|NOT)[\s\x{feff}]*[(\[{"]"#).expect("a constant pattern"));
    if OPERATOR.is_match(line) {
        return true;
    }
    let Some(open) = line.find(['(', '[', '{', '"']) else { return false };
    let Some(close) = line.rfind([')', ']', '}', '"']) else { return false };
    line.get(open + 1..close).is_some_and(|between| !between.is_empty())
}

/// Which pair the line uses: its first character behind the operators, and its last one, decide.
fn delimiters(line: &str) -> Option<usize> {
    let text = js_trim(line)
        .trim_start_matches(|c: char| c.is_ascii_uppercase() || c == ' ')
        .trim_start_matches(super::super::words::is_js_space);
    PAIRS.iter().position(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}

/// A filter in a Boolean line.
fn part(line: &str, range: Range<usize>, pair: (char, char), judge: &Judge<'_>) -> Vec<Problem> {
    let text = &line[range.clone()];
    let shift = |mut problem: Problem| {
        let by = range.start;
        problem.range = problem.range.start + by..problem.range.end + by;
        for (place, _) in problem.suggestion.iter_mut().flat_map(|suggestion| &mut suggestion.replacements) {
            *place = place.start + by..place.end + by;
        }
        problem
    };
    let inner = judge.deeper();
    if let Some(mut problems) = filter::check(text, &inner) {
        for problem in &mut problems {
            let is_own = !problem.message.starts_with("couldn't parse sub-expression");
            if problem.severity == Severity::Error && is_own {
                problem.message = format!("couldn't parse sub-expression '{text}': {}", problem.message);
                lost_delimiter(line, &range, pair, problem);
            }
        }
        return problems.into_iter().map(shift).collect();
    }
    let message = format!("couldn't parse sub-expression '{text}'");
    let mut problem = Problem::error(Code::BooleanPart, 0..text.len(), message);
    let no_filter = ["sort by", "group by", "limit", "hide", "show", "preset", "short", "full", "explain", "view"]
        .into_iter()
        .find(|start| strip_keyword(text, start).is_some());
    if let Some(start) = no_filter {
        problem = problem.help(format!("`{start}` is no filter: it stands on a line of its own"));
    } else if judge.suggest {
        let meant = spelling::unknown(text, &inner);
        problem.help = meant.help;
        problem.suggestion = meant.suggestion;
    }
    vec![shift(problem)]
}

/// A filter that ends in the closing delimiter loses it.
fn lost_delimiter(line: &str, range: &Range<usize>, (open, close): (char, char), problem: &mut Problem) {
    let text = &line[range.clone()];
    if open != close && text.contains(open) && text.matches(open).count() > text.matches(close).count() {
        problem.help = Some(format!(
            "a filter that itself ends in `{close}` loses it here: write the whole line with another pair of delimiters"
        ));
    }
}

/// A Boolean line cut into filters and structure.
struct Parts {
    /// What boon-js is given.
    simplified: String,
    /// For every byte of `simplified` the byte of the line that it stands for.
    origin: Vec<usize>,
    filters: Vec<Range<usize>>,
    end: usize,
}

impl Parts {
    fn split(line: &str, pair: usize) -> Self {
        let (open, close) = PAIRS[pair];
        let patterns = &PATTERNS[pair];
        let mut parts = Parts { simplified: String::new(), origin: Vec::new(), filters: Vec::new(), end: line.len() };
        for piece in pieces(&patterns.binary, line, 0..line.len()) {
            for piece in pieces(&patterns.unary, line, piece) {
                let text = &line[piece.clone()];
                let lead = text.len() - text.trim_start_matches([open, ' ']).len();
                let tail = text[lead..].trim_end_matches([close, ' ']).len() + lead;
                parts.structural(line, piece.start..piece.start + lead);
                parts.middle(line, piece.start + lead..piece.start + tail, &patterns.structure);
                parts.structural(line, piece.start + tail..piece.end);
            }
        }
        parts.space_operators(open, close);
        parts
    }

    fn middle(&mut self, line: &str, range: Range<usize>, structure: &Regex) {
        if range.is_empty() {
            return;
        }
        if structure.is_match(&line[range.clone()]) {
            self.structural(line, range);
            return;
        }
        let name = format!("f{}", self.filters.len() + 1);
        self.origin.extend(name.bytes().map(|_| range.start));
        self.simplified.push_str(&name);
        self.filters.push(range);
    }

    fn structural(&mut self, line: &str, range: Range<usize>) {
        self.simplified.push_str(&line[range.clone()]);
        self.origin.extend(range);
    }

    /// Adds the blanks that boon-js wants around operators, and makes the delimiters round ones.
    fn space_operators(&mut self, open: char, close: char) {
        let mut text = String::with_capacity(self.simplified.len() + 8);
        let mut origin = Vec::with_capacity(self.origin.len() + 8);
        let mut before = None;
        for (c, at) in self.simplified.chars().zip(&self.origin) {
            let glued = |before: char| {
                (before == close && c.is_ascii_uppercase()) || (before.is_ascii_uppercase() && c == open)
            };
            if before.is_some_and(glued) {
                text.push(' ');
                origin.push(*at);
            }
            before = Some(c);
            // Filters are named in small letters and digits, so that only delimiters are changed here.
            text.push(match c {
                _ if open == '"' => c,
                c if c == open => '(',
                c if c == close => ')',
                c => c,
            });
            origin.push(*at);
        }
        (self.simplified, self.origin) = (text, origin);
    }

    /// Judges the structure as boon-js does, from left to right, without recursion.
    fn structure(&self) -> Result<(), (String, Range<usize>)> {
        let names: BTreeMap<String, ()> = (1..=self.filters.len()).map(|number| (format!("f{number}"), ())).collect();
        let mut lexer = Lexer { parts: self, at: 0 };
        let mut depth = 0_usize;
        let mut wants = Wants::Value;
        let mut unnamed = None;
        loop {
            let (token, range) = lexer.next()?;
            wants = match (wants, token) {
                (Wants::Value | Wants::Operand, Token::Identifier(name)) => {
                    if !names.contains_key(js_trim(&name)) {
                        unnamed.get_or_insert(range);
                    }
                    Wants::Operator
                }
                (Wants::Value | Wants::Operand, Token::Open) => {
                    depth += 1;
                    Wants::Value
                }
                (Wants::Value, Token::Not) => Wants::Operand,
                (Wants::Operator, Token::Binary) => Wants::Value,
                (Wants::Operator, Token::Close) if depth > 0 => {
                    depth -= 1;
                    Wants::Operator
                }
                (Wants::Operator, Token::End) if depth == 0 => break,
                (_, Token::End) => return Err(("Unexpected end of expression".to_owned(), range)),
                _ => return Err(("Invalid token".to_owned(), range)),
            };
        }
        match unnamed {
            // Two filters without an operator between them, or none at all.
            Some(range) => Err(("Cannot read properties of undefined".to_owned(), range)),
            None => Ok(()),
        }
    }

    /// The bytes of the line that a range of the simplified text stands for.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origin.get(range.start).copied().unwrap_or(self.end);
        let last = range.end.checked_sub(1).and_then(|last| self.origin.get(last).copied());
        let end = last.map_or(self.end, |last| {
            let filter = self.filters.binary_search_by_key(&last, |filter| filter.start).ok();
            filter.map_or(last + 1, |index| self.filters[index].end)
        });
        start..end.max(start)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Wants {
    Value,
    /// A value behind `NOT`, which may not stand twice.
    Operand,
    Operator,
}

enum Token {
    Identifier(String),
    Open,
    Close,
    Not,
    Binary,
    End,
}

/// The lexer of boon-js.
struct Lexer<'p> {
    parts: &'p Parts,
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Result<(Token, Range<usize>), (String, Range<usize>)> {
        let text = &self.parts.simplified;
        let separator = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let rest = text[self.at..].trim_start_matches(separator);
        let start = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            self.at = text.len();
            return Ok((Token::End, self.last_place()));
        };
        let refuse = |message: String, at: usize| Err((message, self.parts.place(at..at + 1)));
        match first {
            '(' => {
                self.at = start + 1;
                Ok((Token::Open, self.parts.place(start..start + 1)))
            }
            ')' => {
                self.at = start + 1;
                match rest.chars().nth(1) {
                    Some(next) if !separator(next) && next != ')' => refuse(
                        format!(
                            "Unexpected character: {next}. A closing parenthesis should be followed by another closing parenthesis or whitespace"
                        ),
                        start + 1,
                    ),
                    _ => Ok((Token::Close, self.parts.place(start..start + 1))),
                }
            }
            '"' => {
                let Some(length) = rest[1..].find('"') else {
                    return refuse("Unexpected end of expression: expected \" character".to_owned(), start);
                };
                let end = start + 1 + length + 1;
                self.at = end;
                match text[end..].chars().next() {
                    Some(next) if !separator(next) && !matches!(next, '(' | ')') => {
                        refuse(format!("Unexpected character: {next} Expected ) character or separator"), end)
                    }
                    _ => Ok((Token::Identifier(rest[1..=length].to_owned()), self.parts.place(start..end))),
                }
            }
            _ => {
                let length = rest.find(|c: char| separator(c) || matches!(c, '(' | ')' | '"')).unwrap_or(rest.len());
                let end = start + length;
                self.at = end;
                if text[end..].starts_with('"') {
                    return refuse("Unexpected character: \"".to_owned(), end);
                }
                let place = self.parts.place(start..end);
                match &rest[..length] {
                    word @ ("AND" | "OR" | "XOR" | "NOT") => {
                        if text[end..].starts_with(['(', ')']) {
                            let next = &text[end..=end];
                            return refuse(
                                format!("Unexpected character: {next}. Operators should be separated using whitespace"),
                                end,
                            );
                        }
                        Ok((if word == "NOT" { Token::Not } else { Token::Binary }, place))
                    }
                    word => Ok((Token::Identifier(word.to_owned()), place)),
                }
            }
        }
    }

    /// Where an expression that ends too early ends.
    fn last_place(&self) -> Range<usize> {
        let end = self.parts.simplified.trim_end().len();
        if end == 0 { 0..self.parts.end } else { self.parts.place(end - 1..end) }
    }
}

struct Patterns {
    binary: Regex,
    unary: Regex,
    structure: Regex,
}

static PATTERNS: LazyLock<[Patterns; 4]> = LazyLock::new(|| {
    PAIRS.map(|(open, close)| {
        let (o, c) = (regex::escape(&open.to_string()), regex::escape(&close.to_string()));
        let pattern = |text: String| Regex::new(&text).expect("a constant pattern");
        let s = r"[\s\x{feff}]*";
        Patterns {
            binary: pattern(format!("{c}{s}(?:AND|OR|AND +NOT|OR +NOT|XOR){s}{o}")),
            unary: pattern(format!("NOT{s}{o}")),
            structure: pattern(format!(
                "^(?:[ {o}{c}]+| *{c} *(?:AND|OR|XOR) *{o} *|(?:AND|OR|XOR|NOT) *{o}|{c} *(?:AND|OR|XOR)|AND|OR|XOR|NOT)$"
            )),
        }
    })
});

/// Cuts a range at every match; matches and what lies between them, without empty pieces.
fn pieces(pattern: &Regex, line: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = range.start;
    for matched in pattern.find_iter(&line[range.clone()]) {
        let (start, end) = (range.start + matched.start(), range.start + matched.end());
        found.extend([from..start, start..end]);
        from = end;
    }
    found.push(from..range.end);
    found.retain(|piece| !piece.is_empty());
    found
}
