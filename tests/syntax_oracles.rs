//! Our trees against other parsers: saphyr, serde_yaml and PyYAML.
//!
//! PyYAML is the one that must agree, because Codemagic reads like it. The other
//! two read YAML 1.2; where they differ, the difference has a name.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "tests may fail where they stand, and say it plainly"
)]

mod syntax_common;

use codemagic_lint::syntax::{
    NodeId, NodeKind, Scalar, ScalarStyle, SyntaxProblemKind as Kind, Tree, resolve_1_2,
};
use saphyr::{LoadableYamlNode, Yaml};
use serde_json::{Value, json};
use syntax_common::pyyaml::PyYaml;
use syntax_common::{Numbers, corpus, fixtures, loaded, scalar, tree};

/// Texts that together hold every construct.
const SNIPPETS: &[&str] = &[
    "",
    "# only a comment\n",
    "just a scalar",
    "- a\n- - b\n  - c\n-\n- d: e\n  f: g\n",
    "a:\n- b\n- c\nd:\n  - e\n",
    "a: {b: c, d, e: [f, g: h], ? i : j, \"k\": l}\n",
    "a: [\n  b, # c\n  d\n]\n",
    "a: 'b''c'\nd: \"e\\tf\\x41\\u00e9\\\n  g\"\nh: i\n  j\n\n  k\n",
    "a: |\n  b\n   c\n\n  d\ne: >-\n  f\n  g\n\n  h\n   i\n  j\n",
    "a: |+\n  b\n\nc: |2\n   d\n",
    "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
    "a: ~\nb: null\nc: true\nd: False\ne: 1\nf: 1.5\ng: -3\nh: text\ni: '1'\nj: 0x1f\nk: .inf\nl: 1e3\n",
    "? a\n: b\n? |\n  c\n: d\n",
    "---\na: b\n...\n",
    "\u{feff}a: 日本\r\nb: |\r\n  𝄞\r\n",
    "a: !!str 12\nb: !!str\n",
    "a: b#c\nd: e:f\ng: http://h.i/j\nk: -l\nm: ?n\n",
    "a:   # b\n  c: d # e\n# f\n  g: h\n",
];

/// The tree as a YAML 1.2 loader without merge keys gives it.
fn as_written(tree: &Tree) -> Value {
    tree.root().map_or(Value::Null, |root| write(tree, root))
}

fn write(tree: &Tree, id: NodeId) -> Value {
    let id = tree.resolve(id);
    match tree.kind(id) {
        NodeKind::Scalar => {
            let text = tree.scalar(id).unwrap();
            let plain = tree.scalar_style(id) == Some(ScalarStyle::Plain) && tree.tag(id).is_none();
            scalar(if plain {
                resolve_1_2(text)
            } else {
                Scalar::Text(text)
            })
        }
        NodeKind::Alias => Value::Null,
        NodeKind::Sequence => {
            json!({"list": tree.items(id).iter().map(|&item| write(tree, item)).collect::<Vec<_>>()})
        }
        NodeKind::Mapping => {
            let pair = |entry: &codemagic_lint::syntax::Entry| {
                json!([write(tree, entry.key), write(tree, entry.value)])
            };
            json!({"map": tree.entries(id).iter().map(pair).collect::<Vec<_>>()})
        }
    }
}

fn saphyr(text: &str) -> Result<Value, String> {
    let documents = Yaml::load_from_str(text).map_err(|error| error.to_string())?;
    Ok(documents.first().map_or(Value::Null, from_saphyr))
}

fn from_saphyr(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Value(value) => scalar(match value {
            saphyr::Scalar::Null => Scalar::Null,
            saphyr::Scalar::Boolean(value) => Scalar::Bool(*value),
            saphyr::Scalar::Integer(value) => Scalar::Int(*value),
            saphyr::Scalar::FloatingPoint(value) => Scalar::Float(**value),
            saphyr::Scalar::String(text) => Scalar::Text(text),
        }),
        Yaml::Sequence(items) => json!({"list": items.iter().map(from_saphyr).collect::<Vec<_>>()}),
        Yaml::Mapping(entries) => {
            let pairs = entries
                .iter()
                .map(|(key, value)| json!([from_saphyr(key), from_saphyr(value)]));
            json!({"map": pairs.collect::<Vec<_>>()})
        }
        Yaml::Tagged(_, inner) => from_saphyr(inner),
        other => json!({"other": format!("{other:?}")}),
    }
}

fn serde_yaml(text: &str) -> Result<Value, String> {
    let value: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    Ok(from_serde_yaml(&value))
}

