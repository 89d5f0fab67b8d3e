//! Requests about the mock itself: its clock, its log, its state, uploads.

use codemagic_lint::app_store_connect::AppVersionState;
use codemagic_lint::mock_server::account::{Account, App, Upload, UploadRefusal, Version};
use serde_json::{Value, json};

use crate::support::Bench;
use crate::testflight::account;

#[test]
fn the_clock_moves_by_what_is_asked() {
    let mut bench = Bench::new(Account::default());
    let (status, body) = bench.ask("POST", "/_mock/advance?seconds=90.5", &Value::Null);
    assert_eq!(status, 200);
    assert_eq!(
        body,
        json!({ "now": "2026-03-01T12:01:30.5Z", "seconds": 90.5 })
    );
    for nonsense in [
        "",
        "?seconds=",
        "?seconds=-1",
        "?seconds=NaN",
        "?seconds=inf",
        "?seconds=1e300",
        "?seconds=soon",
        "?second=1",
    ] {
        let path = format!("/_mock/advance{nonsense}");
        let (status, body) = bench.ask("POST", &path, &Value::Null);
        assert_eq!(status, 400, "{nonsense}");
        let detail = body["errors"][0]["detail"].as_str().unwrap();
        assert!(
            detail.contains("POST /_mock/advance?seconds=90"),
            "{detail}"
        );
    }
    assert_eq!(bench.ask("GET", "/_mock/advance", &Value::Null).0, 405);
    assert_eq!(bench.ask("GET", "/_mock/other", &Value::Null).0, 404);
}

#[test]
fn the_log_tells_what_was_asked() {
    let mut bench = Bench::new(Account::default());
    bench.app();
    bench.wait(30);
    let body = json!({ "data": { "type": "betaAppReviewSubmissions" } });
    bench.ask("POST", "/v1/betaAppReviewSubmissions", &body);
    let log = bench.get("/_mock/requests");
    assert_eq!(log["dropped"], 0);
    let requests = log["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 2, "control requests are not in the log");
    assert_eq!(requests[0]["path"], "/v1/apps");
    assert_eq!(
        requests[0]["query"],
        json!([["filter[bundleId]", "io.example.app"]])
    );
    assert_eq!(requests[0]["body"], Value::Null);
    assert_eq!(requests[1]["method"], "POST");
    assert_eq!(requests[1]["body"], body);
    assert_eq!(requests[1]["status"], 409);
    assert_eq!(requests[1]["seconds"], 30.0);
    assert_eq!(requests[1]["token_problem"], Value::Null);
}

#[test]
fn uploads_are_refused_as_altool_is() {
    let with_upload = |refused| {
        account(|app| {
            app.upload = Upload {
                refused: Some(refused),
                ..Upload::default()
            };
        })
    };
    let version = |state| {
        account(|app| {
            app.versions = vec![Version {
                version: "1.2.0".into(),
                state,
                ..Version::default()
            }];
        })
    };
    let other_app = Account {
        apps: Some(vec![App {
            bundle_id: "io.example.App".into(),
            ..App::default()
        }]),
        ..Account::default()
    };
    for (account, codes) in [
        (Account::default(), vec![]),
        (other_app, vec![1193]),
        (with_upload(UploadRefusal::Authentication), vec![-19_209]),
        (with_upload(UploadRefusal::SdkTooOld), vec![90_725]),
        (with_upload(UploadRefusal::ProvisioningProfile), vec![1176]),
        (with_upload(UploadRefusal::FailsAfterwards), vec![500]),
        (
            version(AppVersionState::PendingDeveloperRelease),
            vec![90_186, 90_062],
        ),
        (
            version(AppVersionState::ReadyForDistribution),
            vec![90_186, 90_062],
        ),
        (version(AppVersionState::PrepareForSubmission), vec![]),
        (version(AppVersionState::WaitingForReview), vec![]),
    ] {
        let mut bench = Bench::new(account);
        let (status, body) = bench.upload("1.2.0", "7");
        let errors = body["product-errors"].as_array();
        let found: Vec<i64> = errors
            .into_iter()
            .flatten()
            .map(|error| error["code"].as_i64().unwrap())
            .collect();
        assert_eq!(found, codes, "{body}");
        assert_eq!(status, if codes.is_empty() { 201 } else { 409 });
    }
}

#[test]
fn a_build_number_has_to_rise_within_its_version() {
    let mut bench = Bench::new(account(|_| {}));
    assert_eq!(bench.upload("1.1.0", "9").0, 201);
    for build_number in ["9", "8", "1.10"] {
        let (status, body) = bench.upload("1.1.0", build_number);
        assert_eq!(status, 409, "{build_number}");
        let error = &body["product-errors"][0];
        assert_eq!(error["code"], -19_232);
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .contains("previously uploaded version: ‘9’")
        );
    }
    assert_eq!(bench.upload("1.1.0", "10").0, 201);
    assert_eq!(bench.upload("1.2.0", "1").0, 201);
}

