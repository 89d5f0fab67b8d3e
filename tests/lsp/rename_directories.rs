//! Renaming what other files know as well: working directories, and variables that scripts
//! of the repository read.

use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::editing::{at, edits_of, renamed, slice};

const DIRECTORIES: &str = "\
definitions:
  scripts:
    - &build
      name: Build
      working_directory: './apps/one/'
      script: cd apps/one && ls
workflows:
  a:
    working_directory: apps/one
    scripts:
      - *build
      - script: ls
        working_directory: apps/two
      - script: ls
        working_directory: $WHERE
  b:
    environment:
      vars:
        working_directory: apps/one
    scripts:
      - script: ls
        working_directory: apps/one # why
";

#[test]
fn a_working_directory_is_known_wherever_it_is_the_same() {
    let mut client = Client::start();
    client.open(DIRECTORIES);
    let place = DIRECTORIES.find("apps/one\n    scripts").unwrap() + 3;
    let mut params = at(DIRECTORIES, place);
    params["context"] = json!({ "includeDeclaration": true });
    let found = client.ask("textDocument/references", params);
    let texts = found.as_array().unwrap().iter();
    let texts: Vec<&str> = texts.map(|it| slice(DIRECTORIES, &it["range"])).collect();
    assert_eq!(texts, ["./apps/one/", "apps/one", "apps/one"]);
    let prepared = client.ask("textDocument/prepareRename", at(DIRECTORIES, place));
    assert_eq!(prepared["placeholder"], "apps/one");
    let (text, count) = renamed(&mut client, DIRECTORIES, place, "apps/new one").unwrap();
    assert_eq!(count, 3);
    let expected = DIRECTORIES
        .replace("'./apps/one/'", "'apps/new one'")
        .replace(
            "  a:\n    working_directory: apps/one",
            "  a:\n    working_directory: apps/new one",
        )
        .replace("apps/one # why", "apps/new one # why");
    assert_eq!(text, expected);
    for name in ["", "/tmp", "a: b", "x #", "$X", "1", "- a"] {
        let refused = renamed(&mut client, DIRECTORIES, place, name);
        assert!(refused.is_err(), "{name:?}: {refused:?}");
    }
    for other in ["$WHERE", "apps/one\n    scripts:\n      - script"] {
        let place = DIRECTORIES.find(other).unwrap() + 2;
        let refused = renamed(&mut client, DIRECTORIES, place, "x");
        assert!(refused.is_err(), "{other}: {refused:?}");
    }
}

#[test]
fn scripts_of_the_repository_that_read_a_variable_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("scripts")).unwrap();
    std::fs::create_dir(root.join(".git")).unwrap();
    std::fs::write(root.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    std::fs::write(root.join("scripts/setup.sh"), "curl $API_BASE_URL\n").unwrap();
    std::fs::write(root.join("scripts/other.sh"), "curl $API_BASE_URL_2\n").unwrap();
    let text = "workflows:\n  a:\n    environment:\n      vars:\n        API_BASE_URL: x\n        FREE: y\n    scripts:\n      - ./scripts/setup.sh\n      - ./scripts/other.sh\n      - echo $API_BASE_URL $FREE\n";
    std::fs::write(root.join("codemagic.yaml"), text).unwrap();
    let uri = format!("file://{}", root.display());
    let mut client = Client::start_with(json!({
        "workspaceFolders": [{ "uri": uri, "name": "x" }],
        "initializationOptions": { "shellcheck": "never" },
        "capabilities": {},
    }));
    let file = format!("{uri}/codemagic.yaml");
    client.open_as(&file, text);
    let rename = |client: &mut Client, word: &str| {
        let mut params = at(text, text.find(word).unwrap());
        params["textDocument"]["uri"] = json!(file);
        params["newName"] = json!("NEW_NAME");
        let edit = client.ask("textDocument/rename", params);
        let edit: Value = serde_json::from_str(&edit.to_string().replace(&file, URI)).unwrap();
        edits_of(&edit).len()
    };
    assert_eq!(rename(&mut client, "FREE"), 2);
    assert_eq!(client.count("window/showMessage"), 0);
    assert_eq!(rename(&mut client, "API_BASE_URL"), 2);
    let told = client.wait_for("window/showMessage", |_| true);
    let message = told["message"].as_str().unwrap();
    assert!(
        message.ends_with("it also stands in `scripts/setup.sh`"),
        "{message}"
    );
}
