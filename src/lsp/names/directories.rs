//! Directories in which workflows and steps run.

use crate::model::locate::field_at;
use crate::repository::paths;
use crate::syntax::{NodeId, NodeKind, Tree};

use super::{Kind, Named, Role, Use, inside_quotes};

/// The key under which they stand.
const KEY: &str = "working_directory";

/// The directory that is named at an offset, with all fields that name the same.
pub(super) fn at(tree: &Tree, offset: usize) -> Option<Named> {
    let touches = |node: &NodeId| {
        let span = tree.span(*node);
        span.start() <= offset && offset <= span.end()
    };
    let here = tree.innermost(offset);
    // A cursor behind the text may already stand at what follows.
    let before = tree.innermost(offset.saturating_sub(1));
    let node = [here, before].into_iter().find(touches)?;
    let path = path(tree, node)?;
    let same = tree
        .nodes()
        .filter(|it| self::path(tree, *it).as_deref() == Some(&path));
    let uses = same.map(|it| Use {
        span: inside_quotes(tree, it),
        role: Role::Read,
    });
    let mut uses: Vec<Use> = uses.collect();
    uses.sort_unstable();
    Some(Named {
        kind: Kind::Directory,
        name: tree.source().slice(inside_quotes(tree, node)).to_owned(),
        uses,
        declared: Vec::new(),
    })
}

/// The path of a directory that a node names: without `./` and the `/` at its end.
fn path(tree: &Tree, node: NodeId) -> Option<String> {
    let key = tree.key_of(node)?;
    if tree.scalar(key) != Some(KEY) || tree.kind(node) != NodeKind::Scalar {
        return None;
    }
    let text = tree.scalar(node)?;
    // A path that variables or inputs decide is no name.
    if text.is_empty()
        || text.contains('$')
        || tree.source().slice(inside_quotes(tree, node)) != text
    {
        return None;
    }
    field_at(tree, node).filter(|it| it.field.key == KEY)?;
    paths::join("", text)
}
