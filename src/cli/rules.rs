//! `vault-lint rules`: what there is, in a line each.

use std::io::{self, Write};

use super::world::World;
use super::{Status, Stop, written};
use crate::rule::Origin;
use crate::rule::catalog::Entry;

/// Lists the rules that the working folder's configuration knows.
pub(super) fn run(world: &World, json: bool) -> Result<Status, Stop> {
    let settings = world.settings_for(&world.cwd)?;
    let entries: Vec<&Entry> = settings.catalog.iter().collect();
    let out = if json { as_json(&entries) } else { as_text(&entries) };
    written(io::stdout().write_all(out.as_bytes()))?;
    Ok(Status::Clean)
}

fn as_text(entries: &[&Entry]) -> String {
    let width = entries.iter().map(|entry| entry.declaration.id.as_str().len()).max().unwrap_or(0);
    let mut out = String::new();
    for entry in entries {
        let declaration = &entry.declaration;
        let fix = declaration.fix.map_or("", |safety| match safety.as_str() {
            "safe" => "fix",
            "unsafe" => "unsafe fix",
            _ => "",
        });
        let own = if entry.origin == Origin::User { "  (yours)" } else { "" };
        out.push_str(&format!(
            "{:width$}  {:7}  {:10}  {}{own}\n",
            declaration.id.as_str(),
            declaration.level.as_str(),
            fix,
            declaration.summary
        ));
    }
    out
}

fn as_json(entries: &[&Entry]) -> String {
    let rules: Vec<serde_json::Value> = entries
        .iter()
        .map(|entry| {
            let declaration = &entry.declaration;
            serde_json::json!({
                "id": declaration.id.as_str(),
                "level": declaration.level.as_str(),
                "fix": declaration.fix.map_or("none", crate::text::Safety::as_str),
                "since": declaration.since,
                "summary": declaration.summary,
                "built-in": entry.origin == Origin::BuiltIn,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(rules))
}
