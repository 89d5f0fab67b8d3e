//! Machines have some versions of Xcode, and not for ever.

use crate::expression::version;
use crate::finding::Safety;
use crate::knowledge::machines::Platform;
use crate::knowledge::versions::{self, AS_OF, Standing, XCODE_WORDS};
use crate::rules::prelude::*;
use crate::rules::shared::edits::replace;
use crate::rules::shared::tools;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "xcode-version",
    category: Environment,
    summary: "a version of Xcode that no machine has",
    source: "https://docs.codemagic.io/specs/xcode-update-policy/",
    fix: Unsafe,
    check: Workflow(check),
}

const HELP: &str = "write `latest`, `edge` or a version that the machines have; \
                    a build that asks for another one does not start";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let Some(environment) = tools::environment(view) else {
        return;
    };
    let Some((node, text)) = tools::written(tree, &environment.xcode) else {
        return;
    };
    // Elsewhere the key means nothing, whatever it says.
    let without_xcode = tools::platform(view.workflow).is_some_and(|it| it != Platform::MacOs);
    if without_xcode || XCODE_WORDS.contains(&text) {
        return;
    }
    let shown = excerpt(text);
    let Some(version) = version(text) else {
        let near = nearest(text, XCODE_WORDS.iter().copied());
        let message = match near {
            Some(near) => format!("there is no Xcode `{shown}`; did you mean `{near}`?"),
            None => format!("`{shown}` is no version of Xcode"),
        };
        let draft = report.at(node, message).help(HELP);
        if let Some(near) = near {
            let mut fix = replace(tree, node, &format!("write `{near}`"), near);
            fix.safety = Safety::Unsafe;
            draft.fix(fix);
        }
        return;
    };
    let message = match versions::xcode(version.major(), version.minor()) {
        Standing::Possible => return,
        Standing::Removed => format!(
            "no machine has Xcode `{shown}` any more: {} is the oldest (as of {AS_OF})",
            versions::oldest_xcode()
        ),
        Standing::Never => format!("no machine has Xcode `{shown}` (as of {AS_OF})"),
    };
    report.at(node, message).help(HELP);
}
