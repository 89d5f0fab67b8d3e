//! What rules about scripts share: where steps run, what they print to the log, and
//! lines to add.

use crate::expression::shell::{Command, ReadKind, Script};
use crate::knowledge::machines::Platform;
use crate::model::Workflow;
use crate::rules::check::WorkflowView;
use crate::rules::steps::{StepCommand, StepScript};
use crate::rules::texts::Phase;
use crate::syntax::{NodeId, ScalarStyle, Span, Tree};

use super::tools::platform;

/// What the workflow's machine runs: a Mac where the file names none; `None` where
/// that is not to be known.
pub(crate) fn machine(workflow: &Workflow) -> Option<Platform> {
    if workflow.instance_type.is_set() {
        platform(workflow)
    } else {
        Some(Platform::MacOs)
    }
}

/// The commands that fail their step where they fail: they run in every build, and
/// neither the script nor the step overlooks it.
pub(crate) fn decisive<'v>(
    view: &'v WorkflowView<'_>,
) -> impl Iterator<Item = StepCommand<'v>> + 'v {
    let scripts = view.scripts().iter();
    let built = scripts.filter(|script| script.phase != Phase::PreClone && !may_be_left(script));
    let commands = built.flat_map(StepScript::commands);
    commands.filter(|found| {
        let context = &found.command().context;
        !context.is_conditional && !context.is_tested && context.function.is_none()
    })
}

/// Whether a step may be left out, or fail without harm.
fn may_be_left(script: &StepScript<'_>) -> bool {
    script
        .step
        .is_some_and(|step| step.when.is_set() || step.ignore_failure.may_be_true())
}

/// Whether what a command prints ends in the build's log.
pub(crate) fn prints_to_log(command: &Command<'_>) -> bool {
    command.pipes_to.is_none()
        && !command.context.in_substitution
        && !command.context.in_subshell
        && command.outputs().next().is_none()
}

/// Whether a variable of the environment is read, one that may be unset.
pub(crate) fn is_bare(kind: ReadKind) -> bool {
    matches!(
        kind,
        ReadKind::Plain | ReadKind::Modified | ReadKind::PowerShell
    )
}

/// Whether the name is one that shells and machines set, though no page lists it.
pub(crate) fn is_of_the_shell(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "COLUMNS",
        "_",
        "env",
        "EDITOR",
        "EUID",
        "HOSTNAME",
        "IFS",
        "LANG",
        "LINENO",
        "LINES",
        "LOGNAME",
        "OLDPWD",
        "OPTARG",
        "OPTIND",
        "OSTYPE",
        "PPID",
        "PROCESSOR_ARCHITECTURE",
        "RANDOM",
        "REPLY",
        "SECONDS",
        "SHELL",
        "SHLVL",
        "TEMP",
        "TERM",
        "TMP",
        "UID",
        "USERNAME",
        "USERPROFILE",
        "XDG_RUNTIME_DIR",
    ];
    const PREFIXES: &[&str] = &[
        "ANDROID_",
        "APPDATA",
        "BASH",
        "COMP_",
        "DIRSTACK",
        "FUNCNAME",
        "FUNCNEST",
        "GEM_",
        "GOPATH",
        "GOROOT",
        "GROUPS",
        "HISTFILE",
        "HOMEBREW_",
        "HOSTTYPE",
        "JAVA_HOME",
        "LC_",
        "LOCALAPPDATA",
        "MACHTYPE",
        "NVM_",
        "PIPESTATUS",
        "PROGRAMDATA",
        "PROGRAMFILES",
        "PS4",
        "PSModulePath",
        "PUB_CACHE",
        "RBENV_",
        "SYSTEMROOT",
        "XPC_",
        "ZSH",
        "Program",
        "System",
        "pipestatus",
        "http_proxy",
        "https_proxy",
    ];
    NAMES.contains(&name) || PREFIXES.iter().any(|start| name.starts_with(start))
}

/// Whether a command runs a program of the repository, whose work is not seen.
pub(crate) fn runs_own_program(command: &Command<'_>) -> bool {
    const INTERPRETERS: &[&str] = &[
        "bash", "dart", "node", "perl", "php", "python", "python3", "ruby", "sh", "swift", "zsh",
    ];
    const RUNNERS: &[&str] = &[
        "fastlane", "just", "make", "melos", "mise", "rake", "task", "tuist",
    ];
    let program = command.program().map_or("", |word| &*word.text);
    let is_file = program.contains('/')
        && !program.starts_with(['/', '~'])
        && !program.starts_with("$HOME")
        && !program.starts_with("$FLUTTER_ROOT")
        && !program.ends_with("/gradlew")
        && !program.contains("node_modules");
    let reads_file = INTERPRETERS.contains(&command.tool())
        && command.operands().next().is_some()
        && !command.has("-c")
        && !command.has("-e");
    let is_runner = RUNNERS.contains(&command.tool())
        || (matches!(command.tool(), "bundle" | "npx") && command.has("fastlane"));
    is_file || reads_file || is_runner
}

/// Where and how to put a line behind a command, which must stand on lines of its
/// own in a literal block.
pub(crate) fn line_after(
    view: &WorkflowView<'_>,
    node: NodeId,
    text: &str,
    command: &Command<'_>,
    line: &str,
) -> Option<(Span, String)> {
    let tree = view.tree();
    let has_document = command.redirects.iter().any(|it| it.document.is_some());
    let before = text.get(..command.range.start)?.rsplit('\n').next()?;
    let behind = text.get(command.range.end..)?.split('\n').next()?.trim();
    let is_alone = before.trim().is_empty() && (behind.is_empty() || behind.starts_with('#'));
    if tree.scalar_style(node) != Some(ScalarStyle::Literal) || has_document || !is_alone {
        return None;
    }
    let span = view.script_span(node, command.range.clone());
    let source = tree.source();
    let first = source.line_span(source.line_index(span.start()))?;
    let last = source.line_span(source.line_index(span.end()))?;
    let written = source.slice(first);
    let indent = &written[..written.len() - written.trim_start().len()];
    let rest = source.slice(last).trim_end_matches(['\r', '\n']);
    let end = last.start() + rest.len();
    Some((Span::at(end), format!("{}{indent}{line}", line_end(tree))))
}

/// How the lines of the file end.
pub(crate) fn line_end(tree: &Tree) -> &'static str {
    let first = tree.source().line_span(0).map_or(0, Span::end);
    let rest = tree.source().text().get(first..).unwrap_or_default();
    if rest.starts_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// Whether a command overlooks its own failure: `… || true`.
pub(crate) fn is_overlooked(text: &str, script: &Script<'_>, index: usize) -> bool {
    let (Some(command), Some(next)) = (script.commands.get(index), script.commands.get(index + 1))
    else {
        return false;
    };
    let between = text
        .get(command.range.end..next.range.start)
        .unwrap_or_default();
    between.trim() == "||" && matches!(next.tool(), "true" | ":" | "echo")
}
