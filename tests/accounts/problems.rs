//! What is said of mistakes, and at which characters.

use super::read;

/// Reads a text in which `‹` and `›` mark the one problem that it has.
fn problem(marked: &str) -> (String, String) {
    let text = marked.replace(['‹', '›'], "");
    let start = marked.find('‹').unwrap();
    let end = marked.find('›').unwrap() - '‹'.len_utf8();
    let (_, problems) = read(&text);
    let [problem] = problems.as_slice() else {
        panic!("{text}\n{problems:#?}");
    };
    let span = problem.span.range();
    assert_eq!(text.get(span.clone()), text.get(start..end), "{problem:?}");
    assert_eq!(span, start..end, "{problem:?}");
    (problem.message.clone(), problem.help.clone().unwrap())
}

fn all(table: &[(&str, &str, &str)]) {
    for (marked, message, help) in table {
        let (said, helped) = problem(marked);
        assert_eq!(said, *message, "{marked}");
        assert!(
            helped.contains(help),
            "{marked}\nhelp: {helped}\nwithout: {help}"
        );
        for text in [&said, &helped] {
            let first = text.chars().next().unwrap();
            let is_name = text.starts_with("App Store Connect");
            assert!(!first.is_uppercase() || is_name, "{text}");
            assert!(
                !text.ends_with('.') && !text.contains("Codemagic"),
                "{text}"
            );
        }
    }
}

#[test]
fn of_yaml() {
    all(&[
        (
            "apps: []\n‹apps›: []\n",
            "`apps` is given twice: the later silently wins and the earlier is lost",
            "join the two",
        ),
        (
            "key:\n  id: ‹*nothing›\n",
            "there is no anchor `&nothing`",
            "write `&nothing` at the value that is meant",
        ),
        (
            "faults: []\n‹---›\napps: []\n",
            "a second YAML document begins here, but codemagic-lint reads files with one only",
            "put everything into one document and remove the `---`",
        ),
        (
            "key:\n  id: ‹\"abc›\n",
            "the quote `\"` that opens here is never closed",
            "",
        ),
    ]);
}

#[test]
fn of_structure() {
    all(&[
        (
            "‹app›: []\n",
            "unknown key `app`; did you mean `apps`?",
            "known here: key, agreements_accepted",
        ),
        (
            "‹switches›: {}\n",
            "unknown key `switches`",
            "known here: key",
        ),
        (
            "‹role›: admin\n",
            "unknown key `role`",
            "`role` belongs under `key`; known here: key",
        ),
        (
            "apps:\n  - bundle_id: io.example.app\n    ‹faults›: []\n",
            "unknown key `faults`",
            "`faults` belongs at the top of the file",
        ),
        ("‹[a]›: 1\n", "a key must be text", "keys are words"),
        (
            "apps:\n  - ‹name›: Example\n",
            "`bundle_id` is missing: each app needs it",
            "add it, such as `bundle_id: io.example.app`",
        ),
        (
            "apps:\n  - ‹bundleid›: io.example.app\n",
            "unknown key `bundleid`; did you mean `bundle_id`?",
            "known here",
        ),
        (
            "‹- apps›\n",
            "the file must be a mapping, not a list",
            "apps",
        ),
        (
            "‹apps›\n",
            "the file must be a mapping, not text `apps`",
            "apps",
        ),
        (
            "‹apps›:\n  bundle_id: io.example.app\n",
            "`apps` must be a list of mappings, not a mapping",
            "put `- ` before each item",
        ),
        (
            "apps: ‹io.example.app›\n",
            "`apps` must be a list of mappings, not text `io.example.app`",
            "put `- ` before each item",
        ),
        (
            "apps: [‹io.example.app›]\n",
            "an item of `apps` must be a mapping, not text `io.example.app`",
            "bundle_id, name",
        ),
        (
            "agreements_accepted: ‹\"no\"›\n",
            "`agreements_accepted` must be `true` or `false`, not text `no`",
            "write `true` or `false` without quotes",
        ),
        (
            "rate_limit: {used: ‹many›}\n",
            "`used` must be a whole number from 0 to 1000000, not text `many`",
            "write a number",
        ),
        (
            "rate_limit: {used: ‹-1›}\n",
            "`used` must be a whole number from 0 to 1000000, not `-1`",
            "within the bounds",
        ),
        (
            "key: {id: ‹1234567890›}\n",
            "`id` must be non-empty text, not a whole number `1234567890`",
            "quote the value to make it text",
        ),
        ("key: {id: ‹''›}\n", "`id` is empty", "leave the key out"),
        ("‹apps›:\n", "`apps` has no value", "write `[]` for none"),
        (
            "‹key›:\n",
            "`key` has no value",
            "write a mapping, or leave the key out",
        ),
        (
            "apps: [‹null›]\n",
            "an item of `apps` has no value",
            "remove the dash",
        ),
    ]);
}

