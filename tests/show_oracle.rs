//! `show` against PyYAML: the YAML that it writes must read as PyYAML reads the file
//! itself, types and order included.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod syntax_common;

use std::path::{Path, PathBuf};

use codemagic_lint::effective::{Effective, Origins, Unshowable};
use serde_json::Value;
use syntax_common::pyyaml::PyYaml;
use syntax_common::{Numbers, corpus, damaged, loaded, tree};

/// Damaged texts that are tried; about half of them are still YAML.
const DAMAGED: usize = 6_000;
const FEWEST_DAMAGED: usize = 2_000;

/// Texts that together hold what is hard to write.
const SNIPPETS: &[&str] = &[
    "",
    "just a scalar",
    "\"a\\nb\"",
    "- a\n- - b\n  - c\n-\n- d: e\n  f: g\n",
    "a: 3.10\nb: 1_000\nc: 0o17\nd: 017\ne: 0x1F\nf: 12:30\ng: .inf\nh: -.INF\ni: 1e3\nj: 1.0e+3\n",
    "a: '3.10'\nb: \"yes\"\nc: 'null'\nd: '~'\ne: ''\nf: '012'\ng: '.5'\nh: '1:30'\n",
    "yes: 1\nnull: 2\n3: 4\n'no': 5\n'': 6\n? |\n  a\n  b\n: 7\n",
    "2001-01-01: 2002-02-02\na: '2003-03-03'\nb: >-\n  2004-04-04\n",
    "a: |\n  x\n   y\n\n  z\nb: |2-\n    x\nc: |+\n  x\n\n\nd: >\n  x\n  y\n\n   z\ne: |-\n\n  x\n",
    "a: \"\\ttab\\n\"\nb: \"\\n\\n\"\nc: \"  \\n x\"\nd: \"x\\n  \"\ne: \"\\u0085\\u2028\\ufeff\\x07\\U0001F600\"\n",
    "a: 'x: y'\nb: 'x #y'\nc: '- x'\nd: 'x:'\ne: '*x'\nf: '&x'\ng: '!x'\nh: '%x'\ni: '@x'\nj: '`x'\nk: ' x '\nl: '---'\nm: '...'\n",
    "a: -x\nb: --x\nc: ?x\nd: :x\ne: x#y\nf: x:y\ng: [-x, 'a,b', 'c]']\n",
    "a: 日本 𝄞 é\n日本: {ü: ß}\n",
    "a: &x {b: 1, c: [2]}\nd: {<<: *x, c: 3}\ne: [*x, *x]\n<<: *x\n",
    "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y], <<: *y}\nf: {<<: {b: 5}}\n",
    "a: &x x\n*x : y\nb: {*x : 1}\n",
    "a: 1\nb: 2\na: 3\n",
    "a: !!str 12\nb: !!str 3.10\nc: !!str\nd: !!seq [a]\ne: !!map {a: b}\n",
    "a: 99999999999999999999\nb: -99999999999999999999\n",
    "a:\r\n  b: |\r\n    c\r\n    d\r\n",
    "? a very long key that nobody would write, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n: b\n",
    "\"<<\": 1\na: {\"<<\": {b: 1}}\n",
];

/// Every `.yaml` file below a folder.
fn files_below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut folders = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|it| it == "yaml" || it == "yml")
            {
                found.extend(std::fs::read_to_string(&path).map(|text| (path, text)));
            }
        }
    }
    found.sort();
    found
}

enum Answer {
    /// PyYAML refuses the file.
    Refused,
    /// We read it in another way.
    ReadInAnotherWay,
    /// We refuse it: it contains itself.
    Endless,
    Same,
}

