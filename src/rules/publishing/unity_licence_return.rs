//! A licence of Unity is taken for a build, and given back.

use crate::rules::prelude::*;

rule! {
    id: "unity-licence-return",
    category: Publishing,
    summary: "a Unity licence that is activated and never returned",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-unity-app/",
    check: Workflow(check),
}

const ACTIVATE: &str = "-serial";
/// `-returnlicense` of the editor, `--return-ulf` of the licensing client.
const RETURN: &str = "-return";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for found in view.commands() {
        let command = found.command();
        let Some(word) = command.arguments().iter().find(|it| it.text == ACTIVATE) else {
            continue;
        };
        let mut scripts = view.scripts().iter();
        if scripts.any(|it| returns(it.read.lower_code())) {
            return;
        }
        let span = view.script_span(found.script, word.range.clone());
        report
            .span(found.script, span, "the Unity licence that is activated here is never returned")
            .help("return it in `publishing.scripts`, which run after failed builds as well: `$UNITY_BIN -batchmode -quit -returnlicense -nographics`; the seat stays taken otherwise, and later builds find none")
            .in_use();
        return;
    }
}

/// Whether a script returns a licence, or leaves it to a script of its own.
fn returns(code: &str) -> bool {
    code.contains(RETURN) || code.contains(".sh")
}
