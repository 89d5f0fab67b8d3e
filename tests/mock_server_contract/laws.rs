//! What holds whatever is asked, of whatever account, at whatever moment. The server
//! of these tests looks at every answer itself: no error of ours, no refused request
//! that changes something, no state reached without an arrow, no link elsewhere. A
//! failing case is printed with its steps, and its seed kept in `proptest-regressions`.

use std::collections::BTreeSet;

use codemagic_lint::app_store_connect::{
    AppVersionState, BetaReviewState, BuildAudience, ProcessingState, ReviewSubmissionState,
};
use codemagic_lint::mock_server::account::{
    Account, App, Build, Delay, Review, StoreRecord, Submission, Switches, Upload, Version,
};
use codemagic_lint::mock_server::exchange::Request;
use codemagic_lint::mock_server::routes;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::aims::{AIMS, aimed};
use crate::explorer::{Known, list};
use crate::requests::{Choices, body, query};
use crate::server::{Server, token};

/// Something that happens.
#[derive(Debug, Clone)]
enum Step {
    /// A request of a route, made of choices.
    Call(Index, Choices),
    /// A request that fits the state.
    Aim(u8),
    /// Time passes, in seconds.
    Wait(u64),
    /// A build is uploaded: version and build number.
    Upload(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    let choices = || prop::collection::vec(any::<u16>(), 12).prop_map(Choices);
    prop_oneof![
        12 => (any::<Index>(), choices()).prop_map(|(route, choices)| Step::Call(route, choices)),
        24 => select(AIMS).prop_map(Step::Aim),
        4 => select(vec![0, 1, 30, 600, 7200, 86_400, 700_000]).prop_map(Step::Wait),
        1 => (0..3u8, 0..4u8).prop_map(|(version, number)| Step::Upload(version, number)),
    ]
}

fn delay() -> impl Strategy<Value = Delay> {
    select(vec![
        Delay::seconds(0),
        Delay::seconds(60),
        Delay::seconds(4000),
        Delay::Never,
    ])
}

fn review() -> impl Strategy<Value = Review> {
    use AppVersionState as V;

    let results = vec![
        V::PendingDeveloperRelease,
        V::PendingDeveloperRelease,
        V::Rejected,
        V::MetadataRejected,
        V::InvalidBinary,
    ];
    let beta = vec![BetaReviewState::Approved, BetaReviewState::Rejected];
    let waits = (delay(), delay(), delay(), delay(), delay());
    (
        waits,
        select(results),
        select(beta),
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |(
                (app_waits, app_takes, beta_waits, beta_takes, cancellation_takes),
                app_result,
                beta_result,
                cancellation_refused,
            )| Review {
                beta_waits,
                beta_takes,
                beta_result,
                app_waits,
                app_takes,
                app_result,
                cancellation_takes,
                cancellation_refused,
                ..Review::default()
            },
        )
}

fn build() -> impl Strategy<Value = Build> {
    let states = prop_oneof![4 => Just(ProcessingState::Valid), 1 => select(ProcessingState::ALL)];
    let reviews = prop::option::weighted(0.2, select(BetaReviewState::ALL));
    let audience = prop_oneof![5 => Just(BuildAudience::AppStoreEligible), 1 => Just(BuildAudience::InternalOnly)];
    (
        0..3u8,
        0..50u8,
        states,
        reviews,
        audience,
        prop::bool::weighted(0.1),
        prop::option::weighted(0.8, Just(false)),
    )
        .prop_map(
            |(version, number, processing, beta_review, audience, expired, answer)| Build {
                version: format!("1.{version}.0"),
                build_number: number.to_string(),
                processing,
                beta_review,
                audience,
                expired,
                uses_non_exempt_encryption: answer,
                ..Build::default()
            },
        )
}

fn app() -> impl Strategy<Value = App> {
    let version = (1..4u8, select(AppVersionState::ALL)).prop_map(|(number, state)| Version {
        version: format!("0.{number}.0"),
        state,
        ..Version::default()
    });
    let submission = (select(ReviewSubmissionState::ALL), any::<bool>(), 0..2u32).prop_map(
        |(state, is_of_version, other_items)| Submission {
            state,
            version: is_of_version.then(|| "0.1.0".into()),
            other_items,
            ..Submission::default()
        },
    );
    let upload = (delay(), delay(), select(ProcessingState::ALL)).prop_map(
        |(appears, processes, result)| Upload {
            appears,
            processes,
            result,
            ..Upload::default()
        },
    );
    (
        prop::collection::vec(build(), 0..6),
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(version, 1..3)],
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(submission, 1..3)],
        review(),
        upload,
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.9),
    )
        .prop_map(
            |(builds, versions, submissions, review, upload, first_version, screenshots)| App {
                builds,
                first_version: first_version && versions.is_empty(),
                versions,
                submissions,
                review,
                upload,
                store: StoreRecord {
                    screenshots,
                    ..StoreRecord::default()
                },
                ..App::default()
            },
        )
}

