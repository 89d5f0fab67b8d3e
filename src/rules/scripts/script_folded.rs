//! Lines that YAML joins to one command.

use crate::rules::prelude::*;
use crate::rules::shared::folded::{Joint, first_joint};
use crate::rules::shared::scripts::line_end;
use crate::rules::steps::StepScript;
use crate::syntax::{ScalarStyle, Tree};

rule! {
    id: "script-folded",
    category: Scripts,
    summary: "lines of a script that YAML folds into one, so that two commands run as one",
    source: "https://yaml.org/spec/1.2.2/#65-line-folding",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        if !view.file.is_first(report, script.node, false) {
            continue;
        }
        let Some((range, joint)) = first_joint(view, script) else {
            continue;
        };
        let message = match &joint {
            Joint::Command(word) => format!("`{word}` does not begin a command: YAML joins this line to the one before"),
            Joint::Backslash => "this backslash joins no lines: YAML has joined them already, and it makes the blank part of a word".to_owned(),
            Joint::Comment => "this comment takes the rest of the script along: YAML joins the lines behind it to it".to_owned(),
        };
        let span = view.script_span(script.node, range);
        let draft = report
            .span(script.node, span, message)
            .help("begin the script with `|`, so that every line stays a line");
        if let Some(fix) = literal(view.tree(), script) {
            draft.fix(fix);
        }
    }
}

/// Makes a script a literal block.
fn literal(tree: &Tree, script: &StepScript<'_>) -> Option<Fix> {
    const TITLE: &str = "begin the script with `|`";
    let span = tree.span(tree.resolve(script.node));
    let source = tree.source();
    let written = source.slice(span);
    match tree.scalar_style(script.node)? {
        ScalarStyle::Folded => {
            let sign = written.starts_with('>').then(|| span.start())?;
            Some(Fix::suggestion(TITLE, Span::new(sign, sign + 1), "|"))
        }
        ScalarStyle::Plain => {
            let further = written
                .lines()
                .skip(1)
                .filter(|line| !line.trim().is_empty());
            let indent = further
                .map(|line| &line[..line.len() - line.trim_start().len()])
                .min_by_key(|indent| indent.len())?;
            let text = format!("|{}{indent}", line_end(tree));
            Some(Fix::suggestion(TITLE, Span::at(span.start()), text))
        }
        _ => None,
    }
}
