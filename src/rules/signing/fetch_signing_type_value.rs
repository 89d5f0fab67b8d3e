//! Types of provisioning profiles.

use crate::knowledge::app_store_connect::PROFILE_TYPES;
use crate::rules::prelude::*;
use crate::rules::shared::fetching::fetches;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "fetch-signing-type-value",
    category: Signing,
    severity: Error,
    summary: "a `--type` that `fetch-signing-files` does not know",
    source: "https://github.com/codemagic-ci-cd/cli-tools/blob/master/docs/app-store-connect/fetch-signing-files.md",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for (_, found) in fetches(view) {
        let command = found.command();
        let (Some(word), Some(kind)) = (command.option("--type"), command.option_text("--type"))
        else {
            continue;
        };
        if PROFILE_TYPES.contains(&kind) || !word.is_literal || kind.contains("${{") {
            continue;
        }
        let mut range = word.range.clone();
        let is_plain = range.len() == word.text.len();
        if is_plain {
            range.start = range.end - kind.len();
        }
        let span = view.script_span(found.script, range);
        let draft = report.span(
            found.script,
            span,
            format!("`{}` is no type of provisioning profile", excerpt(kind)),
        );
        match nearest(kind, PROFILE_TYPES.iter().copied()) {
            Some(near) => {
                draft.help(format!(
                    "did you mean `{near}`? The command fails otherwise"
                ));
                if is_plain {
                    draft.fix(Fix::suggestion(format!("write `{near}`"), span, near));
                }
            }
            None => {
                draft.help("write a type such as `IOS_APP_STORE`, `IOS_APP_ADHOC` or `MAC_APP_STORE`; the command fails otherwise");
            }
        }
    }
}
