//! Markup of a bullet: taken out of what is compared, remembered as what must not be lost.
//!
//! Stripped bytes become blanks, so that every place in the stripped text is the same place in the original.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::verbatim;

/// A bullet without its markup.
#[derive(Debug, Clone, Default)]
pub(super) struct Plain {
    /// The text, of the same length in bytes as the original.
    pub(super) text: String,
    /// What a reader could follow or cite: link targets, URLs, footnote references, citation keys, tags and block ids; sorted.
    pub(super) references: Vec<String>,
    /// A span of bold, code or link at the head: the entry that the rest of the bullet is about.
    pub(super) label: Option<Range<usize>>,
    /// Spans of code.
    pub(super) code: Vec<Range<usize>>,
    /// What it quotes letter by letter.
    pub(super) pieces: Vec<String>,
    /// The shown text and the target of each link; the text of an address is empty.
    pub(super) links: Vec<(Range<usize>, String)>,
    /// Whether the text ends in the dots of a cut-off title.
    pub(super) cut_off: bool,
}

struct Pattern {
    /// Signs without which the pattern cannot match: a look for them is much cheaper than the pattern.
    signs: &'static [&'static str],
    regex: Regex,
    /// Group that stays visible; everything else of the match becomes blank.
    visible: &'static str,
    /// Whether the group `target` is remembered.
    remembered: bool,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let patterns: [(&'static [&'static str], &str, &'static str, bool); 11] = [
        // Comments and HTML tags.
        (&["%%", "<!--"], r"%%.*?%%|<!--.*?-->", "", false),
        // Wikilinks and embeds: the alias is shown, else the target.
        (&["[["], r"!?\[\[(?P<target>[^\[\]|]*)\|(?P<visible>[^\[\]]*)\]\]", "visible", true),
        (&["[["], r"!?\[\[(?P<target>[^\[\]]*)\]\]", "target", true),
        // Footnotes, citations, then Markdown links.
        (&["[^"], r"(?P<target>\[\^[^\[\]]*\])", "", true),
        (&["[@", "[-@"], r"\[(?P<target>-?@[\w:./-]+[^\[\]]*)\]", "", true),
        (
            &["]("],
            r"!?\[(?P<visible>[^\[\]]*)\]\((?P<target>[^()\s]*(?:\([^()\s]*\))?[^()\s]*)[^()]*\)",
            "visible",
            true,
        ),
        (&["<http"], r"<(?P<target>https?://[^<>\s]+)>", "", true),
        (&["http"], r#"(?P<target>https?://[^\s<>)\]"]+)"#, "", true),
        (&["<"], r"</?[A-Za-z][^<>]*>", "", false),
        // A tag, and a block id at the end.
        (&["#"], r"(?:^|\s)(?P<target>#[^\s#\[\](){}.,;:!?'’]+)", "", true),
        (&["^"], r"\s(?P<target>\^[A-Za-z0-9-]+)\s*$", "", true),
    ];
    let compiled = patterns.into_iter().filter_map(|(signs, pattern, visible, remembered)| {
        Regex::new(pattern).ok().map(|regex| Pattern { signs, regex, visible, remembered })
    });
    compiled.collect()
});

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:\*\*[^*]+\*\*|__[^_]+__|`[^`]+`|\*[^*]+\*|!?\[\[[^\[\]]+\]\]|\[[^\[\]]+\]\([^()]*\)|==[^=]+==|<[^<>]+>)").ok()
});

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"`[^`]+`|\b[a-z]+://\S+").ok());

/// Strips the markup of one bullet. Linear in its length.
pub(super) fn strip(text: &str) -> Plain {
    let marked = text.trim_start().starts_with(['*', '_', '`', '!', '[', '=', '<']);
    let label = LABEL.as_ref().filter(|_| marked).and_then(|label| label.find(text)).map(|found| found.range());
    let coded = text.contains('`') || text.contains("://");
    let code = CODE.as_ref().filter(|_| coded).map(|code| code.find_iter(text).map(|found| found.range()).collect());
    let code = code.unwrap_or_default();
    let pieces = verbatim::pieces(text);
    let mut plain = Plain { text: text.to_owned(), label, code, pieces, ..Plain::default() };
    for pattern in PATTERNS.iter() {
        if !pattern.signs.iter().any(|sign| plain.text.contains(sign)) || !pattern.regex.is_match(&plain.text) {
            continue;
        }
        let mut next = String::with_capacity(plain.text.len());
        let mut done = 0;
        for found in pattern.regex.captures_iter(&plain.text) {
            let Some(whole) = found.get(0) else { continue };
            next.push_str(&plain.text[done..whole.start()]);
            let visible = found.name(pattern.visible).map_or(whole.start()..whole.start(), |group| group.range());
            blank(&mut next, visible.start - whole.start());
            next.push_str(&plain.text[visible.clone()]);
            blank(&mut next, whole.end() - visible.end);
            if pattern.remembered
                && let Some(target) = found.name("target")
            {
                let target = target.as_str().trim().to_owned();
                if !visible.is_empty() || target.contains("://") {
                    plain.links.push((visible, target.clone()));
                }
                plain.references.push(target);
            }
            done = whole.end();
        }
        next.push_str(&plain.text[done..]);
        plain.text = next;
    }
    // Emphasis, code and highlighting marks vanish without parting the word they stand in: no token contains them.
    let bare = plain.text.trim_end();
    plain.cut_off = bare.ends_with("...") || bare.ends_with('…');
    plain.references.sort();
    plain.references.dedup();
    plain
}

fn blank(text: &mut String, bytes: usize) {
    text.extend(std::iter::repeat_n(' ', bytes));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_kept_and_targets_remembered() {
        let text = "Met [[People/Ada Quill|Ada]] about [the plan](https://example.org/a) [^3] ^b-1";
        let plain = strip(text);
        assert_eq!(plain.text.len(), text.len());
        assert_eq!(plain.text.split_whitespace().collect::<Vec<_>>().join(" "), "Met Ada about the plan");
        assert_eq!(plain.references, ["People/Ada Quill", "[^3]", "^b-1", "https://example.org/a"]);
        assert_eq!(plain.text.find("Ada"), text.rfind("Ada"));
    }

    #[test]
    fn a_cut_off_title_is_known() {
        assert!(strip("Ada and Bo aligned ahead of Bo's F...").cut_off);
        assert!(!strip("Ada and Bo aligned.").cut_off);
    }
}
