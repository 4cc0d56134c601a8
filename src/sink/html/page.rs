//! The page from top to bottom.

use std::io;

use super::bars::{self, Bar};
use super::data::Document;
use super::{Health, ages, escape, policy, tally, timeline};
use crate::sink::{Counts, summary};

/// How many rules, and how many folders, are seen without unfolding.
const OPEN_RULES: usize = 10;
const OPEN_FOLDERS: usize = 6;

/// The whole page.
pub(super) fn page(health: &Health<'_, '_>) -> io::Result<String> {
    let counts = Counts::of(health.report.diagnostics);
    let document = Document::new(health.report);
    let data = escape::script(&serde_json::to_string(&document)?);
    let mut out = String::with_capacity(data.len() + (1 << 16));
    head(health, &mut out);
    header(health, &document, &mut out);
    out.push_str("<main>\n");
    glance(health, &counts, &mut out);
    charts(health, &mut out);
    timeline::write(health.entries, health.today, &mut out);
    wordings(&document, &mut out);
    findings(&counts, &document, &mut out);
    out.push_str("</main>\n<footer><p>Written by vault-lint ");
    out.push_str(env!("CARGO_PKG_VERSION"));
    out.push_str(". This page asks no network and runs nothing but its own script.</p></footer>\n");
    out.push_str("<script type=\"application/json\" id=\"data\">");
    out.push_str(&data);
    out.push_str("</script>\n</body>\n</html>\n");
    Ok(out)
}

fn head(health: &Health<'_, '_>, out: &mut String) {
    out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    // It must stand in front of what it rules.
    out.push_str(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy::policy()));
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str(
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n",
    );
    out.push_str(&format!("<title>{}: vault health on {}</title>\n", escape::text(health.name), health.today));
    out.push_str(&format!("<style>{}</style>\n<script>{}</script>\n</head>\n", policy::style(), policy::script()));
}

fn header(health: &Health<'_, '_>, document: &Document, out: &mut String) {
    let today = health.today;
    out.push_str("<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<header>\n<div>\n");
    out.push_str(&format!(
        "<p class=\"over\">Vault health</p>\n<h1>{}</h1>\n<p class=\"scope\">",
        escape::text(health.name)
    ));
    out.push_str(&format!("<time datetime=\"{today}\">{}</time>", today.strftime("%-d %B %Y")));
    for part in health.scope {
        out.push_str(&format!(" <span class=\"dash\">·</span> {}", escape::text(part)));
    }
    out.push_str("</p>\n</div>\n<button type=\"button\" id=\"theme\" hidden>Dark</button>\n</header>\n");
    out.push_str("<nav aria-label=\"Sections\">\n<a href=\"#glance\">At a glance</a>\n");
    let mut link = |shown: bool, target: &str, name: &str| {
        if shown {
            out.push_str(&format!("<a href=\"#{target}\">{name}</a>\n"));
        }
    };
    link(!health.waiting.is_empty(), "waiting", "Reviews");
    link(!health.entries.is_empty(), "timeline", "Entries");
    link(document.groups() > 0, "same", "Repeated");
    link(document.conflicts() > 0, "conflicts", "Conflicts");
    link(true, "findings", "Findings");
    out.push_str("</nav>\n");
}

/// The answer to "how is it?" in one sentence and a few figures.
fn glance(health: &Health<'_, '_>, counts: &Counts, out: &mut String) {
    let notes = health.report.summary.notes;
    let clean = notes.saturating_sub(counts.notes);
    out.push_str("<section id=\"glance\" aria-label=\"At a glance\">\n<div class=\"verdict\">\n");
    ring(clean, notes, out);
    out.push_str("<div>\n");
    let verdict = match (notes, clean) {
        (0, _) => "No notes were looked at.".to_owned(),
        (1, 1) => "The note is clean.".to_owned(),
        (1, _) => "The note is not clean.".to_owned(),
        (_, 0) => format!("None of {} is clean.", escape::counted(notes, "note")),
        (notes, clean) if notes == clean => format!("All {} are clean.", escape::counted(notes, "note")),
        (notes, clean) => {
            let be = if clean == 1 { "is" } else { "are" };
            format!("{} of {} {be} clean.", escape::count(clean), escape::counted(notes, "note"))
        }
    };
    out.push_str(&format!("<p class=\"sentence\">{verdict}</p>\n"));
    for line in remarks(health, counts) {
        out.push_str(&format!("<p class=\"lead\">{line}</p>\n"));
    }
    out.push_str("</div>\n</div>\n<dl class=\"figures\">\n");
    let figures = [
        ("", "Notes", notes),
        ("", "Clean", clean),
        ("error", "Errors", counts.errors),
        ("warning", "Warnings", counts.warnings),
        ("info", "Infos", counts.infos),
    ];
    for (dot, name, count) in figures {
        let dot = if dot.is_empty() { String::new() } else { format!("<i class=\"dot {dot}\"></i>") };
        out.push_str(&format!("<div><dt>{dot}{name}</dt><dd>{}</dd></div>\n", escape::count(count)));
    }
    out.push_str("</dl>\n</section>\n");
}

