//! Artifacts are for everyone who sees the build.

use crate::expression::glob::last_parts;
use crate::rules::prelude::*;
use crate::rules::shared::cached_paths::{in_clone, normal};
use crate::rules::shared::kept_files::patterns;
use crate::rules::shared::words::excerpt;

rule! {
    id: "artifact-secret",
    category: Artifacts,
    summary: "a pattern of `artifacts` that keeps keys or passwords",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Workflow(check),
}

/// Endings of files that hold private keys.
const ENDINGS: &[&str] = &[".p8", ".p12", ".jks", ".keystore"];
/// Files that hold passwords.
const NAMES: &[&str] = &["key.properties", "keystore.properties", ".env", ".netrc"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for (item, pattern) in patterns(view) {
        let path = normal(pattern);
        let message = if matches!(in_clone(&path), Some("**" | "**/*" | "**/*.*")) {
            format!(
                "`{}` keeps every file, also keys and passwords that steps wrote",
                excerpt(pattern)
            )
        } else if last_parts(&path).iter().any(|name| is_secret(name)) {
            format!("`{}` keeps a file with a key or password", excerpt(pattern))
        } else {
            continue;
        };
        report
            .at(item, message)
            .help("name the files that are wanted; who can see the build can download all artifacts, and links to them can be passed on");
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // Every debug build has the same one.
    let is_public = name == "debug.keystore";
    !is_public
        && (NAMES.contains(&name.as_str()) || ENDINGS.iter().any(|ending| name.ends_with(ending)))
}