#[test]
fn of_values() {
    all(&[
        (
            "key: {role: ‹App-Manager›}\n",
            "`role` cannot be `App-Manager`; did you mean `app-manager`?",
            "`admin`, `app-manager`, `developer`",
        ),
        (
            "key: {role: ‹owner›}\n",
            "`role` cannot be `owner`",
            "write `admin`, `app-manager`",
        ),
        (
            "key: {public_key: ‹abc›}\n",
            "`public_key` is not the public half of a P-256 key in PEM",
            "openssl ec -in AuthKey.p8 -pubout",
        ),
        (
            "apps: [{bundle_id: ‹io example›}]\n",
            "`bundle_id` cannot be `io example`",
            "write a bundle id such as `io.example.app`",
        ),
        (
            "apps: [{bundle_id: a, upload: {appears_after: ‹90›}}]\n",
            "`appears_after` must be a duration such as `90s`, `15m`, `1h30m` or `2d` or `never`, \
             not a whole number `90`",
            "add a unit: `90s` for seconds, `90m` for minutes",
        ),
        (
            "apps: [{bundle_id: a, upload: {appears_after: ‹5 minutes›}}]\n",
            "`appears_after` cannot be `5 minutes`",
            "write a duration such as `90s`, `15m`, `1h30m` or `2d` or `never`",
        ),
        (
            "apps: [{bundle_id: a, upload: {testers_lag: ‹never›}}]\n",
            "`testers_lag` cannot be `never`",
            "write a duration",
        ),
        (
            "apps: [{bundle_id: a, upload: {testers_lag: ‹-5m›}}]\n",
            "`testers_lag` cannot be `-5m`",
            "it cannot be negative: write `5m`",
        ),
        (
            "apps: [{bundle_id: a, builds: [{build_number: ‹-42›}]}]\n",
            "`build_number` cannot be `-42`",
            "it cannot be negative: write `42`",
        ),
        (
            "apps: [{bundle_id: a, builds: [{version: ‹1.0-beta›}]}]\n",
            "`version` cannot be `1.0-beta`",
            "write a number such as `42` or `1.0.0`",
        ),
        (
            "apps: [{bundle_id: a, builds: [{platform: ‹ios›}]}]\n",
            "`platform` cannot be `ios`; did you mean `IOS`?",
            "`IOS`, `MAC_OS`, `TV_OS` or `VISION_OS`",
        ),
        (
            "apps: [{bundle_id: a, versions: [{state: ‹READY_FOR_SALE›}]}]\n",
            "`state` cannot be `READY_FOR_SALE`; did you mean `READY_FOR_REVIEW`?",
            "`READY_FOR_DISTRIBUTION`",
        ),
        (
            "apps: [{bundle_id: a, upload: {processing_result: ‹PROCESSING›}}]\n",
            "`processing_result` cannot be `PROCESSING`",
            "write `VALID`, `INVALID` or `FAILED`",
        ),
        (
            "faults: [{request: ‹PUT /v1/apps›, answer: 500}]\n",
            "`request` cannot be `PUT /v1/apps`",
            "write a method and a path such as `POST /v1/betaAppReviewSubmissions`",
        ),
        (
            "faults: [{answer: ‹200›}]\n",
            "`answer` must be `401`, `403`, `404`, `429`, a whole number from 500 to 599, `html`, \
             `invalid-json` or `cut`, not `200`",
            "write the status of an error",
        ),
        (
            "faults: [{answer: ‹invalid_json›}]\n",
            "`answer` cannot be `invalid_json`; did you mean `invalid-json`?",
            "`html`",
        ),
        (
            "faults: [{answer: 500, times: ‹0›}]\n",
            "`times` must be a whole number from 1 to 1000000 or `always`, not `0`",
            "within the bounds",
        ),
        (
            "faults: [{answer: 500, times: ‹allways›}]\n",
            "`times` cannot be `allways`; did you mean `always`?",
            "`always`",
        ),
    ]);
}

