//! `when` on a step that runs before the repository is there.

use crate::rules::prelude::*;
use crate::rules::shared::conditions::WhenPlace;

rule! {
    id: "when-before-clone",
    category: Triggering,
    summary: "`when` on a step that runs before the repository is cloned",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for when in view.whens() {
        if when.place == WhenPlace::PreClone {
            report
                .at(
                    when.key,
                    "`when` is judged after cloning, but this step runs before",
                )
                .help("move the step to `scripts`, or test in the script itself");
        }
    }
}
