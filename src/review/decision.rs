//! What a decision changes in a note: bullets dropped, a bullet reworded, a bullet spared from a rule.
//!
//! Every step is a few edits to whole lines or to one wording, applied, parsed again and held to what it says before
//! the next one is made; a step that would do more is not made, and says why.

use super::children;
use super::cluster::{Cluster, follow, item_at, wording_lines};
use super::guard;
use crate::check::unique::lines_to_delete;
use crate::note::{Ignore, InlineKind, Item, ItemId, Note};
use crate::text::{Edit, Span};

/// A note on its way through one decision.
pub(super) struct Work {
    /// As it is by now.
    pub note: Note,
    /// The edits of every step made so far.
    pub steps: Vec<Vec<Edit>>,
    /// What was done besides what was asked for, and what was not done and why.
    pub said: Vec<String>,
}

/// The reason that review gives when a bullet is spared.
const REASON: &str = " -- reviewed %%";
const OPENING: &str = "%% vault-lint: ignore ";

impl Work {
    pub(super) fn new(note: &Note) -> Self {
        Self { note: note.clone(), steps: Vec::new(), said: Vec::new() }
    }

    /// The cluster as it stands in the note by now.
    pub(super) fn carry(&self, cluster: &mut Cluster) {
        self.steps.iter().for_each(|edits| cluster.follow(edits));
    }

    fn find(&self, marker: u32) -> Result<(ItemId, &Item), String> {
        let now = self.steps.iter().try_fold(marker, |at, edits| follow(edits, at));
        now.and_then(|at| item_at(&self.note, at)).ok_or_else(|| "that bullet is gone".to_owned())
    }

    fn accept(&mut self, edits: Vec<Edit>, note: Note) {
        self.note = note;
        self.steps.push(edits);
    }

    /// Drops the bullet at `drop`, which the one at `keep` stands for; both places are those before the first step.
    /// A block id moves to the kept bullet, sub-bullets that it lacks move under it.
    ///
    /// # Errors
    /// Why it cannot be dropped; then nothing was done.
    pub(super) fn drop(&mut self, keep: u32, drop: u32) -> Result<(), String> {
        let (steps, said) = (self.steps.len(), self.said.len());
        let before = self.note.clone();
        self.move_block_id(keep, drop).and_then(|()| self.delete(keep, drop)).inspect_err(|_| {
            self.note = before;
            self.steps.truncate(steps);
            self.said.truncate(said);
        })
    }

    fn delete(&mut self, keep: u32, drop: u32) -> Result<(), String> {
        let note = &self.note;
        let ((keep_id, keep), (drop_id, item)) = (self.find(keep)?, self.find(drop)?);
        let line = item.lines.first + 1;
        let start = note.source.line_start(item.lines.first as usize);
        let before = note.slice(Span::new(start, item.marker.from()));
        if !before.trim_start_matches('\u{feff}').chars().all(|c| matches!(c, ' ' | '\t' | '>')) {
            return Err(format!("line {line} stays: another bullet begins on it"));
        }
        if item.lines.first <= keep.lines.first && keep.lines.end <= item.lines.end {
            return Err(format!("line {line} stays: the bullet to keep hangs on it"));
        }
        let moved = children::to_move(note, keep_id, drop_id)?;
        let gone = lines_to_delete(note, item);
        let gone =
            Span::new(gone.from().max(start + before.len() - before.trim_start_matches('\u{feff}').len()), gone.to());
        let mut edits: Vec<Edit> = children::insertion(note, keep, &moved).into_iter().collect();
        edits.push(Edit::delete(gone));
        edits.sort();
        let next = note.edited(&edits).filter(|next| {
            let kept = follow(&edits, keep.marker.start).and_then(|at| item_at(next, at));
            let children = |note: &Note, id| children::sub_items(note, id).count();
            // Of a bullet inside the kept one, the kept one itself loses a child.
            let lost = usize::from(item.parent == Some(keep_id));
            guard::only_gone(note, next, item, &moved)
                && kept.is_some_and(|(id, _)| children(next, id) + lost == children(note, keep_id) + moved.len())
        });
        let next =
            next.ok_or_else(|| format!("line {line} stays: without it the lines around it would read differently"))?;
        if !moved.is_empty() {
            let what =
                if moved.len() == 1 { "a sub-bullet".to_owned() } else { format!("{} sub-bullets", moved.len()) };
            self.said.push(format!("{what} of line {line} moved under the kept bullet"));
        }
        self.accept(edits, next);
        Ok(())
    }

