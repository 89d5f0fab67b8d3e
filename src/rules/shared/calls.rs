//! The places of commands, and what an option says.

use crate::expression::shell::Command;
use crate::rules::check::{VariableSource, WorkflowView};
use crate::rules::steps::StepCommand;
use crate::syntax::Span;

use super::variables::may_be_set_by_a_step;

/// The place of a command, with all its words.
pub(crate) fn place(view: &WorkflowView<'_>, found: &StepCommand<'_>) -> Span {
    view.script_span(found.script, found.command().range.clone())
}

/// The place of a tool and its first argument: `flutter build`.
pub(crate) fn place_of_call(view: &WorkflowView<'_>, found: &StepCommand<'_>) -> Span {
    let command = found.command();
    let (Some(tool), Some(first)) = (command.program(), command.arguments().first()) else {
        return place(view, found);
    };
    view.script_span(found.script, tool.range.start..first.range.end)
}

/// Whether a variable is there for a script, or may be: set by the service, by
/// `vars` or by a step, or in a group.
pub(crate) fn may_have_variable(view: &WorkflowView<'_>, name: &str) -> bool {
    view.variable(name) != VariableSource::Nothing || may_be_set_by_a_step(view, name)
}

/// Options without a value, behind which a variable may stand for more options.
const FLAGS: [&str; 8] = [
    "--create",
    "--delete-stale-profiles",
    "--strict-match-identifier",
    "--skip-tests",
    "--verbose",
    "-v",
    "--no-color",
    "--json",
];

/// Whether a variable among the arguments may hold options that are not to be seen.
/// The one behind the action, which is what it is about, does not.
pub(crate) fn may_have_more_options(command: &Command<'_>) -> bool {
    let arguments = command.arguments();
    let pairs = arguments.iter().zip(arguments.iter().skip(1)).skip(1);
    pairs
        .filter(|(before, _)| {
            !before.text.starts_with('-')
                || before.text.contains('=')
                || FLAGS.contains(&&*before.text)
        })
        .any(|(_, word)| {
            let is_quoted = word.range.len() > word.text.len();
            word.text.starts_with(['$', '`']) && !is_quoted
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::shell::parse;

    #[test]
    fn variables_may_hold_options() {
        let cases = [
            ("tool do $MORE", false),
            ("tool do it $MORE", true),
            ("tool do it \"$MORE\"", false),
            ("tool do $ID --create $MORE", true),
            ("tool do $ID --type $TYPE", false),
            ("tool do $ID --type=A $MORE", true),
            ("tool do $ID --type A $(more)", true),
            ("tool do", false),
        ];
        for (script, expected) in cases {
            let parsed = parse(script);
            let found = parsed.commands.iter().find(|it| it.tool() == "tool");
            assert_eq!(found.map(may_have_more_options), Some(expected), "{script}");
        }
    }
}
