//! The other files that the program reads, and what is said to the language server.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::projects::{CHECK, CURIOUS};
use super::{Command, Input, WORKFLOW, command, folder, lines, put};

const SCHEMA: [Command; 1] = [command("check", &["check", "--schema", "schema.json"])];
const BASELINE: [Command; 2] = [
    command("check", &["check", "--baseline", "baseline.json"]),
    command(
        "fix",
        &["check", "--baseline", "baseline.json", "--prune-baseline"],
    ),
];
const DRY_RUN: [Command; 1] = [command(
    "dry-run",
    &[
        "dry-run",
        "--now",
        "2026-01-31T12:00:00Z",
        "--bundle-id",
        "io.acme.notes",
        "--account",
        "account.yaml",
    ],
)];
const PACKAGE: [Command; 1] = [command(
    "dry-run",
    &[
        "dry-run",
        "--now",
        "2026-01-31T12:00:00Z",
        "--ipa",
        "app.ipa",
    ],
)];
const VARIABLES: [Command; 1] = [command(
    "dry-run",
    &[
        "dry-run",
        "--now",
        "2026-01-31T12:00:00Z",
        "--bundle-id",
        "io.acme.notes",
        "--env-file",
        "variables",
    ],
)];
const LSP: [Command; 1] = [Command {
    name: "lsp",
    arguments: &["lsp"],
    stdin: Some("messages"),
}];

/// An archive with one file in it, that may be wider than it looks.
fn package(directory: &Path, name: &str, size: usize) {
    put(directory, "codemagic.yaml", CURIOUS);
    let mut archive = ZipWriter::new(File::create(directory.join("app.ipa")).unwrap());
    archive
        .start_file(name, SimpleFileOptions::default())
        .unwrap();
    let block = vec![0; 1 << 16];
    for _ in 0..size >> 16 {
        archive.write_all(&block).unwrap();
    }
    archive.finish().unwrap();
}

