//! The command as it is installed, not a byte of it changed: it believes to speak with
//! Apple.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use codemagic_lint::mock_server::account::{Account, App, Delay};

use crate::client::{Run, credentials, python};
use crate::support;

/// Ends the proxy with the test.
struct Proxy(Child);

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_command_publishes_through_a_proxy_that_ends_tls() {
    let Some(python) = python() else { return };
    let mut app = App::default();
    // Nobody moves the clock here.
    app.upload.appears = Delay::seconds(0);
    app.upload.processes = Delay::seconds(0);
    let account = Account {
        apps: Some(vec![app]),
        ..Account::default()
    };
    let run = Run::new(account, &[]);
    let folder = run.folder.path();
    let url = run.server.url();
    let mock_port = url.rsplit(':').next().unwrap();

    let proxy = Command::new(&python)
        .arg(support::root().join("tests/vendor_client/tls_proxy.py"))
        .arg(mock_port)
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut proxy = Proxy(proxy);
    let mut line = String::new();
    BufReader::new(proxy.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();

    let command = python.with_file_name("app-store-connect");
    let publish = |with_authority: bool| {
        let mut publish = Command::new(&command);
        publish
            .args(["publish", "--path", "App.ipa", "--skip-package-upload"])
            .args(["--whats-new", "Faster", "--beta-group", "External"])
            .args(["--testflight", "--app-store"])
            .current_dir(folder)
            .env_remove("CI")
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .env("NO_COLOR", "1")
            .env("HTTPS_PROXY", format!("http://127.0.0.1:{}", line.trim()))
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .envs(credentials(folder));
        for name in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
            publish.env_remove(name);
        }
        if with_authority {
            publish.env("REQUESTS_CA_BUNDLE", folder.join("ca.pem"));
        }
        publish.output().unwrap()
    };

    let refused = publish(false);
    assert!(
        !refused.status.success(),
        "the certificate is one of our own"
    );
    assert!(run.requests().is_empty());

    let published = publish(true);
    let output = String::from_utf8_lossy(&published.stdout).into_owned()
        + &String::from_utf8_lossy(&published.stderr);
    assert!(published.status.success(), "{output}");
    assert!(output.contains("https://appstoreconnect.apple.com/apps/"));
    let requests = run.requests();
    assert!(requests.len() >= 15, "{} requests", requests.len());
    assert!(
        requests
            .iter()
            .all(|request| request["status"].as_u64().unwrap() < 300)
    );
}
