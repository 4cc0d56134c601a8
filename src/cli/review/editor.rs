//! A text in the user's own editor.

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// What is started where neither `$VISUAL` nor `$EDITOR` says.
const FALLBACK: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// Lets the user edit `text`; `None` where the editor was left with an error, which is how one cancels.
///
/// # Errors
/// A sentence about what is in the way.
pub(super) fn edit(text: &str) -> Result<Option<String>, String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| FALLBACK.into());
    let kept = |error: std::io::Error| format!("no file for the editor could be made: {error}");
    let file =
        tempfile::Builder::new().prefix("vault-lint-review-").suffix(".md").tempfile().map_err(kept)?.into_temp_path();
    std::fs::File::create(&file).and_then(|mut opened| opened.write_all(text.as_bytes())).map_err(kept)?;
    let status = command(&editor, &file)
        .status()
        .map_err(|error| format!("the editor `{editor}` cannot be started ({error}): set $VISUAL or $EDITOR"))?;
    if !status.success() {
        return Ok(None);
    }
    // Some editors replace the file, so that it is read by its name.
    std::fs::read_to_string(&file).map(Some).map_err(|error| format!("the edited text cannot be read: {error}"))
}

/// As git does it: the variable may hold arguments, so the shell takes it apart.
#[cfg(unix)]
fn command(editor: &str, file: &Path) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file);
    command
}

#[cfg(not(unix))]
fn command(editor: &str, file: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or(FALLBACK));
    command.args(words).arg(file);
    command
}
