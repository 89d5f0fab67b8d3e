//! Every refusal about submissions and what is in them.

use codemagic_lint::app_store_connect::{AppVersionState as V, ReviewSubmissionState as S};
use codemagic_lint::mock_server::account::{
    App, Build, Review, StoreLocalization, StoreRecord, Submission,
};
use serde_json::{Value, json};

use crate::accounts::{first_version, no_texts, ready, with_versions};
use crate::release::{
    app, cancel, create_item, create_submission, draft, send_to_review, submission, submit,
};
use crate::server::{Server, assert_refused, id_of};

const RELATIONSHIP: &str = "ENTITY_ERROR.RELATIONSHIP.INVALID";
const STATE: &str = "STATE_ERROR.ENTITY_STATE_INVALID";
const TEXTS: &str = "appStoreVersionLocalizations";

#[test]
fn an_open_submission_blocks_another_of_its_platform() {
    for state in S::ALL {
        for (version, other_items, blocks) in [
            (Some("1.0.0"), 0, true),
            (None, 0, true),
            (None, 1, *state == S::ReadyForReview),
        ] {
            let submission = Submission {
                state: *state,
                version: version.map(str::to_owned),
                other_items,
                ..Submission::default()
            };
            let versions = vec![crate::accounts::version("1.0.0", V::PrepareForSubmission)];
            let app = App {
                submissions: vec![submission],
                ..with_versions(versions)
            };
            let mut server = Server::with_app(app);
            let answer = create_submission(&mut server);
            let app = crate::release::app(&mut server);
            if *state == S::Complete || !blocks {
                answer.ok(201);
                continue;
            }
            let id = server.first_id(&format!("/v1/reviewSubmissions?filter[app]={app}"));
            let detail =
                format!("There is another reviewSubmissions with id {id} still in progress");
            assert_refused(&answer, RELATIONSHIP, &detail, "/data/relationships/app");
            let mac = json!({ "platform": "MAC_OS" });
            server
                .post("reviewSubmissions", &mac, &[("app", "apps", &app)])
                .ok(201);
        }
    }
}

#[test]
fn only_open_submissions_are_cancelled() {
    let no = "Resource is not in cancellable state";
    for state in S::ALL {
        let submissions = vec![Submission {
            state: *state,
            ..Submission::default()
        }];
        let mut server = Server::with_app(App {
            submissions,
            ..ready()
        });
        let app = app(&mut server);
        let id = server.first_id(&format!("/v1/reviewSubmissions?filter[app]={app}"));
        let answer = cancel(&mut server, &id);
        if matches!(
            state,
            S::WaitingForReview | S::InReview | S::UnresolvedIssues
        ) {
            assert_eq!(answer.ok(200)["data"]["attributes"]["state"], "CANCELING");
        } else {
            assert_refused(&answer, STATE, no, "");
            assert_eq!(
                answer.body["errors"][0]["title"],
                "Resource state is invalid."
            );
        }
    }
    let review = Review {
        cancellation_refused: true,
        ..Review::default()
    };
    let mut server = Server::with_app(App { review, ..ready() });
    let version = draft(&mut server);
    let submission = send_to_review(&mut server, &version);
    assert_refused(&cancel(&mut server, &submission), STATE, no, "");
}

#[test]
fn a_submission_is_sent_once_and_not_empty() {
    let mut server = Server::with_app(ready());
    let submission = submission(&mut server);
    let app = app(&mut server);
    let answer = submit(&mut server, &submission);
    let detail = format!(
        "App {app} must have an approved appStoreVersions for platform IOS, or an appStoreVersions must be included in this review submission."
    );
    assert_refused(
        &answer,
        "ENTITY_ERROR.RELATIONSHIP.REQUIRED",
        &detail,
        "/data/relationships/items",
    );
    let version = draft(&mut server);
    create_item(&mut server, &submission, &version).ok(201);
    submit(&mut server, &submission).ok(200);
    let detail = "Resource is not in submittable state";
    assert_refused(&submit(&mut server, &submission), STATE, detail, "");
    let both = json!({ "submitted": true, "canceled": true });
    server
        .patch("reviewSubmissions", &submission, &both)
        .refused(409);
    server
        .patch(
            "reviewSubmissions",
            &submission,
            &json!({ "platform": "TV_OS" }),
        )
        .refused(409);
}

