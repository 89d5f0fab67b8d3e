//! Every request, with every answer that it can have without injected faults. What
//! the answers look like is compared with the document where they are received.

use std::collections::BTreeSet;

use codemagic_lint::app_store_connect::{
    AppVersionState, BetaReviewState, BuildAudience, ExternalBuildState, PhasedReleaseState,
    ProcessingState, ReviewSubmissionState,
};
use codemagic_lint::mock_server::account::{
    Account, App, Build, Delay, Key, RateLimit, Review, Role, StoreRecord, Submission,
    TestInformation, TestLocalization, Upload, Version,
};
use codemagic_lint::mock_server::fields::FIELDS;
use codemagic_lint::mock_server::routes::{self, Route};
use serde_json::{Value, json};

use crate::accounts::{no_texts, ready};
use crate::explorer::{Known, explore, kind_of, list};
use crate::nulls::{self, Null};
use crate::release::{
    cancel, create_item, create_phased_release, draft, localization, send_to_review, submission,
};
use crate::server::{Server, id_of};

const DAY: u64 = 24 * 60 * 60;

/// What was seen of several mocks.
#[derive(Default)]
struct Seen {
    nulls: BTreeSet<Null>,
    answers: BTreeSet<(&'static str, &'static str, u16)>,
}

impl Seen {
    fn add(&mut self, server: Server) {
        self.nulls.extend(server.nulls);
        self.answers.extend(server.seen);
    }
}

#[test]
fn every_request_is_answered_as_the_document_says() {
    if crate::document::document().is_none() {
        return;
    }
    let mut seen = Seen::default();
    for account in accounts() {
        let mut server = Server::new(account);
        for wait in [0, 60, 400, DAY, DAY, 10 * DAY] {
            server.advance(wait);
            explore(&mut server);
        }
        seen.add(server);
    }
    seen.add(release());
    seen.add(beta_test());
    let (mut server, known) = busy();
    for route in routes::all() {
        refuse(&mut server, &known, route);
        refuse_all(&mut seen, route);
    }
    seen.add(server);
    let allowed = nulls::all();
    let unexpected: Vec<_> = seen.nulls.difference(&allowed).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    let unused: Vec<_> = allowed.difference(&seen.nulls).collect();
    assert!(unused.is_empty(), "allowed, but never sent: {unused:?}");
    let missing: Vec<_> = expected().difference(&seen.answers).copied().collect();
    assert!(missing.is_empty(), "never answered: {missing:?}");
}

/// With each route the statuses that it must have been seen to answer with.
fn expected() -> BTreeSet<(&'static str, &'static str, u16)> {
    let mut expected = BTreeSet::new();
    for route in routes::all() {
        let is_linkage = route.path.contains("/relationships/");
        let done = match route.method {
            "GET" | "PATCH" => 200,
            "POST" if !is_linkage => 201,
            _ => 204,
        };
        let has_id = route.path.contains("{id}");
        let not_found = has_id.then_some(404);
        let wrong_type = (route.method == "POST" || route.method == "PATCH").then_some(409);
        let statuses = [done, 400, 401, 403, 429];
        for status in statuses.into_iter().chain(not_found).chain(wrong_type) {
            expected.insert((route.method, route.path, status));
        }
    }
    expected
}

/// Accounts in as many states as there are.
fn accounts() -> Vec<Account> {
    let with = |app: App| Account {
        apps: Some(vec![app]),
        ..Account::default()
    };
    let builds = ProcessingState::ALL.iter().flat_map(|processing| {
        [None, Some(true)].map(|answer| Build {
            processing: *processing,
            uses_non_exempt_encryption: answer,
            audience: if answer.is_some() {
                BuildAudience::AppStoreEligible
            } else {
                BuildAudience::InternalOnly
            },
            ..Build::default()
        })
    });
    let reviewed = BetaReviewState::ALL.iter().map(|state| Build {
        beta_review: Some(*state),
        ..Build::default()
    });
    let builds = builds
        .chain(reviewed)
        .enumerate()
        .map(|(index, build)| Build {
            build_number: index.to_string(),
            expired: index == 3,
            ..build
        });
    let versions = AppVersionState::ALL
        .iter()
        .enumerate()
        .map(|(index, state)| Version {
            version: format!("1.{index}"),
            state: *state,
            phased_release: PhasedReleaseState::ALL.get(index).copied(),
            ..Version::default()
        });
    let submissions = ReviewSubmissionState::ALL.iter().map(|state| Submission {
        state: *state,
        other_items: 1,
        ..Submission::default()
    });
    let bare = App {
        test_information: TestInformation {
            localizations: vec![TestLocalization {
                description: None,
                feedback_email: None,
                ..TestLocalization::default()
            }],
            contact_first_name: None,
            contact_last_name: None,
            contact_phone: None,
            contact_email: None,
            ..TestInformation::default()
        },
        store: StoreRecord {
            localizations: vec![no_texts()],
            copyright: None,
            content_rights: false,
            ..StoreRecord::default()
        },
        first_version: false,
        ..ready()
    };
    vec![
        Account::default(),
        with(ready()),
        with(bare),
        with(App {
            builds: builds.collect(),
            ..App::default()
        }),
        with(App {
            versions: versions.collect(),
            ..ready()
        }),
        with(App {
            submissions: submissions.collect(),
            ..ready()
        }),
    ]
}

