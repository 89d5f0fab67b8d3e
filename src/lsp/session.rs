//! What is known while an editor is connected.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types as lsp;
use jiff::Timestamp;

use crate::rules::{Checked, Settings};
use crate::workspace::{
    Checkouts, ConfigError, FILE_NAME, Options, SelectionLayer, Workspace, display_name,
    is_near_miss,
};

use super::document::Document;
use super::encoding::Encoding;
use super::uri;
use super::view::View;

/// What is known while an editor is connected.
pub(super) struct Session {
    encoding: Encoding,
    client: lsp::ClientCapabilities,
    cwd: PathBuf,
    documents: BTreeMap<String, Document>,
    workspace: Workspace,
    checkouts: Checkouts,
}

impl Session {
    /// A session with an editor that introduced itself.
    pub fn new(params: lsp::InitializeParams, cwd: &Path) -> Self {
        let client = params.capabilities;
        let offered = client
            .general
            .as_ref()
            .and_then(|general| general.position_encodings.as_deref());
        let folders = match params.workspace_folders_initialize_params.workspace_folders {
            Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) => folders,
            _ => Vec::new(),
        };
        let root = folders.first().and_then(|folder| uri::to_path(&folder.uri));
        let cwd = root.unwrap_or_else(|| cwd.to_owned());
        Self {
            encoding: Encoding::negotiate(offered),
            workspace: workspace(&cwd),
            client,
            cwd,
            documents: BTreeMap::new(),
            checkouts: Checkouts::default(),
        }
    }

    /// The unit of the editor's columns.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The folder that is worked in.
    pub fn cwd(&self) -> &Path {
        &self.cwd
    }

    /// What the editor can do.
    pub fn client(&self) -> &lsp::ClientCapabilities {
        &self.client
    }

    /// Opens a document, if it is one of ours: editors send every YAML file.
    pub fn open(&mut self, item: lsp::TextDocumentItem) {
        let Some(name) = uri::file_name(&item.uri) else {
            return;
        };
        if name != FILE_NAME && !is_near_miss(&name) {
            return;
        }
        let path = uri::to_path(&item.uri);
        let shown = path
            .as_deref()
            .map_or(name, |path| display_name(&self.cwd, path));
        let key = item.uri.0.clone();
        let document = Document::new(item.uri, path, &shown, item.version, item.text);
        self.documents.insert(key, document);
    }

    /// Closes a document. Gives whether it was one of ours.
    pub fn close(&mut self, uri: &lsp::Uri) -> bool {
        self.documents.remove(&uri.0).is_some()
    }

    /// An open document of ours.
    pub fn document(&mut self, uri: &lsp::Uri) -> Option<&mut Document> {
        self.documents.get_mut(&uri.0)
    }

    /// The open documents of ours.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.values()
    }

    /// Reads the configuration and the repository anew when they are next asked for.
    pub fn forget(&mut self) {
        self.workspace = workspace(&self.cwd);
        self.checkouts = Checkouts::default();
        for document in self.documents.values_mut() {
            document.forget();
        }
    }

    /// What a document is checked with.
    pub fn settings(&self, document: &Document) -> Result<Arc<Settings>, Arc<ConfigError>> {
        let Some(path) = &document.path else {
            return Ok(Arc::default());
        };
        let known = self.workspace.settings_for(path)?;
        Ok(Arc::new(Settings {
            repository: self.checkouts.around(path),
            ..known.settings.clone()
        }))
    }

    /// The tree, model and findings of a document, and what it was checked with. A
    /// configuration that cannot be used counts as none here; it is told elsewhere.
    pub fn check(&mut self, uri: &lsp::Uri) -> Option<(Arc<Checked>, Arc<Settings>)> {
        let document = self.documents.get(&uri.0)?;
        let settings = self.settings(document).unwrap_or_default();
        let document = self.documents.get_mut(&uri.0)?;
        Some((document.check(&settings), settings))
    }

    /// A document as it stands; `None` where it is none of ours.
    pub fn view<'a>(&'a mut self, uri: &'a lsp::Uri) -> Option<View<'a>> {
        let (checked, settings) = self.check(uri)?;
        Some(View {
            session: self,
            uri,
            checked,
            settings,
        })
    }
}

fn workspace(cwd: &Path) -> Workspace {
    let options = Options {
        config: None,
        selection: SelectionLayer::default(),
        fail_on: None,
        schema: None,
        now: Some(Timestamp::now()),
    };
    Workspace::new(cwd, options)
}
