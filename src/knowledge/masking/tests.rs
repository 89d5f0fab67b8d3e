use super::*;

#[test]
fn names_of_secrets_are_known_by_their_words() {
    for name in [
        "DB_PASS",
        "DB_PWD",
        "KEYSTORE_PASS",
        "AUTH",
        "AUTH_KEY",
        "SIGNING_KEY",
        "SENTRY_DSN",
        "SLACK_WEBHOOK_URL",
        "GITHUB_PAT",
        "JWT",
        "PWD_ADMIN",
        "storePass",
        "apiKey",
        "paswsord",
        "API_TOKEN",
        "credentials",
    ] {
        assert!(names_secret(name), "{name}");
    }
    for name in [
        "PATH",
        "COMPASS",
        "AUTHOR",
        "AUTH_URL",
        "PASSENGERS",
        "key_alias",
        "flutter",
        "patterns",
        "BYPASS_CACHE",
        "password_variable",
    ] {
        assert!(!names_secret(name), "{name}");
    }
}

#[test]
fn what_stands_for_a_secret_is_shown() {
    for text in [
        "true",
        "1",
        "3.24.1",
        "change_me",
        "$DB",
        "${DB}",
        "$hunter",
        "$A:$B",
        "<token>",
        "HUB_TOKEN",
        "key.p8",
        "@env:PASS",
        "${{ inputs.token }}",
        "$(cat file)",
        "",
    ] {
        assert!(is_harmless(text), "{text}");
    }
    for text in [
        "hunter7",
        "12345",
        "abc",
        "$hunter3!hunter",
        "HUNTER7",
        "integration",
        "$(x) hunter",
        "{\"a\": 1}.json",
    ] {
        assert!(!is_harmless(text), "{text}");
    }
}

#[test]
fn secrets_are_found_in_lines() {
    let hook = concat!("hooks.slack", ".com/services/T0/B0/abc");
    let cases = [
        (
            "curl -H \"Authorization: Bearer abc7Def\"",
            &["abc7Def"][..],
        ),
        ("curl -H 'Authorization: Basic hunter'", &["hunter"]),
        ("curl -H 'Private-Token: hunter7'", &["hunter7"]),
        ("curl -u admin:hunter7Xq https://a.test", &["hunter7Xq"]),
        ("export DB_PASS=hunter7 && ls", &["hunter7"]),
        ("export DB_PASS='hunter 7' && ls", &["hunter 7"]),
        ("{\"token\": \"hunter7\", \"a\": 1}", &["hunter7"]),
        ("\"{\\\"token\\\": \\\"hunter7\\\"}\"", &["hunter7"]),
        ("GH: ghp_abc123", &["ghp_abc123"]),
        ("x 1//0gAbcdef", &["1//0gAbcdef"]),
        (&format!("curl https://{hook}"), &[hook]),
        // References, prose and others.
        ("curl -H \"Authorization: Bearer $TOKEN\"", &[]),
        ("curl -u \"$NAME:$PASS\"", &[]),
        ("docker run -u 1000:1000", &[]),
        ("export DB_PASS=$(cat pass) TOKEN=\"$A\"", &[]),
        ("# Bearer tokens", &[]),
        ("auth: integration", &[]),
        ("[ $TOKEN == hunter7 ]", &[]),
        ("ghp_xxxxxxxxxxxx", &[]),
    ];
    for (line, expected) in cases {
        let mut found: Vec<&str> = parts(line).into_iter().map(|it| &line[it]).collect();
        found.dedup();
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn tokens_are_told_from_names_and_patterns() {
    assert!(is_token("9f86d081884c7d659a2f"));
    for text in [
        "build/**/*.{apk,aab}",
        "mac_mini_m2",
        "a1@b2c3d4e5f6.test",
        "two 9f86d081884c",
    ] {
        assert!(!is_token(text), "{text}");
    }
    assert!(is_uuid("69a6de7e-0000-47e3-e053-5b8c7c11a4d1"));
    assert!(!is_uuid("69a6de7e-0000"));
}
