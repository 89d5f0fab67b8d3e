//! What `--schema FILE` says of a file, by what the schema asks for.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use codemagic_lint::rules::StructureCheck as _;
use codemagic_lint::syntax::{SourceFile, parse};
use codemagic_lint::workspace::SchemaFile;

/// Each message with the text at its place, cut to its first line.
fn told(schema: &str, text: &str) -> Vec<(String, String)> {
    let tree = parse(SourceFile::new("codemagic.yaml", text));
    let schema = SchemaFile::new(schema).unwrap();
    let deviations = schema.check(&tree).into_iter();
    deviations
        .map(|it| {
            let place = &text[tree.span(it.node).range()];
            let line = place.lines().next().unwrap_or_default().to_owned();
            (it.message, line)
        })
        .collect()
}

#[test]
fn each_keyword_has_its_words_at_its_place() {
    let cases = [
        (
            r#"{"additionalProperties":false,"properties":{"a":{}}}"#,
            "a: 1\nb: 2\n",
            "the schema has no key `b` here",
            "b",
        ),
        (
            r#"{"required":["a"]}"#,
            "b: 2\n",
            "the schema requires the key `a` here",
            "b: 2",
        ),
        (
            r#"{"properties":{"a":{"type":"string"}}}"#,
            "a: 1\n",
            "the schema expects string here",
            "1",
        ),
        (
            r#"{"properties":{"a":{"type":["string","null"]}}}"#,
            "a: [1]\n",
            "the schema expects null or string here",
            "[1]",
        ),
        (
            r#"{"properties":{"a":{"enum":["x","y",3]}}}"#,
            "a: z\n",
            "the schema expects `x`, `y` or `3` here",
            "z",
        ),
        (
            r#"{"properties":{"a":{"pattern":"^x"}}}"#,
            "a: secret\n",
            "the value breaks the schema's `pattern`",
            "secret",
        ),
        (
            r#"{"properties":{"a":{"maxItems":1}}}"#,
            "a: [1, 2]\n",
            "the value breaks the schema's `maxItems`",
            "[1, 2]",
        ),
        // The alternative that fits but for a part was meant.
        (
            r#"{"properties":{"a":{"anyOf":[{"type":"string"},{"type":"object","required":["k"]}]}}}"#,
            "a: {l: 1}\n",
            "the schema requires the key `k` here",
            "{l: 1}",
        ),
        (
            r#"{"properties":{"a":{"oneOf":[{"type":"string"},{"type":"object","properties":{"k":{"type":"integer"}}}]}}}"#,
            "a: {k: x}\n",
            "the schema expects integer here",
            "x",
        ),
        (
            r#"{"properties":{"a":{"anyOf":[{"type":"string"},{"type":"object"}]}}}"#,
            "a: [1]\n",
            "fits none of the alternatives of the schema",
            "[1]",
        ),
        // Through an alias, the place is where the value is written.
        (
            r#"{"properties":{"a":{"items":{"type":"string"}}}}"#,
            "b: &b 1\na: [x, *b]\n",
            "the schema expects string here",
            "1",
        ),
    ];
    for (schema, text, message, place) in cases {
        let expected = vec![(message.to_owned(), place.to_owned())];
        assert_eq!(told(schema, text), expected, "{schema}\n{text}");
    }
}

#[test]
fn values_are_those_that_pyyaml_loads() {
    let kinds = [
        ("yes", "boolean"),
        ("~", "null"),
        ("010", "integer"),
        ("1.5", "number"),
        ("2026-01-01", "string"),
        ("'1'", "string"),
        (".inf", "string"),
        ("{<<: {k: 1}}", "object"),
    ];
    for (value, kind) in kinds {
        let schema = format!(r#"{{"properties":{{"a":{{"type":"{kind}"}}}}}}"#);
        assert_eq!(told(&schema, &format!("a: {value}\n")), [], "{value}");
        let not = format!(r#"{{"properties":{{"a":{{"not":{{"type":"{kind}"}}}}}}}}"#);
        assert_eq!(told(&not, &format!("a: {value}\n")).len(), 1, "{value}");
    }
}

#[test]
fn what_is_no_schema_is_refused_with_a_reason() {
    for (text, reason) in [
        ("{", "not JSON: line 1, column 1"),
        (r#"{"type":"strin"}"#, "not a usable JSON Schema: "),
        (
            r#"{"$ref":"https://example.com/s.json"}"#,
            "not a usable JSON Schema: ",
        ),
    ] {
        let error = SchemaFile::new(text).unwrap_err();
        assert!(error.starts_with(reason), "{text}: {error}");
    }
}
