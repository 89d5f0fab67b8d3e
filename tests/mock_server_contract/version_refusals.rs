//! Every refusal about versions, their texts and phased releases.

use codemagic_lint::app_store_connect::{AppVersionState as V, BuildAudience, ProcessingState};
use codemagic_lint::mock_server::account::{App, Build};
use serde_json::{Value, json};

use crate::accounts::{first_version, ready, version, with_versions};
use crate::release::{
    app, build, create_phased_release, create_version, draft, localization, send_to_review,
};
use crate::server::{Server, assert_refused, id_of};

const DAY: u64 = 24 * 60 * 60;
const INVALID: &str = "ENTITY_ERROR.ATTRIBUTE.INVALID";
const LOCKED: &str = "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_STATE";
const RELATIONSHIP: &str = "ENTITY_ERROR.RELATIONSHIP.INVALID";
const STATE: &str = "STATE_ERROR.ENTITY_STATE_INVALID";
const TEXTS: &str = "appStoreVersionLocalizations";

#[test]
fn versions_are_refused_while_another_is_on_its_way() {
    let no_new = "You cannot create a new version of the App in the current state.";
    for state in V::ALL {
        let states = vec![
            version("0.9.0", V::ReadyForDistribution),
            version("0.9.1", *state),
        ];
        let mut server = Server::with_app(with_versions(states));
        let answer = create_version(&mut server, "1.0.0", &Value::Null);
        if matches!(state, V::ReadyForDistribution | V::ReplacedWithNewVersion) {
            answer.ok(201);
        } else {
            assert_refused(&answer, RELATIONSHIP, no_new, "/data/relationships/app");
            assert_eq!(answer.body["errors"].as_array().unwrap().len(), 1);
        }
    }
}

#[test]
fn a_number_is_used_once() {
    let mut server = Server::with_app(with_versions(vec![version(
        "1.0.0",
        V::ReadyForDistribution,
    )]));
    let answer = create_version(&mut server, "1.0.0", &Value::Null);
    let no_new = "You cannot create a new version of the App in the current state.";
    assert_refused(&answer, RELATIONSHIP, no_new, "/data/relationships/app");
    let second = &answer.body["errors"][1];
    assert_eq!(second["code"], "ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE");
    assert_eq!(
        second["detail"],
        "The version number has been previously used."
    );
    let app = app(&mut server);
    let attributes = json!({ "platform": "IOS", "versionString": "1.1" });
    let draft = server.post("appStoreVersions", &attributes, &[("app", "apps", &app)]);
    let draft = id_of(&draft.ok(201)["data"]);
    let answer = server.patch(
        "appStoreVersions",
        &draft,
        &json!({ "versionString": "1.0.0" }),
    );
    assert_refused(
        &answer,
        "ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE",
        "The version number has been previously used.",
        "/data/attributes/versionString",
    );
}

