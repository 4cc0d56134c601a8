//! Character classes: `[a-z\\d]`.

use super::{Parser, Refused};

impl Parser<'_> {
    /// Reads a class; `[` is already read.
    pub(super) fn class(&mut self, start: usize) -> Result<(), Refused> {
        self.eat("^");
        let unterminated = ("Unterminated character class", start..start + 1);
        loop {
            if self.eat("]") {
                return Ok(());
            }
            let from = self.at;
            let low = self.class_atom().ok_or(unterminated.clone())??;
            if !self.rest().starts_with('-') || self.rest().starts_with("-]") {
                continue;
            }
            self.at += 1;
            let high = self.class_atom().ok_or(unterminated.clone())??;
            match (low, high) {
                (Some(low), Some(high)) if low > high => {
                    return Err(("Range out of order in character class", from..self.at));
                }
                (None, _) | (_, None) if self.unicode => return Err(("Invalid character class", from..self.at)),
                _ => {}
            }
        }
    }

    /// Reads one member of a class: its code, or nothing for a set such as `\d`.
    fn class_atom(&mut self) -> Option<Result<Option<u32>, Refused>> {
        let c = self.peek()?;
        let start = self.at;
        self.at += c.len_utf8();
        if c != '\\' {
            return Some(Ok(Some(u32::from(c))));
        }
        let Some(escaped) = self.peek() else { return Some(Err(("\\ at end of pattern", start..self.at))) };
        self.at += escaped.len_utf8();
        let digits_from = self.at;
        if self.unicode
            && let Err(refused) = self.unicode_escape(escaped, start, true)
        {
            return Some(Err(refused));
        }
        Some(Ok(self.escaped_code(escaped, digits_from)))
    }

    /// The code of an escape in a class, whose digits begin at `from`; reads them if the caller has not.
    fn escaped_code(&mut self, escaped: char, from: usize) -> Option<u32> {
        let rest = &self.pattern[from..];
        let mut hex = |length: usize| {
            let code = u32::from_str_radix(rest.get(..length)?, 16).ok()?;
            self.at = self.at.max(from + length);
            Some(code)
        };
        match escaped {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => None,
            'p' | 'P' if self.unicode => None,
            'b' => Some(8),
            't' => Some(9),
            'n' => Some(10),
            'v' => Some(11),
            'f' => Some(12),
            'r' => Some(13),
            'x' => hex(2).or(Some(u32::from('x'))),
            'u' if rest.starts_with('{') && self.unicode => u32::from_str_radix(rest.get(1..rest.find('}')?)?, 16).ok(),
            'u' => hex(4).or(Some(u32::from('u'))),
            'c' => {
                let letter = rest.bytes().next().filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
                match letter {
                    Some(letter) => {
                        self.at = self.at.max(from + 1);
                        Some(u32::from(letter) % 32)
                    }
                    None => {
                        self.at = from - 1;
                        Some(u32::from('\\'))
                    }
                }
            }
            '0'..='7' => {
                let more = rest.bytes().take(2).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let mut code = u32::from(escaped) - 48;
                for digit in rest[..more].bytes() {
                    let next = code * 8 + u32::from(digit - b'0');
                    if next > 0o377 {
                        break;
                    }
                    code = next;
                    self.at += 1;
                }
                Some(code)
            }
            other => Some(u32::from(other)),
        }
    }

    /// Skips a class under the flag `v`, where classes may nest.
    pub(super) fn skip_set(&mut self, start: usize) -> Result<(), Refused> {
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                '\\' => self.at += self.peek().map_or(0, char::len_utf8),
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
        Err(("Unterminated character class", self.one(start)))
    }
}
