//! Private keys of all kinds, given to both clients: they take the same, and refuse the
//! others in the same words.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

use codemagic_lint::app_store_connect::{Clock, ManualClock};
use codemagic_lint::mock_server::account::Account;
use codemagic_lint::mock_server::server::{Server, TokenClock};
use codemagic_lint::publish::plan::{EnvFile, Plan, PlanSettings};
use codemagic_lint::publish::timeline::{Status, StepName};
use codemagic_lint::publish::{Against, dry_run};
use codemagic_lint::rules::{Settings, check};
use codemagic_lint::syntax::SourceFile;
use serde_json::{Map, Value};

use crate::client::{ISSUER, KEY_ID, Run, python, run};

/// Makes keys with the library that the vendor's client loads them with.
const MAKE: &str = r#"
import json
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat)

def pem(key, form, encryption=NoEncryption()):
    return key.private_bytes(Encoding.PEM, form, encryption).decode()

new, old = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL
p256, p384 = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())
k256, rsa2048 = ec.generate_private_key(ec.SECP256K1()), rsa.generate_private_key(65537, 2048)
good, sec1 = pem(p256, new), pem(p256, old)
lines = good.splitlines(keepends=True)
print(json.dumps({
    "good": good,
    "sec1": sec1,
    "sec1 behind its parameters":
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + sec1,
    "text before": "Key of the team\n" + good,
    "indented": "".join("  " + line for line in lines),
    "windows": good.replace("\n", "\r\n"),
    "blanks": good.replace("\n", " "),
    "escaped": good.replace("\n", "\\n"),
    "no header": "".join(lines[1:]),
    "no end": "".join(lines[:-1]),
    "damaged": good.replace("\nMI", "\nXX"),
    "sec1 named as the other": sec1.replace("EC PRIVATE", "PRIVATE"),
    "the other named as sec1": good.replace("PRIVATE", "EC PRIVATE"),
    "public": p256.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    "p384": pem(p384, new),
    "p384 sec1": pem(p384, old),
    "p521": pem(ec.generate_private_key(ec.SECP521R1()), new),
    "k256": pem(k256, new),
    "k256 sec1": pem(k256, old),
    "rsa": pem(rsa2048, new),
    "rsa traditional": pem(rsa2048, old),
    "ed25519": pem(ed25519.Ed25519PrivateKey.generate(), new),
    "dsa": pem(dsa.generate_private_key(2048), old),
    "encrypted": pem(p256, new, BestAvailableEncryption(b"pass")),
    "words": "the key",
}))
"#;

fn keys() -> Option<Map<String, Value>> {
    let output = Command::new(python()?).args(["-c", MAKE]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Whether our client starts with a key, and otherwise what the log would say.
fn ours(pem: &str) -> Option<String> {
    const TEXT: &str = "workflows:\n  ios:\n    artifacts: ['*.ipa']\n    publishing:\n      app_store_connect:\n        api_key: $A\n        key_id: $B\n        issuer_id: $C\n        submit_to_testflight: true\n";
    let checked = check(
        SourceFile::new("codemagic.yaml", TEXT),
        &Settings::default(),
    );
    let environment = [("A", pem), ("B", KEY_ID), ("C", ISSUER)];
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = PlanSettings {
        env_file: Some(EnvFile::default()),
        environment: environment.into_iter().collect(),
        bundle_id: Some("io.example.app".into()),
        now: "2026-03-01T12:00:00Z".parse().unwrap(),
        ..PlanSettings::default()
    };
    let plan = Plan::read(&checked, &settings).unwrap();
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(settings.now));
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let account = Account::default();
    let server = Server::start(anywhere, account, Arc::clone(&clock), TokenClock::Own).unwrap();
    let against = Against::in_process(server.address()).unwrap();
    let timeline = dry_run(&plan, against, clock, &mut |_| {
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    let upload = timeline.steps.first().unwrap();
    assert_eq!(upload.name, StepName::Upload);
    if upload.status == Status::Done {
        assert!(timeline.outcome.is_published(), "{timeline:?}");
        return None;
    }
    let told = format!("{timeline:?}");
    let middle = pem.get(pem.len() / 3..pem.len() / 2).unwrap_or_default();
    assert!(middle.len() < 20 || !told.contains(middle), "{told}");
    Some(upload.causes.first().unwrap().log.clone().unwrap())
}

#[test]
fn both_clients_take_the_same_keys_and_refuse_the_others_alike() {
    let Some(keys) = keys() else { return };
    let runs: Vec<Run> = keys
        .values()
        .map(|pem| {
            let mut run = Run::new(
                Account::default(),
                &[
                    "publish",
                    "--path",
                    "App.ipa",
                    "--skip-package-upload",
                    "--testflight",
                ],
            );
            let pem = pem.as_str().unwrap().to_owned();
            run.environment
                .push(("APP_STORE_CONNECT_PRIVATE_KEY".into(), pem));
            run
        })
        .collect();
    let Some(ended) = run(&runs) else { return };
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut wrong = Vec::new();
    let mut taken = 0;
    for ((kind, pem), theirs) in keys.iter().zip(&ended) {
        let ours = ours(pem.as_str().unwrap());
        let is_alike = match &ours {
            None => theirs.code == 0,
            // The loader's error about the password is one that the client forgot.
            Some(log) if kind == "encrypted" => {
                theirs.code == 9 && words(&theirs.output).contains(&words(log))
            }
            Some(log) => theirs.code == 2 && words(&theirs.output).contains(&words(log)),
        };
        taken += usize::from(ours.is_none());
        if !is_alike {
            let (code, output) = (theirs.code, &theirs.output);
            wrong.push(format!(
                "{kind}: we say {ours:?}, they end with {code}: {output}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
    assert_eq!((taken, keys.len()), (7, 25));
}
