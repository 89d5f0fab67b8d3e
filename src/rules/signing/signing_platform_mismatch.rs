//! Apple's signing files are of use on macOS.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::apple_work;
use crate::rules::shared::signing::ios_signing;

rule! {
    id: "signing-platform-mismatch",
    category: Signing,
    summary: "`ios_signing` on a machine without macOS",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((_, key)) = ios_signing(view) else {
        return;
    };
    let machine = &view.workflow.instance_type;
    let (Some(node), Some(Value::Literal(kind))) = (machine.node(), machine.value()) else {
        return;
    };
    // What cannot work there at all is the concern of `asc-needs-mac`.
    if kind.is_mac() || apple_work(view).is_some() {
        return;
    }
    let machine = kind.word();
    report
        .at(
            key,
            format!(
                "`ios_signing` on `{machine}`: certificates and profiles are of use on macOS only"
            ),
        )
        .help("choose a Mac, such as `mac_mini_m2`, or remove `ios_signing` from this workflow")
        .related(view.tree(), node, "the machine is chosen here")
        .in_use();
}
