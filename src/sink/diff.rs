//! Patches in unified format, as `git apply` and `patch -p1` take them. The only file that makes patches.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style as Paint};
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use super::visible;
use crate::text::NotePath;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// Writes the patch that makes `after` of `before`; nothing where they are equal.
///
/// With `color` the patch is for a terminal: control characters are spelt out. Without, it is byte for byte exact.
///
/// # Errors
/// What `out` reports.
pub fn write(path: &NotePath, before: &str, after: &str, color: bool, out: &mut dyn Write) -> io::Result<()> {
    if color { write_shown(path, before, after, true, out) } else { Patch::EXACT.write(path, before, after, out) }
}

/// Writes the patch for people: harmless for a terminal, with or without colours, but not to be applied where a
/// note holds control characters.
///
/// # Errors
/// What `out` reports.
pub fn write_shown(path: &NotePath, before: &str, after: &str, color: bool, out: &mut dyn Write) -> io::Result<()> {
    Patch { shown: true, color }.write(path, before, after, out)
}

#[derive(Clone, Copy)]
struct Patch {
    shown: bool,
    color: bool,
}

impl Patch {
    const EXACT: Self = Self { shown: false, color: false };

    fn write(self, path: &NotePath, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
        if before == after {
            return Ok(());
        }
        let (old, new) = (lines(before), lines(after));
        let bold = Paint::new().bold();
        let (a, b) = (name("a/", path), name("b/", path));
        self.head(bold, &format!("diff --git {a} {b}"), out)?;
        // A tab ends a name that holds blanks: without it, `patch` would read a date behind it.
        let tab = if path.as_str().contains(' ') { "\t" } else { "" };
        self.head(bold, &format!("--- {a}{tab}"), out)?;
        self.head(bold, &format!("+++ {b}{tab}"), out)?;
        for group in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), CONTEXT) {
            self.hunk(&group, &old, &new, out)?;
        }
        Ok(())
    }

    fn hunk(self, group: &[DiffOp], old: &[&str], new: &[&str], out: &mut dyn Write) -> io::Result<()> {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return Ok(()) };
        let before = range(first.old_range().start..last.old_range().end);
        let after = range(first.new_range().start..last.new_range().end);
        self.head(AnsiColor::Cyan.on_default(), &format!("@@ -{before} +{after} @@"), out)?;
        for op in group {
            let (gone, come) = match op {
                DiffOp::Equal { .. } => {
                    for line in old.get(op.old_range()).unwrap_or_default() {
                        self.line(' ', Paint::new(), line, out)?;
                    }
                    continue;
                }
                DiffOp::Delete { .. } => (op.old_range(), 0..0),
                DiffOp::Insert { .. } => (0..0, op.new_range()),
                DiffOp::Replace { .. } => (op.old_range(), op.new_range()),
            };
            for line in old.get(gone).unwrap_or_default() {
                self.line('-', AnsiColor::Red.on_default(), line, out)?;
            }
            for line in new.get(come).unwrap_or_default() {
                self.line('+', AnsiColor::Green.on_default(), line, out)?;
            }
        }
        Ok(())
    }

    fn line(self, sign: char, paint: Paint, line: &str, out: &mut dyn Write) -> io::Result<()> {
        let text = line.strip_suffix('\n');
        let whole = text.unwrap_or(line);
        if self.shown {
            let mut shown = String::from(sign);
            // The carriage return of a line ending is no news on every line.
            for c in whole.strip_suffix('\r').unwrap_or(whole).chars() {
                if c == '\t' { shown.push(c) } else { visible::push(c, &mut shown) }
            }
            self.head(paint, &shown, out)?;
        } else {
            writeln!(out, "{sign}{whole}")?;
        }
        if text.is_none() {
            writeln!(out, "\\ No newline at end of file")?;
        }
        Ok(())
    }

    fn head(self, paint: Paint, text: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.color && paint != Paint::new() {
            writeln!(out, "{paint}{text}{paint:#}")
        } else {
            writeln!(out, "{text}")
        }
    }
}

