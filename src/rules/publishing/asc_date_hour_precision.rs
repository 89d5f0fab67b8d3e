//! Releases are scheduled by the hour.

use crate::expression::timestamp::timestamp;
use crate::rules::prelude::*;
use crate::syntax::SourceMap;

rule! {
    id: "asc-date-hour-precision",
    category: Publishing,
    severity: Error,
    summary: "`earliest_release_date` that is not a full hour",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let date = &asc.publishing.earliest_release_date;
    let (Some(node), Some(text)) = (date.node(), date.literal(tree)) else {
        return;
    };
    let Ok(written) = timestamp(text) else {
        return;
    };
    let part = &text[written.within_hour.clone()];
    if part.bytes().all(|byte| !matches!(byte, b'1'..=b'9')) {
        return;
    }
    let target = tree.resolve(node);
    let span = SourceMap::new(tree, target).span(written.within_hour.clone());
    let draft = report
        .span(target, span, format!("`{part}` in `{text}`: only full hours are accepted"))
        .help("set minutes and seconds to zero; App Store Connect schedules by the hour and the release fails otherwise");
    if let Some(next) = written.at_next_hour(text)
        && tree.source().slice(tree.span(target)).contains(text)
    {
        let title = format!("round up to `{next}`");
        draft.fix(Fix::suggestion(
            title,
            tree.span(target),
            format!("'{next}'"),
        ));
    }
}
