//! A release date is for scheduled releases.

use crate::model::app_store_connect::ReleaseType;
use crate::rules::prelude::*;

rule! {
    id: "asc-date-without-scheduled",
    category: Publishing,
    severity: Error,
    summary: "`earliest_release_date` without `release_type: SCHEDULED`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let date = &asc.publishing.earliest_release_date;
    let Some(key) = date.key().filter(|_| date.is_set()) else {
        return;
    };
    let release_type = &asc.publishing.release_type;
    let tree = asc.tree();
    match release_type.value() {
        Some(Value::Literal(ReleaseType::Scheduled)) => {}
        Some(Value::Literal(other)) => {
            let Some(node) = release_type.node() else {
                return;
            };
            let draft = report
                .at(
                    key,
                    format!(
                        "`earliest_release_date` does not go with `release_type: {}`",
                        other.word()
                    ),
                )
                .help("set `release_type: SCHEDULED`, or remove the date")
                .related(tree, node, "the release type is chosen here")
                .in_use();
            if tree.kind(node) == NodeKind::Scalar {
                draft.fix(Fix::suggestion(
                    "write `SCHEDULED`",
                    tree.span(node),
                    "SCHEDULED",
                ));
            }
        }
        None if !release_type.is_set() => {
            let draft = report
                .at(
                    key,
                    "`earliest_release_date` needs `release_type: SCHEDULED`",
                )
                .help("add `release_type: SCHEDULED`, or remove the date")
                .in_use();
            if let Some(fix) = insertion(asc, key).filter(|_| release_type.key().is_none()) {
                draft.fix(fix);
            }
        }
        _ => {}
    }
}

/// `release_type: SCHEDULED` on a line of its own before the date.
fn insertion(asc: &AppStoreConnectView<'_>, key: NodeId) -> Option<Fix> {
    let tree = asc.tree();
    let start = tree.span(key).start();
    let before = tree.source().text().get(..start)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let indentation = before.get(line..)?;
    let alone = indentation.chars().all(|c| c == ' ');
    alone.then(|| {
        let text = format!("release_type: SCHEDULED\n{indentation}");
        Fix::suggestion("add `release_type: SCHEDULED`", Span::at(start), text)
    })
}
