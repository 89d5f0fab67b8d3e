//! Export options that keep a build for internal testers.

use crate::syntax::Span;

use crate::rules::check::WorkflowView;

/// The export option of Xcode 15 and newer.
const OPTION: &str = "testFlightInternalTestingOnly";

/// The variable from which `xcode-project use-profiles` takes export options.
const VARIABLE: &str = "XCODE_PROJECT_CUSTOM_EXPORT_OPTIONS";

/// The place that exports the build for internal testing only, if one does.
pub(crate) fn switched_on(view: &WorkflowView<'_>) -> Option<Span> {
    let in_step = view.calls(["xcode-project"]).find_map(|(_, found)| {
        if !found.command().runs("xcode-project", &["use-profiles"]) {
            return None;
        }
        let word = found.command().option("--custom-export-options")?;
        // Escaped quotes split the value into several words.
        let words = found.command().words.iter().map(|word| &*word.text);
        is_on(&words.collect::<String>())
            .then(|| view.script_span(found.script, word.range.clone()))
    });
    in_step.or_else(|| {
        let variable = view.var(VARIABLE)?;
        let value = view.tree().scalar(variable.value)?;
        is_on(value).then(|| view.tree().span(variable.key))
    })
}

/// Whether JSON text sets the option, however it is quoted for the shell.
fn is_on(json: &str) -> bool {
    let plain: String = json
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '\\'))
        .collect();
    plain.contains(&format!("{OPTION}:true"))
}
