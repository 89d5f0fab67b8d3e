//! What Codemagic's server, its tools and Apple answer to a mistake that the file
//! alone can show: each is found, at the right place, and `explain` quotes the
//! answer.

mod support;

use codemagic_lint::finding::Severity;
use codemagic_lint::rules::{self, Settings};

struct Answer {
    /// What is answered, in part.
    says: &'static str,
    rule: &'static str,
    severity: Severity,
    /// The text at which it is shown, on its line.
    at: (&'static str, &'static str),
    text: &'static str,
}

const fn error(
    says: &'static str,
    rule: &'static str,
    at: (&'static str, &'static str),
    text: &'static str,
) -> Answer {
    Answer {
        says,
        rule,
        severity: Severity::Error,
        at,
        text,
    }
}

const ANSWERS: &[Answer] = &[
    error(
        "auth -> \"integration\" requires workflow -> integrations -> app_store_connect",
        "asc-integration-undeclared",
        ("auth: integration", "integration"),
        "workflows:\n  ios:\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        auth: integration\n",
    ),
    error(
        "For authentication using App Store Connect API the API key, key identifier and issuer identifier are all required.",
        "asc-api-key-incomplete",
        ("app_store_connect:", "app_store_connect"),
        "workflows:\n  ios:\n    environment: {groups: [keys]}\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        api_key: $APP_STORE_CONNECT_PRIVATE_KEY\n        key_id: $APP_STORE_CONNECT_KEY_IDENTIFIER\n",
    ),
    error(
        "For fetching signing identities, distribution type and bundle identifier are both required.",
        "ios-signing-pair",
        ("ios_signing:", "ios_signing"),
        "workflows:\n  ios:\n    scripts: [ls]\n    environment:\n      ios_signing:\n        bundle_identifier: io.acme.notes\n",
    ),
    error(
        "extra fields not permitted",
        "foreign-ci-key",
        ("android_sdk: latest", "android_sdk"),
        "workflows:\n  android:\n    scripts: [ls]\n    environment:\n      android_sdk: latest\n",
    ),
    error(
        "extra fields not permitted",
        "unknown-key",
        ("provisioning_profile: $P12", "provisioning_profile"),
        "workflows:\n  ios:\n    scripts: [ls]\n    environment:\n      groups: [signing]\n      ios_signing:\n        provisioning_profile: $P12\n",
    ),
    error(
        "scripts -> 0: str type expected",
        "nested-list-alias",
        ("- *steps", "*steps"),
        "definitions:\n  steps: &steps\n    - ls\n    - pwd\nworkflows:\n  ios:\n    scripts:\n      - *steps\n",
    ),
    Answer {
        says: "recipients -> 0: none is not an allowed value",
        rule: "undefined-variable-in-config",
        severity: Severity::Warning,
        at: ("- $RELEASE_MAIL", "$RELEASE_MAIL"),
        text: "workflows:\n  ios:\n    scripts: [ls]\n    publishing:\n      email:\n        recipients:\n          - $RELEASE_MAIL\n",
    },
    error(
        "is not accessible",
        "undefined-variable-in-config",
        ("track: $GOOGLE_PLAY_TRACK", "$GOOGLE_PLAY_TRACK"),
        "workflows:\n  android:\n    scripts: [ls]\n    artifacts: ['*.aab']\n    environment:\n      vars:\n        KEY: $KEY\n    publishing:\n      google_play:\n        credentials: $KEY\n        track: $GOOGLE_PLAY_TRACK\n",
    ),
    Answer {
        says: "Cannot add internal group to a build.",
        rule: "asc-beta-group-internal",
        severity: Severity::Warning,
        at: ("- Internal testers", "Internal testers"),
        text: "workflows:\n  ios:\n    integrations: {app_store_connect: Key}\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        auth: integration\n        submit_to_testflight: true\n        beta_groups:\n          - Internal testers\n",
    },
    error(
        "is not valid, date cannot be in the past",
        "asc-date-in-past",
        (
            "earliest_release_date: 2021-11-10T14:00:00+00:00",
            "2021-11-10T14:00:00+00:00",
        ),
        SCHEDULED,
    ),
    error(
        "only hour precision is allowed and minutes and seconds are not permitted",
        "asc-date-hour-precision",
        ("earliest_release_date: 2031-11-10T14:30:00+00:00", "30:00"),
        SCHEDULED_HALF_PAST,
    ),
    error(
        "is not a valid ISO 8601 timestamp",
        "asc-date-format",
        ("earliest_release_date: tomorrow", "tomorrow"),
        SCHEDULED_TOMORROW,
    ),
    error(
        "Either Apple ID and app specific password or App Store Connect API key information is required.",
        "asc-auth-missing",
        ("app_store_connect:", "app_store_connect"),
        "workflows:\n  ios:\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        submit_to_testflight: true\n",
    ),
    error(
        "Invalid App Store Connect password. Expected pattern \"abcd-abcd-abcd-abcd\".",
        "asc-password-form",
        ("password: swordfish", "swordfish"),
        "workflows:\n  ios:\n    environment: {groups: [keys]}\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        apple_id: $APPLE_ID\n        password: swordfish\n",
    ),
    Answer {
        says: "Changes are sent for review automatically. The query parameter changesNotSentForReview must not be set.",
        rule: "gp-changes-not-sent",
        severity: Severity::Warning,
        at: (
            "changes_not_sent_for_review: true",
            "changes_not_sent_for_review",
        ),
        text: "workflows:\n  android:\n    environment: {groups: [keys]}\n    artifacts: ['*.aab']\n    scripts: [ls]\n    publishing:\n      google_play:\n        credentials: $KEY\n        track: internal\n        changes_not_sent_for_review: true\n",
    },
    Answer {
        says: "No keystores with reference 'upload.keystore' were found from code signing identities.",
        rule: "android-signing-file-name",
        severity: Severity::Warning,
        at: ("- upload.keystore", "upload.keystore"),
        text: "workflows:\n  android:\n    scripts: [ls]\n    environment:\n      android_signing:\n        - upload.keystore\n",
    },
    Answer {
        says: "It is required for submitting an app to Testflight.",
        rule: "asc-password-disables-magic-actions",
        severity: Severity::Warning,
        at: ("submit_to_testflight: true", "submit_to_testflight"),
        text: "workflows:\n  ios:\n    environment: {groups: [keys]}\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        apple_id: $APPLE_ID\n        password: $PASSWORD\n        submit_to_testflight: true\n",
    },
];

