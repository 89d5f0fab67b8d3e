//! What the command line accepts.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::effective::Comments;
use crate::publish;
use crate::report::Format;
use crate::workspace::FailOn;

use super::baseline::BaselineArgs;
use super::fix::ChangeArgs;

/// Tells you before you push what will go wrong with your codemagic.yaml.
#[derive(Parser, Debug)]
#[command(name = "codemagic-lint", version, about, max_term_width = 100)]
#[command(disable_help_subcommand = true, arg_required_else_help = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Check files and say what is wrong with them.
    Check(Box<CheckArgs>),
    /// Explain a rule (what it finds, why it matters, how to mend it) or a key.
    Explain(ExplainArgs),
    /// List all rules.
    Rules(RulesArgs),
    /// Print a JSON Schema.
    Schema(SchemaArgs),
    /// Print the configuration after anchors, aliases and merge keys.
    Show(ShowArgs),
    /// Say which workflows a push, a pull request or a tag starts, and why.
    Triggers(Box<TriggersArgs>),
    /// Play what a workflow would publish to App Store Connect, and say what goes wrong.
    DryRun(Box<DryRunArgs>),
    /// Imitate App Store Connect on this machine, until the program is ended.
    MockServer(MockServerArgs),
    /// Serve an editor: the language server, over standard input and output.
    Lsp(LspArgs),
    /// Print a completion script for a shell.
    Completions(CompletionsArgs),
    /// Print a page of the manual, or write all of them.
    Man(ManArgs),
}

#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    /// Files or directories; `-` is standard input. A directory stands for every
    /// codemagic.yaml below it that git does not ignore. Without any, the current
    /// repository is checked.
    #[arg(value_name = "PATH", value_parser = any_path())]
    pub paths: Vec<PathBuf>,

    /// The format of the report; may be given several times, each with a file of its own.
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub output_format: Vec<Format>,

    /// Where the report of the format before it goes, instead of standard output.
    #[arg(long, value_name = "PATH")]
    pub output_file: Vec<PathBuf>,

    /// Only these rules or categories: ids, categories, `all`, `pedantic`.
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub select: Vec<String>,

    /// These rules or categories too.
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub extend_select: Vec<String>,

    /// Not these rules or categories.
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub ignore: Vec<String>,

    /// The least severity that makes the exit code 1.
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on_parser(), help_heading = "Rules")]
    pub fail_on: Option<FailOn>,

    /// Report at most so many findings a file; the rest is counted.
    #[arg(
        long,
        value_name = "N",
        value_parser = whole_number,
        default_value = "1000",
        help_heading = "Rules"
    )]
    pub max_findings: usize,

    /// Validate against this JSON Schema too.
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub schema: Option<PathBuf>,

    /// Whether scripts are shown to shellcheck: `auto` where it is installed, `never`,
    /// or the path of the program, which must then be usable.
    #[arg(
        long,
        value_name = "auto|never|PATH",
        value_parser = shellcheck_parser(),
        default_value = "auto",
        help_heading = "Rules"
    )]
    pub shellcheck: ShellcheckChoice,

    /// The moment against which dates are judged, such as 2026-01-31T12:00:00Z.
    #[arg(long, value_name = "TIMESTAMP", value_parser = timestamp, help_heading = "Rules")]
    pub now: Option<Timestamp>,

    #[command(flatten)]
    pub changes: ChangeArgs,

    /// Use this configuration file instead of the nearest codemagic-lint.toml.
    #[arg(long, value_name = "PATH", help_heading = "Files")]
    pub config: Option<PathBuf>,

    /// The name of what is read from standard input.
    #[arg(long, value_name = "PATH", help_heading = "Files")]
    pub stdin_filename: Option<PathBuf>,

    #[command(flatten)]
    pub accepted: BaselineArgs,

    /// Leave out files that the configuration excludes, also where they are named.
    #[arg(long, help_heading = "Files")]
    pub force_exclude: bool,

    /// Whether to colour the output.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub color: ColorChoice,

    /// Print findings only.
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,

    /// Say which files are read and which configuration holds for them.
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    pub verbose: bool,
}

#[derive(Args, Debug)]
pub(super) struct ExplainArgs {
    /// A rule's id, or a key such as `xcode` or `app_store_connect.auth`.
    #[arg(value_name = "RULE")]
    pub rule: String,
}

#[derive(Args, Debug)]
pub(super) struct RulesArgs {
    /// How to list them.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub output_format: ListFormat,
}

#[derive(Args, Debug)]
pub(super) struct SchemaArgs {
    /// Which schema.
    pub which: WhichSchema,
}

#[derive(Args, Debug)]
pub(super) struct ShowArgs {
    /// The file, or a directory that holds one codemagic.yaml; `-` is standard input.
    /// Without it, that of the current repository.
    #[arg(value_name = "PATH", value_parser = any_path())]
    pub path: Option<PathBuf>,

    /// Only this workflow.
    #[arg(long, value_name = "ID")]
    pub workflow: Option<String>,