#[test]
fn an_upload_that_failed_afterwards_is_there() {
    let mut bench = Bench::new(account(|app| {
        app.upload.refused = Some(UploadRefusal::FailsAfterwards);
    }));
    assert_eq!(bench.upload("1.1.0", "9").0, 409);
    bench.wait(60);
    let found = bench.get("/v1/builds?filter[version]=9");
    assert_eq!(found["meta"]["paging"]["total"], 1);
    assert_eq!(
        bench.upload("1.1.0", "9").1["product-errors"][0]["code"],
        -19_232
    );
}

#[test]
fn an_upload_tells_about_encryption() {
    for (told, answer) in [
        (json!({ "uses_non_exempt_encryption": null }), Value::Null),
        (json!({ "uses_non_exempt_encryption": true }), json!(true)),
        (json!({}), json!(false)),
    ] {
        let mut bench = Bench::new(Account::default());
        let mut body = json!({
            "bundle_id": "io.example.app", "version": "1.1.0", "build_number": "7",
        });
        body.as_object_mut()
            .unwrap()
            .extend(told.as_object().unwrap().clone());
        assert_eq!(bench.ask("POST", "/_mock/uploads", &body).0, 201);
        let state = bench.get("/_mock/account");
        let build = &state["apps"][0]["test_flight"]["builds"][0];
        assert_eq!(build["uses_non_exempt_encryption"], answer);
        assert_eq!(build["platform"], "IOS");
    }
}

#[test]
fn an_upload_that_makes_no_sense_is_400() {
    let mut bench = Bench::new(Account::default());
    for body in [
        json!(null),
        json!([]),
        json!({ "bundle_id": "a", "version": "1" }),
        json!({ "bundle_id": "a", "version": "1", "build_number": 7 }),
        json!({ "bundle_id": "", "version": "1", "build_number": "7" }),
        json!({ "bundle_id": "a", "version": "1", "build_number": "7", "platform": "ios" }),
        json!({ "bundle_id": "a", "version": "1", "build_number": "7", "uses_non_exempt_encryption": "no" }),
        json!({ "bundle_id": "a".repeat(300), "version": "1", "build_number": "7" }),
    ] {
        assert_eq!(bench.ask("POST", "/_mock/uploads", &body).0, 400, "{body}");
    }
}

#[test]
fn without_builds_on_demand_only_uploads_are_found() {
    let mut bench = Bench::new(account(|app| app.upload.on_demand = false));
    let app = bench.app();
    let query = format!(
        "/v1/builds?filter[app]={app}&filter[version]=7&filter[preReleaseVersion.version]=1.1.0"
    );
    bench.get(&query);
    bench.wait(3600);
    assert_eq!(bench.get(&query)["data"], json!([]));
    bench.upload("1.1.0", "7");
    bench.wait(60);
    assert_eq!(bench.get(&query)["meta"]["paging"]["total"], 1);
}
