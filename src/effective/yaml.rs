//! The file as YAML, with comments that tell origins.

use crate::syntax::{Field, NodeId, NodeKind, Tree};

use super::hidden::Hidden;
use super::origin::{self, Step};
use super::scalar::{self, Written};
use super::{Effective, MAX_DEPTH, MAX_TEXT, Unshowable};

/// Which values have a comment with their origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comments {
    /// None.
    None,
    /// Those that came through an alias or a merge.
    #[default]
    Merged,
    /// All.
    All,
}

/// The whole file.
pub(super) fn document(file: &Effective<'_>, origins: Comments) -> Result<String, Unshowable> {
    let source = file.tree.source().name();
    let mut writer = Writer {
        file,
        comments: origins,
        label: printable(file_name(source)),
        origins: origin::Origins::default(),
        text: String::new(),
        lines: 0,
        max_lines: usize::MAX,
        is_lenient: false,
    };
    match file.tree.root() {
        Some(root) => {
            let step = writer.origins.of_value(file.tree, root);
            writer.value(&step, Place::root(), 0, "")?;
        }
        None => writer.line("null"),
    }
    Ok(writer.text)
}

/// At most some lines of a node.
pub(super) fn excerpt(tree: &Tree, node: NodeId, hidden: &Hidden, max_lines: usize) -> String {
    let file = Effective {
        tree,
        hidden: hidden.clone(),
        only: None,
    };
    let mut writer = Writer {
        file: &file,
        comments: Comments::Merged,
        label: String::new(),
        origins: origin::Origins::default(),
        text: String::new(),
        lines: 0,
        max_lines,
        is_lenient: true,
    };
    let step = writer.origins.of_value(tree, node);
    // The way here is known to whoever asks.
    let step = Step {
        via: Vec::new(),
        ..step
    };
    let cut = writer.value(&step, Place::root(), 0, "").is_err();
    let mut lines: Vec<&str> = writer.text.lines().collect();
    if cut || lines.len() > max_lines {
        lines.truncate(max_lines.saturating_sub(1));
        lines.push("…");
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// Where a value is put.
#[derive(Clone, Copy)]
struct Place {
    /// Columns before the key or dash; lists and mappings inside stand two further.
    indent: usize,
    kind: PlaceKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceKind {
    Root,
    /// Behind `key:`.
    Key,
    /// Behind `-`.
    Item,
}

impl Place {
    fn root() -> Self {
        Self {
            indent: 0,
            kind: PlaceKind::Root,
        }
    }
}

struct Writer<'f, 't> {
    file: &'f Effective<'t>,
    comments: Comments,
    /// What stands before the line in a comment: the file's name.
    label: String,
    origins: origin::Origins,
    text: String,
    lines: usize,
    max_lines: usize,
    /// Goes around what cannot be written, instead of giving up.
    is_lenient: bool,
}

impl<'t> Writer<'_, 't> {
    fn tree(&self) -> &'t Tree {
        self.file.tree
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.end_line();
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.lines += 1;
    }

    fn pad(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    /// Whether there is room for more.
    fn check(&self, depth: usize) -> Result<(), Unshowable> {
        if depth > MAX_DEPTH {
            return Err(Unshowable::TooDeep);
        }
        if self.text.len() > MAX_TEXT || self.lines > self.max_lines {
            return Err(Unshowable::TooLarge);
        }
        Ok(())
    }

    /// Writes a value behind what stands on the line already, to the end of its last
    /// line. `lead` is what parts the two: a space.
    fn value(
        &mut self,
        step: &Step<'t>,
        place: Place,
        depth: usize,
        lead: &str,
    ) -> Result<(), Unshowable> {
        self.check(depth)?;
        let tree = self.tree();
        let target = step.target;
        // The document as a whole comes from the file as a whole.
        let comment = match place.kind {
            PlaceKind::Root => String::new(),
            PlaceKind::Key | PlaceKind::Item => self.comment(step),
        };
        if step.is_recursive || tree.kind(target) == NodeKind::Alias {
            if !self.is_lenient {
                return Err(problem(tree, step));
            }
            let name = step.via.last().copied().unwrap_or_default();
            self.line(&format!("{lead}*{name}"));
            return Ok(());
        }
        if tree.kind(target) == NodeKind::Scalar {
            self.scalar(target, place, lead, &comment);
            return Ok(());
        }
        let tag = tree.tag_name(target);
        let fields = self.file.fields(target, depth);
        let is_empty = fields.is_empty() && tree.items(target).is_empty();
        if is_empty {
            let empty = if tree.kind(target) == NodeKind::Mapping {
                "{}"
            } else {
                "[]"
            };
            let tag = tag.map(|tag| format!("{tag} ")).unwrap_or_default();
            self.line(&format!("{lead}{tag}{empty}{comment}"));
            return Ok(());
        }
        let is_compact = place.kind == PlaceKind::Item && comment.is_empty() && tag.is_none();
        let begins = if is_compact {
            self.text.push_str(lead);
            true
        } else {
            let tag = tag.map(|tag| format!("{lead}{tag}")).unwrap_or_default();
            if place.kind != PlaceKind::Root || !tag.is_empty() {
                self.line(&format!("{tag}{comment}"));
            }
            false
        };
        let indent = match place.kind {
            PlaceKind::Root => 0,
            PlaceKind::Key | PlaceKind::Item => place.indent + 2,
        };
        if tree.kind(target) == NodeKind::Mapping {
            self.mapping(&fields, indent, depth + 1, begins)
        } else {
            self.list(tree.items(target), indent, depth + 1, begins)
        }
    }

    fn mapping(
        &mut self,
        fields: &[Field],
        indent: usize,
        depth: usize,
        mut begins: bool,
    ) -> Result<(), Unshowable> {
        for &field in fields {
            if !std::mem::take(&mut begins) {
                self.pad(indent);
            }
            let place = Place {
                indent,
                kind: PlaceKind::Key,
            };
            self.key(field.key, indent, depth)?;
            let step = self.origins.of_field(self.tree(), field);
            self.value(&step, place, depth, " ")?;
        }
        Ok(())
    }

    fn list(
        &mut self,
        items: &'t [NodeId],
        indent: usize,
        depth: usize,
        mut begins: bool,
    ) -> Result<(), Unshowable> {
        for &item in items {
            if !std::mem::take(&mut begins) {
                self.pad(indent);
            }
            self.text.push('-');
            let place = Place {
                indent,
                kind: PlaceKind::Item,
            };
            let step = self.origins.of_value(self.tree(), item);
            self.value(&step, place, depth, " ")?;
        }
        Ok(())
    }

    /// Writes a key and its colon; one that is long or no scalar behind `?`.
    fn key(&mut self, key: NodeId, indent: usize, depth: usize) -> Result<(), Unshowable> {
        let tree = self.tree();
        let is_scalar = tree.kind(tree.resolve(key)) == NodeKind::Scalar;
        if is_scalar
            && let Written::Inline(text) = scalar::written(tree, key, &self.file.hidden, false)
            && text.chars().count() <= scalar::MAX_SIMPLE_KEY
        {
            self.text.push_str(&text);
            self.text.push(':');
            return Ok(());
        }
        self.text.push_str("? ");
        self.flow(key, depth)?;
        self.end_line();
        self.pad(indent);
        self.text.push(':');
        Ok(())
    }

    /// Writes a value on one line, as keys that are no scalars need it.
    fn flow(&mut self, node: NodeId, depth: usize) -> Result<(), Unshowable> {
        self.check(depth)?;
        let tree = self.tree();
        let step = self.origins.of_value(tree, node);
        let target = step.target;
        match tree.kind(target) {
            _ if step.is_recursive => {
                if !self.is_lenient {
                    return Err(problem(tree, &step));
                }
                self.text.push('…');
            }
            NodeKind::Alias => self.text.push('…'),
            NodeKind::Scalar => {
                let text = scalar::in_flow(tree, target, &self.file.hidden);
                self.text.push_str(&text);
            }
            NodeKind::Sequence => {
                self.text.push('[');
                for (index, &item) in tree.items(target).iter().enumerate() {
                    if index > 0 {
                        self.text.push_str(", ");
                    }
                    self.flow(item, depth + 1)?;
                }
                self.text.push(']');
            }
            NodeKind::Mapping => {
                self.text.push('{');
                for (index, field) in tree.fields(target).enumerate() {
                    if index > 0 {
                        self.text.push_str(", ");
                    }
                    self.flow(field.key, depth + 1)?;
                    self.text.push_str(": ");
                    self.flow(field.value, depth + 1)?;
                }
                self.text.push('}');
            }
        }
        Ok(())
    }

    fn scalar(&mut self, node: NodeId, place: Place, lead: &str, comment: &str) {
        let may_be_block = place.kind != PlaceKind::Root || self.is_lenient;
        match scalar::written(self.tree(), node, &self.file.hidden, may_be_block) {
            Written::Inline(text) => self.line(&format!("{lead}{text}{comment}")),
            Written::Block { header, lines } => {
                self.line(&format!("{lead}{header}{comment}"));
                for line in lines {
                    if self.lines > self.max_lines {
                        return;
                    }
                    if !line.is_empty() {
                        self.pad(place.indent + 2);
                    }
                    self.line(&line);
                }
            }
        }
    }

    /// The comment behind a value, with the space before it; nothing where it has
    /// none.
    fn comment(&self, step: &Step<'_>) -> String {
        let is_told = match self.comments {
            Comments::None => false,
            Comments::Merged => !step.via.is_empty(),
            Comments::All => true,
        };
        if !is_told {
            return String::new();
        }
        let line = self.tree().source().line_index(step.offset) + 1;
        let place = if self.label.is_empty() {
            format!("line {line}")
        } else {
            format!("{}:{line}", self.label)
        };
        if step.via.is_empty() {
            return format!("  # {place}");
        }
        let names = step.via.iter().map(|name| match *name {
            "<<" => "<<".to_owned(),
            name => format!("*{}", printable(name)),
        });
        let names: Vec<String> = names.collect();
        format!("  # {place} ({})", names.join(", "))
    }
}

/// Why a value that is reached through an alias cannot be written.
pub(super) fn problem(tree: &Tree, step: &Step<'_>) -> Unshowable {
    let name = printable(step.via.last().copied().unwrap_or_default());
    if !step.is_recursive {
        return Unshowable::UndefinedAlias {
            name: printable(
                tree.source()
                    .slice(tree.span(step.target))
                    .trim_start_matches('*'),
            ),
            offset: tree.span(step.target).start(),
        };
    }
    Unshowable::Recursive {
        name,
        offset: step.place,
    }
}

/// The last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A name on one line, for a comment.
fn printable(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') {
                '?'
            } else {
                c
            }
        })
        .collect()
}
