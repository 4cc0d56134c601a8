//! `vault-lint explain RULE`: what it finds, why, how it is tuned, and examples with the marked places underlined.

use std::io::{self, Write};

use super::failure::Failure;
use super::world::World;
use super::{Status, Stop, written};
use crate::format;
use crate::rule::catalog::Entry;
use crate::rule::{Catalog, explain};
use crate::text::nearest::nearest;

/// Explains a rule or the formatter.
pub(super) fn run(world: &World, name: &str) -> Result<Status, Stop> {
    let settings = world.settings_for(&world.cwd)?;
    let text = if name == "format" { explain_format() } else { explain::text(find(&settings.catalog, name)?) };
    written(io::stdout().write_all(text.as_bytes()))?;
    Ok(Status::Clean)
}

fn find<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Entry, Failure> {
    catalog.get(name).ok_or_else(|| {
        let mut names: Vec<&str> = catalog.iter().map(|entry| entry.declaration.id.as_str()).collect();
        names.push("format");
        let failure = Failure::new(format!("there is no rule `{}`", crate::text::caret::visible(name)));
        match nearest(name, &names) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`vault-lint rules` lists them"),
        }
    })
}

fn explain_format() -> String {
    let mut out = String::from("format\n======\n\n");
    out.push_str(
        "The formatter changes white space, blank lines and list markers, never what a reader or a plugin sees: each\n",
    );
    out.push_str("note is parsed and rendered again before it is written, and edits that would change its meaning are dropped.\n\n");
    out.push_str("Passes, each a key under [format]:\n\n");
    for pass in format::PASSES {
        out.push_str(&format!("  {:24} default {:5}  {}\n", pass.name, pass.default, pass.doc));
    }
    out
}
