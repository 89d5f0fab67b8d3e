//! Shared by the tests of the syntax stage.

#![allow(dead_code, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};

use codemagic_lint::syntax::{NodeId, NodeKind, Scalar, SourceFile, Span, Tree, parse};
use serde_json::{Value, json};

pub mod cases;
pub mod pyyaml;

/// The tree of a text.
pub fn tree(text: &str) -> Tree {
    parse(SourceFile::new("codemagic.yaml", text))
}

/// The first node with this path; for a key and its value that is the key.
pub fn key_at(tree: &Tree, path: &str) -> NodeId {
    let value = value_at(tree, path);
    tree.key_of(value)
        .unwrap_or_else(|| panic!("{path} has no key"))
}

/// The value with this path.
pub fn value_at(tree: &Tree, path: &str) -> NodeId {
    find(tree, path).unwrap_or_else(|| panic!("no {path} in\n{}", tree.source().text()))
}

/// The value with this path, if there is one.
pub fn find(tree: &Tree, path: &str) -> Option<NodeId> {
    let is_value = |id: &NodeId| {
        let Some(parent) = tree.parent(*id) else {
            return true;
        };
        tree.kind(parent) == NodeKind::Sequence || tree.key_of(*id).is_some()
    };
    tree.nodes()
        .filter(is_value)
        .find(|&id| tree.path(id) == path)
}

/// The source text of a node.
pub fn written(tree: &Tree, id: NodeId) -> &str {
    tree.source().slice(tree.span(id))
}

/// `line:column` of a span's start and end.
pub fn place(tree: &Tree, span: Span) -> String {
    let (start, end) = (
        tree.source().position(span.start()),
        tree.source().position(span.end()),
    );
    format!(
        "{}:{}-{}:{}",
        start.line, start.column, end.line, end.column
    )
}

/// What a loader makes of the tree, in the form that `scripts/pyyaml-oracle.py`
/// describes: merge keys applied, YAML 1.1 scalars.
pub fn loaded(tree: &Tree) -> Value {
    tree.root()
        .map_or(Value::Null, |root| load(tree, root, &mut Vec::new()))
}

fn load(tree: &Tree, id: NodeId, around: &mut Vec<NodeId>) -> Value {
    let id = tree.resolve(id);
    if around.contains(&id) {
        return json!({"cycle": true});
    }
    around.push(id);
    let found = match tree.kind(id) {
        NodeKind::Scalar => tree.value(id).map_or(Value::Null, scalar),
        NodeKind::Alias => json!({"undefined": written(tree, id)}),
        NodeKind::Sequence => {
            json!({"list": tree.items(id).iter().map(|&item| load(tree, item, around)).collect::<Vec<_>>()})
        }
        NodeKind::Mapping => {
            let fields = tree.fields(id);
            let pairs: Vec<Value> = fields
                .map(|field| {
                    json!([
                        load(tree, field.key, around),
                        load(tree, field.value, around)
                    ])
                })
                .collect();
            json!({"map": pairs})
        }
    };
    around.pop();
    found
}

/// A scalar in the same form.
pub fn scalar(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => json!(value),
        Scalar::Int(value) => json!({"int": value.to_string()}),
        Scalar::Float(value) if value.is_nan() => json!({"float": "nan"}),
        Scalar::Float(value) => json!({"float": format!("{:016x}", value.to_bits())}),
        Scalar::Text(text) => json!(text),
    }
}

