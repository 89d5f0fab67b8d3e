//! The state of versions and reviews for people and tests.

use serde_json::{Value, json};

use super::super::world::World;
use super::{Localization, Submission, Version, localizations};

/// What there is of an app.
pub fn snapshot(world: &World, app: &str) -> Value {
    let store = &world.store;
    let versions = store.versions.iter().filter(|it| it.app == app);
    let submissions = store.submissions.iter().filter(|it| it.app == app);
    json!({
        "versions": versions.map(|it| of_version(world, it)).collect::<Vec<_>>(),
        "submissions": submissions.map(|it| of_submission(world, it)).collect::<Vec<_>>(),
    })
}

fn of_version(world: &World, version: &Version) -> Value {
    let phased_release = world.store.phased_release_of(&version.id);
    let texts = world.store.localizations_of(&version.id);
    json!({
        "id": version.id,
        "platform": version.platform.word(),
        "version": version.number,
        "state": version.state.word(),
        "closed": version.is_closed(),
        "release_type": version.release_type.word(),
        "earliest_release": version.earliest_release.map(|moment| moment.to_string()),
        "copyright": version.copyright,
        "build": version.build,
        "phased_release": phased_release.map(|it| json!({
            "id": it.id,
            "state": it.state.word(),
            "day": it.day,
        })),
        "localizations": texts.map(of_localization).collect::<Vec<_>>(),
    })
}

fn of_localization(localization: &Localization) -> Value {
    let mut json = json!({ "id": localization.id, "locale": localization.locale });
    for field in localizations::names() {
        if let Some(text) = localization.text(field) {
            json[field] = json!(text);
        }
    }
    json
}

fn of_submission(world: &World, submission: &Submission) -> Value {
    let items = world.store.items_of(&submission.id).map(|item| {
        json!({
            "id": item.id,
            "version": item.version,
            "state": item.state.word(),
        })
    });
    json!({
        "id": submission.id,
        "platform": submission.platform.word(),
        "state": submission.state.word(),
        "submitted": submission.submitted.map(|moment| moment.to_string()),
        "items": items.collect::<Vec<_>>(),
    })
}
