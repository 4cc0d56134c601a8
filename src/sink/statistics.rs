//! How often each rule spoke, the most frequent first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Report;
use crate::diagnostic::{Level, RuleId};
use crate::text::Safety;

/// What is counted for a rule.
#[derive(Default)]
struct Tally {
    level: Option<Level>,
    findings: usize,
    safe: usize,
    unsafe_: usize,
}

/// Writes one line for each rule: how many findings, the rule, and how many of them can be mended.
///
/// # Errors
/// What `out` reports.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut tallies: BTreeMap<&RuleId, Tally> = BTreeMap::new();
    for diagnostic in report.diagnostics {
        let tally = tallies.entry(&diagnostic.rule).or_default();
        tally.findings += 1;
        tally.level = tally.level.max(Some(diagnostic.level));
        match diagnostic.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => tally.safe += 1,
            Some(Safety::Unsafe) => tally.unsafe_ += 1,
            Some(Safety::Display) | None => {}
        }
    }
    let mut lines: Vec<(&RuleId, Tally)> = tallies.into_iter().collect();
    lines.sort_by_key(|(rule, tally)| (Reverse(tally.findings), *rule));
    let digits = lines.first().map_or(1, |(_, tally)| tally.findings.to_string().len());
    let widest = lines.iter().map(|(rule, _)| rule.as_str().len()).max().unwrap_or(0);
    for (rule, tally) in &lines {
        let level = tally.level.map_or("", Level::as_str);
        let mends = match (tally.safe, tally.unsafe_) {
            (0, 0) => String::new(),
            (safe, 0) => format!("  {safe} with --fix"),
            (0, more) => format!("  {more} with --unsafe-fixes"),
            (safe, more) => format!("  {safe} with --fix, {more} with --unsafe-fixes"),
        };
        let line = format!("{:>digits$}  {:<widest$}  {level:<7}{mends}", tally.findings, rule.as_str());
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample::Sample;

    #[test]
    fn the_most_frequent_rule_comes_first() {
        let mut sample = Sample::new("a.md", "one\ntwo\nthree\n");
        sample.find("rare", Level::Error, "one", "x");
        sample.find("often", Level::Warning, "two", "x").fix("mend it", Safety::Safe, "two", "2");
        sample.find("often", Level::Warning, "three", "x").fix("mend it", Safety::Unsafe, "three", "3");
        let text = sample.written(|report, out| write(report, out));
        assert_eq!(text, "2  often  warning  1 with --fix, 1 with --unsafe-fixes\n1  rare   error\n");
    }
}
