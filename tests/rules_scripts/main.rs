//! What scripts do: near misses of the rules about commands, about which nothing may
//! be said, beside what must be found.

mod secrets;
#[path = "../support/mod.rs"]
mod support;

use codemagic_lint::finding::Finding;
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;

/// What of these rules is found in a text, with the text at each place.
fn found(text: &str, rules: &[&str]) -> Vec<String> {
    let mut settings = Settings::default();
    for index in 0..rules::all().len() {
        settings.selection.switch_on(index);
    }
    let findings = rules::check(SourceFile::new("codemagic.yaml", text), &settings).findings;
    let about = |finding: &&Finding| rules.contains(&finding.rule.as_ref());
    let found = findings.iter().filter(about);
    found.map(|it| text[it.span.range()].to_owned()).collect()
}

/// A workflow with further keys and steps whose scripts stand in blocks.
fn workflow(keys: &str, scripts: &[&str]) -> String {
    let keys = support::indented(keys, 4);
    let steps = scripts.iter().map(|script| {
        let script = support::indented(script, 8);
        format!("      - |\n{script}")
    });
    let steps: String = steps.collect();
    format!("workflows:\n  app:\n{keys}    scripts:\n{steps}")
}

/// Keys, scripts, and the texts at the places of what is found.
type Case<'c> = (&'c str, &'c [&'c str], &'c [&'c str]);

fn expect(rules: &[&str], cases: &[Case<'_>]) {
    for (keys, scripts, expected) in cases {
        let text = workflow(keys, scripts);
        assert_eq!(found(&text, rules), *expected, "{rules:?} in\n{text}");
    }
}

const GROUPS: &str = "environment: {groups: [a]}";
const LINUX: &str = "instance_type: linux_x2";
const MAC: &str = "instance_type: mac_mini_m2";
const WINDOWS: &str = "instance_type: windows_x2";
const UNKNOWN: &str = "instance_type: $MACHINE";

#[test]
fn what_a_step_sets_ends_with_it() {
    expect(
        &["export-not-persisted"],
        &[
            ("", &["export A=1\nls", "echo $A"], &["A"]),
            ("", &["A=1\nls", "echo $A"], &["A"]),
            (GROUPS, &["A=1\nls", "echo ${A%.*}"], &["A"]),
            ("", &["A=1\nls", "A=2\necho $A"], &[]),
            ("", &["A=1\nls", "echo $A\nA=2"], &["A"]),
            ("", &["A=1\nls", "f() { echo $A; }\nA=2\nf"], &[]),
            ("", &["A=1\nls", "echo ${A:-x}"], &[]),
            ("", &["A=1\nls", "[ -n \"$A\" ] && echo $A"], &[]),
            ("", &["A=1\nls", "echo '$A'"], &[]),
            ("", &["A=1\nls", "source a.sh\necho $A"], &[]),
            ("", &["A=1\necho A=$A >> $CM_ENV", "echo $A"], &[]),
            ("", &["echo A=1 >> $CM_ENV", "A=2\nls", "echo $A"], &[]),
            ("", &["A=1\nls", "echo A=2 >> $CM_ENV", "echo $A"], &[]),
            ("", &["A=1\ncat a >> $CM_ENV", "echo $A"], &[]),
            ("", &["A=1\n./save.sh $CM_ENV", "echo $A"], &[]),
            ("", &["A=${A:-1}\nls", "echo $A"], &[]),
            ("", &["echo $A\nA=1\nls", "echo $A"], &[]),
            ("", &["A=1 ls", "echo $A"], &[]),
            ("", &["for A in 1 2; do ls; done", "echo $A"], &[]),
            ("", &["read A < a", "echo $A"], &[]),
            (
                "",
                &["export CM_BUILD_DIR=x\nls", "echo $CM_BUILD_DIR"],
                &[],
            ),
            (
                "environment: {vars: {A: b}}",
                &["export A=1\nls", "echo $A"],
                &[],
            ),
            (WINDOWS, &["$env:A = 'b'\nls", "echo $env:A"], &["A"]),
            (
                WINDOWS,
                &["$env:A = 'b'\nls", "$env:A = 'c'\necho $env:A"],
                &[],
            ),
            // Behind it nothing runs.
            ("", &["ls\nexport A=1"], &["A"]),
            ("", &["export PATH=\"$PATH:b\""], &["PATH"]),
            ("", &["export A=$(ls)\nB=2"], &["A"]),
            ("", &["export A=1\nls"], &[]),
            ("", &["A=1"], &[]),
            ("", &["echo A=1 >> $CM_ENV\nexport A=1"], &[]),
            ("", &["f() { ls; }\nexport A=1"], &[]),
        ],
    );
}

#[test]
fn later_steps_may_run_after_the_build() {
    let text = "workflows:\n  app:\n    scripts:\n      - |\n        A=1\n        ls\n    publishing:\n      scripts:\n        - echo $A\n";
    assert_eq!(found(text, &["export-not-persisted"]), ["A"]);
}

#[test]
fn writes_to_the_file_of_variables() {
    expect(
        &["cm-env-write"],
        &[
            ("", &["echo A=1 > $CM_ENV"], &[">"]),
            ("", &["echo A=1 | tee $CM_ENV"], &["tee $CM_ENV"]),
            ("", &["echo A=1 | tee -a $CM_ENV"], &[]),
            ("", &["echo A=1 >> $CM_ENV\necho A=2 >> $CM_ENV"], &["A"]),
            ("", &["echo A=1 >> $CM_ENV\necho B=2 >> $CM_ENV"], &[]),
            (
                "",
                &["echo A=1 >> $CM_ENV\nif b; then echo A=2 >> $CM_ENV; fi"],
                &[],
            ),
            ("", &["echo A=1 >> $CM_ENV", "echo A=2 >> $CM_ENV"], &[]),
            (
                "",
                &["echo 'A<<END' >> $CM_ENV\necho 'b' >> $CM_ENV\necho 'END' >> $CM_ENV"],
                &[],
            ),
            ("", &["echo \"A=$(b \\\n  --c d)\" >> $CM_ENV"], &[]),
        ],
    );
}

#[test]
fn what_is_written_is_there_from_the_next_step_on() {
    let write = "echo A=1 >> $CM_ENV";
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("", &["echo A=1 >> $CM_ENV\necho $A"], &["$A"]),
        (GROUPS, &["echo A=1 >> $CM_ENV\necho ${A}"], &["${A}"]),
        ("", &["A=1\necho A=1 >> $CM_ENV\necho $A"], &[]),
        ("", &["echo $A\necho A=1 >> $CM_ENV\necho $A"], &[]),
        ("", &["echo A=$A >> $CM_ENV\necho $A"], &[]),
        ("", &["echo A=1 >> $CM_ENV\necho ${A:-b}"], &[]),
        ("", &[write, "echo A=2 >> $CM_ENV\necho $A"], &[]),
        ("", &["source b\necho A=1 >> $CM_ENV\necho $A"], &[]),
        (
            "environment: {vars: {A: b}}",
            &["echo A=1 >> $CM_ENV\necho $A"],
            &[],
        ),
    ];
    expect(&["cm-env-read-too-early"], cases);
}

