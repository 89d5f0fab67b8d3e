//! The mock behind real sockets.

use codemagic_lint::mock_server::account::Account;

use crate::support::{ask, serve};

#[test]
fn a_server_answers_on_loopback() {
    let (server, _) = serve(Account::default());
    let (status, body) = ask(
        &server,
        "GET",
        "/v1/apps?filter%5BbundleId%5D=io.example.app",
        "",
    );
    assert_eq!(status, 200);
    assert_eq!(body["data"][0]["attributes"]["name"], "App");
    let own = format!("{}/v1/apps", server.url());
    assert_eq!(
        body["links"]["self"].as_str().unwrap().split('?').next(),
        Some(own.as_str())
    );
}