/// A release in the App Store with everything on the way.
fn release() -> Server {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    explore(&mut server);
    server
        .patch(
            "appStoreVersions",
            &version,
            &json!({ "copyright": "2026" }),
        )
        .ok(200);
    let texts = localization(&mut server, &version);
    let kind = "appStoreVersionLocalizations";
    server
        .patch(kind, &texts, &json!({ "whatsNew": "New" }))
        .ok(200);
    let to_version = [("appStoreVersion", "appStoreVersions", &*version)];
    let german = json!({ "locale": "de-DE" });
    let german = id_of(&server.post(kind, &german, &to_version).ok(201)["data"]);
    server.delete(&format!("/v1/{kind}/{german}")).ok(204);
    let phased = id_of(&create_phased_release(&mut server, &version).ok(201)["data"]);
    server
        .delete(&format!("/v1/appStoreVersionPhasedReleases/{phased}"))
        .ok(204);
    let phased = id_of(&create_phased_release(&mut server, &version).ok(201)["data"]);
    let first = submission(&mut server);
    let item = id_of(&create_item(&mut server, &first, &version).ok(201)["data"]);
    explore(&mut server);
    server
        .patch("reviewSubmissionItems", &item, &json!({ "removed": true }))
        .ok(200);
    let item = id_of(&create_item(&mut server, &first, &version).ok(201)["data"]);
    server
        .delete(&format!("/v1/reviewSubmissionItems/{item}"))
        .ok(204);
    create_item(&mut server, &first, &version).ok(201);
    server
        .patch("reviewSubmissions", &first, &json!({ "submitted": true }))
        .ok(200);
    cancel(&mut server, &first).ok(200);
    explore(&mut server);
    server.advance(60);
    send_to_review(&mut server, &version);
    for _ in 0..12 {
        server.advance(DAY / 4);
        explore(&mut server);
    }
    let paused = json!({ "phasedReleaseState": "PAUSED" });
    server
        .patch("appStoreVersionPhasedReleases", &phased, &paused)
        .ok(200);
    explore(&mut server);
    let number = json!({ "platform": "IOS", "versionString": "1.1" });
    let app = crate::release::app(&mut server);
    let next = server.post("appStoreVersions", &number, &[("app", "apps", &app)]);
    let next = id_of(&next.ok(201)["data"]);
    server
        .delete(&format!("/v1/appStoreVersions/{next}"))
        .ok(204);
    server
}

/// A beta test with everything on the way.
fn beta_test() -> Server {
    let build = Build {
        uses_non_exempt_encryption: None,
        ..Build::default()
    };
    let app = App {
        builds: vec![build],
        upload: Upload {
            appears: Delay::seconds(0),
            ..Upload::default()
        },
        review: Review {
            beta_waits: Delay::seconds(60),
            ..Review::default()
        },
        ..App::default()
    };
    let mut server = Server::with_app(app);
    let known = explore(&mut server);
    let build = crate::release::build(&mut server);
    let group = server.first_id("/v1/betaGroups?filter[isInternalGroup]=false");
    server
        .patch(
            "builds",
            &build,
            &json!({ "usesNonExemptEncryption": false }),
        )
        .ok(200);
    let builds = json!({ "data": [{ "type": "builds", "id": build }] });
    let groups = json!({ "data": [{ "type": "betaGroups", "id": group }] });
    for (path, body) in [
        (
            format!("/v1/betaGroups/{group}/relationships/builds"),
            builds,
        ),
        (
            format!("/v1/builds/{build}/relationships/betaGroups"),
            groups,
        ),
    ] {
        for method in ["POST", "DELETE", "POST"] {
            server.send(method, &path, &body).ok(204);
        }
    }
    let notes = json!({ "locale": "en-US", "whatsNew": "New" });
    let to_build = [("build", "builds", &*build)];
    let kind = "betaBuildLocalizations";
    for id in explore(&mut server).of(kind) {
        server.delete(&format!("/v1/{kind}/{id}")).ok(204);
    }
    let id = id_of(&server.post(kind, &notes, &to_build).ok(201)["data"]);
    server
        .patch(kind, &id, &json!({ "whatsNew": "Newer" }))
        .ok(200);
    explore(&mut server);
    server.delete(&format!("/v1/{kind}/{id}")).ok(204);
    server
        .post("betaAppReviewSubmissions", &Value::Null, &to_build)
        .ok(201);
    for _ in 0..4 {
        explore(&mut server);
        server.advance(40 * 60);
    }
    let detail = server
        .get(&format!("/v1/builds/{build}/buildBetaDetail"))
        .ok(200);
    let state = detail["data"]["attributes"]["externalBuildState"].as_str();
    assert_eq!(state, Some(ExternalBuildState::InBetaTesting.word()));
    server
        .patch("builds", &build, &json!({ "expired": true }))
        .ok(200);
    explore(&mut server);
    assert!(known.of("preReleaseVersions").len() == 1);
    server
}

