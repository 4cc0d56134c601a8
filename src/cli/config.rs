//! `vault-lint config [PATH]`: the settings in force and where each value came from.

use std::io::{self, Write};
use std::path::Path;

use super::failure::Failure;
use super::world::World;
use super::{Status, Stop, written};

/// Prints the settings for a note or folder.
pub(super) fn run(world: &World, path: &Path) -> Result<Status, Stop> {
    let whole = world.cwd.join(path);
    let metadata = whole.metadata().map_err(|error| Failure::new(format!("{}: {error}", world.shown(&whole))))?;
    let folder = if metadata.is_dir() { whole.clone() } else { whole.parent().unwrap_or(&whole).to_owned() };
    let settings = world.settings_for(&folder)?;
    let mut out = String::new();
    if settings.merged.layers.is_empty() {
        out.push_str("# no vault-lint.toml: the built-in defaults\n");
    }
    for layer in &settings.merged.layers {
        out.push_str(&format!("# from {}\n", world.shown(&layer.path())));
    }
    out.push_str(&format!("# paths are relative to {}\n\n", settings.merged.root.display()));
    for (key, origin) in &settings.merged.origins {
        out.push_str(&format!("{key} = {}  # {}:{}\n", origin.value, world.shown(&origin.path), origin.line));
    }
    out.push_str("\n[rules]\n");
    let relative = world.relative(&settings, &whole);
    for rule in settings.rules_for(&relative)?.iter() {
        let active =
            if metadata.is_dir() || rule.applies_to(&relative) { rule.level.as_str() } else { "off (by its paths)" };
        out.push_str(&format!("{} = \"{active}\"\n", rule.id()));
    }
    if metadata.is_file() && settings.excludes(&relative) {
        out.push_str("\n# this note is excluded\n");
    }
    written(io::stdout().write_all(out.as_bytes()))?;
    Ok(Status::Clean)
}
