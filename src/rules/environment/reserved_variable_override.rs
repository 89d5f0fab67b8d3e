//! `vars` that take the place of Codemagic's own variables.

use crate::knowledge::variables::{Availability, built_in};
use crate::rules::prelude::*;

rule! {
    id: "reserved-variable-override",
    category: Environment,
    summary: "`vars` with the name of a variable that Codemagic sets",
    source: "https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    check: Workflow(check),
}

/// Set by the machine: to change them is what `vars` are for.
const OF_THE_MACHINE: [&str; 10] = [
    "ANDROID_HOME",
    "ANDROID_NDK_HOME",
    "ANDROID_SDK_ROOT",
    "FLUTTER_ROOT",
    "HOME",
    "JAVA_HOME",
    "PATH",
    "TMPDIR",
    "UNITY_HOME",
    "USER",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let environment = view.workflow.environment.value();
    let entries = environment.map(|environment| environment.vars.entries());
    for entry in entries.unwrap_or_default() {
        let (key, value) = (entry.entry.key, entry.value);
        let name = tree.scalar(key).unwrap_or_default();
        let is_given = built_in(name).is_some_and(|it| {
            !matches!(
                it.availability,
                Availability::Setting | Availability::AndroidSigning
            )
        });
        // `NAME: $NAME` hands the value on, and `CI: true` changes nothing.
        let text = value.map(|value| value.get(tree)).unwrap_or_default();
        let is_same = text.contains(name) || (is_flag(name) && text == "true");
        if !is_given || is_same || OF_THE_MACHINE.contains(&name) {
            continue;
        }
        report
            .at(key, format!("`{name}` is set by Codemagic, and this value takes its place"))
            .help("choose another name: tools and steps that read the variable get this value in every build");
    }
}

fn is_flag(name: &str) -> bool {
    name.ends_with("CI") || name == "CONTINUOUS_INTEGRATION"
}
