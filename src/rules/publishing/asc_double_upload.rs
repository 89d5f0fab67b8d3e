//! One build, two uploads.

use std::cell::LazyCell;

use crate::expression::shell::{Command, Word};
use crate::rules::prelude::*;
use crate::rules::shared::credentials::scripts_mention;
use crate::rules::shared::tool_table::ToolTable;

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
    let built = UPLOADERS.calls(asc.view).map(|(_, it, _)| it.clone());
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

/// What a tool does with its arguments.
#[derive(Clone, Copy)]
enum Does {
    /// It runs the tool that they name.
    Runs,
    /// It may upload: what is then said of it.
    Uploads(fn(&[Word<'_>]) -> Option<&'static str>),
}

const UPLOADERS: ToolTable<Does, 6> = ToolTable([
    ("app-store-connect", Does::Uploads(published)),
    ("altool", Does::Uploads(uploaded)),
    ("fastlane", Does::Uploads(sent_by_lane)),
    ("bundle", Does::Runs),
    ("bundler", Does::Runs),
    ("exec", Does::Runs),
]);

const PUBLISH: &str = "app-store-connect publish";

/// The tool with which a command uploads a build.
fn uploader(command: &Command<'_>) -> Option<&'static str> {
    let (mut tool, mut arguments) = (command.tool(), command.arguments());
    loop {
        match UPLOADERS.named(tool)? {
            Does::Runs => {
                let [next, rest @ ..] = arguments else {
                    return None;
                };
                (tool, arguments) = (&next.text, rest);
            }
            // Package patterns are for other packages than these, for all we know.
            Does::Uploads(_) if arguments.iter().any(|it| it.text.ends_with(".pkg")) => {
                return None;
            }
            Does::Uploads(how) => return how(arguments),
        }
    }
}

fn has(arguments: &[Word<'_>], option: &str) -> bool {
    arguments.iter().any(|word| word.text == option)
}

fn published(arguments: &[Word<'_>]) -> Option<&'static str> {
    let publishes = arguments.first().is_some_and(|word| word.text == "publish");
    let mut idle = ["--skip-package-upload", "--help", "-h"].iter();
    (publishes && !idle.any(|it| has(arguments, it))).then_some(PUBLISH)
}

fn uploaded(arguments: &[Word<'_>]) -> Option<&'static str> {
    let uploads = has(arguments, "--upload-app") || has(arguments, "--upload-package");
    uploads.then_some("altool")
}

fn sent_by_lane(arguments: &[Word<'_>]) -> Option<&'static str> {
    let words = arguments.iter().map(|word| &*word.text);
    let mut rest = words.skip_while(|word| *word == "run");
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
    (plain && !skips).then_some(named)
}
