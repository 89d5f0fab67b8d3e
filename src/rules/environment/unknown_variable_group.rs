//! A variable group that does not exist.

use crate::rules::prelude::*;
use crate::rules::shared::words::nearest;

rule! {
    id: "unknown-variable-group",
    category: Environment,
    severity: Error,
    summary: "a variable group that is not among those the project lists",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let (Some(known), Some(environment)) = (
        &view.file.settings.known.groups,
        view.workflow.environment.value(),
    ) else {
        return;
    };
    let tree = view.tree();
    for group in environment
        .groups
        .items()
        .iter()
        .filter_map(|item| item.value)
    {
        let name = group.get(tree);
        if name.starts_with('$') || known.iter().any(|known| known == name) {
            continue;
        }
        let help = "names must be as under the environment variables of the application or team, letter for letter; Codemagic rejects the whole file otherwise, an empty group too";
        match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => {
                let quoted = format!("'{}'", near.replace('\'', "''"));
                let span = tree.span(group.0);
                report
                    .at(
                        group.0,
                        format!("unknown variable group `{name}`; did you mean `{near}`?"),
                    )
                    .help(help)
                    .fix(Fix::suggestion(format!("write `{near}`"), span, quoted));
            }
            None => {
                report
                    .at(group.0, format!("unknown variable group `{name}`"))
                    .help(help);
            }
        }
    }
}
