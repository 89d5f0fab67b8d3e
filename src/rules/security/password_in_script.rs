//! Passwords inside scripts, told by the options and names that take them.

use std::ops::Range;

use crate::knowledge::private_keys::private_keys;
use crate::knowledge::secrets::find;
use crate::rules::prelude::*;
use crate::rules::shared::passwords::{in_command, in_lines};
use rustc_hash::FxHashSet;

rule! {
    id: "password-in-script",
    category: Security,
    severity: Warning,
    summary: "a password or token that is written into a script",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        if !view.file.is_first(report, script.node, false) {
            continue;
        }
        let text = script.read.text;
        let shell = &script.read.shell;
        let mut found: Vec<(Range<usize>, String)> =
            shell.commands.iter().flat_map(in_command).collect();
        let documents = shell.documents.iter().map(|it| it.body.clone());
        found.extend(documents.flat_map(|body| in_lines(text, body)));
        let mut seen = FxHashSet::default();
        for (range, name) in found {
            let value = text.get(range.clone()).unwrap_or_default();
            // What has a known form is told by another rule.
            let is_told = !find(value).is_empty() || !private_keys(value).is_empty();
            if is_told || !seen.insert(range.start) {
                continue;
            }
            report
                .span(
                    script.node,
                    view.script_span(script.node, range),
                    format!("the value of `{name}` is written into the script, for everyone who can read the repository"),
                )
                .help("keep it as a Secret in a variable group, and write `$NAME` here; what stands here stays in the history");
        }
    }
}