pub const INPUTS: [Input; 12] = [
    folder(
        "configuration-huge",
        "a configuration of a megabyte",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            let names = lines(n, |index| format!("\"rule-{index}\", \"unknown-key\", "));
            put(
                directory,
                "codemagic-lint.toml",
                format!("ignore = [{names}]\n"),
            );
        },
        &CHECK,
    ),
    folder(
        "configuration-deep",
        "a configuration of brackets and dots",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(
                directory,
                "codemagic-lint.toml",
                format!("{}a = {}\n", "a.".repeat(n), "[".repeat(10 * n)),
            );
        },
        &CHECK,
    ),
    folder(
        "configuration-circular",
        "configurations that extend each other",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(directory, "codemagic-lint.toml", "extends = \"c0.toml\"\n");
            let count = n / 20;
            for index in 0..count {
                put(
                    directory,
                    &format!("c{index}.toml"),
                    format!("extends = \"c{}.toml\"\n", (index + 1) % count),
                );
            }
        },
        &CHECK,
    ),
    folder(
        "configuration-globs",
        "patterns in the configuration that explode",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            let exclude = format!(
                "exclude = ['{}', '{}', '{}']\n",
                "{a,b}".repeat(30),
                "**/".repeat(n / 10),
                "{a,".repeat(n / 10)
            );
            let overrides = lines(n / 20, |index| {
                format!("[[overrides]]\nfiles = ['{{a,b}}*{index}/**']\nignore = ['all']\n")
            });
            put(
                directory,
                "codemagic-lint.toml",
                format!("{exclude}{overrides}"),
            );
        },
        &CHECK,
    ),
    folder(
        "baseline-huge",
        "a baseline of thousands of findings",
        |directory, n| {
            put(
                directory,
                "codemagic.yaml",
                format!(
                    "{WORKFLOW}{}",
                    lines(n / 10, |index| format!("    k{index}: 1\n"))
                ),
            );
            let entries = lines(n, |index| {
                format!(
                    "{}{{\"rule\": \"unknown-key\", \"fingerprint\": \"{index:064}\"}}\n",
                    if index > 0 { "," } else { "" }
                )
            });
            put(
                directory,
                "baseline.json",
                format!("{{\"version\": 1, \"files\": {{\"codemagic.yaml\": [{entries}]}}}}"),
            );
        },
        &BASELINE,
    ),
    folder(
        "baseline-deep",
        "a baseline of brackets",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(
                directory,
                "baseline.json",
                format!("{{\"version\": 1, \"files\": {}", "[".repeat(100 * n)),
            );
        },
        &BASELINE,
    ),
    folder(
        "schema-deep",
        "a schema of brackets",
        |directory, n| {
            put(directory, "codemagic.yaml", WORKFLOW);
            put(
                directory,
                "schema.json",
                format!("{{\"not\": {}", "[".repeat(100 * n)),
            );
        },
        &SCHEMA,
    ),
    folder(
        "schema-pattern",
        "a schema whose pattern tries everything",
        |directory, n| {
            put(
                directory,
                "codemagic.yaml",
                format!("{WORKFLOW}    labels: [{}]\n", "a".repeat(n / 100)),
            );
            put(
                directory,
                "schema.json",
                r##"{"$defs": {"s": {"pattern": "^((a+)+)+$|^(a|a|aa)*b$|(a*)*\\1c"}},
            "additionalProperties": {"additionalProperties": {"properties": {"labels": {"items": {"$ref": "#/$defs/s"}}}}}}"##,
            );
        },
        &SCHEMA,
    ),
    folder(
        "schema-recursive",
        "a schema that refers to itself in every way",
        |directory, n| {
            put(
                directory,
                "codemagic.yaml",
                format!(
                    "{WORKFLOW}    labels: {}x{}\n",
                    "[".repeat((n / 100).min(100)),
                    "]".repeat((n / 100).min(100))
                ),
            );
            put(
                directory,
                "schema.json",
                r##"{"$ref": "#/definitions/a", "definitions": {"a": {"anyOf": [{"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"}]},
            "b": {"allOf": [{"additionalProperties": {"$ref": "#/definitions/a"}, "items": {"$ref": "#/definitions/a"}}]}}}"##,
            );
        },
        &SCHEMA,
    ),
    folder(
        "account-bomb",
        "an account file that is an alias bomb",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            let lists = lines(10, |level| {
                format!(
                    "a{}: &a{} [{}]\n",
                    level + 1,
                    level + 1,
                    format!("*a{level},").repeat(10)
                )
            });
            let builds = lines(n / 10, |index| {
                format!("      - {{version: '1.{index}', number: '{index}'}}\n")
            });
            put(
                directory,
                "account.yaml",
                format!(
                    "a0: &a0 [x]\n{lists}apps:\n  - bundle_id: io.acme.notes\n    builds:\n{builds}"
                ),
            );
        },
        &DRY_RUN,
    ),
    folder(
        "variables-file",
        "a file of variables of a megabyte",
        |directory, n| {
            put(directory, "codemagic.yaml", CURIOUS);
            put(
                directory,
                "variables",
                lines(n, |index| {
                    format!("V{}=$V{index}${{V{index}}}\n= \0x\n", index + 1)
                }),
            );
        },
        &VARIABLES,
    ),
    folder(
        "package-bomb",
        "a package that holds a gigabyte of zeros in a megabyte",
        |directory, n| {
            package(directory, "Payload/A.app/Info.plist", n * 100_000);
        },
        &PACKAGE,
    ),
];

/// What is said to the language server itself.
pub const MESSAGES: [Input; 4] = [
    folder(
        "messages-deep",
        "a message of brackets",
        |directory, n| {
            let body = format!("{{\"jsonrpc\": \"2.0\", \"id\": {}", "[".repeat(10 * n));
            put(
                directory,
                "messages",
                format!("Content-Length: {}\r\n\r\n{body}", body.len()),
            );
        },
        &LSP,
    ),
    folder(
        "messages-endless",
        "a message that says it has an exabyte",
        |directory, _| {
            put(
                directory,
                "messages",
                "Content-Length: 1152921504606846976\r\n\r\n{}",
            );
        },
        &LSP,
    ),
    folder(
        "messages-header",
        "a header that never ends",
        |directory, n| {
            put(directory, "messages", "Content-Length".repeat(10 * n));
        },
        &LSP,
    ),
    folder(
        "messages-many",
        "thousands of requests for what is not there",
        |directory, n| {
            let messages = lines(n, |id| {
                let body = format!(
                    "{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"textDocument/hover\",\"params\":{{\"textDocument\":\
                 {{\"uri\":\"file:///x\"}},\"position\":{{\"line\":4294967295,\"character\":4294967295}}}}}}"
                );
                format!("Content-Length: {}\r\n\r\n{body}", body.len())
            });
            put(directory, "messages", messages);
        },
        &LSP,
    ),
];
