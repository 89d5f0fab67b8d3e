//! `textDocument/prepareRename` and `textDocument/rename`

use gen_lsp_types as lsp;

use crate::expression::template::is_input_id;
use crate::finding::Edit;
use crate::fix::applied;
use crate::knowledge::variables::is_built_in;
use crate::lsp::edits::workspace_edit;
use crate::lsp::names::{self, Kind, Members, Named, Obstacle, Role};
use crate::lsp::session::Session;
use crate::lsp::view::View;
use crate::syntax::{Scalar, SourceFile, Span, Tree, parse, resolve_1_1};

/// What may be renamed at a place. Where something has a name and nevertheless may not,
/// the answer says why.
pub(in crate::lsp) fn prepare(
    session: &mut Session,
    params: lsp::PrepareRenameParams,
) -> Result<Option<lsp::PrepareRenameResult>, String> {
    let place = params.text_document_position_params;
    let Some(view) = session.view(&place.text_document.uri) else {
        return Ok(None);
    };
    let offset = view.offset(place.position);
    let Some((named, span)) = named_at(&view, offset) else {
        return Ok(None);
    };
    is_ours(&named)?;
    let range = view.range(span);
    let placeholder = lsp::PrepareRenamePlaceholder::new(range, named.name);
    Ok(Some(placeholder.into()))
}

pub(in crate::lsp) fn rename(
    session: &mut Session,
    params: lsp::RenameParams,
) -> Result<Option<lsp::WorkspaceEdit>, String> {
    let place = params.text_document_position_params;
    let Some(view) = session.view(&place.text_document.uri) else {
        return Ok(None);
    };
    let offset = view.offset(place.position);
    let Some((named, _)) = named_at(&view, offset) else {
        return Err("there is no anchor, input, variable or working directory here".to_owned());
    };
    is_ours(&named)?;
    let new_name = params.new_name.trim();
    if new_name == named.name {
        return Ok(Some(workspace_edit(&view, &[])));
    }
    is_name(named.kind, new_name)?;
    is_free(&view, &named, new_name)?;
    let edit = |span: Span| Edit {
        span,
        text: new_name.to_owned(),
    };
    let edits: Vec<Edit> = named.uses.iter().map(|it| edit(it.span)).collect();
    if !means_the_same(view.tree(), &edits) {
        return Err(format!(
            "with `{new_name}` in place of `{}` the file would not mean the same",
            named.name
        ));
    }
    if named.kind == Kind::Variable {
        warn_of_others(&view, &named.name);
    }
    Ok(Some(workspace_edit(&view, &edits)))
}

/// Tells which files of the repository keep the old name.
fn warn_of_others(view: &View<'_>, name: &str) {
    let files = names::naming(view, name);
    if files.is_empty() {
        return;
    }
    let files: Vec<String> = files.iter().map(|it| format!("`{it}`")).collect();
    let message = format!(
        "`{name}` is renamed in this file only; it also stands in {}",
        files.join(", ")
    );
    view.session.show(lsp::MessageType::Warning, message);
}

fn named_at(view: &View<'_>, offset: usize) -> Option<(Named, Span)> {
    let named = names::at(view.tree(), &view.checked.config, offset)?;
    let span = named.use_at(offset)?.span;
    Some((named, span))
}

/// Whether the file decides on the name.
fn is_ours(named: &Named) -> Result<(), String> {
    let name = &named.name;
    if !named.declared.is_empty() {
        return Ok(());
    }
    match named.kind {
        Kind::Anchor => Err(format!("no `&{name}` stands before this alias")),
        Kind::Input => Err(format!("the workflow declares no input `{name}`")),
        Kind::Directory => Ok(()),
        Kind::Variable if is_built_in(name) => Err(format!(
            "`{name}` is set or read by Codemagic, which knows it by this name only"
        )),
        Kind::Variable if named.uses.iter().any(|it| it.role == Role::Write) => Ok(()),
        Kind::Variable => Err(format!(
            "nothing in this file sets `{name}`: a variable group has it, or nobody"
        )),
    }
}