#[test]
fn a_version_is_in_one_submission() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let first = submission(&mut server);
    create_item(&mut server, &first, &version).ok(201);
    let place = "/data/relationships/appStoreVersion";
    let detail = format!(
        "appStoreVersions with id {version} was already added to another reviewSubmission with id {first}"
    );
    assert_refused(
        &create_item(&mut server, &first, &version),
        RELATIONSHIP,
        &detail,
        place,
    );
    submit(&mut server, &first).ok(200);
    let detail = format!(
        "appStoreVersions with id {version} is already in another reviewSubmission with id {first} still in progress"
    );
    assert_refused(
        &create_item(&mut server, &first, &version),
        RELATIONSHIP,
        &detail,
        place,
    );
    cancel(&mut server, &first).ok(200);
    assert_refused(
        &create_item(&mut server, &first, &version),
        RELATIONSHIP,
        &detail,
        place,
    );
    server.advance(20);
    let answer = create_item(&mut server, &first, &version);
    let detail =
        format!("reviewSubmissions with id {first} is not in a state to take items: COMPLETE");
    assert_refused(&answer, STATE, &detail, "");
}

#[test]
fn items_lead_to_what_is_there() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let submission = submission(&mut server);
    let place = "/data/relationships/appStoreVersion";
    let answer = create_item(&mut server, &submission, "nobody");
    let detail = "appStoreVersion with id nobody cannot be found";
    assert_refused(&answer, RELATIONSHIP, detail, place);
    let answer = create_item(&mut server, "nobody", &version);
    let detail = "reviewSubmission with id nobody cannot be found";
    assert_refused(
        &answer,
        RELATIONSHIP,
        detail,
        "/data/relationships/reviewSubmission",
    );
    let kind = "reviewSubmissionItems";
    let to_submission = ("reviewSubmission", "reviewSubmissions", &*submission);
    let event = [to_submission, ("appEvent", "appEvents", "7")];
    let answer = server.post(kind, &Value::Null, &event);
    assert_refused(
        &answer,
        RELATIONSHIP,
        "appEvent with id 7 cannot be found",
        "/data/relationships/appEvent",
    );
    let answer = server.post(kind, &Value::Null, &[to_submission]);
    let detail =
        "You must provide a value for the relationship 'appStoreVersion' with this request";
    assert_refused(&answer, "ENTITY_ERROR.RELATIONSHIP.REQUIRED", detail, place);
    let item = id_of(&create_item(&mut server, &submission, &version).ok(201)["data"]);
    let answer = server.patch(kind, &item, &json!({ "resolved": true }));
    assert_refused(
        &answer,
        STATE,
        "Resource has no issues that could be resolved",
        "",
    );
    submit(&mut server, &submission).ok(200);
    let no = "Resource is not in a state in which it can be removed";
    assert_refused(
        &server.patch(kind, &item, &json!({ "removed": true })),
        STATE,
        no,
        "",
    );
    assert_refused(&server.delete(&format!("/v1/{kind}/{item}")), STATE, no, "");
}

