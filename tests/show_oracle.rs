//! `show` against PyYAML: the YAML that it writes must read as PyYAML reads the file
//! itself, types and order included.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod syntax_common;

use std::path::{Path, PathBuf};

use codemagic_lint::effective::{Comments, Effective, Unshowable};
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
    "a: 99999999999999999999\nb: -99999999999999999999\n99999999999999999999: c\n99999999999999999998: d\n",
    "2: a\n'2': b\nyes: c\n'yes': d\n~: e\n'~': f\n1.5: g\n'1.5': h\n",
    "8: a\n010: b\non: c\nyes: d\n1.50: e\n1.5: f\n",
    "a: &x {1: a, '2': b}\nb: {<<: *x, '1': c, 2: d}\nc: {<<: *x, 1: e}\n",
    "a: !!int '12'\nb: !!float 3\nc: !!int 0x1F\nd: !!bool 'yes'\ne: !!null x\nf: !!float 010\ng: !!int '010'\nh: !!str yes\ni: !<tag:yaml.org,2002:int> '3'\nj: !!float 1e3\nk: ! 12\n",
    "!!int '1': a\n!!str 1: b\n1: c\n",
    "%TAG !e! tag:yaml.org,2002:\n---\na: !e!int '12'\n",
    "!!str <<: {a: 1}\nb: !!seq [!!map {c: !!int '1'}]\n",
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
    for origins in [Comments::None, Comments::Merged, Comments::All] {
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
    }
    check_json(&file, &tree, expected)?;
    Ok(Answer::Same)
}

/// The JSON without origins is what PyYAML reads, and says where each text is.
fn check_json(
    file: &Effective<'_>,
    tree: &codemagic_lint::syntax::Tree,
    expected: &Value,
) -> Result<(), String> {
    let text = file.json().map_err(|error| error.to_string())?;
    let json: Value = serde_json::from_str(&text).map_err(|error| format!("{error}:\n{text}"))?;
    if !says(&json["configuration"], expected) {
        return Err(format!("{expected}\nis shown as\n{text}"));
    }
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

/// Whether JSON with origins has the same value as PyYAML. What JSON cannot say stands in
/// it as text: infinity, what is no number, and integers beyond 64 bits.
fn says(shown: &Value, expected: &Value) -> bool {
    let value = &shown["value"];
    if shown.is_null() {
        return expected.is_null();
    }
    if let Some(fields) = expected["map"].as_array() {
        let Some(shown) = value.as_object() else {
            return false;
        };
        return shown.len() == fields.len()
            && shown
                .iter()
                .zip(fields)
                .all(|((name, shown), pair)| is_named(name, &pair[0]) && says(shown, &pair[1]));
    }
    if let Some(items) = expected["list"].as_array() {
        let shown = value.as_array();
        return shown.is_some_and(|shown| {
            shown.len() == items.len() && shown.iter().zip(items).all(|(it, item)| says(it, item))
        });
    }
    if let Some(digits) = expected["int"].as_str() {
        let number: i64 = digits.parse().unwrap();
        let is_large = number == i64::MAX || number == i64::MIN;
        return value.as_i64() == Some(number) || (is_large && value.is_string());
    }
    if let Some(bits) = expected["float"].as_str() {
        let number = u64::from_str_radix(bits, 16).map(f64::from_bits);
        let finite = number.ok().filter(|it| it.is_finite());
        return match finite {
            Some(number) => value.as_f64().map(f64::to_bits) == Some(number.to_bits()),
            None => value.is_string(),
        };
    }
    value == expected
}

/// Whether a key has this name in JSON: text its own, what is no text some text.
fn is_named(name: &str, key: &Value) -> bool {
    match key {
        Value::String(text) => name == text,
        Value::Null => !name.is_empty(),
        Value::Object(it) if it.contains_key("int") => name.contains(|c: char| c.is_ascii_digit()),
        _ => true,
    }
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
    let (mut same, mut refused, mut endless) = (0, 0, 0);
    let mut differ = Vec::new();
    for (name, text) in own.chain(fixtures).chain(corpus()) {
        match compare(&mut oracle, &text) {
            Ok(Answer::Same) => same += 1,
            Ok(Answer::Refused) => refused += 1,
            Ok(Answer::Endless) => endless += 1,
            Ok(Answer::ReadInAnotherWay) => differ.push(name),
            Err(error) => panic!("{}: {error}", name.display()),
        }
    }
    println!("{same} are the same, {refused} are no YAML, {endless} have no end");
    assert!(same > 100, "{same}");
    assert!(differ.is_empty(), "{differ:?}");
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
