//! What a keystroke costs in an editor, beside one parse of the file.
//!
//! `scripts/bench` runs it; `docs/performance.md` says how to read it. The variable
//! `CODEMAGIC_LINT_BENCH_FILE` names another file to measure with.

#[allow(dead_code, reason = "the stages need more kinds of files")]
mod input;
mod session;

use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::{self, SourceFile};
use divan::Bencher;
use session::Editor;

fn main() {
    divan::main();
}

/// A file of 1,100 lines, as many as the longest samples have.
fn text() -> String {
    match std::env::var_os("CODEMAGIC_LINT_BENCH_FILE") {
        Some(path) => std::fs::read_to_string(path).unwrap_or_default(),
        None => input::file(18),
    }
}

/// The measure of the others: text to tree.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher
        .with_inputs(|| SourceFile::new("codemagic.yaml", text.as_str()))
        .bench_local_values(syntax::parse);
}

/// From a keystroke to the JSON of its diagnostics.
#[divan::bench]
fn keystroke(bencher: Bencher<'_, '_>) {
    let mut editor = Editor::open(&text());
    bencher.bench_local(|| editor.keystroke());
}

/// From a keystroke to the JSON of what may be written there.
#[divan::bench]
fn completion(bencher: Bencher<'_, '_>) {
    let mut editor = Editor::open(&text());
    bencher.bench_local(|| editor.completion());
}

/// The YAML parser alone.
#[divan::bench]
fn events(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.bench_local(|| syntax::count_events(&text));
}

/// The check without the server around it.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let text = text();
    let settings = Settings::default();
    bencher
        .with_inputs(|| SourceFile::new("codemagic.yaml", text.as_str()))
        .bench_local_values(|source| rules::check(source, &settings));
}
