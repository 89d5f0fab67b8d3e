//! Most apps' changes are sent for review by themselves.

use crate::rules::prelude::*;
use crate::rules::shared::google_play::google_play;

rule! {
    id: "gp-changes-not-sent",
    category: Publishing,
    summary: "`changes_not_sent_for_review`, which Google Play refuses for most apps",
    source: "https://docs.codemagic.io/troubleshooting/common-google-play-errors/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let field = google_play(view).map(|(play, _)| &play.changes_not_sent_for_review);
    let Some(field) = field.filter(|field| field.is_true()) else {
        return;
    };
    let Some(key) = field.key() else {
        return;
    };
    report
        .at(key, "`changes_not_sent_for_review` is refused for apps whose changes are sent for review automatically")
        .help("keep it only while Google Play demands it, such as after a rejected review, and send the changes in the Play Console; remove it otherwise");
}
