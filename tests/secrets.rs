//! No secret is printed, wherever it stands: in its field, in broken text beside
//! it, under a misspelt key, in any format, in the baseline's words.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::report::{self, FileReport, Format, Report, Style};
use codemagic_lint::rules;
use codemagic_lint::syntax::SourceFile;

const SECRET: &str = "Hunter2Secret9";
const BODY: &str = "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQgexampleOfNoUse0123456789";

fn file(fields: &str) -> String {
    format!(
        "workflows:\n  ios:\n    name: iOS\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        apple_id: $APPLE_ID\n{fields}"
    )
}

fn printed(text: &str) -> Vec<(&'static str, String)> {
    let checked = rules::check(
        SourceFile::new("codemagic.yaml", text),
        &support::settings(),
    );
    assert!(!checked.findings.is_empty(), "{text}");
    let source = checked.tree.source().clone();
    let file = FileReport::new(source, checked.findings, checked.secrets, 100);
    let report = Report { files: vec![file] };
    let style = Style::default();
    let render = |format: Format| {
        (
            format.name(),
            report::render(&report, format, &style).unwrap(),
        )
    };
    Format::ALL.into_iter().map(render).collect()
}

#[test]
fn no_format_prints_a_secret() {
    let fields = [
        format!("        password: {SECRET}\n"),
        format!("        password: '@{SECRET}'\n"),
        format!("        password: %{SECRET}\n"),
        format!("        password: *{SECRET}\n"),
        format!("        password: {SECRET}: x\n"),
        format!("        password: {SECRET}\n        password: $OTHER\n"),
        format!("        pasword: {SECRET}\n"),
        format!("        password:{SECRET}\n"),
        format!("        password: {SECRET}\n        submit_to_testflight true\n"),
        format!("        password: \"{SECRET}\n"),
    ];
    for text in fields.iter().map(|fields| file(fields)) {
        for (format, out) in printed(&text) {
            assert!(!out.contains(SECRET), "{format} of\n{text}\n{out}");
        }
    }
}

#[test]
fn no_format_prints_a_private_key() {
    let keys = [
        format!(
            "        api_key: |\n          -----BEGIN PRIVATE KEY-----\n          {BODY}\n          -----END PRIVATE KEY-----\n"
        ),
        format!(
            "        api_key: |\n-----BEGIN PRIVATE KEY-----\n{BODY}\n-----END PRIVATE KEY-----\n"
        ),
        format!(
            "        # -----BEGIN PRIVATE KEY-----\n        # {BODY}\n        # -----END PRIVATE KEY-----\n        pasword: x\n"
        ),
    ];
    for text in keys.iter().map(|fields| file(fields)) {
        for (format, out) in printed(&text) {
            assert!(!out.contains(&BODY[20..60]), "{format} of\n{text}\n{out}");
        }
    }
}
