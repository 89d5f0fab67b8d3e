//! Another Ruby than the one at hand has to be installed first.

use crate::knowledge::machines::Platform;
use crate::rules::prelude::*;
use crate::rules::shared::tools;

rule! {
    id: "ruby-slow",
    category: Environment,
    severity: Hint,
    summary: "a `ruby` other than the machine's own, which makes preparing the machine longer",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(environment) = tools::environment(view) else {
        return;
    };
    let Some((node, text)) = tools::written(view.tree(), &environment.ruby) else {
        return;
    };
    // Elsewhere the key means nothing.
    let without = tools::platform(view.workflow).is_some_and(|it| it != Platform::MacOs);
    if without || text == "default" {
        return;
    }
    report
        .at(
            node,
            "another Ruby than `default` makes the machine's preparation much longer",
        )
        .help("leave the key out if the machine's own version does");
}
