//! A name for a finding that stays when lines move: what baselines and code scanning recognise it by.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::text::{NotePath, Source};

/// How much of the marked text counts, in bytes: many findings may mark one huge line.
const MAX_BYTES: usize = 1 << 14;

/// The fingerprints of findings, in their order: 32 hexadecimal digits each. `source` gives the text of each note.
///
/// A fingerprint stands for the rule, the marked text (blanks do not count), and which of the findings in the note with
/// equal rule and text it is. Line numbers and messages, which tell ages and distances, are not in it; neither is the path,
/// so that a note can be renamed: pair the two where findings of several notes meet.
#[must_use]
pub fn of<'a>(diagnostics: &[Diagnostic], source: &dyn Fn(&NotePath) -> Option<&'a Source>) -> Vec<String> {
    let mut seen: BTreeMap<(&NotePath, String), usize> = BTreeMap::new();
    let mut out = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let content = digest(&[diagnostic.rule.as_str(), &marked(source(&diagnostic.at.path), diagnostic)]);
        let number = seen.entry((&diagnostic.at.path, content.clone())).or_default();
        out.push(digest(&[&content, &number.to_string()]));
        *number += 1;
    }
    out
}

/// The marked text with single blanks; the whole line where nothing is marked.
fn marked(source: Option<&Source>, diagnostic: &Diagnostic) -> String {
    let Some(source) = source else { return String::new() };
    let span = diagnostic.at.span;
    let text = if span.is_empty() { source.line_text(source.line_of(span.from())) } else { source.slice(span) };
    let end = (0..=text.len().min(MAX_BYTES)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let text = &text[..end];
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// FNV-1a with 128 bits over the parts, each closed by a byte that UTF-8 does not have.
///
/// The standard library's hashes may change with a release; this one is fixed (draft-eastlake-fnv).
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    let hash = bytes.fold(OFFSET, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Data, Label, Level, RuleId};
    use crate::text::Span;

    fn fingerprints(text: &str, marked: &[&str]) -> Vec<String> {
        let source = Source::new(NotePath::new("a.md"), text.to_owned()).expect("a short note");
        let found: Vec<Diagnostic> = marked
            .iter()
            .map(|marked| {
                let from = text.find(marked).expect("the text is there");
                let span = Span::new(from, from + marked.len());
                Diagnostic {
                    rule: RuleId::new("some-rule").expect("a name"),
                    level: Level::Warning,
                    message: "message".to_owned(),
                    at: Label { path: source.path.clone(), span, text: String::new() },
                    related: Vec::new(),
                    help: None,
                    fix: None,
                    data: Data::new(),
                }
            })
            .collect();
        of(&found, &|_| Some(&source))
    }

    #[test]
    fn a_finding_keeps_its_name_when_it_moves() {
        let before = fingerprints("- one fact\n", &["one fact"]);
        let after = fingerprints("# New\n\n\n-  one   fact\r\n", &["one   fact"]);
        assert_eq!(before, after);
        assert_eq!(before.first().map(String::len), Some(32));
    }

    #[test]
    fn equal_texts_are_numbered_and_others_differ() {
        let names = fingerprints("one fact\ntwo\n", &["one fact", "one fact", "two"]);
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!((names.len(), distinct.len()), (3, 3));
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(digest(&[]), "6c62272e07bb014262b821756295c58d");
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
