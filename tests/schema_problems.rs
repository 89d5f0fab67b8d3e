//! Every structural defect is worded by exactly one rule.
//!
//! `fixtures/workflows/everything/codemagic.yaml` uses every key of every
//! section. The declarations tell what may stand at each of its places; each is
//! damaged in every way that they forbid.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use codemagic_lint::finding::{Category, Finding, Severity};
use codemagic_lint::model::{self, Declaration, ProblemKind, Shape, WORKFLOWS};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::{NodeId, NodeKind, SourceFile, Span, Tree, parse};

/// Keys that work, but that nobody should use.
const DEPRECATED: &[(&str, &str)] = &[
    ("AppStoreConnect", "apple_id"),
    ("AppStoreConnect", "password"),
    ("Firebase", "firebase_token"),
];

/// A defect put into the fixture.
struct Damage {
    what: String,
    span: Span,
    text: String,
}

#[derive(Default)]
struct Walk {
    damages: Vec<Damage>,
    seen: BTreeSet<(&'static str, &'static str)>,
}

fn fixture() -> Tree {
    let path = support::root().join("fixtures/workflows/everything/codemagic.yaml");
    parse(SourceFile::new("codemagic.yaml", support::read(path)))
}

/// The shapes one of which a value must have.
fn alternatives(shape: &'static Shape) -> Vec<&'static Shape> {
    match shape {
        Shape::AnyOf(shapes) => shapes
            .iter()
            .flat_map(|shape| alternatives(shape))
            .collect(),
        _ => vec![shape],
    }
}

impl Walk {
    fn damage(&mut self, tree: &Tree, what: &str, node: NodeId, text: &str) {
        self.damages.push(Damage {
            what: format!("{} {what}", tree.path(node)),
            span: tree.span(node),
            text: text.to_owned(),
        });
    }

    fn value(&mut self, tree: &Tree, shape: &'static Shape, node: NodeId) {
        let shapes = alternatives(shape);
        let any = |test: fn(&Shape) -> bool| shapes.iter().any(|shape| test(shape));
        let mapping = any(|it| matches!(it, Shape::Section(_) | Shape::Map { .. }));
        let list = any(|it| matches!(it, Shape::List { .. }));
        let text = any(|it| matches!(it, Shape::Text { .. }));
        let number = any(|it| {
            matches!(
                it,
                Shape::Number | Shape::Integer { .. } | Shape::Between { .. }
            )
        });
        self.damage(tree, "is nothing", node, "~");
        if !mapping {
            self.damage(tree, "is a mapping", node, "{zz: 1}");
        }
        if !list {
            self.damage(tree, "is a list", node, "[zz]");
        }
        if !text {
            self.damage(tree, "is a text", node, "zzzz zz");
        }
        if !number {
            self.damage(tree, "is a number", node, "12");
        }
        if !any(|it| matches!(it, Shape::Boolean)) {
            self.damage(tree, "is a boolean", node, "on");
        }
        if any(|it| matches!(it, Shape::Text { min: 1 })) {
            self.damage(tree, "is empty text", node, "''");
        }
        for shape in shapes {
            self.inside(tree, shape, node);
        }
    }

    fn inside(&mut self, tree: &Tree, shape: &'static Shape, node: NodeId) {
        match (shape, tree.kind(node)) {
            (Shape::Section(section), NodeKind::Mapping) => self.section(tree, section, node),
            (Shape::List { item, min, .. }, NodeKind::Sequence) => {
                if *min > 0 {
                    self.damage(tree, "is an empty list", node, "[]");
                }
                for &each in tree.items(node) {
                    self.value(tree, item, each);
                }
            }
            (Shape::Map { value }, NodeKind::Mapping) => {
                for entry in tree.entries(node) {
                    self.damage(tree, "has a list for a key", entry.key, "[zz]");
                    self.value(tree, value, entry.value);
                }
            }
            (Shape::Integer { max, .. }, _) => {
                self.damage(tree, "is too small", node, "-1");
                if max.is_some() {
                    self.damage(tree, "is too great", node, "1000");
                }
            }
            (Shape::Between { .. }, _) => self.damage(tree, "is too great", node, "1.5"),
            _ => {}
        }
    }

    fn section(&mut self, tree: &Tree, section: &'static Declaration, node: NodeId) {
        for entry in tree.entries(node) {
            let key = tree.scalar(entry.key).unwrap();
            let field = section.field(key).expect(key);
            self.seen.insert((section.name, field.key));
            self.damage(tree, "is misspelt", entry.key, &format!("{key}zz"));
            // What stands below a broken key would be read as something else.
            if tree.scalar(entry.value).is_some() {
                self.damage(
                    tree,
                    "has a mapping for a key",
                    entry.key,
                    "? {zz: 1}\n: 1\n#",
                );
            }
            if field.required {
                let whole = tree.span(entry.key).cover(tree.span(entry.value));
                self.damages.push(Damage {
                    what: format!("{} is absent", tree.path(entry.value)),
                    span: whole,
                    text: match tree.entries(node) {
                        [_] => "{}".to_owned(),
                        _ => String::new(),
                    },
                });
            }
            self.value(tree, field.shape, entry.value);
        }
    }
}

fn walk(tree: &Tree) -> Walk {
    let mut walk = Walk::default();
    let root = tree.root().unwrap();
    let workflows = tree.field(root, WORKFLOWS.key).unwrap();
    walk.value(tree, WORKFLOWS.shape, workflows.value);
    walk
}

fn apply(tree: &Tree, damage: &Damage) -> String {
    let text = tree.source().text();
    let mut end = damage.span.end();
    while text[..end].ends_with(['\n', ' ']) {
        end -= 1;
    }
    let indent = tree.source().position(damage.span.start()).column - 1;
    let new = damage
        .text
        .replace('\n', &format!("\n{}", " ".repeat(indent)));
    format!("{}{new}{}", &text[..damage.span.start()], &text[end..])
}

fn structural(findings: &[Finding]) -> Vec<&Finding> {
    let is_structural =
        |finding: &&Finding| matches!(finding.category, Category::Schema | Category::Syntax);
    findings.iter().filter(is_structural).collect()
}

fn kind_name(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::UnknownKey => "UnknownKey",
        ProblemKind::KeyNotText => "KeyNotText",
        ProblemKind::MissingKey => "MissingKey",
        ProblemKind::WrongType { .. } => "WrongType",
        ProblemKind::UnknownKeyword { .. } => "UnknownKeyword",
        ProblemKind::EmptyText => "EmptyText",
        ProblemKind::EmptyList => "EmptyList",
        ProblemKind::OutOfRange { .. } => "OutOfRange",
        ProblemKind::WrongForm { .. } => "WrongForm",
        ProblemKind::EmptySection => "EmptySection",
        ProblemKind::NullValue { .. } => "NullValue",
    }
}

