//! Questions about every place of every file: the server answers, and tells no secret.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::client::{Client, URI};

/// Questions in all; more files mean fewer places of each.
const QUESTIONS: usize = 12_000;

/// Texts that no person writes.
const HOSTILE: &[&str] = &[
    "",
    "\n",
    "\u{feff}workflows:\r\n  a:\r\n    name: *x\r\n",
    "a: &a [*a, *a]\nworkflows: *a\n",
    "a: &a\n  <<: *a\n  b: *a\nworkflows:\n  w: *a\n",
    "workflows:\n  w: &w\n    scripts: &s\n      - script: $A ${B ${{ inputs. }} `x`\n      - *s\n",
    "workflows: {w: {when: {condition: \"not (((\"}, triggering: {branch_patterns: [{pattern: \"{a,{b,[\"}]}}}\n",
    "workflows:\n\t- a\n  b: 'x\n ]]] : {{{\n&& *** &a &b c: *a\n",
    "workflows:\n  🚀: &é\n    name: 日本 $CM_TAG é\n  <<: *é\n",
    "? [a, b]\n: c\n? {d: e}\n: &f g\nworkflows:\n  ? a\n  : b\n",
];

fn texts() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// Every place of a text, in UTF-16.
fn places(text: &str) -> Vec<(usize, usize)> {
    let lines = text.split('\n').enumerate();
    let columns = |(line, text): (usize, &str)| {
        let length = text.encode_utf16().count();
        (0..=length + 1).map(move |column| (line, column))
    };
    lines.flat_map(columns).collect()
}

