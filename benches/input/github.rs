//! Workflows of GitHub Actions, for programs that read those: the same size, the
//! same share of shell and as many mistakes as the samples of codemagic.yaml.

use std::fmt::Write as _;

use super::{commands, in_turn, misspelt};

/// The workflow of this number: one to three jobs, which no other number gives.
pub fn workflow(number: usize) -> String {
    let mut text = format!(
        "name: Release {number} # shown in checks
on:
  push:
    branches:
      - 'release/{number}/*'
  pull_request:
    branches: [main]
permissions:
  contents: read
concurrency:
  group: ${{{{ github.workflow }}}}-${{{{ github.ref }}}}
  cancel-in-progress: true
env:
  BUNDLE_ID: io.example.app{number}
  PACKAGE_NAME: \"io.example.app{number}\"
jobs:
"
    );
    let first = number * 3;
    for index in first..=first + number % 3 {
        job(&mut text, index);
    }
    text
}

fn job(text: &mut String, index: usize) {
    let machine = in_turn(index, ["macos-14", "ubuntu-latest", "windows-latest"]);
    let minutes = misspelt(index, "timeout-minutes", "timeout-minute");
    let _ = write!(
        text,
        "  release-{index}:
    name: Release {index}
    runs-on: {machine}
    {minutes}: 60
    strategy:
      fail-fast: false
      matrix:
        flavor: [free, paid]
        channel:
          - stable
          - beta
    env:
      XCODE_WORKSPACE: \"Runner.xcworkspace\" # the workspace
      XCODE_SCHEME: \"Runner\"
      GOOGLE_PLAY_TRACK: internal
      API_KEY: ${{{{ secrets.APP_STORE_KEY_{index} }}}}
    defaults:
      run:
        shell: bash
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - name: Java
        uses: actions/setup-java@v4
        with:
          distribution: temurin
          java-version: '17'
      - name: Cache
        uses: actions/cache@v4
        with:
          path: |
            ~/.gradle/caches
            ~/.pub-cache
          key: ${{{{ runner.os }}}}-{index}-${{{{ hashFiles('**/pubspec.lock') }}}}
"
    );
    for number in index..index + 4 {
        let _ = writeln!(text, "      - name: Step {number}");
        if number % 2 == 0 {
            text.push_str("        if: github.event_name == 'push'\n");
        }
        text.push_str("        run: |\n");
        for command in commands(number) {
            let _ = writeln!(text, "          {command}");
        }
    }
    let _ = write!(
        text,
        "      - name: Keep
        uses: actions/upload-artifact@v4
        with:
          name: release-{index}-${{{{ matrix.flavor }}}}
          path: build/ios/ipa/*.ipa
"
    );
}
