//! Notes that wait for somebody, by how long they have.

use jiff::civil::Date;

use super::bars::{self, Bar};
use super::{Waiting, escape};

/// So many of the oldest are named.
const NAMED: usize = 6;
/// Up to how many days, and how that is called.
const AGES: [(i32, &str); 5] = [
    (7, "up to a week"),
    (30, "up to a month"),
    (91, "up to three months"),
    (182, "up to half a year"),
    (365, "up to a year"),
];

/// Days from then to today; a day to come counts as today.
fn days(since: Date, today: Date) -> i32 {
    (today - since).get_days().max(0)
}

/// Appends the chart and the oldest notes; nothing where no note waits.
pub(super) fn write(waiting: &[Waiting<'_>], today: Date, out: &mut String) {
    if waiting.is_empty() {
        return;
    }
    let mut tags: Vec<&str> = waiting.iter().map(|note| note.tag).collect();
    tags.sort_unstable();
    tags.dedup();
    out.push_str(
        "<section id=\"waiting\" aria-labelledby=\"h-waiting\">\n<h2 id=\"h-waiting\">Waiting for review</h2>\n",
    );
    let names: Vec<String> = tags.iter().map(|tag| format!("<code>{}</code>", escape::text(tag))).collect();
    let carry = if waiting.len() == 1 { "carries" } else { "carry" };
    let lead = format!("{} {carry} {}, by age.", escape::counted(waiting.len(), "note"), names.join(" or "));
    out.push_str(&format!("<p class=\"lead\">{lead}</p>\n"));
    let ages = by_age(waiting, today);
    bars::write(&ages, ages.len(), out);
    oldest(waiting, today, tags.len() > 1, out);
    out.push_str("</section>\n");
}

fn by_age(waiting: &[Waiting<'_>], today: Date) -> Vec<Bar> {
    let mut counts = [0; AGES.len() + 1];
    let mut unknown = 0;
    for note in waiting {
        let slot = note.since.map(|since| AGES.iter().position(|(most, _)| days(since, today) <= *most));
        match slot {
            Some(slot) => counts[slot.unwrap_or(AGES.len())] += 1,
            None => unknown += 1,
        }
    }
    let names = AGES.iter().map(|(_, name)| *name).chain(["over a year"]);
    let bar = |(label, count): (&str, usize)| Bar { label: label.to_owned(), count, ..Bar::default() };
    let mut all: Vec<Bar> = names.zip(counts).map(bar).collect();
    if unknown > 0 {
        all.push(bar(("nobody knows", unknown)));
    }
    all
}

fn oldest(waiting: &[Waiting<'_>], today: Date, tell_tag: bool, out: &mut String) {
    let mut dated: Vec<(Date, &Waiting<'_>)> = waiting.iter().filter_map(|note| Some((note.since?, note))).collect();
    dated.sort_by(|a, b| (a.0, a.1.path, a.1.tag).cmp(&(b.0, b.1.path, b.1.tag)));
    if dated.is_empty() {
        return;
    }
    out.push_str("<div class=\"oldest\">\n<h3>For the longest time</h3>\n<ol>\n");
    for (since, note) in dated.iter().take(NAMED) {
        let (path, age) = (escape::text(note.path.as_str()), days(*since, today));
        let tag = if tell_tag { format!(" <code>{}</code>", escape::text(note.tag)) } else { String::new() };
        let age = escape::counted(usize::try_from(age).unwrap_or(0), "day");
        out.push_str(&format!(
            "<li><span class=\"path\">{path}</span>{tag} <span class=\"more\">since {since}, {age}</span></li>\n"
        ));
    }
    out.push_str("</ol>\n</div>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::NotePath;
    use jiff::civil::date;

    #[test]
    fn every_tag_has_its_age() {
        let path = NotePath::new("a.md");
        let since =
            [Some(date(2026, 7, 1)), Some(date(2026, 7, 9)), Some(date(2026, 6, 1)), Some(date(2025, 6, 30)), None];
        let waiting = since.map(|since| Waiting { path: &path, tag: "needs-review", since });
        let counts: Vec<usize> = by_age(&waiting, date(2026, 7, 1)).iter().map(|bar| bar.count).collect();
        assert_eq!(counts, [2, 1, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn the_oldest_comes_first() {
        let (a, b) = (NotePath::new("a.md"), NotePath::new("<b>.md"));
        let waiting = [
            Waiting { path: &a, tag: "needs-review", since: Some(date(2026, 6, 30)) },
            Waiting { path: &b, tag: "needs-review", since: Some(date(2025, 7, 1)) },
        ];
        let mut out = String::new();
        write(&waiting, date(2026, 7, 1), &mut out);
        let (old, young) = (out.find("&lt;b&gt;.md").unwrap(), out.find("a.md").unwrap());
        assert!(old < young && out.contains("since 2025-07-01, 365 days"), "{out}");
    }
}