/// Whether something of this kind may have this name.
fn is_name(kind: Kind, name: &str) -> Result<(), String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match kind {
        Kind::Anchor => {
            let is_good = !name.is_empty() && name.chars().all(|c| is_word(c) || c == '-');
            return is_good.then_some(()).ok_or_else(|| {
                format!("`{name}` cannot name an anchor: expected letters of ASCII, digits, `_` and `-`; Codemagic's reader stops at anything else")
            });
        }
        Kind::Directory => {
            let is_plain = |c: char| is_word(c) || "-./ ".contains(c);
            let is_path = name.chars().all(is_plain) && !name.starts_with([' ', '-', '/']);
            if name.is_empty() || !is_path {
                return Err(format!(
                    "`{name}` cannot be a working directory here: expected a path inside the repository of letters of ASCII, digits, blanks and `_`, `-`, `.` and `/`"
                ));
            }
        }
        Kind::Input if !is_input_id(name) => {
            return Err(format!(
                "`{name}` cannot name an input: expected a letter, then letters, digits and `_`"
            ));
        }
        Kind::Variable
            if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                || !name.chars().all(is_word) =>
        {
            return Err(format!(
                "`{name}` cannot name a variable: expected letters of ASCII, digits and `_`, and no digit first"
            ));
        }
        Kind::Variable if is_built_in(name) => {
            return Err(format!(
                "`{name}` is a variable of Codemagic or the machine"
            ));
        }
        Kind::Input | Kind::Variable => {}
    }
    // As a key without quotes it would be no text.
    if matches!(resolve_1_1(name), Scalar::Text(_)) {
        return Ok(());
    }
    Err(format!("YAML reads `{name}` as something else than text"))
}

/// Whether nothing stands in the way of the new name.
fn is_free(view: &View<'_>, named: &Named, new_name: &str) -> Result<(), String> {
    let tree = view.tree();
    let line = |span: Span| tree.source().position(span.start()).line;
    if named.kind == Kind::Anchor {
        let anchors = tree.anchors().iter().find(|it| &*it.name == new_name);
        let aliases = tree.undefined_aliases().iter();
        let undefined = aliases.filter(|it| &*it.name == new_name);
        let undefined = undefined.map(|it| tree.span(it.node)).next();
        let taken = anchors.map(|it| it.span).or(undefined);
        return match taken {
            Some(span) => Err(format!(
                "`{new_name}` is already an anchor's name, in line {}",
                line(span)
            )),
            None => Ok(()),
        };
    }
    // Several may run in one directory.
    if named.kind == Kind::Directory {
        return Ok(());
    }
    let name = &named.name;
    match Members::of(tree, &view.checked.config).obstacle(named, new_name) {
        None => Ok(()),
        Some(Obstacle::Unseen) => Err(format!(
            "the file cannot be read whole, so that uses of `{name}` may be missing"
        )),
        Some(Obstacle::Taken(span)) => Err(format!(
            "`{new_name}` is already used by a workflow that uses `{name}`, in line {}",
            line(span)
        )),
        Some(Obstacle::Unmapped(span)) => Err(format!(
            "`{name}` stands in line {}, where it may be the same or another word; rename it there first",
            line(span)
        )),
    }
}

/// Whether the text after the edits has the same nodes, and every alias leads where it
/// led.
fn means_the_same(tree: &Tree, edits: &[Edit]) -> bool {
    let source = tree.source();
    let text = applied(source.text(), edits);
    let after = parse(SourceFile::new(source.name(), text));
    after.problems().len() <= tree.problems().len()
        && tree.nodes().eq(after.nodes())
        && tree.nodes().all(|node| {
            tree.kind(node) == after.kind(node)
                && tree.resolve(node) == after.resolve(node)
                && tree.scalar_style(node) == after.scalar_style(node)
        })
}
