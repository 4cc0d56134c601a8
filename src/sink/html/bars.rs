//! Horizontal bars, one a line: words on the left, the count on the right, the bar below. The words are HTML, so that they
//! wrap and stay readable at every width; only the bar is drawn.

use super::escape;

/// One bar.
#[derive(Default)]
pub(super) struct Bar {
    /// What is counted.
    pub(super) label: String,
    /// The class of a dot in front of it; empty: none.
    pub(super) dot: &'static str,
    /// More about it; code between backticks.
    pub(super) detail: String,
    /// A few words below the count.
    pub(super) aside: String,
    pub(super) count: usize,
    /// What the list of findings is narrowed to by a click: the filter's name and its value.
    pub(super) filter: Option<(&'static str, String)>,
}

/// Appends the bars as a list: the first `open` of them, the others to unfold.
pub(super) fn write(bars: &[Bar], open: usize, out: &mut String) {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let (shown, folded) = bars.split_at(open.min(bars.len()));
    list(shown, most, out);
    if !folded.is_empty() {
        let (rows, count) = (folded.len(), folded.iter().map(|bar| bar.count).sum());
        let title = format!("{} more with {}", escape::count(rows), escape::counted(count, "finding"));
        out.push_str(&format!("<details class=\"rest\"><summary>{title}</summary>\n"));
        list(folded, most, out);
        out.push_str("</details>\n");
    }
}

fn list(bars: &[Bar], most: usize, out: &mut String) {
    out.push_str("<ul class=\"bars\">\n");
    for bar in bars {
        let (open, close) = match &bar.filter {
            Some((name, value)) if bar.count > 0 => {
                let value = escape::text(value);
                (
                    format!("<button type=\"button\" class=\"bar\" data-filter=\"{name}\" data-value=\"{value}\">"),
                    "</button>",
                )
            }
            _ => ("<div class=\"bar\">".to_owned(), "</div>"),
        };
        let dot = if bar.dot.is_empty() { String::new() } else { format!("<i class=\"dot {}\"></i>", bar.dot) };
        out.push_str(&format!(
            "<li>{open}<span class=\"what\">{dot}{}</span> <span class=\"many\">{}</span>\
             <svg class=\"line\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"100%\" rx=\"3\"/>\
             <rect class=\"fill\" width=\"{}%\" height=\"100%\" rx=\"3\"/></svg>",
            escape::text(&bar.label),
            escape::count(bar.count),
            percent(bar.count, most),
        ));
        if !bar.detail.is_empty() {
            out.push_str(&format!(" <span class=\"more\">{}</span>", escape::prose(&bar.detail)));
        }
        if !bar.aside.is_empty() {
            out.push_str(&format!(" <span class=\"more aside\">{}</span>", escape::text(&bar.aside)));
        }
        out.push_str(&format!("{close}</li>\n"));
    }
    out.push_str("</ul>\n");
}

/// A share of a hundred with one decimal; what is not nothing is at least a visible sliver.
fn percent(count: usize, most: usize) -> String {
    let tenths = (count * 1000).div_ceil(most).max(if count > 0 { 8 } else { 0 });
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion() {
        assert_eq!(
            [(0, 9), (1, 3), (3, 3), (1, 100_000)].map(|(count, most)| percent(count, most)),
            ["0.0", "33.4", "100.0", "0.8"]
        );
    }

    #[test]
    fn words_are_escaped_and_only_what_can_be_listed_is_a_button() {
        let bar =
            |count| Bar { label: "<b>".into(), count, filter: Some(("folder", "\"x\"".into())), ..Bar::default() };
        let mut out = String::new();
        write(&[bar(2), bar(0)], 1, &mut out);
        assert!(out.contains("<summary>1 more with 0 findings</summary>"), "{out}");
        assert_eq!(out.matches("<button").count(), 1);
        assert!(out.contains("data-value=\"&quot;x&quot;\"") && out.contains("&lt;b&gt;"), "{out}");
    }
}