fn from_serde_yaml(yaml: &serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => json!(value),
        Yaml::Number(number) => match number.as_i64() {
            Some(value) => scalar(Scalar::Int(value)),
            None => scalar(Scalar::Float(number.as_f64().unwrap())),
        },
        Yaml::String(text) => json!(text),
        Yaml::Sequence(items) => {
            json!({"list": items.iter().map(from_serde_yaml).collect::<Vec<_>>()})
        }
        Yaml::Mapping(entries) => {
            let pairs = entries
                .iter()
                .map(|(key, value)| json!([from_serde_yaml(key), from_serde_yaml(value)]));
            json!({"map": pairs.collect::<Vec<_>>()})
        }
        Yaml::Tagged(tagged) => from_serde_yaml(&tagged.value),
    }
}

/// Where a YAML 1.2 parser differs from us, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Difference {
    /// Both refuse a key that stands twice; PyYAML takes the later.
    RepeatedKey,
    /// Both refuse a repeated `<<`; the vendor's own sample has it.
    RepeatedMergeKey,
    /// Both refuse an alias without its anchor; we tell and read on.
    UndefinedAlias,
    /// Both stop at what we tell and mend.
    Broken,
    /// serde_yaml reads one document; we tell and read the first.
    SeveralDocuments,
    /// saphyr wants further lines of a quoted text indented; PyYAML does not.
    UnindentedQuote,
    /// saphyr gives a block scalar at the end of the file a line break that the
    /// file does not have.
    LastLineBreak,
    /// serde_yaml reads `0b11` and `+0x1` as numbers and `010` as text.
    NumberForms,
    /// serde_yaml refuses integers beyond 64 bits, saphyr makes them floats; we
    /// keep the nearest that fits.
    HugeInteger,
    /// serde_yaml leaves `!!int "3"` and `!!float 3` as they are; PyYAML and we construct them.
    CoreTag,
    /// serde_yaml takes what follows a mark and `\r\n` for a second document.
    ByteOrderMark,
}

/// The name of a difference, if the text has what makes it.
fn explain(text: &str, oracle: &str, theirs: &Result<Value, String>) -> Option<Difference> {
    let ours = tree(text);
    let error = theirs
        .as_ref()
        .err()
        .map(String::as_str)
        .unwrap_or_default();
    let has = |kind| ours.problems().iter().any(|problem| problem.kind == kind);
    let merge_keys = |id: NodeId| {
        ours.entries(id)
            .iter()
            .filter(|entry| ours.is_merge_key(entry.key))
            .count()
    };
    let is_mapping = |id: &NodeId| ours.kind(*id) == NodeKind::Mapping;
    if error.contains("duplicate") {
        if ours.nodes().filter(is_mapping).any(|id| merge_keys(id) > 1) {
            return Some(Difference::RepeatedMergeKey);
        }
        return has(Kind::DuplicateKey).then_some(Difference::RepeatedKey);
    }
    if error.contains("unknown anchor") {
        return has(Kind::UndefinedAlias).then_some(Difference::UndefinedAlias);
    }
    if error.contains("more than one document") {
        let mark = text.starts_with('\u{feff}') && text.contains("\r\n");
        let several = has(Kind::MultipleDocuments).then_some(Difference::SeveralDocuments);
        return several.or(mark.then_some(Difference::ByteOrderMark));
    }
    if error.contains("invalid indentation in quoted") {
        return ours
            .problems()
            .is_empty()
            .then_some(Difference::UnindentedQuote);
    }
    if !error.is_empty() && !ours.problems().is_empty() {
        return Some(Difference::Broken);
    }
    if text.contains("!!int") || text.contains("!!float") {
        return Some(Difference::CoreTag);
    }
    if text.contains("99999999999999999999") {
        return Some(Difference::HugeInteger);
    }
    if oracle == "saphyr" && !text.ends_with('\n') {
        let completed = as_written(&tree(&format!("{text}\n")));
        return (theirs.as_ref() == Ok(&completed)).then_some(Difference::LastLineBreak);
    }
    let forms = ["0b", "+0x", " 010", " 08"];
    (oracle == "serde_yaml" && forms.iter().any(|form| text.contains(form)))
        .then_some(Difference::NumberForms)
}