#[test]
fn attributes_of_a_version_are_checked() {
    let date = "/data/attributes/earliestReleaseDate";
    let missing =
        "You must provide a value for the attribute 'earliestReleaseDate' with this request";
    let required = "ENTITY_ERROR.ATTRIBUTE.REQUIRED";
    let kind = "ENTITY_ERROR.ATTRIBUTE.TYPE";
    for (attributes, code, detail, pointer) in [
        (
            json!({ "earliestReleaseDate": "2026-11-22T12:00:00+00:00" }),
            INVALID,
            "The date 'earliestReleaseDate' must be in the future",
            date,
        ),
        (
            json!({ "earliestReleaseDate": "2026-12-22T14:30:00+00:00" }),
            INVALID,
            "The date 'earliestReleaseDate' must be on the hour",
            date,
        ),
        (
            json!({ "earliestReleaseDate": "2026-12-22T14:00:00.5Z" }),
            INVALID,
            "The date 'earliestReleaseDate' must be on the hour",
            date,
        ),
        (
            json!({ "earliestReleaseDate": "tomorrow" }),
            kind,
            "\"tomorrow\" is not a valid value for the attribute 'earliestReleaseDate'",
            date,
        ),
        (
            json!({ "earliestReleaseDate": "2026-12-22T14:00:00" }),
            kind,
            "\"2026-12-22T14:00:00\" is not a valid value for the attribute 'earliestReleaseDate'",
            date,
        ),
        (
            json!({ "releaseType": "SCHEDULED" }),
            required,
            missing,
            date,
        ),
        (
            json!({ "releaseType": "manual" }),
            kind,
            "\"manual\" is not a valid value for the attribute 'releaseType'",
            "/data/attributes/releaseType",
        ),
        (
            json!({ "reviewType": "NONE" }),
            kind,
            "\"NONE\" is not a valid value for the attribute 'reviewType'",
            "/data/attributes/reviewType",
        ),
        (
            json!({ "versionString": "1.0-beta" }),
            INVALID,
            "'1.0-beta' is not a period-separated list of at most four integers",
            "/data/attributes/versionString",
        ),
        (
            json!({ "platform": "ANDROID" }),
            kind,
            "\"ANDROID\" is not a valid value for the attribute 'platform'",
            "/data/attributes/platform",
        ),
        (
            json!({ "downloadable": true }),
            "ENTITY_ERROR.ATTRIBUTE.UNKNOWN",
            "'downloadable' is not an attribute on the resource 'appStoreVersions'",
            "/data/attributes/downloadable",
        ),
    ] {
        let mut server = Server::with_app(ready());
        let answer = create_version(&mut server, "1.0.0", &attributes);
        assert_refused(&answer, code, detail, pointer);
        if attributes.get("platform").is_none() && attributes.get("downloadable").is_none() {
            let draft = draft(&mut server);
            let answer = server.patch("appStoreVersions", &draft, &attributes);
            assert_refused(&answer, code, detail, pointer);
        }
    }
}

#[test]
fn a_build_must_be_of_the_version_and_usable() {
    let cannot = "The specified pre-release build could not be added.";
    let place = "/data/relationships/build";
    let state = "ENTITY_ERROR.RELATIONSHIP.INVALID.INVALID_STATE";
    for (code, wrong) in [
        (
            RELATIONSHIP,
            Build {
                version: "1.0.1".into(),
                ..Build::default()
            },
        ),
        (
            state,
            Build {
                processing: ProcessingState::Processing,
                ..Build::default()
            },
        ),
        (
            state,
            Build {
                processing: ProcessingState::Invalid,
                ..Build::default()
            },
        ),
        (
            state,
            Build {
                processing: ProcessingState::Failed,
                ..Build::default()
            },
        ),
        (
            state,
            Build {
                expired: true,
                ..Build::default()
            },
        ),
        (
            state,
            Build {
                audience: BuildAudience::InternalOnly,
                ..Build::default()
            },
        ),
    ] {
        let app = App {
            builds: vec![wrong],
            ..App::default()
        };
        let mut server = Server::with_app(app);
        let answer = create_version(&mut server, "1.0.0", &Value::Null);
        assert_refused(&answer, RELATIONSHIP, cannot, place);
        let (app, build) = (crate::release::app(&mut server), build(&mut server));
        let attributes = json!({ "platform": "IOS", "versionString": "1.0.0" });
        let draft = server.post("appStoreVersions", &attributes, &[("app", "apps", &app)]);
        let draft = id_of(&draft.ok(201)["data"]);
        let builds = [("build", "builds", &*build)];
        let answer = server.patch_with("appStoreVersions", &draft, &Value::Null, &builds);
        assert_refused(&answer, code, cannot, place);
        let nobody = [("build", "builds", "nobody")];
        let answer = server.patch_with("appStoreVersions", &draft, &Value::Null, &nobody);
        assert_refused(
            &answer,
            RELATIONSHIP,
            "build with id nobody cannot be found",
            place,
        );
    }
}