/// Sentences below the verdict, as HTML.
fn remarks(health: &Health<'_, '_>, counts: &Counts) -> Vec<String> {
    let mut all = Vec::new();
    let counted = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.infos, "info")];
    let levels: Vec<String> =
        counted.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| escape::counted(*count, noun)).collect();
    let mut first = match levels.is_empty() {
        true => String::new(),
        false => format!("{} in {}.", summary::and(&levels), escape::counted(counts.notes, "note")),
    };
    let (safe, more) = (escape::count(counts.safe), escape::count(counts.unsafe_));
    match (counts.safe, counts.unsafe_) {
        (0, 0) => {}
        (_, 0) => first += &format!(" <code>vault-lint --fix</code> would mend {safe}."),
        (0, _) => first += &format!(" <code>vault-lint --fix --unsafe-fixes</code> would mend {more}."),
        _ => {
            first +=
                &format!(" <code>vault-lint --fix</code> would mend {safe}, <code>--unsafe-fixes</code> {more} more.")
        }
    }
    if !first.is_empty() {
        all.push(first);
    }
    let run = health.report.summary;
    if run.accepted > 0 {
        all.push(format!("{} accepted before and not shown.", escape::counted(run.accepted, "finding")));
    }
    if run.unreadable > 0 {
        all.push(format!("{} could not be read.", escape::counted(run.unreadable, "note")));
    }
    all
}

/// The share of clean notes as a ring.
fn ring(clean: usize, notes: usize, out: &mut String) {
    // A hundred only where it is so.
    let share = (clean * 100).checked_div(notes).unwrap_or(0);
    out.push_str(&format!(
        "<svg class=\"ring\" viewBox=\"0 0 120 120\" role=\"img\" aria-label=\"{share} percent of the notes are clean\">\
         <circle class=\"track\" cx=\"60\" cy=\"60\" r=\"52\"/>\
         <circle class=\"arc\" cx=\"60\" cy=\"60\" r=\"52\" pathLength=\"100\" stroke-dasharray=\"{share} 100\" \
         transform=\"rotate(-90 60 60)\"/>\
         <text x=\"60\" y=\"69\">{share}%</text></svg>\n"
    ));
}

/// Findings by rule and by folder, side by side.
fn charts(health: &Health<'_, '_>, out: &mut String) {
    let rules = tally::by_rule(health.report);
    if rules.is_empty() {
        return ages::write(health.waiting, health.today, out);
    }
    out.push_str("<div class=\"two wide\">\n<section aria-labelledby=\"h-rules\">\n<h2 id=\"h-rules\">By rule</h2>\n");
    let rule = |rule: &tally::Rule<'_>| Bar {
        label: rule.id.as_str().to_owned(),
        dot: rule.level.as_str(),
        detail: rule.summary.to_owned(),
        aside: if rule.safe > 0 { format!("{} with --fix", escape::count(rule.safe)) } else { String::new() },
        count: rule.findings,
        filter: Some(("rule", rule.id.as_str().to_owned())),
    };
    bars::write(&rules.iter().map(rule).collect::<Vec<_>>(), OPEN_RULES, out);
    out.push_str("</section>\n<div>\n<section aria-labelledby=\"h-folders\">\n<h2 id=\"h-folders\">By folder</h2>\n");
    let folders = tally::by_folder(health.notes, health.report);
    bars::write(&folders.iter().map(folder).collect::<Vec<_>>(), OPEN_FOLDERS, out);
    out.push_str("</section>\n");
    ages::write(health.waiting, health.today, out);
    out.push_str("</div>\n</div>\n");
}

