//! Text and JSON that cannot leave their place in a page.

use crate::sink::{json, visible};

/// Text on one line for an element or a quoted attribute, with all that is hidden spelt out as in every other output.
pub(super) fn text(text: &str) -> String {
    let shown = visible::line(text);
    let mut out = String::with_capacity(shown.len());
    for c in shown.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A sentence of the program's as text for an element: what stands between backticks is code.
pub(super) fn prose(sentence: &str) -> String {
    let parts: Vec<&str> = sentence.split('`').collect();
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match (at % 2 == 1, at + 1 < parts.len()) {
            (true, true) => out.push_str(&format!("<code>{}</code>", text(part))),
            // The last backtick has no partner.
            (true, false) => out.push_str(&format!("`{}", text(part))),
            (false, _) => out.push_str(&text(part)),
        }
    }
    out
}

/// JSON for a `<script>` block: without `<`, `>` and `&` it holds neither `</script>` nor `<!--`, and without U+2028 and
/// its like nothing that a reader of scripts takes for the end of a line. Outside of strings JSON has none of these.
pub(super) fn script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json::harmless(json).chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            _ => out.push(c),
        }
    }
    out
}

/// A count as a person reads it: `20,000`.
pub(super) fn count(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun in the right number.
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_hidden_characters_are_spelt_out() {
        assert_eq!(
            text("<b onclick='x'>\"&\u{202e}\u{1b}\0\n"),
            "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;&lt;U+202E&gt;␛␀"
        );
    }

    #[test]
    fn a_script_block_cannot_be_left_and_says_the_same() {
        let nasty = "</script><!-- <script> ]]> & \u{2028}\u{2029}\u{9b}\u{e0001} ##[error] \"\\";
        let json = serde_json::to_string(nasty).unwrap();
        let safe = script(&json);
        for bad in ["<", ">", "&", "\u{2028}", "\u{2029}", "\u{9b}", "##["] {
            assert!(!safe.contains(bad), "{bad:?} in {safe}");
        }
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), nasty);
    }

    #[test]
    fn code_between_backticks() {
        assert_eq!(prose("`a<b` is `c"), "<code>a&lt;b</code> is `c");
        assert_eq!(prose("plain"), "plain");
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "note"), "1 note");
        assert_eq!(counted(2_000, "note"), "2,000 notes");
    }
}
