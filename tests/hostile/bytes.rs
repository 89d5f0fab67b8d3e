//! What is no text, or hardly any.

use codemagic_lint::report::{self, FileReport, Format, Report, Style};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;
use proptest::prelude::*;

use crate::support::cli::Project;
use crate::{WORKFLOW, ends, finds};

#[test]
fn bytes_that_are_not_utf8_are_shown() {
    finds(
        b"workflows:\n  a:\n    name: \xff\xfe\n",
        "invalid-utf8",
        3,
        11,
    );
    finds(b"\xf0\x9f", "invalid-utf8", 1, 1);
    finds(b"a: \xc3\xa9\xc3\n", "invalid-utf8", 1, 5);
    finds([0xe9].repeat(100_000), "invalid-utf8", 1, 1);
}

#[test]
fn other_encodings_are_named() {
    let project = Project::new(&[]);
    let wide = |with_mark: bool, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let mark = with_mark.then_some('\u{feff}');
        let text: String = mark.into_iter().chain(WORKFLOW.chars()).collect();
        text.encode_utf16().flat_map(bytes).collect()
    };
    let wider = |bytes: fn(u32) -> [u8; 4]| -> Vec<u8> {
        WORKFLOW.chars().flat_map(|c| bytes(u32::from(c))).collect()
    };
    for (content, name) in [
        (wide(true, u16::to_le_bytes), "UTF-16"),
        (wide(true, u16::to_be_bytes), "UTF-16"),
        (wide(false, u16::to_le_bytes), "UTF-16"),
        (wide(false, u16::to_be_bytes), "UTF-16"),
        (wider(u32::to_le_bytes), "UTF-32"),
        (wider(u32::to_be_bytes), "UTF-32"),
    ] {
        project.write("codemagic.yaml", &content);
        let message = format!("error: `codemagic.yaml` is {name} text, expected UTF-8\n");
        let help = "  help: save the file as UTF-8";
        project.run(&["check"]).fails_with(&[&message, help]);
        let message = message.replace("codemagic.yaml", "<stdin>");
        project
            .run_with_input(&["check", "-"], content)
            .fails_with(&[&message, help]);
    }
}

#[test]
fn a_byte_order_mark_takes_no_place() {
    ends(format!("\u{feff}{WORKFLOW}")).ends_with(0);
    let bad = WORKFLOW.replace("    name", "    nmae");
    finds(format!("\u{feff}{bad}"), "unknown-key", 3, 5);
    ends(format!("\u{feff}\u{feff}{WORKFLOW}"));
    ends(WORKFLOW.replace("ls", "l\u{feff}s"));
    ends(WORKFLOW.replace("    name", "\u{feff}    name"));
    finds("\u{feff}", "empty-document", 1, 1);
}

#[test]
fn hardly_anything_is_nothing() {
    for content in [
        "",
        " ",
        "\n\n",
        "# a\n# b\n",
        "---\n",
        "%YAML 1.1\n---\n",
        "~",
        "null\n",
    ] {
        let rules = ends(content).rules();
        assert!(
            rules.contains(&"empty-document".to_owned()),
            "{content:?}: {rules:?}"
        );
    }
    finds("\r".repeat(100_000), "empty-document", 1, 1);
    ends(WORKFLOW.replace('\n', "\r")).ends_with(0);
    ends(WORKFLOW.replace('\n', "\r\n")).ends_with(0);
}

#[test]
fn control_characters_are_shown() {
    finds(
        "workflows:\n  a:\n    name: a\0b\n",
        "control-character",
        3,
        12,
    );
    finds("\0".repeat(1000), "control-character", 1, 1);
    finds("a: \u{1b}[31m\n", "control-character", 1, 4);
    finds("a: \"\u{7}\"\n", "control-character", 1, 5);
    finds("\u{c}", "control-character", 1, 1);
}

#[test]
fn what_stands_before_any_document_does_not_confuse() {
    for content in [
        "%YAML 1.2 # codemagic-lint: ignore[unknown-key]\n",
        "%TAG\n%FOO # codemagic-lint: ignore-file[unknown-key]\n---\n",
        "--- # codemagic-lint: ignore[unknown-key]\n",
        "... # codemagic-lint: ignore[unknown-key]",
        "# codemagic-lint: ignore[unknown-key]",
        "- # codemagic-lint: ignore[unknown-key]\n",
        "&a # codemagic-lint: ignore[unknown-key]\n",
        "? # codemagic-lint: ignore[unknown-key]\n",
        "\t# codemagic-lint: ignore[unknown-key]\n\t",
    ] {
        ends(content);
    }
}

/// Whatever the bytes, spans fit the text and every report can be written.
fn survives(content: Vec<u8>) {
    let checked = rules::check(
        SourceFile::from_bytes("codemagic.yaml", content),
        &Settings::default(),
    );
    let text = checked.tree.source().text();
    let mut last = 0;
    for finding in &checked.findings {
        let related = finding.related.iter().map(|related| related.span);
        let edits = finding
            .fix
            .iter()
            .flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        for span in related.chain(edits).chain([finding.span]) {
            assert!(text.get(span.range()).is_some(), "{finding:?}");
        }
        assert!(last <= finding.span.start, "in order");
        last = finding.span.start;
    }
    let source = checked.tree.source().clone();
    let file = FileReport::new(source, checked.findings, checked.secrets, 1000);
    let report = Report { files: vec![file] };
    for format in Format::ALL {
        report::render(&report, format, &Style::default()).unwrap();
    }
}

/// Pieces that mean something to YAML, to Codemagic or to us.
const PIECES: [&str; 44] = [
    "workflows:",
    "a:",
    "b: ",
    "- ",
    "-",
    "? ",
    ": ",
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "\t",
    " ",
    "&a ",
    "*a",
    "<<: ",
    "*b",
    "!!str ",
    "!x ",
    "| ",
    "> ",
    "|-\n",
    "'",
    "\"",
    "\\",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "#",
    " # c",
    "# codemagic-lint: ignore[unknown-key]",
    "# codemagic-lint: ignore-file[all]",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "scripts:",
    "publishing:",
    "app_store_connect:",
    "auth: integration",
    "$A",
    "é",
    "\u{1F600}",
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_survived(content in proptest::collection::vec(any::<u8>(), 0..200)) {
        survives(content);
    }

    #[test]
    fn any_pieces_are_survived(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        survives(pieces.into_iter().flat_map(|index| PIECES[index].bytes()).collect());
    }
}
