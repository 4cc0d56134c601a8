//! The command line's shape; no behaviour.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Keeps an Obsidian vault in git clean.
///
/// Finds repeated facts, dates out of order, stale review tags, broken task queries and more; fixes what can be fixed
/// without losing a word, and formats the rest.
#[derive(Debug, Parser)]
#[command(name = "vault-lint", version, subcommand_precedence_over_arg = true, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 nothing to report, 1 findings or changes, 2 could not do the job.\nRun `vault-lint explain RULE` to learn about a rule."
)]
pub struct Cli {
    /// What to do; `check` where none is named.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of `check`.
    #[command(flatten)]
    pub check: CheckArgs,
    /// Options of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct GlobalArgs {
    /// Use this configuration file for every note
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use the built-in defaults, whatever files there are
    #[arg(long, global = true)]
    pub no_config: bool,
    /// Report accepted findings as well
    #[arg(long, global = true)]
    pub no_baseline: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Say nothing but findings
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Say more: which fixes were refused and why
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// The day on which the vault is looked at
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
    /// How many threads to use (0: one per core)
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// In a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Which notes are looked at.
#[derive(Clone, Debug, Default, Args)]
pub struct NoteArgs {
    /// Notes and folders; `-` reads one note from standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The path of the note that `-` reads
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Honour excludes for notes named explicitly, as hooks do
    #[arg(long)]
    pub force_exclude: bool,
}

/// Options of `check`.
#[derive(Clone, Debug, Args)]
#[group(id = "check-options", multiple = true)]
pub struct CheckArgs {
    /// Which notes.
    #[command(flatten)]
    pub notes: NoteArgs,
    /// Apply safe fixes, then format
    #[arg(long)]
    pub fix: bool,
    /// With --fix or --diff: also fixes that drop or merge wording
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Print what --fix would change as a patch, write nothing
    #[arg(long, conflicts_with = "fix")]
    pub diff: bool,
    /// Look at the notes staged in git's index; with --fix write them back there
    #[arg(long, conflicts_with = "since")]
    pub staged: bool,
    /// Report only on notes changed since the merge base with REV
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Run only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: OutputFormat,
    /// Where findings are printed to
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Print how often each rule spoke instead of the findings
    #[arg(long)]
    pub statistics: bool,
    /// Exit with 0 even when there are findings
    #[arg(long)]
    pub exit_zero: bool,
    /// Exit with 1 when a fix was applied, even when nothing is left
    #[arg(long)]
    pub exit_non_zero_on_fix: bool,
    /// Check again whenever the vault changes, until interrupted
    #[arg(long, conflicts_with = "staged")]
    pub watch: bool,
    /// Accepted for compatibility: there is no cache
    #[arg(long, hide = true)]
    pub no_cache: bool,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For reading in a terminal
    Text,
    /// One line a finding
    Concise,
    /// One JSON document
    Json,
    /// One JSON document a line
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub's workflow commands
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML
    Junit,
    /// Markdown, for a job's summary
    Markdown,
}

/// Options of `report`.
#[derive(Clone, Debug, Args)]
pub struct ReportArgs {
    /// Notes and folders
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The page to write; `-` is standard output
    #[arg(long = "output-file", short, value_name = "FILE.html", required = true)]
    pub output: PathBuf,
    /// Honour excludes for notes named explicitly, as hooks do
    #[arg(long)]
    pub force_exclude: bool,
    /// Run only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

/// Options of `format`.
#[derive(Clone, Debug, Args)]
pub struct FormatArgs {
    /// Which notes.
    #[command(flatten)]
    pub notes: NoteArgs,
    /// Only say which notes would change; exit 1 if there are any
    #[arg(long, conflicts_with = "diff")]
    pub check: bool,
    /// Print what would change as a patch, write nothing; exit 1 if there is anything
    #[arg(long)]
    pub diff: bool,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Check notes (the default)
    Check(Box<CheckArgs>),
    /// Format notes, nothing else
    Format(FormatArgs),
    /// Go through near-duplicates and conflicts one by one and choose
    Review {
        /// Notes and folders
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Write one HTML page about the vault's health
    ///
    /// Figures, charts, dated entries by month, review tags by age, repeated facts and conflicts side by side, and all
    /// findings to search and filter. The page is one file that loads nothing. Findings do not fail the run: the exit
    /// status is 0 when the page is written, 2 when something was in the way.
    Report(ReportArgs),
    /// List the rules
    Rules {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Explain a rule, or the formatter (`explain format`)
    Explain {
        /// The rule
        rule: String,
    },
    /// Accept today's findings: from then on only new ones are reported
    Baseline(NoteArgs),
    /// Run the examples of rule files
    Test {
        /// Rule files; none: the built-in rules and those of the configuration
        files: Vec<PathBuf>,
    },
    /// Show the settings in force for a path and where each value came from
    Config {
        /// A note or folder
        #[arg(default_value = ".")]
        path: PathBuf,
    },
    /// Write a commented vault-lint.toml
    Init {
        /// The vault
        #[arg(default_value = ".")]
        path: PathBuf,
        /// Print it instead of writing it
        #[arg(long)]
        print: bool,
    },
    /// The pre-commit hook of the repository at hand
    Hook {
        /// What to do with it
        #[command(subcommand)]
        action: HookAction,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
    /// Print the JSON schema of vault-lint.toml, for editors
    Schema,
}

/// What to do with the hook.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum HookAction {
    /// Install it; a hook that is there already is kept and runs first
    Install {
        /// Let the hook mend staged notes, not only check them
        #[arg(long)]
        fix: bool,
    },
    /// Remove it and put back what was there before
    Uninstall,
    /// Say what is installed
    Status,
}
