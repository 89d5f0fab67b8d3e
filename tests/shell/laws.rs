//! What holds for every text.

use codemagic_lint::expression::shell::{Dialect, Flow, Script, parse_for};
use proptest::prelude::*;

/// Text that looks like a script, most of it broken.
fn scripts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        " ",
        "\n",
        ";",
        "'",
        "\"",
        "$",
        "(",
        ")",
        "{",
        "}",
        "`",
        "\\",
        "#",
        "<<",
        "EOF",
        "-",
        "=",
        "|",
        "&",
        ">",
        "<",
        "if ",
        "then ",
        "fi",
        "case x in ",
        "esac",
        "[[ ",
        " ]]",
        "do ",
        "done",
        "for ",
        "A",
        "${",
        "$((",
        "))",
        "${{ inputs.a }}",
        "ä",
        "日",
        "\t",
        "\r\n",
        "export ",
        "CM_ENV",
        "$env:",
        "@\"",
        "function ",
        "\0",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(text: &str, script: &Script<'_>) {
    let len = text.len();
    let mut last = 0;
    for command in &script.commands {
        assert!(command.range.start >= last, "commands are in order");
        last = command.range.start;
        assert!(command.range.end <= len);
        let mut at = command.range.start;
        for word in &command.words {
            assert!(word.range.start >= at && word.range.start < word.range.end);
            assert!(text.get(word.range.clone()).is_some(), "{:?}", word.range);
            at = word.range.end;
        }
        assert!(at <= command.range.end);
        for redirect in &command.redirects {
            assert!(
                redirect
                    .document
                    .is_none_or(|index| index < script.documents.len())
            );
        }
        assert!(
            command
                .pipes_to
                .is_none_or(|next| (next as usize) < script.commands.len())
        );
    }
    for read in &script.reads {
        assert!(text[read.range.clone()].contains(read.name));
    }
    for range in script.comments.iter().chain(&script.quoted) {
        assert!(text.get(range.clone()).is_some());
    }
    for set in Flow::of(text, script).sets {
        assert_eq!(&text[set.range.clone()], set.name);
    }
}

proptest! {
    #[test]
    fn every_text_is_read(text in scripts()) {
        for dialect in [Dialect::Bourne, Dialect::PowerShell, Dialect::Other] {
            check(&text, &parse_for(&text, dialect));
        }
    }

    #[test]
    fn any_bytes_are_read(text in ".{0,200}") {
        for dialect in [Dialect::Bourne, Dialect::PowerShell] {
            check(&text, &parse_for(&text, dialect));
        }
    }

    /// What follows a whole command on a line of its own changes nothing before it.
    #[test]
    fn a_later_line_changes_nothing_before(first in "[a-z ;&|]{0,20}", second in "[a-z ]{0,20}") {
        let text = format!("x {first}\ny {second}");
        let count = |text: &str| parse_for(text, Dialect::Bourne).commands.len();
        prop_assert_eq!(count(&text), count(&format!("x {first}\n")) + 1);
    }
}

#[test]
fn hostile_texts_end() {
    for piece in [
        "$(",
        "${",
        "\"",
        "\"$(",
        "'",
        "`",
        "((",
        "$((",
        "(",
        "{ ",
        "if ",
        "case x in ",
        "a=(",
        "<<A\n",
        "<<A ",
        "[[ ",
        "+(",
        "a() { ",
        "\\",
        "$'",
        "<(",
        "fi ",
        ") ",
        "} ",
        "echo $(cat <<A\n",
        "{ a; } > x; ",
    ] {
        let text = piece.repeat(20_000);
        for dialect in [Dialect::Bourne, Dialect::PowerShell] {
            let script = parse_for(&text, dialect);
            let _ = Flow::of(&text, &script);
        }
    }
}
