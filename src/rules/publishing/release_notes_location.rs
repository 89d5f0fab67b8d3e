//! Release notes where Codemagic does not look.

use crate::repository::{Entry, Repository, paths};
use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{directories, in_other_case, names_in};
use crate::rules::shared::words::excerpt;

rule! {
    id: "release-notes-location",
    category: Publishing,
    summary: "release notes in a folder where Codemagic does not look for them",
    source: "https://docs.codemagic.io/yaml-notification/publish-release-notes/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(publishing) = view.workflow.publishing.value() else {
        return;
    };
    let keys = [
        publishing.app_store_connect.key(),
        publishing.google_play.key(),
    ];
    let (Some(key), Some(repository), Some(places)) = (
        keys.into_iter().flatten().next(),
        view.file.repository(),
        directories(view),
    ) else {
        return;
    };
    if places.iter().any(|it| !names_in(repository, it).is_empty()) {
        return;
    }
    let misspelt = places.iter().find_map(|it| in_other_case(repository, it));
    if let Some((path, right)) = misspelt {
        let right = excerpt(&right);
        report
            .at(
                key,
                format!(
                    "`{}` is not published: the name is written `{right}`",
                    excerpt(&path)
                ),
            )
            .help("upper and lower case count; rename it, or nobody reads what is new")
            .in_use();
        return;
    }
    let taken = other_directories(view);
    let below = places.iter().flat_map(|place| folders(repository, place));
    let mut below = below.filter(|folder| !taken.contains(folder));
    let Some((path, _)) = below.find_map(|folder| names_in(repository, &folder).into_iter().next())
    else {
        return;
    };
    let place = match places.first().map(String::as_str) {
        None | Some("") => "at the root of the repository".to_owned(),
        Some(own) => format!("in `{}` or at the root", excerpt(own)),
    };
    report
        .at(
            key,
            format!(
                "`{}` is not published: release notes are looked for {place}",
                excerpt(&path)
            ),
        )
        .help(format!("move it {place}, or nobody reads what is new"))
        .in_use();
}

/// The folders right below, hidden ones left out.
fn folders(repository: &Repository, directory: &str) -> Vec<String> {
    let names = repository.list(directory);
    let names = names.iter().flat_map(|it| it.iter());
    names
        .filter(|(name, entry)| *entry == Entry::Directory && !name.starts_with('.'))
        .filter_map(|(name, _)| paths::join(directory, name))
        .collect()
}

/// The working directories of the file's workflows, whose notes are their own.
fn other_directories(view: &WorkflowView<'_>) -> Vec<String> {
    let tree = view.tree();
    let of = |(_, workflow): (_, &crate::model::Workflow)| {
        let node = workflow.working_directory.node()?;
        paths::join("", tree.scalar(node)?)
    };
    view.file.config.workflows().filter_map(of).collect()
}