fn account() -> impl Strategy<Value = Account> {
    let switches = any::<[bool; 6]>().prop_map(|[a, b, c, d, e, f]| Switches {
        empty_submission_blocks: a,
        unsent_submission_cancellable: b,
        waiting_version_editable: c,
        schedule_needs_date: d,
        first_version_phased_refused: e,
        missing_phased_release_is_404: f,
        ..Switches::default()
    });
    let apps = prop::option::weighted(0.9, prop::collection::vec(app(), 1..3));
    (apps, switches).prop_map(|(apps, switches)| {
        let named = |(index, app): (usize, App)| App {
            bundle_id: format!("io.example.app{index}"),
            ..app
        };
        Account {
            apps: apps.map(|apps| apps.into_iter().enumerate().map(named).collect()),
            switches,
            ..Account::default()
        }
    })
}

/// Lets it all happen; gives what is known at the end.
fn run(server: &mut Server, steps: &[Step]) -> Known {
    let mut known = Known::default();
    known.note(
        &server
            .get("/v1/apps?filter[bundleId]=io.example.app0")
            .ok(200),
    );
    for app in known.of("apps") {
        for list in [
            "appStoreVersions",
            "reviewSubmissions",
            "builds",
            "betaGroups",
            "betaAppLocalizations",
        ] {
            known.note(&server.get(&format!("/v1/apps/{app}/{list}")).ok(200));
        }
    }
    // Reading finds things; it is writing that takes the machines further.
    let writes: Vec<_> = routes::all()
        .filter(|route| route.method != "GET")
        .collect();
    let all: Vec<_> = routes::all()
        .chain(writes.iter().copied().cycle().take(2 * writes.len()))
        .collect();
    for step in steps {
        match step {
            Step::Wait(seconds) => server.advance(*seconds),
            Step::Aim(aim) => {
                if let Some((method, path, body)) = aimed(&server.mock.world, *aim) {
                    known.note(&server.send(method, &path, &body).body);
                }
            }
            Step::Upload(version, number) => {
                let upload = json!({
                    "bundle_id": "io.example.app0",
                    "version": format!("1.{version}.0"),
                    "build_number": number.to_string(),
                });
                server.send("POST", "/_mock/uploads", &upload);
            }
            Step::Call(route, choices) => {
                let route = route.get(&all);
                let mut choices = choices.clone();
                let id = known.pick(crate::explorer::kind_of(route.path), &mut choices);
                let request = Request {
                    method: route.method.into(),
                    path: route.path.replace("{id}", &id),
                    query: query(route, &known, &mut choices),
                    body: body(route, &id, &known, &mut choices),
                    ..server.request("", "", &Value::Null)
                };
                known.note(&server.handle(&request).body);
            }
        }
    }
    known
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_requests_breaks_the_laws(account in account(), steps in prop::collection::vec(step(), 1..120)) {
        let mut server = Server::new(account);
        let known = run(&mut server, &steps);
        check_ids(&server);
        check_pages(&mut server, &known);
    }

    #[test]
    fn any_bytes_are_answered(
        method in "[A-Z]{0,7}",
        path in prop_oneof![any::<String>(), "(/v1/)?[a-zA-Z/{}0-9%]{0,40}"],
        query in prop::collection::vec((prop_oneof![any::<String>(), "(filter|fields|limit)\\[[a-z]{0,8}\\]", select(vec!["limit".to_owned(), "cursor".into(), "include".into(), "sort".into()])], any::<String>()), 0..4),
        authorization in prop::option::of(any::<String>()),
        is_signed in any::<bool>(),
        host in any::<String>(),
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut server = Server::new(Account::default());
        let authorization = if is_signed { Some(token()) } else { authorization };
        let request = Request { method, host, path, query, authorization, body };
        server.handle(&request);
    }

    #[test]
    fn any_body_and_query_of_a_route_are_answered(
        route in any::<Index>(),
        query in prop::collection::vec((select(vec!["limit", "cursor", "include", "sort", "filter[id]", "filter[app]", "fields[apps]", "limit[builds]"]), any::<String>()), 0..3),
        body in prop_oneof![any::<Vec<u8>>(), json_text().prop_map(String::into_bytes)],
    ) {
        let mut server = Server::with_app(App { builds: vec![Build::default()], ..App::default() });
        let all: Vec<_> = routes::all().collect();
        let route = route.get(&all);
        let query = query.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut known = Known::default();
        known.note(&server.get("/v1/apps").ok(200));
        known.note(&server.get("/v1/builds").ok(200));
        let id = known.pick(crate::explorer::kind_of(route.path), &mut Choices(vec![9; 4]));
        let path = route.path.replace("{id}", &id);
        let request = Request { method: route.method.into(), path, query, body, ..server.request("", "", &Value::Null) };
        server.handle(&request);
    }
}