fn folder(folder: &tally::Folder) -> Bar {
    let (clean, notes) = (escape::count(folder.clean), escape::counted(folder.notes, "note"));
    Bar {
        label: if folder.direct { "(in no folder)".to_owned() } else { folder.name.clone() },
        detail: format!("{clean} of {notes} clean"),
        count: folder.findings,
        filter: Some(("folder", format!("{}{}", if folder.direct { "=" } else { "/" }, folder.path))),
        ..Bar::default()
    }
}

/// Places for what the script sets side by side.
fn wordings(document: &Document, out: &mut String) {
    let mut section = |id: &str, title: &str, lead: &str| {
        out.push_str(&format!("<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n<h2 id=\"h-{id}\">{title}</h2>\n"));
        out.push_str(&format!(
            "<p class=\"lead\">{lead}</p>\n<div class=\"cards\" id=\"{id}-cards\"></div>\n</section>\n"
        ));
    };
    if document.groups() > 0 {
        let facts = match document.groups() {
            1 => "One fact is".to_owned(),
            more => format!("{} facts are", escape::count(more)),
        };
        let lead = format!(
            "{facts} written down more than once. Marked are the words that the others lack. \
             <code>vault-lint review</code> goes through them one by one."
        );
        section("same", "One fact, several wordings", &lead);
    }
    if document.conflicts() > 0 {
        let pairs = match document.conflicts() {
            1 => {
                "One pair of entries differs in one detail: one of the two is wrong, or they are two facts.".to_owned()
            }
            more => format!(
                "{} pairs of entries differ in one detail each: one of the two is wrong, or they are two facts.",
                escape::count(more)
            ),
        };
        section("conflicts", "Entries that contradict each other", &pairs);
    }
}

fn findings(counts: &Counts, document: &Document, out: &mut String) {
    out.push_str("<section id=\"findings\" aria-labelledby=\"h-findings\" tabindex=\"-1\">\n<h2 id=\"h-findings\">Findings</h2>\n");
    if counts.total() == 0 {
        out.push_str("<p class=\"lead\">Nothing to report.</p>\n</section>\n");
        return;
    }
    let unlisted = counts.total() - document.findings();
    if unlisted > 0 {
        let (listed, total) = (escape::count(document.findings()), escape::count(counts.total()));
        out.push_str(&format!(
            "<p class=\"lead\">Listed are {listed} of {total}, so that the page stays light: errors first, then warnings. \
             <code>vault-lint</code> prints them all.</p>\n"
        ));
    }
    out.push_str("<noscript><p class=\"lead\">The list needs JavaScript; all above does not.</p></noscript>\n");
    out.push_str(
        "<form id=\"filter\" role=\"search\" hidden>\n\
         <label class=\"search\"><span class=\"unseen\">Search in the findings</span>\
         <input type=\"search\" id=\"words\" placeholder=\"Search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n\
         <label><span class=\"unseen\">Rule</span><select id=\"rule\"><option value=\"\">All rules</option></select></label>\n\
         <label><span class=\"unseen\">Folder</span><select id=\"folder\"><option value=\"\">All folders</option></select></label>\n\
         <fieldset><legend class=\"unseen\">Level</legend>\n",
    );
    for (index, (name, count)) in
        [("error", counts.errors), ("warning", counts.warnings), ("info", counts.infos)].into_iter().enumerate()
    {
        let off = if count == 0 { " disabled" } else { "" };
        let label = format!("{}s", name[..1].to_uppercase() + &name[1..]);
        out.push_str(&format!(
            "<label class=\"level\"><input type=\"checkbox\" name=\"level\" value=\"{index}\" checked{off}>\
             <span><i class=\"dot {name}\"></i>{label}</span></label>\n"
        ));
    }
    out.push_str("</fieldset>\n<button type=\"reset\" id=\"every\" hidden>Clear filters</button>\n</form>\n");
    out.push_str("<p id=\"status\" class=\"lead\" role=\"status\"></p>\n<div id=\"list\"></div>\n<div id=\"end\"></div>\n</section>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;

    #[test]
    fn every_level_has_a_dot() {
        for level in [Level::Error, Level::Warning, Level::Info] {
            assert!(policy::style().contains(&format!(".dot.{}", level.as_str())), "{level:?}");
        }
    }
}