    /// YAML that reads as the file does, or JSON with the origin of every value.
    #[arg(long, value_name = "FORMAT", default_value = "yaml")]
    pub output_format: ShowFormat,

    /// Which values of the YAML tell in a comment where they are written.
    #[arg(long, value_name = "WHICH", default_value = "merged")]
    pub origins: ShowOrigins,
}

#[derive(Args, Debug)]
pub(super) struct TriggersArgs {
    /// The file, or a directory that holds one codemagic.yaml; `-` is standard input.
    /// Without it, that of the current repository.
    #[arg(value_name = "PATH", value_parser = any_path())]
    pub path: Option<PathBuf>,

    /// What happens.
    #[arg(long, value_name = "EVENT")]
    pub event: EventKind,

    /// Only this workflow.
    #[arg(long, value_name = "ID")]
    pub workflow: Option<String>,

    /// The branch; of a pull request the source branch.
    #[arg(long, value_name = "NAME", value_parser = ref_name, help_heading = "Event")]
    pub branch: Option<String>,

    /// The target branch of the pull request.
    #[arg(long, value_name = "NAME", value_parser = ref_name, help_heading = "Event")]
    pub target: Option<String>,

    /// The tag.
    #[arg(long, value_name = "NAME", value_parser = ref_name, help_heading = "Event")]
    pub tag: Option<String>,

    /// A file that changed since the last successful build, relative to the
    /// repository; may be given several times.
    #[arg(long, value_name = "FILE", value_parser = changed_file, help_heading = "Event")]
    pub changed: Vec<String>,

    /// A label of the pull request, in order; may be given several times.
    #[arg(long, value_name = "NAME", help_heading = "Event")]
    pub label: Vec<String>,

    /// Whether the pull request is a draft.
    #[arg(long, value_name = "BOOLEAN", help_heading = "Event")]
    pub draft: Option<bool>,

    /// The webhook's payload, as a JSON file: what conditions see as `event`.
    #[arg(long, value_name = "FILE", help_heading = "Event")]
    pub payload: Option<PathBuf>,

    /// A variable of the build, such as one of a group; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Event")]
    pub env: Vec<String>,

    /// How to answer.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    pub output_format: ListFormat,

    /// Whether to colour the output.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub color: ColorChoice,

    /// Print a line for each workflow only, without the reasons.
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
}

#[derive(Args, Debug)]
pub(super) struct DryRunArgs {
    /// The file, or a directory that holds one codemagic.yaml. Without it, that of the
    /// current repository.
    #[arg(value_name = "PATH", value_parser = any_path())]
    pub path: Option<PathBuf>,

    /// The workflow's id; may be left out where one workflow alone publishes to App
    /// Store Connect.
    #[arg(long, value_name = "ID")]
    pub workflow: Option<String>,

    /// The account in App Store Connect, as a file describes it; without one, an
    /// account that is ready to publish.
    #[arg(long, value_name = "FILE", conflicts_with = "server")]
    pub account: Option<PathBuf>,

    /// A mock server that runs already, instead of one of its own. Only addresses of
    /// this machine.
    #[arg(long, value_name = "URL", value_parser = server_address)]
    pub server: Option<String>,

    /// Variables that Codemagic would have from groups: `NAME=value` lines of a file, a
    /// pipe, or standard input (`-`). They are never shown where they are secrets.
    #[arg(long, value_name = "FILE")]
    pub env_file: Option<PathBuf>,

    /// The moment at which the upload ends, such as 2026-01-31T12:00:00Z; without it,
    /// the present one.
    #[arg(long, value_name = "TIMESTAMP", value_parser = timestamp)]
    pub now: Option<Timestamp>,

    /// The package that the build made, to read what it says of itself.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["bundle_id", "app_version", "build_number"],
        help_heading = "Package"
    )]
    pub ipa: Option<PathBuf>,

    /// The app's bundle id.
    #[arg(long, value_name = "ID", value_parser = plist_value, help_heading = "Package")]
    pub bundle_id: Option<String>,

    /// The app's version.
    #[arg(long, value_name = "VERSION", value_parser = plist_value, help_heading = "Package")]
    pub app_version: Option<String>,

    /// The build's number.
    #[arg(long, value_name = "NUMBER", value_parser = plist_value, help_heading = "Package")]
    pub build_number: Option<String>,

    /// The format of the report.
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = dry_run_format_parser(),
        default_value = "human",
        help_heading = "Output"
    )]
    pub output_format: publish::report::Format,

    /// Where the report goes, instead of standard output.
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    pub output_file: Option<PathBuf>,

    /// Whether to colour the output.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub color: ColorChoice,

    /// Print the outcome only, and what failed or deserves a look.
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,

    /// Print requests and variables too.
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    pub verbose: bool,
}

