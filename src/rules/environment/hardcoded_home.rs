//! Home directories of another machine.

use crate::knowledge::machines::Platform;
use crate::rules::prelude::*;
use crate::rules::shared::machine_tools::needs_mac;
use crate::rules::shared::scripts::machine;

rule! {
    id: "hardcoded-home",
    category: Environment,
    summary: "a path in the home directory of another platform's machines",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#working-directory",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let (home, own) = match machine(view.workflow) {
        Some(Platform::MacOs) => ("/home/builder", "/Users/builder"),
        Some(Platform::Linux) => ("/Users/builder", "/home/builder"),
        Some(Platform::Windows) => ("/Users/builder", "C:\\Users\\builder"),
        None => return,
    };
    // Then the machine is the mistake, and `asc-needs-mac` says so.
    if home == "/Users/builder" && needs_mac(view) {
        return;
    }
    let texts = view.texts().iter();
    for text in texts.filter(|text| text.text.contains(home)) {
        let first = text.text.match_indices(home).find(|(at, _)| {
            let is_whole = text.text[at + home.len()..]
                .starts_with(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
                || text.text.len() == at + home.len();
            let starts = !text.text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == ':');
            is_whole && starts && !text.is_comment(*at)
        });
        let Some((at, _)) = first else { continue };
        let span = view.script_span(text.place.node, at..at + home.len());
        report
            .span(
                text.place.node,
                span,
                format!("`{home}` does not exist on this machine"),
            )
            .help(format!(
                "it is `{own}` here; `$HOME` and `$CM_BUILD_DIR` are right on every machine"
            ))
            .in_use();
    }
}
