//! Groups, notes, order, and what the vendor's client reads.

use codemagic_lint::app_store_connect::{BuildAudience, ProcessingState};
use codemagic_lint::mock_server::account::{Build, Delay, Group};
use serde_json::{Value, json};

use crate::support::{Bench, text};
use crate::testflight::{account, build, give, group, note, old_build, patch, refusal};

#[test]
fn groups_take_builds_by_their_kind() {
    let internal = |name: &str, automatic| Group {
        name: name.into(),
        is_internal: true,
        has_access_to_all_builds: automatic,
        testers: 1,
    };
    let mut bench = Bench::new(account(|app| {
        app.groups = vec![
            Group::default(),
            internal("Team", true),
            internal("QA", false),
        ];
        app.builds = vec![
            old_build("1.0.0", "1"),
            Build {
                audience: BuildAudience::InternalOnly,
                ..old_build("1.0.0", "2")
            },
            Build {
                processing: ProcessingState::Processing,
                ..old_build("1.0.0", "3")
            },
        ];
    }));
    let (one, inside, early) = (
        build(&mut bench, "1"),
        build(&mut bench, "2"),
        build(&mut bench, "3"),
    );
    let (external, team, qa) = (
        group(&mut bench, "External"),
        group(&mut bench, "Team"),
        group(&mut bench, "QA"),
    );
    let team_builds = bench.get(&format!("/v1/betaGroups/{team}/builds"));
    assert_eq!(team_builds["meta"]["paging"]["total"], 2);
    assert_eq!(
        refusal(&give(&mut bench, &team, &one)),
        (
            422,
            "ENTITY_UNPROCESSABLE".into(),
            "Builds cannot be assigned to this internal group. - Cannot add internal group to a \
             build."
                .into()
        )
    );
    assert_eq!(give(&mut bench, &qa, &one).0, 204);
    assert_eq!(give(&mut bench, &qa, &inside).0, 204);
    assert_eq!(give(&mut bench, &external, &one).0, 204);
    assert_eq!(give(&mut bench, &external, &one).0, 204, "once more");
    for build in [&inside, &early] {
        assert_eq!(
            refusal(&give(&mut bench, &external, build)).2,
            "Build is not in an externally assignable state."
        );
    }
    let path = format!("/v1/builds/{one}/relationships/betaGroups");
    let body = json!({ "data": [{ "type": "betaGroups", "id": external }] });
    assert_eq!(bench.ask("DELETE", &path, &body).0, 204);
    let external_builds = bench.get(&format!("/v1/betaGroups/{external}/builds"));
    assert_eq!(external_builds["data"], json!([]));
    assert_eq!(bench.ask("POST", &path, &body).0, 204);
    let external_builds = bench.get(&format!("/v1/betaGroups/{external}/builds"));
    assert_eq!(external_builds["data"][0]["id"], one.as_str());
    let nobody = json!({ "data": [{ "type": "betaGroups", "id": "0" }] });
    assert_eq!(bench.ask("POST", &path, &nobody).0, 409);
}

#[test]
fn notes_are_refused_with_the_words_of_app_store_connect() {
    let mut bench = Bench::new(account(|app| app.builds = vec![old_build("1.0.0", "1")]));
    let id = build(&mut bench, "1");
    let listed = bench.get(&format!("/v1/betaBuildLocalizations?filter[build]={id}"));
    let notes = text(&listed["data"][0]["id"]);
    assert_eq!(
        listed["data"][0]["attributes"],
        json!({ "locale": "en-US", "whatsNew": null })
    );
    assert_eq!(
        refusal(&note(&mut bench, &id, "en-US", "x")).2,
        "The provided entity includes an attribute with a value that has already been used - The \
         attribute 'locale' with value 'en-US' already exists. Try updating."
    );
    for locale in ["de-DE", "de", "xx"] {
        assert_eq!(note(&mut bench, &id, locale, "x").0, 409, "{locale}");
    }
    let change = |bench: &mut Bench, text: &str| {
        patch(
            bench,
            "betaBuildLocalizations",
            &notes,
            &json!({ "whatsNew": text }),
        )
    };
    assert_eq!(
        refusal(&change(&mut bench, "a 🐤 and ✓ and 🐤")),
        (
            409,
            "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS".into(),
            "An attribute value has invalid text. - Text for whatsNew contains invalid \
             characters:'[🐤, ✓]'"
                .into()
        )
    );
    assert_eq!(
        refusal(&change(&mut bench, &"ä".repeat(4001))).1,
        "ENTITY_ERROR.ATTRIBUTE.INVALID.TOO_LONG"
    );
    let (status, body) = change(&mut bench, &"ä".repeat(4000));
    assert_eq!(status, 200);
    assert_eq!(body["data"]["attributes"]["locale"], "en-US");
    let path = format!("/v1/betaBuildLocalizations/{notes}");
    assert_eq!(bench.ask("DELETE", &path, &Value::Null), (204, Value::Null));
    assert_eq!(bench.ask("DELETE", &path, &Value::Null).0, 404);
    assert_eq!(note(&mut bench, &id, "en-US", "x").0, 201);
}

