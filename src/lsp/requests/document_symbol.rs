//! `textDocument/documentSymbol`

use gen_lsp_types as lsp;

use crate::lsp::outline::{Symbol, information, outline};
use crate::lsp::view::View;

pub(in crate::lsp) fn answer(
    view: &View<'_>,
    _: &lsp::DocumentSymbolParams,
) -> Option<lsp::DocumentSymbolResponse> {
    let symbols = outline(view.tree(), &view.veil()).into_iter();
    if knows_levels(view) {
        let symbols: Vec<_> = symbols.map(|it| document_symbol(view, it)).collect();
        return Some(symbols.into());
    }
    let mut flat = Vec::new();
    symbols.for_each(|it| it.flat(None, &mut flat));
    let located = flat.into_iter().map(|it| {
        let location = view.location(it.0.whole);
        information(it, location)
    });
    Some(located.collect::<Vec<_>>().into())
}

fn knows_levels(view: &View<'_>) -> bool {
    let client = view.session.client().text_document.as_ref();
    let client = client.and_then(|it| it.document_symbol.as_ref());
    let knows = client.and_then(|it| it.hierarchical_document_symbol_support);
    knows.unwrap_or_default()
}

fn document_symbol(view: &View<'_>, symbol: Symbol) -> lsp::DocumentSymbol {
    let children = symbol.children.into_iter();
    let children = children.map(|it| document_symbol(view, it)).collect();
    lsp::DocumentSymbol::new(
        symbol.name,
        symbol.detail,
        symbol.kind,
        None,
        None,
        view.range(symbol.whole),
        view.range(symbol.selection),
        Some(children),
    )
}
