//! A copyright of another year.

use crate::rules::prelude::*;

rule! {
    id: "asc-copyright-stale",
    category: Publishing,
    severity: Hint,
    summary: "`copyright` whose last year has gone by",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    pedantic: true,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let copyright = &asc.publishing.copyright;
    let (Some(node), Some(text)) = (copyright.node(), copyright.literal(asc.tree())) else {
        return;
    };
    let Some(now) = asc.view.file.settings.now else {
        return;
    };
    let this_year = now.strftime("%Y").to_string();
    let Some(year) = last_year(text) else {
        return;
    };
    if year >= this_year.as_str() {
        return;
    }
    report
        .at(node, format!("`{year}` is not this year"))
        .help(format!("write `{this_year}` if the rights were obtained or renewed with this release, or a range of years"));
}

/// The last year of those at the beginning: `2026` of `2024-2026 Example Ltd`.
fn last_year(text: &str) -> Option<&str> {
    let owner = text.find(char::is_alphabetic).unwrap_or(text.len());
    let mut years = text.get(..owner)?.split(|c: char| !c.is_ascii_digit());
    years.rfind(|part| part.len() == 4)
}
