//! App Store versions.

use jiff::Timestamp;
use serde_json::json;

use crate::app_store_connect::{ApiError, AppVersionState, Platform, ReleaseType};

use super::super::account::App;
use super::super::apps::object;
use super::super::body::{Form, Given};
use super::super::document::{Relationship, Resource};
use super::super::exchange::{Refusal, Response};
use super::super::refusals::{not_found, unknown_relative};
use super::super::routes::Call;
use super::super::single::{one, one_or_none, related};
use super::super::testflight;
use super::super::world::World;
use super::checks::{
    build_refused, check_build, check_free, check_number, check_unused, locked, read_attributes,
};
use super::{listings, localizations, record};

/// The type.
pub(super) const KIND: &str = "appStoreVersions";

/// An App Store version.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its id.
    pub id: String,
    /// The id of its app.
    pub app: String,
    /// What it runs on.
    pub platform: Platform,
    /// Its number.
    pub number: String,
    /// How far it has come.
    pub state: AppVersionState,
    /// The copyright line.
    pub copyright: Option<String>,
    /// How it is released.
    pub release_type: ReleaseType,
    /// When it is released at the earliest.
    pub earliest_release: Option<Timestamp>,
    /// Whether it uses the advertising identifier, where that was answered.
    pub uses_idfa: Option<bool>,
    /// Whether customers can still download it.
    pub downloadable: bool,
    /// When it came into being.
    pub created: Timestamp,
    /// The id of its build.
    pub build: Option<String>,
    /// Whether nobody described it: it stands for whatever was released before, and its
    /// number stays free.
    pub is_made_up: bool,
}

impl Version {
    /// Whether it was approved: its number is used up.
    pub fn is_closed(&self) -> bool {
        use AppVersionState as S;
        matches!(
            self.state,
            S::Accepted | S::PendingAppleRelease | S::PendingDeveloperRelease
        ) || self.is_released()
    }

    /// Whether it is in the store, on its way there, or was once.
    pub fn is_released(&self) -> bool {
        use AppVersionState as S;
        matches!(
            self.state,
            S::ProcessingForDistribution | S::ReadyForDistribution | S::ReplacedWithNewVersion
        )
    }

    /// Whether it is a draft that may be changed and submitted.
    pub fn is_draft(&self) -> bool {
        use AppVersionState as S;
        matches!(
            self.state,
            S::PrepareForSubmission
                | S::DeveloperRejected
                | S::Rejected
                | S::MetadataRejected
                | S::InvalidBinary
        )
    }

    /// Whether its attributes may be changed.
    pub(super) fn is_editable(&self, world: &World) -> bool {
        let is_waiting = self.state == AppVersionState::WaitingForReview;
        self.is_draft() || is_waiting && world.account.switches.waiting_version_editable
    }

    /// Whether no version was in the store before it.
    pub(super) fn is_first(&self, world: &World) -> bool {
        let mut versions = world.store.versions_of(&self.app, self.platform);
        !versions.any(|other| other.id != self.id && other.is_released())
    }
}

/// The version as the API writes it.
pub(super) fn resource(world: &World, version: &Version) -> Resource {
    let attributes = json!({
        "platform": version.platform.word(),
        "versionString": version.number,
        "appStoreState": version.state.legacy_word(),
        "appVersionState": version.state.word(),
        "copyright": version.copyright,
        "reviewType": "APP_STORE",
        "releaseType": version.release_type.word(),
        "earliestReleaseDate": version.earliest_release.map(testflight::written),
        "usesIdfa": version.uses_idfa,
        "downloadable": version.downloadable,
        "createdDate": testflight::written(version.created),
    });
    let build = version.build.clone().map(|id| ("builds", id));
    let phased_release = world.store.phased_release_of(&version.id);
    let phased_release = phased_release.map(|it| (super::phased_releases::KIND, it.id.clone()));
    let told = |name, data| Relationship { name, data };
    Resource {
        kind: KIND,
        id: version.id.clone(),
        attributes: object(attributes),
        relationships: vec![
            told("app", Some(("apps", version.app.clone()))),
            Relationship::linked("appStoreReviewDetail"),
            Relationship::linked("appStoreVersionLocalizations"),
            told("appStoreVersionPhasedRelease", phased_release),
            Relationship::linked("appStoreVersionSubmission"),
            told("build", build),
            Relationship::linked("routingAppCoverage"),
        ],
    }
}

const NEW: Form = Form {
    kind: KIND,
    attributes: &[
        "copyright",
        "earliestReleaseDate",
        "platform",
        "releaseType",
        "reviewType",
        "usesIdfa",
        "versionString",
    ],
    relationships: &["app", "build"],
};

const CHANGE: Form = Form {
    kind: KIND,
    attributes: &[
        "copyright",
        "downloadable",
        "earliestReleaseDate",
        "releaseType",
        "reviewType",
        "usesIdfa",
        "versionString",
    ],
    relationships: &["build"],
};

