//! Workflows, shown to something that is no rule but wants to know what rules know.

use crate::model::Config;
use crate::syntax::Tree;

use super::allowance::Allowance;
use super::check::{File, SharedReading, WorkflowView};
use super::settings::Settings;

/// One workflow of a file. It may be looked at again and again: what is read of its
/// scripts is read once, and nothing is read of the others'.
pub(crate) struct Shown<'a> {
    file: File<'a>,
    position: usize,
}

impl<'a> Shown<'a> {
    /// The workflow at this place in the file. `None` where there is none that can be
    /// read, or it shares so much that looking at it would take too long.
    pub fn new(
        tree: &'a Tree,
        config: &'a Config,
        settings: &'a Settings,
        position: usize,
    ) -> Option<Self> {
        let entry = config.workflows.entries().get(position)?;
        let workflow = entry.value.as_deref()?;
        let may_be_shown = Allowance::new(tree).may_be_shown(entry.entry.value);
        may_be_shown.then(|| Self {
            file: File {
                tree,
                config,
                settings,
                read: SharedReading::of_workflow(tree, workflow),
            },
            position,
        })
    }

    /// Looks at it.
    pub fn look<T>(&self, look: impl for<'v> FnOnce(&'v WorkflowView<'v>) -> T) -> Option<T> {
        let entry = self.file.config.workflows.entries().get(self.position)?;
        let workflow = entry.value.as_deref()?;
        Some(look(&WorkflowView::new(&self.file, entry, workflow)))
    }
}

/// Looks at the first workflows of a file, so many at most, those left out that cannot be
/// read and those that together share too much.
pub(crate) fn look_at_first(
    (tree, config, settings): (&Tree, &Config, &Settings),
    most: usize,
    mut look: impl for<'v> FnMut(&'v WorkflowView<'v>),
) {
    let file = File {
        tree,
        config,
        settings,
        read: SharedReading::new(tree, config),
    };
    let mut allowance = Allowance::new(tree);
    for entry in config.workflows.entries().iter().take(most) {
        let workflow = entry.value.as_deref();
        let workflow = workflow.filter(|_| allowance.may_be_shown(entry.entry.value));
        if let Some(workflow) = workflow {
            look(&WorkflowView::new(&file, entry, workflow));
        }
    }
}
