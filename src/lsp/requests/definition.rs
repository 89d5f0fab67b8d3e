//! `textDocument/definition` and `textDocument/declaration`

use gen_lsp_types as lsp;

use crate::lsp::names::{self, Declared};
use crate::lsp::targets;
use crate::lsp::view::View;
use crate::syntax::Span;

/// Where something is declared, and the bytes at which it was asked for.
struct Found {
    asked: Span,
    places: Vec<(lsp::Uri, lsp::Range, lsp::Range)>,
}

pub(in crate::lsp) fn definition(
    view: &View<'_>,
    params: &lsp::DefinitionParams,
) -> Option<lsp::DefinitionResponse> {
    let found = find(view, params.text_document_position_params.position)?;
    let client = view.session.client().text_document.as_ref();
    let client = client.and_then(|it| it.definition.as_ref());
    Some(if client.and_then(|it| it.link_support) == Some(true) {
        links(view, found).into()
    } else {
        lsp::Definition::from(locations(found)).into()
    })
}

pub(in crate::lsp) fn declaration(
    view: &View<'_>,
    params: &lsp::DeclarationParams,
) -> Option<lsp::DeclarationResponse> {
    let found = find(view, params.text_document_position_params.position)?;
    let client = view.session.client().text_document.as_ref();
    let client = client.and_then(|it| it.declaration.as_ref());
    Some(if client.and_then(|it| it.link_support) == Some(true) {
        links(view, found).into()
    } else {
        lsp::Declaration::from(locations(found)).into()
    })
}

fn find(view: &View<'_>, position: lsp::Position) -> Option<Found> {
    let offset = view.offset(position);
    if let Some(named) = names::at(view.tree(), &view.checked.config, offset) {
        let asked = named.use_at(offset)?.span;
        let place = |it: Declared| (view.uri.clone(), view.range(it.whole), view.range(it.name));
        let places: Vec<_> = named.origins().into_iter().map(place).collect();
        if !places.is_empty() {
            return Some(Found { asked, places });
        }
    }
    let target = targets::at(view, offset)?;
    let start = lsp::Range::default();
    Some(Found {
        asked: target.span,
        places: vec![(target.uri, start, start)],
    })
}

fn locations(found: Found) -> Vec<lsp::Location> {
    let places = found.places.into_iter();
    let at = |(uri, _, name)| lsp::Location::new(uri, name);
    places.map(at).collect()
}

fn links(view: &View<'_>, found: Found) -> Vec<lsp::LocationLink> {
    let asked = view.range(found.asked);
    let places = found.places.into_iter();
    let link = |(uri, whole, name)| lsp::LocationLink::new(Some(asked), uri, whole, name);
    places.map(link).collect()
}
