//! Most machines are for those who pay.

use crate::knowledge::machines::{self, AS_OF, Access};
use crate::rules::prelude::*;

rule! {
    id: "instance-type-plan",
    category: Environment,
    severity: Hint,
    summary: "a machine that needs billing to be enabled",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let field = &view.workflow.instance_type;
    let (Some(node), Some(Value::Literal(kind))) = (field.node(), field.value()) else {
        return;
    };
    let word = kind.word();
    let has_it = &view.file.settings.known.instance_types;
    if has_it.iter().any(|it| it == word) {
        return;
    }
    let message = match machines::find(word).map(|machine| machine.access) {
        Some(Access::Billing) => format!("`{word}` needs billing to be enabled (as of {AS_OF})"),
        Some(Access::Request) => {
            format!("`{word}` needs billing, and is given on request (as of {AS_OF})")
        }
        _ => return,
    };
    report
        .at(view.tree().resolve(node), message)
        .help("where the team has the machine, list it under `known.instance-types`; without billing Codemagic refuses to start the build");
}
