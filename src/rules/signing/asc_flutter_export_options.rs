//! `flutter build ipa` exports with what `use-profiles` wrote.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{Build, Product, builds, flutter_build};

rule! {
    id: "asc-flutter-export-options",
    category: Signing,
    summary: "`flutter build ipa` without the export options that `xcode-project use-profiles` wrote",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

const OPTION: &str = "--export-options-plist=/Users/builder/export_options.plist";

/// Options that choose how to export, or that nothing is exported.
const CHOOSING: [&str; 5] = [
    "--export-options-plist",
    "--export-method",
    "--config-only",
    "--help",
    "-h",
];

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let view = asc.view;
    let mut commands = view.calls(["xcode-project"]);
    let applied =
        commands.find(|(_, found)| found.command().runs("xcode-project", &["use-profiles"]));
    let applied = applied.map(|(position, _)| position);
    let mut packages = builds(view).filter(|build| build.product == Product::Package);
    let (Some(applied), Some(build), None) = (applied, packages.next(), packages.next()) else {
        return;
    };
    if build.position < applied || !exports_by_itself(&build) || view.hides_commands() {
        return;
    }
    let command = build.command.command();
    let Some(target) = command.words.iter().find(|word| word.text == "ipa") else {
        return;
    };
    let script = build.command.script;
    let span = view.script_span(script, command.range.clone());
    let end = Span::at(view.script_span(script, target.range.clone()).end());
    report
        .span(script, span, "`flutter build ipa` without `--export-options-plist` does not export with the profiles that `use-profiles` chose")
        .help(format!("add `{OPTION}`"))
        .fix(Fix::suggestion("add the export options", end, format!(" {OPTION}")))
        .in_use();
}

/// A signed `flutter build ipa` whose options are all to be seen and do not
/// choose how to export.
fn exports_by_itself(build: &Build<'_>) -> bool {
    let command = build.command.command();
    let chooses = |text: &str| {
        let option = text.split('=').next().unwrap_or(text);
        text.starts_with('$') || CHOOSING.contains(&option)
    };
    flutter_build(command) == Some("ipa")
        && !build.unsigned
        && !command.words.iter().skip(1).any(|word| chooses(&word.text))
}