type Oracle = (&'static str, fn(&str) -> Result<Value, String>);

const ORACLES: [Oracle; 2] = [("saphyr", saphyr), ("serde_yaml", serde_yaml)];

#[test]
fn other_parsers_agree_or_the_difference_has_a_name() {
    let own = SNIPPETS
        .iter()
        .map(|text| ((*text).into(), (*text).to_owned()));
    for (name, text) in own.chain(fixtures()).chain(corpus()) {
        let ours = as_written(&tree(&text));
        for (oracle, load) in ORACLES {
            let theirs = load(&text);
            if theirs.as_ref() != Ok(&ours) {
                let difference = explain(&text, oracle, &theirs);
                assert!(
                    difference.is_some(),
                    "{oracle} on {}: {theirs:?}\nours: {ours}",
                    name.display()
                );
            }
        }
    }
}

#[test]
fn every_difference_is_real() {
    let both = ["saphyr", "serde_yaml"].as_slice();
    let examples: &[(&str, &[&str], Difference)] = &[
        ("a: 1\na: 2\n", both, Difference::RepeatedKey),
        (
            "a: &a {}\nb: {<<: *a, <<: *a}\n",
            both,
            Difference::RepeatedMergeKey,
        ),
        ("a: *b\n", both, Difference::UndefinedAlias),
        ("a: %b\n", both, Difference::Broken),
        ("a:\n  - b\n  c: d\n", both, Difference::Broken),
        (
            "a: 1\n---\nb: 2\n",
            &["serde_yaml"],
            Difference::SeveralDocuments,
        ),
        ("a: 'b\nc'\n", &["saphyr"], Difference::UnindentedQuote),
        ("a: |\n  b", &["saphyr"], Difference::LastLineBreak),
        (
            "a: [0b11, +0x1, 010]\n",
            &["serde_yaml"],
            Difference::NumberForms,
        ),
        ("a: 99999999999999999999\n", both, Difference::HugeInteger),
        ("- !!float 3\n", both, Difference::CoreTag),
        (
            "\u{feff}a: b\r\nc: d\r\n",
            &["serde_yaml"],
            Difference::ByteOrderMark,
        ),
    ];
    for (text, differing, name) in examples {
        let ours = as_written(&tree(text));
        for (oracle, load) in ORACLES {
            let theirs = load(text);
            let expected = differing.contains(&oracle).then_some(*name);
            let found = (theirs.as_ref() != Ok(&ours))
                .then(|| explain(text, oracle, &theirs))
                .flatten();
            assert_eq!(
                found, expected,
                "{oracle} on {text:?}: {theirs:?}\nours: {ours}"
            );
        }
    }
}

/// Whether a loader refuses a text with this problem.
fn is_fatal(kind: Kind) -> bool {
    let harmless = [
        Kind::DuplicateKey,
        Kind::HashStartedValue,
        Kind::DashWithoutSpace,
        Kind::RecursiveAlias,
    ];
    !harmless.contains(&kind)
}

/// PyYAML must load what we load, or refuse what we refuse.
fn check_against_pyyaml(oracle: &mut PyYaml, text: &str) -> Result<(), String> {
    let ours = tree(text);
    let theirs = oracle.load(text);
    let problems = ours.problems();
    match theirs.get("ok") {
        Some(value) if problems.iter().any(|problem| is_fatal(problem.kind)) => {
            Err(format!("PyYAML loads {value}, we tell {problems:?}"))
        }
        Some(value) if *value != loaded(&ours) => {
            Err(format!("PyYAML loads {value}, we {}", loaded(&ours)))
        }
        None if problems.is_empty() => Err(format!("PyYAML tells {}, we nothing", theirs["error"])),
        _ => Ok(()),
    }
}

#[test]
fn pyyaml_loads_the_same_from_files() {
    let Some(mut oracle) = PyYaml::start() else {
        return;
    };
    let own = SNIPPETS
        .iter()
        .map(|text| ((*text).into(), (*text).to_owned()));
    for (name, text) in own.chain(fixtures()).chain(corpus()) {
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            check_against_pyyaml(&mut oracle, &text)
                .unwrap_or_else(|error| panic!("{}: {error}", name.display()));
        }
    }
}