/// A mock that has a resource of every type.
fn busy() -> (Server, Known) {
    let mut server = Server::with_app(ready());
    let version = draft(&mut server);
    create_phased_release(&mut server, &version).ok(201);
    let submission = submission(&mut server);
    create_item(&mut server, &submission, &version).ok(201);
    let build = crate::release::build(&mut server);
    let to_build = [("build", "builds", &*build)];
    let notes = json!({ "locale": "en-US", "whatsNew": "New" });
    server.post("betaBuildLocalizations", &notes, &to_build);
    server
        .post("betaAppReviewSubmissions", &Value::Null, &to_build)
        .ok(201);
    let known = explore(&mut server);
    (server, known)
}

/// Requests that are refused because of what they say.
fn refuse(server: &mut Server, known: &Known, route: &'static Route) {
    let id = known.of(kind_of(route.path)).pop().unwrap();
    let path = route.path.replace("{id}", &id);
    let no_parameter = format!("{path}?nothing=1");
    let answer = server.send(route.method, &no_parameter, &Value::Null);
    assert_eq!(answer.status, 400, "{} {path}", route.method);
    let is_linkage = route.path.contains("/relationships/");
    let wrong_type = if is_linkage {
        json!({ "data": [{ "type": "nothing", "id": id }] })
    } else {
        json!({ "data": { "type": "nothing", "id": id } })
    };
    if route.path.contains("{id}") {
        let nobody = route.path.replace("{id}", "nobody");
        let answer = server.send(route.method, &nobody, &wrong_type);
        assert_eq!(answer.status, 404, "{} {nobody}", route.method);
    }
    if is_linkage || matches!(route.method, "POST" | "PATCH") {
        for (text, status) in [("{", 400), ("", 400), ("[]", 422), ("{}", 422)] {
            let mut request = server.request(route.method, &path, &Value::Null);
            request.body = text.into();
            server.handle(&request).refused(status);
        }
        server.send(route.method, &path, &wrong_type).refused(409);
    }
}

/// Requests that are refused whatever they say.
fn refuse_all(seen: &mut Seen, route: &'static Route) {
    let path = route.path.replace("{id}", "1");
    let mut server = Server::with_app(ready());
    server.authorization = None;
    server.send(route.method, &path, &Value::Null).refused(401);
    seen.add(server);
    for account in [
        Account {
            agreements_accepted: false,
            ..Account::default()
        },
        Account {
            membership_active: false,
            ..Account::default()
        },
    ] {
        let mut server = Server::new(account);
        server.send(route.method, &path, &Value::Null).refused(403);
        seen.add(server);
    }
    let rate_limit = RateLimit {
        per_hour: 10,
        used: 10,
    };
    let mut server = Server::new(Account {
        rate_limit,
        ..Account::default()
    });
    server.send(route.method, &path, &Value::Null).refused(429);
    seen.add(server);
    if route.method != "GET" {
        for role in [Role::Developer, Role::Marketing] {
            let key = Key {
                role,
                ..Key::default()
            };
            let mut server = Server::new(Account {
                key,
                ..Account::default()
            });
            server.send(route.method, &path, &Value::Null).refused(403);
            seen.add(server);
        }
    }
}

#[test]
fn every_list_takes_the_parameters_that_the_document_has_for_all() {
    let mut server = Server::with_app(ready());
    let known: Known = explore(&mut server);
    for route in routes::all().filter(|route| route.method == "GET") {
        for id in known.of(kind_of(route.path)).into_iter().take(1) {
            let path = route.path.replace("{id}", &id);
            let kind = kind_of(route.path);
            let (_, names) = FIELDS.iter().find(|(it, _)| *it == kind).unwrap();
            let field = names[0];
            let answer = list(
                &mut server,
                &format!("{path}?fields[{kind}]={field}"),
                &known,
            );
            assert!(
                answer.status == 200
                    || answer.body["errors"][0]["code"] == "PARAMETER_ERROR.REQUIRED",
                "{path} {:#}",
                answer.body
            );
        }
    }
}
