//! `textDocument/documentLink`: files of the repository, and the documentation.

use std::path::{Path, PathBuf};

use gen_lsp_types as lsp;

use crate::lsp::view::View;
use crate::lsp::{links, uri};
use crate::repository::{Entry, Repository, paths};

pub(in crate::lsp) fn answer(
    view: &View<'_>,
    _: &lsp::DocumentLinkParams,
) -> Option<Vec<lsp::DocumentLink>> {
    let mut found = links::documentation(view.tree(), &view.checked.config);
    let folder = uri::to_path(view.uri).and_then(|path| Some(path.parent()?.to_owned()));
    if let (Some(repository), Some(folder)) = (&view.settings.repository, folder) {
        found.extend(links::files(&view.checked, &view.settings, repository));
        found.sort_by_key(|link| (link.span.start(), link.span.end()));
        found.dedup_by_key(|link| link.span);
        let links = found.into_iter().map(|link| {
            let target = match &link.target {
                links::Target::Page(url) => lsp::Uri(url.clone()),
                links::Target::File(path) => uri::from_path(&absolute(&folder, repository, path)),
            };
            made(view, &link, target)
        });
        return Some(links.collect());
    }
    let pages = found.into_iter().filter_map(|link| match &link.target {
        links::Target::Page(url) => Some(made(view, &link, lsp::Uri(url.clone()))),
        links::Target::File(_) => None,
    });
    Some(pages.collect())
}

fn made(view: &View<'_>, link: &links::Link, target: lsp::Uri) -> lsp::DocumentLink {
    let tooltip = match &link.target {
        links::Target::Page(_) => "Documentation".to_owned(),
        links::Target::File(path) => path.clone(),
    };
    lsp::DocumentLink::new(view.range(link.span), Some(target), Some(tooltip), None)
}

/// Where a path of the repository lies: in the folder of codemagic.yaml, or else at the
/// root, where Codemagic looks.
fn absolute(folder: &Path, repository: &Repository, path: &str) -> PathBuf {
    let here = paths::join(repository.folder(), path).unwrap_or_default();
    if repository.folder().is_empty() || repository.entry_at_root(&here) != Entry::Missing {
        return folder.join(path);
    }
    let depth = repository.folder().split('/').count();
    let root = folder.ancestors().nth(depth).unwrap_or(folder);
    root.join(path)
}