/// Where YAML 1.1 and 1.2 part, and what PyYAML alone refuses or takes.
#[test]
fn pyyaml_agrees_on_the_odd_corners() {
    let Some(mut oracle) = PyYaml::start() else {
        return;
    };
    let texts = [
        "a:\tb\n",
        "a: b\t\n",
        "a: b\tc\n",
        "- a\n\t\n",
        "\t# a\n",
        "-\ta\n",
        "a: |\n  b\n  \tc\n \t\n",
        "a: \"b\tc\"\n",
        "a: 'b\nc'\n",
        "a: \"b\nc\" d\n",
        "a:\n  b: 'c\n d'\n",
        "a: =\n",
        "- <<\n",
        "=: a\n",
        "a: ! 12\n",
        "a: !x b\n",
        ": a\n",
        "a: {? b}\n",
        "a: 1\n---\nb\n",
        "a: 1\n...\n",
        "a: 1\n...\nb: 2\n",
        "%YAML 1.1\n---\na: b\n",
        "a: *b\n",
        "a: *.b\n",
        "a: &b.c d\n",
        "a: {<<: b}\n",
        "a: {<<: [b]}\n",
        "a: {<<: }\n",
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "a: 1\na: 2\nb: 3\n",
        "a: b\u{85}c\n",
        "a: \"b\u{2028}c\"\n",
        "a: |\n  b\u{2029}c\n",
        "a: b\u{7f}\n",
        "a: \"\\q\"\n",
        "a: \"\\/\\x41\"\n",
        "a: | b\n",
        "a: >1\n  b\n",
        "a: |0\n b\n",
        "a: @b\n",
        "a: `b\n",
        "a: %b\n",
        "a: -\n",
        "a: - b\n",
        "a: b: c\n",
        "a: [b\n",
        "a: [b]]\n",
        "|\na\n",
        "|\n a\n",
        "...\n",
        "---\n...\n",
        "# a\n...\nb: c\n",
        "a: {b\n  c: d}\n",
        "a: {'b\n  c': d}\n",
        "a: [b?c]\n",
        "a: {b: c?}\n",
        "a: b?c\n",
        "a: {b: c\n",
        "a:\n- b\nc\n",
        "a: |\n  b\n c\n",
        "-a\n",
        "a:\n  -b\n",
        "a: b\n  c: d\n",
        "a: b #c\n  d\n",
        "a: |",
        "a: |\n",
        "a: |\n  b",
        "a: |+\n  b",
        "a: |\n  b\n ",
        "a: |\n  b\n    ",
        "a: >\n  b\n  c",
        "a: >+\n\n",
        "\u{feff}",
    ];
    let failed: Vec<String> = texts
        .iter()
        .filter_map(|text| {
            Some(format!(
                "{text:?}: {}",
                check_against_pyyaml(&mut oracle, text).err()?
            ))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Where we knowingly differ from PyYAML.
#[test]
fn differences_from_pyyaml_are_known() {
    let Some(mut oracle) = PyYaml::start() else {
        return;
    };
    for (text, why) in [
        (
            "a: 0x_\n",
            "PyYAML fails with an exception of Python's `int`",
        ),
        (
            "# a\u{2028}b\n",
            "a line separator ends the comment for PyYAML, and nobody sees it",
        ),
        (
            "a: !!binary aGk=\n",
            "bytes are no value of a codemagic.yaml",
        ),
        (
            "a: [?b]\n",
            "in brackets, PyYAML takes the mark for that of a key",
        ),
        (
            "a: 1\n\u{feff}b: 2\n",
            "PyYAML makes the mark a part of the key, and nobody means that",
        ),
        (
            "&a:\n  b: c\n",
            "PyYAML reads an anchor and an empty key, where a quote was forgotten",
        ),
    ] {
        assert!(
            check_against_pyyaml(&mut oracle, text).is_err(),
            "no difference any more: {text:?} ({why})"
        );
    }
}

#[test]
fn pyyaml_reads_plain_scalars_as_we_do() {
    let Some(mut oracle) = PyYaml::start() else {
        return;
    };
    let atoms = [
        "0",
        "1",
        "7",
        "8",
        "9",
        "12",
        "60",
        "59",
        "_",
        "+",
        "-",
        ".",
        ":",
        "e",
        "E",
        "x",
        "b",
        "o",
        "0x",
        "0b",
        "0o",
        "f",
        "A",
        ".inf",
        ".NaN",
        "yes",
        "No",
        "TRUE",
        "off",
        "~",
        "null",
        "30",
        "5",
        "00",
        "0_0",
        "1_000",
        "e+3",
        "2021-11-10",
    ];
    let mut numbers = Numbers::new(11);
    for _ in 0..40 {
        let mut scalars: Vec<String> = Vec::new();
        while scalars.len() < 200 {
            let text: String = (0..=numbers.below(5))
                .map(|_| *numbers.pick(&atoms))
                .collect();
            // Not a key, not a list, and nothing on which PyYAML's `int` fails.
            let digits = text.trim_start_matches(['+', '-', '0', 'x', 'b', '_']);
            if !text.ends_with(':')
                && text != "-"
                && !(digits.is_empty() && text.contains(['x', 'b']))
            {
                scalars.push(text);
            }
        }
        let text: String = scalars.iter().map(|text| format!("- {text}\n")).collect();
        let ours = loaded(&tree(&text));
        let theirs = oracle.load(&text);
        assert_eq!(theirs.get("error"), None);
        let pairs = ours["list"]
            .as_array()
            .unwrap()
            .iter()
            .zip(theirs["ok"]["list"].as_array().unwrap());
        for (text, (ours, theirs)) in scalars.iter().zip(pairs) {
            assert_eq!(ours, theirs, "{text}");
        }
    }
}
