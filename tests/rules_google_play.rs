//! Publishing to Google Play: what must be found beyond the rules' pages, and
//! what must not.

mod support;

use codemagic_lint::finding::{Finding, Safety};
use codemagic_lint::rules::{self, Settings};

const WORKFLOW: &str = "\
workflows:
  android:
    name: Android
    environment:
      groups:
        - google_play
    scripts:
      - ./gradlew bundleRelease
    artifacts:
      - app/build/outputs/**/*.aab
    publishing:
      google_play:
        credentials: $GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS
        track: internal
";

const CREDENTIALS: &str = "$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS";
const TRACK: &str = "track: internal";
const ARTIFACTS: &str = "    artifacts:\n      - app/build/outputs/**/*.aab\n";
const GROUPS: &str = "      groups:\n        - google_play\n";

fn with(replacements: &[(&str, &str)]) -> String {
    let mut text = WORKFLOW.to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

/// The section with more fields.
fn fields(fields: &str) -> String {
    let mut text = WORKFLOW.to_owned();
    for line in fields.lines() {
        text.push_str("        ");
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn track(track: &str) -> String {
    with(&[(TRACK, &format!("track: {track}"))])
}

fn credentials(value: &str) -> String {
    with(&[(CREDENTIALS, value)])
}

fn artifacts(artifacts: &str) -> String {
    with(&[(ARTIFACTS, artifacts)])
}

fn settings() -> Settings {
    let mut settings = support::settings();
    for id in ["gp-credentials-old-name", "gp-parallel-edits"] {
        let index = rules::index_of(id).unwrap_or_default();
        settings.selection.switch_on(index);
    }
    settings
}

fn findings(text: &str) -> Vec<Finding> {
    support::check_with(text, &settings())
}

/// Rules of other parts that speak about the same texts are left aside.
fn expect(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let found = findings(text);
        let mut ids = support::ids(&found);
        ids.retain(|id| id.starts_with("gp-") || !expected.iter().all(|it| it.starts_with("gp-")));
        assert_eq!(ids, *expected, "{text}\n{found:#?}");
    }
}

fn help(text: &str) -> String {
    let found = findings(text);
    let first = found.first().and_then(|finding| finding.help.clone());
    first.unwrap_or_default()
}

fn fixed(text: &str) -> (String, Option<Safety>) {
    let found = findings(text);
    let fix = found.iter().find_map(|finding| finding.fix.as_ref());
    let mut text = text.to_owned();
    for edit in fix.iter().flat_map(|fix| &fix.edits) {
        text.replace_range(edit.span.start()..edit.span.end(), &edit.text);
    }
    (text, fix.map(|fix| fix.safety))
}

#[test]
fn a_sound_file_is_silent() {
    expect(&[(WORKFLOW.to_owned(), &[])]);
    assert_eq!(support::ids(&findings(WORKFLOW)), [""; 0]);
}

#[test]
fn tracks_are_needed() {
    let promotion = |fields: &str| self::fields(&format!("release_promotion: {fields}"));
    expect(&[
        (
            with(&[("        track: internal\n", "")]),
            &["gp-track-missing"],
        ),
        (
            promotion("{promote_as_draft: false}"),
            &["gp-track-missing"],
        ),
        (promotion("{track: beta}"), &[]),
        // Said at the wrong name, and of another kind.
        (with(&[(TRACK, "Track: internal")]), &["unknown-key"]),
        (track(""), &["null-value"]),
        (credentials("''"), &["empty-string-value"]),
        (
            with(&[(
                "        credentials: $GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS\n",
                "",
            )]),
            &["missing-required-key"],
        ),
    ]);
}

#[test]
fn fractions_lie_between_nobody_and_everyone() {
    let fraction = |value: &str| fields(&format!("rollout_fraction: {value}"));
    for value in ["0.25", "0.999", "$FRACTION", "'${{ inputs.fraction }}'"] {
        expect(&[(fraction(value), &[])]);
    }
    let cases = [
        ("25", "write `0.25` for 25 of a hundred users", Some("0.25")),
        ("33.3", "write `0.333` for", Some("0.333")),
        ("25%", "write `0.25` for 25 of", Some("0.25")),
        ("'0.5 %'", "write `0.005` for 0.5 of", Some("0.005")),
        ("1%", "write `0.01` for 1 of", Some("0.01")),
        ("99.9", "write `0.999` for 99.9 of", Some("0.999")),
        ("1", "leave the key out to release to everyone;", None),
        ("1.0", "leave the key out to release to everyone;", None),
        ("100", "leave the key out to release to everyone;", None),
        ("100%", "leave the key out to release to everyone;", None),
        ("0", "make the release a draft", None),
        ("0.0", "make the release a draft", None),
        ("0%", "make the release a draft", None),
        ("101", "write a part such as `0.25`", None),
        ("-0.5", "write a part such as `0.25`", None),
        (".inf", "write a part such as `0.25`", None),
        ("0x19", "write a part such as `0.25`", None),
    ];
    for (value, advice, replacement) in cases {
        let text = fraction(value);
        expect(&[(text.clone(), &["gp-rollout-range"])]);
        assert!(help(&text).starts_with(advice), "{value}: {}", help(&text));
        let (mended, safety) = fixed(&text);
        if let Some(replacement) = replacement {
            assert_eq!(mended, fraction(replacement), "{value}");
            assert_eq!(safety, Some(Safety::Unsafe));
        } else if advice.starts_with("leave") {
            assert_eq!(mended, WORKFLOW, "{value}");
            assert_eq!(safety, Some(Safety::Unsafe));
        } else {
            assert_eq!(safety, None, "{value}");
        }
    }
    expect(&[
        (fraction("many"), &["wrong-type"]),
        (fraction("x%"), &["wrong-type"]),
        (fraction("'0.25'"), &["wrong-type"]),
        (fraction("[1]"), &["wrong-type"]),
        (fields("submit_as_draft: 50%"), &["wrong-type"]),
        (
            fields("release_promotion:\n  track: beta\n  rollout_fraction: 5"),
            &["gp-rollout-range"],
        ),
    ]);
}

#[test]
fn priorities_are_six() {
    let priority = |value: &str| fields(&format!("in_app_update_priority: {value}"));
    expect(&[
        (priority("0"), &[]),
        (priority("5"), &[]),
        (priority("6"), &["gp-priority-range"]),
        (priority("-1"), &["gp-priority-range"]),
        (priority("2.5"), &["gp-priority-range"]),
        (priority("high"), &["wrong-type"]),
        (fields("release_name: 2.5"), &["wrong-type"]),
    ]);
}

#[test]
fn credentials_are_no_paths() {
    expect(&[
        (credentials("key.JSON"), &["gp-credentials-path"]),
        (
            credentials("$CM_BUILD_DIR/key.json"),
            &["gp-credentials-path"],
        ),
        (
            credentials("${CM_BUILD_DIR}/key.json"),
            &["gp-credentials-path"],
        ),
        (credentials("'@file:key.json'"), &[]),
        (credentials("'{\"file\": \"key\", \"a\": key.json'"), &[]),
        (credentials("'${{ inputs.key }}.json'"), &[]),
        (
            credentials("path/to/YOUR_KEY.json"),
            &["gp-credentials-path"],
        ),
        (credentials("YOUR_KEY.json"), &[]),
        (credentials("$JSON"), &[]),
        (
            credentials("$GCLOUD_SERVICE_ACCOUNT_CREDENTIALS"),
            &["gp-credentials-old-name"],
        ),
        (
            credentials("${GCLOUD_SERVICE_ACCOUNT_CREDENTIALS}"),
            &["gp-credentials-old-name"],
        ),
        (credentials("$GCLOUD_SERVICE_ACCOUNT_CREDENTIALS_2"), &[]),
    ]);
}

#[test]
fn tracks_are_spelt_as_google_play_does() {
    for custom in [
        "closed",
        "beta2",
        "$TRACK",
        "'wear:beta'",
        "GOOGLE_PLAY_TRACK",
    ] {
        expect(&[(track(custom), &[])]);
    }
    let cases = [
        ("Production", "production"),
        ("'BETA'", "beta"),
        ("prod", "production"),
        ("internal-app-sharing", "internal app sharing"),
        ("'wear:Alpha'", "wear:alpha"),
    ];
    // A custom track may have any name.
    for (written, meant) in cases {
        expect(&[(track(written), &["gp-track-spelling"])]);
        assert_eq!(fixed(&track(written)), (track(meant), Some(Safety::Unsafe)));
    }
    assert_eq!(fixed(&track(">\n          Beta")).1, None);
    let promotion = fields("release_promotion:\n  track: Beta");
    expect(&[(promotion, &["gp-track-spelling"])]);
}

#[test]
fn variables_override_tracks() {
    let vars = |value: &str, track: &str| {
        with(&[
            (
                GROUPS,
                &format!("{GROUPS}      vars:\n        GOOGLE_PLAY_TRACK: {value}\n"),
            ),
            (TRACK, &format!("track: {track}")),
        ])
    };
    expect(&[
        (vars("beta", "internal"), &["gp-track-env-override"]),
        (vars("internal", "internal"), &[]),
        (vars("beta", "$GOOGLE_PLAY_TRACK"), &[]),
        (vars("beta", "GOOGLE_PLAY_TRACK"), &[]),
        (vars("$OTHER", "internal"), &[]),
        (vars("a$OTHER", "internal"), &[]),
        (vars("Encrypted(abc)", "internal"), &[]),
        (vars("''", "internal"), &[]),
        (vars("[beta]", "internal"), &[]),
    ]);
}

#[test]
fn drafts_are_not_rolled_out() {
    let promotion = |text: &str| {
        let lines = text.replace('\n', "\n  ");
        fields(&format!("release_promotion:\n  track: beta\n  {lines}"))
    };
    let both = "rollout_fraction: 0.5\nsubmit_as_draft: true";
    let promoted = "rollout_fraction: 0.5\npromote_as_draft: true";
    expect(&[
        (fields(both), &["gp-rollout-with-draft"]),
        (
            fields(&both.replace("0.5", "$PART")),
            &["gp-rollout-with-draft"],
        ),
        (fields(&both.replace("true", "false")), &[]),
        (fields(&both.replace("true", "$DRAFT")), &[]),
        (fields("submit_as_draft: true"), &[]),
        // The range is wrong already.
        (fields(&both.replace("0.5", "5")), &["gp-rollout-range"]),
        (promotion(promoted), &["gp-promotion-rollout-with-draft"]),
        (promotion(&promoted.replace("true", "false")), &[]),
        (promotion("promote_as_draft: true"), &[]),
        // A release of one track, a draft of the other.
        (
            fields(
                "rollout_fraction: 0.5\nrelease_promotion:\n  track: beta\n  promote_as_draft: true",
            ),
            &[],
        ),
    ]);
}

#[test]
fn a_draft_in_a_shared_section_is_one_finding() {
    let section = "rollout_fraction: 0.5\nsubmit_as_draft: true\n<<: *play";
    let one = fields(section)
        .replace(
            "        credentials: $GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS\n",
            "",
        )
        .replace("        track: internal\n", "");
    let text = one.replace(
        "workflows:\n",
        &format!("definitions:\n  play: &play\n    credentials: {CREDENTIALS}\n    track: internal\nworkflows:\n"),
    );
    expect(&[(text, &["gp-rollout-with-draft"])]);
    let shared = fields("rollout_fraction: 0.5\nsubmit_as_draft: true")
        .replace("google_play:\n", "google_play: &play\n");
    let mut text = shared.clone();
    for id in ["second", "third"] {
        let other = &WORKFLOW[WORKFLOW.find("  android:").unwrap_or_default()..];
        let end = other.find("google_play:").unwrap_or_default();
        text.push_str(&other[..end].replace("android:", &format!("{id}:")));
        text.push_str("google_play: *play\n");
    }
    expect(&[(text, &["gp-rollout-with-draft"])]);
}

#[test]
fn promotions_lead_elsewhere() {
    let promotion = |from: &str, to: &str| {
        let to = format!("track: {from}\n        release_promotion:\n          track: {to}");
        with(&[(TRACK, &to)])
    };
    expect(&[
        (
            promotion("internal", "internal"),
            &["gp-promotion-same-track"],
        ),
        (promotion("internal", "'internal '"), &["gp-track-spelling"]),
        (promotion("$TRACK", "$TRACK"), &["gp-promotion-same-track"]),
        (promotion("$TRACK", "$OTHER"), &[]),
        (promotion("internal", "beta"), &[]),
        (promotion("[a]", "[a]"), &["wrong-type", "wrong-type"]),
    ]);
    let draft = |draft: &str, promote: &str| {
        fields(&format!(
            "submit_as_draft: {draft}\nrelease_promotion:\n  track: beta\n  promote_as_draft: {promote}"
        ))
    };
    expect(&[
        (draft("true", "false"), &["gp-promotion-of-draft"]),
        (draft("true", "true"), &[]),
        (draft("true", "$DRAFT"), &[]),
        (draft("false", "false"), &[]),
        (draft("$DRAFT", "false"), &[]),
    ]);
}

#[test]
fn changes_are_sent_unless_said_otherwise() {
    let changes = |value: &str| fields(&format!("changes_not_sent_for_review: {value}"));
    expect(&[
        (changes("true"), &["gp-changes-not-sent"]),
        (changes("false"), &[]),
        (changes("$LATER"), &[]),
    ]);
}

#[test]
fn something_must_be_kept() {
    let output = "      - ./gradlew bundleRelease && mv app.aab $CM_BUILD_OUTPUT_DIR\n";
    let moves = |artifacts: &str| {
        let script = "      - ./gradlew bundleRelease\n";
        with(&[(ARTIFACTS, artifacts), (script, output)])
    };
    expect(&[
        (artifacts(""), &["gp-artifact-missing"]),
        (
            artifacts("    artifacts: ['**/*.log']\n"),
            &["gp-artifact-missing"],
        ),
        (
            artifacts("    artifacts:\n"),
            &["gp-artifact-missing", "null-section"],
        ),
        (artifacts("    artifacts: app.aab\n"), &["wrong-type"]),
        (artifacts("    artifacts: [build/$NAME]\n"), &[]),
        (artifacts("    artifacts: ['**/*.apk']\n"), &["gp-apk-only"]),
        (artifacts("    artifacts: ['**/*.apk', '**/*.aab']\n"), &[]),
        (artifacts("    artifacts: ['**/*.a*']\n"), &[]),
        (moves("    artifacts: ['**/*.apk']\n"), &[]),
        (moves("    artifacts: ['**/*.log']\n"), &[]),
        (
            with(&[
                (TRACK, "track: internal app sharing"),
                (ARTIFACTS, "    artifacts: ['**/*.apk']\n"),
            ]),
            &[],
        ),
        // Nothing is published.
        (
            artifacts("    artifacts: ['**/*.log']\n")
                .replace("google_play:\n", "firebase:\n")
                .replace("credentials:", "firebase_service_account:")
                .replace("        track: internal\n", ""),
            &[],
        ),
    ]);
}

#[test]
fn builds_that_cannot_run_side_by_side_are_left_alone() {
    let trigger = |lines: &str| {
        let lines = format!("    triggering:\n{lines}    scripts:\n");
        with(&[("    scripts:\n", &lines)])
    };
    let events = "      events: [push]\n      branch_patterns: [{pattern: main}]\n";
    let cancel = |value: &str| trigger(&format!("{events}      cancel_previous_builds: {value}\n"));
    let hint: &[&str] = &["gp-parallel-edits"];
    expect(&[
        (trigger(events), hint),
        (cancel("false"), hint),
        (cancel("true"), &[]),
        (cancel("$CANCEL"), &[]),
        (trigger("      events: []\n"), &[]),
    ]);
    let at = |text: &str| {
        let found = findings(text);
        let hint = found.iter().find(|it| it.rule == "gp-parallel-edits");
        hint.map(|it| text[it.span.start()..it.span.end()].to_owned())
    };
    assert_eq!(at(&trigger(events)).as_deref(), Some("triggering"));
    assert_eq!(
        at(&cancel("false")).as_deref(),
        Some("cancel_previous_builds")
    );
    let other = trigger(events)
        .replace("google_play:\n", "firebase:\n")
        .replace("credentials:", "firebase_service_account:")
        .replace("        track: internal\n", "");
    expect(&[(other, &[])]);
}

#[test]
fn pull_requests_are_released_unless_something_may_stop_them() {
    let case = |triggering: &str, track: &str, top: &str| {
        let lines = format!("    triggering: {{{triggering}}}\n{top}    scripts:\n");
        with(&[("    scripts:\n", &lines), (TRACK, track)])
    };
    let event = "events: [pull_request]";
    let patterns = |patterns: &str| format!("{event}, branch_patterns: [{patterns}]");
    let production = "track: production";
    let promoted = format!("{TRACK}\n        release_promotion: {{track: production}}");
    let when = |text: &str| case(event, production, &format!("    when: {text}\n"));
    let cases = [
        (case(event, production, ""), true),
        (case(event, "track: wear:production", ""), true),
        (case(event, &promoted, ""), true),
        (case(event, TRACK, ""), false),
        (case(event, "track: $TRACK", ""), false),
        (
            case("events: [pull_request_labeled]", production, ""),
            false,
        ),
        (case("events: [push, tag]", production, ""), false),
        (case(&patterns("{pattern: '*'}"), production, ""), true),
        (
            case(&patterns("{pattern: main, source: false}"), production, ""),
            true,
        ),
        (
            case(&patterns("{pattern: release/*}"), production, ""),
            false,
        ),
        (case(&patterns("{pattern: $BRANCH}"), production, ""), false),
        (when("{changeset: {includes: [app]}}"), true),
        (when("{condition: not event.pull_request.draft}"), false),
        (
            case(event, production, "").replace(
                "- ./gradlew",
                "- test -z \"$CM_PULL_REQUEST_NUMBER\" && ./gradlew",
            ),
            false,
        ),
        (
            case(
                event,
                &format!("{production}\n        submit_as_draft: true"),
                "",
            ),
            false,
        ),
        (
            case(
                event,
                &format!("{production}\n        submit_as_draft: $D"),
                "",
            ),
            false,
        ),
    ];
    for (text, expected) in cases {
        let found = findings(&text);
        let is_found = support::ids(&found).contains(&"release-from-pull-request");
        assert_eq!(is_found, expected, "{text}\n{found:#?}");
    }
}