#[test]
fn the_fixture_uses_every_key_and_is_clean() {
    let tree = fixture();
    let seen = walk(&tree).seen;
    for (path, section) in model::sections() {
        for field in section.fields {
            let deprecated = DEPRECATED.contains(&(section.name, field.key));
            // Steps before cloning have no results of tests.
            assert!(
                deprecated != seen.contains(&(section.name, field.key)),
                "{path}.{}",
                field.key
            );
        }
    }
    let loud: Vec<Finding> = support::check(tree.source().text())
        .into_iter()
        .filter(|finding| finding.severity >= Severity::Warning)
        .collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn each_defect_is_one_finding_of_the_rule_for_its_kind() {
    let tree = fixture();
    let damages = walk(&tree).damages;
    assert!(damages.len() > 1000, "only {} defects", damages.len());
    let mut failures = Vec::new();
    let mut by_kind: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for damage in &damages {
        let text = apply(&tree, damage);
        let checked = rules::check(SourceFile::new("f", text), &Settings::default());
        let found = structural(&checked.findings);
        let (_, problems) = model::decode(&checked.tree);
        if let [problem] = problems.as_slice() {
            let known = by_kind.entry(kind_name(problem.kind)).or_default();
            known.extend(found.iter().map(|it| it.rule.to_string()));
        }
        let nothing = damage.what.ends_with("is nothing");
        // A key that is no text leaves its section without that key.
        let most = if damage.what.ends_with("for a key") {
            3
        } else {
            1
        };
        let severe = found.iter().any(|it| it.severity == Severity::Error);
        if found.is_empty() || found.len() > most || !(severe || nothing) {
            let shown: Vec<String> = found
                .iter()
                .map(|it| format!("{}: {}", it.rule, it.message))
                .collect();
            failures.push(format!("{}: {shown:?}", damage.what));
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
    let general = [
        ("UnknownKey", "unknown-key"),
        ("KeyNotText", "key-not-text"),
        ("MissingKey", "missing-required-key"),
        ("WrongType", "wrong-type"),
        ("UnknownKeyword", "invalid-enum"),
        ("EmptyText", "empty-string-value"),
        ("EmptyList", "empty-list"),
        ("OutOfRange", "gp-priority-range"),
        ("OutOfRange", "gp-rollout-range"),
        ("OutOfRange", "build-duration-range"),
        ("EmptySection", "null-section"),
        ("NullValue", "null-value"),
    ];
    for (kind, rule) in general {
        assert!(by_kind[kind].contains(rule), "{kind}: {:?}", by_kind[kind]);
    }
    assert_eq!(by_kind.len(), 10, "{:?}", by_kind.keys());
}

/// The one kind that only a deprecated key has.
#[test]
fn a_password_of_the_wrong_form_is_one_error() {
    let text = "workflows:\n  a:\n    publishing:\n      app_store_connect:\n        apple_id: a@mail.test\n        password: swordfish\n";
    let findings = support::check(text);
    let here = text.find("swordfish").unwrap();
    let errors: Vec<&Finding> = findings
        .iter()
        .filter(|it| it.category == Category::Schema && it.span.start() == here)
        .collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(!errors[0].message.contains("swordfish"));
}

#[test]
fn any_part_may_be_cut_out() {
    let tree = fixture();
    for node in tree.nodes() {
        let cut = Damage {
            what: String::new(),
            span: tree.span(node),
            text: String::new(),
        };
        support::check(&apply(&tree, &cut));
    }
}
