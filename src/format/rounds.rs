//! From the passes' proposals to one set of edits: rounds until nothing changes, each one guarded.

use super::change::combine;
use super::compose::compose;
use super::layout::Layout;
use super::passes::Stage;
use super::{Change, Dropped, Formatted, PASSES, Settings, front_matter, guard};
use crate::note::outline::Outline;
use crate::note::{FrontMatter, Note};

/// Nearly every note settles in one round; one that takes more than this many is left as it was.
const ROUNDS: usize = 8;

/// The edits that take a note to its formatted text; formatting that text again gives no edits.
///
/// A note that needs nothing costs one look at its blocks and lines; one that needs something is parsed and rendered
/// again for the guard. Linear but for notes on which the guard has to search (at most some dozens of parses).
#[must_use]
pub fn edits(note: &Note, settings: &Settings) -> Formatted {
    // A NUL byte is in no text that a person wrote: whatever such a file is, it is not to be rewritten.
    if is_written_by_a_plugin(note) || note.text().contains('\0') {
        return Formatted::default();
    }
    let mut result = Formatted::default();
    let mut current: Option<Note> = None;
    let mut reference = None;
    for round in 0..ROUNDS {
        let here = current.as_ref().unwrap_or(note);
        let (changes, suppressed) = proposals(here, settings);
        if round == 0 {
            result.suppressed = suppressed;
        }
        let (accepted, next, dropped) = judged(here, &mut reference, changes, settings);
        let Some(next) = next else {
            result.dropped = dropped;
            result.dropped.sort();
            result.dropped.dedup();
            return result;
        };
        result.edits = compose(note.text(), result.edits, here.text(), accepted);
        current = Some(next);
    }
    let pass = result.edits.first().map_or("", |change| change.pass);
    let reason = format!("the note does not settle in {ROUNDS} rounds");
    Formatted { edits: Vec::new(), dropped: vec![Dropped { pass, reason }], suppressed: result.suppressed }
}

/// Kanban and Excalidraw write such notes whole, in their own layout: each save would undo the formatter's edits, and
/// the drawing's data is read by position.
fn is_written_by_a_plugin(note: &Note) -> bool {
    // By the text and not by the properties: broken front matter must not give such a note away.
    let front = note.front.span().map_or("", |span| note.slice(span));
    front.split(['\n', '\r']).any(|line| line.starts_with("kanban-plugin:") || line.starts_with("excalidraw-plugin:"))
}

/// What the passes on white space ask for, without and with what the note suppresses.
fn proposals(note: &Note, settings: &Settings) -> (Vec<Change>, Vec<Change>) {
    let layout = Layout::of(note, settings);
    let on = PASSES.iter().filter(|pass| pass.stage == Stage::Space && (pass.is_on)(settings));
    let changes = combine(on.flat_map(|pass| (pass.run)(&layout, pass.name)).collect());
    let spared = suppressed_lines(note);
    changes.into_iter().partition(|change| !is_in(note, &spared, change))
}

/// For every line, whether the note asks for `unformatted` to be ignored there; empty where it asks nothing.
fn suppressed_lines(note: &Note) -> Vec<bool> {
    let ignores = note.ignores.iter().filter(|ignore| ignore.rule.as_deref().is_none_or(|rule| rule == "unformatted"));
    let lines: Vec<_> = ignores.filter_map(|ignore| ignore.lines).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    // Where ranges begin and end, summed up: linear however many there are.
    let mut steps = vec![0i64; note.source.line_count() + 1];
    let last = steps.len() - 1;
    for lines in lines {
        steps[(lines.first as usize).min(last)] += 1;
        steps[(lines.end as usize).min(last)] -= 1;
    }
    let mut open = 0;
    steps
        .iter()
        .map(|step| {
            open += step;
            open > 0
        })
        .collect()
}

fn is_in(note: &Note, lines: &[bool], change: &Change) -> bool {
    lines.get(note.source.line_of(change.edit.span.from())).is_some_and(|spared| *spared)
}

/// The changes of one round that the guard lets pass; of the passes on front matter, the first that has something to do
/// and only where white space needs nothing.
fn judged(
    here: &Note,
    reference: &mut Option<Outline>,
    changes: Vec<Change>,
    settings: &Settings,
) -> (Vec<Change>, Option<Note>, Vec<Dropped>) {
    let mut dropped = Vec::new();
    if !changes.is_empty() {
        let sifted = guard::sift(here, reference, changes);
        dropped = sifted.dropped;
        if let Some(note) = sifted.note {
            return (sifted.accepted, Some(note), dropped);
        }
    }
    if !matches!(here.front, FrontMatter::Present(_)) {
        return (Vec::new(), None, dropped);
    }
    let layout = Layout::of(here, settings);
    for pass in PASSES.iter().filter(|pass| pass.stage == Stage::Properties && (pass.is_on)(settings)) {
        let spared = suppressed_lines(here);
        let proposed = combine((pass.run)(&layout, pass.name)).into_iter();
        let changes: Vec<Change> = proposed.filter(|change| !is_in(here, &spared, change)).collect();
        if changes.is_empty() {
            continue;
        }
        match front_matter::changed(here, &changes) {
            Ok(note) => {
                // The front matter is written differently now: later rounds are compared with that.
                *reference = None;
                return (changes, Some(note), dropped);
            }
            Err(reason) => dropped.push(Dropped { pass: pass.name, reason }),
        }
    }
    (Vec::new(), None, dropped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{becomes, outcome, outcome_with, stays};

    #[test]
    fn notes_that_plugins_write_are_left_alone() {
        stays("---\nkanban-plugin: board\n---\n## Lane\n- [ ] a\n\n\n\n");
        stays("---\na: [\nkanban-plugin: board\n---\n## Lane\n- [ ] a\n");
        stays("---\nexcalidraw-plugin: parsed\n---\n# Text\nx \n\n\n");
    }

    #[test]
    fn what_is_no_text_is_left_alone() {
        stays("# A\0\ntext ");
    }

    #[test]
    fn a_suppression_is_obeyed_and_told() {
        let (formatted, after) = outcome("%% vault-lint: off unformatted -- as it came %%\n\n# A\ntext \n");
        assert_eq!(after, "%% vault-lint: off unformatted -- as it came %%\n\n# A\ntext \n");
        assert_eq!(formatted.suppressed.len(), 2);
    }

    #[test]
    fn a_pass_that_is_off_asks_for_nothing() {
        let settings: Settings = toml::from_str("list-looseness = false\nfinal-newline = false").unwrap();
        assert_eq!(outcome_with("- a\n\n- b\n# A", &settings).1, "- a\n\n- b\n\n# A");
    }

    #[test]
    fn line_endings_and_marks_are_kept() {
        becomes("\u{feff}# A\r\ntext\r\n- a\r- b\n\n\nc", "\u{feff}# A\r\n\r\ntext\r\n\r\n- a\r- b\n\nc\n");
        becomes("# A\rtext\r", "# A\r\rtext\r");
    }

    #[test]
    fn all_passes_together_settle_at_once() {
        becomes(
            "# A \n* a\n\n\n* b  \n  * c\n\n## B\ntext \n```\nx \n```\n\n\n\n",
            "# A\n\n- a\n- b\n  - c\n\n## B\n\ntext\n\n```\nx \n```\n",
        );
    }
}
