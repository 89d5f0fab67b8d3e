//! An open document: its text, kept as the editor has it, and what is known of it.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gen_lsp_types as lsp;

use crate::rules::shell_lint::ShellScript;
use crate::rules::{Checked, Settings};
use crate::syntax::SourceFile;
use crate::workspace::MAX_FILE_SIZE;

use super::encoding::Encoding;
use super::project::Project;
use super::text::Text;
use super::veil::Secrets;

/// An open document.
pub(super) struct Document {
    /// How the editor calls it.
    pub uri: lsp::Uri,
    /// Where it lies; `None` where it was never saved.
    pub path: Option<PathBuf>,
    /// The editor's count of its changes.
    pub version: i32,
    /// What messages call it.
    name: String,
    text: Text,
    /// The text as the stages before take it, made when it is asked for.
    source: OnceCell<SourceFile>,
    /// When it was last changed by typing.
    edited: Option<Instant>,
    known: Option<Known>,
    last_check: Duration,
    /// The version and the result id that were last sent unasked.
    published: Option<(i32, String)>,
}

/// What is known of a text.
struct Known {
    seen: Seen,
    /// Scripts about which shellcheck has to be asked.
    unseen: Vec<ShellScript>,
}

/// What requests are shown of a text.
#[derive(Clone)]
pub(super) struct Seen {
    /// Tree, model and findings.
    pub checked: Arc<Checked>,
    /// What it was checked with.
    pub settings: Arc<Settings>,
    /// Its secrets.
    pub secrets: Secrets,
}

impl Document {
    /// A document as it was opened. `name` is what messages call it.
    pub fn new(
        uri: lsp::Uri,
        path: Option<PathBuf>,
        name: String,
        version: i32,
        text: String,
    ) -> Self {
        Self {
            uri,
            path,
            version,
            name,
            text: Text::new(text),
            source: OnceCell::new(),
            edited: None,
            known: None,
            last_check: Duration::ZERO,
            published: None,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// The text under the name of the document.
    pub fn source(&self) -> &SourceFile {
        let source = || SourceFile::new(self.name.as_str(), self.text());
        self.source.get_or_init(source)
    }

    /// Applies changes in their order.
    pub fn change(
        &mut self,
        version: i32,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        for change in changes {
            self.text.change(change, encoding);
        }
        self.source.take();
        self.version = version;
        self.edited = Some(Instant::now());
        self.known = None;
    }

    /// Takes the text as it was saved. Gives whether it is another one.
    pub fn saved(&mut self, text: Option<String>) -> bool {
        self.edited = None;
        let Some(text) = text.filter(|text| text != self.text()) else {
            return false;
        };
        self.text = Text::new(text);
        self.source.take();
        self.known = None;
        true
    }

    /// Forgets what was found, because something outside the text has changed.
    pub fn forget(&mut self) {
        self.known = None;
    }

    /// Whether the text, as it is, was checked.
    pub fn is_known(&self) -> bool {
        self.known.is_some()
    }

    /// Notes what is sent of the text unasked. Gives whether it is news.
    pub fn publish(&mut self, result_id: String) -> bool {
        let new = Some((self.version, result_id));
        let is_news = self.published != new;
        self.published = new;
        is_news
    }

    /// Whether it is longer than any file that is checked.
    pub fn is_too_large(&self) -> bool {
        self.text().len() as u64 > MAX_FILE_SIZE
    }

    /// The text's tree, model and findings, made once for each text, and what it was
    /// checked with; `None` for a text that is too large.
    pub fn check(&mut self, project: &Project) -> Option<Seen> {
        if self.known.is_none() {
            if self.is_too_large() {
                return None;
            }
            let start = Instant::now();
            let source = self.source().clone();
            let (checked, settings, unseen) = project.check(self.path.as_deref(), source);
            self.last_check = start.elapsed();
            self.known = Some(Known {
                seen: Seen {
                    checked: Arc::new(checked),
                    settings: Arc::new(settings),
                    secrets: Secrets::default(),
                },
                unseen,
            });
        }
        self.known.as_ref().map(|known| known.seen.clone())
    }

    /// How long the last check took; nothing where there was none.
    pub fn last_check(&self) -> Duration {
        self.last_check
    }

    /// Scripts about which shellcheck has to be asked, and when they were typed.
    pub fn unseen(&self) -> Option<(&[ShellScript], Option<Instant>)> {
        let unseen = self.known.as_ref()?.unseen.as_slice();
        (!unseen.is_empty()).then_some((unseen, self.edited))
    }
}
