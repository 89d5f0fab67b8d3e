//! How a workflow authenticates.

use codemagic_lint::publish::plan::{Credentials, Origin, VariableOrigin};

use super::*;

const TRIO: &str = "api_key: $APP_STORE_CONNECT_PRIVATE_KEY
key_id: $APP_STORE_CONNECT_KEY_IDENTIFIER
issuer_id: $APP_STORE_CONNECT_ISSUER_ID
";

const KEYS: &str = "APP_STORE_CONNECT_PRIVATE_KEY='-----BEGIN PRIVATE KEY-----
MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg
-----END PRIVATE KEY-----'
export APP_STORE_CONNECT_KEY_IDENTIFIER=ABCDE12345
APP_STORE_CONNECT_ISSUER_ID=57246542-96fe-1a63-e053-0824d011072a
";

/// A workflow without an integration.
fn bare(section: &str, more: &str) -> String {
    workflow(section, more).replace("    integrations:\n      app_store_connect: Key\n", "")
}

#[test]
fn an_integration_is_named() {
    let found = plan(&workflow("auth: integration\n", ""));
    assert!(matches!(
        found.credentials,
        Credentials::Integration { name: Some(name) } if name == "Key"
    ));
    let missing = plan(&bare("auth: integration\n", ""));
    let Credentials::Missing(words) = missing.credentials else {
        panic!("{missing:?}")
    };
    assert!(words.contains("integrations.app_store_connect"), "{words}");
}

#[test]
fn a_key_comes_from_wherever_its_variables_do() {
    let given = Given {
        env_file: KEYS,
        ..Given::default()
    };
    let text = bare(TRIO, "");
    let found = plan_of(&text, &given);
    let Credentials::ApiKey {
        private_key,
        key_id,
        issuer_id,
    } = &found.credentials
    else {
        panic!("{found:?}")
    };
    let key = private_key.value.as_ref().unwrap();
    assert!(key.0.starts_with("-----BEGIN PRIVATE KEY-----\nMIGT"));
    assert_eq!(key_id.value.as_deref(), Some("ABCDE12345"));
    assert_eq!(
        issuer_id.origin,
        Origin::Variable(
            "APP_STORE_CONNECT_ISSUER_ID".into(),
            VariableOrigin::EnvFile(".env".into())
        )
    );
    assert_eq!(&text[key_id.place.clone().unwrap()], "key_id");
    // All three are in the table, and none is shown.
    assert_eq!(found.variables.len(), 3);
    assert!(found.variables.iter().all(|it| it.shown.is_none()));
}

#[test]
fn a_group_may_hold_what_nobody_here_knows() {
    let cases = [
        (
            "environment:\n  groups: [asc]\n",
            Some(VariableOrigin::Group(Some("asc".into()))),
        ),
        (
            "environment:\n  groups: [asc, more]\n",
            Some(VariableOrigin::Group(None)),
        ),
        ("", None),
    ];
    for (more, origin) in cases {
        let found = plan(&bare(TRIO, more));
        match (found.credentials, origin) {
            (Credentials::ApiKey { key_id, .. }, Some(origin)) => {
                assert_eq!(key_id.value, None);
                let name = "APP_STORE_CONNECT_KEY_IDENTIFIER".to_owned();
                assert_eq!(key_id.origin, Origin::Variable(name, origin));
            }
            (Credentials::Missing(words), None) => assert_eq!(
                words,
                "`api_key` is `$APP_STORE_CONNECT_PRIVATE_KEY`, which nothing sets: name the group that holds it under `environment.groups`, or give it with `--env-file`"
            ),
            (other, _) => panic!("{more}: {other:?}"),
        }
    }
    // The integration sets them as well.
    let found = plan(&workflow(TRIO, ""));
    let Credentials::ApiKey { private_key, .. } = found.credentials else {
        panic!("no key")
    };
    assert!(matches!(
        private_key.origin,
        Origin::Variable(_, VariableOrigin::BuiltIn)
    ));
}

#[test]
fn what_is_missing_is_said() {
    let cases = [
        ("submit_to_testflight: true\n", "there is neither"),
        (
            "api_key: $A\n",
            "the API key lacks `key_id` and `issuer_id`",
        ),
        (
            "apple_id: a@example.org\n",
            "the Apple Account lacks `password`",
        ),
        (
            "api_key: $K\nkey_id: $K\nissuer_id: ''\n",
            "the API key lacks `issuer_id`",
        ),
        (
            "api_key: k\nkey_id: $PEM\nissuer_id: i\n",
            "`key_id` holds a private key or a token",
        ),
        (
            "api_key: k\nkey_id: k\nissuer_id: $LONG\n",
            "`issuer_id` is far too long for what it should be",
        ),
        (
            "api_key: k\nkey_id: ${{ inputs.key }}\nissuer_id: i\n",
            "`key_id` is the input `key`, which the workflow lacks",
        ),
    ];
    let pem = "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg\n-----END PRIVATE KEY-----";
    let long = "x".repeat(101);
    let given = Given {
        environment: &[("PEM", pem), ("LONG", &long), ("K", "k")],
        ..Given::default()
    };
    for (section, words) in cases {
        let found = plan_of(&bare(section, ""), &given);
        let Credentials::Missing(said) = found.credentials else {
            panic!("{section}: {found:?}")
        };
        assert!(said.starts_with(words), "{section}: {said}");
    }
}

#[test]
fn an_app_specific_password_comes_last_and_is_kept_nowhere() {
    let section = "apple_id: a@example.org\npassword: $APP_SPECIFIC_PASSWORD\n";
    let given = Given {
        env_file: "APP_SPECIFIC_PASSWORD=abcd-efgh-ijkl-mnop\n",
        ..Given::default()
    };
    let found = plan_of(&bare(section, ""), &given);
    let said = format!("{found:?}");
    let Credentials::AppSpecificPassword { apple_id } = found.credentials else {
        panic!("{said}")
    };
    assert_eq!(apple_id.value.as_deref(), Some("a@example.org"));
    assert!(!said.contains("efgh"), "{said}");
    let both = plan_of(
        &bare(&format!("{section}{TRIO}"), "environment:\n  groups: [a]\n"),
        &given,
    );
    assert!(matches!(both.credentials, Credentials::ApiKey { .. }));
}

#[test]
fn encrypted_values_are_unknown_but_there() {
    let section = "api_key: Encrypted(abc)\nkey_id: Encrypted(def)\nissuer_id: Encrypted(ghi)\n";
    let found = plan(&bare(section, ""));
    let Credentials::ApiKey { private_key, .. } = found.credentials else {
        panic!("no key")
    };
    assert_eq!(private_key.value, None);
}
