//! Secrets that scripts hold, and those that they print.

use super::{expect, found, workflow};

#[test]
fn secrets_in_the_log() {
    expect(
        &["script-secret-output"],
        &[
            ("", &["echo $A_TOKEN"], &["$A_TOKEN"]),
            ("", &["echo \"a ${A_PASSWORD}\""], &["${A_PASSWORD}"]),
            ("", &["echo ${#A_TOKEN} ${A_TOKEN:+set} $A"], &[]),
            ("", &["echo $A_TOKEN > a"], &[]),
            ("", &["echo $A_TOKEN | b"], &[]),
            ("", &["echo $A_TOKEN >> $CM_ENV"], &[]),
            ("", &["B=$(echo $A_TOKEN)"], &[]),
            ("", &["echo \"$(curl -H $A_TOKEN b)\""], &[]),
            ("", &["{ echo $A_TOKEN; } > a"], &[]),
            ("", &["printenv"], &["printenv"]),
            ("", &["printenv HOME\nenv | sort\nenv A=1 b"], &[]),
            ("", &["cat a/.env"], &["cat a/.env"]),
            ("", &["cat pubspec.yaml\ncat .env > b"], &[]),
            ("", &["set -x\ncurl $A_TOKEN"], &["set -x"]),
            ("", &["set -x\ncurl $A"], &[]),
            ("", &["curl $A_TOKEN\nset -x"], &[]),
            ("", &["set -e\ncurl $A_TOKEN"], &[]),
        ],
    );
}

#[test]
fn passwords_and_tokens_in_scripts() {
    const PASSWORD: &str = "grey-Kettle-7431";
    const TOKEN: &str = "k3Jd82hGq91LzXw0";
    let cases = [
        ("a --password grey-Kettle-7431", &[PASSWORD][..]),
        ("a --password=grey-Kettle-7431", &[PASSWORD]),
        ("a --password 'grey-Kettle-7431'", &[PASSWORD]),
        ("a --auth-token k3Jd82hGq91LzXw0", &[TOKEN]),
        ("a --password $PASSWORD", &[]),
        ("a --password android", &[]),
        ("a --password", &[]),
        ("a --password --b", &[]),
        ("a --passwordless grey-Kettle-7431", &[]),
        ("keytool -storepass grey-Kettle-7431", &[PASSWORD]),
        ("keytool -storepass android -keypass android", &[]),
        ("apksigner --ks-pass pass:grey-Kettle-7431", &[PASSWORD]),
        ("apksigner --ks-pass env:KEYSTORE_PASSWORD", &[]),
        ("apksigner --ks-pass file:secrets/password1", &[]),
        ("keychain initialize --password grey-Kettle-7431", &[]),
        ("security unlock-keychain -p grey-Kettle-7431", &[]),
        ("sshpass -p grey-Kettle-7431 ssh a", &[PASSWORD]),
        ("mkdir -p grey-Kettle-7431", &[]),
        ("export API_TOKEN=k3Jd82hGq91LzXw0", &[TOKEN]),
        ("API_TOKEN=k3Jd82hGq91LzXw0 a", &[TOKEN]),
        ("API_TOKEN=$(cat a)", &[]),
        ("echo API_TOKEN=k3Jd82hGq91LzXw0 >> $CM_ENV", &[TOKEN]),
        (
            "./gradlew -Psigning.storePassword=grey-Kettle-7431",
            &[PASSWORD],
        ),
        (
            "flutter build apk --dart-define=API_KEY=k3Jd82hGq91LzXw0",
            &[],
        ),
        ("curl -u me:grey-Kettle-7431 b", &[PASSWORD]),
        ("curl -u me:$PASSWORD b", &[]),
        (
            "cat > a <<END\nstorePassword=grey-Kettle-7431\nEND",
            &[PASSWORD],
        ),
        (
            "cat > a <<END\nstorePassword=$CM_KEYSTORE_PASSWORD\nEND",
            &[],
        ),
        (
            "cat > a <<END\n\"token\": \"k3Jd82hGq91LzXw0\"\nEND",
            &[TOKEN],
        ),
        ("# --password grey-Kettle-7431\nls", &[]),
    ];
    for (script, expected) in cases {
        let text = workflow("", &[script]);
        assert_eq!(found(&text, &["password-in-script"]), expected, "{text}");
    }
}

#[test]
fn known_secrets_in_scripts() {
    let github = "ghp_a9Kd73LmQx02TzVb58RcNw41YsHj6PfEu7Gi";
    let google = "AIzaSyD3k9fLm2QxTzVb58RcNw41YsHj6PfEu7G";
    let cases = [
        (format!("curl -H 'Authorization: Bearer {github}' a"), 1),
        (format!("# {github}\nls"), 1),
        (format!("#!/usr/bin/env python3\nt = '{github}'"), 1),
        ("curl -H \"Authorization: Bearer $TOKEN\" a".to_owned(), 0),
        (
            "echo ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".to_owned(),
            0,
        ),
        (format!("echo {google}"), 1),
        (format!("FIREBASE_KEY={google}"), 0),
    ];
    for (script, expected) in cases {
        let text = workflow("", &[&script]);
        assert_eq!(
            found(&text, &["secret-in-script"]).len(),
            expected,
            "{text}"
        );
    }
}
