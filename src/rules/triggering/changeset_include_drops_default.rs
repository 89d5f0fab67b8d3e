//! A changeset with paths of its own beside exclusions.

use crate::rules::prelude::*;
use crate::rules::shared::conditions::entries;

rule! {
    id: "changeset-include-drops-default",
    category: Triggering,
    severity: Hint,
    summary: "a changeset that includes some paths and excludes others: all the rest is not watched",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for when in view.whens() {
        let Some(changeset) = when.when.changeset.value() else {
            continue;
        };
        let (includes, excludes) = (&changeset.includes, &changeset.excludes);
        let Some(key) = includes.key() else { continue };
        let is_all = |text: &str| matches!(text.trim(), "." | "./" | "*" | "**" | "**/*");
        let unread = includes.items().iter().any(|item| item.value.is_none());
        let watches_all = entries(tree, includes).any(|(_, text)| is_all(text));
        if includes.items().is_empty() || excludes.items().is_empty() || unread || watches_all {
            continue;
        }
        report
            .at(key, "with `includes` only these paths are watched, less those of `excludes`")
            .help("add `.` to watch everything but `excludes`; the default `.` holds only without `includes`");
    }
}
