//! The vendor's client as a process, and mock servers for it.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use codemagic_lint::app_store_connect::ManualClock;
use codemagic_lint::mock_server::account::Account;
use codemagic_lint::mock_server::server::{Server, TokenClock};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::support;

/// The issuer and key id with which the client asks.
pub const ISSUER: &str = "21d78e2f-b8ad-4d2a-9f3b-1c2d3e4f5a6b";
pub const KEY_ID: &str = "MOCKKEY123";

/// One run of the client against a server of its own.
pub struct Run {
    pub server: Server,
    pub folder: tempfile::TempDir,
    pub arguments: Vec<String>,
    pub environment: Vec<(String, String)>,
}

/// How a run ended.
#[derive(Debug, Deserialize)]
pub struct Ended {
    pub code: i32,
    pub output: String,
}

impl Run {
    /// A run against such an account; the folder of the run holds the key and
    /// `App.ipa` of io.example.app 1.0.0 (42).
    pub fn new(account: Account, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("AuthKey.p8"), private_key()).unwrap();
        write_ipa(
            &folder.path().join("App.ipa"),
            "io.example.app",
            "1.0.0",
            "42",
        );
        Self {
            server: start(account),
            folder,
            arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
            environment: Vec::new(),
        }
    }

    /// The run as `run_cases.py` takes it, with other arguments.
    pub fn case(&self, arguments: &[String]) -> Value {
        let mut environment: serde_json::Map<String, Value> = credentials(self.folder.path())
            .into_iter()
            .chain(self.environment.iter().cloned())
            .map(|(name, value)| (name, Value::String(value)))
            .collect();
        environment.insert("NO_COLOR".into(), json!("1"));
        json!({
            "url": self.server.url(),
            "arguments": arguments,
            "home": self.folder.path(),
            "environment": environment,
        })
    }

    /// What the server was asked.
    pub fn requests(&self) -> Vec<Value> {
        requests(&self.server.url())
    }
}

/// A server with a clock of its own, which starts now.
pub fn start(account: Account) -> Server {
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    // It moves when the client waits, so that slow answers cost nothing.
    let clock = Arc::new(ManualClock::at(jiff::Timestamp::now()));
    Server::start(address, account, clock, TokenClock::System).unwrap()
}

/// What a server was asked, in order, control requests left out.
pub fn requests(url: &str) -> Vec<Value> {
    let mut answer = ureq::get(format!("{url}/_mock/requests")).call().unwrap();
    let body: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    body["requests"].as_array().unwrap().clone()
}

/// The variables by which the client is told its key.
pub fn credentials(folder: &Path) -> Vec<(String, String)> {
    let key = format!("@file:{}", folder.join("AuthKey.p8").display());
    [
        ("APP_STORE_CONNECT_ISSUER_ID", ISSUER),
        ("APP_STORE_CONNECT_KEY_IDENTIFIER", KEY_ID),
        ("APP_STORE_CONNECT_PRIVATE_KEY", &key),
        ("APP_STORE_CONNECT_DISABLE_JWT_CACHE", "1"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// Runs them one after the other; `None` where the client is not installed.
pub fn run(runs: &[Run]) -> Option<Vec<Ended>> {
    let cases: Vec<Value> = runs.iter().map(|run| run.case(&run.arguments)).collect();
    run_cases(&cases)
}

/// Runs cases as `run_cases.py` takes them.
pub fn run_cases(cases: &[Value]) -> Option<Vec<Ended>> {
    let python = python()?;
    let script = support::root().join("tests/vendor_client/run_cases.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(cases).unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "run_cases.py: {}", output.status);
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The Python in which the client is installed.
pub fn python() -> Option<PathBuf> {
    let python = support::python();
    let has_it = Command::new(&python)
        .args(["-c", "import codemagic.tools.app_store_connect"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if has_it {
        return Some(python);
    }
    support::skip("codemagic-cli-tools");
    None
}

/// A P-256 key as Apple hands them out, made for this run.
fn private_key() -> String {
    use base64::Engine as _;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let body = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
    format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
}

/// The smallest package that the client can read.
pub fn write_ipa(path: &Path, bundle_id: &str, version: &str, build_number: &str) {
    let plist = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleIdentifier</key><string>{bundle_id}</string>
<key>CFBundleShortVersionString</key><string>{version}</string>
<key>CFBundleVersion</key><string>{build_number}</string>
<key>CFBundleName</key><string>App</string>
<key>CFBundleSupportedPlatforms</key><array><string>iPhoneOS</string></array>
<key>MinimumOSVersion</key><string>15.0</string>
</dict></plist>
"#
    );
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    archive
        .start_file("Payload/App.app/Info.plist", options)
        .unwrap();
    archive.write_all(plist.as_bytes()).unwrap();
    archive.finish().unwrap();
}
