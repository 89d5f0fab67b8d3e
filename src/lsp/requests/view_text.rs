//! `codemagic-lint/viewText`: the text of a document as the server has it, for those
//! who look for a difference between the two sides.

use gen_lsp_types as lsp;
use serde::{Deserialize, Serialize};

use crate::lsp::session::Session;

/// A request of our own.
pub(in crate::lsp) enum ViewText {}

impl lsp::Request for ViewText {
    type Params = Params;
    type Result = Option<String>;
    const METHOD: lsp::LspRequestMethod<'static> =
        lsp::LspRequestMethod::Custom("codemagic-lint/viewText");
    const MESSAGE_DIRECTION: lsp::MessageDirection = lsp::MessageDirection::ClientToServer;
}

/// The document.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Params {
    text_document: lsp::TextDocumentIdentifier,
}

/// `None` where it is none of ours.
pub(in crate::lsp) fn answer(session: &Session, params: &Params) -> Option<String> {
    let document = session.document(&params.text_document.uri)?;
    Some(document.text().to_owned())
}
