//! What a file names, and where: anchors, inputs, variables and working directories,
//! each with all places that mean the same.
//!
//! An anchor is one thing, and a later `&a` is another. Inputs and variables belong to
//! a workflow; where workflows share text through aliases, so do they share the names
//! in it, and a new name has to be given in all of them.

mod anchors;
mod directories;
mod elsewhere;
mod members;
mod text;

use crate::model::Config;
use crate::syntax::{NodeId, ScalarStyle, Span, Tree};

pub(in crate::lsp) use elsewhere::naming;
pub(in crate::lsp) use members::{Members, Obstacle};

/// What kind of thing has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::lsp) enum Kind {
    /// `&name` and `*name`.
    Anchor,
    /// `inputs.name`.
    Input,
    /// A variable of the environment.
    Variable,
    /// A `working_directory`.
    Directory,
}

/// What is done with a name at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lsp) enum Role {
    /// It is declared: `&name`, a key of `inputs` or of `vars`.
    Declaration,
    /// A script sets it.
    Write,
    /// It is read.
    Read,
}

/// A place that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lsp) struct Use {
    /// The bytes of the name, and nothing else.
    pub span: Span,
    /// What is done with it there.
    pub role: Role,
}

/// Something with a name.
#[derive(Debug, Clone)]
pub(in crate::lsp) struct Named {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// All places that mean it, in the order of the text, each once.
    pub uses: Vec<Use>,
    /// Where all of its declarations are in the text: the anchor's node, or the entry.
    pub declared: Vec<Declared>,
}

/// Where something is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lsp) struct Declared {
    /// The name.
    pub name: Span,
    /// The name with all that is declared under it.
    pub whole: Span,
}

impl Named {
    /// The use at an offset; its end counts, since that is where a cursor stands, and
    /// so does the sign before an anchor's name.
    pub fn use_at(&self, offset: usize) -> Option<Use> {
        let sign = usize::from(self.kind == Kind::Anchor);
        let touches = |it: &&Use| it.span.start() <= offset + sign && offset <= it.span.end();
        self.uses.iter().find(touches).copied()
    }

    /// The places where it is declared; where nothing declares it, those that set it.
    pub fn origins(&self) -> Vec<Declared> {
        if !self.declared.is_empty() {
            return self.declared.clone();
        }
        let writes = self.uses.iter().filter(|it| it.role == Role::Write);
        let at = |it: &Use| Declared {
            name: it.span,
            whole: it.span,
        };
        writes.map(at).collect()
    }
}

/// What has a name at an offset.
pub(in crate::lsp) fn at(tree: &Tree, config: &Config, offset: usize) -> Option<Named> {
    anchors::at(tree, offset)
        .or_else(|| directories::at(tree, offset))
        .or_else(|| Members::of(tree, config).at(offset))
}

/// The whole text of what is declared by a key or an anchor's name: up to the end of
/// the value, without line breaks behind it.
pub(in crate::lsp) fn whole(tree: &Tree, name: Span, value: Span) -> Span {
    let cover = name.cover(value);
    let kept = tree.source().slice(cover).trim_end().len();
    Span::new(cover.start(), cover.start() + kept)
}

/// The bytes of a scalar without its quotes.
fn inside_quotes(tree: &Tree, node: NodeId) -> Span {
    let span = tree.span(node);
    let is_quoted = tree.scalar_style(node).is_some_and(ScalarStyle::is_quoted);
    let sign = usize::from(is_quoted);
    Span::new(span.start() + sign, span.end().saturating_sub(sign))
}
