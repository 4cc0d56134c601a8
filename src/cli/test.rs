//! `vault-lint test`: runs the examples of rule files.

use std::io::{self, Write};
use std::path::PathBuf;

use super::failure::Failure;
use super::world::World;
use super::{Status, Stop, written};
use crate::engine::example;
use crate::rule::catalog::Entry;
use crate::rule::{Catalog, Origin};

/// Runs the examples of the named files, or of all rules that the working folder's configuration knows.
pub(super) fn run(world: &World, files: &[PathBuf]) -> Result<Status, Stop> {
    let catalog = if files.is_empty() {
        world.settings_for(&world.cwd)?.catalog.clone()
    } else {
        let mut catalog = Catalog::default();
        for file in files {
            let text = std::fs::read_to_string(world.cwd.join(file)).map_err(|error| {
                Failure::new(format!("{}: cannot be read: {error}", world.shown(file))).hint("name rule files (TOML)")
            })?;
            catalog.add(&world.shown(file), &text, Origin::User)?;
        }
        catalog.into()
    };
    let (mut out, mut failed, mut rules, mut examples) = (String::new(), 0, 0, 0);
    for entry in catalog.iter() {
        let failures = example::run(entry);
        failed += failures.len();
        rules += 1;
        examples += entry.declaration.examples.len();
        out.push_str(&verdict(entry, &failures));
    }
    out.push_str(&format!("{rules} rules, {examples} examples: {failed} failures\n"));
    written(io::stdout().write_all(out.as_bytes()))?;
    Ok(if failed == 0 { Status::Clean } else { Status::Findings })
}

fn verdict(entry: &Entry, failures: &[example::Failure]) -> String {
    let mut out = format!("{} {}\n", if failures.is_empty() { "ok  " } else { "FAIL" }, entry.declaration.id);
    for failure in failures {
        out.push_str(&format!("     {}: {}\n", failure.example, failure.what));
    }
    out
}
