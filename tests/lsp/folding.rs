//! `textDocument/foldingRange` and `textDocument/selectionRange`

use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::editing::{position, samples, span};

fn folds(client: &mut Client) -> Vec<(u64, u64, String)> {
    let params = json!({ "textDocument": { "uri": URI } });
    let found = client.ask("textDocument/foldingRange", params);
    let number = |it: &Value, key: &str| it[key].as_u64().unwrap();
    let folds = found.as_array().unwrap().iter().map(|it| {
        let kind = it["kind"].as_str().unwrap_or_default().to_owned();
        (number(it, "startLine"), number(it, "endLine"), kind)
    });
    folds.collect()
}

#[test]
fn mappings_lists_scripts_and_comments_fold() {
    let text = "\
# what
# this is
workflows:
  ios:
    # region build
    scripts:
      - name: Build
        script: |
          ls

          pwd

      - ls
    # endregion
    triggering: {
      events: [push]
    }
    labels: [
      a]
    name: x
";
    let mut client = Client::start();
    client.open(text);
    let fold = |start, end, kind: &str| (start, end, kind.to_owned());
    let expected = [
        fold(0, 1, "comment"),
        fold(2, 19, ""),
        fold(3, 19, ""),
        fold(4, 13, "region"),
        fold(5, 12, ""),
        fold(6, 10, ""),
        fold(7, 10, ""),
        // The bracket stays.
        fold(14, 15, ""),
        fold(17, 18, ""),
    ];
    assert_eq!(folds(&mut client), expected);
}

#[test]
fn an_editor_may_want_no_more_than_some() {
    let capabilities = json!({ "textDocument": { "foldingRange": { "rangeLimit": 2 } } });
    let mut client = Client::start_with(json!({ "capabilities": capabilities }));
    client.open("a:\n  b:\n    c:\n      d: 1\n");
    assert_eq!(folds(&mut client).len(), 2);
}

#[test]
fn folds_are_in_order_and_have_lines() {
    let mut client = Client::start();
    for text in samples() {
        client.open(&text);
        let mut last = None;
        let lines = text.split('\n').count() as u64;
        for (start, end, _) in folds(&mut client) {
            assert!(start < end && end < lines, "{start} to {end} in {text:?}");
            assert!(last.is_none_or(|last| last < start), "{start} in {text:?}");
            last = Some(start);
        }
    }
}

fn selections(
    client: &mut Client,
    text: &str,
    offsets: &[usize],
) -> Vec<Vec<std::ops::Range<usize>>> {
    let positions: Vec<Value> = offsets.iter().map(|&at| position(text, at)).collect();
    let params = json!({ "textDocument": { "uri": URI }, "positions": positions });
    let found = client.ask("textDocument/selectionRange", params);
    let chain = |mut range: &Value| {
        let mut spans = Vec::new();
        while !range.is_null() {
            spans.push(span(text, &range["range"]));
            range = &range["parent"];
        }
        spans
    };
    found.as_array().unwrap().iter().map(chain).collect()
}

#[test]
fn a_selection_grows_from_the_word_to_the_document() {
    let text = "workflows:\n  a:\n    scripts:\n      - script: |\n          cd app && flutter build ipa --flavor one\n          ls\n";
    let mut client = Client::start();
    client.open(text);
    let place = text.find("vor one").unwrap();
    let found = selections(&mut client, text, &[place]).remove(0);
    let mut shown = found.iter().map(|it| text[it.clone()].trim());
    for expected in [
        "flavor",
        "--flavor",
        "flutter build ipa --flavor one",
        "cd app && flutter build ipa --flavor one",
        "|\n          cd app && flutter build ipa --flavor one\n          ls",
        "script: |\n          cd app && flutter build ipa --flavor one\n          ls",
    ] {
        assert_eq!(shown.next(), Some(expected));
    }
    assert_eq!(found.last(), Some(&(0..text.len())));
    let quoted = "a:\n  b: \"some text\"\n";
    client.open(quoted);
    let found = selections(&mut client, quoted, &[quoted.find("ext").unwrap()]).remove(0);
    let shown: Vec<_> = found.iter().map(|it| &quoted[it.clone()]).collect();
    assert_eq!(
        shown[..4],
        ["text", "some text", "\"some text\"", "b: \"some text\""]
    );
}

#[test]
fn each_selection_holds_the_one_before() {
    let mut client = Client::start();
    for text in samples() {
        client.open(&text);
        let places: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let found = selections(&mut client, &text, &places);
        assert_eq!(found.len(), places.len());
        for (place, spans) in places.iter().zip(found) {
            assert!(!spans.is_empty());
            for pair in spans.windows(2) {
                let grows = pair[1].start <= pair[0].start && pair[0].end <= pair[1].end;
                assert!(
                    grows && pair[0] != pair[1],
                    "{spans:?} at {place} of {text:?}"
                );
            }
            let holds = |it: &std::ops::Range<usize>| it.start <= *place && *place <= it.end;
            // A position in the middle of a line break is the end of its line.
            assert!(
                spans.iter().all(holds) || text.contains('\r'),
                "{spans:?} at {place} of {text:?}"
            );
        }
    }
}
