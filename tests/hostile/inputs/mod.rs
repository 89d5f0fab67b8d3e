//! The permanent collection of hostile inputs: declared once, shown to the program by
//! the tests (`suite.rs`) and measured by `scripts/hostile`.

pub mod amounts;
pub mod bytes;
pub mod nesting;
pub mod other_files;
pub mod projects;
pub mod scripts;
pub mod sharing;
pub mod values;

use std::fs;
use std::path::Path;

/// Something that nobody means.
pub struct Input {
    /// What it is called in the table.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// How it is made.
    pub made: Made,
}

/// How an input is made. The number says how much of everything there is: `FULL` where
/// it is measured, a tenth of it where a debug build must cope.
pub enum Made {
    /// A `codemagic.yaml` that is shown to every command.
    Text(fn(usize) -> Vec<u8>),
    /// A folder, and the commands that are run in it.
    Folder {
        make: fn(&Path, usize),
        commands: &'static [Command],
    },
}

/// What the program is run with.
pub struct Command {
    /// What it is called in the table.
    pub name: &'static str,
    /// After the name of the program.
    pub arguments: &'static [&'static str],
    /// The file in the folder that is its standard input.
    pub stdin: Option<&'static str>,
}

/// How much of everything is measured.
pub const FULL: usize = 10_000;

/// How an editor's messages about a text are kept beside it.
const MESSAGES: &str = "messages";

/// What is done with every text.
const EVERY: [Command; 9] = [
    command("check", &["check", "--select", "all"]),
    command(
        "formats",
        &[
            "check",
            "--output-format",
            "json",
            "--output-format",
            "sarif",
            "--output-file",
            "sarif",
            "--output-format",
            "gitlab",
            "--output-file",
            "gitlab",
        ],
    ),
    command("fix", &["check", "--fix", "--unsafe-fixes"]),
    command("diff", &["check", "--diff", "--unsafe-fixes"]),
    command("add-ignore", &["check", "--add-ignore", "accepted"]),
    command("show", &["show", "--output-format", "json"]),
    command(
        "triggers",
        &[
            "triggers",
            "--event",
            "push",
            "--branch",
            "main",
            "--changed",
            "ios/Podfile",
        ],
    ),
    command(
        "dry-run",
        &[
            "dry-run",
            "--bundle-id",
            "io.example.app",
            "--now",
            "2026-01-31T12:00:00Z",
        ],
    ),
    Command {
        name: "lsp",
        arguments: &["lsp"],
        stdin: Some(MESSAGES),
    },
];

const fn command(name: &'static str, arguments: &'static [&'static str]) -> Command {
    Command {
        name,
        arguments,
        stdin: None,
    }
}

const fn text(name: &'static str, what: &'static str, make: fn(usize) -> Vec<u8>) -> Input {
    Input {
        name,
        what,
        made: Made::Text(make),
    }
}

const fn folder(
    name: &'static str,
    what: &'static str,
    make: fn(&Path, usize),
    commands: &'static [Command],
) -> Input {
    Input {
        name,
        what,
        made: Made::Folder { make, commands },
    }
}

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Input> {
    let files: [&[Input]; 10] = [
        &sharing::INPUTS,
        &nesting::INPUTS,
        &bytes::INPUTS,
        &amounts::INPUTS,
        &scripts::INPUTS,
        &values::INPUTS,
        &projects::INPUTS,
        &other_files::INPUTS,
        &other_files::MESSAGES,
        &projects::UNIX,
    ];
    files.into_iter().flatten()
}

impl Input {
    /// Lays it out in an empty directory, as the root of a repository.
    pub fn lay_out(&self, directory: &Path, amount: usize) {
        put(directory, ".git/HEAD", "ref: refs/heads/main\n");
        match self.made {
            Made::Text(make) => {
                let text = make(amount);
                let messages = messages(&String::from_utf8_lossy(&text));
                put(directory, "codemagic.yaml", text);
                put(directory, MESSAGES, messages);
            }
            Made::Folder { make, .. } => make(directory, amount),
        }
    }

    /// What the program is run with.
    pub fn commands(&self) -> &'static [Command] {
        match self.made {
            Made::Text(_) => &EVERY,
            Made::Folder { commands, .. } => commands,
        }
    }
}

/// Writes a file, and the directories above it.
fn put(directory: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = directory.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).unwrap();
    }
    fs::write(path, content).unwrap();
}

/// A workflow without findings.
const WORKFLOW: &str = "workflows:\n  a:\n    name: A\n    scripts:\n      - ls\n";

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// What an editor says that opens the text, asks about it and edits it.
fn messages(text: &str) -> Vec<u8> {
    let uri = "file:///hostile/codemagic.yaml";
    let lines = text.lines().count();
    let document = serde_json::json!({ "uri": uri });
    let request = |id: usize, method: &str, more: serde_json::Value| {
        let mut params = serde_json::json!({ "textDocument": document });
        for (key, value) in more.as_object().unwrap() {
            params[key] = value.clone();
        }
        serde_json::json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
    };
    let place = serde_json::json!({ "line": lines.saturating_sub(1), "character": 8 });
    let nothing = || serde_json::json!({});
    let at = || serde_json::json!({ "position": place });
    let within = serde_json::json!({ "start": { "line": 0, "character": 0 }, "end": place });
    let ranged = || serde_json::json!({ "range": within, "context": { "diagnostics": [] } });
    let said = [
        serde_json::json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize",
            "params": { "capabilities": {} } }),
        serde_json::json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        serde_json::json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {
            "textDocument": { "uri": uri, "languageId": "yaml", "version": 1, "text": text } } }),
        request(1, "textDocument/hover", at()),
        request(2, "textDocument/completion", at()),
        request(3, "textDocument/definition", at()),
        request(4, "textDocument/documentSymbol", nothing()),
        request(5, "textDocument/foldingRange", nothing()),
        request(6, "textDocument/codeAction", ranged()),
        request(7, "textDocument/inlayHint", ranged()),
        request(8, "textDocument/codeLens", nothing()),
        request(9, "textDocument/documentLink", nothing()),
        serde_json::json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": { "uri": uri, "version": 2 },
            "contentChanges": [{ "range": { "start": place, "end": place }, "text": "x" }] } }),
        request(10, "textDocument/hover", at()),
        serde_json::json!({ "jsonrpc": "2.0", "id": 11, "method": "shutdown" }),
        serde_json::json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    let mut bytes = Vec::new();
    for message in said {
        let body = message.to_string();
        bytes.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).bytes());
    }
    bytes
}
