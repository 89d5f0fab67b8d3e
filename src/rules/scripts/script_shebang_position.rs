//! `#!` where it is a comment.

use crate::expression::shell::Dialect;
use crate::rules::prelude::*;

rule! {
    id: "script-shebang-position",
    category: Scripts,
    summary: "`#!` that is not on the first line of its script, and so chooses no interpreter",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#scripts",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        let text = script.read.text;
        let mut comments = script.read.shell.comments.iter();
        let late = comments.find(|comment| {
            let begins_line =
                text[..comment.start].ends_with('\n') || text[..comment.start].trim().is_empty();
            let written = &text[comment.start..comment.end];
            let program = written.trim_start_matches("#!").trim_start();
            comment.start > 0
                && begins_line
                && written.starts_with("#!")
                && program.starts_with('/')
        });
        let Some(range) = late.cloned() else { continue };
        let is_judged =
            script.read.dialect != Dialect::Other && view.file.is_first(report, script.node, false);
        if !is_judged {
            continue;
        }
        let span = view.script_span(script.node, range.clone());
        let interpreter = &text[range.clone()];
        let draft = report.span(
            script.node,
            span,
            "this line is a comment: only the first line of a script chooses its interpreter",
        );
        let is_shell = Dialect::of(interpreter, true) == Dialect::Bourne;
        let source = view.tree().source();
        let line = source.line_span(source.line_index(span.start()));
        if is_shell && script.read.dialect == Dialect::Bourne {
            draft.help("remove it: the script runs in a shell anyway");
        } else {
            draft
                .help("begin the script with it, or make its part of the script a step of its own");
        }
        let is_alone = line.is_some_and(|line| source.slice(line).trim() == source.slice(span));
        if let Some(line) = line.filter(|_| is_alone && is_shell) {
            let end = source
                .line_span(source.line_index(span.start()) + 1)
                .map_or(line.end(), Span::start);
            let whole = Span::new(line.start(), end);
            draft.fix(Fix::suggestion("remove it", whole, ""));
        }
    }
}
