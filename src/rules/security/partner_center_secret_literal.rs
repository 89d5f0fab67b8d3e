//! The key to the Microsoft Store in the repository.

use crate::knowledge::secret_names::stands_for_another;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::lacks_sigil;
use crate::rules::shared::publishers::{partner_center, text};

rule! {
    id: "partner-center-secret-literal",
    category: Security,
    summary: "the client secret for the Microsoft Store written into the file",
    source: "https://docs.codemagic.io/yaml-publishing/microsoft-store/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let secret = partner_center(view).and_then(|store| text(tree, &store.section.client_secret));
    let Some((node, secret)) = secret else { return };
    if stands_for_another(secret) || lacks_sigil(view, secret) {
        return;
    }
    report
        .span(node, tree.span(node), "the client secret is written into the file, for everyone who can read the repository")
        .help("delete it under the application's certificates and secrets in Entra ID, keep its successor as a Secret in a variable group, and write `client_secret: $CLIENT_SECRET`");
}