#[test]
fn variables_that_nothing_sets() {
    expect(
        &["undefined-variable-in-script"],
        &[
            ("", &["echo $A $A"], &["$A"]),
            ("", &["echo A=$A > .env"], &["$A"]),
            ("", &["echo $A", "A=1"], &[]),
            ("", &["echo $A", "[ -z \"$A\" ]"], &[]),
            (GROUPS, &["echo $A"], &[]),
            ("environment: {vars: {A: b}}", &["echo $A"], &[]),
            ("", &["echo $CM_A $FCI_B $HOME $RANDOM $BASH_VERSION"], &[]),
            ("", &["f() { echo $1 $@ $? $# $! $$ $0 $_; }\nf ${10}"], &[]),
            ("", &["A=(1 2)\necho ${A[@]} ${#A[@]} ${A[0]}"], &[]),
            ("", &["A=B\necho ${!A}"], &[]),
            ("", &["echo $((A + 1)) \\$A"], &[]),
            ("", &["cat <<'END'\n$A\nEND"], &[]),
            ("", &["cat <<END\n$A\nEND"], &["$A"]),
            ("", &["while read -r A; do echo $A; done"], &[]),
            ("", &["for A in 1; do echo $A; done"], &[]),
            ("", &["source a\necho $A"], &[]),
            ("", &["cat a >> $CM_ENV", "echo $A"], &[]),
            ("", &["./a.sh", "echo $A"], &[]),
            ("", &["make a", "echo $A"], &[]),
            ("", &["./gradlew a", "echo $A"], &["$A"]),
            ("", &["bash -c 'ls'", "echo $A"], &["$A"]),
            ("", &["#!/usr/bin/env python3\nA = '$A'"], &[]),
            (
                "integrations: {app_store_connect: k}",
                &["echo $APP_STORE_CONNECT_ISSUER_ID"],
                &[],
            ),
            (WINDOWS, &["echo $env:A $b"], &["$env:A"]),
        ],
    );
    // Who lacks more than twenty lacks a group.
    let many: Vec<String> = (0..30).map(|index| format!("echo $V{index}")).collect();
    let text = workflow("", &[&many.join("\n")]);
    assert_eq!(found(&text, &["undefined-variable-in-script"]).len(), 20);
}

