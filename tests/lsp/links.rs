//! `textDocument/documentLink`

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, URI};

/// The links of a text: the linked words, and what stands behind them.
fn links(client: &mut Client, uri: &str, text: &str) -> Vec<(String, String)> {
    client.open_as(uri, text);
    let params = json!({ "textDocument": { "uri": uri } });
    let found = client.ask("textDocument/documentLink", params);
    let link = |link: &Value| {
        let number = |end: &str, of: &str| {
            usize::try_from(link["range"][end][of].as_u64().unwrap()).unwrap()
        };
        let line = text.lines().nth(number("start", "line")).unwrap();
        let word = &line[number("start", "character")..number("end", "character")];
        let target = link["target"].as_str().unwrap();
        (word.to_owned(), target.to_owned())
    };
    found.as_array().unwrap().iter().map(link).collect()
}

const TEXT: &str = "\
workflows:
  ios:
    working_directory: app
    environment:
      xcode: latest
    scripts:
      - script: |
          ./ci/build.sh
          bash '../tool/x.sh' --quiet
          xcodebuild -exportArchive --options=ios/Export.plist
          cp missing.json out/
      - working_directory: tool
        script: ./x.sh
    artifacts:
      - build/*.ipa
";

#[test]
fn paths_of_the_repository_lead_to_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x").unwrap();
    };
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    for name in [
        "app/ci/build.sh",
        "tool/x.sh",
        "app/ios/Export.plist",
        "codemagic.yaml",
    ] {
        write(name);
    }
    let uri = |path: &Path| format!("file://{}", path.display());
    let mut client = Client::start();
    let file = uri(&folder.path().join("codemagic.yaml"));
    let found = links(&mut client, &file, TEXT);
    let found = found
        .into_iter()
        .filter(|(_, target)| target.starts_with("file:"));
    let file = |path: &str| uri(&folder.path().join(path));
    let expected = [
        ("app", file("app")),
        ("./ci/build.sh", file("app/ci/build.sh")),
        ("'../tool/x.sh'", file("tool/x.sh")),
        ("ios/Export.plist", file("app/ios/Export.plist")),
        ("tool", file("tool")),
        ("./x.sh", file("tool/x.sh")),
    ];
    let expected = expected.map(|(word, target)| (word.to_owned(), target));
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn sections_lead_to_the_documentation() {
    let found = links(&mut Client::start(), URI, TEXT);
    let words: Vec<&str> = found.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(words, ["environment", "scripts"]);
    for (_, target) in &found {
        assert!(target.starts_with("https://docs.codemagic.io/"), "{target}");
    }
}
