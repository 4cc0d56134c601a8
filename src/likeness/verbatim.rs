//! What a bullet quotes letter by letter: code, formulas, paths and identifiers. Reworded they would be something else, so two
//! bullets that quote different things say different things, however alike their words are.

use std::sync::LazyLock;

use regex::Regex;

/// Signs of a formula or identifier: without any of them, and without a capital inside a word, there is nothing to look for.
const SIGNS: &[char] = &['`', '$', '_', '/', '.', '=', ':', '(', '[', '<', '-', '¬', '∨', '∧', '∀', '∃', '∈'];

/// Code in backticks or tags, and formulas between dollar signs that touch them ("$640k and $460k" is none).
static SPANS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"``.+?``|`[^`]+`|<code>.*?</code>|\$\$[^$]+\$\$|\$(?:[^\s$]|[^\s$][^$]*[^\s$])\$").ok()
});

/// A word that no prose has: `snake_case`, `a::b`, `call()`, `key=value`, `--flag`, `name.of.field`, paths, `lowerCamel`,
/// `ManyHumpedName`.
static IDENTIFIER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        r"\w+_\w+\S*",
        r"\S+::\S+",
        r"\S*\w\(\)\S*",
        r"\S*\w\[[^\]]*\]\S*",
        r"\w+\(\w+(?:,\w+)+\)\S*",
        r"\S*\w=\S+",
        r"--[a-z][\w-]+",
        r"[A-Za-z]\w+(?:\.[A-Za-z]\w+)+\S*",
        r"\.?/?[\w.@-]+/[\w.@-]+/\S+",
        r"/[\w.@-]+/\S*",
        r"[a-z]+[A-Z]\w*",
        r"(?:[A-Z]+[a-z0-9]+){3,}[A-Z]*",
        r"\S*[¬∨∧∀∃∈∅⊂∪∩≠≤≥≈≡]\S*",
    ];
    Regex::new(&format!("^(?:{})$", forms.join("|"))).ok()
});

/// The quoted pieces of a bullet with its markup, without the marks around them, each as often as it occurs; sorted. Linear in
/// its length.
pub(super) fn pieces(text: &str) -> Vec<String> {
    if !text.contains(SIGNS)
        && !text.chars().zip(text.chars().skip(1)).any(|(l, r)| l.is_lowercase() && r.is_uppercase())
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut prose = String::with_capacity(text.len());
    let mut done = 0;
    for span in SPANS.iter().flat_map(|spans| spans.find_iter(text)) {
        // A price follows the second sign: that was no formula.
        if span.as_str().starts_with('$') && text[span.end()..].starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let inside = span.as_str().trim_start_matches("<code>").trim_end_matches("</code>");
        found.push(inside.trim_matches(['`', '$', ' ']).split_whitespace().collect::<Vec<_>>().join(" "));
        prose.push_str(&text[done..span.start()]);
        prose.push(' ');
        done = span.end();
    }
    prose.push_str(&text[done..]);
    if let Some(identifier) = IDENTIFIER.as_ref() {
        for word in prose.split_whitespace().filter(|word| !word.contains("://") && !word.contains("](")) {
            let word = bare(word);
            // "14/03/2026" is a date.
            let figures = word.chars().all(|c| c.is_ascii_digit() || "/.-".contains(c));
            if !figures && identifier.is_match(word) {
                found.push(word.to_owned());
            }
        }
    }
    found.retain(|piece| !piece.is_empty());
    found.sort();
    found
}

/// A word without what punctuation and emphasis put around it, and without brackets that it does not close or open.
fn bare(word: &str) -> &str {
    let mut word = word
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '*', '”', '’'])
        .trim_start_matches(['"', '\'', '*', '“', '‘']);
    let count = |word: &str, sign| word.matches(sign).count();
    while let Some(rest) = word.strip_prefix('(').filter(|_| count(word, '(') > count(word, ')')) {
        word = rest;
    }
    while let Some(rest) = word.strip_suffix(')').filter(|_| count(word, ')') > count(word, '(')) {
        word = rest;
    }
    word
}

/// Signs that compare or join, where they stand alone: "rate > 0", "a ∧ b". Arrows are prose.
pub(super) fn operators(text: &str) -> Vec<&str> {
    let signs = |word: &&str| word.chars().all(|c| "<>=!≤≥≠≈≡∧∨¬∀∃∈∪∩|".contains(c)) && !word.contains("=>");
    text.split_whitespace().filter(signs).collect()
}

/// Whether each of two bullets quotes something that the other one does not, neither as a piece of its own nor in its prose.
pub(super) fn differ(left: (&[String], &str), right: (&[String], &str)) -> bool {
    lacks(left, right) && lacks(right, left)
}

/// Whether one bullet lacks something that the other one quotes.
pub(super) fn lacks((pieces, text): (&[String], &str), (others, _): (&[String], &str)) -> bool {
    let count = |pieces: &[String], piece: &String| pieces.iter().filter(|other| *other == piece).count();
    others.iter().any(|piece| count(others, piece) > count(pieces, piece) && !holds(text, piece, pieces))
}

/// Whether a text holds a piece that no letter, digit or sign of an identifier continues, outside of its own pieces.
fn holds(text: &str, piece: &str, pieces: &[String]) -> bool {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_/[(=#+".contains(c));
    !pieces.iter().any(|other| other.contains(piece))
        && text.match_indices(piece).any(|(at, _)| {
            !goes_on(text[..at].chars().next_back()) && !goes_on(text[at + piece.len()..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_formulas_and_identifiers_are_quoted() {
        let text = "Set `mill.speed` to $v_0 = 2$ in /etc/mill/main.toml, then call grind_all() or startWheel.";
        assert_eq!(pieces(text), ["/etc/mill/main.toml", "grind_all()", "mill.speed", "startWheel", "v_0 = 2"]);
    }

    #[test]
    fn prose_and_prices_are_not() {
        for text in [
            "Spending fell from $640k to $460k in Harwell.",
            "Ada Quillon (the miller) and/or Bo Tarrant, e.g. on Monday.",
            "The board met on 14/03/2026 in Harwell.",
            "McKay asked LinkedIn: 3-4 weeks, see https://example.org/a_b/c",
        ] {
            assert_eq!(pieces(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn one_that_quotes_more_does_not_differ() {
        let differ = |a: &str, b: &str| differ((&pieces(a), a), (&pieces(b), b));
        assert!(differ("Field `rye.first` of the mill", "Field `rye.last` of the mill"));
        assert!(differ("wheel_turns_total", "wheel_stops_total"));
        assert!(differ("A sack of `most` holds `rye`", "A sack of `most+1` holds `rye`"));
        assert!(differ("`#rye/first` gives `#rye/first`", "`#rye/first` gives `first`"));
        assert!(!differ("Field rye.first of the mill", "Field `rye.first` of the mill, see `rye.last`"));
        assert!(!differ("The field of the mill", "The field `rye` of the mill"));
    }
}
