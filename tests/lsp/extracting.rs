//! `textDocument/codeAction`: what is offered to be extracted, and where it goes.

use crate::actions::{after, ask, at_word, outcome};
use crate::client::Client;

pub const STEPS: &str = "\
# yaml-language-server: $schema=x.json
# about workflows
workflows:
  a:
    name: A
    instance_type: mac_mini_m2
    max_build_duraton: 60 minutes
    scripts:
      - name: Get packages
        script: flutter packages pub get
        ignore_failure: true
      - name: Sign in
        script: curl -H 'Authorization: Bearer ghp_x7Kd92LmQp4RsT8vWz1YbN6cFg3HjU5eAoZi' x.io
      - name: Build all
        script: |
          flutter build ipa
    artifacts:
      - build/**/*.ipa
";

const KEPT: &str = "definitions:\n  scripts:\n    - &old\n      name: Old\n      script: ls\n";

fn titles(word: &str, shift: usize) -> Vec<String> {
    let mut client = Client::start();
    client.open(STEPS);
    let place = STEPS.find(word).unwrap() + shift;
    let found = ask(&mut client, STEPS, place, place, &["refactor.extract"]);
    found
        .iter()
        .map(|action| outcome(STEPS, action).0)
        .collect()
}

#[test]
fn a_step_is_extracted_at_its_dash_and_first_key() {
    for shift in [0, 1, 2, 4, 6] {
        let expected = ["extract step to `&get_packages`"];
        assert_eq!(titles("- name: Get packages", shift), expected, "{shift}");
    }
    let head = "definitions:\n  get_packages: &get_packages\n    name: Get packages\n    script: flutter packages pub get\n    ignore_failure: true\n# about workflows\nworkflows:";
    let step = "- name: Get packages\n        script: flutter packages pub get\n        ignore_failure: true\n";
    let expected = STEPS
        .replace("# about workflows\nworkflows:", head)
        .replace(step, "- *get_packages\n");
    assert_eq!(
        after(STEPS, "- name: Get packages", "extract step"),
        expected
    );
}

#[test]
fn lines_of_a_step_are_the_step_and_some_steps_are_nothing() {
    let mut client = Client::start();
    client.open(STEPS);
    let from = STEPS.find("      - name: Get").unwrap();
    let second = STEPS.find("      - name: Sign").unwrap();
    let third = STEPS.find("      - name: Build").unwrap();
    let found = ask(&mut client, STEPS, from, second, &["refactor.extract"]);
    assert_eq!(
        outcome(STEPS, &found[0]).0,
        "extract step to `&get_packages`"
    );
    assert_eq!(found.len(), 1);
    let some = ask(&mut client, STEPS, from, third, &["refactor.extract"]);
    assert!(some.is_empty(), "{some:?}");
}

#[test]
fn a_step_joins_the_steps_that_are_kept() {
    let text = format!("{KEPT}{STEPS}");
    let kept =
        "    - &build_all\n      name: Build all\n      script: |\n        flutter build ipa\n";
    let step = "- name: Build all\n        script: |\n          flutter build ipa\n";
    let expected = format!("{KEPT}{kept}{}", STEPS.replace(step, "- *build_all\n"));
    assert_eq!(after(&text, "- name: Build all", "extract step"), expected);
}

#[test]
fn what_needs_no_second_place_is_left_alone() {
    for (word, shift) in [
        ("Get packages", 0),
        ("ignore_failure", 0),
        ("mac_mini_m2", 0),
        ("60 minutes", 0),
        ("max_build_duraton", 0),
        ("name: A", 0),
        ("script: curl", 0),
        ("- name: Sign in", 0),
    ] {
        let found = titles(word, shift);
        assert!(found.is_empty(), "{word}: {found:?}");
    }
    let script = titles("script: flutter packages", 0);
    assert_eq!(script, ["extract to the anchor `&script`"]);
    // What is selected as it is, is meant.
    let mut client = Client::start();
    client.open(STEPS);
    let from = STEPS.find("mac_mini_m2").unwrap();
    let to = from + "mac_mini_m2".len();
    let found = ask(&mut client, STEPS, from, to, &["refactor.extract"]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn fixes_come_before_extractions() {
    let text = "workflows:\n  a:\n    environment:\n      vars:\n        X: 1\n      node: 3.10\n    scripts:\n      - echo $NOWHERE_AT_ALL\n";
    let found = at_word(text, "$NOWHERE", &[]);
    let extract = found.iter().position(|(it, _)| it.starts_with("extract"));
    let add = found.iter().position(|(it, _)| it.starts_with("add"));
    assert!(add.unwrap() < extract.unwrap(), "{found:?}");
}

#[test]
fn a_block_of_lines_has_no_blanks_behind_its_header() {
    let text =
        "workflows:\n  a:\n    scripts:\n      - script: ls -l   \n      - script: pwd  # why\n";
    let block = after(text, "ls", "make it a block");
    assert!(block.contains("script: |-\n          ls -l\n"), "{block:?}");
    let block = after(text, "pwd", "make it a block");
    assert!(
        block.contains("script: |-  # why\n          pwd\n"),
        "{block:?}"
    );
}
