//! The command line: the only place, with the origins, that knows files, clock and terminal.

mod accepted;
mod across;
mod args;
mod baseline;
mod check;
mod config;
mod explain;
mod facts;
mod failure;
mod format;
mod generate;
mod history;
mod hook;
mod init;
mod look;
mod output;
mod progress;
mod report;
mod review;
mod rules;
mod selection;
mod since;
mod staged;
mod test;
mod vault;
mod watch;
mod world;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command, GlobalArgs};
use failure::Failure;
use world::World;

/// How a run ended when the job could be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing (left) to report.
    Clean,
    /// Findings, or changes that were only shown.
    Findings,
}

/// Runs the program: arguments in, exit status out.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no failure; a closed pipe is none either.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match dispatch(cli) {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(Stop::Pipe) => ExitCode::SUCCESS,
        Err(Stop::Failure(failure)) => {
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}

/// Parses the arguments. Options of `check` may stand alone, but not in front of another command, where they would do
/// nothing.
fn parse() -> Result<Cli, clap::Error> {
    let matches = Cli::command().try_get_matches()?;
    let given = |id: &clap::Id| matches.value_source(id.as_str()) == Some(clap::parser::ValueSource::CommandLine);
    let global: Vec<clap::Id> =
        Cli::command().get_arguments().filter(|arg| arg.is_global_set()).map(|arg| arg.get_id().clone()).collect();
    if let Some(command) = matches.subcommand_name()
        && let Some(stray) = matches.ids().find(|id| {
            given(id) && !global.contains(id) && Cli::command().get_arguments().any(|arg| arg.get_id() == *id)
        })
    {
        let message =
            format!("`{stray}` belongs to `check`: put it behind `vault-lint check`, or leave `{command}` out");
        return Err(Cli::command().error(clap::error::ErrorKind::ArgumentConflict, message));
    }
    Cli::from_arg_matches(&matches)
}

/// Why a run ended early.
enum Stop {
    /// The reader of our output went away: it has seen enough.
    Pipe,
    /// The job could not be done.
    Failure(Failure),
}

impl<E: Into<Failure>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failure(error.into())
    }
}

/// The result of writing output, with a closed pipe told apart.
fn written(result: io::Result<()>) -> Result<(), Stop> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Stop::Pipe),
        Err(error) => Err(Stop::Failure(Failure::new(format!("the output cannot be written: {error}")))),
    }
}

fn check(global: &GlobalArgs, args: &args::CheckArgs) -> Result<Status, Stop> {
    if args.watch {
        return watch::run(global, args);
    }
    Ok(check::round(&World::new(global, &args.select, &args.ignore)?, args)?.status)
}

fn dispatch(cli: Cli) -> Result<Status, Stop> {
    let global = cli.global;
    if global.threads > 0 {
        // Fails only where a pool exists already, which then serves as well.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(global.threads).build_global();
    }
    let world = |select: &[String], ignore: &[String]| World::new(&global, select, ignore);
    match cli.command {
        None => check(&global, &cli.check),
        Some(Command::Check(args)) => check(&global, &args),
        Some(Command::Format(args)) => format::run(&world(&[], &[])?, &args),
        Some(Command::Baseline(args)) => {
            // What is accepted already must be seen to be accepted again.
            let global = GlobalArgs { no_baseline: true, ..global.clone() };
            baseline::run(&World::new(&global, &[], &[])?, &args)
        }
        Some(Command::Review { paths }) => review::run(&world(&[], &[])?, &paths),
        Some(Command::Report(args)) => report::run(&world(&args.select, &args.ignore)?, &args),
        Some(Command::Rules { json }) => rules::run(&world(&[], &[])?, json),
        Some(Command::Explain { rule }) => explain::run(&world(&[], &[])?.with_examples()?, &rule),
        Some(Command::Test { files }) => test::run(&world(&[], &[])?.with_examples()?, &files),
        Some(Command::Config { path }) => config::run(&world(&[], &[])?, &path),
        Some(Command::Init { path, print }) => init::run(&world(&[], &[])?, &path, print),
        Some(Command::Hook { action }) => hook::run(&world(&[], &[])?, action),
        Some(Command::Completions { shell }) => generate::completions(shell),
        Some(Command::Man) => generate::man(),
        Some(Command::Schema) => generate::schema(&world(&[], &[])?),
    }
}
