//! What the mock server tells of its account before anything is uploaded: with which key
//! ids it counts on, and which numbers are taken. A real build gets both right without
//! asking.

use serde_json::Value;

use crate::app_store_connect::version_order::compare_versions;

use super::plan::{AppPackage, Origin, Plan, Sourced};

/// The account, as `GET /_mock/account` tells it; empty where that tells nothing.
#[derive(Debug, Default)]
pub struct KnownAccount(pub Value);

impl KnownAccount {
    /// The id of the key that the account knows.
    pub fn key_id(&self) -> Option<&str> {
        self.0.pointer("/key/id")?.as_str()
    }

    /// The team's issuer id.
    pub fn issuer_id(&self) -> Option<&str> {
        self.0.pointer("/key/issuer")?.as_str()
    }

    /// Members of a list of the app, of the platform under which the package is filed.
    fn of_app<'a>(&'a self, app: &'a AppPackage, list: &'a str) -> impl Iterator<Item = &'a Value> {
        let platform = app.filed_under().word();
        let apps = self.0.get("apps").and_then(Value::as_array);
        apps.into_iter()
            .flatten()
            .filter(|it| it.get("bundle_id").and_then(Value::as_str) == Some(&app.bundle_id.value))
            .filter_map(move |it| it.pointer(list)?.as_array())
            .flatten()
            .filter(move |it| it.get("platform").and_then(Value::as_str) == Some(platform))
    }

    /// The highest build number that the app has, of any version.
    fn highest_build<'a>(&'a self, app: &'a AppPackage) -> Option<&'a str> {
        let builds = self.of_app(app, "/test_flight/builds");
        highest(builds.filter_map(|build| build.get("build_number")?.as_str()))
    }

    /// The highest version that takes no more builds.
    fn highest_closed<'a>(&'a self, app: &'a AppPackage) -> Option<&'a str> {
        let versions = self.of_app(app, "/app_store/versions");
        let closed = versions.filter(|it| it.get("closed") == Some(&Value::Bool(true)));
        highest(closed.filter_map(|version| version.get("version")?.as_str()))
    }
}

fn highest<'a>(numbers: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    numbers.max_by(|one, other| compare_versions(one, other))
}

/// Raises version and build number that were made up above those which the account has,
/// as the build itself would choose them.
pub fn choose_numbers(plan: &mut Plan, account: &KnownAccount) {
    let version = account.highest_closed(&plan.app).map(str::to_owned);
    raise(&mut plan.app.version, version);
    let build = account.highest_build(&plan.app).map(str::to_owned);
    raise(&mut plan.app.build_number, build);
}

fn raise(value: &mut Sourced<String>, taken: Option<String>) {
    let Some(taken) = taken.filter(|_| value.origin == Origin::Placeholder) else {
        return;
    };
    if compare_versions(&value.value, &taken).is_gt() {
        return;
    }
    if let Some(next) = next(&taken) {
        value.value = next;
        value.origin = Origin::Above(taken);
    }
}

/// The number with its last part raised by one.
fn next(number: &str) -> Option<String> {
    let (front, last) = match number.rfind('.') {
        Some(at) => number.split_at(at + 1),
        None => ("", number),
    };
    let last: u64 = last.parse().ok()?;
    Some(format!("{front}{}", last.checked_add(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_number_is_raised() {
        let next = |number| next(number).unwrap_or_default();
        assert_eq!(next("42"), "43");
        assert_eq!(next("1.2.9"), "1.2.10");
        assert_eq!(next("1.2b"), "");
        assert_eq!(next(""), "");
        assert_eq!(next("18446744073709551615"), "");
    }
}
