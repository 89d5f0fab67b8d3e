//! The names that one text of a workflow uses.

use std::ops::Range;

use crate::expression::condition::{self, ExpressionKind};
use crate::expression::shell::{self, Dialect, Flow, ReadKind, Script};
use crate::expression::template::{PartKind, parts};
use crate::model::step::holds_script;
use crate::model::walk::TextUse;
use crate::syntax::{SourceMap, Span, Tree};

use super::{Kind, Role};

/// A use of a name in a text.
#[derive(Debug, Clone)]
pub(super) struct Found<'t> {
    /// What is meant.
    pub kind: Kind,
    /// The name.
    pub name: &'t str,
    /// Its bytes in the source.
    pub span: Span,
    /// What is done with it.
    pub role: Role,
}

/// What was read of a text.
#[derive(Debug, Default)]
pub(super) struct TextNames<'t> {
    /// The names, in no order.
    pub found: Vec<Found<'t>>,
    /// Names whose place in the source is not one piece: written with escapes.
    pub scattered: Vec<&'t str>,
    /// Comments of a script, in its own bytes.
    pub comments: Vec<Range<usize>>,
    /// Whether it is a script.
    pub is_script: bool,
}

/// Whether a text is a script.
pub(super) fn is_script(text: &TextUse) -> bool {
    holds_script(text.field.key)
}

/// The names in a text.
pub(super) fn names<'t>(tree: &'t Tree, text: &TextUse, is_windows: bool) -> TextNames<'t> {
    let value = tree.scalar(text.node).unwrap_or_default();
    let mut draft = Draft {
        tree,
        map: SourceMap::new(tree, text.node),
        value,
        names: TextNames::default(),
    };
    if is_script(text) {
        draft.script(is_windows);
    } else if text.section.name == "When" && text.field.key == "condition" {
        draft.condition();
    } else if text.field.key.ends_with("environment_variable") {
        draft.add(Kind::Variable, value, 0..value.len(), Role::Write);
    } else {
        draft.template();
    }
    draft.names
}

struct Draft<'t> {
    tree: &'t Tree,
    map: SourceMap,
    value: &'t str,
    names: TextNames<'t>,
}

impl<'t> Draft<'t> {
    fn add(&mut self, kind: Kind, name: &'t str, range: Range<usize>, role: Role) {
        if kind == Kind::Variable && !is_identifier(name) {
            return;
        }
        let span = self.map.span(range);
        if self.tree.source().slice(span) != name {
            self.names.scattered.push(name);
            return;
        }
        self.names.found.push(Found {
            kind,
            name,
            span,
            role,
        });
    }

    /// A name that stands somewhere in a range behind signs such as `${`.
    fn add_within(&mut self, name: &'t str, range: &Range<usize>, signs: &str) {
        let written = self.value.get(range.clone()).unwrap_or_default();
        let bare = written.trim_start_matches(['$', '{', '#', '!']);
        let bare = bare.strip_prefix(signs).unwrap_or(bare);
        if !bare.starts_with(name) {
            self.names.scattered.push(name);
            return;
        }
        let start = range.start + written.len() - bare.len();
        self.add(Kind::Variable, name, start..start + name.len(), Role::Read);
    }

    fn inputs(&mut self) {
        for part in parts(self.value) {
            if let PartKind::Input { id, id_range } = part.kind {
                self.add(Kind::Input, id, id_range, Role::Read);
            }
        }
    }

    fn template(&mut self) {
        self.inputs();
        for part in parts(self.value) {
            match part.kind {
                PartKind::Variable { name } | PartKind::ShellParameter { name, .. } => {
                    self.add_within(name, &part.range, "");
                }
                PartKind::PowerShell { name } => self.add_within(name, &part.range, "env:"),
                _ => {}
            }
        }
    }

    fn condition(&mut self) {
        self.inputs();
        let parsed = condition::parse(self.value);
        for part in parsed.expression.parts() {
            let ExpressionKind::Path(path) = &part.kind else {
                continue;
            };
            if let Some((name, range)) = path.variable() {
                let Some(written) = self.value.get(range.clone()) else {
                    continue;
                };
                // `env["NAME"]` is spanned with its quotes.
                let bare = written.trim_matches(['"', '\'']);
                let start =
                    range.start + written.len() - written.trim_start_matches(['"', '\'']).len();
                if bare == name {
                    self.add(Kind::Variable, bare, start..start + bare.len(), Role::Read);
                }
            }
        }
    }

    fn script(&mut self, is_windows: bool) {
        self.names.is_script = true;
        self.inputs();
        let dialect = Dialect::of(self.value, is_windows);
        let script: Script<'t> = shell::parse_for(self.value, dialect);
        let flow = Flow::of(self.value, &script);
        for read in &script.reads {
            let signs = match read.kind {
                ReadKind::PowerShell => "env:",
                _ => "",
            };
            self.add_within(read.name, &read.range, signs);
        }
        for set in flow.sets {
            self.add(Kind::Variable, set.name, set.range, Role::Write);
        }
        for write in flow.writes {
            let named = write.name.filter(|_| write.problem.is_none());
            if let Some(name) = named
                && self.value.get(write.range.clone()) == Some(name)
            {
                self.add(Kind::Variable, name, write.range, Role::Write);
            }
        }
        for command in &script.commands {
            if !matches!(command.tool(), "unset" | "printenv") {
                continue;
            }
            for word in command.operands() {
                if let Some(name) = self.value.get(word.range.clone())
                    && name == word.text
                {
                    self.add(Kind::Variable, name, word.range.clone(), Role::Read);
                }
            }
        }
        self.names.comments = script.comments;
    }
}

/// Whether a shell takes this for a variable's name.
pub(super) fn is_identifier(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_word)
}

/// Where a word stands in a text by itself.
pub(super) fn mentions<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_word = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
    };
    let bytes = text.as_bytes();
    text.match_indices(word).filter_map(move |(at, _)| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + word.len());
        (!is_word(before) && !is_word(after)).then_some(at)
    })
}
