//! What a version must have before it can be reviewed.

use crate::app_store_connect::{ApiError, Platform};

use super::super::body::{missing_attribute, missing_relationship};
use super::super::exchange::Refusal;
use super::super::world::World;
use super::{Version, localizations};

/// Checks that a version is a draft with everything that review asks for.
pub(super) fn check(world: &World, version: &Version) -> Result<(), Refusal> {
    let lacks = lacks(world, version);
    if lacks.is_empty() && version.is_draft() {
        return Ok(());
    }
    let error = ApiError::new(
        409,
        "STATE_ERROR.ENTITY_STATE_INVALID",
        &format!(
            "appStoreVersions with id '{}' is not in valid state.",
            version.id
        ),
        "This resource cannot be reviewed, please check associated errors to see why.",
    );
    Err(error.with_associated(lacks).into())
}

/// What lacks, by the path of what it lacks in.
fn lacks(world: &World, version: &Version) -> Vec<(String, Vec<ApiError>)> {
    let mut lacks: Vec<(String, Vec<ApiError>)> = Vec::new();
    let mut add =
        |path: String, error: ApiError| match lacks.iter_mut().find(|(known, _)| *known == path) {
            Some((_, errors)) => errors.push(error),
            None => lacks.push((path, vec![error])),
        };
    let own = format!("/v1/appStoreVersions/{}", version.id);
    if version.copyright.as_deref().is_none_or(str::is_empty) {
        add(own.clone(), missing_attribute("copyright"));
    }
    let is_first = version.is_first(world);
    let primary = world
        .app(&version.app)
        .map(|app| &app.described.primary_locale);
    let mut languages = world.store.localizations_of(&version.id);
    if !languages.any(|texts| Some(&texts.locale) == primary) {
        // Texts that are not there have no id.
        for field in localizations::required(is_first) {
            add(
                format!("/v1/{}/", localizations::KIND),
                missing_attribute(field),
            );
        }
    }
    for texts in world.store.localizations_of(&version.id) {
        for field in texts.missing(is_first) {
            let path = format!("/v1/{}/{}", localizations::KIND, texts.id);
            add(path, missing_attribute(field));
        }
    }
    let mut builds = world.testflight.builds.iter();
    match builds.find(|build| Some(&build.id) == version.build.as_ref()) {
        None => add(own, missing_relationship("build")),
        Some(build) if build.uses_non_exempt_encryption.is_none() => add(
            format!("/v1/builds/{}", build.id),
            missing_attribute("usesNonExemptEncryption"),
        ),
        Some(_) => {}
    }
    let Some(app) = world.app(&version.app) else {
        return lacks;
    };
    let record = &app.described.store;
    if !record.content_rights {
        add(
            format!("/v1/apps/{}", app.id),
            missing_attribute("contentRightsDeclaration"),
        );
    }
    if !record.age_rating {
        for answer in ["gambling", "violenceRealistic"] {
            add(
                format!("/v1/ageRatingDeclarations/{}", app.id),
                missing_attribute(answer),
            );
        }
    }
    if !record.primary_category {
        add(
            format!("/v1/appInfos/{}", app.id),
            missing_relationship("primaryCategory"),
        );
    }
    if !record.screenshots {
        add(
            "/v1/appScreenshots/".into(),
            missing_screenshot(version.platform),
        );
    }
    if !record.privacy_answers {
        add(
            "/v1/appDataUsages/".into(),
            ApiError::new(
                409,
                "STATE_ERROR.APP_DATA_USAGES_REQUIRED",
                "Answers to what data your app collects and how it's used are needed.",
                "You must have published answers to your app's data usages.",
            ),
        );
    }
    lacks
}

fn missing_screenshot(platform: Platform) -> ApiError {
    let display = match platform {
        Platform::Ios => "APP_IPHONE_65",
        Platform::MacOs => "APP_DESKTOP",
        Platform::TvOs => "APP_APPLE_TV",
        Platform::VisionOs => "APP_APPLE_VISION_PRO",
    };
    ApiError::new(
        409,
        &format!("STATE_ERROR.SCREENSHOT_REQUIRED.{display}"),
        "App screenshot missing.",
        format!(
            "A screenshot for one of the following types is required but was not provided: {display}"
        ),
    )
}
