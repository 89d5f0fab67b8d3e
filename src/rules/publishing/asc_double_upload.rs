//! One build, two uploads.

use std::cell::LazyCell;

use crate::expression::shell::{Command, Word};
use crate::rules::prelude::*;
use crate::rules::shared::credentials::scripts_mention;

rule! {
    id: "asc-double-upload",
    category: Publishing,
    severity: Error,
    summary: "a script that uploads the build which `publishing.app_store_connect` uploads as well",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

const SKIP_UPLOAD: &str = "APP_STORE_CONNECT_SKIP_PACKAGE_UPLOAD";

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tool_skips =
        LazyCell::new(|| asc.view.has_var(SKIP_UPLOAD) || scripts_mention(asc.view, SKIP_UPLOAD));
    let after = asc.view.publishing_commands();
    let built = asc.view.calls(UPLOADERS).map(|(_, it)| it.clone());
    for step in built.chain(after) {
        let Some(tool) = uploader(step.command()).filter(|tool| *tool != PUBLISH || !*tool_skips)
        else {
            continue;
        };
        let span = asc
            .view
            .script_span(step.script, step.command().range.clone());
        report
            .span(step.script, span, format!("`{tool}` uploads the build, and `publishing.app_store_connect` uploads it again"))
            .help("keep one of the two: App Store Connect refuses a build number that it already has, and publishing fails. With `publishing`, Magic Actions go on after the build; the key needs the App Manager role")
            .related(asc.tree(), asc.key, "uploaded here as well")
            .in_use();
    }
}

/// The tools that upload, and those that run them.
const UPLOADERS: [&str; 6] = [
    "app-store-connect",
    "altool",
    "fastlane",
    "bundle",
    "bundler",
    "exec",
];

const PUBLISH: &str = "app-store-connect publish";

/// The tool with which a command uploads a build.
fn uploader(command: &Command<'_>) -> Option<&'static str> {
    let (mut tool, mut arguments) = (command.tool(), command.arguments());
    while let [next, rest @ ..] = arguments
        && matches!(tool, "bundle" | "bundler" | "exec")
    {
        (tool, arguments) = (&next.text, rest);
    }
    let has = |option: &str| arguments.iter().any(|word| word.text == option);
    // Package patterns are for other packages than these, for all we know.
    let elsewhere = arguments
        .iter()
        .any(|word: &Word<'_>| word.text.ends_with(".pkg"));
    match tool {
        "app-store-connect" => {
            let publishes = arguments.first().is_some_and(|word| word.text == "publish");
            let idle = has("--skip-package-upload") || has("--help") || has("-h") || elsewhere;
            (publishes && !idle).then_some(PUBLISH)
        }
        "altool" => {
            let uploads = has("--upload-app") || has("--upload-package");
            (uploads && !elsewhere).then_some("altool")
        }
        "fastlane" => {
            let mut rest = arguments
                .iter()
                .map(|word| &*word.text)
                .skip_while(|word| *word == "run");
            let action = rest.next()?;
            let goes_on = rest.next().unwrap_or("--");
            let plain = goes_on.starts_with('-') || goes_on.contains(':') || goes_on == "upload";
            let named = match action {
                "pilot" => "fastlane pilot",
                "testflight" | "upload_to_testflight" => "fastlane upload_to_testflight",
                "deliver" | "appstore" | "upload_to_app_store" => "fastlane deliver",
                _ => return None,
            };
            let skips = arguments.iter().any(|word| {
                let text = word.text.trim_start_matches('-');
                text.starts_with("skip_binary_upload") || text.starts_with("distribute_only")
            });
            (plain && !skips && !elsewhere).then_some(named)
        }
        _ => None,
    }
}