macro_rules! scheduled {
    ($date:literal) => {
        concat!(
            "workflows:\n  ios:\n    integrations: {app_store_connect: Key}\n    artifacts: ['*.ipa']\n    scripts: [ls]\n    publishing:\n      app_store_connect:\n        auth: integration\n        submit_to_app_store: true\n        release_type: SCHEDULED\n        earliest_release_date: ",
            $date,
            "\n"
        )
    };
}

const SCHEDULED: &str = scheduled!("2021-11-10T14:00:00+00:00");
const SCHEDULED_HALF_PAST: &str = scheduled!("2031-11-10T14:30:00+00:00");
const SCHEDULED_TOMORROW: &str = scheduled!("tomorrow");

#[test]
fn each_answer_is_foretold_at_its_place() {
    let settings = Settings {
        now: "2026-07-01T00:00:00Z".parse().ok(),
        ..support::settings()
    };
    for Answer {
        says,
        rule,
        severity,
        at: (line, shown),
        text,
    } in ANSWERS
    {
        let findings = support::check_with(text, &settings);
        let finding = findings.iter().find(|finding| finding.rule == *rule);
        let finding = finding.unwrap_or_else(|| panic!("{says}: {findings:#?}"));
        assert_eq!(finding.severity, *severity, "{rule}");
        assert_eq!(&text[finding.span.range()], *shown, "{rule}");
        let start = text[..finding.span.start()]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        assert_eq!(
            text[start..].lines().next().unwrap().trim(),
            *line,
            "{rule}"
        );
        let errors = findings
            .iter()
            .filter(|it| it.severity == Severity::Error && it.span != finding.span);
        assert_eq!(errors.count(), 0, "{rule}: {findings:#?}");
    }
}

#[test]
fn explain_quotes_each_answer() {
    for Answer { says, rule, .. } in ANSWERS {
        let page = rules::find(rule).unwrap().page;
        assert!(
            page.contains(says),
            "docs/rules/{rule}.md does not quote: {says}"
        );
    }
}
