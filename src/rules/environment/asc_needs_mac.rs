//! Apple apps are built and uploaded on macOS.

use crate::model::workflow::InstanceType;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::apple_work;

rule! {
    id: "asc-needs-mac",
    category: Environment,
    severity: Error,
    summary: "an iOS or macOS app on a machine without macOS",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let machine = &view.workflow.instance_type;
    let (Some(node), Some(Value::Literal(kind))) = (machine.node(), machine.value()) else {
        return;
    };
    if kind.is_mac() {
        return;
    }
    let Some((place, what)) = apple_work(view) else {
        return;
    };
    let tree = view.tree();
    let draft = report
        .at(
            node,
            format!(
                "`{}` cannot build or publish an app for Apple's platforms",
                kind.word()
            ),
        )
        .help("choose a Mac, such as `mac_mini_m2`; Xcode runs nowhere else")
        .related_span(place, what)
        .in_use();
    if tree.kind(node) == NodeKind::Scalar {
        let mac = InstanceType::MacMiniM2.word();
        draft.fix(Fix::suggestion(
            format!("write `{mac}`"),
            tree.span(node),
            mac,
        ));
    }
}
