//! What is known while an editor is connected.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use gen_lsp_types as lsp;

use crate::workspace::{FILE_NAME, display_name, is_near_miss};

use super::capabilities::pulls;
use super::disk::Disk;
use super::document::{Document, Seen};
use super::editor::Editor;
use super::encoding::Encoding;
use super::project::Project;
use super::schedule::Schedule;
use super::settings::{EditorSettings, ShellcheckChoice};
use super::shell::Desk;
use super::trouble::Troubles;
use super::uri;
use super::view::{TextView, View};

/// What is known while an editor is connected.
pub(super) struct Session {
    encoding: Encoding,
    client: lsp::ClientCapabilities,
    editor: Editor,
    documents: BTreeMap<String, Document>,
    /// Open documents that are none of ours.
    foreign: BTreeSet<String>,
    /// With what files are checked.
    pub project: Project,
    /// Documents whose diagnostics are not those of their text.
    pub outdated: Schedule,
    /// The thread that asks shellcheck.
    pub shell: Desk,
    /// What was told of files that cannot be used.
    pub troubles: Troubles,
    /// What is found in closed files.
    pub disk: Disk,
    /// Documents in which there may be scripts that shellcheck has not seen.
    asking: BTreeSet<String>,
    /// Counts the changes after which other diagnostics may come of the same texts.
    pub generation: u64,
}

