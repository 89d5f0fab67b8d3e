//! No output of a plan tells a secret.

use super::*;

const HUSH: &str = "hUsh7Qz9LmN4pR8sT2vW6xY";

/// Every field that takes a value.
const EVERYWHERE: &str = "auth: @
api_key: @
key_id: @
issuer_id: @
apple_id: @
password: @
submit_to_testflight: @
expire_build_submitted_for_review: @
beta_groups: ['@']
submit_to_app_store: @
cancel_previous_submissions: @
copyright: @
phased_release: @
earliest_release_date: @
release_type: @
";

const OTHERS: &str = "google_play: {credentials: $V, track: $V, rollout_fraction: $V, release_promotion: {track: $V}}
firebase: {firebase_service_account: $V, ios: {app_id: $V, groups: ['$V']}}
partner_center: {store_id: $V, client_secret: $V}
slack: {channel: $V}
email: {recipients: ['$V']}
";

/// A workflow that uses a value in every place.
fn everywhere(value: &str) -> String {
    let section = EVERYWHERE.replace('@', value);
    let more = "environment:\n  vars:\n    OF_SECRET: \"$API_TOKEN\"\n    CHAIN: \"$OF_SECRET\"\n  ios_signing:\n    distribution_type: app_store\n    bundle_identifier: @\nscripts:\n  - flutter build ipa --build-name=@ --build-number=@\n".replace('@', value);
    let mut text = workflow(&section, &more);
    text.push_str(&support::indented(&OTHERS.replace("$V", value), 6));
    text
}

#[test]
fn values_of_secret_names_are_in_no_debug_text() {
    let file = format!(
        "API_TOKEN={HUSH}\nAPP_STORE_CONNECT_PRIVATE_KEY={HUSH}\nAPP_STORE_CONNECT_KEY_IDENTIFIER={HUSH}\nAPPLE_ID={HUSH}\n"
    );
    let names = [
        "API_TOKEN",
        "APP_STORE_CONNECT_PRIVATE_KEY",
        "APP_STORE_CONNECT_KEY_IDENTIFIER",
        "APPLE_ID",
        "OF_SECRET",
        "CHAIN",
    ];
    for name in names {
        let text = everywhere(&format!("${name}"));
        let given = Given {
            env_file: &file,
            ..Given::default()
        };
        let plan = plan_of(&text, &given);
        let said = format!("{plan:?} {:#?} {:?}", plan, given.settings());
        assert!(!said.contains(HUSH), "{name}: {said}");
        assert!(said.contains(name), "{name}");
        // Also from the environment of the process.
        let environment = [("API_TOKEN", HUSH), (name, HUSH)];
        let given = Given {
            environment: &environment,
            ..Given::default()
        };
        let said = format!("{:?}", plan_of(&text, &given));
        assert!(!said.contains(HUSH), "{name}: {said}");
    }
}

#[test]
fn secrets_are_known_by_their_form_too() {
    let token = format!("ghp_{}", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
    let pem = "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg\n-----END PRIVATE KEY-----";
    for value in [&*token, pem] {
        let environment = [("HARMLESS", value)];
        let given = Given {
            environment: &environment,
            ..Given::default()
        };
        let said = format!("{:?}", plan_of(&everywhere("$HARMLESS"), &given));
        let inner = &value[value.len() / 3..value.len() / 2];
        assert!(!said.contains(inner), "{said}");
    }
}

#[test]
fn secrets_written_in_the_file_are_marked_and_not_repeated() {
    let section = format!("api_key: {HUSH}\nkey_id: {HUSH}\nissuer_id: {HUSH}\n");
    let more = format!(
        "environment:\n  vars:\n    API_TOKEN: {HUSH}\nscripts:\n  - name: deploy --token={HUSH}\n    script: echo\n  - deploy --token={HUSH}\n"
    );
    let text = workflow(&section, &more);
    let plan = plan(&text);
    assert!(!format!("{plan:?}").contains(HUSH), "{plan:?}");
    let hidden: Vec<_> = plan.secrets.iter().map(|it| &text[it.clone()]).collect();
    assert!(hidden.len() >= 4, "{hidden:?}");
    assert!(plan.secrets.is_sorted_by_key(|it| it.start));
}

/// Names that say nothing.
const ODD: [&str; 6] = [
    "ASC_PW1",
    "X",
    "THING",
    "KEYS_TO_THE_CASTLE",
    "a",
    "VALUE_2",
];

#[test]
fn what_credentials_read_is_secret_whatever_it_is_named() {
    let sections = [
        "api_key: $@\nkey_id: $@\nissuer_id: $@\n",
        "apple_id: $@\npassword: ${@}\n",
        "api_key: $@\nkey_id: ABCDE12345\nissuer_id: $@\n",
    ];
    for name in ODD {
        for section in sections {
            let section = format!(
                "{}copyright: (c) ${name}\nbeta_groups: ['$VIA_{name}']\n",
                section.replace('@', name)
            );
            // From a file, the process, `vars`, and through others.
            let sources = [
                (format!("{name}={HUSH}\n"), String::new()),
                (format!("INNER={HUSH}\n"), format!("    {name}: $INNER\n")),
                (
                    format!("INNER={HUSH}\n"),
                    format!("    MIDDLE: a-$INNER\n    {name}: $MIDDLE\n"),
                ),
                (String::new(), format!("    {name}: {HUSH}\n")),
                (
                    String::new(),
                    format!("    MIDDLE: {HUSH}\n    {name}: $MIDDLE-x\n"),
                ),
            ];
            for (file, vars) in sources {
                let more = format!("environment:\n  vars:\n    VIA_{name}: ${name}\n{vars}");
                let text = workflow(&section, &more);
                let given = Given {
                    env_file: &file,
                    ..Given::default()
                };
                let plan = plan_of(&text, &given);
                let said = format!("{plan:?}");
                assert!(!said.contains(HUSH), "{text}{file}\n{said}");
                assert!(plan.variables.iter().any(|it| it.name == name), "{said}");
                let mut written = text.match_indices(HUSH).map(|(at, _)| at);
                assert!(
                    written.all(|at| plan.secrets.iter().any(|it| it.contains(&at))),
                    "{text}{:?}",
                    plan.secrets
                );
            }
        }
    }
}

#[test]
fn inputs_that_credentials_read_are_secret_too() {
    let section =
        "api_key: k\nkey_id: ${{ inputs.thing }}\nissuer_id: i\ncopyright: ${{ inputs.thing }}\n";
    let more = format!("inputs:\n  thing:\n    type: string\n    default: {HUSH}\n");
    let text = workflow(section, &more);
    let plan = plan(&text);
    assert!(!format!("{plan:?}").contains(HUSH), "{plan:?}");
    let at = text.find(HUSH).unwrap();
    assert!(
        plan.secrets.iter().any(|it| it.contains(&at)),
        "{:?}",
        plan.secrets
    );
}
