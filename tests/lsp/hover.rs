//! `textDocument/hover`

use crate::client::{Client, URI};
use codemagic_lint::lsp::End;

#[test]
fn a_key_says_what_it_is_for() {
    let mut client = Client::start();
    let at = client.open_at_cursor("workflows:\n  ios:\n    max_build<|>_duration: 30\n");
    let hover = client.ask("textDocument/hover", at);
    let text = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(text.starts_with("**max_build_duration**"), "{hover}");
    assert_eq!(client.diagnostics(URI)[0]["code"], "workflow-name");
    assert_eq!(client.shut_down(), End::Orderly);
}
