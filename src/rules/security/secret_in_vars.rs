//! Secrets among the variables.

use crate::knowledge::secrets::find;
use crate::rules::prelude::*;
use crate::rules::shared::literal_vars::vars;

rule! {
    id: "secret-in-vars",
    category: Security,
    summary: "a token or key of a well-known service among `vars`",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for (name, node, text) in vars(view) {
        let Some((_, form)) = find(text).into_iter().next() else {
            continue;
        };
        // Keys of Firebase are public: its rules protect the data.
        if form.shipped && name.contains("FIREBASE") {
            continue;
        }
        let draft = report.span(
            node,
            tree.span(node),
            format!(
                "`{name}` holds {}, for everyone who can read the repository",
                form.what
            ),
        );
        if form.shipped {
            draft
                .severity(Severity::Warning)
                .help("restrict the key to your apps in the Google Cloud console; if it may do more, revoke it and keep its successor as a Secret in a variable group");
        } else {
            draft.help("revoke it where it was issued: it stays in the history; keep its successor as a Secret in a variable group and import that under `environment.groups`");
        }
    }
}
