//! The text of a document on both sides.

use codemagic_lint::lsp::Encoding;
use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::messages::{counting, name};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// A change between two positions.
fn change(from: (usize, usize), to: (usize, usize), text: &str) -> Value {
    json!({
        "range": {
            "start": { "line": from.0, "character": from.1 },
            "end": { "line": to.0, "character": to.1 },
        },
        "text": text,
    })
}

/// The text after changes that are told at once.
fn after(text: &str, changes: &[Value]) -> String {
    let mut client = Client::start();
    client.open(text);
    client.change(URI, json!(changes));
    client.text(URI).as_str().unwrap().to_owned()
}

#[test]
fn changes_count_one_after_the_other() {
    let changes = [
        change((0, 1), (0, 1), "b"),
        change((0, 2), (0, 2), "\r\nd"),
        change((1, 1), (1, 1), "é"),
    ];
    assert_eq!(after("a", &changes), "ab\r\ndé");
    assert_eq!(after("a", &[]), "a");
    let changes = [json!({ "text": "x\ny" }), change((1, 0), (1, 1), "")];
    assert_eq!(after("a", &changes), "x\n");
}

#[test]
fn positions_that_are_none_are_clamped() {
    for (from, to, expected) in [
        ((0, 99), (0, 99), "a𝄞b!\r\nc\rd"),
        ((9, 0), (9, 9), "a𝄞b\r\nc\rd!"),
        // Between the halves of a character: before it.
        ((0, 2), (0, 2), "a!𝄞b\r\nc\rd"),
        ((1, 1), (0, 1), "a!\rd"),
        ((2, 0), (2, 0), "a𝄞b\r\nc\r!d"),
        ((0, 4), (1, 0), "a𝄞b!c\rd"),
        ((0, 0), (u32::MAX as usize, u32::MAX as usize), "!"),
    ] {
        let found = after("a𝄞b\r\nc\rd", &[change(from, to, "!")]);
        assert_eq!(found, expected, "{from:?} {to:?}");
    }
}

#[test]
fn a_document_that_is_none_of_ours_is_nothing() {
    let mut client = Client::start();
    for uri in ["file:///a/pubspec.yaml", "untitled:Untitled-1"] {
        client.open_as(uri, "a: 1");
        client.change(uri, json!([{ "text": "a: 2" }]));
        assert_eq!(client.text(uri), Value::Null);
        let about =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
        assert_eq!(client.ask("textDocument/hover", about), Value::Null);
    }
    assert_eq!(client.count("textDocument/publishDiagnostics"), 0);
    assert_eq!(client.count("window/logMessage"), 0);
}

#[test]
fn what_is_not_open_cannot_change() {
    let mut client = Client::start();
    client.change(URI, json!([{ "text": "a" }]));
    let logged = client.wait_for("window/logMessage", |_| true);
    let message = logged["message"].as_str().unwrap();
    assert!(message.contains("which is not open"), "{message}");
    client.open("a");
    client.open("b");
    assert_eq!(client.text(URI), "b");
    client.wait_for("window/logMessage", |params| {
        params["message"].as_str().unwrap().contains("opened twice")
    });
    client.tell(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": URI } }),
    );
    client.wait_for("textDocument/publishDiagnostics", |params| {
        params["diagnostics"] == json!([]) && params["version"] == Value::Null
    });
    assert_eq!(client.text(URI), Value::Null);
}

#[test]
fn what_was_saved_counts() {
    let mut client = Client::start();
    client.open("a");
    client.tell(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": URI }, "text": "b" }),
    );
    assert_eq!(client.text(URI), "b");
}

#[test]
fn a_byte_order_mark_is_a_character() {
    assert_eq!(
        after("\u{feff}a", &[change((0, 1), (0, 2), "b")]),
        "\u{feff}b"
    );
}

/// What an editor does with a text: written without a look at the server.
struct Model {
    characters: Vec<char>,
    encoding: Encoding,
}

impl Model {
    fn units(&self, character: char) -> usize {
        match self.encoding {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }

    /// Walks through the text until the position is reached or passed.
    fn index(&self, line: usize, column: usize) -> usize {
        let (mut at_line, mut at_column) = (0, 0);
        for (index, &character) in self.characters.iter().enumerate() {
            let is_break = character == '\n' || character == '\r';
            if at_line == line && (is_break || at_column + self.units(character) > column) {
                return index;
            }
            let is_half = character == '\r' && self.characters.get(index + 1) == Some(&'\n');
            if is_break && !is_half {
                at_line += 1;
                at_column = 0;
            } else if !is_break {
                at_column += self.units(character);
            }
        }
        self.characters.len()
    }

    fn apply(&mut self, from: (usize, usize), to: (usize, usize), text: &str) {
        let mut ends = [self.index(from.0, from.1), self.index(to.0, to.1)];
        ends.sort_unstable();
        self.characters.splice(ends[0]..ends[1], text.chars());
    }

    fn text(&self) -> String {
        self.characters.iter().collect()
    }
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

const START: &str =
    "workflows:\r\n  ios: # Größe 🚀\r\n    name: Zwölf 日本\n    scripts:\r      - echo $A\n";

const PIECES: [&str; 16] = [
    "", "", "x", "\n", "\r", "\r\n", "  - ", "a: ", "ä", "🚀", "日本", "\n\r\n", "'", "&a", "*a",
    "\t",
];

#[test]
fn ten_thousand_random_edits_leave_both_sides_with_the_same_text() {
    for (seed, encoding) in ENCODINGS.into_iter().enumerate() {
        let mut numbers = Numbers(seed as u64);
        let mut client = Client::able(counting(encoding));
        assert_eq!(client.capabilities["positionEncoding"], name(encoding));
        client.open(START);
        let mut model = Model {
            characters: START.chars().collect(),
            encoding,
        };
        let mut edits = 0;
        while edits < 3_400 {
            let mut changes = Vec::new();
            if model.characters.len() > 300 {
                model.characters = START.chars().collect();
                changes.push(json!({ "text": START }));
            }
            for _ in 0..=numbers.below(4) {
                let mut position = || (numbers.below(12), numbers.below(24));
                let (from, mut to) = (position(), position());
                if numbers.below(3) > 0 {
                    to = (from.0, from.1 + numbers.below(3));
                }
                let text = PIECES[numbers.below(PIECES.len())];
                model.apply(from, to, text);
                changes.push(change(from, to, text));
                edits += 1;
            }
            client.change(URI, json!(changes));
            assert_eq!(client.text(URI), model.text(), "{encoding:?}: {changes:?}");
        }
        client.shut_down();
    }
}
