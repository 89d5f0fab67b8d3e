//! What `show` writes reads as the file itself: with every kind of comment, as YAML; as
//! JSON it is JSON; and no secret is in it.

use std::fmt::Write as _;

use codemagic_lint::effective::{Comments, Effective};
use codemagic_lint::rules::{check_tree, secrets_of};
use codemagic_lint::syntax::{NodeId, NodeKind, Scalar, SourceFile, Tree, parse};

use super::support::{plain_secrets, settings, source};

/// Nodes of a file whose values are compared: aliases make more of few.
const MOST_NODES: usize = 20_000;

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let tree = parse(source(bytes));
    if is_sound(&tree) {
        reads_the_same(&tree);
    }
    keeps_secrets(tree);
}

/// Whether Codemagic reads the file.
fn is_sound(tree: &Tree) -> bool {
    tree.is_whole() && !tree.problems().iter().any(|it| it.kind.is_fatal())
}

fn reads_the_same(tree: &Tree) {
    let Some(expected) = value_of(tree) else {
        return;
    };
    let file = Effective::new(tree, &[]);
    for comments in [Comments::None, Comments::Merged, Comments::All] {
        let Ok(yaml) = file.yaml(comments) else {
            return;
        };
        let shown = parse(SourceFile::new("shown", yaml));
        assert!(
            is_sound(&shown),
            "{:?} in\n{}",
            shown.problems(),
            shown.source().text()
        );
        let found = value_of(&shown);
        assert_eq!(found, Some(expected.clone()), "{}", shown.source().text());
    }
}

fn keeps_secrets(tree: Tree) {
    let checked = check_tree(tree, settings());
    let spans = secrets_of(&checked);
    let file = Effective::new(&checked.tree, &spans);
    let secrets = plain_secrets(checked.tree.source(), &spans);
    let texts = [file.yaml(Comments::All), file.json()];
    for text in texts.into_iter().flatten() {
        for secret in &secrets {
            assert!(!text.contains(secret), "{secret:?} is in\n{text}");
        }
    }
    if let Ok(json) = file.json() {
        serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
    }
}

/// What a file comes to, written down without YAML; `None` where that is too much.
fn value_of(tree: &Tree) -> Option<String> {
    let mut text = String::new();
    let mut left = MOST_NODES;
    match tree.root() {
        Some(root) => write_node(tree, root, &mut text, &mut left, 0)?,
        None => text = format!("{:?} ", Some(Scalar::Null)),
    }
    Some(text)
}

fn write_node(
    tree: &Tree,
    node: NodeId,
    text: &mut String,
    left: &mut usize,
    depth: usize,
) -> Option<()> {
    *left = left.checked_sub(1)?;
    if depth > 100 {
        return None;
    }
    let node = tree.resolve(node);
    match tree.kind(node) {
        // Without an anchor there is nothing to show.
        NodeKind::Alias => return None,
        NodeKind::Scalar => match tree.value(node) {
            Some(Scalar::Float(number)) => write!(text, "{:x} ", number.to_bits()).ok()?,
            value => write!(text, "{value:?} ").ok()?,
        },
        NodeKind::Sequence => {
            text.push_str("[ ");
            for &item in tree.items(node) {
                write_node(tree, item, text, left, depth + 1)?;
            }
            text.push_str("] ");
        }
        NodeKind::Mapping => {
            text.push_str("{ ");
            for field in tree.fields(node) {
                write_node(tree, field.key, text, left, depth + 1)?;
                write_node(tree, field.value, text, left, depth + 1)?;
            }
            text.push_str("} ");
        }
    }
    Some(())
}
