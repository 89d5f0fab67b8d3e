//! `GET /_mock/account`: the state of the account for people and tests.

use serde_json::{Value, json};

use super::super::world::World;
use super::super::{store, testflight};

/// The state as JSON.
pub fn json(world: &World) -> Value {
    let apps: Vec<Value> = world
        .apps
        .iter()
        .map(|app| {
            json!({
                "id": app.id,
                "bundle_id": app.described.bundle_id,
                "name": app.name,
                "primary_locale": app.described.primary_locale,
                "test_flight": testflight::snapshot(world, &app.id),
                "app_store": store::snapshot(world, &app.id),
            })
        })
        .collect();
    let key = &world.account.key;
    let key = json!({
        "id": key.id,
        "issuer": key.issuer,
        "checks_signatures": key.public_key.is_some(),
    });
    json!({ "apps": apps, "key": key })
}
