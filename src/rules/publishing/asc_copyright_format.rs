//! A copyright is a year and an owner.

use crate::rules::prelude::*;

rule! {
    id: "asc-copyright-format",
    category: Publishing,
    summary: "`copyright` that is not a year followed by an owner",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let copyright = &asc.publishing.copyright;
    let (Some(node), Some(text)) = (copyright.node(), copyright.literal(asc.tree())) else {
        return;
    };
    let Some(defect) = defect(text.trim()) else {
        return;
    };
    report
        .at(node, format!("`copyright` {defect}"))
        .help("write the year the rights were obtained and their owner, such as `2026 Example Ltd`, without a sign and without a URL");
}

fn defect(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    if text.is_empty() {
        return Some("is blank");
    }
    if lower.contains("://") || lower.contains("www.") {
        return Some("contains a URL");
    }
    if text.starts_with('©') || lower.starts_with("(c)") || lower.starts_with("copyright") {
        return Some("begins with a copyright sign; the App Store adds its own");
    }
    let Some(owner) = after_years(text) else {
        return Some("does not begin with a year");
    };
    if owner.is_empty() {
        return Some("names no owner");
    }
    (!owner.starts_with(char::is_whitespace)).then_some("does not begin with a year")
}

/// What stands behind a year, or behind a range or list of years.
fn after_years(text: &str) -> Option<&str> {
    let year = |text: &str| {
        text.get(..4)
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    };
    if !year(text) {
        return None;
    }
    let mut rest = &text[4..];
    while let Some(next) = rest.trim_start().strip_prefix(['-', '–', '—', ','])
        && year(next.trim_start())
    {
        rest = &next.trim_start()[4..];
    }
    Some(rest)
}
