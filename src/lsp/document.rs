//! An open document: its text, kept as the editor has it, and what is known of it.

use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types as lsp;

use crate::rules::{Checked, Settings, check};
use crate::syntax::SourceFile;

use super::encoding::Encoding;

/// An open document.
pub(super) struct Document {
    /// How the editor calls it.
    pub uri: lsp::Uri,
    /// Where it lies; `None` where it was never saved.
    pub path: Option<PathBuf>,
    /// The editor's count of its changes.
    pub version: i32,
    source: SourceFile,
    checked: Option<Arc<Checked>>,
}

impl Document {
    /// A document as it was opened. `name` is what messages call it.
    pub fn new(
        uri: lsp::Uri,
        path: Option<PathBuf>,
        name: &str,
        version: i32,
        text: String,
    ) -> Self {
        Self {
            uri,
            path,
            version,
            source: SourceFile::new(name, text),
            checked: None,
        }
    }

    /// The text.
    pub fn source(&self) -> &SourceFile {
        &self.source
    }

    /// Applies changes in their order.
    pub fn change(
        &mut self,
        version: i32,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        use lsp::TextDocumentContentChangeEvent as Change;
        for change in changes {
            let text = match change {
                Change::TextDocumentContentChangeWholeDocument(change) => change.text,
                Change::TextDocumentContentChangePartial(change) => {
                    let span = encoding.span(&self.source, change.range);
                    let mut text = self.source.text().to_owned();
                    text.replace_range(span.range(), &change.text);
                    text
                }
            };
            self.source = SourceFile::new(self.source.name(), text);
        }
        self.version = version;
        self.checked = None;
    }

    /// Forgets what was found, because something outside the text has changed.
    pub fn forget(&mut self) {
        self.checked = None;
    }

    /// The text's tree, model and findings, made once for each text.
    pub fn check(&mut self, settings: &Settings) -> Arc<Checked> {
        let checked = || Arc::new(check(self.source.clone(), settings));
        self.checked.get_or_insert_with(checked).clone()
    }
}
