//! What a request about a document is shown.

use std::sync::Arc;

use gen_lsp_types as lsp;

use crate::finding::Finding;
use crate::rules::{Checked, Settings};
use crate::syntax::{NodeId, SourceFile, Span, Tree};

use super::encoding::Encoding;
use super::session::Session;
use super::veil::{Secrets, Veil};

/// A document as it stood when the request came. Positions go in and out in the
/// editor's unit; all between is bytes.
pub(super) struct View<'a> {
    /// The session: what the editor can do, and what is open.
    pub session: &'a Session,
    /// How the editor calls the document.
    pub uri: &'a lsp::Uri,
    /// Tree, model and findings of the text.
    pub checked: Arc<Checked>,
    /// What the document was checked with.
    pub settings: Arc<Settings>,
    /// Its secrets.
    pub secrets: Secrets,
}

impl View<'_> {
    /// What of it may be shown a second time.
    pub fn veil(&self) -> Veil<'_> {
        Veil::sharing(&self.checked, Secrets::clone(&self.secrets))
    }

    /// The tree.
    pub fn tree(&self) -> &Tree {
        &self.checked.tree
    }

    /// The text.
    pub fn source(&self) -> &SourceFile {
        self.checked.tree.source()
    }

    /// The unit of the editor's columns.
    pub fn encoding(&self) -> Encoding {
        self.session.encoding()
    }

    /// The byte offset of a position.
    pub fn offset(&self, position: lsp::Position) -> usize {
        self.encoding().offset(self.source(), position)
    }

    /// The span of a range.
    pub fn span(&self, range: lsp::Range) -> Span {
        self.encoding().span(self.source(), range)
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> lsp::Range {
        self.encoding().range(self.source(), span)
    }

    /// The range where a node is written.
    pub fn range_of(&self, node: NodeId) -> lsp::Range {
        self.range(self.tree().span(node))
    }

    /// Takes out of what is found in a version of this document all that is not shown.
    pub fn hide(&self, findings: &mut Vec<Finding>) {
        let document = self.session.document(self.uri);
        let path = document.and_then(|document| document.path.as_deref());
        self.session.project.hide(path, findings);
    }

    /// A place in this document.
    pub fn location(&self, span: Span) -> lsp::Location {
        lsp::Location::new(self.uri.clone(), self.range(span))
    }
}

/// A document's text as it stood when the request came, not checked: for requests that
/// an editor makes with every key.
pub(super) struct TextView<'a> {
    /// The session: what the editor can do.
    pub session: &'a Session,
    /// The text.
    pub source: &'a SourceFile,
    /// What it would be checked with.
    pub settings: Arc<Settings>,
}

impl TextView<'_> {
    /// The byte offset of a position.
    pub fn offset(&self, position: lsp::Position) -> usize {
        self.session.encoding().offset(self.source, position)
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> lsp::Range {
        self.session.encoding().range(self.source, span)
    }
}
