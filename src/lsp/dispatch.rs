//! Which file answers which request.

use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::requests::{
    code_action, code_lens, completion, definition, document_diagnostic, document_highlight,
    document_link, document_symbol, folding_range, hover, inlay_hint, linked_editing_range,
    references, rename, selection_range, view_text, workspace_symbol,
};
use super::session::Session;
use super::view::{TextView, View};

/// Answers a request.
pub(super) fn answer(session: &mut Session, request: Request) -> Response {
    Asked {
        session,
        request,
        response: None,
    }
    .about::<lsp::HoverRequest>(hover::answer)
    .about_text::<lsp::CompletionRequest>(completion::answer)
    .about::<lsp::DefinitionRequest>(definition::definition)
    .about::<lsp::DeclarationRequest>(definition::declaration)
    .about::<lsp::ReferencesRequest>(references::answer)
    .about::<lsp::DocumentHighlightRequest>(document_highlight::answer)
    .about::<lsp::LinkedEditingRangeRequest>(linked_editing_range::answer)
    .about::<lsp::CodeActionRequest>(code_action::answer)
    .about::<lsp::DocumentSymbolRequest>(document_symbol::answer)
    .about::<lsp::FoldingRangeRequest>(folding_range::answer)
    .about::<lsp::SelectionRangeRequest>(selection_range::answer)
    .about::<lsp::InlayHintRequest>(inlay_hint::answer)
    .about::<lsp::CodeLensRequest>(code_lens::answer)
    .about::<lsp::DocumentLinkRequest>(document_link::answer)
    .otherwise::<lsp::CodeActionResolveRequest>(code_action::resolve)
    .otherwise::<lsp::WorkspaceSymbolRequest>(workspace_symbol::answer)
    .otherwise::<lsp::PrepareRenameRequest>(rename::prepare)
    .otherwise::<lsp::RenameRequest>(rename::rename)
    .otherwise::<lsp::DocumentDiagnosticRequest>(|session, params| {
        Ok(document_diagnostic::answer(session, &params))
    })
    .otherwise::<view_text::ViewText>(|session, params| Ok(view_text::answer(session, &params)))
    .response()
}

/// Parameters of a request about one document.
trait AboutDocument: DeserializeOwned {
    /// Which document.
    fn uri(&self) -> &lsp::Uri;
}

/// The protocol has the document in one of two places.
macro_rules! about_document {
    ($($params:ident in $($field:ident).+;)*) => {$(
        impl AboutDocument for lsp::$params {
            fn uri(&self) -> &lsp::Uri {
                &self.$($field).+.uri
            }
        }
    )*};
}

about_document! {
    HoverParams in text_document_position_params.text_document;
    CompletionParams in text_document_position_params.text_document;
    DefinitionParams in text_document_position_params.text_document;
    DeclarationParams in text_document_position_params.text_document;
    ReferenceParams in text_document_position_params.text_document;
    DocumentHighlightParams in text_document_position_params.text_document;
    LinkedEditingRangeParams in text_document_position_params.text_document;
    CodeActionParams in text_document;
    DocumentSymbolParams in text_document;
    FoldingRangeParams in text_document;
    SelectionRangeParams in text_document;
    InlayHintParams in text_document;
    CodeLensParams in text_document;
    DocumentLinkParams in text_document;
}

/// A request on its way to the one file that answers it.
struct Asked<'s> {
    session: &'s mut Session,
    request: Request,
    response: Option<Response>,
}

impl Asked<'_> {
    /// Answers a request about one document; with nothing where that is none of ours.
    fn about<R>(self, answer: impl Fn(&View<'_>, &R::Params) -> R::Result) -> Self
    where
        R: lsp::Request,
        R::Params: AboutDocument,
        R::Result: Serialize + Default,
    {
        self.otherwise::<R>(|session, params| {
            let view = session.view(params.uri());
            let result = view.map(|view| answer(&view, &params));
            Ok(result.unwrap_or_default())
        })
    }

    /// Answers a request about the text of one document, without checking it.
    fn about_text<R>(self, answer: impl Fn(&TextView<'_>, &R::Params) -> R::Result) -> Self
    where
        R: lsp::Request,
        R::Params: AboutDocument,
        R::Result: Serialize + Default,
    {
        self.otherwise::<R>(|session, params| {
            let view = session.text_view(params.uri());
            let result = view.map(|view| answer(&view, &params));
            Ok(result.unwrap_or_default())
        })
    }

    /// Answers any other request.
    fn otherwise<R>(
        mut self,
        answer: impl Fn(&mut Session, R::Params) -> Result<R::Result, String>,
    ) -> Self
    where
        R: lsp::Request,
        R::Params: DeserializeOwned,
        R::Result: Serialize,
    {
        if !self.is::<R>() {
            return self;
        }
        let id = self.request.id.clone();
        let params = std::mem::take(&mut self.request.params);
        self.response = Some(match read::<R::Params>(&self.request.method, params) {
            Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error),
            Ok(params) => match answer(self.session, params) {
                Ok(result) => Response::new_ok(id, result),
                Err(error) => Response::new_err(id, ErrorCode::RequestFailed as i32, error),
            },
        });
        self
    }

    fn is<R: lsp::Request>(&self) -> bool {
        self.response.is_none()
            && lsp::LspRequestMethod::from(self.request.method.as_str()) == R::METHOD
    }

    fn response(self) -> Response {
        let unknown = || {
            let message = format!("there is no request `{}` here", self.request.method);
            Response::new_err(
                self.request.id.clone(),
                ErrorCode::MethodNotFound as i32,
                message,
            )
        };
        self.response.unwrap_or_else(unknown)
    }
}

/// Reads the parameters of a message. What a library says of a misfit would show parts of
/// them, and those may be secret.
pub(super) fn read<T: DeserializeOwned>(
    method: &str,
    params: serde_json::Value,
) -> Result<T, String> {
    serde_json::from_value(params)
        .map_err(|_| format!("the parameters of `{method}` are not those of the protocol"))
}
