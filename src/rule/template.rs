//! Message templates: `"{key} stands below {previous}"`.

/// A parsed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(String),
}

impl Template {
    /// Parses a template; `{{` and `}}` are a brace each.
    ///
    /// # Errors
    /// A sentence about the brace that has no partner.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(behind) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = behind;
            } else if brace == "{" {
                let end = rest.find('}').ok_or_else(|| format!("the `{{` in \"{text}\" is never closed"))?;
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Value(rest[..end].to_owned()));
                rest = &rest[end + 1..];
            } else {
                return Err(format!("the `}}` in \"{text}\" closes nothing; write `}}}}` for a brace"));
            }
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        Ok(Self { parts })
    }

    /// The names of the values it uses.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The text with the values put in. Line breaks in values become blanks: a message is one line.
    #[must_use]
    pub fn fill(&self, values: &[(&'static str, String)]) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(name) => {
                    let value = values.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value);
                    out.push_str(&value.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_and_braces_kept() {
        let template = Template::parse("{{{key}}} below {other}").unwrap();
        assert_eq!(template.names().collect::<Vec<_>>(), ["key", "other"]);
        assert_eq!(template.fill(&[("key", "a\nb".into()), ("other", "c".into())]), "{a b} below c");
    }

    #[test]
    fn a_brace_without_partner_is_an_error() {
        assert!(Template::parse("{key").is_err());
        assert!(Template::parse("key}").is_err());
    }
}
