//! What is checked of a version before it comes into being or is changed.

use jiff::Timestamp;

use crate::app_store_connect::{
    ApiError, AppVersionState, BuildAudience, ProcessingState, ReleaseType,
};

use super::super::body::{Given, Sent, missing_attribute};
use super::super::exchange::Refusal;
use super::super::refusals::unknown_relative;
use super::super::world::World;
use super::{Version, number};

/// Puts into the version what new ones and changes have in common.
pub(super) fn read_attributes(
    world: &World,
    sent: &Sent,
    version: &mut Version,
) -> Result<(), Refusal> {
    sent.text("copyright")?.put(&mut version.copyright);
    sent.boolean("usesIdfa")?.put(&mut version.uses_idfa);
    sent.word("reviewType", |word| {
        ["APP_STORE", "NOTARIZATION"].contains(&word).then_some(())
    })?;
    if let Some(downloadable) = sent.boolean("downloadable")?.value() {
        version.downloadable = downloadable;
    }
    if let Some(release_type) = sent.word("releaseType", ReleaseType::parse)?.value() {
        version.release_type = release_type;
    }
    let date = sent.moment("earliestReleaseDate")?;
    if let Given::Value(date) = &date {
        check_date(world, *date)?;
    }
    date.put(&mut version.earliest_release);
    let is_scheduled = version.release_type == ReleaseType::Scheduled;
    let needs_date = world.account.switches.schedule_needs_date;
    if is_scheduled && needs_date && version.earliest_release.is_none() {
        return Err(missing_attribute("earliestReleaseDate").into());
    }
    Ok(())
}

fn check_date(world: &World, date: Timestamp) -> Result<(), Refusal> {
    let detail = if date <= world.now() {
        "The date 'earliestReleaseDate' must be in the future"
    } else if date.as_second() % 3600 != 0 || date.subsec_nanosecond() != 0 {
        "The date 'earliestReleaseDate' must be on the hour"
    } else {
        return Ok(());
    };
    Err(invalid_attribute("earliestReleaseDate", detail).into())
}

pub(super) fn check_number(text: &str) -> Result<(), Refusal> {
    if number::is_valid(text) {
        return Ok(());
    }
    let detail = format!("'{text}' is not a period-separated list of at most four integers");
    Err(invalid_attribute("versionString", &detail).into())
}

/// Whether a version may come into being beside those that are there.
pub(super) fn check_free(world: &World, version: &Version) -> Result<(), Refusal> {
    let mut others = world.store.versions_of(&version.app, version.platform);
    let is_pending = others.any(|other| {
        !other.is_released() || other.state == AppVersionState::ProcessingForDistribution
    });
    let mut errors = Vec::new();
    let used = check_unused(world, version, &version.number);
    if is_pending || used.is_err() {
        errors.push(
            ApiError::new(
                409,
                "ENTITY_ERROR.RELATIONSHIP.INVALID",
                "The provided entity includes a relationship with an invalid value",
                "You cannot create a new version of the App in the current state.",
            )
            .at("/data/relationships/app"),
        );
    }
    if let Err(Refusal(used)) = used {
        errors.extend(used);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal(errors))
    }
}

pub(super) fn check_unused(world: &World, version: &Version, number: &str) -> Result<(), Refusal> {
    let mut others = world.store.versions_of(&version.app, version.platform);
    let is_used =
        |other: &Version| other.id != version.id && other.number == number && !other.is_made_up;
    if !others.any(is_used) {
        return Ok(());
    }
    Err(ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE",
        "The provided entity includes an attribute with a value that has already been used",
        "The version number has been previously used.",
    )
    .at("/data/attributes/versionString")
    .into())
}

/// Whether a build may become that of a version.
pub(super) fn check_build(
    world: &World,
    version: &Version,
    id: &str,
    is_change: bool,
) -> Result<(), Refusal> {
    let mut builds = world.testflight.builds.iter();
    let build = builds
        .find(|build| build.id == id && build.is_listed)
        .ok_or_else(|| unknown_relative("builds", id, "build"))?;
    let is_same_train = build.app == version.app
        && build.platform == version.platform
        && build.version == version.number;
    let is_usable = build.processing == ProcessingState::Valid
        && !build.expired
        && build.audience != BuildAudience::InternalOnly;
    if is_same_train && is_usable {
        return Ok(());
    }
    Err(build_refused(is_change && !is_usable).into())
}

pub(super) fn build_refused(is_state: bool) -> ApiError {
    let (code, title) = if is_state {
        (
            "ENTITY_ERROR.RELATIONSHIP.INVALID.INVALID_STATE",
            "A relationship value is not acceptable for the current resource state.",
        )
    } else {
        (
            "ENTITY_ERROR.RELATIONSHIP.INVALID",
            "The provided entity includes a relationship with an invalid value",
        )
    };
    let detail = "The specified pre-release build could not be added.";
    ApiError::new(409, code, title, detail).at("/data/relationships/build")
}

pub(super) fn locked(attribute: &str) -> ApiError {
    ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_STATE",
        "An attribute value is not acceptable for the current resource state.",
        format!("The attribute '{attribute}' can not be modified."),
    )
    .at(&format!("/data/attributes/{attribute}"))
}

/// 409: a value that an attribute cannot have.
pub(super) fn invalid_attribute(attribute: &str, detail: &str) -> ApiError {
    ApiError::new(
        409,
        "ENTITY_ERROR.ATTRIBUTE.INVALID",
        "The provided entity includes an attribute with an invalid value",
        detail,
    )
    .at(&format!("/data/attributes/{attribute}"))
}
