//! Requests that are meant to harm: they take memory, time, or come from a web page.

use std::time::{Duration, Instant};

use codemagic_lint::mock_server::account::{Account, App, Build, Version};
use serde_json::{Value, json};

use crate::support::{Bench, ask, bearer, raw, serve, split, start};

#[test]
fn a_query_has_so_many_parameters() {
    let (server, _) = serve(Account::default());
    let (status, body) = ask(
        &server,
        "GET",
        &format!("/v1/apps?{}", "=&".repeat(201)),
        "",
    );
    assert_eq!(status, 400, "{body}");
    let detail = body["errors"][0]["detail"].as_str().unwrap();
    assert_eq!(detail, "a query has at most 200 parameters");
    // Ampersands alone are none.
    let (status, _) = ask(&server, "GET", &format!("/v1/apps?{}", "&".repeat(500)), "");
    assert_eq!(status, 200);
    let log = ask(&server, "GET", "/_mock/requests", "").1;
    assert_eq!(log["requests"][0]["status"], 400);
    assert_eq!(log["requests"][0]["query"], json!([]));
}

#[test]
fn a_name_in_include_counts_once() {
    let builds = (0..200).map(|number| Build {
        build_number: number.to_string(),
        ..Build::default()
    });
    let mut bench = Bench::new(Account {
        apps: Some(vec![App {
            bundle_id: "io.example.app".into(),
            builds: builds.collect(),
            ..App::default()
        }]),
        ..Account::default()
    });
    let begun = Instant::now();
    let names = vec!["app"; 16_000].join(",");
    let listed = bench.get(&format!("/v1/builds?limit=200&include={names}"));
    assert_eq!(listed["data"].as_array().unwrap().len(), 200);
    assert_eq!(listed["included"].as_array().unwrap().len(), 1);
    let values = vec!["x"; 16_000].join(",");
    let listed = bench.get(&format!("/v1/builds?limit=200&filter[version]={values}"));
    assert_eq!(listed["meta"]["paging"]["total"], 0);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_log_is_told_in_parts() {
    let (server, _) = serve(Account::default());
    for number in 0..3 {
        ask(&server, "GET", &format!("/v1/apps/{number}"), "");
    }
    let (status, log) = ask(&server, "GET", "/_mock/requests?last=2", "");
    assert_eq!((status, &log["left_out"]), (200, &json!(1)));
    let paths: Vec<&Value> = log["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["path"])
        .collect();
    assert_eq!(paths, ["/v1/apps/1", "/v1/apps/2"]);
    for nonsense in ["?last=", "?last=-1", "?last=all"] {
        let path = format!("/_mock/requests{nonsense}");
        assert_eq!(ask(&server, "GET", &path, "").0, 400, "{nonsense}");
    }
    // Bodies that are far larger once they are taken apart.
    let nested = format!("[{}[]]", "[],".repeat(20_000));
    for _ in 0..100 {
        ask(&server, "POST", "/v1/betaBuildLocalizations", &nested);
    }
    let request = format!(
        "GET /_mock/requests HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.address()
    );
    let answer = raw(server.address(), request.as_bytes());
    assert!(answer.len() < 1024 * 1024 + 1000, "{}", answer.len());
    let log = split(&answer).1;
    let told = log["requests"].as_array().unwrap();
    assert!(told.len() > 10 && told.len() < 100);
    assert_eq!(log["left_out"], json!(103 - told.len()));
}

#[test]
fn a_host_that_is_not_ours_is_refused() {
    let (server, _) = serve(Account::default());
    let asked = |path: &str, headers: &str| {
        let token = bearer(start());
        let request = format!(
            "GET {path} HTTP/1.1\r\n{headers}Authorization: {token}\r\nConnection: close\r\n\r\n"
        );
        let answer = raw(server.address(), request.as_bytes());
        assert!(answer.to_lowercase().contains("\r\nx-rate-limit: "));
        let (status, body) = split(&answer);
        (status, body["errors"][0]["code"].clone())
    };
    for path in ["/v1/apps", "/_mock/account"] {
        for host in ["rebound.example.com", "rebound.example.com:80", "x y", ""] {
            let (status, code) = asked(path, &format!("Host: {host}\r\n"));
            assert_eq!(
                (status, code),
                (421, json!("MISDIRECTED_REQUEST")),
                "{host}"
            );
        }
        for host in ["localhost", "127.0.0.1:1", "[::1]:8080"] {
            assert_eq!(asked(path, &format!("Host: {host}\r\n")).0, 200, "{host}");
        }
    }
    let with_origin = |path, origin| {
        let headers = format!("Host: localhost:8080\r\nOrigin: {origin}\r\n");
        asked(path, &headers).0
    };
    assert_eq!(with_origin("/_mock/account", "https://example.com"), 403);
    assert_eq!(with_origin("/_mock/account", "null"), 403);
    assert_eq!(with_origin("/%5Fmock/account", "null"), 403);
    assert_eq!(with_origin("/_mock/account", "http://localhost:8080"), 200);
}

#[test]
fn a_slash_that_is_encoded_ends_no_segment() {
    let (server, _) = serve(Account::default());
    for path in ["/v1%2Fapps", "/_mock%2Faccount", "/v1/apps%2F1"] {
        assert_eq!(ask(&server, "GET", path, "").0, 404, "{path}");
    }
    let (_, body) = ask(&server, "GET", "/v1/apps/a%2Fb", "");
    let detail = body["errors"][0]["detail"].as_str().unwrap();
    assert_eq!(
        detail,
        "There is no resource of type 'apps' with id 'a%2Fb'"
    );
}

/// As much as a file may describe.
#[test]
fn a_large_account_starts_at_once() {
    let apps = (0..200).map(|number| App {
        bundle_id: format!("io.example.app{number}"),
        builds: (0..200)
            .map(|build| Build {
                version: format!("1.{build}"),
                ..Build::default()
            })
            .collect(),
        versions: (0..100)
            .map(|version| Version {
                version: format!("1.{version}"),
                ..Version::default()
            })
            .collect(),
        ..App::default()
    });
    let account = Account {
        apps: Some(apps.collect()),
        ..Account::default()
    };
    let begun = Instant::now();
    let bench = Bench::new(account);
    assert!(begun.elapsed() < Duration::from_secs(10));
    let world = &bench.mock.world;
    assert_eq!(world.testflight.builds.len(), 40_000);
    assert_eq!(world.store.versions.len(), 20_000);
}

#[test]
fn an_answer_has_so_many_errors() {
    let mut bench = Bench::new(Account::default());
    let attributes: serde_json::Map<String, Value> = (0..100)
        .map(|number| (format!("a{number}"), json!(1)))
        .collect();
    let body = json!({ "data": { "type": "appStoreVersions", "attributes": attributes } });
    let (status, answer) = bench.ask("POST", "/v1/appStoreVersions", &body);
    assert!(status == 409 || status == 400, "{answer}");
    assert!(answer["errors"].as_array().unwrap().len() <= 20);
}
