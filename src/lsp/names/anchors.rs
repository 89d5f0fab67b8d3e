//! Anchors and their aliases.

use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::{Declared, Kind, Named, Role, Use, whole};

/// The anchor that is written or used at an offset.
pub(super) fn at(tree: &Tree, offset: usize) -> Option<Named> {
    let touches = |span: Span| span.start() <= offset && offset <= span.end();
    // Anchors are in the order of the text.
    let after = tree
        .anchors()
        .partition_point(|anchor| anchor.span.start() <= offset);
    let written = tree.anchors().get(after.checked_sub(1).unwrap_or_default());
    if let Some(anchor) = written.filter(|anchor| touches(anchor.span)) {
        return named(tree, anchor);
    }
    let alias = alias_at(tree, offset)?;
    let target = tree.resolve(alias);
    if target == alias {
        return undefined(tree, alias);
    }
    let mut anchors = tree.anchors_at(target);
    named(
        tree,
        anchors.find(|anchor| anchor.aliases.contains(&alias))?,
    )
}

/// The alias that is written at an offset.
pub(super) fn alias_at(tree: &Tree, offset: usize) -> Option<NodeId> {
    let touches = |node: &NodeId| {
        let span = tree.span(*node);
        tree.kind(*node) == NodeKind::Alias && span.start() <= offset && offset <= span.end()
    };
    let here = tree.innermost(offset);
    // A cursor behind `*a` may already stand at what follows.
    let before = tree.innermost(offset.saturating_sub(1));
    [here, before].into_iter().find(touches)
}

fn named(tree: &Tree, anchor: &crate::syntax::Anchor) -> Option<Named> {
    let name = behind_sign(tree, anchor.span, '&', &anchor.name)?;
    let mut uses = vec![Use {
        span: name,
        role: Role::Declaration,
    }];
    for &alias in &anchor.aliases {
        uses.push(Use {
            span: behind_sign(tree, tree.span(alias), '*', &anchor.name)?,
            role: Role::Read,
        });
    }
    uses.sort_unstable();
    let whole = whole(tree, anchor.span, tree.span(anchor.node));
    Some(Named {
        kind: Kind::Anchor,
        name: anchor.name.to_string(),
        uses,
        declared: vec![Declared { name, whole }],
    })
}

/// The aliases of a name that no anchor before them has.
fn undefined(tree: &Tree, alias: NodeId) -> Option<Named> {
    let all = tree.undefined_aliases();
    let name = &all.iter().find(|it| it.node == alias)?.name;
    let same = all.iter().filter(|it| it.name == *name);
    let of = |it: &crate::syntax::UndefinedAlias| {
        let span = behind_sign(tree, tree.span(it.node), '*', name)?;
        Some(Use {
            span,
            role: Role::Read,
        })
    };
    Some(Named {
        kind: Kind::Anchor,
        name: name.to_string(),
        uses: same.filter_map(of).collect(),
        declared: Vec::new(),
    })
}

/// The name behind `&` or `*`.
fn behind_sign(tree: &Tree, span: Span, sign: char, name: &str) -> Option<Span> {
    let written = tree.source().slice(span).strip_prefix(sign)?;
    let is_it = written.starts_with(name);
    is_it.then(|| Span::new(span.start() + 1, span.start() + 1 + name.len()))
}