impl Session {
    /// A session with an editor that introduced itself.
    #[allow(deprecated, reason = "editors still send `rootUri` and `rootPath`")]
    pub fn new(params: lsp::InitializeParams, editor: Editor, cwd: &Path) -> Self {
        let client = params.capabilities;
        let offered = client
            .general
            .as_ref()
            .and_then(|general| general.position_encodings.as_deref());
        let folders = match params.workspace_folders_initialize_params.workspace_folders {
            Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) => {
                folders.into_iter().map(|folder| folder.uri).collect()
            }
            _ => Vec::from_iter(params.root_uri),
        };
        let mut folders: Vec<PathBuf> = folders.iter().filter_map(uri::to_path).collect();
        if let (true, Some(lsp::RootPath::String(path))) = (folders.is_empty(), params.root_path) {
            folders.push(path.into());
        }
        if let Some(trace) = &params.trace {
            editor.set_trace(trace);
        }
        let options = params.initialization_options.unwrap_or_default();
        let (settings, complaints) = EditorSettings::read(&options);
        let mut session = Self {
            encoding: Encoding::negotiate(offered),
            client,
            editor,
            documents: BTreeMap::new(),
            foreign: BTreeSet::new(),
            project: Project::new(folders, cwd, settings, None),
            outdated: Schedule::default(),
            shell: Desk::closed(),
            troubles: Troubles::default(),
            disk: Disk::default(),
            asking: BTreeSet::new(),
            generation: 0,
        };
        session.complain(&complaints);
        session
    }

    /// The unit of the editor's columns.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// What the editor can do.
    pub fn client(&self) -> &lsp::ClientCapabilities {
        &self.client
    }

    /// The editor, to tell it something.
    pub fn editor(&self) -> &Editor {
        &self.editor
    }

    /// Opens a document, if it is one of ours: editors send every YAML file.
    pub fn open(&mut self, item: lsp::TextDocumentItem) {
        let name = uri::file_name(&item.uri).unwrap_or_default();
        if name != FILE_NAME && !is_near_miss(&name) {
            self.foreign.insert(item.uri.0);
            return;
        }
        let path = uri::to_path(&item.uri);
        let shown = path
            .as_deref()
            .map_or(name, |path| display_name(self.project.cwd(), path));
        let key = item.uri.0.clone();
        self.outdate(&item.uri);
        self.outdated.favour(&item.uri.0);
        let document = Document::new(item.uri, path, shown, item.version, item.text);
        if self.documents.insert(key, document).is_some() {
            self.log_warning("a document was opened twice; the second text counts");
        }
    }

    /// Closes a document. Gives whether it was one of ours.
    pub fn close(&mut self, uri: &lsp::Uri) -> bool {
        self.foreign.remove(&uri.0);
        self.outdated.remove(&uri.0);
        self.asking.remove(&uri.0);
        let Some(document) = self.documents.remove(&uri.0) else {
            return false;
        };
        let path = document.path.as_deref();
        // Its file may have been written since it was last looked at.
        self.disk.retain(|file| Some(file) != path);
        if self.project.is_failing(path) {
            self.project = self.project.without(path);
        }
        true
    }

    /// An open document of ours. That there is none is logged where the editor never
    /// opened it.
    pub fn opened(&mut self, uri: &lsp::Uri, what: &str) -> Option<&mut Document> {
        if !self.documents.contains_key(&uri.0) && !self.foreign.contains(&uri.0) {
            self.log_warning(&format!(
                "`{what}` is about `{}`, which is not open; it is ignored",
                uri.0
            ));
        }
        self.documents.get_mut(&uri.0)
    }

    /// An open document of ours.
    pub fn document(&self, uri: &lsp::Uri) -> Option<&Document> {
        self.documents.get(&uri.0)
    }

    /// The open documents of ours.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.values()
    }

    /// The diagnostics of a document are not those of its text.
    pub fn outdate(&mut self, uri: &lsp::Uri) {
        let last_check = self.documents.get(&uri.0).map(Document::last_check);
        let last_check = last_check.unwrap_or_default();
        self.outdated.add(&uri.0, last_check, Instant::now());
        self.generation += 1;
    }

    /// A document was edited: it comes before the others.
    pub fn edited(&mut self, uri: &lsp::Uri) {
        self.outdate(uri);
        self.outdated.favour(&uri.0);
    }

    /// Reads the configuration and the repository anew when they are next asked for.
    pub fn forget(&mut self) {
        self.read_anew();
        self.outdate_all();
    }

    /// Reads everything anew, and checks the open documents for which that may matter.
    pub fn forget_where(&mut self, is_concerned: impl Fn(&Path) -> bool) {
        self.read_anew();
        self.outdate_where(|document| document.path.as_deref().is_none_or(&is_concerned));
    }

    /// A closed file was written.
    pub fn written(&mut self, path: &Path) {
        self.disk.retain(|file| file != path);
        self.generation += 1;
    }

    fn read_anew(&mut self) {
        self.project = self.project.anew();
        self.troubles.read_anew(&self.project);
    }

    /// Checks everything anew.
    pub fn outdate_all(&mut self) {
        self.disk.retain(|_| false);
        self.outdate_where(|_| true);
    }

    /// Checks these documents anew. Gives whether there are any.
    pub fn outdate_where(&mut self, is_concerned: impl Fn(&Document) -> bool) -> bool {
        let now = Instant::now();
        let documents = self.documents.values_mut();
        let mut count = 0;
        for document in documents.filter(|document| is_concerned(document)) {
            document.forget();
            self.outdated
                .add(&document.uri.0, document.last_check(), now);
            count += 1;
        }
        self.generation += 1;
        count > 0
    }

    /// Documents in which there are scripts that shellcheck has not seen.
    pub fn asking(&self) -> impl Iterator<Item = &Document> {
        let uris = self.asking.iter();
        uris.filter_map(|uri| self.documents.get(uri))
    }

    /// Notes what is sent of a document unasked. Gives whether it is news.
    pub fn publish(&mut self, uri: &lsp::Uri, result_id: String) -> bool {
        let document = self.documents.get_mut(&uri.0);
        document.is_some_and(|document| document.publish(result_id))
    }

    /// Takes other settings of the editor.
    pub fn configure(&mut self, settings: &serde_json::Value) {
        let (settings, complaints) = EditorSettings::read(settings);
        self.complain(&complaints);
        if settings == *self.project.settings() {
            return;
        }
        let asks_another = settings.shellcheck != self.project.settings().shellcheck;
        let folders = self.project.folders().to_vec();
        let cwd = self.project.cwd().to_owned();
        let shellcheck = self.project.shellcheck().filter(|_| !asks_another);
        self.project = Project::new(folders, &cwd, settings, shellcheck);
        if asks_another {
            self.open_shell();
        }
        self.outdate_all();
    }

    /// Takes other folders of the workspace.
    pub fn set_folders(&mut self, folders: Vec<PathBuf>) {
        let cwd = self.project.cwd().to_owned();
        let settings = self.project.settings().clone();
        self.project = Project::new(folders, &cwd, settings, self.project.shellcheck());
        self.outdate_all();
    }

    /// Asks an editor that pulls diagnostics to do so again.
    pub fn refresh(&self) {
        let workspace = self.client.workspace.as_ref();
        let diagnostics = workspace.and_then(|workspace| workspace.diagnostics.as_ref());
        if diagnostics.is_some_and(|it| it.refresh_support == Some(true)) && pulls(&self.client) {
            self.editor.ask::<lsp::DiagnosticRefreshRequest>(&());
        }
    }

    /// Looks for shellcheck as the settings say.
    pub fn open_shell(&mut self) {
        self.shell = Desk::open(match &self.project.settings().shellcheck {
            ShellcheckChoice::At(path) => ShellcheckChoice::At(self.project.cwd().join(path)),
            choice => choice.clone(),
        });
    }

    /// The tree, model and findings of a document, and what it was checked with. A
    /// configuration that cannot be used counts as none here; it is told elsewhere.
    pub fn check(&mut self, uri: &lsp::Uri) -> Option<Seen> {
        let document = self.documents.get_mut(&uri.0)?;
        let is_known = document.is_known();
        let checked = document.check(&self.project);
        if !is_known && checked.is_some() {
            self.editor.trace("check", document.last_check());
            if document.unseen().is_some() {
                self.asking.insert(uri.0.clone());
            } else {
                self.asking.remove(&uri.0);
            }
        }
        checked
    }

    /// The text of a document as it stands; `None` where it is none of ours, or too large.
    pub fn text_view(&self, uri: &lsp::Uri) -> Option<TextView<'_>> {
        let document = self.document(uri).filter(|it| !it.is_too_large())?;
        Some(TextView {
            session: self,
            source: document.source(),
            settings: Arc::new(self.project.settings_for(document.path.as_deref())),
        })
    }

    /// A document as it stands; `None` where it is none of ours, or too large.
    pub fn view<'a>(&'a mut self, uri: &'a lsp::Uri) -> Option<View<'a>> {
        let Seen {
            checked,
            settings,
            secrets,
        } = self.check(uri)?;
        Some(View {
            session: self,
            uri,
            checked,
            settings,
            secrets,
        })
    }

    /// Shows a message to the person.
    pub fn show(&self, kind: lsp::MessageType, message: String) {
        self.editor.show(kind, message);
    }

    fn complain(&mut self, complaints: &[String]) {
        if !complaints.is_empty() {
            let message = complaints.join("\n");
            self.editor.show(lsp::MessageType::Warning, message);
        }
    }

    fn log_warning(&self, message: &str) {
        self.editor.log(lsp::MessageType::Warning, message);
    }
}
