//! Files that cannot be used, such as a configuration with a mistake in it: they are
//! told of in the file itself, and once by a message.

use std::collections::{BTreeMap, BTreeSet};

use gen_lsp_types as lsp;

use crate::syntax::Span;
use crate::workspace::{ConfigError, InvalidConfig};

use super::editor::Editor;
use super::encoding::Encoding;
use super::project::Project;
use super::uri;

/// What was told so far.
#[derive(Default)]
pub(super) struct Troubles {
    /// Diagnostics in configurations, by URI.
    marked: BTreeMap<String, Vec<lsp::Diagnostic>>,
    /// Messages that were shown.
    shown: BTreeSet<String>,
}

impl Troubles {
    /// Tells what is new, and takes back what is no more.
    pub fn tell(&mut self, project: &Project, encoding: Encoding, editor: &Editor) {
        let errors = project.config_errors();
        let mut marks: BTreeMap<String, Vec<lsp::Diagnostic>> = BTreeMap::new();
        let mut messages = messages(project);
        for error in &errors {
            for (name, diagnostics) in marks_of(error, encoding) {
                let uri = uri::from_path(&project.cwd().join(name));
                marks.entry(uri.0).or_default().extend(diagnostics);
            }
        }
        let gone = self.marked.keys().filter(|uri| !marks.contains_key(*uri));
        for uri in gone.cloned().collect::<Vec<_>>() {
            self.mark(editor, uri, Vec::new());
        }
        for (uri, diagnostics) in marks {
            if self.marked.get(&uri) != Some(&diagnostics) {
                self.mark(editor, uri, diagnostics);
            }
        }
        for message in messages.difference(&self.shown) {
            editor.show(lsp::MessageType::Error, message.clone());
        }
        self.shown.append(&mut messages);
    }

    /// Everything was read anew: what comes again after it was mended is told again.
    pub fn read_anew(&mut self, project: &Project) {
        let messages = messages(project);
        self.shown.retain(|shown| messages.contains(shown));
    }

    fn mark(&mut self, editor: &Editor, uri: String, diagnostics: Vec<lsp::Diagnostic>) {
        let params =
            lsp::PublishDiagnosticsParams::new(lsp::Uri(uri.clone()), None, diagnostics.clone());
        editor.tell::<lsp::PublishDiagnosticsNotification>(&params);
        if diagnostics.is_empty() {
            self.marked.remove(&uri);
        } else {
            self.marked.insert(uri, diagnostics);
        }
    }
}

fn messages(project: &Project) -> BTreeSet<String> {
    let errors = project.config_errors();
    let errors = errors.iter().map(|error| message(error));
    project.troubles().into_iter().chain(errors).collect()
}

fn message(error: &ConfigError) -> String {
    let first = match error {
        ConfigError::Unreadable(error) => error.to_string(),
        ConfigError::Invalid(files) => {
            let mut problems = files.iter().flat_map(|file| {
                let problems = file.problems.iter();
                problems.map(|problem| format!("{}: {}", file.place(problem), problem.message))
            });
            problems.next().unwrap_or_default()
        }
    };
    format!("the configuration cannot be used, so that the defaults count: {first}")
}

fn marks_of(error: &ConfigError, encoding: Encoding) -> Vec<(&str, Vec<lsp::Diagnostic>)> {
    match error {
        ConfigError::Unreadable(error) => {
            let start = lsp::Position::new(0, 0);
            let diagnostic = mark(lsp::Range::new(start, start), error.to_string());
            vec![(error.name.as_str(), vec![diagnostic])]
        }
        ConfigError::Invalid(files) => {
            let all = files.iter();
            all.map(|file| (file.source.name(), marks_in(file, encoding)))
                .collect()
        }
    }
}

fn marks_in(file: &InvalidConfig, encoding: Encoding) -> Vec<lsp::Diagnostic> {
    let diagnostics = file.problems.iter().map(|problem| {
        let message = match &problem.help {
            Some(help) => format!("{}\n{help}", problem.message),
            None => problem.message.clone(),
        };
        let span: Span = file.source.first_line_of(problem.span);
        mark(encoding.range(&file.source, span), message)
    });
    diagnostics.collect()
}

fn mark(range: lsp::Range, message: String) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range,
        severity: Some(lsp::DiagnosticSeverity::Error),
        source: Some(crate::report::TOOL_NAME.to_owned()),
        message: message.into(),
        ..lsp::Diagnostic::default()
    }
}
