//! `flutter: fvm` without the file that says which version.

use crate::knowledge::versions::FVM;
use crate::repository::paths;
use crate::rules::prelude::*;
use crate::rules::shared::places::workflow_directory;
use crate::rules::shared::tools;

rule! {
    id: "flutter-fvm-file",
    category: Environment,
    severity: Error,
    summary: "`flutter: fvm` in a repository without `.fvmrc` or `.fvm/fvm_config.json`",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/",
    check: Workflow(check),
}

const FILES: [&str; 2] = [".fvmrc", ".fvm/fvm_config.json"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let version = tools::environment(view).and_then(|it| tools::flutter(view.tree(), it));
    let (Some((node, FVM)), Some(repository)) = (version, view.file.repository()) else {
        return;
    };
    let Some((_, own)) = workflow_directory(view) else {
        return;
    };
    let is_missing = |file: &str| {
        repository.is_missing(file)
            && paths::join(&own, file).is_none_or(|path| repository.is_missing(&path))
            && !view.made().may_hold(0, file)
    };
    if FILES.iter().all(|file| is_missing(file)) {
        report
            .at(node, "the repository has neither `.fvmrc` nor `.fvm/fvm_config.json` to say which Flutter is meant")
            .help("run `fvm use` with the version and commit the file, or write the version here; the build fails otherwise")
            .in_use();
    }
}
