//! Fields that take no input.

use crate::expression::template::PartKind;
use crate::rules::prelude::*;
use crate::rules::shared::inputs::span;

rule! {
    id: "input-field-unsupported",
    category: Inputs,
    summary: "an input in a field that takes none",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/",
    check: Workflow(check),
}

/// Lists of names that are read before inputs are known, or as they stand.
const PLAIN: [&str; 3] = ["cache_paths", "groups", "tester_groups"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts() {
        let key = text.place.field.key;
        let is_testers = key == "groups" && text.place.section.name != "Environment";
        if !PLAIN.contains(&key) || is_testers {
            continue;
        }
        for part in text.parts.iter() {
            if !matches!(part.kind, PartKind::Input { .. }) {
                continue;
            }
            let written = &text.text[part.range.clone()];
            report
                .span(
                    text.place.node,
                    span(view, text, part),
                    format!("`{key}` takes no inputs: `{written}` is not filled in"),
                )
                .help("write the value itself; where it must differ, make a workflow of its own")
                .in_use();
        }
    }
}