/// Lines as git counts them: only `\n` ends one.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A range of a hunk: the first line from 1 and, unless it is 1, the count; an empty one names the line before it.
fn range(range: Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        len => format!("{},{len}", range.start + 1),
    }
}

/// A file name as git writes it: quoted, with octal escapes, where it holds anything that would end it.
fn name(prefix: &str, path: &NotePath) -> String {
    let path = path.as_str();
    if !path.chars().any(|c| visible::is_hidden(c) || matches!(c, '"' | '\\')) {
        return format!("{prefix}{path}");
    }
    let mut out = format!("\"{prefix}");
    for byte in path.bytes() {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x20..=0x7e => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\{byte:03o}")),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(path: &str, before: &str, after: &str, color: bool) -> String {
        let mut out = Vec::new();
        write(&NotePath::new(path), before, after, color, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_patch_reads_as_git_writes_it() {
        assert_eq!(
            patch("A b.md", "one\ntwo\nthree", "one\n2\nthree\n", false),
            "diff --git a/A b.md b/A b.md\n--- a/A b.md\t\n+++ b/A b.md\t\n@@ -1,3 +1,3 @@\n one\n-two\n-three\n\
             \\ No newline at end of file\n+2\n+three\n"
        );
        assert_eq!(patch("a.md", "same", "same", false), "");
    }

    #[test]
    fn line_endings_are_kept_in_a_patch_and_not_shown_in_a_terminal() {
        assert!(patch("a.md", "one\r\n", "two\r\n", false).ends_with("-one\r\n+two\r\n"));
        assert!(!patch("a.md", "one\r\n", "two\r\n", true).contains('\r'));
    }

    #[test]
    fn nothing_is_sent_to_a_terminal_that_it_obeys() {
        let text = patch("a.md", "x\n", "\u{1b}[31m\u{202e}\n", true);
        assert!(text.contains("+␛[31m<U+202E>"), "{text}");
    }

    #[test]
    fn a_hostile_name_is_quoted() {
        assert_eq!(name("a/", &NotePath::new("x\n\"é.md")), "\"a/x\\012\\\"\\303\\251.md\"");
        assert_eq!(name("a/", &NotePath::new("é x.md")), "a/é x.md");
    }

    /// Applies patches of awkward pairs of texts with the tool itself.
    #[test]
    fn git_applies_what_is_written() {
        let pairs = [
            ("one\ntwo\n", "two\none\n"),
            ("", "new\n"),
            ("old\n", ""),
            ("no end", "no end\n"),
            ("end\n", "end"),
            ("a\r\nb\r\n", "a\r\nc\r\nb\r\n"),
            ("a\rb\rc", "a\rc"),
            ("mixed\r\nx\n\u{feff}\n", "mixed\nx\r\n"),
            ("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n12\n"),
            ("-- x\n--- y\n+++ z\n@@ -1 +1 @@\n", "--- y\n@@ -1 +1 @@\n-- x\n"),
        ];
        for name in ["a.md", "Some folder/Ünïcode and blanks.md", "tab\there \"quoted\".md"] {
            for (before, after) in pairs {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join(name);
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(&file, before).unwrap();
                std::fs::write(folder.path().join("p"), patch(name, before, after, false)).unwrap();
                let git = |args: &[&str]| {
                    let mut git = std::process::Command::new("git");
                    git.args(args).current_dir(&folder).env("GIT_CEILING_DIRECTORIES", folder.path());
                    git.env("GIT_CONFIG_GLOBAL", "").env("GIT_CONFIG_NOSYSTEM", "1").output()
                };
                // A machine without git cannot say; the expectations above hold there as well.
                let Ok(done) = git(&["apply", "p"]) else { return };
                let said = String::from_utf8_lossy(&done.stderr).into_owned();
                assert!(done.status.success(), "{name}, {before:?} to {after:?}: {said}");
                assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), after, "{name}");
            }
        }
    }
}
