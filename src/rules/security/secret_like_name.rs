//! Names that tell of secrets.

use crate::knowledge::private_keys::private_keys;
use crate::knowledge::secret_names::{may_be, named};
use crate::knowledge::secrets::find;
use crate::rules::prelude::*;
use crate::rules::shared::literal_vars::vars;

rule! {
    id: "secret-like-name",
    category: Security,
    severity: Warning,
    summary: "a variable that is a secret by its name, with its value in the file",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for (name, node, text) in vars(view) {
        let is_secret = named(name).is_some_and(|named| may_be(named, text));
        // What has a known form is told by other rules.
        if !is_secret || !find(text).is_empty() || !private_keys(text).is_empty() {
            continue;
        }
        report
            .span(
                node,
                tree.span(node),
                format!("`{name}` sounds like a secret, and its value is written into the file"),
            )
            .help("keep it as a Secret in a variable group and import that under `environment.groups`; what stands here is known to everyone who can read the repository, and stays in the history");
    }
}
