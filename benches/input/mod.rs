//! Files to measure with, shaped like those in public repositories: about two
//! fifths of the bytes are shell, a workflow takes about two kilobytes, one in
//! eight has a mistake.

pub mod github;

use std::fmt::Write as _;

/// A file of so many workflows.
pub fn file(workflows: usize) -> String {
    file_of(0..workflows)
}

/// The sample of this number: a file of one to three workflows, four kilobytes on
/// average, which no other number gives.
pub fn sample(number: usize) -> String {
    let first = number * 3;
    file_of(first..=first + number % 3)
}

fn file_of(workflows: impl Iterator<Item = usize>) -> String {
    let mut text = String::from(DEFINITIONS);
    text.push_str("workflows:\n");
    for index in workflows {
        workflow(&mut text, index);
    }
    text
}

/// Lists in lists under `definitions`, 400 of them, as deep as this; the parser
/// reads down to 255.
pub fn depth(levels: usize) -> String {
    let mut text = String::from("definitions:\n");
    for index in 0..400 {
        let _ = write!(text, "  nest_{index}: ");
        for _ in 0..levels {
            text.push_str("[a, ");
        }
        text.push('b');
        text.extend(std::iter::repeat_n(']', levels));
        text.push('\n');
    }
    text.push_str("workflows:\n  all:\n    name: All\n    scripts: [make]\n");
    text
}

/// A file with one workflow of so many steps.
pub fn scripts(steps: usize) -> String {
    let mut text = String::from("workflows:\n  all:\n    name: All\n    scripts:\n");
    for index in 0..steps {
        step(&mut text, index);
    }
    text
}

