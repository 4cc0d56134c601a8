//! What a reader would see: HTML, with the one thing left out that the formatter may change.

use comrak::nodes::NodeValue;
use comrak::{Arena, format_html, parse_document};

/// The body's HTML with every list made tight and white space outside `<pre>` folded.
///
/// Two texts of equal rendering look the same to a reader, up to the space between list items. Linear.
#[must_use]
pub fn render(body: &str) -> String {
    let arena = Arena::new();
    let body = super::without_nul(body);
    let mut options = super::options();
    // Raw HTML must show up in the comparison.
    options.render.r#unsafe = true;
    let root = parse_document(&arena, &body, &options);
    for node in root.descendants() {
        match &mut node.data_mut().value {
            NodeValue::List(list) | NodeValue::Item(list) => list.tight = true,
            _ => {}
        }
    }
    let mut html = String::with_capacity(body.len() * 2);
    match format_html(root, &options, &mut html) {
        Ok(()) => fold_space(&html),
        // Writing into a string cannot fail; an empty rendering equals no other and so blocks the edit.
        Err(_) => String::new(),
    }
}

/// Folds runs of white space to one blank outside `<pre>`, `<textarea>` and comments, where they do not show.
fn fold_space(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(end) = verbatim(rest) {
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        // A note may begin with text that is no tag: the first character may be longer than a byte.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let next = rest[first..].find('<').map_or(rest.len(), |i| i + first);
        for c in rest[..next].chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r') {
                out.push(c);
            } else if !out.ends_with(' ') {
                out.push(' ');
            }
        }
        rest = &rest[next..];
    }
    out
}

fn verbatim(html: &str) -> Option<usize> {
    [("<pre", "</pre>"), ("<!--", "-->"), ("<textarea", "</textarea>")].into_iter().find_map(|(open, close)| {
        html.starts_with(open).then(|| html.find(close).map_or(html.len(), |i| i + close.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn looseness_does_not_show() {
        assert_eq!(render("- a\n- b\n"), render("* a\n\n* b\n\n\n"));
    }

    #[test]
    fn html_may_begin_with_anything() {
        assert_eq!(render("\u{feff}<!-- a -->\n"), render("\u{feff}<!-- a -->\n\n"));
        assert_eq!(super::fold_space("é <b>"), "é <b>");
    }

    #[test]
    fn code_and_words_do() {
        assert_ne!(render("```\na  b\n```\n"), render("```\na b\n```\n"));
        assert_ne!(render("- a\n"), render("a\n"));
    }
}