#[derive(Args, Debug)]
pub(super) struct MockServerArgs {
    /// Where to listen; only addresses of this machine.
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        value_parser = super::mock_server::listen_address,
        default_value = "127.0.0.1:0"
    )]
    pub listen: SocketAddr,

    /// The account, as a file describes it; without one, an account that is ready to
    /// publish any app.
    #[arg(long, value_name = "FILE")]
    pub account: Option<PathBuf>,

    /// Print each request and the status of its answer, to standard error.
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell.
    pub shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(super) struct ManArgs {
    /// The command whose page is printed; without it, that of the program.
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,

    /// Write all pages into this directory, which is made where it is missing.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub output_dir: Option<PathBuf>,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// What `--shellcheck` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ShellcheckChoice {
    Auto,
    Never,
    At(PathBuf),
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListFormat {
    Human,
    Json,
}

/// What a webhook tells of.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKind {
    /// Commits are pushed to a branch.
    Push,
    /// A pull request is opened or updated.
    #[value(name = "pull_request")]
    PullRequest,
    /// A pull request receives a label.
    #[value(name = "pull_request_labeled", alias = "pull_request_labelled")]
    PullRequestLabeled,
    /// A tag is pushed.
    Tag,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShowFormat {
    Yaml,
    Json,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShowOrigins {
    /// None.
    None,
    /// Those that came through an alias or a merge key.
    Merged,
    /// All.
    All,
}

impl From<ShowOrigins> for Comments {
    fn from(which: ShowOrigins) -> Self {
        match which {
            ShowOrigins::None => Self::None,
            ShowOrigins::Merged => Self::Merged,
            ShowOrigins::All => Self::All,
        }
    }
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhichSchema {
    /// The structure of codemagic.yaml.
    Codemagic,
    /// The structure of codemagic-lint.toml.
    Config,
    /// The structure of the JSON report.
    Report,
    /// The structure of the JSON report of a dry run.
    DryRun,
    /// The structure of what `show` writes as JSON.
    Show,
    /// The structure of what `triggers` writes as JSON.
    Triggers,
    /// The structure of account files of the mock App Store Connect.
    Account,
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::TypedValueParser as _;
    let names = Format::ALL.map(Format::name);
    clap::builder::PossibleValuesParser::new(names)
        .try_map(|name| name.parse::<Format>().map_err(|_| "not a format"))
}

fn dry_run_format_parser() -> impl clap::builder::TypedValueParser<Value = publish::report::Format>
{
    use clap::builder::TypedValueParser as _;
    let names = publish::report::Format::ALL.map(publish::report::Format::name);
    clap::builder::PossibleValuesParser::new(names).try_map(|name| {
        name.parse::<publish::report::Format>()
            .map_err(|_| "not a format")
    })
}

/// The address of a server on this machine.
fn server_address(text: &str) -> Result<String, String> {
    match publish::Against::remote(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(problem) => Err(problem.words().to_owned()),
    }
}

/// A value that may stand in an `Info.plist`.
fn plist_value(text: &str) -> Result<String, String> {
    let is_word = |c: char| !c.is_control() && !c.is_whitespace();
    if text.is_empty() || text.len() > 255 || !text.chars().all(is_word) {
        return Err("expected one word of at most 255 characters".to_owned());
    }
    Ok(text.to_owned())
}

/// The name of a branch or tag, as the repository's web page shows it.
fn ref_name(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("expected a name without white space".to_owned());
    }
    match ["refs/heads/", "refs/tags/"]
        .into_iter()
        .find(|prefix| text.starts_with(prefix))
    {
        Some(prefix) => Err(format!("write the name without `{prefix}`")),
        None => Ok(text.to_owned()),
    }
}

/// A path inside the repository, without `./`.
fn changed_file(text: &str) -> Result<String, String> {
    let path = crate::repository::paths::join("", text).filter(|path| !path.is_empty());
    path.ok_or_else(|| {
        "expected a path relative to the repository, with `/` between its parts".to_owned()
    })
}

fn fail_on_parser() -> impl clap::builder::TypedValueParser<Value = FailOn> {
    use clap::builder::TypedValueParser as _;
    clap::builder::PossibleValuesParser::new(["error", "warning", "info", "hint", "never"])
        .try_map(|name| name.parse::<FailOn>().map_err(|_| "not a severity"))
}

fn shellcheck_parser() -> impl clap::builder::TypedValueParser<Value = ShellcheckChoice> {
    use clap::builder::TypedValueParser as _;
    clap::builder::OsStringValueParser::new().map(|value| match value.to_str() {
        Some("auto") => ShellcheckChoice::Auto,
        Some("never") => ShellcheckChoice::Never,
        _ => ShellcheckChoice::At(PathBuf::from(value)),
    })
}

/// Also the empty path, which an unset variable leaves: the search explains it.
fn any_path() -> impl clap::builder::TypedValueParser<Value = PathBuf> {
    use clap::builder::TypedValueParser as _;
    clap::builder::OsStringValueParser::new().map(PathBuf::from)
}

fn whole_number(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| "expected a whole number".to_owned())
}

fn timestamp(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| {
        "expected a date and time with a zone, such as 2026-01-31T12:00:00Z".to_owned()
    })
}

#[derive(Args, Debug)]
pub(super) struct LspArgs {
    /// Standard input and output, which is the only way there is: some editors say so.
    #[arg(long)]
    pub stdio: bool,
}
