//! The three-way merge that brings a fix into a file with unstaged changes.

use gix::merge::blob::{
    Resolution,
    builtin_driver::text::{Conflict, Labels, Merge},
};
use std::collections::HashMap;

/// `theirs` (the fix of `base`) merged into `ours` (the user's file), or `None` unless both
/// changes fit together without any doubt and no line that the user added is lost.
///
/// The merge is the one of gix, with Myers' diff; it was compared with `git merge-file`.
pub(super) fn merge(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    let mut input = gix::diff::blob::InternedInput::default();
    let mut merged = Vec::new();
    let resolution = Merge::new(&mut input, ours, base, theirs, gix::diff::blob::Algorithm::Myers).run(
        &mut merged,
        Labels::default(),
        Conflict::default(),
    );
    (resolution == Resolution::Complete && keeps_added_lines(base, ours, &merged)).then_some(merged)
}

/// Every line that `ours` has more often than `base` is still in `merged` as often as was added.
/// A second look that does not lean on the merge: the user's lines are not worth a bug.
fn keeps_added_lines(base: &[u8], ours: &[u8], merged: &[u8]) -> bool {
    let mut added: HashMap<&[u8], isize> = HashMap::new();
    for line in lines(ours) {
        *added.entry(line).or_default() += 1;
    }
    for line in lines(base) {
        *added.entry(line).or_default() -= 1;
    }
    for line in lines(merged) {
        if let Some(missing) = added.get_mut(line) {
            *missing -= 1;
        }
    }
    added.retain(|_, missing| *missing > 0);
    added.is_empty()
}

/// Lines without their ends, so that a final newline added by the fix does not count as a loss.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::merge;

    #[test]
    fn changes_far_apart_merge() {
        let base = b"a\nb\nc\nd\ne\nf\n";
        let ours = b"a\nb\nc\nd\ne\nF\n";
        let theirs = b"A\nb\nc\nd\ne\nf\n";
        assert_eq!(merge(base, ours, theirs).as_deref(), Some(&b"A\nb\nc\nd\ne\nF\n"[..]));
    }

    #[test]
    fn changes_to_one_line_do_not() {
        assert_eq!(merge(b"a\nb\nc\n", b"a\nB\nc\n", b"a\nbb\nc\n"), None);
    }

    #[test]
    fn the_same_change_on_both_sides_is_taken_once() {
        let merged = merge(b"a\nb\n\n\nc\n", b"a\nb\n\nc\n", b"a\nb\n\nc\n");
        assert_eq!(merged.as_deref(), Some(&b"a\nb\n\nc\n"[..]));
    }

    #[test]
    fn a_missing_final_newline_stays_the_users() {
        let merged = merge(b"a\nb\nc\nd", b"a\nb\nc\nd\nmine", b"A\nb\nc\nd");
        assert_eq!(merged.as_deref(), Some(&b"A\nb\nc\nd\nmine"[..]));
    }
}
