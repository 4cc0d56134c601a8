//! Completions and the man page, from the declaration of the command line.

use std::io::{self, Write};

use clap::CommandFactory;

use super::args::Cli;
use super::{Status, Stop, written};

/// Prints completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<Status, Stop> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "vault-lint", &mut out);
    written(io::stdout().write_all(&out))?;
    Ok(Status::Clean)
}

/// Prints the man page.
pub(super) fn man() -> Result<Status, Stop> {
    let mut out = Vec::new();
    written(clap_mangen::Man::new(Cli::command()).render(&mut out))?;
    written(io::stdout().write_all(&out))?;
    Ok(Status::Clean)
}