/// The list of an app's versions.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let app = world
        .app(call.id)
        .ok_or_else(|| not_found("apps", call.id))?;
    let id = app.id.clone();
    listings::VERSIONS.check(call.request)?;
    let mut query = call.request.query.iter();
    let asked = query.find(|(name, _)| name == "filter[platform]");
    let asked = asked.iter().flat_map(|(_, value)| value.split(','));
    for platform in asked.filter_map(Platform::parse) {
        record::add_earlier_version(world, &id, platform);
    }
    let versions = world.store.versions.iter().rev();
    let versions = versions.filter(|version| version.app == id);
    listings::VERSIONS.answer(world, call.request, versions)
}

/// One version.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let version = find(world, call.id)?;
    one(&listings::VERSIONS, world, call.request, 200, version)
}

/// The version of a build.
pub(super) fn of_build(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let mut builds = world.testflight.builds.iter();
    if !builds.any(|build| build.id == call.id && build.is_listed) {
        return Err(not_found("builds", call.id).into());
    }
    let mut versions = world.store.versions.iter();
    let version = versions.find(|version| version.build.as_deref() == Some(call.id));
    one_or_none(&listings::VERSIONS, world, call.request, version)
}

/// Makes a version.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let sent = NEW.read(call.request)?;
    let platform = sent.required_word("platform", Platform::parse)?;
    let number = sent.required_text("versionString")?;
    let id = sent.required_relative("app", "apps")?;
    let app = world
        .app(&id)
        .ok_or_else(|| unknown_relative("apps", &id, "app"))?;
    let described = app.described.clone();
    let build = sent.relative("build", "builds")?.value();
    check_number(&number)?;
    let mut version = Version {
        id: String::new(),
        app: id.clone(),
        platform,
        number,
        state: AppVersionState::PrepareForSubmission,
        copyright: described.store.copyright.clone(),
        release_type: ReleaseType::AfterApproval,
        earliest_release: None,
        uses_idfa: None,
        downloadable: true,
        created: world.now(),
        build: None,
        is_made_up: false,
    };
    read_attributes(world, &sent, &mut version)?;
    check_free(world, &version)?;
    if let Some(build) = build {
        check_build(world, &version, &build, false)?;
        version.build = Some(build);
    }
    record::add_earlier_version(world, &id, platform);
    let version = add(world, &described, version);
    let version = find(world, &version)?;
    one(&listings::VERSIONS, world, call.request, 201, version)
}

/// Adds a version with the texts of the record; gives its id.
pub(super) fn add(world: &mut World, described: &App, mut version: Version) -> String {
    let id = world.next_id();
    version.id.clone_from(&id);
    let is_first = version.is_first(world);
    world.store.versions.push(version);
    for texts in &described.store.localizations {
        localizations::add(world, &id, described, texts, is_first);
    }
    id
}

/// Changes a version.
pub(super) fn change(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let version = find(world, call.id)?;
    let sent = CHANGE.read_change(call.request, call.id)?;
    if !version.is_editable(world) {
        let attributes = CHANGE.attributes.iter().filter(|name| sent.names(name));
        let mut errors: Vec<ApiError> = attributes.map(|name| locked(name)).collect();
        if sent.relative("build", "builds")? != Given::Absent {
            errors.push(build_refused(true));
        }
        if !errors.is_empty() {
            return Err(Refusal(errors));
        }
    }
    let mut changed = version.clone();
    if let Some(number) = sent.text("versionString")?.value() {
        check_number(&number)?;
        check_unused(world, &changed, &number)?;
        changed.number = number;
    }
    read_attributes(world, &sent, &mut changed)?;
    match sent.relative("build", "builds")? {
        Given::Absent if changed.number != version.number => changed.build = None,
        Given::Absent => {}
        Given::Null => changed.build = None,
        Given::Value(build) => {
            check_build(world, &changed, &build, true)?;
            changed.build = Some(build);
        }
    }
    if let Some(version) = world.store.version_mut(call.id) {
        *version = changed;
    }
    let version = find(world, call.id)?;
    one(&listings::VERSIONS, world, call.request, 200, version)
}

/// Deletes a draft.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let version = find(world, call.id)?;
    if !version.is_draft() {
        return Err(ApiError::new(
            409,
            "STATE_ERROR.ENTITY_STATE_INVALID",
            "Resource state is invalid.",
            format!(
                "appStoreVersions with id '{}' can not be deleted in the state {}",
                version.id, version.state
            ),
        )
        .into());
    }
    let store = &mut world.store;
    store.versions.retain(|version| version.id != call.id);
    store.localizations.retain(|texts| texts.version != call.id);
    store.phased_releases.retain(|it| it.version != call.id);
    store
        .items
        .retain(|item| item.version.as_deref() != Some(call.id));
    Ok(Response::no_content())
}

/// The build of a version.
pub(super) fn build(world: &mut World, call: &Call<'_>) -> Result<Response, Refusal> {
    let version = find(world, call.id)?;
    let build = version.build.as_deref();
    let build = build.and_then(|id| world.testflight.build(id));
    related(call.request, build.map(testflight::build_resource).as_ref())
}

/// The version with an id, or 404.
pub(super) fn find<'w>(world: &'w World, id: &str) -> Result<&'w Version, Refusal> {
    let version = world.store.version(id);
    version.ok_or_else(|| not_found(KIND, id).into())
}
