//! Completions and the man page, from the declaration of the command line; the schema of the configuration, from the rules.

use std::io::{self, Write};

use clap::CommandFactory;

use super::args::Cli;
use super::failure::Failure;
use super::world::World;
use super::{Status, Stop, written};
use crate::config;

/// Prints completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Status, Stop> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "vault-lint", &mut out);
    written(io::stdout().write_all(&out))?;
    Ok(Status::Clean)
}

/// Prints the schema of the configuration, the user's own rules included.
pub(super) fn schema(world: &World) -> Result<Status, Stop> {
    let settings = world.settings_for(&world.cwd)?;
    let text = serde_json::to_string_pretty(&config::schema(&settings.catalog)).map_err(Failure::new)?;
    written(writeln!(io::stdout(), "{text}"))?;
    Ok(Status::Clean)
}

/// Prints the man page.
pub(super) fn man() -> Result<Status, Stop> {
    let mut out = Vec::new();
    written(clap_mangen::Man::new(Cli::command()).render(&mut out))?;
    written(io::stdout().write_all(&out))?;
    Ok(Status::Clean)
}
