//! Messages and folders that tests have in common.

use std::path::{Path, PathBuf};

use codemagic_lint::lsp::Encoding;
use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

/// A workflow without a name: one finding, `workflow-name`.
pub const NAMELESS: &str = "workflows:\n  ios:\n    scripts:\n      - script: make\n";

pub fn request(id: i32, method: &str, params: Value) -> Message {
    Request::new(id.into(), method.to_owned(), params).into()
}

pub fn told(method: &str, params: Value) -> Message {
    Notification::new(method.to_owned(), params).into()
}

pub fn opened(uri: &str, version: i32, text: &str) -> Message {
    let document = json!({ "uri": uri, "languageId": "yaml", "version": version, "text": text });
    told("textDocument/didOpen", json!({ "textDocument": document }))
}

pub fn changed(uri: &str, version: i32, text: &str) -> Message {
    let params = json!({
        "textDocument": { "uri": uri, "version": version },
        "contentChanges": [{ "text": text }],
    });
    told("textDocument/didChange", params)
}

/// `initialize` with the id 0, and `initialized`.
pub fn introduced(capabilities: Value) -> [Message; 2] {
    let params = json!({
        "capabilities": capabilities,
        "initializationOptions": { "shellcheck": "never" },
    });
    [
        request(0, "initialize", params),
        told("initialized", json!({})),
    ]
}

/// What an editor says that counts like this.
pub fn counting(encoding: Encoding) -> Value {
    json!({ "general": { "positionEncodings": [name(encoding)] } })
}

pub fn name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Utf32 => "utf-32",
    }
}

/// The codes of diagnostics.
pub fn codes(diagnostics: &Value) -> Vec<&str> {
    let all = diagnostics.as_array().unwrap().iter();
    all.map(|it| it["code"].as_str().unwrap_or("-")).collect()
}

/// A repository on disk.
pub struct Folder {
    directory: tempfile::TempDir,
}

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join(".git")).unwrap();
        let folder = Self { directory };
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn uri(&self, name: &str) -> String {
        crate::client::file_uri(&self.file(name))
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.file(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}
