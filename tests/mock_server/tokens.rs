//! Tokens, agreements, roles and the rate limit.

use std::time::Duration;

use codemagic_lint::app_store_connect::clock::later;
use codemagic_lint::app_store_connect::token::{PrivateKey, TokenProblem};
use codemagic_lint::mock_server::account::{Account, Key, RateLimit, Role};
use codemagic_lint::mock_server::exchange::Request;
use codemagic_lint::mock_server::mock::{Mock, Moment, check_token};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Bench, bearer, start, text};

fn request(authorization: Option<String>) -> Request {
    Request {
        method: "GET".into(),
        host: "127.0.0.1:1".into(),
        path: "/v1/apps".into(),
        authorization,
        ..Request::default()
    }
}

/// The problem that the log names, and the body of the answer.
fn asked(account: Account, authorization: Option<String>) -> (u16, Value, Value) {
    let mut bench = Bench::new(account);
    let outcome = bench.outcome(&request(authorization));
    let body = serde_json::from_slice(&outcome.body()).unwrap();
    let log = bench.get("/_mock/requests");
    (
        outcome.status(),
        body,
        log["requests"][0]["token_problem"].clone(),
    )
}

fn with_key(key: Key) -> Account {
    Account {
        key,
        ..Account::default()
    }
}

#[test]
fn a_refused_token_is_explained_in_the_log_alone() {
    let key = PrivateKey::generate().unwrap();
    let other = PrivateKey::generate().unwrap();
    let described = || Key {
        id: Some("KEY1234567".into()),
        issuer: Some("issuer".into()),
        public_key: Some(key.public_key()),
        ..Key::default()
    };
    let token = |key: &PrivateKey, id: &str, issuer: &str, seconds: i64| {
        let expires = start()
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .unwrap();
        Some(format!(
            "Bearer {}",
            key.token(id, issuer, expires).unwrap()
        ))
    };
    let good = token(&key, "KEY1234567", "issuer", 1140);
    assert_eq!(asked(with_key(described()), good.clone()).0, 200);
    let revoked = Key {
        revoked: true,
        ..described()
    };
    let cases = [
        (described(), None, "no token"),
        (
            described(),
            Some("Bearer x.y.z".into()),
            "no JSON Web Token",
        ),
        (
            described(),
            token(&other, "KEY1234567", "issuer", 1140),
            "is not signed with the account's key",
        ),
        (
            described(),
            token(&key, "KEY7654321", "issuer", 1140),
            "names another key than the account's",
        ),
        (
            described(),
            token(&key, "KEY1234567", "nobody", 1140),
            "names another issuer than the account's",
        ),
        (
            described(),
            token(&key, "KEY1234567", "issuer", 0),
            "has expired",
        ),
        (
            described(),
            token(&key, "KEY1234567", "issuer", 1201),
            "expires more than 20 minutes from now",
        ),
        (revoked, good, "is signed with a revoked key"),
    ];
    let mut bodies = Vec::new();
    for (key, authorization, problem) in cases {
        let (status, body, logged) = asked(with_key(key), authorization);
        assert_eq!((status, &logged), (401, &json!(problem)));
        assert_eq!(body["errors"][0]["code"], "NOT_AUTHORIZED");
        bodies.push(body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "clients are not told why");
}

#[test]
fn no_token_is_in_log_or_state() {
    let mut bench = Bench::new(Account::default());
    let token = bearer(start());
    bench.outcome(&request(Some(token.clone())));
    let signature = token.rsplit('.').next().unwrap();
    for path in ["/_mock/requests", "/_mock/account"] {
        assert!(!bench.get(path).to_string().contains(signature), "{path}");
    }
    assert!(!format!("{:?}", bench.mock).contains(signature));
}

#[test]
fn a_token_is_judged_by_the_clock_for_tokens() {
    let mut mock = Mock::new(Account::default(), start());
    let an_hour_on = later(start(), Duration::from_hours(1));
    let mut status = |now, for_tokens| {
        let at = Moment { now, for_tokens };
        mock.handle(&request(Some(bearer(start()))), at).status()
    };
    assert_eq!(status(an_hour_on, start()), 200);
    assert_eq!(status(an_hour_on, an_hour_on), 401);
}

proptest! {
    #[test]
    fn no_text_is_a_good_token(text in "(Bearer )?[A-Za-z0-9_.=+/-]{0,200}|\\PC{0,60}") {
        let read = check_token(&Key::default(), Some(&text), start());
        prop_assert!(read.is_err());
    }

    #[test]
    fn a_damaged_token_is_refused(place in 0usize..1000, letter in "[A-Za-z0-9_.-]") {
        let key = PrivateKey::generate().unwrap();
        let described = Key { public_key: Some(key.public_key()), ..Key::default() };
        let expires = later(start(), Duration::from_mins(10));
        let good = key.token("KEY1234567", "issuer", expires).unwrap();
        let place = place % good.len();
        let mut damaged = good.clone();
        damaged.replace_range(place..=place, &letter);
        prop_assume!(damaged != good);
        let read = check_token(&described, Some(&format!("Bearer {damaged}")), start());
        prop_assert!(read.is_err());
    }

    #[test]
    fn a_token_of_any_claims_is_read_without_harm(claims in "\\PC{0,80}", exp in any::<i64>()) {
        use base64::Engine as _;
        let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        let signature = encode(&"x".repeat(64));
        let header = encode(r#"{"alg":"ES256","kid":"K"}"#);
        for body in [
            claims,
            format!(r#"{{"iss":"i","aud":"appstoreconnect-v1","exp":{exp}}}"#),
            format!(r#"{{"iss":"i","aud":"appstoreconnect-v1","exp":2000000000,"iat":{exp}}}"#),
        ] {
            let token = format!("Bearer {header}.{}.{signature}", encode(&body));
            let read = check_token(&Key::default(), Some(&token), start());
            let is_short = (1..=1200).contains(&exp.saturating_sub(start().as_second()));
            prop_assert!(read.is_err() || is_short);
        }
    }
}

#[test]
fn a_missing_token_comes_before_everything_else() {
    let account = Account {
        membership_active: false,
        agreements_accepted: false,
        ..Account::default()
    };
    let (status, _, logged) = asked(account.clone(), None);
    assert_eq!((status, logged), (401, json!("no token")));
    let (status, body, _) = asked(account, Some(bearer(start())));
    assert_eq!(status, 403);
    assert!(
        text(&body["errors"][0]["detail"]).contains("is not associated with an active membership")
    );
    assert_eq!(
        check_token(&Key::default(), None, start()),
        Err(TokenProblem::Missing)
    );
}

#[test]
fn agreements_are_wanted_for_everything() {
    let account = Account {
        agreements_accepted: false,
        ..Account::default()
    };
    let mut bench = Bench::new(account);
    for (method, path) in [
        ("GET", "/v1/apps"),
        ("POST", "/v1/betaAppReviewSubmissions"),
    ] {
        let (status, body) = bench.ask(method, path, &Value::Null);
        let error = &body["errors"][0];
        assert_eq!(status, 403);
        assert_eq!(
            error["code"],
            "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED"
        );
        assert_eq!(error["links"]["see"], "/agreements");
    }
    let (status, body) = bench.upload("1.0.0", "1");
    assert_eq!(
        (status, &body["product-errors"][0]["code"]),
        (409, &json!(403))
    );
}

#[test]
fn the_hour_of_requests_rolls_and_every_answer_tells() {
    let mut bench = Bench::new(Account {
        rate_limit: RateLimit {
            per_hour: 3,
            used: 1,
        },
        ..Account::default()
    });
    let mut ask = |wait: u64, authorization: bool| {
        bench.wait(wait);
        let token = authorization.then(|| bearer(bench.now));
        let outcome = bench.outcome(&request(token));
        (outcome.status(), outcome.rate_limit)
    };
    let left = |left: u32| format!("user-hour-lim:3;user-hour-rem:{left};");
    assert_eq!(ask(0, true), (200, left(1)));
    assert_eq!(ask(10, false), (401, left(1)));
    assert_eq!(ask(0, true), (200, left(0)));
    assert_eq!(ask(0, true), (429, left(0)));
    assert_eq!(ask(3590, true), (200, left(1)));
}

#[test]
fn roles_may_do_different_things() {
    for (role, reads, informs, writes, uploads) in [
        (Role::Admin, 200, 200, 409, 201),
        (Role::AppManager, 200, 200, 409, 201),
        (Role::Developer, 200, 200, 403, 201),
        (Role::Marketing, 200, 403, 403, 409),
        (Role::Finance, 200, 403, 403, 409),
    ] {
        let mut bench = Bench::new(with_key(Key {
            role,
            ..Key::default()
        }));
        bench.app();
        let submission = json!({ "data": { "type": "betaAppReviewSubmissions" } });
        let answers = (
            bench.ask("GET", "/v1/builds", &Value::Null).0,
            bench.ask("GET", "/v1/betaAppLocalizations", &Value::Null).0,
            bench
                .ask("POST", "/v1/betaAppReviewSubmissions", &submission)
                .0,
            bench.upload("1.0.0", "1").0,
        );
        assert_eq!(answers, (reads, informs, writes, uploads), "{role:?}");
    }
}
