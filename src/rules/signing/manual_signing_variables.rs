//! Signing by hand needs its variables.

use rustc_hash::FxHashSet;

use crate::expression::shell::ReadKind;
use crate::rules::prelude::*;
use crate::rules::shared::calls::may_have_variable;

rule! {
    id: "manual-signing-variables",
    category: Signing,
    summary: "a certificate or profile taken from a variable that nothing sets",
    source: "https://docs.codemagic.io/yaml-code-signing/alternative-code-signing-methods/",
    check: Workflow(check),
}

/// The variables of the documentation. A certificate may have no password.
const VARIABLES: [&str; 3] = ["CM_CERTIFICATE", "CM_PROVISIONING_PROFILE", "CM_KEYSTORE"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let mut seen = FxHashSet::default();
    for script in view.build_scripts() {
        let reads = script.read.shell.reads.iter();
        for read in reads.filter(|read| VARIABLES.contains(&read.name)) {
            let is_needed = matches!(read.kind, ReadKind::Plain | ReadKind::Required)
                && !view.assignments().tested.contains(read.name);
            if !is_needed || may_have_variable(view, read.name) || !seen.insert(read.name) {
                continue;
            }
            let span = view.script_span(script.node, read.range.clone());
            report
                .span(
                    script.node,
                    span,
                    format!("`{}` is empty: nothing sets it, and the workflow imports no group", read.name),
                )
                .help("import the variable group that holds the signing files under `environment.groups`; nothing can be signed otherwise")
                .in_use();
        }
    }
}