#[test]
fn powershell_has_variables_of_its_own() {
    expect(
        &["windows-variable-syntax", "script-windows-shell"],
        &[
            (WINDOWS, &["ls $CM_BUILD_DIR"], &["$CM_BUILD_DIR"]),
            (WINDOWS, &["ls $env:CM_BUILD_DIR $HOME $own"], &[]),
            (WINDOWS, &["ls '$CM_BUILD_DIR' # $CM_BRANCH"], &[]),
            (WINDOWS, &["$CM_BRANCH = 'a'\necho $CM_BRANCH"], &[]),
            (WINDOWS, &["#!/bin/bash\nexport A=$CM_BRANCH"], &[]),
            (LINUX, &["ls $CM_BUILD_DIR"], &[]),
            (WINDOWS, &["export A=$CM_BRANCH"], &["export A=$CM_BRANCH"]),
            (WINDOWS, &["A=1"], &["A=1"]),
            (WINDOWS, &["\"A=1\" >> $env:CM_ENV"], &[]),
            (WINDOWS, &["chmod +x a"], &["chmod +x a"]),
            (WINDOWS, &["rm -rf a"], &["rm -rf a"]),
            (WINDOWS, &["set a\nrm a"], &[]),
            (LINUX, &["export A=1\nls"], &[]),
        ],
    );
}

#[test]
fn tools_and_their_machines() {
    let rules = [
        "emulator-on-mac",
        "linux-only-tool",
        "windows-build-elsewhere",
        "mac-only-tool",
    ];
    expect(
        &rules,
        &[
            ("", &["emulator -avd a"], &["emulator -avd a"]),
            (LINUX, &["emulator -avd a"], &[]),
            ("instance_type: mac_pro", &["emulator -avd a"], &[]),
            (MAC, &["emulator -list-avds"], &[]),
            (MAC, &["snapcraft"], &["snapcraft"]),
            (MAC, &["snapcraft upload a.snap"], &[]),
            (UNKNOWN, &["snapcraft"], &[]),
            (MAC, &["docker run a"], &["docker run a"]),
            (MAC, &["docker --version"], &[]),
            (MAC, &["brew install docker colima", "docker run a"], &[]),
            (WINDOWS, &["docker run a"], &[]),
            (MAC, &["if b; then docker run a; fi"], &[]),
            (MAC, &["docker run a || ls"], &[]),
            (MAC, &["sudo flutter build linux"], &["flutter build linux"]),
            (LINUX, &["flutter build linux"], &[]),
            (LINUX, &["dart run msix:create"], &["dart run msix:create"]),
            (WINDOWS, &["flutter build windows"], &[]),
            (
                LINUX,
                &["security find-identity"],
                &["security find-identity"],
            ),
            (LINUX, &["xcrun simctl list"], &["simctl list"]),
            (LINUX, &["keychain --eval id"], &[]),
            (LINUX, &["xcodebuild archive"], &[]),
            (MAC, &["xcodebuild test"], &[]),
        ],
    );
    let step = "workflows:\n  app:\n    instance_type: linux_x2\n    scripts:\n      - script: security a\n        ignore_failure: true\n";
    assert!(found(step, &["mac-only-tool"]).is_empty());
}