/// What must hold of every tree, whatever the text was.
pub fn check_invariants(tree: &Tree) {
    let text = tree.source().text();
    let whole = Span::new(0, text.len());
    let check_span = |span: Span, what: &str| {
        assert!(
            whole.contains(span) && span.start <= span.end,
            "{what} {span:?} leaves the text\n{text}"
        );
        assert!(
            text.is_char_boundary(span.start()),
            "{what} {span:?} splits a character\n{text}"
        );
        assert!(
            text.is_char_boundary(span.end()),
            "{what} {span:?} splits a character\n{text}"
        );
    };
    for (index, id) in tree.nodes().enumerate() {
        let span = tree.span(id);
        assert_eq!(id.index(), index);
        check_span(span, "node");
        if let Some(parent) = tree.parent(id) {
            assert!(
                parent < id,
                "{id:?} comes before its parent {parent:?}\n{text}"
            );
            assert!(tree.is_within(id, parent));
            assert!(
                tree.span(parent).contains(span),
                "{span:?} leaves {:?}\n{text}",
                tree.span(parent)
            );
            assert!(tree.span(parent).start <= span.start);
        } else {
            assert_eq!(tree.root(), Some(id), "two roots in\n{text}");
        }
        if let Some(previous) = index
            .checked_sub(1)
            .and_then(|index| tree.nodes().nth(index))
        {
            assert!(
                tree.span(previous).start <= span.start,
                "{id:?} starts before the node before\n{text}"
            );
        }
        let children: Vec<NodeId> = match tree.kind(id) {
            NodeKind::Sequence => tree.items(id).to_vec(),
            NodeKind::Mapping => tree
                .entries(id)
                .iter()
                .flat_map(|entry| [entry.key, entry.value])
                .collect(),
            NodeKind::Scalar | NodeKind::Alias => Vec::new(),
        };
        assert!(children.iter().all(|&child| tree.parent(child) == Some(id)));
        assert!(
            children.is_sorted(),
            "children of {id:?} are not in order\n{text}"
        );
        for pair in children.windows(2) {
            assert!(
                tree.span(pair[0]).end <= tree.span(pair[1]).start,
                "children overlap in\n{text}"
            );
        }
    }
    for problem in tree.problems() {
        check_span(problem.span, "problem");
        problem
            .related
            .inspect(|&related| check_span(related, "related"));
    }
    tree.comments()
        .iter()
        .for_each(|comment| check_span(comment.span, "comment"));
    tree.anchors()
        .iter()
        .for_each(|anchor| check_span(anchor.span, "anchor"));
}

/// Files below a folder that end in `.yaml`, in order.
pub fn yaml_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The valid files that belong to the syntax stage.
pub fn fixtures() -> Vec<(PathBuf, String)> {
    let files = yaml_files(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/syntax"
    )));
    assert!(!files.is_empty());
    files
}

/// Real files beside the repository; none, with a notice, where they are absent.
pub fn corpus() -> Vec<(PathBuf, String)> {
    let folder = std::env::var_os("CODEMAGIC_LINT_CORPUS");
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus");
    let files = yaml_files(Path::new(&folder.unwrap_or_else(|| default.into())));
    if files.is_empty() {
        println!("skipped: no corpus at {default}");
    }
    files
}

/// Numbers that look random and are the same in every run.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }

    /// One of several.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// Pieces that break a text, each where somebody once typed it.
const SPECIALS: [&str; 34] = [
    "*",
    "&",
    "!",
    "{",
    "[",
    "}",
    "]",
    ": ",
    ":",
    "#",
    " #",
    "\"",
    "'",
    "\t",
    "- ",
    "-",
    "@",
    "`",
    "%",
    "|",
    ">",
    "? ",
    ",",
    "\n",
    "\r",
    "  ",
    " ",
    "é",
    "\\",
    "<<: *x\n",
    "---\n",
    "...\n",
    "<<<<<<< HEAD\n",
    "\u{0}",
];

/// A text with one piece of damage, and what it was.
pub fn damaged(text: &str, numbers: &mut Numbers) -> (String, String) {
    let mut text = text.to_owned();
    if text.is_empty() {
        return (text, "nothing".into());
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = numbers.below(lines.len());
    let mut place = numbers.below(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    match numbers.below(6) {
        0 => {
            let rest = lines.iter().enumerate().filter(|&(index, _)| index != line);
            (
                rest.map(|(_, line)| *line).collect(),
                format!("line {} cut", line + 1),
            )
        }
        1 => {
            let gone = text.remove(place);
            (text, format!("{gone:?} deleted at {place}"))
        }
        2 => {
            text.truncate(place);
            (text, format!("cut off at {place}"))
        }
        3 => {
            let column = numbers.below(9);
            let moved = format!(
                "{}{}",
                " ".repeat(column),
                lines[line].trim_start_matches(' ')
            );
            let lines = lines
                .iter()
                .enumerate()
                .map(|(index, old)| if index == line { &moved } else { *old });
            (
                lines.collect(),
                format!("line {} moved to {column}", line + 1),
            )
        }
        _ => {
            let special = *numbers.pick(&SPECIALS);
            text.insert_str(place, special);
            (text, format!("{special:?} put in at {place}"))
        }
    }
}
