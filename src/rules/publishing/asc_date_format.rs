//! The forms of a release date.

use crate::expression::timestamp::{Defect, timestamp};
use crate::expression::{Reference, reference};
use crate::rules::prelude::*;

rule! {
    id: "asc-date-format",
    category: Publishing,
    severity: Error,
    summary: "`earliest_release_date` that is no timestamp with a time zone",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

const EXAMPLE: &str = "write a timestamp with its time zone, such as `2030-01-31T14:00:00+00:00`; the release fails otherwise";

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let date = &asc.publishing.earliest_release_date;
    let (Some(node), Some(text)) = (date.node(), date.literal(asc.tree())) else {
        return;
    };
    if reference(text) == Some(Reference::Variable) {
        report
            .at(node, format!("`earliest_release_date` takes no variable: `{text}` is not filled in"))
            .help("write the timestamp itself, or `${{ inputs.<id> }}` to ask for it when the build starts");
        return;
    }
    let Err(defect) = timestamp(text) else {
        return;
    };
    let message = match defect {
        Defect::DateOnly => format!("`{text}` has no time and no time zone"),
        Defect::NoZone => format!("`{text}` has no time zone"),
        Defect::NoSeparator => format!("`{text}` has a space where `T` should stand"),
        Defect::NoSuchTime => format!("`{text}` is a time that does not exist"),
        Defect::Form => format!("`{text}` is not a timestamp"),
    };
    let draft = report.at(node, message).help(EXAMPLE);
    let mended = match defect {
        Defect::DateOnly if text.contains('-') => format!("{text}T00:00:00+00:00"),
        Defect::NoZone if text.contains('-') => format!("{text}+00:00"),
        Defect::NoZone => format!("{text}+0000"),
        Defect::NoSeparator => text.replacen(' ', "T", 1),
        _ => return,
    };
    let plain = asc.tree().kind(node) == NodeKind::Scalar
        && asc
            .tree()
            .source()
            .slice(asc.tree().span(node))
            .contains(text);
    if plain && timestamp(&mended).is_ok() {
        let title = format!("write `{mended}`");
        draft.fix(Fix::suggestion(
            title,
            asc.tree().span(node),
            format!("'{mended}'"),
        ));
    }
}
