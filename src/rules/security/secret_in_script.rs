//! Secrets inside scripts.

use crate::knowledge::private_keys::private_keys;
use crate::knowledge::secrets::find;
use crate::rules::prelude::*;

rule! {
    id: "secret-in-script",
    category: Security,
    summary: "a token or key of a well-known form inside a script",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        if !view.file.is_first(report, script.node, false) {
            continue;
        }
        let text = script.read.text;
        for (range, form) in find(text) {
            // Keys of Firebase are public: its rules protect the data.
            if form.shipped && mentions_firebase(text, range.start) {
                continue;
            }
            let span = view.script_span(script.node, range);
            let draft = report.span(
                script.node,
                span,
                format!(
                    "this is {}, for everyone who can read the repository",
                    form.what
                ),
            );
            if form.shipped {
                draft
                    .severity(Severity::Warning)
                    .help("restrict the key to your apps in the Google Cloud console; if it may do more, revoke it and keep its successor as a Secret in a variable group");
            } else {
                draft.help("revoke it where it was issued: it stays in the history; keep its successor as a Secret in a variable group, and write `$NAME` here");
            }
        }
        for range in private_keys(text) {
            report
                .span(
                    script.node,
                    view.script_span(script.node, range),
                    "this is a private key, for everyone who can read the repository",
                )
                .help("revoke it: it stays in the history; keep its successor as a Secret in a variable group, and write `\"$NAME\"` here");
        }
    }
}

/// Whether the line speaks of Firebase.
fn mentions_firebase(text: &str, at: usize) -> bool {
    let before = text[..at].rsplit('\n').next().unwrap_or_default();
    before.to_ascii_lowercase().contains("firebase")
}