#[test]
fn the_record_of_notes_in_the_primary_language_comes_by_itself() {
    let mut bench = Bench::new(account(|app| app.upload.appears = Delay::seconds(0)));
    bench.upload("1.1.0", "7");
    let id = build(&mut bench, "7");
    let list = format!("/v1/builds/{id}/betaBuildLocalizations");
    assert_eq!(bench.get(&list)["data"], json!([]));
    bench.wait(90);
    assert_eq!(bench.get(&list)["data"][0]["attributes"]["locale"], "en-US");
    bench.upload("1.1.0", "8");
    let other = build(&mut bench, "8");
    assert_eq!(note(&mut bench, &other, "en-US", "mine").0, 201);
    bench.wait(90);
    let list = bench.get(&format!("/v1/builds/{other}/betaBuildLocalizations"));
    assert_eq!(list["meta"]["paging"]["total"], 1);
    assert_eq!(list["data"][0]["attributes"]["whatsNew"], "mine");
}

#[test]
fn the_newest_upload_comes_first() {
    let mut bench = Bench::new(account(|app| {
        app.upload.appears = Delay::seconds(0);
        app.builds = vec![old_build("1.0.0", "5")];
    }));
    for build_number in ["6", "7", "8"] {
        bench.upload("1.0.0", build_number);
        bench.wait(u64::from(build_number != "7"));
    }
    let list = |bench: &mut Bench, sort: &str| -> Vec<String> {
        let found = bench.get(&format!("/v1/builds?sort={sort}"));
        let builds = found["data"].as_array().unwrap().iter();
        builds
            .map(|build| text(&build["attributes"]["version"]))
            .collect()
    };
    assert_eq!(list(&mut bench, "-uploadedDate"), ["8", "7", "6", "5"]);
    assert_eq!(list(&mut bench, "uploadedDate"), ["5", "6", "7", "8"]);
}

#[test]
fn what_the_vendors_client_reads_is_there() {
    let mut bench = Bench::new(account(|app| app.builds = vec![old_build("1.0.0", "1")]));
    let id = build(&mut bench, "1");
    let app = bench.app();
    let document = bench.get(&format!("/v1/builds/{id}?include=app"));
    assert_eq!(document["included"][0]["id"], app.as_str());
    assert_eq!(document["included"].as_array().unwrap().len(), 1);
    for (path, attributes, relationships) in [
        (
            format!("/v1/builds/{id}"),
            "version uploadedDate expirationDate expired minOsVersion iconAssetToken \
             processingState buildAudienceType usesNonExemptEncryption",
            "app appEncryptionDeclaration individualTesters preReleaseVersion \
             betaBuildLocalizations buildBetaDetail betaAppReviewSubmission appStoreVersion icons",
        ),
        (
            format!("/v1/builds/{id}/preReleaseVersion"),
            "platform version",
            "app builds",
        ),
        (
            format!("/v1/builds/{id}/buildBetaDetail"),
            "autoNotifyEnabled externalBuildState internalBuildState",
            "build",
        ),
        (
            "/v1/betaGroups".to_owned(),
            "name createdDate isInternalGroup hasAccessToAllBuilds publicLinkEnabled publicLinkId \
             publicLinkLimitEnabled publicLinkLimit publicLink feedbackEnabled",
            "app builds betaTesters",
        ),
        (
            format!("/v1/builds/{id}/betaBuildLocalizations"),
            "locale whatsNew",
            "build",
        ),
        (
            format!("/v1/apps/{app}/betaAppLocalizations"),
            "description feedbackEmail locale marketingUrl privacyPolicyUrl tvOsPrivacyPolicy",
            "app",
        ),
        (
            format!("/v1/apps/{app}/betaAppReviewDetail"),
            "contactEmail contactFirstName contactLastName contactPhone demoAccountName \
             demoAccountPassword demoAccountRequired notes",
            "app",
        ),
    ] {
        let document = bench.get(&path);
        let data = &document["data"];
        let resource = if data.is_array() { &data[0] } else { data };
        let links = resource["links"].as_object().unwrap();
        assert_eq!(links.keys().collect::<Vec<_>>(), ["self"], "{path}");
        for name in attributes.split_whitespace() {
            assert!(resource["attributes"].get(name).is_some(), "{path}: {name}");
        }
        for name in relationships.split_whitespace() {
            let links = &resource["relationships"][name]["links"];
            assert!(links["related"].as_str().is_some(), "{path}: {name}");
        }
        assert!(document["links"].get("next").is_none(), "{path}");
    }
}
