//! Profiles moved to another directory.

use crate::rules::prelude::*;

rule! {
    id: "ios-provisioning-profile-path",
    category: Signing,
    severity: Hint,
    summary: "a command that looks for provisioning profiles where they used to be",
    source: "https://github.com/codemagic-ci-cd/cli-tools/blob/master/CHANGELOG.md",
    check: Workflow(check),
}

const OLD: &str = "Library/MobileDevice/Provisioning Profiles";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for (_, found) in view.calls(LOOKING) {
        let command = found.command();
        if !LOOKING.contains(&command.tool()) {
            continue;
        }
        let Some(word) = command
            .arguments()
            .iter()
            .find(|word| word.text.contains(OLD))
        else {
            continue;
        };
        let is_target = matches!(command.tool(), "cp" | "mv" | "rsync" | "ditto")
            && command.operands().last() == Some(word);
        if is_target {
            continue;
        }
        let span = view.script_span(found.script, word.range.clone());
        report
            .span(found.script, span, "profiles may no longer be saved here")
            .help("look into `~/Library/Developer/Xcode/UserData/Provisioning Profiles`, where Xcode 16 and Codemagic's tools since 0.64 save them; nothing may be found otherwise");
    }
}

/// Tools that read what is there. Writing there still works.
const LOOKING: [&str; 12] = [
    "find", "ls", "cat", "cp", "mv", "rsync", "ditto", "zip", "tar", "grep", "security", "for",
];