/// Asks for the hover at a place, and gives what is told.
fn hover(client: &mut Client, (line, character): (usize, usize)) -> String {
    let params = json!({
        "textDocument": { "uri": URI },
        "position": { "line": line, "character": character },
    });
    let hover = client.ask("textDocument/hover", params);
    hover["contents"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Asks all that is asked about a document as a whole.
fn whole(client: &mut Client) -> String {
    let document = json!({ "uri": URI });
    let range = json!({
        "start": { "line": 0, "character": 0 }, "end": { "line": 100_000, "character": 0 },
    });
    let about = |params: Value| params;
    let hints = about(json!({ "textDocument": document, "range": range }));
    let other = about(json!({ "textDocument": document }));
    let hints = client.ask("textDocument/inlayHint", hints);
    let links = client.ask("textDocument/documentLink", other.clone());
    let lenses = client.ask("textDocument/codeLens", other);
    format!("{hints}{links}{lenses}")
}

#[test]
fn every_place_of_the_fixtures_can_be_asked_about() {
    let texts = texts();
    let places_of: Vec<_> = texts.iter().map(|text| places(text)).collect();
    let all: usize = places_of.iter().map(Vec::len).sum();
    // Not a multiple of usual lengths of lines, so that all columns come up.
    let step = (all / QUESTIONS).max(1) | 1;
    let mut client = Client::start();
    let mut told = 0;
    let mut at = 0;
    for (text, places) in texts.iter().zip(places_of) {
        client.open(text);
        assert!(whole(&mut client).contains('['));
        at %= step;
        while let Some(place) = places.get(at) {
            told += usize::from(!hover(&mut client, *place).is_empty());
            at += step;
        }
        at -= places.len().min(at);
    }
    assert!(told > QUESTIONS / 8, "something is told at {told} places");
}

#[test]
fn every_place_of_hostile_texts_can_be_asked_about() {
    let mut client = Client::start();
    for text in HOSTILE {
        client.open(text);
        whole(&mut client);
        for place in places(text) {
            hover(&mut client, place);
        }
    }
}

/// What is asked once about a document or the folder, with parameters, for everything
/// that the server has announced; what is asked about places is not in it.
fn asked_once(capabilities: &Value) -> Vec<(String, Value)> {
    // Asked at every place, by `whole`, or telling only where something is.
    const OTHERWISE: &[&str] = &[
        "codeActionProvider",
        "codeLensProvider",
        "completionProvider",
        "declarationProvider",
        "definitionProvider",
        "documentHighlightProvider",
        "documentLinkProvider",
        "foldingRangeProvider",
        "hoverProvider",
        "inlayHintProvider",
        "linkedEditingRangeProvider",
        "positionEncoding",
        "referencesProvider",
        "renameProvider",
        "selectionRangeProvider",
        "textDocumentSync",
        "workspace",
    ];
    let document = json!({ "textDocument": { "uri": URI } });
    let mut asked = Vec::new();
    for (name, value) in capabilities.as_object().unwrap() {
        match name.as_str() {
            "documentSymbolProvider" => {
                asked.push(("textDocument/documentSymbol".to_owned(), document.clone()));
            }
            "workspaceSymbolProvider" => {
                asked.push(("workspace/symbol".to_owned(), json!({ "query": "" })));
            }
            "diagnosticProvider" => {
                asked.push(("textDocument/diagnostic".to_owned(), document.clone()));
            }
            "executeCommandProvider" => {
                for command in value["commands"].as_array().unwrap() {
                    for workflow in ["ios", "other", "nowhere"] {
                        let params = json!({ "command": command, "arguments": [URI, workflow] });
                        asked.push(("workspace/executeCommand".to_owned(), params));
                    }
                }
            }
            other => assert!(OTHERWISE.contains(&other), "nobody asks for `{other}`"),
        }
    }
    asked
}

#[test]
fn no_secret_is_told_anywhere() {
    // Nobody but Codemagic can read the one, and the other may be a reference.
    const DOUBTFUL: &[&str] = &["AAAAencrypted1234", "$hunter3!hunter"];
    const SECRETS: &[&str] = &[
        "hunter2hunter2",
        "s3cr3t-by-name",
        concat!("gh", "p_9fJ2kQ7xWc4ZtB8mLs3VyN6hRp1DgKaE5uXo"),
        "abcd-efgh-ijkl-mnop",
        "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkw",
        "sh0rtln",
        "kspass7",
        "pwdpwd8",
        "authauth9",
        "dsnpart5",
        "bear5Qq",
        "p4rtOfKey",
        "1//0gAbcdef",
        "inptdef4",
    ];
    let text = "\
pw: &pw hunter2hunter2
base: &base
  environment:
    vars: &vars
      KEYSTORE_PASSWORD: *pw
      DEPLOY_TOKEN: s3cr3t-by-name
      DB_PASSWORD: $hunter3!hunter
      HUB: HUB_TOKEN
      KEYSTORE_PASS: kspass7
      DB_PWD: pwdpwd8
      AUTH: authauth9
      SENTRY_DSN: https://dsnpart5@sentry.test/42
      REFRESH: 1//0gAbcdef
      OLD: Encrypted(AAAAencrypted1234)
workflows:
  ios:
    <<: *base
    scripts:
      - script: &script |
          curl -H 'Authorization: Bearer HUB_TOKEN' $DEPLOY_TOKEN
          echo $KEYSTORE_PASSWORD $HUB $OLD
      - *script
      - *pw
      - name: say kspass7 aloud
        script: |
          curl -H \"Authorization: Bearer bear5Qq\" -u me:kspass7 https://a.test
        when:
          condition: env.DB_PWD == \"pwdpwd8\"
    inputs:
      secret_word:
        type: string
        description: like kspass7
        default: inptdef4
    publishing:
      app_store_connect: &asc
        apple_id: person@example.com
        password: abcd-efgh-ijkl-mnop
        api_key: |
          -----BEGIN PRIVATE KEY-----
          MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkw
          sh0rtln
          -----END PRIVATE KEY-----
      google_play:
        credentials: '{\"private_key\": \"p4rtOfKey\"}'
  other:
    environment:
      vars:
        <<: *vars
      xcode: *pw
    publishing:
      app_store_connect: *asc
";
    let text = &text.replace("HUB_TOKEN", SECRETS[2]);
    let mut client = Client::able(json!({
        "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } },
    }));
    client.open(text);
    let mut told = whole(&mut client);
    for (method, params) in asked_once(&client.capabilities) {
        // What cannot be done is told in an error, which may quote the text as well.
        let _ = write!(
            told,
            "{:?}",
            client.request(&method, params).response_result
        );
    }
    for place in places(text) {
        told.push_str(&hover(&mut client, place));
    }
    let position = |(line, character): (usize, usize)| json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } });
    for place in places(text).into_iter().step_by(3) {
        for method in ["textDocument/completion", "textDocument/prepareRename"] {
            let response = client.request(method, position(place));
            // The text that an editor is to rename stands in the file already.
            let _ = write!(told, "{:?}", response.response_result);
        }
        let mut rename = position(place);
        rename["newName"] = json!("a b");
        let refused = client
            .request("textDocument/rename", rename)
            .response_result;
        told.push_str(&refused.err().map(|it| it.message).unwrap_or_default());
        let (line, character) = place;
        let here = json!({ "line": line, "character": character });
        let params = json!({
            "textDocument": { "uri": URI },
            "range": { "start": here, "end": here },
            "context": { "diagnostics": [] },
        });
        // Edits move what is in the file; titles are what is told.
        let actions = client.ask("textDocument/codeAction", params);
        for action in actions.as_array().into_iter().flatten() {
            told.push_str(&action["title"].to_string());
        }
    }
    told.push_str(&client.heard());
    for secret in DOUBTFUL.iter().chain(SECRETS) {
        let at = told.find(secret);
        let before = at.map(|at| told[..at].chars().rev().take(300).collect::<Vec<_>>());
        let before = before.map(|it| it.into_iter().rev().collect::<String>());
        assert_eq!(before, None, "{secret} is told after this");
    }
    assert!(told.contains("***"));
}
