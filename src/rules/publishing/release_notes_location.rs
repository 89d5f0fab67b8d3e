//! Release notes where Codemagic does not look.

use crate::repository::{Entry, Repository, paths};
use crate::rules::prelude::*;
use crate::rules::shared::release_notes::{directories, in_other_case, names_in, places};
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
        places(view),
    ) else {
        return;
    };
    if places.iter().any(|it| !names_in(repository, it).is_empty()) {
        return;
    }
    let misspelt = places.iter().find_map(|it| in_other_case(repository, it));
    // Asked last: all scripts are looked through for it.
    let may_be_written = || directories(view).is_none();
    if let Some((path, right)) = misspelt {
        if may_be_written() {
            return;
        }
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
    // Their notes are their own.
    let taken = view.file.working_directories();
    let below = places.iter().flat_map(|place| folders(repository, place));
    let mut below = below.filter(|folder| !taken.contains(folder));
    let Some((path, _)) = below.find_map(|folder| names_in(repository, &folder).into_iter().next())
    else {
        return;
    };
    if may_be_written() {
        return;
    }
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
