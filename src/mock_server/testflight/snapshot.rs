//! The state of an app's builds and groups, for people and tests.

use serde_json::{Value, json};

use super::super::world::World;

/// The state as JSON.
pub fn json(world: &World, app: &str) -> Value {
    let state = &world.testflight;
    let builds = state.builds.iter().filter(|build| build.app == app);
    let builds: Vec<Value> = builds
        .map(|build| {
            let notes = state.notes.iter().filter(|notes| notes.build == build.id);
            let notes: Vec<Value> = notes
                .map(|notes| json!({ "locale": notes.locale, "whats_new": notes.whats_new }))
                .collect();
            let groups: Vec<&str> = state
                .groups_of(&build.id)
                .map(|group| group.name.as_str())
                .collect();
            json!({
                "id": build.id,
                "version": build.version,
                "build_number": build.build_number,
                "platform": build.platform.word(),
                "uploaded_at": build.uploaded_at.to_string(),
                "listed": build.is_listed,
                "processing": build.processing.word(),
                "internal": build.internal.word(),
                "external": build.external.word(),
                "expired": build.expired,
                "audience": build.audience.word(),
                "uses_non_exempt_encryption": build.uses_non_exempt_encryption,
                "beta_review": build.review.as_ref().map(|review| json!({
                    "state": review.state.word(),
                    "submitted_at": review.submitted_at.to_string(),
                })),
                "groups": groups,
                "notes": notes,
            })
        })
        .collect();
    let groups = state.groups.iter().filter(|group| group.app == app);
    let groups: Vec<Value> = groups
        .map(|group| {
            json!({
                "id": group.id,
                "name": group.name,
                "internal": group.is_internal,
                "automatic": group.has_access_to_all_builds,
                "testers": group.testers,
                "builds": group.builds,
            })
        })
        .collect();
    json!({ "builds": builds, "groups": groups })
}
