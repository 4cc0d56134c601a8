//! Words, numbers and signs of a text, with where they stand. No language knowledge beyond scripts.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Begins with a small letter, or a script without case.
    Lower,
    /// Begins with a capital.
    Capital,
    /// Two and more letters, all capitals.
    Upper,
    /// Letters and digits mixed ("KX4"), or a version of three and more parts.
    Code,
    /// Digits with their separators.
    Number,
    /// A clock time "16:00".
    Clock,
    /// One character of a script written without blanks.
    Ideograph,
    /// A sign that means something: per cent and currency signs.
    Symbol,
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the tokens touch.
    None,
    /// Blanks only.
    Space,
    /// A hyphen or dash without blanks.
    Hyphen,
    /// An apostrophe.
    Apostrophe,
    /// A comma.
    Comma,
    /// The end of a sentence, or a colon.
    Stop,
    /// Any other sign.
    Other,
}

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Bytes of the text it covers.
    pub(super) range: Range<usize>,
    /// In small letters.
    pub(super) text: String,
    /// What it looks like.
    pub(super) shape: Shape,
    /// What stands before it.
    pub(super) gap: Gap,
}

impl Token {
    /// Whether its capital may be owed to the place at the head of a sentence.
    pub(super) fn starts_sentence(&self, index: usize) -> bool {
        index == 0 || self.gap == Gap::Stop
    }

    /// Whether it begins with a capital letter.
    pub(super) fn capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper)
    }
}

/// Splits a text into tokens. Linear in its length.
pub(super) fn tokenise(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut graphemes = graphemes(text).peekable();
    let mut seen_until = 0;
    while let Some((start, first)) = graphemes.next() {
        let Some(lead) = first.chars().next() else { continue };
        let class = Class::of(lead);
        if class == Class::Other {
            continue;
        }
        let mut end = start + first.len();
        if matches!(class, Class::Letter | Class::Digit) {
            while let Some(&(at, next)) = graphemes.peek() {
                let Some(next_lead) = next.chars().next() else { break };
                match Class::of(next_lead) {
                    Class::Letter | Class::Digit => {}
                    _ => {
                        if !joins_digits(text, start, at, next) {
                            break;
                        }
                    }
                }
                end = at + next.len();
                graphemes.next();
            }
        }
        let gap = gap(&text[seen_until..start]);
        push(text, start..end, class, gap, &mut tokens);
        seen_until = end;
    }
    tokens
}

/// The user-perceived characters of a text and where they start; a line end of two bytes counts as two. Between two bytes of ASCII
/// there is always a border, so that most texts need no look at Unicode's tables.
fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let alone = rest.as_bytes().iter().take(2).all(u8::is_ascii);
        let grapheme = if alone { rest.get(..1)? } else { rest.graphemes(true).next()? };
        let start = at;
        at += grapheme.len();
        Some((start, grapheme))
    })
}

/// Whether the sign at `at` holds a number or a clock time together ("1,200", "16:00", "2.8.4").
fn joins_digits(text: &str, start: usize, at: usize, sign: &str) -> bool {
    matches!(sign, "." | "," | ":" | "'" | "’" | "\u{a0}" | "\u{202f}" | "\u{2009}")
        && text[start..at].chars().next_back().is_some_and(|c| c.is_ascii_digit())
        && text[start..at].chars().next().is_some_and(|c| c.is_ascii_digit())
        && text[at + sign.len()..].chars().next().is_some_and(|c| c.is_ascii_digit())
        && (!sign.starts_with(['\'', '’', '\u{a0}', '\u{202f}', '\u{2009}']) || three_digits(&text[at + sign.len()..]))
}