fn compare(oracle: &mut PyYaml, text: &str) -> Result<Answer, String> {
    let theirs = oracle.load(text);
    let Some(expected) = theirs.get("ok") else {
        return Ok(Answer::Refused);
    };
    let tree = tree(text);
    // How the text is read is for `tests/syntax_oracles.rs` to judge.
    let is_refused = tree.problems().iter().any(|it| it.kind.is_fatal());
    if is_refused || loaded(&tree) != *expected {
        return Ok(Answer::ReadInAnotherWay);
    }
    let file = Effective::new(&tree, &[]);
    for origins in [Origins::None, Origins::Merged, Origins::All] {
        let yaml = match file.yaml(origins) {
            Ok(yaml) => yaml,
            Err(Unshowable::Recursive { .. }) if expected.to_string().contains("\"cycle\"") => {
                return Ok(Answer::Endless);
            }
            Err(error) => return Err(error.to_string()),
        };
        let read = oracle.load(&yaml);
        if read.get("ok") != Some(expected) {
            return Err(format!(
                "{expected}\nis shown as\n{yaml}\nwhich reads as {read}"
            ));
        }
        check_json(&file, &tree)?;
    }
    Ok(Answer::Same)
}

/// The JSON is JSON, and says where each text is.
fn check_json(file: &Effective<'_>, tree: &codemagic_lint::syntax::Tree) -> Result<(), String> {
    let json = file.json().map_err(|error| error.to_string())?;
    let json: Value = serde_json::from_str(&json).map_err(|error| format!("{error}:\n{json}"))?;
    let mut waiting = vec![&json["configuration"]];
    while let Some(node) = waiting.pop() {
        match &node["value"] {
            Value::Object(fields) => waiting.extend(fields.values()),
            Value::Array(items) => waiting.extend(items),
            Value::String(text) if !text.contains(['\n', ' ', '"', '\'', '\\']) => {
                let offset = usize::try_from(node["origin"]["offset"].as_u64().unwrap()).unwrap();
                let source = &tree.source().text()[offset..];
                let is_escaped = source.starts_with('"') && source[1..].starts_with('\\');
                let is_block = source.starts_with(['|', '>']);
                let first = source.trim_start_matches(['"', '\'']).chars().next();
                if !is_block && !is_escaped && !text.is_empty() && first != text.chars().next() {
                    return Err(format!("{text:?} is not at {offset}"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[test]
fn what_is_shown_reads_as_the_file_does() {
    let Some(mut oracle) = PyYaml::start() else {
        return;
    };
    let own = SNIPPETS
        .iter()
        .map(|text| ((*text).into(), (*text).to_owned()));
    let fixtures = files_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")));
    assert!(fixtures.len() > 100, "{}", fixtures.len());
    let (mut same, mut refused, mut endless, mut differ) = (0, 0, 0, 0);
    for (name, text) in own.chain(fixtures).chain(corpus()) {
        match compare(&mut oracle, &text) {
            Ok(Answer::Same) => same += 1,
            Ok(Answer::Refused) => refused += 1,
            Ok(Answer::Endless) => endless += 1,
            Ok(Answer::ReadInAnotherWay) => differ += 1,
            Err(error) => panic!("{}: {error}", name.display()),
        }
    }
    println!("{same} are the same, {refused} are no YAML, {endless} have no end");
    assert!(same > 100, "{same}");
    assert_eq!(differ, 0);
}

#[test]
fn what_is_shown_of_damaged_files_reads_as_they_do() {
    let Some(mut oracle) = PyYaml::start() else {
        return;
    };
    let fixtures = files_below(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/syntax"
    )));
    let mut texts: Vec<String> = fixtures.into_iter().map(|(_, text)| text).collect();
    texts.extend(SNIPPETS.iter().map(|text| (*text).to_owned()));
    let seed = std::env::var("SHOW_ORACLE_SEED").map_or(7, |seed| seed.parse().unwrap());
    let mut numbers = Numbers::new(seed);
    let (mut same, mut differ) = (0, 0);
    for round in 0..DAMAGED {
        let (text, damage) = damaged(&texts[round % texts.len()], &mut numbers);
        match compare(&mut oracle, &text) {
            Ok(Answer::Same) => same += 1,
            Ok(Answer::ReadInAnotherWay) => differ += 1,
            Ok(_) => {}
            Err(error) => panic!("{damage}: {error}\n{text}"),
        }
    }
    println!("{same} of {DAMAGED} are still YAML, {differ} read in another way");
    assert!(differ * 100 <= DAMAGED, "{differ}");
    assert!(same >= FEWEST_DAMAGED, "{same}");
}