/// JSON of the members that documents have, at the wrong places too.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|it| json!(it)),
        any::<i64>().prop_map(|it| json!(it)),
        any::<String>().prop_map(|it| json!(it)),
        select(vec![
            "builds",
            "apps",
            "appStoreVersions",
            "reviewSubmissions"
        ])
        .prop_map(|it| json!(it))
    ];
    let names = select(vec![
        "data",
        "type",
        "id",
        "attributes",
        "relationships",
        "app",
        "build",
        "locale",
        "platform",
        "versionString",
        "expired",
    ]);
    let value = leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..5).prop_map(|map| {
                Value::Object(
                    map.into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    });
    value.prop_map(|value| json!({ "data": value }).to_string())
}

/// Nothing has the id of something else.
fn check_ids(server: &Server) {
    let (store, testflight) = (&server.mock.world.store, &server.mock.world.testflight);
    let apps = server.mock.world.apps.iter().map(|it| &it.id);
    let ids = apps
        .chain(store.versions.iter().map(|it| &it.id))
        .chain(store.localizations.iter().map(|it| &it.id))
        .chain(store.phased_releases.iter().map(|it| &it.id))
        .chain(store.submissions.iter().map(|it| &it.id))
        .chain(store.items.iter().map(|it| &it.id))
        .chain(testflight.builds.iter().map(|it| &it.id))
        .chain(testflight.groups.iter().map(|it| &it.id))
        .chain(testflight.notes.iter().map(|it| &it.id))
        .chain(testflight.texts.iter().map(|it| &it.id));
    let mut seen = BTreeSet::new();
    for id in ids {
        assert!(seen.insert(id), "{id} is there twice");
    }
}

/// Every list can be read to its end, and its pages together are the whole.
fn check_pages(server: &mut Server, known: &Known) {
    for route in routes::all().filter(|route| route.method == "GET") {
        let kinds = crate::explorer::kind_of(route.path);
        let ids = if route.path.contains("{id}") {
            known.of(kinds)
        } else {
            vec![String::new()]
        };
        for id in ids {
            let path = route.path.replace("{id}", &id);
            let whole = list(server, &path, known);
            let members = whole.body["data"].as_array().map_or(0, Vec::len);
            if members > 1 {
                check_pages_of(server, &whole.body, members.div_ceil(2).min(3));
            }
        }
    }
}

fn check_pages_of(server: &mut Server, whole: &Value, limit: usize) {
    let own = whole["links"]["self"].as_str().unwrap();
    let sign = if own.contains('?') { '&' } else { '?' };
    let mut seen = Vec::new();
    let mut next = Some(format!("{own}{sign}limit={limit}"));
    while let Some(link) = next {
        let page = server.follow(&link).ok(200);
        let members = page["data"].as_array().unwrap();
        assert!(members.len() <= limit, "{link}");
        seen.extend(members.iter().cloned());
        assert_eq!(
            page["meta"]["paging"]["total"],
            whole["meta"]["paging"]["total"]
        );
        next = page["links"]["next"].as_str().map(str::to_owned);
        assert!(next.is_none() || members.len() == limit, "{link}");
    }
    assert_eq!(&Value::from(seen), &whole["data"], "{own}");
}
