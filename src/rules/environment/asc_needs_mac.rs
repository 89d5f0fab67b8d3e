//! Apple apps are built and uploaded on macOS.

use crate::model::Field;
use crate::model::workflow::InstanceType;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::builds;

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

/// The place that needs macOS.
fn apple_work(view: &WorkflowView<'_>) -> Option<(Span, &'static str)> {
    let publishing = view.workflow.publishing.value();
    let asc = publishing.map(|publishing| &publishing.app_store_connect);
    if let Some(key) = asc.filter(|asc| asc.is_set()).and_then(Field::key) {
        return Some((view.tree().span(key), "published to App Store Connect here"));
    }
    let first = builds(view).next()?.command;
    let place = view.script_span(first.script, first.command.range());
    Some((place, "built for an Apple platform here"))
}
