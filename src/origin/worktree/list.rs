//! Every file of a vault, whatever it is called and whether or not git or vault-lint ignore it: what a link can lead to.

use std::collections::BTreeSet;
use std::path::Path;

use ignore::WalkBuilder;

/// All files below a vault's top but those in hidden folders, which Obsidian does not see either; paths from the top with
/// `/` between their parts. Folders that cannot be read are passed over: what is in them cannot be linked to.
#[must_use]
pub fn all_files(top: &Path) -> Vec<String> {
    list(top, false)
}

/// Those of [`all_files`] that git ignores.
#[must_use]
pub fn ignored_files(top: &Path) -> Vec<String> {
    let seen: BTreeSet<String> = list(top, true).into_iter().collect();
    list(top, false).into_iter().filter(|path| !seen.contains(path)).collect()
}

fn list(top: &Path, without_ignored: bool) -> Vec<String> {
    let mut builder = WalkBuilder::new(top);
    builder
        .follow_links(false)
        .ignore(false)
        .git_ignore(without_ignored)
        .git_exclude(without_ignored)
        .git_global(false)
        .parents(without_ignored);
    let files = builder.build().flatten().filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()));
    let relative = |path: &Path| Some(path.strip_prefix(top).ok()?.to_string_lossy().replace('\\', "/"));
    files.filter_map(|entry| relative(entry.path())).collect()
}