/// What lacks before a review: code and place of each associated error, by the type of
/// the resource.
fn lacks(app: App) -> Vec<(String, String, String)> {
    let mut server = Server::with_app(app);
    let version = draft(&mut server);
    let submission = submission(&mut server);
    let answer = create_item(&mut server, &submission, &version);
    if answer.status == 201 {
        return Vec::new();
    }
    assert_refused(
        &answer,
        STATE,
        "This resource cannot be reviewed, please check associated errors to see why.",
        "",
    );
    let error = &answer.body["errors"][0];
    let title = format!("appStoreVersions with id '{version}' is not in valid state.");
    assert_eq!(error["title"], title);
    let associated = error["meta"]["associatedErrors"].as_object().unwrap();
    let mut found = Vec::new();
    for (path, errors) in associated {
        for error in errors.as_array().unwrap() {
            found.push((
                path.split('/').nth(2).unwrap().to_owned(),
                error["code"].as_str().unwrap().to_owned(),
                error["source"]["pointer"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
            ));
        }
    }
    found
}

#[test]
fn what_lacks_before_a_review_is_told() {
    let required = "ENTITY_ERROR.ATTRIBUTE.REQUIRED";
    let store = |store: StoreRecord| App { store, ..ready() };
    let texts = |is_first: bool| App {
        store: StoreRecord {
            localizations: vec![no_texts()],
            ..StoreRecord::default()
        },
        first_version: is_first,
        ..ready()
    };
    let build = Build {
        uses_non_exempt_encryption: None,
        ..Build::default()
    };
    let texts_lack = |names: &[&'static str]| -> Vec<_> {
        names
            .iter()
            .map(|name| (TEXTS, required, format!("/data/attributes/{name}")))
            .collect()
    };
    let one = |kind, code, place: &str| vec![(kind, code, place.to_owned())];
    for (app, expected) in [
        (ready(), Vec::new()),
        (first_version(), Vec::new()),
        (
            texts(false),
            texts_lack(&["description", "keywords", "supportUrl", "whatsNew"]),
        ),
        (
            texts(true),
            texts_lack(&["description", "keywords", "supportUrl"]),
        ),
        // Whole texts, but in another language than the app's.
        (
            store(StoreRecord {
                localizations: vec![StoreLocalization {
                    locale: Some("fr-FR".into()),
                    ..StoreLocalization::default()
                }],
                ..StoreRecord::default()
            }),
            texts_lack(&["description", "keywords", "supportUrl", "whatsNew"]),
        ),
        (
            App {
                builds: vec![build],
                ..App::default()
            },
            one(
                "builds",
                required,
                "/data/attributes/usesNonExemptEncryption",
            ),
        ),
        (
            store(StoreRecord {
                copyright: None,
                ..StoreRecord::default()
            }),
            one("appStoreVersions", required, "/data/attributes/copyright"),
        ),
        (
            store(StoreRecord {
                content_rights: false,
                ..StoreRecord::default()
            }),
            one(
                "apps",
                required,
                "/data/attributes/contentRightsDeclaration",
            ),
        ),
        (
            store(StoreRecord {
                age_rating: false,
                ..StoreRecord::default()
            }),
            vec![
                (
                    "ageRatingDeclarations",
                    required,
                    "/data/attributes/gambling".to_owned(),
                ),
                (
                    "ageRatingDeclarations",
                    required,
                    "/data/attributes/violenceRealistic".to_owned(),
                ),
            ],
        ),
        (
            store(StoreRecord {
                primary_category: false,
                ..StoreRecord::default()
            }),
            one(
                "appInfos",
                "ENTITY_ERROR.RELATIONSHIP.REQUIRED",
                "/data/relationships/primaryCategory",
            ),
        ),
        (
            store(StoreRecord {
                screenshots: false,
                ..StoreRecord::default()
            }),
            one(
                "appScreenshots",
                "STATE_ERROR.SCREENSHOT_REQUIRED.APP_IPHONE_65",
                "",
            ),
        ),
        (
            store(StoreRecord {
                privacy_answers: false,
                ..StoreRecord::default()
            }),
            one("appDataUsages", "STATE_ERROR.APP_DATA_USAGES_REQUIRED", ""),
        ),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(kind, code, place)| (kind.to_owned(), code.to_owned(), place))
            .collect();
        assert_eq!(lacks(app), expected);
    }
}

#[test]
fn a_version_without_a_build_or_one_that_is_no_draft_cannot_be_reviewed() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    let none = json!({ "data": {
        "type": "appStoreVersions",
        "id": version,
        "relationships": { "build": { "data": null } },
    }});
    server
        .send("PATCH", &format!("/v1/appStoreVersions/{version}"), &none)
        .ok(200);
    let submission = submission(&mut server);
    let answer = create_item(&mut server, &submission, &version);
    let associated = &answer.refused(409)["meta"]["associatedErrors"];
    let of_version = &associated[format!("/v1/appStoreVersions/{version}")];
    assert_eq!(
        of_version[0]["source"]["pointer"],
        "/data/relationships/build"
    );
    let app = app(&mut server);
    let path = format!("/v1/apps/{app}/appStoreVersions?filter[versionString]=0.0.0");
    let old = server.first_id(&path);
    let answer = create_item(&mut server, &submission, &old);
    assert_eq!(answer.refused(409)["code"], STATE);
}
