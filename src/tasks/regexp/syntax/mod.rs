//! The syntax of JavaScript's regular expressions (ECMA-262, 22.2.1, with the lenient forms of its annex B).
//!
//! With the flag `v` the inside of character classes is only skipped, not judged.

mod class;

use std::collections::BTreeSet;
use std::ops::Range;

/// What the engine says, and where.
type Refused = (&'static str, Range<usize>);

/// Refuses unknown and repeated flags; the range is that of the first wrong one.
pub(super) fn check_flags(flags: &str) -> Result<(), Range<usize>> {
    let mut seen = BTreeSet::new();
    for (at, flag) in flags.char_indices() {
        let both_modes = (flag == 'u' && seen.contains(&'v')) || (flag == 'v' && seen.contains(&'u'));
        if !"dgimsuvy".contains(flag) || !seen.insert(flag) || both_modes {
            return Err(at..at + flag.len_utf8());
        }
    }
    Ok(())
}

/// Refuses what `new RegExp(pattern, flags)` refuses.
pub(super) fn check(pattern: &str, flags: &str) -> Result<(), Refused> {
    let names = group_names(pattern);
    let mut parser = Parser {
        pattern,
        at: 0,
        unicode: flags.contains(['u', 'v']),
        sets: flags.contains('v'),
        named: !names.is_empty(),
        groups: 0,
        highest_reference: None,
        references: Vec::new(),
        names: BTreeSet::new(),
    };
    parser.pattern()?;
    parser.finish()
}

/// Whether the pattern holds `(?<name>`, which makes `\k` a reference; found before everything else, as the engine does.
fn group_names(pattern: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut in_class = false;
    let mut chars = pattern.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                if let Some(name) = pattern[at..].strip_prefix("(?<").filter(|rest| !rest.starts_with(['=', '!'])) {
                    names.push(name);
                }
            }
            _ => {}
        }
    }
    names
}

struct Parser<'p> {
    pattern: &'p str,
    at: usize,
    unicode: bool,
    sets: bool,
    named: bool,
    groups: u32,
    highest_reference: Option<(u32, Range<usize>)>,
    references: Vec<(&'p str, Range<usize>)>,
    names: BTreeSet<&'p str>,
}

/// What may stand before a quantifier.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Term,
}