    /// Other notes may link to a block id: it goes on with the bullet that says the same.
    fn move_block_id(&mut self, keep: u32, drop: u32) -> Result<(), String> {
        let note = &self.note;
        let (keep, item) = (self.find(keep)?.1, self.find(drop)?.1);
        let Some(id) = children::block_id(note, item) else { return Ok(()) };
        let (line, id) = (item.lines.first + 1, note.slice(id).to_owned());
        if children::block_id(note, keep).is_some() {
            return Err(format!("line {line} stays: both have a block id, and notes may link to {id}"));
        }
        let edits = vec![Edit::insert(keep.content.to(), format!(" {id}"))];
        let next = note.edited(&edits).filter(|next| {
            guard::same_elsewhere(note, next, keep.content) && guard::same_inlines(note, next, None, &id)
        });
        let next =
            next.ok_or_else(|| format!("line {line} stays: its block id {id} cannot stand at the kept bullet"))?;
        self.said.push(format!("{id} moved to the kept bullet, so that links to it still lead somewhere"));
        self.accept(edits, next);
        Ok(())
    }

    /// Puts `text` in the place of the wording of the bullet at `marker`.
    ///
    /// # Errors
    /// Why it cannot be, such as a text that would be read as two bullets.
    pub(super) fn reword(&mut self, marker: u32, text: &str) -> Result<(), String> {
        let note = &self.note;
        let item = self.find(marker)?.1;
        let first = item.lines.first as usize;
        let start = note.source.line_start(first);
        let signs = note.slice(Span::new(start, item.content.from())).trim_start_matches('\u{feff}');
        let indent: String = signs.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect();
        let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
        let id = children::block_id(note, item).map(|id| note.slice(id).to_owned());
        if let Some(id) = id.filter(|id| !text.split_whitespace().any(|word| word == id)) {
            text = format!("{} {id}", text.trim_end());
            self.said.push(format!("{id} stays, since notes may link to it"));
        }
        let eol = self.note.source.eol_near(first).as_str();
        let lines: Vec<&str> = text.trim().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let (note, item) = (&self.note, self.find(marker)?.1);
        let edits = vec![Edit::replace(item.content, lines.join(&format!("{eol}{indent}")))];
        let next = note.edited(&edits).filter(|next| {
            let now = item_at(next, item.marker.start);
            guard::same_elsewhere(note, next, item.content)
                && now.is_some_and(|(_, now)| wording_lines(next, now) == lines && now.task == item.task)
        });
        let next = next.ok_or("that text would not be read as one bullet: nothing was changed")?;
        self.accept(edits, next);
        Ok(())
    }

    /// Writes a suppression comment for `rule` at the end of the line of a finding. There it ends no list and no
    /// paragraph, as a comment on a line of its own would, and covers this line alone.
    ///
    /// # Errors
    /// Why no comment can stand there.
    pub(super) fn spare(&mut self, rule: &str, reported: u32) -> Result<(), String> {
        let note = &self.note;
        let at = self.steps.iter().try_fold(reported, |at, edits| follow(edits, at));
        let line = note.source.line_of(at.ok_or("that bullet is gone")? as usize);
        let covers = |note: &Note, rule: &str| {
            let here = |ignore: &Ignore| ignore.lines.is_some_and(|lines| lines.range() == (line..line + 1));
            note.ignores.iter().any(|ignore| here(ignore) && ignore.rule.as_deref() == Some(rule))
        };
        if covers(note, rule) {
            return Ok(());
        }
        let span = note.source.line(line);
        let text = note.slice(span);
        let written = text.find(OPENING).and_then(|from| Some((from, from + text.get(from..)?.find(REASON)?)));
        let (edit, gone, new) = match written {
            Some((from, to)) => {
                let old = &text[from..to];
                let whole = format!("{old}{REASON}");
                (Edit::insert(span.from() + to, format!(",{rule}")), Some(whole), format!("{old},{rule}{REASON}"))
            }
            None => {
                let comment = format!("{OPENING}{rule}{REASON}");
                (Edit::insert(end_of_words(note, line), format!(" {comment}")), None, comment)
            }
        };
        let place = edit.span;
        let edits = vec![edit];
        let next = note.edited(&edits).filter(|next| {
            guard::same_elsewhere(note, next, place)
                && guard::same_inlines(note, next, gone.as_deref(), &new)
                && covers(next, rule)
        });
        let next = next.ok_or_else(|| format!("no comment can stand at the end of line {}", line + 1))?;
        self.accept(edits, next);
        Ok(())
    }
}

/// The end of a line's words: before trailing blanks, a backslash that breaks the line, and a block id, which all lose
/// their meaning with something behind them.
fn end_of_words(note: &Note, line: usize) -> usize {
    let span = note.source.line(line);
    let blanks: &[char] = &[' ', '\t'];
    let mut text = note.slice(span).trim_end_matches(blanks);
    let slashes = text.len() - text.trim_end_matches('\\').len();
    if slashes % 2 == 1 {
        text = text[..text.len() - 1].trim_end_matches(blanks);
    }
    let end = span.from() + text.len();
    let id = note.inlines_in(span).iter().find(|inline| inline.kind == InlineKind::BlockId && inline.span.to() == end);
    match id {
        Some(id) => {
            let before = note.slice(Span::new(span.from(), id.span.from()));
            span.from() + before.trim_end_matches(blanks).len()
        }
        None => end,
    }
}
