//! Characters that App Store Connect refuses in release notes.

use crate::knowledge::release_notes::is_refused;
use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{Kind, Note, files, unless_written};

rule! {
    id: "release-notes-angle-brackets",
    category: Publishing,
    severity: Error,
    summary: "release notes with `<`, an emoji or another character that App Store Connect refuses",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let files = files(asc.view);
    let with_language = files.iter().filter(|file| file.kind != Kind::Text);
    for note in with_language.flat_map(|file| &file.notes) {
        let refused = |c: char| is_refused(c) || c == '>';
        let mut found = note.text.char_indices().filter(|(_, c)| refused(*c));
        let Some((at, first)) = found.next() else {
            continue;
        };
        // `>` alone is forbidden in writing, but was seen to pass.
        let only_closing = first == '>' && found.all(|(_, c)| c == '>');
        let (at, char) = if only_closing {
            (at, first)
        } else {
            first_refused(note).unwrap_or((at, first))
        };
        let message = format!(
            "{} at {}: App Store Connect refuses it in release notes",
            shown(char),
            note.named(at)
        );
        let draft = report.at(asc.key, message);
        draft
            .help("leave out `<`, `>`, emoji and symbols; the answer is 409 after the upload, and the build reaches no testers")
            .in_use();
        unless_written(asc.view, draft);
        if only_closing {
            draft.severity(Severity::Warning);
        }
    }
}

fn first_refused(note: &Note) -> Option<(usize, char)> {
    note.text.char_indices().find(|(_, c)| is_refused(*c))
}

/// The character as it looks, and its number where that says little.
fn shown(c: char) -> String {
    if c.is_ascii() {
        return format!("`{c}`");
    }
    let number = format!("U+{:04X}", u32::from(c));
    let is_visible = !matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..);
    if is_visible {
        format!("`{c}` ({number})")
    } else {
        format!("the character {number}")
    }
}