#[test]
fn home_directories_of_others() {
    expect(
        &["hardcoded-home"],
        &[
            (LINUX, &["ls /Users/builder/a"], &["/Users/builder"]),
            (MAC, &["ls /home/builder"], &["/home/builder"]),
            ("", &["ls /home/builder"], &["/home/builder"]),
            (MAC, &["ls /Users/builder/a"], &[]),
            (UNKNOWN, &["ls /Users/builder/a"], &[]),
            (LINUX, &["ls /Users/builders/a"], &[]),
            (LINUX, &["ls /mnt/Users/builder"], &[]),
            (LINUX, &["ls # /Users/builder/a"], &[]),
            (LINUX, &["ls /Users/builder/a\nflutter build ipa"], &[]),
            (
                "instance_type: linux_x2\ncache: {cache_paths: [/Users/builder/a]}",
                &["ls"],
                &["/Users/builder"],
            ),
        ],
    );
}

#[test]
fn the_history_of_a_shallow_clone() {
    let tags = "triggering: {events: [tag]}";
    let count = "git rev-list --count HEAD";
    expect(
        &["clone-depth"],
        &[
            ("", &["git rev-list --count HEAD"], &[count]),
            ("", &["git rev-list HEAD"], &[]),
            ("", &["git describe --tags"], &[]),
            (tags, &["git describe --tags"], &["git describe --tags"]),
            (tags, &["git describe"], &[]),
            (tags, &["git log a..b"], &["git log a..b"]),
            (tags, &["git log -1"], &[]),
            (
                "",
                &["git fetch --unshallow\ngit rev-list --count HEAD"],
                &[],
            ),
            (
                "environment: {vars: {CM_CLONE_UNSHALLOW: true}}",
                &["git rev-list --count HEAD"],
                &[],
            ),
        ],
    );
}

#[test]
fn scripts_that_do_nothing() {
    expect(
        &["script-empty", "script-cd-only"],
        &[
            ("", &["# a\n\n# b", "ls"], &["|"]),
            ("", &["# a\nls"], &[]),
            ("", &["#!/usr/bin/env python3\n# a"], &[]),
            ("", &["cd a"], &["|"]),
            ("", &["# b\ncd a"], &["|"]),
            ("", &["cd a\nls"], &[]),
            ("", &["cd a && ls"], &[]),
            ("", &["cd"], &[]),
        ],
    );
}

#[test]
fn interpreters_on_later_lines() {
    expect(
        &["script-shebang-position"],
        &[
            ("", &["#!/bin/sh\nls"], &[]),
            ("", &["ls\n#!/bin/sh"], &["#!/bin/sh"]),
            ("", &["ls\n#! /bin/sh"], &["#! /bin/sh"]),
            ("", &["ls #!/bin/sh"], &[]),
            ("", &["ls\n#!important"], &[]),
            ("", &["cat > a <<END\n#!/bin/sh\nEND"], &[]),
            ("", &["#!/usr/bin/env python3\na = 1\n#!/bin/sh"], &[]),
        ],
    );
}

#[test]
fn joined_lines() {
    let cases = [
        ("- cd a\n  ./b", &["./b"][..]),
        ("- cd a &&\n  ./b", &[]),
        ("- cd a\n  b", &[]),
        ("- bundle exec\n  fastlane a", &[]),
        ("- flutter build apk\n  --release", &[]),
        ("- a --tool\n  flutter", &[]),
        ("- a \\\n  --b", &["\\"]),
        ("- a \\  b", &[]),
        ("- >\n  cd a\n  ./b", &["./b"]),
        ("- >\n  cd a\n\n  ./b", &[]),
        ("- >\n  cd a\n    ./b", &[]),
        ("- >\n  # a\n  flutter test", &["#"]),
        ("- echo a\n  for b", &[]),
        ("- echo a\n  flutter test", &["flutter"]),
        ("- |\n  cd a\n  ./b", &[]),
        ("- \"cd a\n  ./b\"", &[]),
        ("- cd a; ./b", &[]),
    ];
    for (script, expected) in cases {
        let script = support::indented(script, 6);
        let text = format!("workflows:\n  app:\n    scripts:\n{script}");
        assert_eq!(found(&text, &["script-folded"]), expected, "{text}");
    }
}

#[test]
fn names_of_long_scripts() {
    let cases = [
        ("- |\n  a\n  b", 1),
        ("- |\n  # a\n  b", 0),
        ("- script: |\n    a\n    b", 1),
        ("- name: c\n  script: |\n    a\n    b", 0),
        ("- a", 0),
    ];
    for (script, expected) in cases {
        let script = support::indented(script, 6);
        let text = format!("workflows:\n  app:\n    scripts:\n{script}");
        assert_eq!(found(&text, &["script-name"]).len(), expected, "{text}");
    }
}

