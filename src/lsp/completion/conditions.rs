//! `when.condition`: paths below `env` and `event`, and the words between them.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::knowledge::webhooks;
use crate::syntax::Span;

use super::context::Context;
use super::offer::{Insert, Offer, Rank};
use super::variables;

/// What may be written at the cursor in a condition.
pub(super) fn offers(context: &Context<'_>) -> Vec<Offer> {
    let before = context.typed;
    let end = context.cursor.typed.end();
    let is_quoted = before.matches('"').count() % 2 == 1;
    if is_quoted && context.cursor.quote != Some('"') {
        return Vec::new();
    }
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '.';
    let head = before.trim_end_matches(is_name);
    let word = &before[head.len()..];
    let rest = context
        .view
        .source
        .text()
        .get(end..context.cursor.word.end());
    let rest = rest.unwrap_or_default();
    let length = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
    let over = Span::new(end - word.len(), end + length);
    let last = head
        .trim_end()
        .rsplit([' ', '('])
        .next()
        .unwrap_or_default();
    let is_open = head.trim_end().ends_with('(');
    let mut offers = match last {
        _ if is_open => operands(context),
        "" | "not" | "and" | "or" => operands(context),
        "==" | "!=" => {
            let path = head.trim_end().trim_end_matches(['=', '!']).trim_end();
            compared(context, path.rsplit([' ', '(']).next().unwrap_or_default())
        }
        _ => operators(),
    };
    for offer in &mut offers {
        offer.word = Some(over);
    }
    offers
}

fn operands(context: &Context<'_>) -> Vec<Offer> {
    let mut offers = vec![
        word("not ", "the opposite of what follows").rank(Rank::First),
        word("env.", "a variable").rank(Rank::First),
        word("event.", "the webhook's payload").rank(Rank::First),
    ];
    for (id, kind, description) in variables::inputs(context) {
        let text = format!("${{{{ inputs.{id} }}}}");
        let offer = Offer::text(text, Kind::Variable).detail(format!("input: {kind}"));
        offers.push(offer.documentation(description));
    }
    for variable in variables::all(context, None) {
        let offer = Offer::text(format!("env.{}", variable.name), Kind::Variable)
            .detail(variable.detail)
            .documentation(variable.documentation)
            .rank(variable.rank.max(Rank::Usual));
        offers.push(offer);
    }
    for member in webhooks::MEMBERS {
        let offer = Offer::text(format!("event.{}", member.path), Kind::Field)
            .detail(member.service)
            .documentation(member.meaning)
            .rank(Rank::Further);
        offers.push(offer);
    }
    offers
}

fn operators() -> Vec<Offer> {
    vec![
        word("== ", "equal"),
        word("and ", "both"),
        word("or ", "one of both"),
    ]
}

/// Texts that a path is compared with.
fn compared(context: &Context<'_>, path: &str) -> Vec<Offer> {
    let texts: &[&str] = match path {
        "env.CM_BRANCH" | "env.CM_PULL_REQUEST_DEST" => &["main"],
        "env.CM_TRIGGER_SOURCE" => &["webhook", "schedule", "api"],
        "env.CM_PULL_REQUEST" | "env.CI" => &["true", "false"],
        "env.CM_TEST_STEP_STATUS" => &["success", "failure"],
        _ => return operands(context),
    };
    let quote = match context.cursor.quote {
        Some('"') => "\\\"",
        _ => "\"",
    };
    let offer = |text: &&str| {
        let mut offer = Offer::text(format!("\"{text}\""), Kind::Value).rank(Rank::First);
        offer.insert = Insert::Text(format!("{quote}{text}{quote}"));
        offer
    };
    texts.iter().map(offer).collect()
}

fn word(text: &str, detail: &str) -> Offer {
    let mut offer = Offer::text(text.trim_end(), Kind::Keyword).detail(detail);
    offer.insert = Insert::Text(text.to_owned());
    offer
}
