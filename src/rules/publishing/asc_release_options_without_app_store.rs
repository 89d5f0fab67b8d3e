//! Release options are part of submitting to the App Store.

use crate::rules::prelude::*;

rule! {
    id: "asc-release-options-without-app-store",
    category: Publishing,
    summary: "release options without `submit_to_app_store`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let asc_fields = asc.publishing;
    let submit = &asc_fields.submit_to_app_store;
    if !submit.is_off() {
        return;
    }
    let date = &asc_fields.earliest_release_date;
    // `phased_release: false` asks for nothing.
    let phased = asc_fields.phased_release.may_be_true();
    let options = [
        (
            "release_type",
            asc_fields.release_type.key(),
            asc_fields.release_type.is_set(),
        ),
        ("earliest_release_date", date.key(), date.is_set()),
        (
            "copyright",
            asc_fields.copyright.key(),
            asc_fields.copyright.is_set(),
        ),
        ("phased_release", asc_fields.phased_release.key(), phased),
    ];
    for (name, key, is_set) in options {
        let Some(key) = key.filter(|_| is_set) else {
            continue;
        };
        let draft = report
            .at(key, format!("`{name}` has no effect without `submit_to_app_store: true`"))
            .help("set `submit_to_app_store: true`, or remove the option; it is used only when the version is submitted to App Store review")
            .in_use();
        if let Some(node) = submit.node().filter(|_| submit.is_set()) {
            draft.related(asc.tree(), node, "switched off here");
        }
    }
}