#[test]
fn of_contradictions() {
    let app = |body: &str| format!("apps:\n  - bundle_id: io.example.app\n{body}");
    let table = [
        (
            "    builds:\n      - build_number: 7\n      - build_number: ‹7›\n",
            "version `1.0.0` has a build `7` already",
            "a number of its own",
        ),
        (
            "    builds:\n      - &a {build_number: 7}\n      - ‹*a›\n",
            "version `1.0.0` has a build `7` already",
            "a number of its own",
        ),
        (
            "    builds:\n      - {build_number: 7, beta_review: IN_REVIEW}\n      \
             - {build_number: 8, beta_review: ‹WAITING_FOR_REVIEW›}\n",
            "another build of version `1.0.0` is in beta review already",
            "one build of a version at a time",
        ),
        (
            "    builds: [{processing_state: PROCESSING, beta_review: ‹APPROVED›}]\n",
            "a build that is `PROCESSING` has no beta review",
            "`processing_state: VALID`",
        ),
        (
            "    builds: [{build_number: 41}]\n    versions: [{build_number: ‹42›}]\n",
            "version `1.0.0` has no build `42`; did you mean `41`?",
            "`- {version: 1.0.0, build_number: 42, platform: IOS}`",
        ),
        (
            "    versions: [{version: 2.0.0, build_number: ‹42›}]\n",
            "version `2.0.0` has no build `42`",
            "add it to `builds`",
        ),
        (
            "    versions: [{version: 1.0.0, state: REPLACED_WITH_NEW_VERSION}, {version: ‹1.0.0›}]\n",
            "version `1.0.0` of `IOS` is given twice",
            "another number",
        ),
        (
            "    versions:\n      - {version: 1.0.0}\n      - {version: 1.1.0, state: \
             PREPARE_FOR_SUBMISSION}\n      - {version: 1.2.0, state: ‹REJECTED›}\n",
            "a second unreleased version of `IOS`",
            "one at a time",
        ),
        (
            "    versions:\n      - {version: 1.0.0}\n      - {version: 1.1.0, state: \
             ‹READY_FOR_DISTRIBUTION›}\n",
            "a second version of `IOS` in the store",
            "`REPLACED_WITH_NEW_VERSION` for the older",
        ),
        (
            "    first_version: ‹true›\n    versions: [{version: 1.0.0}]\n",
            "`first_version` although `1.0.0` is in the store",
            "remove one",
        ),
        (
            "    first_version: ‹false›\n    versions: []\n",
            "`first_version: false` although there is no version",
            "remove `versions`",
        ),
        (
            "    versions: [{phased_release: ‹INACTIVE›}]\n",
            "the phased release is `INACTIVE`, but the version is `READY_FOR_DISTRIBUTION`",
            "until the version is released",
        ),
        (
            "    versions: [{state: ‹IN_REVIEW›}]\n",
            "version `1.0.0` is `IN_REVIEW`, but has no build",
            "add `build_number`, and the build itself to `builds`",
        ),
        (
            "    builds: [{}]\n    versions: [{state: IN_REVIEW, build_number: 1}, {version: 0.9.0}]\n    \
             submissions: [‹{state: COMPLETING, version: 0.9.0}›]\n",
            "an open submission holds version `0.9.0`, while version `1.0.0` is `IN_REVIEW`",
            "make this one `COMPLETE`",
        ),
        (
            "    builds: [{}]\n    versions: [{state: WAITING_FOR_REVIEW, build_number: 1}]\n    \
             submissions: [{state: ‹CANCELING›, version: 1.0.0}]\n",
            "the submission is `CANCELING`, but its version `1.0.0` is `WAITING_FOR_REVIEW`",
            "go together",
        ),
        (
            "    builds: [{uses_non_exempt_encryption: null, beta_review: ‹APPROVED›}]\n",
            "a build without an answer about encryption has no beta review",
            "`uses_non_exempt_encryption: false`",
        ),
        (
            "    builds: [{audience: INTERNAL_ONLY, beta_review: ‹REJECTED›}]\n",
            "a build that is `INTERNAL_ONLY` has no beta review",
            "`audience: APP_STORE_ELIGIBLE`",
        ),
        (
            "    builds: [{expired: true, beta_review: ‹IN_REVIEW›}]\n",
            "a build that has expired is not `IN_REVIEW`",
            "after 90 days",
        ),
        (
            "    builds: [{uploaded_ago: 90d, beta_review: ‹WAITING_FOR_REVIEW›}]\n",
            "a build that has expired is not `WAITING_FOR_REVIEW`",
            "after 90 days",
        ),
        (
            "    upload: {refused: sdk-too-old, ‹appears_after›: 2m}\n",
            "`appears_after` beside `refused`: no build comes of a refused upload",
            "remove one of the two",
        ),
        (
            "    submissions: [{version: ‹1.0.0›}]\n",
            "there is no version `1.0.0` of `IOS`",
            "add it to `versions`",
        ),
        (
            "    versions: [{version: 1.0.0}]\n    submissions: [{version: ‹1.0.1›}]\n",
            "there is no version `1.0.1` of `IOS`; did you mean `1.0.0`?",
            "add it to `versions`",
        ),
        (
            "    versions: [{version: 1.0.0}]\n    submissions: [{version: 1.0.0, state: ‹IN_REVIEW›}]\n",
            "the submission is `IN_REVIEW`, but its version `1.0.0` is `READY_FOR_DISTRIBUTION`",
            "go together",
        ),
        (
            "    submissions: [{state: ‹WAITING_FOR_REVIEW›}]\n",
            "a submission that is `WAITING_FOR_REVIEW` holds something",
            "`other_items`",
        ),
        (
            "    submissions:\n      - {other_items: 1}\n      - {other_items: 2, state: ‹IN_REVIEW›}\n",
            "a second open submission of `IOS` without a version",
            "make the others `COMPLETE`",
        ),
        (
            "    groups: [{name: External, automatic_distribution: ‹true›}]\n",
            "an external group has no automatic distribution",
            "`internal: true`",
        ),
        (
            "    primary_locale: ‹en›\n",
            "`en` is no language of App Store Connect; did you mean `en-US`?",
            "such as `en-US`",
        ),
        (
            "    test_information: {‹description›: A, localizations: []}\n",
            "`description` beside `localizations`: one of the two is lost",
            "the item of its language",
        ),
        (
            "    store: {localizations: [{locale: en-US}, ‹{description: A}›]}\n",
            "texts in `en-US` are given twice",
            "another `locale`",
        ),
        (
            "    store: {localizations: [{locale: ‹xx-XX›}]}\n",
            "`xx-XX` is no language of App Store Connect",
            "such as `en-US`",
        ),
        (
            "  - bundle_id: ‹io.example.app›\n",
            "the bundle id `io.example.app` is given twice",
            "join the two",
        ),
    ];
    for (body, message, help) in table {
        all(&[(&app(body), message, help)]);
    }
    all(&[
        (
            "faults: [{answer: 500, slow: ‹40s›}]\n",
            "`slow` beside `answer`: a fault does one thing",
            "two faults",
        ),
        (
            "faults: [{request: ‹POST /v1/betaAppReviewSubmission›, answer: 500}]\n",
            "no request is `POST /v1/betaAppReviewSubmission`; did you mean `POST \
             /v1/betaAppReviewSubmissions`?",
            "with `*` for an id",
        ),
        (
            "faults: [{request: ‹/v1/build›, answer: 500}]\n",
            "no request is `/v1/build`; did you mean `/v1/builds`?",
            "with `*` for an id",
        ),
        (
            "faults: [{request: ‹DELETE /v1/apps›, answer: 500}]\n",
            "no request is `DELETE /v1/apps`; did you mean `GET /v1/apps`?",
            "method and path",
        ),
        (
            "faults: [{request: ‹/v1/builds/›, answer: 500}]\n",
            "no request is `/v1/builds/`; did you mean `/v1/builds`?",
            "with `*` for an id",
        ),
        (
            "faults: [{slow: 40s, takes_effect: ‹false›}]\n",
            "`takes_effect: false` beside `slow`: a late answer is one to a request that took effect",
            "remove the key",
        ),
        (
            "faults: [{answer: 500}, {request: ‹GET /v1/apps›, slow: 40s}]\n",
            "the fault never strikes: one before it strikes all the same requests",
            "put it first",
        ),
        (
            "faults: [{request: /v1/builds/*, answer: 500, after: 2}, {request: ‹GET /v1/builds/*›, \
             answer: 404, after: 2}]\n",
            "the fault never strikes: one before it strikes all the same requests",
            "put it first",
        ),
        (
            "rate_limit: {per_hour: 10, used: ‹11›}\n",
            "11 requests were used of 10 in an hour",
            "under `per_hour`",
        ),
        (
            "faults:\n  - ‹request›: GET /v1/apps\n",
            "the fault says neither `answer` nor `slow`, so nothing would go wrong",
            "`answer: 500`",
        ),
    ]);
}

