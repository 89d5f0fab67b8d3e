//! Tools whose calls mean something, each with what its calls mean.

use crate::expression::shell::Command;
use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;

/// Tools by their names, each with what is known of its calls. The same table finds the
/// calls and tells what they mean, so that no tool is looked for in vain, and none that
/// means something is overlooked.
pub(crate) struct ToolTable<T: 'static, const N: usize>(pub [(&'static str, T); N]);

impl<T: Copy, const N: usize> ToolTable<T, N> {
    /// What is known of the tool that a command calls.
    pub fn of(&self, command: &Command<'_>) -> Option<T> {
        self.named(command.tool())
    }

    /// What is known of a tool.
    pub fn named(&self, tool: &str) -> Option<T> {
        let mut entries = self.0.iter();
        let (_, known) = entries.find(|(name, _)| *name == tool)?;
        Some(*known)
    }

    /// The commands of a workflow that call one of the tools, with their places among
    /// all and what is known of the tool.
    pub fn calls<'v, 'a>(
        self,
        view: &'v WorkflowView<'a>,
    ) -> impl Iterator<Item = (usize, &'v StepCommand<'a>, T)> {
        let calls = view.calls(self.0.map(|(name, _)| name));
        // Other tools may have the same number.
        calls.filter_map(move |(at, found)| Some((at, found, self.of(found.command())?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::shell::parse;

    #[test]
    fn every_tool_of_a_table_is_known() {
        let table = ToolTable([("cp", 1), ("mv", 2)]);
        let of = |script: &str| table.of(&parse(script).commands[0]);
        assert_eq!(of("cp a b"), Some(1));
        assert_eq!(of("sudo /bin/mv a b"), Some(2));
        assert_eq!(of("ls cp"), None);
        assert_eq!(table.named("rm"), None);
    }
}
