//! The key to Firebase in the repository.

use crate::knowledge::secret_names::may_be_token;
use crate::rules::prelude::*;
use crate::rules::shared::publishers::{firebase, text};
use crate::rules::shared::service_accounts::written_out;

rule! {
    id: "firebase-credentials-literal",
    category: Security,
    summary: "credentials for Firebase written into the file",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(firebase) = firebase(view).map(|firebase| firebase.section) else {
        return;
    };
    let tree = view.tree();
    let token = text(tree, &firebase.firebase_token)
        .filter(|(_, text)| may_be_token(text))
        .map(|(node, _)| node)
        .or_else(|| written_out(tree, &firebase.firebase_token));
    let account = written_out(tree, &firebase.firebase_service_account);
    let found = [(account, "the service account's key"), (token, "the token")];
    for (node, what) in found {
        let Some(node) = node else { continue };
        report
            .span(node, tree.span(node), format!("{what} is written into the file, for everyone who can read the repository"))
            .help("revoke it, keep the key of a service account as a Secret in a variable group, and write `firebase_service_account: $FIREBASE_SERVICE_ACCOUNT`");
    }
}
