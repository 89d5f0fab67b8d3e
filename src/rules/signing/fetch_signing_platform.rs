//! Profiles for Macs belong to another platform.

use crate::rules::prelude::*;
use crate::rules::shared::calls::may_have_more_options;
use crate::rules::shared::fetching::fetches;

rule! {
    id: "fetch-signing-platform",
    category: Signing,
    summary: "profiles for Macs fetched with the platform of iOS",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-macos/",
    fix: Unsafe,
    check: Workflow(check),
}

const PLATFORM: &str = "--platform";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for (_, found) in fetches(view) {
        let command = found.command();
        let Some(kind) = command.option("--type") else {
            continue;
        };
        let is_for_mac = command
            .option_text("--type")
            .is_some_and(|kind| kind.starts_with("MAC_APP_"));
        if !is_for_mac {
            continue;
        }
        let (place, message, edit, text) = match command.option(PLATFORM) {
            Some(word) if command.option_text(PLATFORM) == Some("IOS") => {
                let end = word.range.end;
                let value = end.saturating_sub("IOS".len())..end;
                let is_plain = word.range.len() == word.text.len();
                let edit = is_plain.then(|| view.script_span(found.script, value.clone()));
                let place = view.script_span(found.script, word.range.clone());
                let message = "the profiles are for Macs, and `IOS` is the platform of iOS";
                (place, message, edit, "MAC_OS".to_owned())
            }
            Some(_) => continue,
            None if may_have_more_options(command) => continue,
            None => {
                let place = view.script_span(found.script, kind.range.clone());
                let message = "profiles for Macs without `--platform MAC_OS`: the command looks for iOS otherwise";
                let edit = Some(Span::at(place.end()));
                (place, message, edit, format!(" {PLATFORM} MAC_OS"))
            }
        };
        let draft = report.span(found.script, place, message).help(
            "add `--platform MAC_OS`; the bundle identifier of the Mac app is not found otherwise",
        );
        if let Some(edit) = edit {
            draft.fix(Fix::suggestion("fetch for macOS", edit, text));
        }
    }
}
