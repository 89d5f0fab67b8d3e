//! `workspace/symbol`

use gen_lsp_types as lsp;

use crate::lsp::outline::{information, outline};
use crate::lsp::session::Session;

/// Symbols that are given at most: who gets more types more.
const MOST: usize = 1000;

/// The symbols of the open documents whose name holds the letters of the query, in
/// their order.
pub(in crate::lsp) fn answer(
    session: &mut Session,
    params: lsp::WorkspaceSymbolParams,
) -> Result<Option<lsp::WorkspaceSymbolResponse>, String> {
    let query = params.query.to_lowercase();
    let uris: Vec<lsp::Uri> = session.documents().map(|it| it.uri.clone()).collect();
    let mut found = Vec::new();
    for uri in &uris {
        let Some(view) = session.view(uri) else {
            continue;
        };
        let mut flat = Vec::new();
        for symbol in outline(view.tree(), &view.veil()) {
            symbol.flat(None, &mut flat);
        }
        let wanted = flat.into_iter().filter(|it| fits(&it.0.name, &query));
        let located = wanted.map(|it| {
            let location = view.location(it.0.selection);
            information(it, location)
        });
        found.extend(located.take(MOST.saturating_sub(found.len())));
    }
    Ok(Some(found.into()))
}

/// Whether a name holds these letters in this order, as editors match.
fn fits(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().all(|wanted| letters.any(|it| it == wanted))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn letters_fit_in_their_order() {
        for (name, query, expected) in [
            ("ios-release", "", true),
            ("iOS-Release", "iosrel", true),
            ("ios", "soi", false),
            ("ios", "ioss", false),
        ] {
            assert_eq!(fits(name, query), expected, "{name} {query}");
        }
    }
}
