//! Dated entries by month, as columns. Places along the axis are in percent, so that the chart fits every width and its
//! letters keep their size.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::escape;

/// So many months are shown at most; what lies before is told in words.
const MOST: i32 = 60;
/// So many are shown at least, so that a young vault's chart is no wall.
const LEAST: i32 = 12;
/// The height of the columns, and of the words below them, in CSS pixels.
const HEIGHT: usize = 150;
const BELOW: usize = 26;
/// Above the highest column.
const ABOVE: usize = 16;

const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A month, counted from the year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month(i32);

impl Month {
    fn of(date: Date) -> Self {
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    fn name(self) -> &'static str {
        NAMES.get(self.0.rem_euclid(12) as usize).copied().unwrap_or("")
    }

    fn year(self) -> i32 {
        self.0.div_euclid(12)
    }
}

/// What is shown, and how much lies before and behind.
struct Timeline {
    months: Vec<(Month, usize)>,
    before: usize,
    after: usize,
}

fn timeline(entries: &[Date], today: Date) -> Option<Timeline> {
    let mut counts: BTreeMap<Month, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(Month::of(*entry)).or_default() += 1;
    }
    let (first, last) = (*counts.keys().next()?, Month::of(today));
    let start = Month(first.0.clamp(last.0 - MOST + 1, last.0 - LEAST + 1));
    let sum = |counts: std::collections::btree_map::Range<'_, Month, usize>| counts.map(|(_, count)| count).sum();
    let before = sum(counts.range(..start));
    let after = sum(counts.range(Month(last.0 + 1)..));
    let months = (start.0..=last.0).map(|at| (Month(at), counts.get(&Month(at)).copied().unwrap_or(0))).collect();
    Some(Timeline { months, before, after })
}

/// Appends the chart and its figures as a table; nothing where there is no dated entry.
pub(super) fn write(entries: &[Date], today: Date, out: &mut String) {
    let Some(timeline) = timeline(entries, today) else { return };
    let shown: usize = timeline.months.iter().map(|(_, count)| count).sum();
    out.push_str(
        "<section id=\"timeline\" aria-labelledby=\"h-timeline\">\n<h2 id=\"h-timeline\">Dated entries by month</h2>\n",
    );
    out.push_str(&format!("<p class=\"lead\">{}</p>\n", escape::text(&words(&timeline, shown))));
    if shown > 0 {
        columns(&timeline.months, out);
    }
    out.push_str("<details class=\"figures\"><summary>The figures as a table</summary>\n<table>\n");
    out.push_str("<thead><tr><th scope=\"col\">Month</th><th scope=\"col\">Entries</th></tr></thead>\n<tbody>\n");
    for (month, count) in timeline.months.iter().rev() {
        let (name, year, count) = (month.name(), month.year(), escape::count(*count));
        out.push_str(&format!("<tr><th scope=\"row\">{name} {year}</th><td>{count}</td></tr>\n"));
    }
    out.push_str("</tbody>\n</table>\n</details>\n</section>\n");
}

fn words(timeline: &Timeline, shown: usize) -> String {
    let (Some((first, _)), Some((last, _))) = (timeline.months.first(), timeline.months.last()) else {
        return String::new();
    };
    let entries = if shown == 1 { "entry" } else { "entries" };
    let span = format!("{} {} to {} {}", first.name(), first.year(), last.name(), last.year());
    let mut words = format!("{} {entries}, {span}", escape::count(shown));
    if timeline.before > 0 {
        words += &format!("; {} more before", escape::count(timeline.before));
    }
    if timeline.after > 0 {
        words += &format!("; {} in months to come", escape::count(timeline.after));
    }
    words + "."
}

fn columns(months: &[(Month, usize)], out: &mut String) {
    let most = months.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let step = step(most);
    let top = most.div_ceil(step).max(1) * step;
    let height = |count: usize| (count * HEIGHT * 10 / top) as f64 / 10.0;
    let base = (ABOVE + HEIGHT) as f64;
    out.push_str(&format!(
        "<svg class=\"columns\" height=\"{}\" role=\"img\" aria-label=\"Entries by month; the table below has the figures\">\n",
        ABOVE + HEIGHT + BELOW
    ));
    for tick in (0..=top).step_by(step) {
        let y = base - height(tick);
        out.push_str(&format!("<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>"));
        if tick > 0 {
            out.push_str(&format!("<text class=\"tick\" x=\"0\" y=\"{}\">{}</text>\n", y - 4.0, escape::count(tick)));
        }
    }
    let width = 100.0 / months.len() as f64;
    for (index, (month, count)) in months.iter().enumerate() {
        let left = index as f64 * width;
        let tall = height(*count).max(if *count > 0 { 2.0 } else { 0.0 });
        out.push_str(&format!(
            "<g><title>{} {}: {}</title><rect class=\"touch\" x=\"{left:.3}%\" width=\"{width:.3}%\" height=\"{}\"/>\
             <rect class=\"column\" x=\"{:.3}%\" width=\"{:.3}%\" y=\"{:.1}\" height=\"{tall:.1}\" rx=\"2\"/></g>\n",
            month.name(),
            month.year(),
            escape::count(*count),
            ABOVE + HEIGHT,
            left + width * 0.16,
            width * 0.68,
            base - tall,
        ));
    }
    names(months, width, out);
    out.push_str("</svg>\n");
}

/// The words below the axis: every month where there is room, else each January's year; on a phone fewer.
fn names(months: &[(Month, usize)], width: f64, out: &mut String) {
    let y = ABOVE + HEIGHT + 18;
    let by_month = months.len() <= 18;
    for (index, (month, _)) in months.iter().enumerate() {
        let january = month.0.rem_euclid(12) == 0;
        let name = match (january, by_month) {
            (true, _) => month.year().to_string(),
            (false, true) => month.name().to_owned(),
            (false, false) => continue,
        };
        // Where a phone has room for every third only, the others go.
        let fine = if by_month && month.0.rem_euclid(3) != 0 { " fine" } else { "" };
        let x = (index as f64 + 0.5) * width;
        out.push_str(&format!("<text class=\"name{fine}\" x=\"{x:.3}%\" y=\"{y}\">{name}</text>\n"));
    }
}

/// The distance of grid lines: 1, 2 or 5 times a power of ten, so that there are two to five of them.
fn step(most: usize) -> usize {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if factor * power * 4 >= most {
                return factor * power;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_year_is_shown_even_where_little_happened() {
        let line = timeline(&[date(2026, 5, 3), date(2026, 5, 4)], date(2026, 7, 1)).unwrap();
        assert_eq!((line.months.len(), line.before, line.after), (12, 0, 0));
        let counts: Vec<usize> = line.months.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0]);
    }

    #[test]
    fn what_is_far_away_is_told_in_words() {
        let entries = [date(1, 1, 1), date(2026, 6, 1), date(9999, 12, 31)];
        let line = timeline(&entries, date(2026, 7, 1)).unwrap();
        assert_eq!((line.months.len(), line.before, line.after), (60, 1, 1));
        assert_eq!(words(&line, 1), "1 entry, Aug 2021 to Jul 2026; 1 more before; 1 in months to come.");
    }

    #[test]
    fn a_vault_without_dates_has_no_timeline() {
        let mut out = String::new();
        write(&[], date(2026, 7, 1), &mut out);
        assert_eq!(out, "");
    }

    #[test]
    fn grid_lines_are_few_and_round() {
        assert_eq!([0, 1, 4, 5, 8, 17, 90, 400, 401].map(step), [1, 1, 1, 2, 2, 5, 50, 100, 200]);
    }
}