#[test]
fn a_version_is_locked_when_it_is_no_draft() {
    for state in V::ALL {
        let versions = vec![
            version("0.9.0", V::ReadyForDistribution),
            version("1.0.0", *state),
        ];
        let mut server = Server::with_app(with_versions(versions));
        let app = app(&mut server);
        let path = format!("/v1/apps/{app}/appStoreVersions?filter[versionString]=1.0.0");
        let id = server.first_id(&path);
        let texts = localization(&mut server, &id);
        let is_draft = matches!(
            state,
            V::PrepareForSubmission
                | V::DeveloperRejected
                | V::Rejected
                | V::MetadataRejected
                | V::InvalidBinary
        );
        let change = json!({ "copyright": "2027", "releaseType": "MANUAL" });
        let answer = server.patch("appStoreVersions", &id, &change);
        let news = server.patch(TEXTS, &texts, &json!({ "whatsNew": "New" }));
        let cleared = server.patch(TEXTS, &texts, &json!({ "keywords": null }));
        let to_version = [("appStoreVersion", "appStoreVersions", &*id)];
        let added = server.post(TEXTS, &json!({ "locale": "it" }), &to_version);
        let deleted = server.delete(&format!("/v1/appStoreVersions/{id}"));
        if is_draft {
            answer.ok(200);
            news.ok(200);
            cleared.ok(200);
            added.ok(201);
            deleted.ok(204);
            continue;
        }
        let detail = "The attribute 'copyright' can not be modified.";
        assert_refused(&answer, LOCKED, detail, "/data/attributes/copyright");
        let second = &answer.body["errors"][1]["detail"];
        assert_eq!(second, "The attribute 'releaseType' can not be modified.");
        let detail = "Attribute 'whatsNew' cannot be edited at this time";
        assert_refused(&news, "STATE_ERROR", detail, "/data/attributes/whatsNew");
        cleared.refused(409);
        let detail = "Attribute 'locale' cannot be edited at this time";
        assert_refused(&added, "STATE_ERROR", detail, "/data/attributes/locale");
        assert_eq!(deleted.refused(409)["code"], STATE);
        let build = build(&mut server);
        let builds = [("build", "builds", &*build)];
        let answer = server.patch_with("appStoreVersions", &id, &Value::Null, &builds);
        assert_eq!(
            answer.refused(409)["title"],
            "A relationship value is not acceptable for the current resource state."
        );
        server.patch("appStoreVersions", &id, &Value::Null).ok(200);
    }
}

#[test]
fn texts_are_checked() {
    let long = "x".repeat(101);
    for (attributes, code, detail, pointer) in [
        (
            json!({ "whatsNew": "New 🐤 and ✓" }),
            "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS",
            "What's New in This Version can't contain the following character(s): 🐤, ✓",
            "/data/attributes/whatsNew",
        ),
        (
            json!({ "keywords": long }),
            "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG",
            "Keywords can't be longer than 100 characters",
            "/data/attributes/keywords",
        ),
        (
            json!({ "promotionalText": "x".repeat(171) }),
            "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG",
            "Promotional Text can't be longer than 170 characters",
            "/data/attributes/promotionalText",
        ),
        (
            json!({ "description": "x".repeat(4001) }),
            "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG",
            "Description can't be longer than 4000 characters",
            "/data/attributes/description",
        ),
        (
            json!({ "whatsNew": "x".repeat(4001) }),
            "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG",
            "What's New in This Version can't be longer than 4000 characters",
            "/data/attributes/whatsNew",
        ),
        (
            json!({ "supportUrl": "example.com" }),
            INVALID,
            "'example.com' is not a valid URL",
            "/data/attributes/supportUrl",
        ),
        (
            json!({ "whatsNew": 7 }),
            "ENTITY_ERROR.ATTRIBUTE.TYPE",
            "7 is not a valid value for the attribute 'whatsNew'",
            "/data/attributes/whatsNew",
        ),
        (
            json!({ "locale": "de-DE" }),
            "ENTITY_ERROR.ATTRIBUTE.UNKNOWN",
            "'locale' is not an attribute on the resource 'appStoreVersionLocalizations'",
            "/data/attributes/locale",
        ),
    ] {
        let mut server = Server::with_app(ready());
        let version = draft(&mut server);
        let texts = localization(&mut server, &version);
        let answer = server.patch(TEXTS, &texts, &attributes);
        assert_refused(&answer, code, detail, pointer);
    }
}