impl<'p> Parser<'p> {
    fn rest(&self) -> &'p str {
        &self.pattern[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn one(&self, from: usize) -> Range<usize> {
        let length = self.pattern[from..].chars().next().map_or(0, char::len_utf8);
        from..from + length
    }

    fn pattern(&mut self) -> Result<(), Refused> {
        // Where each open group begins, and whether a quantifier may follow it.
        let mut open: Vec<(usize, Before)> = Vec::new();
        let mut before = Before::Nothing;
        while let Some(c) = self.peek() {
            let start = self.at;
            self.at += c.len_utf8();
            before = match c {
                '(' => {
                    let quantifiable = self.group_start(start)?;
                    open.push((start, quantifiable));
                    Before::Nothing
                }
                ')' => match open.pop() {
                    Some((_, quantifiable)) => quantifiable,
                    None => return Err(("Unmatched ')'", start..start + 1)),
                },
                '|' | '^' | '$' => Before::Nothing,
                '[' => {
                    if self.sets {
                        self.skip_set(start)?
                    } else {
                        self.class(start)?
                    };
                    Before::Term
                }
                '\\' => self.escape(start)?,
                '*' | '+' | '?' => {
                    self.quantify(before, start)?;
                    Before::Nothing
                }
                '{' => match self.braces(start)? {
                    true => {
                        self.quantify(before, start)?;
                        Before::Nothing
                    }
                    false if self.unicode => return Err(("Incomplete quantifier", start..start + 1)),
                    false => Before::Term,
                },
                '}' | ']' if self.unicode => return Err(("Lone quantifier brackets", start..start + 1)),
                _ => Before::Term,
            };
        }
        match open.pop() {
            Some((start, _)) => Err(("Unterminated group", start..start + 1)),
            None => Ok(()),
        }
    }

    fn quantify(&mut self, before: Before, start: usize) -> Result<(), Refused> {
        if before == Before::Nothing {
            return Err(("Nothing to repeat", start..self.at));
        }
        self.eat("?");
        Ok(())
    }

    /// Reads `2}`, `2,}` or `2,3}`; `{` is already read. Leaves the place alone if it is none of them.
    fn braces(&mut self, start: usize) -> Result<bool, Refused> {
        let rest = self.rest();
        let Some(end) = rest.find('}') else { return Ok(false) };
        let (low, high) = rest[..end].split_once(',').unwrap_or((&rest[..end], &rest[..end]));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if low.is_empty() || !digits(low) || !digits(high) {
            return Ok(false);
        }
        self.at += end + 1;
        let number = |text: &str| (text.trim_start_matches('0').len(), text.trim_start_matches('0').to_owned());
        if !high.is_empty() && number(low) > number(high) {
            return Err(("numbers out of order in {} quantifier", start..self.at));
        }
        Ok(true)
    }

    /// Reads what follows the opening bracket of a group.
    fn group_start(&mut self, start: usize) -> Result<Before, Refused> {
        if !self.eat("?") {
            self.groups += 1;
            return Ok(Before::Term);
        }
        if self.eat(":") {
            return Ok(Before::Term);
        }
        if self.eat("=") || self.eat("!") {
            return Ok(if self.unicode { Before::Nothing } else { Before::Term });
        }
        if self.eat("<=") || self.eat("<!") {
            return Ok(Before::Nothing);
        }
        if self.eat("<") {
            self.groups += 1;
            let name = self.name().ok_or(("Invalid capture group name", start..self.at))?;
            // Newer engines allow one name in several alternatives.
            if !self.names.insert(name) && !self.pattern.contains('|') {
                return Err(("Duplicate capture group name", start..self.at));
            }
            return Ok(Before::Term);
        }
        Err(("Invalid group", start..self.at))
    }

    /// Reads `name>`.
    fn name(&mut self) -> Option<&'p str> {
        let name = &self.rest()[..self.rest().find('>')?];
        let mut chars = name.chars();
        let first = chars.next()?;
        let valid = (first.is_alphabetic() || matches!(first, '_' | '$'))
            && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '\u{200c}' | '\u{200d}'));
        self.at += name.len() + 1;
        valid.then_some(name)
    }

    /// Reads an escape outside of classes; the backslash is already read.
    fn escape(&mut self, start: usize) -> Result<Before, Refused> {
        let Some(c) = self.peek() else { return Err(("\\ at end of pattern", start..self.at)) };
        self.at += c.len_utf8();
        match c {
            'b' | 'B' => return Ok(Before::Nothing),
            'k' => {
                if self.eat("<") {
                    match self.name() {
                        Some(name) => self.references.push((name, start..self.at)),
                        None if self.unicode || self.named => return Err(("Invalid named reference", start..self.at)),
                        None => {}
                    }
                } else if self.unicode || self.named {
                    return Err(("Invalid named reference", start..self.at));
                }
            }
            '1'..='9' => {
                let digits = self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
                self.at += digits;
                let number = self.pattern[start + 1..self.at].parse().unwrap_or(u32::MAX);
                if self.highest_reference.as_ref().is_none_or(|(highest, _)| number > *highest) {
                    self.highest_reference = Some((number, start..self.at));
                }
            }
            _ if self.unicode => self.unicode_escape(c, start, false)?,
            _ => {}
        }
        Ok(Before::Term)
    }

    /// Judges an escape under the flag `u`, where only the known ones exist.
    fn unicode_escape(&mut self, c: char, start: usize, in_class: bool) -> Result<(), Refused> {
        let hex = |text: &str, length: usize| {
            text.get(..length).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        let bad = |message: &'static str, to: usize| Err((message, start..to));
        match c {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'f' | 'n' | 'r' | 't' | 'v' => Ok(()),
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => Ok(()),
            '-' | 'b' if in_class => Ok(()),
            '0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => Ok(()),
            '0'..='9' => bad("Invalid decimal escape", self.at),
            'c' if self.peek().is_some_and(|next| next.is_ascii_alphabetic()) => {
                self.at += 1;
                Ok(())
            }
            'c' => bad("Invalid unicode escape", self.at),
            'x' if hex(self.rest(), 2) => {
                self.at += 2;
                Ok(())
            }
            'u' if hex(self.rest(), 4) => {
                self.at += 4;
                Ok(())
            }
            'u' if self.rest().starts_with('{') => {
                let end = self.rest().find('}').unwrap_or(0);
                let code = u32::from_str_radix(self.rest().get(1..end).unwrap_or_default(), 16);
                if code.is_ok_and(|code| code <= 0x0010_ffff) {
                    self.at += end + 1;
                    return Ok(());
                }
                bad("Invalid Unicode escape", self.at)
            }
            'u' => bad("Invalid Unicode escape", self.at),
            'p' | 'P' => {
                let Some(end) = self.rest().find('}').filter(|_| self.rest().starts_with('{')) else {
                    return bad("Invalid property name", self.at);
                };
                let name = &self.rest()[1..end];
                self.at += end + 1;
                let known = !name.is_empty()
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'='));
                if known { Ok(()) } else { bad("Invalid property name", self.at) }
            }
            _ => bad("Invalid escape", self.at),
        }
    }

    /// References that can only be judged once every group is known.
    fn finish(self) -> Result<(), Refused> {
        if let Some((number, range)) = self.highest_reference
            && self.unicode
            && number > self.groups
        {
            return Err(("Invalid escape", range));
        }
        match self.references.into_iter().find(|(name, _)| !self.names.contains(name)) {
            Some((_, range)) if self.named || self.unicode => Err(("Invalid named capture referenced", range)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(pattern: &str, flags: &str) -> Option<&'static str> {
        check(pattern, flags).err().map(|(message, _)| message)
    }

    #[test]
    fn lenient_forms_are_fine_without_the_flag_u() {
        for pattern in ["a{", "]", "}", r"\-", r"\k", "(?=a)*", r"[\d-x]", "a{,3}", r"\c", r"[^]", "[]", "x{2}?"] {
            assert_eq!(message(pattern, ""), None, "{pattern}");
        }
        for pattern in ["a{", "]", "}", r"\-", r"\k", "(?=a)*", r"[\d-x]", "a{,3}", r"\c", r"\2(a)"] {
            assert!(message(pattern, "u").is_some(), "{pattern}");
        }
    }

    #[test]
    fn mistakes_are_named_as_the_engine_names_them() {
        assert_eq!(message("(a", ""), Some("Unterminated group"));
        assert_eq!(message("a)", ""), Some("Unmatched ')'"));
        assert_eq!(message("[a", ""), Some("Unterminated character class"));
        assert_eq!(message("[z-a]", ""), Some("Range out of order in character class"));
        assert_eq!(message("*a", ""), Some("Nothing to repeat"));
        assert_eq!(message("a**", ""), Some("Nothing to repeat"));
        assert_eq!(message("a{3,2}", ""), Some("numbers out of order in {} quantifier"));
        assert_eq!(message("(?i)a", ""), Some("Invalid group"));
        assert_eq!(message("a\\", ""), Some("\\ at end of pattern"));
        assert_eq!(message(r"(?<a>x)\k<b>", ""), Some("Invalid named capture referenced"));
    }

    #[test]
    fn flags_are_known_and_stand_once() {
        assert_eq!(check_flags("gi"), Ok(()));
        assert_eq!(check_flags("ii"), Err(1..2));
        assert_eq!(check_flags(" i"), Err(0..1));
        assert_eq!(check_flags("uv"), Err(1..2));
    }
}
