//! Comments that silence findings.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::finding::suppression::MARKER;
use crate::rules;
use crate::syntax::Span;

use super::context::Context;
use super::offer::Offer;

/// What may be written in the comment at the cursor.
pub(super) fn offers(context: &Context<'_>) -> Vec<Offer> {
    let typed = context.typed;
    let end = context.cursor.typed.end();
    let Some(at) = typed.find(MARKER) else {
        let word = typed.trim_start_matches(['#', ' ', '\t']);
        if !MARKER.starts_with(word) {
            return Vec::new();
        }
        let over = Span::new(end - word.len(), end);
        return directives(over, &format!("{MARKER} "));
    };
    let directive = typed.get(at + MARKER.len()..).unwrap_or_default();
    match directive.rsplit_once('[') {
        None => {
            let word = directive.trim_start();
            directives(Span::new(end - word.len(), end), "")
        }
        Some((_, ids)) if !ids.contains(']') => {
            let word = ids.rsplit([',', ' ']).next().unwrap_or_default();
            rule_ids(context, end - word.len())
        }
        Some(_) => Vec::new(),
    }
}

fn directives(over: Span, before: &str) -> Vec<Offer> {
    let words = [
        (
            "ignore",
            "silences rules for what is below, or on this line",
        ),
        ("ignore-file", "silences rules for the whole file"),
    ];
    let offer = |(word, detail): (&str, &str)| {
        Offer::lines(
            format!("{before}{word}[…]"),
            Kind::Keyword,
            format!("{before}{word}[$1] ${{2:why}}"),
        )
        .detail(detail)
        .over(over)
    };
    words.map(offer).to_vec()
}

fn rule_ids(context: &Context<'_>, start: usize) -> Vec<Offer> {
    let rest = context.view.source.text().get(context.cursor.typed.end()..);
    let rest = rest.unwrap_or_default();
    let is_id = |it: char| it.is_ascii_alphanumeric() || it == '-';
    let length = rest.find(|it| !is_id(it)).unwrap_or(rest.len());
    let over = Span::new(start, context.cursor.typed.end() + length);
    let rules = rules::all().iter().map(|rule| {
        Offer::text(rule.id, Kind::Value)
            .detail(rule.category.name())
            .documentation(format!("{}\n\n[Page]({})", rule.summary, rule.url()))
            .over(over)
    });
    rules.collect()
}
