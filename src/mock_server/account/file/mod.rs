//! The account file: YAML to [`Account`], with every problem in it.
//!
//! The sections declare themselves in [`root`] and [`app`]; decoder, JSON Schema and
//! the reference in `docs/accounts.md` are made from these declarations.

pub mod app;
mod contradictions;
mod convert;
pub mod root;
mod schema;
pub mod values;
mod wording;
pub mod words;

use std::sync::Arc;

use crate::model::{Declaration, Decode, Decoder, sections_of};
use crate::rules::tell_syntax;
use crate::syntax::{NodeKind, Scalar, SourceFile, Span, SyntaxProblemKind, Tree, parse};

use super::Account;
use contradictions::contradictions;
use convert::Convert;
use root::AccountSection;

pub use schema::account_schema;
pub use values::is_bundle_id;

/// One thing that is wrong in an account file. A file with any is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountProblem {
    /// What is wrong: lower case, no full stop, the offending text in backticks.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The place in the file.
    pub span: Span,
}

/// Whether a syntax error is about a second document: what else is said of it is about
/// `codemagic.yaml`.
fn is_second_document(tree: &Tree, span: Span) -> bool {
    tree.problems()
        .iter()
        .any(|it| it.span == span && it.kind == SyntaxProblemKind::MultipleDocuments)
}

/// Every section of an account file with the path of keys that leads to it, the
/// whole file first, under an empty path.
pub fn sections() -> Vec<(String, &'static Declaration)> {
    sections_of("", AccountSection::DECLARATION)
}

impl Account {
    /// Reads an account file. Never fails: where anything is wrong the account is the
    /// default one, and the problems tell all that is, in the order of the text.
    pub fn read(source: &SourceFile) -> (Self, Vec<AccountProblem>) {
        let tree = parse(source.clone());
        let mut problems: Vec<AccountProblem> = tell_syntax(&tree)
            .into_iter()
            .map(|told| AccountProblem {
                message: told.message,
                help: if is_second_document(&tree, told.span) {
                    Some("put everything into one document and remove the `---`; what follows was not read".into())
                } else {
                    told.help
                },
                span: told.span,
            })
            .collect();
        let mut decoder = Decoder::new(&tree);
        let file = decode(&tree, &mut decoder);
        for problem in decoder.into_problems() {
            problems.extend(wording::tell(&tree, &problem));
        }
        // What was left out may be what the rest is about.
        if let Some(file) = file
            && problems.is_empty()
        {
            problems = contradictions(&tree, &file);
            if problems.is_empty() {
                return (Convert { tree: &tree }.account(&file), problems);
            }
        }
        problems.sort_by_key(|problem| problem.span);
        (Self::default(), problems)
    }
}

/// The file's section; `None` where the file is empty or no mapping.
fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Arc<AccountSection>> {
    let root = tree.root()?;
    let is_empty = tree.kind(root) == NodeKind::Scalar && tree.value(root) == Some(Scalar::Null);
    if is_empty {
        return None;
    }
    AccountSection::decode(decoder, root)
}
