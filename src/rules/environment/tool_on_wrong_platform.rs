//! Keys that only machines of one platform heed.

use crate::knowledge::machines::Platform;
use crate::model::workflow::InstanceType;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::builds;
use crate::rules::shared::{removal, tools};

rule! {
    id: "tool-on-wrong-platform",
    category: Environment,
    summary: "a version of a tool that the machine's platform does not have",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let machine = &view.workflow.instance_type;
    let (Some(environment), Some(platform), Some(node)) = (
        tools::environment(view),
        tools::platform(view.workflow),
        machine.node(),
    ) else {
        return;
    };
    let mac = [Platform::MacOs].as_slice();
    let known: [(&str, _, &[Platform]); 5] = [
        ("xcode", &environment.xcode, mac),
        ("cocoapods", &environment.cocoapods, mac),
        ("ruby", &environment.ruby, mac),
        // Windows machines come without it, but it can be installed there.
        (
            "unity",
            &environment.unity,
            &[Platform::MacOs, Platform::Windows],
        ),
        ("ubuntu", &environment.ubuntu, &[Platform::Linux]),
    ];
    // Then the machine is the mistake, and `asc-needs-mac` says so.
    let needs_mac = builds(view).next().is_some()
        || view
            .workflow
            .publishing
            .value()
            .is_some_and(|it| it.app_store_connect.is_set());
    let idle: Vec<(&str, NodeId)> = known
        .into_iter()
        .filter(|(_, field, _)| field.is_set())
        .filter(|(_, _, heeded)| !(heeded.contains(&platform) || needs_mac && *heeded == mac))
        .filter_map(|(name, field, _)| Some((name, field.key()?)))
        .collect();
    let Some(&(_, place)) = idle.first() else {
        return;
    };
    let word = machine
        .value()
        .and_then(Value::literal)
        .map_or("", |it| InstanceType::word(*it));
    let names: Vec<String> = idle.iter().map(|(name, _)| format!("`{name}`")).collect();
    let verb = if names.len() == 1 { "has" } else { "have" };
    let draft = report
        .at(
            place,
            format!(
                "{} {verb} no effect on `{word}`, which runs {}",
                names.join(" and "),
                platform.name()
            ),
        )
        .related(tree, node, "the machine is chosen here");
    if tree.is_shared(place) {
        // Another workflow may need it, and here it does no harm.
        draft
            .severity(Severity::Hint)
            .help("where other workflows need these versions, nothing is wrong");
        return;
    }
    draft
        .help("remove what has no effect, or choose the machine that the workflow needs")
        .in_use();
    let span = removal::of_entry(tree, place).filter(|_| idle.len() == 1);
    if let Some(span) = span {
        draft.fix(Fix::suggestion(
            format!("remove {}", names.concat()),
            span,
            "",
        ));
    }
}