#[test]
fn failures_that_nobody_notices() {
    let rules = ["script-ignored-failure"];
    let cases = [
        ("flutter build ipa", 1),
        ("flutter test", 0),
        ("if a; then flutter build ipa; fi", 0),
        ("flutter build ipa && a", 1),
        ("flutter build ipa || a", 0),
        ("xcode-project use-profiles", 1),
        ("app-store-connect publish", 1),
        ("app-store-connect get-latest-build-number 1", 0),
        ("keychain add-certificates", 1),
        ("./gradlew lint", 0),
    ];
    for (script, expected) in cases {
        let step = format!("      - script: {script}\n        ignore_failure: true\n");
        let text = format!("workflows:\n  app:\n    scripts:\n{step}");
        assert_eq!(found(&text, &rules).len(), expected, "{text}");
        let off = text.replace("true", "false");
        assert!(found(&off, &rules).is_empty(), "{off}");
    }
    expect(
        &rules,
        &[
            ("", &["flutter build ipa || true"], &["flutter build ipa"]),
            (
                "",
                &["flutter build ipa || echo no"],
                &["flutter build ipa"],
            ),
            ("", &["flutter build ipa || exit 1"], &[]),
            ("", &["flutter build ipa || flutter clean"], &[]),
            ("", &["flutter build ipa; true"], &[]),
            ("", &["flutter build ipa || true\n[ -f a ] || exit 1"], &[]),
            ("", &["flutter test || true"], &[]),
        ],
    );
}

#[test]
fn steps_before_cloning() {
    let cases = [
        ("flutter pub get", 1),
        ("flutter pub global activate melos", 0),
        ("flutter --version", 0),
        ("./gradlew a", 1),
        ("./a.sh", 1),
        ("curl -o a.sh b && ./a.sh", 0),
        ("git clone b && cd b && flutter pub get", 0),
        ("npm ci", 1),
        ("npm install", 1),
        ("npm install -g a", 0),
        ("yarn", 1),
        ("yarn global add a", 0),
        ("pod install", 1),
        ("bundle install", 1),
        ("gem install a", 0),
        ("ls $CM_BUILD_DIR", 1),
        ("ls $HOME", 0),
    ];
    for (script, expected) in cases {
        let text = format!(
            "workflows:\n  app:\n    pre_clone_scripts:\n      - {script}\n    scripts:\n      - {script}\n"
        );
        assert_eq!(
            found(&text, &["pre-clone-needs-repo"]).len(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn forms_of_test_reports() {
    let cases = [
        ("a.xml", 0),
        ("a.XML", 0),
        ("a/*.json", 0),
        ("a.html", 1),
        ("a.xcresult", 1),
        ("a.b/c", 0),
        ("a/*.*", 0),
        ("$REPORT", 0),
    ];
    for (report, expected) in cases {
        let text = format!(
            "workflows:\n  app:\n    scripts:\n      - script: a\n        test_report: {report}\n"
        );
        assert_eq!(
            found(&text, &["test-report-format"]).len(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn inputs_between_quotes() {
    let inputs = "inputs: {a: {description: b, default: c}}";
    let place = "${{ inputs.a }}";
    expect(
        &["input-in-script"],
        &[
            (inputs, &["echo ${{ inputs.a }}"], &[place]),
            (inputs, &["echo \"b ${{ inputs.a }}\""], &[]),
            (inputs, &["echo 'b ${{ inputs.a }}'"], &[]),
            (inputs, &["echo \"b\"${{ inputs.a }}\"c\""], &[place]),
            (inputs, &["echo \"b\nc ${{ inputs.a }}\nd\""], &[]),
            (inputs, &["echo it\\'s ${{ inputs.a }} \\'"], &[place]),
            (inputs, &["A=\"${{ inputs.a }}\""], &[]),
            (inputs, &["A=${{ inputs.a }}"], &[place]),
            (inputs, &["echo \"$(ls ${{ inputs.a }})\""], &[place]),
            (inputs, &["cat > b <<END\n${{ inputs.a }}\nEND"], &[]),
            (inputs, &["ls > \"${{ inputs.a }}\""], &[]),
        ],
    );
}