/// One step whose script has so many lines of many kinds.
pub fn long_script(lines: usize) -> String {
    let mut text =
        String::from("workflows:\n  all:\n    name: All\n    scripts:\n      - script: |\n");
    for index in 0..lines {
        let line = match index % 8 {
            0 => format!("export NAME_{index}=\"$(git describe --tags | cut -c{index})\""),
            1 => format!(
                "if [ -n \"$NAME_{index}\" ]; then echo \"A_{index}=$CM_TAG\" >> $CM_ENV; fi"
            ),
            2 => format!(
                "flutter build apk --build-number=$NAME_{} # {index}",
                index - 2
            ),
            3 => format!("cat <<EOF > file_{index}"),
            4 => format!("$NAME_{} 'text'", index - 4),
            5 => "EOF".to_owned(),
            6 => format!("for it in a b; do mv \"$it\" \"${{it%.ipa}}-{index}.ipa\"; done"),
            _ => format!(
                "case $CM_BRANCH in release/*) cd x_{index} && ./gradlew assembleRelease ;; esac"
            ),
        };
        text.push_str("          ");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// A workflow whose steps each set a variable and read one of an earlier step.
pub fn flow(steps: usize) -> String {
    let mut text = String::from("workflows:\n  all:\n    name: All\n    scripts:\n");
    for index in 0..steps {
        let earlier = index / 2;
        let _ = write!(
            text,
            "      - name: Step {index}\n        script: |\n          export VALUE_{index}=1\n          \
             echo \"KEPT_{index}=1\" >> $CM_ENV\n          echo $VALUE_{earlier} $KEPT_{earlier}\n"
        );
    }
    text
}

/// A file of so many workflows that hold little of their own: half of them merge
/// a base, half name its parts.
pub fn aliases(workflows: usize) -> String {
    let mut text = String::from(DEFINITIONS);
    text.push_str("  base: &base\n    instance_type: mac_mini_m2\n    scripts:\n      - *get\n");
    text.push_str("workflows:\n");
    for index in 0..workflows {
        let _ = if index % 2 == 0 {
            write!(text, "  w{index}:\n    <<: *base\n    name: W{index}\n")
        } else {
            write!(
                text,
                "  w{index}:\n    name: W{index}\n    environment: *environment\n    \
                 scripts:\n      - *get\n      - *analyze\n"
            )
        };
    }
    text
}

/// A file with one workflow that watches so many branches and as many tags.
pub fn patterns(count: usize) -> String {
    let mut text = String::from(
        "workflows:\n  all:\n    name: All\n    scripts: [make]\n    triggering:\n      events: [push, tag]\n",
    );
    for (key, prefix) in [("branch", "release"), ("tag", "v")] {
        let _ = writeln!(text, "      {key}_patterns:");
        for index in 0..count {
            let shape = ["{a,b}-*", "+([0-9])", "!(*-dev)", "[0-9]?"][index % 4];
            let include = index % 3 > 0;
            let _ = write!(
                text,
                "        - pattern: '{prefix}/{index}/{shape}'\n          include: {include}\n"
            );
        }
    }
    text
}

/// A file with one workflow of so many variables, each used once in a script and
/// once in a condition.
pub fn variables(count: usize) -> String {
    let mut text =
        String::from("workflows:\n  all:\n    name: All\n    environment:\n      vars:\n");
    for index in 0..count {
        let _ = writeln!(text, "        SETTING_{index}: value-{index}");
    }
    text.push_str("    scripts:\n");
    for index in 0..count {
        let _ = write!(
            text,
            "      - name: Step {index}\n        when:\n          condition: env.SETTING_{index} == \"a\"\n        \
             script: echo \"$SETTING_{index} $CM_BRANCH $CM_BUILD_NUMBR\"\n"
        );
    }
    text
}

/// A file with one workflow of so many inputs, each used once.
pub fn inputs(count: usize) -> String {
    let mut text = String::from("workflows:\n  all:\n    name: All\n    inputs:\n");
    for index in 0..count {
        let _ = write!(
            text,
            "      input_{index}:\n        description: Input {index}\n        type: choice\n        \
             options: [a, b]\n        default: a\n"
        );
    }
    text.push_str("    scripts:\n");
    for index in 0..count {
        let _ = writeln!(text, "      - echo \"${{{{ inputs.input_{index} }}}}\"");
    }
    text
}

/// How much of a text is shell: the lines of block scalars.
pub fn shell_share(text: &str) -> f64 {
    let mut shell = 0;
    let mut inside: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if inside.is_some_and(|owner| indent <= owner && !line.trim().is_empty()) {
            inside = None;
        }
        if inside.is_some() {
            shell += line.len() + 1;
        } else if line.trim_end().ends_with('|') {
            inside = Some(indent);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs none")]
    let share = shell as f64 / text.len() as f64;
    share
}

const DEFINITIONS: &str = "\
definitions:
  environment: &environment
    groups:
      - app_store_credentials
    vars:
      BUNDLE_ID: io.example.app
    flutter: stable
    xcode: latest
  steps:
    - &get
      name: Get packages
      script: |
        flutter packages pub get
    - &analyze
      name: Analyze
      script: |
        set -e
        flutter analyze --no-fatal-infos
";

/// Commands as they stand in scripts, in turn.
const COMMANDS: [&str; 12] = [
    "set -e # exit on first failed command",
    "echo \"flutter.sdk=$HOME/programs/flutter\" > \"$CM_BUILD_DIR/android/local.properties\"",
    "find . -name \"Podfile\" -execdir pod install \\;",
    "xcode-project use-profiles",
    "flutter build ipa --release --build-number=$(($(app-store-connect get-latest-build-number \"$APP_ID\") + 1))",
    "if [ -z \"$CM_PULL_REQUEST_NUMBER\" ]; then",
    "cd ios && agvtool new-version -all \"$PROJECT_BUILD_NUMBER\"",
    "fi",
    "keychain initialize && app-store-connect fetch-signing-files \"$BUNDLE_ID\" --type IOS_APP_STORE --create",
    "LATEST=$(google-play get-latest-build-number --package-name 'io.example.app' | tail -1)",
    "cat <<EOF >> \"$CM_ENV\"",
    "EOF",
];

fn step(text: &mut String, index: usize) {
    let _ = write!(text, "      - name: Step {index}\n        script: |\n");
    for command in commands(index) {
        let _ = writeln!(text, "          {command}");
    }
}

/// What a step of this number runs: three to six commands.
fn commands(index: usize) -> impl Iterator<Item = &'static str> {
    let start = index * 5 % COMMANDS.len();
    let rotated = COMMANDS.iter().cycle().skip(start);
    rotated.take(3 + index % 4).copied()
}

/// One of three machines.
fn in_turn(index: usize, machines: [&'static str; 3]) -> &'static str {
    machines[index % machines.len()]
}

/// A key, which is misspelt in one of eight.
fn misspelt(index: usize, key: &'static str, wrong: &'static str) -> &'static str {
    if index % 8 == 7 { wrong } else { key }
}

fn workflow(text: &mut String, index: usize) {
    let machine = in_turn(index, ["mac_mini_m2", "linux_x2", "mac_mini_m4"]);
    let duration = misspelt(index, "max_build_duration", "max_build_duraton");
    let _ = write!(
        text,
        "  release-{index}:
    name: Release {index} # shown in checks
    instance_type: {machine}
    {duration}: 60
    integrations:
      app_store_connect: Example API Key
    environment:
      groups:
        - firebase_credentials
        - keystore_credentials_{index}
      vars:
        XCODE_WORKSPACE: \"Runner.xcworkspace\" # the workspace
        XCODE_SCHEME: \"Runner\"
        PACKAGE_NAME: \"io.example.app{index}\"
        GOOGLE_PLAY_TRACK: internal
      ios_signing:
        distribution_type: app_store
        bundle_identifier: io.example.app{index}
      flutter: stable
      xcode: latest
      cocoapods: default
    cache:
      cache_paths:
        - $HOME/.gradle/caches
        - $FLUTTER_ROOT/.pub-cache
    triggering:
      events:
        - push
        - pull_request
      branch_patterns:
        - pattern: 'release/{index}/*'
          include: true
          source: true
      cancel_previous_builds: true
    scripts:
      - *get
"
    );
    for number in 0..3 {
        step(text, index + number);
    }
    text.push_str(
        "    artifacts:
      - build/ios/ipa/*.ipa
      - build/**/outputs/**/*.aab
      - /tmp/xcodebuild_logs/*.log
    publishing:
      email:
        recipients:
          - mobile@example.com
        notify:
          success: true
          failure: false
      app_store_connect:
        auth: integration
        submit_to_testflight: true
        beta_groups:
          - Internal testers
          - 'External: beta'
        submit_to_app_store: false
",
    );
}
