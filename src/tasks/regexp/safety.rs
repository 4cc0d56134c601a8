//! The plugin's guard against slow expressions: at most 500 characters, at most 25 quantifiers, none inside another.
//!
//! It follows safe-regex2 with the tokenizer `ret`, whose blind spots are kept: look-behind is not understood and thus
//! refused, and alternatives under a quantifier are not looked into.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Longer patterns are refused, so that everything below is bounded; counted in UTF-16 units.
const LONGEST: usize = 500;
const QUANTIFIERS: usize = 25;

/// Refuses with the plugin's own words.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    let length = pattern.encode_utf16().count();
    if length > LONGEST {
        return Err(format!("Regular expression pattern is too long ({length} characters, maximum {LONGEST})."));
    }
    let safe = parse(pattern).is_some_and(|nodes| {
        let mut quantifiers = 0;
        nodes.iter().all(|node| node.is_safe(&mut quantifiers, 0))
    });
    if safe {
        return Ok(());
    }
    Err(format!(
        "Regular expression /{pattern}/ may cause performance problems (possible catastrophic backtracking detected)."
    ))
}

#[derive(Debug)]
enum Node {
    Atom,
    Group(Vec<Vec<Node>>),
    Repeated(Box<Node>),
}

impl Node {
    /// The depth of the recursion is bounded by the length of the pattern.
    fn is_safe(&self, quantifiers: &mut usize, height: usize) -> bool {
        match self {
            Node::Atom => true,
            Node::Group(alternatives) => alternatives.iter().flatten().all(|node| node.is_safe(quantifiers, height)),
            Node::Repeated(inner) => {
                *quantifiers += 1;
                if height > 0 || *quantifiers > QUANTIFIERS {
                    return false;
                }
                match inner.as_ref() {
                    Node::Group(alternatives) if alternatives.len() == 1 => {
                        alternatives.iter().flatten().all(|node| node.is_safe(quantifiers, height + 1))
                    }
                    // The original does not look here, and `(a+|b)+` passes.
                    _ => true,
                }
            }
        }
    }
}

/// The tokens of `ret`, or nothing where it gives up.
fn parse(pattern: &str) -> Option<Vec<Node>> {
    let chars: Vec<char> = decoded(pattern).chars().collect();
    let mut open: Vec<Vec<Vec<Node>>> = vec![vec![Vec::new()]];
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        at += 1;
        let node = match c {
            '\\' => {
                let escaped = *chars.get(at)?;
                at += 1;
                if escaped.is_ascii_digit() {
                    at += chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
                }
                Node::Atom
            }
            '[' => {
                at += usize::from(chars.get(at) == Some(&'^'));
                at = class_end(&chars, at)?;
                Node::Atom
            }
            '(' => {
                at = group_start(&chars, at)?;
                open.push(vec![Vec::new()]);
                continue;
            }
            ')' => {
                let group = Node::Group(open.pop()?);
                open.last_mut()?.last_mut()?.push(group);
                continue;
            }
            '|' => {
                open.last_mut()?.push(Vec::new());
                continue;
            }
            '?' | '+' | '*' => Node::Repeated(Box::new(open.last_mut()?.last_mut()?.pop()?)),
            '{' => match braces(&chars[at..]) {
                Some(length) => {
                    at += length;
                    Node::Repeated(Box::new(open.last_mut()?.last_mut()?.pop()?))
                }
                None => Node::Atom,
            },
            _ => Node::Atom,
        };
        open.last_mut()?.last_mut()?.push(node);
    }
    let mut root = open.pop()?;
    // Groups left open; the alternatives of the whole pattern are one group.
    open.is_empty().then(|| if root.len() == 1 { root.remove(0) } else { vec![Node::Group(root)] })
}

/// The number of characters of `2}`, `2,}` or `2,3}`.
fn braces(rest: &[char]) -> Option<usize> {
    let digits = |from: usize| rest[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut length = digits(0);
    if length == 0 {
        return None;
    }
    if rest.get(length) == Some(&',') {
        length += 1;
        length += digits(length);
    }
    (rest.get(length) == Some(&'}')).then_some(length + 1)
}

/// Where the inside of a group begins; `at` stands behind the bracket.
fn group_start(chars: &[char], at: usize) -> Option<usize> {
    if chars.get(at) != Some(&'?') {
        return Some(at);
    }
    match chars.get(at + 1)? {
        ':' | '=' | '!' => Some(at + 2),
        '<' => {
            let name = &chars[at + 2..];
            let first = name.first().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '$'));
            let length = name.iter().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$')).count();
            (first && name.get(length) == Some(&'>')).then_some(at + 2 + length + 1)
        }
        _ => None,
    }
}

/// Where a character class ends: behind its `]`.
fn class_end(chars: &[char], mut at: usize) -> Option<usize> {
    loop {
        let rest = &chars[at..];
        at += match rest {
            [] => return None,
            ['\\', 'w' | 'd' | 's' | 'W' | 'D' | 'S', ..] => 2,
            ['\\', _, '-', tail @ ..] if range_end(tail) > 0 => 3 + range_end(tail),
            [first, '-', tail @ ..] if !matches!(first, ']' | '\\') && range_end(tail) > 0 => 2 + range_end(tail),
            [']', ..] => return Some(at + 1),
            ['\\', _, ..] => 2,
            [..] => 1,
        };
    }
}

/// The length of the upper end of a range, 0 if there is none.
fn range_end(tail: &[char]) -> usize {
    match tail {
        ['\\', _, ..] => 2,
        [] | [']', ..] => 0,
        [..] => 1,
    }
}

/// Decodes the escapes that `ret` decodes before it looks at anything; a decoded special character stays escaped.
fn decoded(pattern: &str) -> String {
    static ESCAPES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\[\\b\])|(\\)?\\(?:u([A-F0-9]{4})|x([A-F0-9]{2})|c([@A-Z\[\\\]^?])|([0tnvfr]))")
            .expect("a constant pattern")
    });
    let decode = |escape: &Captures<'_>| {
        if escape.get(2).is_some() {
            return escape[0].to_owned();
        }
        let hex = escape.get(3).or_else(|| escape.get(4)).and_then(|code| u32::from_str_radix(code.as_str(), 16).ok());
        // A lone surrogate is one character like any other here.
        let c = hex.map_or('\u{1}', |code| char::from_u32(code).unwrap_or('\u{fffd}'));
        if "[]{}^$.|?*+()".contains(c) { format!("\\{c}") } else { c.to_string() }
    };
    ESCAPES.replace_all(pattern, decode).into_owned()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn quantifiers_inside_quantifiers_are_refused() {
        for pattern in ["(a+)+", "(a?)+", "(a+)?", "(?:x+){2}", "((a)*b)*"] {
            assert!(check(pattern).is_err(), "{pattern}");
        }
        for pattern in ["a+b+", "(ab)+", "a+?", "(a+|b)+", "[+*]+", "x{2,3}{", "(a)(b)?"] {
            assert!(check(pattern).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn the_count_and_the_length_are_bounded() {
        assert!(check(&"a+".repeat(25)).is_ok());
        assert!(check(&"a+".repeat(26)).is_err());
        assert!(check(&"a".repeat(500)).is_ok());
        assert!(check(&"a".repeat(501)).is_err());
    }
}
