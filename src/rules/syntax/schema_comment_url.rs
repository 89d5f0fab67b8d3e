//! A comment for editors that names the schema's old address.

use crate::rules::prelude::*;

rule! {
    id: "schema-comment-url",
    category: Syntax,
    severity: Hint,
    summary: "a comment for editors that names the old address of Codemagic's schema",
    source: "https://docs.codemagic.io/partials/yaml-validate/",
    fix: Safe,
    check: File(check),
}

const OLD_HOST: &str = "static.codemagic.io/";
const URL: &str = "https://codemagic.io/codemagic-schema.json";

fn check(file: &File<'_>, report: &mut Report<'_>) {
    for comment in file.tree.comments() {
        let text = file.tree.source().slice(comment.span);
        let Some((before, url)) = text.split_once("$schema=") else {
            continue;
        };
        let url = url.split_whitespace().next().unwrap_or_default();
        let host = url
            .trim_start_matches("https://")
            .trim_start_matches("http://");
        if !before.contains("yaml-language-server:") || !host.starts_with(OLD_HOST) {
            continue;
        }
        let start = comment.span.end() - text.len() + before.len() + "$schema=".len();
        let span = Span::new(start, start + url.len());
        report
            .text(span, "this is the old address of Codemagic's schema")
            .help(format!(
                "use {URL}; editors may check against outdated rules, or none, otherwise"
            ))
            .fix(Fix::safe("use the new address", span, URL));
    }
}