#[test]
fn all_at_once_and_in_order() {
    let text = "key: {role: owner}\nrate_limit: {used: -1}\napps: [{name: A}]\nfault: []\n";
    let (_, problems) = read(text);
    let messages: Vec<&str> = problems.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`role` cannot be `owner`",
            "`used` must be a whole number from 0 to 1000000, not `-1`",
            "`bundle_id` is missing: each app needs it",
            "unknown key `fault`; did you mean `faults`?",
        ]
    );
}

/// Faults of which each strikes something.
#[test]
fn of_faults_that_hide_nothing() {
    for faults in [
        "[{answer: 500, times: 1}, {answer: 404}]",
        "[{answer: 500, after: 3}, {answer: 404, times: 2}]",
        "[{request: /v1/builds/*, answer: 500}, {request: /v1/builds, answer: 500}]",
        "[{request: GET, answer: 500}, {request: POST, answer: 500}]",
        "[{request: GET, answer: 500}, {answer: 404}]",
    ] {
        let (_, problems) = read(&format!("faults: {faults}\n"));
        assert_eq!(problems, [], "{faults}");
    }
}

#[test]
fn of_too_many() {
    let apps: String = (0..201)
        .map(|number| format!("- {{bundle_id: a.b{number}}}\n"))
        .collect();
    let (_, problems) = read(&format!("apps:\n{apps}"));
    assert_eq!(problems[0].message, "`apps` has 201 items, more than 200");
    let builds = |most: usize| -> String {
        let builds = (0..most).map(|number| format!("{{build_number: {number}}}, "));
        builds.collect()
    };
    let app = |builds: &str| format!("apps: [{{bundle_id: a, builds: [{builds}]}}]\n");
    assert_eq!(read(&app(&builds(1000))).1, []);
    let problem = &read(&app(&builds(1001))).1[0];
    assert_eq!(problem.message, "`builds` has 1001 items, more than 1000");
    assert_eq!(
        problem.help.as_deref(),
        Some("leave out what is not needed")
    );
}

/// What the mock itself comes to is a file's to describe.
#[test]
fn of_a_submission_that_is_being_cancelled() {
    let versions = "versions: [{version: 1.0.0}, {version: 1.1.0, state: DEVELOPER_REJECTED}]";
    let submissions = "submissions: [{version: 1.1.0, state: CANCELING}]";
    let app = format!("apps: [{{bundle_id: a, {versions}, {submissions}}}]\n");
    assert_eq!(read(&app).1, []);
    let waiting = "versions: [{state: WAITING_FOR_REVIEW, build_number: 1}], builds: [{}]";
    let app = format!("apps: [{{bundle_id: a, {waiting}}}]\n");
    assert_eq!(read(&app).1, [], "the submission is implied");
}
