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
    let words = words.message;
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
            (Credentials::Missing(cause), None) => {
                assert_eq!(
                    cause.message,
                    "`api_key` is `$APP_STORE_CONNECT_PRIVATE_KEY`, which nothing sets"
                );
                let help = cause.help.unwrap();
                assert!(help.contains("environment.groups"), "{help}");
                let text = bare(TRIO, more);
                assert_eq!(&text[cause.place.unwrap()], "api_key");
            }
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
        let Credentials::Missing(cause) = found.credentials else {
            panic!("{section}: {found:?}")
        };
        let said = cause.message;
        assert!(cause.help.is_some(), "{said}");
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
    let Credentials::AppSpecificPassword { apple_id, .. } = found.credentials else {
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

#[test]
fn credentials_that_are_known_must_have_their_form() {
    const ISSUER: &str = "57246542-96fe-1a63-e053-0824d011072a";
    let pem = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA==\n-----END EC PRIVATE KEY-----";
    let password = "apple_id: a@example.org\npassword: $P\n";
    let key = "api_key: $K\nkey_id: $I\nissuer_id: $T\n";
    // (the section, password, key id, issuer id, what is missing, remarks)
    let cases = [
        (password, "abcd-efgh-ijkl-mnop", "", "", None, 0),
        (
            password,
            "abcd-efgh-ijkl",
            "",
            "",
            Some("`password` is no app-specific password: the client refuses it"),
            0,
        ),
        (
            password,
            "Abcd-efgh-ijkl-mnop",
            "",
            "",
            Some("`password` is no app-specific password: the client refuses it"),
            0,
        ),
        (key, "", "ABCDE12345", ISSUER, None, 1),
        (
            key,
            "",
            ISSUER,
            "ABCDE12345",
            Some("`key_id` is filled in with an issuer id and `issuer_id` with a key id"),
            0,
        ),
        (key, "", "abc", ISSUER, None, 2),
        (key, "", "abc", "def", None, 3),
    ];
    for (section, password, id, team, expected, remarks) in cases {
        let given = Given {
            environment: &[("P", password), ("K", pem), ("I", id), ("T", team)],
            ..Given::default()
        };
        let text = bare(section, "");
        let found = plan_of(&text, &given);
        let missing = match &found.credentials {
            Credentials::Missing(cause) => {
                let at = &text[cause.place.clone().unwrap()];
                assert!(matches!(at, "password" | "key_id"), "{at}");
                Some(&*cause.message)
            }
            _ => None,
        };
        assert_eq!(missing, expected, "{id} {team}");
        let all = found
            .remarks
            .iter()
            .filter(|it| !it.message.starts_with("`check`"));
        assert_eq!(all.count(), remarks, "{id} {team}: {:?}", found.remarks);
        let said = format!("{found:?}");
        for text in [password, id, team].iter().filter(|it| it.len() > 9) {
            assert!(!said.contains(text), "{said}");
        }
    }
}
