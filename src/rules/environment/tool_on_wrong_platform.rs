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
        tools::platform(view),
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
    for (name, field, platforms) in known {
        let Some(key) = field.key().filter(|_| field.is_set()) else {
            continue;
        };
        if platforms.contains(&platform) || (needs_mac && platforms == mac) {
            continue;
        }
        let word = machine
            .value()
            .and_then(Value::literal)
            .map_or("", |it| InstanceType::word(*it));
        let draft = report
            .at(
                key,
                format!(
                    "`{name}` has no effect on `{word}`, which runs {}",
                    platform.name()
                ),
            )
            .help("remove the key, or choose the machine that the workflow needs")
            .related(tree, node, "the machine is chosen here")
            .in_use();
        if let Some(span) = removal::of_entry(tree, key).filter(|_| !tree.is_shared(key)) {
            draft.fix(Fix::suggestion(format!("remove `{name}`"), span, ""));
        }
    }
}
