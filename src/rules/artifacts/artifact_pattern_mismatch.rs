//! What is built must be found by a pattern.

use std::cell::LazyCell;

use rustc_hash::FxHashSet;

use crate::rules::prelude::*;
use crate::rules::shared::artifacts::{fills_output_folder, may_keep};
use crate::rules::shared::calls::place_of_call;
use crate::rules::shared::packages::{
    Kept, Making, Package, add_pattern, kept, makings, takes_packages_away,
};
use crate::rules::shared::publishers::firebase;
use crate::rules::shared::words::excerpt;

rule! {
    id: "artifact-pattern-mismatch",
    category: Artifacts,
    summary: "a package that is built, and that no pattern of `artifacts` can find",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let artifacts = &view.workflow.artifacts;
    let Some(key) = artifacts.key().filter(|_| !artifacts.items().is_empty()) else {
        return;
    };
    let is_kept_otherwise = LazyCell::new(|| {
        fills_output_folder(view) || takes_packages_away(view) || view.hides_commands()
    });
    let mut told = FxHashSet::default();
    for making in makings(view) {
        let ending = making.package.ending();
        if told.contains(ending) {
            continue;
        }
        let kept = kept(view, &making);
        let is_told = match kept {
            Kept::Maybe => true,
            // Such a build is made to see whether it can be made.
            Kept::Nowhere => {
                making.is_debug || is_library(view, &making) || has_own_rule(view, making.package)
            }
            Kept::Elsewhere(..) => false,
        };
        if is_told || *is_kept_otherwise {
            continue;
        }
        told.insert(ending);
        let draft = match kept {
            Kept::Elsewhere(item, pattern) => report.at(
                item,
                format!(
                    "`{}` cannot find the `{ending}`, which is built in another directory",
                    excerpt(pattern)
                ),
            ),
            _ => report.at(
                key,
                format!("an `{ending}` is built, but no pattern here can find it"),
            ),
        };
        let pattern = making.pattern(view);
        draft
            .help(format!("add `{pattern}`; the file is lost otherwise"))
            .related_span(place_of_call(view, making.command), "built here")
            .in_use();
        if let Some(fix) = add_pattern(view, &pattern) {
            draft.fix(fix);
        }
    }
}

/// Whether a publisher that lacks the package has a rule for that.
fn has_own_rule(view: &WorkflowView<'_>, package: Package) -> bool {
    let Some(publishing) = view.workflow.publishing.value() else {
        return false;
    };
    let firebase = firebase(view);
    match package {
        Package::Ipa => {
            (publishing.app_store_connect.is_set() && !may_keep(view, &[".ipa", ".pkg"]))
                || firebase.is_some_and(|it| it.section.ios.is_set())
        }
        Package::Apk | Package::Aab => {
            (publishing.google_play.is_set() && !may_keep(view, &[".aab"]))
                || firebase.is_some_and(|it| it.section.android.is_set())
        }
    }
}

/// Whether a task of Gradle may make a library, which has another ending.
fn is_library(view: &WorkflowView<'_>, making: &Making<'_>) -> bool {
    making.package == Package::Apk && may_keep(view, &[".aar"])
}
