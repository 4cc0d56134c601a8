//! Findings on their way out: one file per output format, each with its own types. Knows nothing of rules or engines.
//!
//! Every format writes a [`Report`] to an [`std::io::Write`]; what a closed pipe means is the caller's business.
//! Findings are written in the order given, which [`crate::diagnostic::sort`] makes.

pub mod concise;
pub mod diff;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod json_lines;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod statistics;
pub mod text;

pub mod excerpt;
pub mod summary;
pub mod visible;
pub mod words;

mod cut;
mod fold;
mod place;

#[cfg(test)]
mod sample;

pub use summary::{Counts, Summary};

use crate::diagnostic::{Diagnostic, Level, RuleId};
use crate::text::{NotePath, Source};

/// All that a format can draw on.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The findings, sorted.
    pub diagnostics: &'a [Diagnostic],
    /// The text of a note, for lines and columns; a note that is not there is reported at its first line.
    pub source: &'a dyn Fn(&NotePath) -> Option<&'a Source>,
    /// The rules that spoke, or all that could have; for formats that carry their documentation.
    pub rules: &'a [RuleInfo],
    /// What the run did.
    pub summary: Summary,
}

/// What formats with room for it say about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Its name.
    pub id: RuleId,
    /// Its level by default.
    pub level: Level,
    /// What it finds, in one sentence.
    pub summary: String,
    /// Why that matters and what to do, in Markdown.
    pub help: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sample::{Sample, assert_harmless};
    use super::*;
    use crate::text::{Edit, Fix, Safety, Span};

    /// Text of what formats stumble over: line endings, wide and hidden characters, commands, markup.
    fn nasty() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("::error::"),
            Just("##[group]"),
            Just("\u{1b}[2J"),
            Just("\u{9b}"),
            Just("\u{202e}"),
            Just("\n"),
            Just("\r\n"),
            Just("\r"),
            Just("\t"),
            Just(" "),
            Just("word "),
            Just("漢字"),
            Just("👩\u{200d}🔧"),
            Just("e\u{301}"),
            Just("<b>"),
            Just("]]>"),
            Just("&lt;"),
            Just("%0A"),
            Just("\""),
            Just("`"),
            Just("|"),
            Just("\u{feff}"),
            Just("\0"),
            Just("\u{2028}"),
            Just("- "),
            Just("\u{fffe}"),
            Just("#"),
            Just("["),
            Just(":"),
        ];
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        /// Spans may be anything, even off a character boundary or past the end.
        #[test]
        fn no_note_breaks_any_format(
            text in nasty(), path in nasty(), said in nasty(), spans in proptest::collection::vec((0usize..90, 0usize..30), 1..4),
            width in 0usize..130,
        ) {
            let mut sample = Sample::new(&path, &text);
            for (start, len) in &spans {
                let span = Span::new(*start, start + len);
                let finding = sample.find("some-rule", Level::Warning, "", &said);
                finding.label(&said).related(start % 3, &said).help(&said);
                let last = finding.diagnostics.last_mut().unwrap();
                last.at.span = span;
                last.fix = Fix::new(said.clone(), Safety::Safe, vec![Edit::replace(span, said.clone())]);
            }
            let style = text::Style { color: false, width: Some(width), summary: true };
            let shown = sample.written(|report, out| text::write(report, &style, out));
            let outputs = [
                shown.clone(),
                sample.written(concise::write),
                sample.written(json::write),
                sample.written(json_lines::write),
                sample.written(sarif::write),
                sample.written(gitlab::write),
                sample.written(junit::write),
                sample.written(markdown::write),
                sample.written(statistics::write),
            ];
            for output in &outputs {
                assert_harmless(output);
            }
            for json in [&outputs[2], &outputs[4], &outputs[5]] {
                serde_json::from_str::<serde_json::Value>(json).unwrap();
            }
            prop_assert_eq!(sample.written(concise::write).lines().count(), spans.len());
            let commands = sample.written(github::write);
            prop_assert_eq!(commands.lines().count(), spans.len());
            prop_assert!(commands.lines().all(|line| line.starts_with("::warning file=")));
        }

        #[test]
        fn a_patch_that_is_shown_is_harmless(before in nasty(), after in nasty()) {
            let mut out = Vec::new();
            diff::write_shown(&NotePath::new("a.md"), &before, &after, false, &mut out).unwrap();
            let shown = String::from_utf8(out).unwrap();
            prop_assert!(shown.chars().all(|c| c == '\n' || c == '\t' || !visible::is_hidden(c)));
        }
    }
}