/// Whether a text begins with three digits and no fourth.
pub(super) fn three_digits(text: &str) -> bool {
    let digits = text.chars().take(4).take_while(char::is_ascii_digit).count();
    digits == 3
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Ideograph,
    Symbol,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            '0'..='9' => Self::Digit,
            '%' | '‰' | '€' | '£' | '$' | '¥' | '₽' | '₹' | '₩' | '°' | '+' => Self::Symbol,
            '\u{3400}'..='\u{9fff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{30ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
            | '\u{0e00}'..='\u{0eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}' => Self::Ideograph,
            _ if c.is_alphanumeric() => Self::Letter,
            _ => Self::Other,
        }
    }
}

fn gap(between: &str) -> Gap {
    let mut gap = Gap::None;
    for c in between.chars() {
        let next = match c {
            _ if c.is_whitespace() => Gap::Space,
            '-' | '‐' | '‑' | '–' | '—' | '~' | '～' => Gap::Hyphen,
            '\'' | '’' | 'ʼ' => Gap::Apostrophe,
            ',' | '，' | '、' => Gap::Comma,
            '.' | '!' | '?' | ':' | ';' | '。' | '！' | '？' | '：' | '；' => Gap::Stop,
            _ => Gap::Other,
        };
        gap = match (gap, next) {
            (Gap::None, next) => next,
            // A dash set off by blanks separates like any other sign.
            (Gap::Space, Gap::Hyphen) | (Gap::Hyphen, Gap::Space) => Gap::Other,
            (Gap::Space, next) => next,
            (gap, Gap::Space) => gap,
            (Gap::Stop, _) | (_, Gap::Stop) => Gap::Stop,
            (Gap::Comma, _) | (_, Gap::Comma) => Gap::Comma,
            _ => Gap::Other,
        };
    }
    gap
}

/// Pushes one run as one or more tokens: digits in front of letters are split off ("150users", "1.4M"), letters in front of digits not.
fn push(text: &str, range: Range<usize>, class: Class, gap: Gap, tokens: &mut Vec<Token>) {
    let run = &text[range.clone()];
    let token = |range: Range<usize>, shape, gap| Token { text: text[range.clone()].to_lowercase(), range, shape, gap };
    match class {
        Class::Symbol => tokens.push(token(range, Shape::Symbol, gap)),
        Class::Ideograph => tokens.push(token(range, Shape::Ideograph, gap)),
        Class::Letter | Class::Other => {
            let shape = letters(run);
            // The plural of an acronym is the acronym: "GPUs".
            let plural = shape == Shape::Upper && run.ends_with('s') && run.len() > 3;
            let mut word = token(range, shape, gap);
            if plural {
                word.text.pop();
            }
            tokens.push(word);
        }
        Class::Digit => {
            let digits = run
                .find(|c: char| !c.is_ascii_digit() && !".,:'’\u{a0}\u{202f}\u{2009}".contains(c))
                .unwrap_or(run.len());
            let split = range.start + digits;
            let number = &text[range.start..split];
            let shape = if number.contains(':') { Shape::Clock } else { Shape::Number };
            let rest = &text[split..range.end];
            if rest.is_empty() {
                tokens.push(token(range, shape, gap));
            } else if rest.contains(|c: char| c.is_ascii_digit()) {
                tokens.push(token(range, Shape::Code, gap));
            } else {
                tokens.push(token(range.start..split, shape, gap));
                tokens.push(token(split..range.end, letters(rest), Gap::None));
            }
        }
    }
}

fn letters(run: &str) -> Shape {
    let mut chars = run.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    if run.contains(|c: char| c.is_ascii_digit()) {
        return Shape::Code;
    }
    let capitals = run.chars().filter(|c| c.is_uppercase()).count();
    match (capital, capitals) {
        // "PoC", "SEDs" and "McKay": two capitals and a length to match make an acronym.
        (_, 2..) if capitals * 2 > run.chars().count() => Shape::Upper,
        (true, _) => Shape::Capital,
        (false, _) => Shape::Lower,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn borders_are_those_of_unicode(text in "[a-z \u{301}\u{200d}👩🌾🇳🇴é가각กำ।क्ष]{0,24}") {
            let expected: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
            prop_assert_eq!(graphemes(&text).collect::<Vec<_>>(), expected);
        }
    }
}
