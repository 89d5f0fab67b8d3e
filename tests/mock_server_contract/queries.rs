//! What lists can be asked, and what is refused.

use std::collections::{BTreeMap, BTreeSet};

use codemagic_lint::mock_server::account::{Account, App, Build, Group};
use codemagic_lint::mock_server::fields::{FIELDS, LIMITS, OTHERS};
use codemagic_lint::mock_server::routes;
use serde_json::Value;

use crate::accounts::ready;
use crate::document::document;
use crate::release::{app, draft};
use crate::server::Server;

fn build(version: &str, build_number: &str) -> Build {
    Build {
        version: version.into(),
        build_number: build_number.into(),
        ..Build::default()
    }
}

fn server() -> Server {
    let builds = [("1.9", "2"), ("1.10", "10"), ("1.10", "9")];
    Server::with_app(App {
        builds: builds
            .map(|(version, number)| build(version, number))
            .into(),
        ..App::default()
    })
}

/// The build numbers or versions of a list, in its order.
fn listed(server: &mut Server, path: &str) -> Vec<String> {
    let body = server.get(path).ok(200);
    let data = body["data"].as_array().unwrap();
    let names = data.iter().map(|it| it["attributes"]["version"].clone());
    names.map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn versions_sort_as_numbers_and_by_several_keys() {
    let mut server = server();
    for (path, expected) in [
        ("/v1/builds?sort=version", vec!["2", "9", "10"]),
        ("/v1/builds?sort=-version", vec!["10", "9", "2"]),
        (
            "/v1/builds?sort=-preReleaseVersion,version",
            vec!["9", "10", "2"],
        ),
        (
            "/v1/builds?sort=preReleaseVersion,-version",
            vec!["2", "10", "9"],
        ),
        ("/v1/preReleaseVersions?sort=-version", vec!["1.10", "1.9"]),
        (
            "/v1/preReleaseVersions?filter[builds.version]=9",
            vec!["1.10"],
        ),
        ("/v1/preReleaseVersions?filter[builds.expired]=TRUE", vec![]),
        (
            "/v1/preReleaseVersions?filter[builds.processingState]=VALID,FAILED&sort=version",
            vec!["1.9", "1.10"],
        ),
    ] {
        assert_eq!(listed(&mut server, path), expected, "{path}");
    }
}

#[test]
fn apps_are_found_by_their_versions() {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    for (filter, count) in [
        (format!("appStoreVersions]={version}"), 1),
        ("appStoreVersions]=1".into(), 0),
        ("appStoreVersions.platform]=IOS".into(), 1),
        ("appStoreVersions.platform]=TV_OS,MAC_OS".into(), 0),
        ("appStoreVersions.appStoreState]=READY_FOR_SALE".into(), 1),
        ("appStoreVersions.appStoreState]=PENDING_CONTRACT".into(), 0),
        (
            "appStoreVersions.appVersionState]=PREPARE_FOR_SUBMISSION".into(),
            1,
        ),
    ] {
        let body = server.get(&format!("/v1/apps?filter[{filter}")).ok(200);
        assert_eq!(body["meta"]["paging"]["total"], count, "{filter}");
    }
}

#[test]
fn values_outside_their_words_are_refused() {
    let mut server = server();
    let app = app(&mut server);
    for (query, code) in [
        (
            "/v1/builds?filter[processingState]=DONE",
            "PARAMETER_ERROR.INVALID",
        ),
        (
            "/v1/builds?filter[processingState]=VALID,DONE",
            "PARAMETER_ERROR.INVALID",
        ),
        (
            "/v1/builds?filter[expired]=maybe",
            "PARAMETER_ERROR.INVALID",
        ),
        (
            "/v1/builds?filter[preReleaseVersion.platform]=ios",
            "PARAMETER_ERROR.INVALID",
        ),
        (
            "/v1/builds?sort=version,-version",
            "PARAMETER_ERROR.INVALID",
        ),
        ("/v1/builds?sort=size", "PARAMETER_ERROR.INVALID"),
        ("/v1/builds?fields[builds]=size", "PARAMETER_ERROR.INVALID"),
        (
            "/v1/builds?fields[buildz]=version",
            "PARAMETER_ERROR.ILLEGAL",
        ),
        ("/v1/builds?limit[buildz]=1", "PARAMETER_ERROR.ILLEGAL"),
        ("/v1/builds?limit[icons]=51", "PARAMETER_ERROR.INVALID"),
    ] {
        assert_eq!(server.get(query).refused(400)["code"], code, "{query}");
    }
    for query in ["fields[apps]=size", "limit[size]=1"] {
        server.get(&format!("/v1/apps/{app}?{query}")).refused(400);
    }
    let path =
        format!("/v1/apps/{app}/appStoreVersions?filter[appStoreState]=READY_FOR_DISTRIBUTION");
    server.get(&path).refused(400);
    server
        .get("/v1/builds?filter[expired]=False&fields[builds]=version,icons")
        .ok(200);
}

#[test]
fn a_later_page_is_linked_as_itself() {
    let mut server = server();
    let first = server.get("/v1/builds?limit=1&sort=version").ok(200);
    let next = first["links"]["next"].as_str().unwrap().to_owned();
    let second = server.follow(&next).ok(200);
    assert_eq!(second["links"]["self"], Value::from(next));
    assert_eq!(second["links"]["first"], first["links"]["self"]);
}

#[test]
fn only_bundle_ids_become_apps() {
    let mut server = Server::new(Account::default());
    for (asked, count) in [
        ("", 0),
        ("a b", 0),
        ("io/example", 0),
        ("io.example.app", 1),
    ] {
        let path = format!("/v1/apps?filter[bundleId]={asked}");
        let body = server.get(&path).ok(200);
        assert_eq!(body["meta"]["paging"]["total"], count, "{asked}");
        assert_eq!(server.mock.world.apps.len(), count, "{asked}");
    }
}

#[test]
fn a_group_that_a_body_names_is_there() {
    let mut server = Server::with_app(App {
        groups: vec![Group {
            name: "External".into(),
            is_internal: false,
            has_access_to_all_builds: false,
            testers: 1,
        }],
        ..ready()
    });
    let build = server.first_id("/v1/builds");
    let path = format!("/v1/builds/{build}/relationships/betaGroups");
    for method in ["POST", "DELETE"] {
        let body = serde_json::json!({ "data": [{ "type": "betaGroups", "id": "1" }] });
        let answer = server.send(method, &path, &body);
        let error = answer.refused(409);
        assert_eq!(error["code"], "ENTITY_ERROR.RELATIONSHIP.INVALID");
        assert_eq!(error["detail"], "betaGroup with id 1 cannot be found");
    }
}

/// The names that may stand in brackets are those of Apple's document.
#[test]
fn names_in_brackets_are_those_of_the_document() {
    let Some(document) = document() else { return };
    let mut fields: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut limits: BTreeSet<&str> = BTreeSet::new();
    for route in routes::all().filter(|route| route.method == "GET") {
        let parameters = &document["paths"][route.path]["get"]["parameters"];
        for parameter in parameters.as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let inner = |family: &str| name.strip_prefix(family)?.strip_suffix(']');
            if let Some(kind) = inner("fields[") {
                let words = parameter["schema"]["items"]["enum"].as_array();
                let words = words.into_iter().flatten().filter_map(Value::as_str);
                fields.entry(kind).or_default().extend(words);
            } else if let Some(relationship) = inner("limit[") {
                limits.insert(relationship);
            }
        }
    }
    for (kind, names) in FIELDS {
        let known = fields.get(kind).into_iter().flatten();
        let missing: Vec<_> = known.filter(|it| !names.contains(it)).collect();
        assert!(missing.is_empty(), "{kind}: {missing:?}");
    }
    let own: BTreeSet<&str> = FIELDS.iter().map(|(kind, _)| *kind).collect();
    let others = fields.keys().filter(|kind| !own.contains(**kind));
    for kind in others {
        assert!(OTHERS.contains(kind), "{kind}");
    }
    for name in limits {
        assert!(LIMITS.contains(&name), "{name}");
    }
}