#[test]
fn a_language_is_there_once_and_the_primary_one_stays() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let to_version = [("appStoreVersion", "appStoreVersions", &*version)];
    let place = "/data/attributes/locale";
    let answer = server.post(TEXTS, &json!({ "locale": "en-US" }), &to_version);
    let detail = "The attribute 'locale' with value 'en-US' already exists. Try updating.";
    assert_refused(
        &answer,
        "ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE",
        detail,
        place,
    );
    let answer = server.post(TEXTS, &json!({ "locale": "en" }), &to_version);
    assert_refused(&answer, INVALID, "'en' is not a valid locale", place);
    let nobody = [("appStoreVersion", "appStoreVersions", "nobody")];
    let answer = server.post(TEXTS, &json!({ "locale": "it" }), &nobody);
    let detail = "appStoreVersion with id nobody cannot be found";
    assert_refused(
        &answer,
        RELATIONSHIP,
        detail,
        "/data/relationships/appStoreVersion",
    );
    let texts = localization(&mut server, &version);
    let answer = server.delete(&format!("/v1/{TEXTS}/{texts}"));
    assert_eq!(answer.refused(409)["code"], "STATE_ERROR");
}

#[test]
fn a_first_version_has_no_news_and_no_phases() {
    let mut server = Server::with_app(first_version());
    let version = draft(&mut server);
    let texts = localization(&mut server, &version);
    let answer = server.patch(
        TEXTS,
        &texts,
        &json!({ "whatsNew": "New", "keywords": "k" }),
    );
    assert_refused(
        &answer,
        "STATE_ERROR",
        "Attribute 'whatsNew' cannot be edited at this time",
        "/data/attributes/whatsNew",
    );
    let title = "The request cannot be fulfilled because of the state of another resource.";
    assert_eq!(answer.body["errors"][0]["title"], title);
    let answer = create_phased_release(&mut server, &version);
    let detail = "The first version of an app cannot be released in phases";
    assert_refused(
        &answer,
        RELATIONSHIP,
        detail,
        "/data/relationships/appStoreVersion",
    );
}

#[test]
fn phased_releases_change_only_while_they_run() {
    let current = "You cannot change the state of a phased release in the current version state.";
    let place = "/data/attributes/phasedReleaseState";
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let to_version = [("appStoreVersion", "appStoreVersions", &*version)];
    let kind = "appStoreVersionPhasedReleases";
    let state = |word: &str| json!({ "phasedReleaseState": word });
    assert_refused(
        &server.post(kind, &state("ACTIVE"), &to_version),
        LOCKED,
        current,
        place,
    );
    let phased = id_of(&create_phased_release(&mut server, &version).ok(201)["data"]);
    let answer = create_phased_release(&mut server, &version);
    let detail = format!("appStoreVersion with id {version} already has a phased release");
    assert_refused(
        &answer,
        RELATIONSHIP,
        &detail,
        "/data/relationships/appStoreVersion",
    );
    for word in ["ACTIVE", "PAUSED", "COMPLETE"] {
        assert_refused(
            &server.patch(kind, &phased, &state(word)),
            LOCKED,
            current,
            place,
        );
    }
    let same = "The phased release already has this value.";
    assert_refused(
        &server.patch(kind, &phased, &state("INACTIVE")),
        LOCKED,
        same,
        place,
    );
    send_to_review(&mut server, &version);
    server.advance(2 * DAY);
    assert_refused(
        &server.patch(kind, &phased, &state("ACTIVE")),
        LOCKED,
        same,
        place,
    );
    assert_refused(
        &server.patch(kind, &phased, &state("INACTIVE")),
        LOCKED,
        current,
        place,
    );
    let path = format!("/v1/{kind}/{phased}");
    assert_refused(&server.delete(&path), LOCKED, current, place);
    server.patch(kind, &phased, &state("COMPLETE")).ok(200);
    let done = "You cannot change the state of a phased release that is in a final state.";
    for word in ["ACTIVE", "COMPLETE"] {
        assert_refused(
            &server.patch(kind, &phased, &state(word)),
            LOCKED,
            done,
            place,
        );
    }
    let app = app(&mut server);
    let versions = format!("/v1/apps/{app}/appStoreVersions?filter[versionString]=0.0.0");
    let old = server.first_id(&versions);
    assert_refused(
        &create_phased_release(&mut server, &old),
        LOCKED,
        current,
        place,
    );
}
