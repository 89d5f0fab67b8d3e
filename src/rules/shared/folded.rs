//! Where YAML has joined lines of a script that belong apart.

use std::ops::Range;

use crate::expression::shell::Command;
use crate::rules::check::WorkflowView;
use crate::rules::steps::StepScript;
use crate::syntax::{ScalarStyle, Span};

/// What is wrong where two lines were joined.
pub(crate) enum Joint {
    /// The second begins with a command, by this word.
    Command(String),
    /// The first ends in a backslash.
    Backslash,
    /// The first is a comment.
    Comment,
}

/// Words that begin a command, or a part of `if` and loops, and hardly ever stand
/// for anything else at the head of a line.
const COMMANDS: &[&str] = &[
    "app-store-connect",
    "brew",
    "bundle",
    "cd",
    "chmod",
    "cp",
    "curl",
    "dart",
    "do",
    "done",
    "echo",
    "elif",
    "else",
    "export",
    "fastlane",
    "fi",
    "firebase",
    "flutter",
    "flutterfire",
    "for",
    "gem",
    "git",
    "google-play",
    "gradle",
    "gradlew",
    "if",
    "keychain",
    "keytool",
    "ls",
    "mkdir",
    "mv",
    "npm",
    "npx",
    "pip",
    "pip3",
    "pnpm",
    "pod",
    "printf",
    "pwd",
    "python3",
    "rm",
    "sed",
    "set",
    "source",
    "sudo",
    "then",
    "unzip",
    "while",
    "xcode-project",
    "xcodebuild",
    "xcrun",
    "yarn",
];

/// Those of them that are words of prose, too.
const PROSE: &[&str] = &[
    "do", "done", "else", "for", "if", "set", "source", "then", "while",
];

/// Words behind which a command of its own may follow.
const PREFIXES: &[&str] = &[
    "!", "command", "do", "else", "env", "exec", "fvm", "if", "nohup", "npx", "run", "sudo",
    "then", "time", "until", "while", "xargs", "xcrun",
];

/// The first place where lines were joined to their harm, with its bytes in the
/// script.
pub(crate) fn first_joint(
    view: &WorkflowView<'_>,
    script: &StepScript<'_>,
) -> Option<(Range<usize>, Joint)> {
    let tree = view.tree();
    let style = tree.scalar_style(script.node)?;
    let span = tree.span(tree.resolve(script.node));
    let is_joined = matches!(style, ScalarStyle::Plain | ScalarStyle::Folded)
        && tree.source().first_line_of(span) != span;
    if !is_joined {
        return None;
    }
    let text = script.read.text;
    let shell = &script.read.shell;
    let are_apart = |first: usize, second: usize| {
        let place = |at: usize| view.script_span(script.node, at..at + 1).start();
        let gap = Span::new(place(first), place(second).max(place(first)));
        tree.source().slice(gap).contains('\n')
    };
    let backslash = text.match_indices("\\ ").map(|(at, _)| at).find(|at| {
        let next = text[at + 1..].find(|c: char| c != ' ');
        next.is_some_and(|next| are_apart(*at, at + 1 + next))
    });
    if let Some(at) = backslash {
        return Some((at..at + 1, Joint::Backslash));
    }
    let mut comments = shell.comments.iter();
    if let Some(comment) = comments.find(|it| are_apart(it.start, it.end.saturating_sub(1))) {
        return Some((comment.start..comment.start + 1, Joint::Comment));
    }
    shell.commands.iter().find_map(|command| {
        let (range, word) = second_command(command, are_apart)?;
        Some((range, Joint::Command(word)))
    })
}

/// A word of a command that begins a line and, by its looks, another command.
fn second_command(
    command: &Command<'_>,
    are_apart: impl Fn(usize, usize) -> bool,
) -> Option<(Range<usize>, String)> {
    let prints = matches!(command.tool(), "echo" | "printf");
    let pairs = command.words.windows(2);
    pairs
        .filter_map(|pair| Some((pair.first()?, pair.get(1)?)))
        .find_map(|(before, word)| {
            let is_command = COMMANDS.contains(&&*word.text)
                || word.text.starts_with("./")
                || word.text.ends_with("/gradlew");
            let is_prose = prints && PROSE.contains(&&*word.text);
            let takes_command = PREFIXES.contains(&&*before.text) || before.text.starts_with('-');
            let begins = is_command
                && !is_prose
                && !takes_command
                && are_apart(before.range.start, word.range.start);
            begins.then(|| (word.range.clone(), word.text.clone().into_owned()))
        })
}
