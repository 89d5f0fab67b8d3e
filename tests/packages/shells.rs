//! Completions, asked for in the shells themselves. PowerShell is only generated.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{command, program, succeeds, support, tool};

/// A folder with the completions for a shell.
fn completions(shell: &str, name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let script = command(program()).args(["completions", shell]).output();
    let path = folder.path().join(name);
    std::fs::write(&path, script.unwrap().stdout).unwrap();
    (folder, path)
}

/// The first words of the lines.
fn words(output: &str) -> Vec<&str> {
    let lines = output.lines();
    lines
        .filter_map(|it| it.split_whitespace().next())
        .collect()
}

const COMMAND: &str = "codemagic-lint ch";
const SELECTOR: &str = "codemagic-lint check --select publishing-w";
const SELECTED: [&str; 1] = ["publishing-without-artifacts"];

#[test]
fn bash_completes() {
    let Some(bash) = tool("bash") else {
        return;
    };
    let (_folder, script) = completions("bash", "codemagic-lint.bash");
    succeeds(command(&bash).arg("-n").arg(&script));
    // What bash does when somebody presses the key.
    let press = r#"source "$1"
        [[ $(complete -p codemagic-lint) =~ -F\ ([^ ]+) ]]
        read -ra COMP_WORDS <<<"$2"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        "${BASH_REMATCH[1]}" codemagic-lint "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let complete = |typed: &str| {
        let mut bash = command(&bash);
        bash.args(["--norc", "-c", press, "bash"]).arg(&script);
        succeeds(bash.arg(typed))
    };
    assert_eq!(words(&complete(COMMAND)), ["check"]);
    assert_eq!(words(&complete(SELECTOR)), SELECTED);
    let rule = complete("codemagic-lint explain asc-integration-und");
    assert_eq!(words(&rule), ["asc-integration-undeclared"]);
    assert_eq!(words(&complete("codemagic-lint man comp")), ["completions"]);
    // The id of a workflow is no file.
    let script = support::read(&script);
    let workflow = script.split("--workflow)").nth(1).unwrap();
    assert!(workflow.trim_start().starts_with("COMPREPLY=(\"${cur}\")"));
}

#[test]
fn zsh_completes() {
    let Some(zsh) = tool("zsh") else {
        return;
    };
    let (folder, script) = completions("zsh", "_codemagic-lint");
    succeeds(command(&zsh).arg("-n").arg(&script));
    let press = support::root().join("tests/packages/zsh-completion.zsh");
    let complete = |typed: &str, until: &str| {
        let mut timeout = Command::new("timeout");
        timeout.arg("60").arg(&zsh).arg("-f").arg(&press);
        timeout.arg(folder.path()).args([typed, until]);
        succeeds(&mut timeout)
    };
    for (typed, until) in [
        (COMMAND, "check"),
        (SELECTOR, SELECTED[0]),
        (
            "codemagic-lint explain asc-integration-und",
            "asc-integration-undeclared",
        ),
    ] {
        assert!(complete(typed, until).contains(until), "{typed}");
    }
}

#[test]
fn fish_completes() {
    let Some(fish) = tool("fish") else {
        return;
    };
    let (folder, script) = completions("fish", "codemagic-lint.fish");
    let fish = |arguments: &[&str]| {
        let mut fish = command(&fish);
        fish.arg("--no-config").env("HOME", folder.path());
        succeeds(fish.args(arguments))
    };
    let path = script.to_str().unwrap();
    fish(&["-n", path]);
    let press = "source $argv[1]; complete -C $argv[2]";
    assert_eq!(words(&fish(&["-c", press, path, COMMAND])), ["check"]);
    assert_eq!(words(&fish(&["-c", press, path, SELECTOR])), SELECTED);
}

#[test]
fn elvish_completes() {
    let Some(elvish) = tool("elvish") else {
        return;
    };
    let (folder, script) = completions("elvish", "codemagic-lint.elv");
    // The editor's namespace is only there where somebody types.
    let editor = "var edit: = (ns [&completion:=(ns [&arg-completer=[&]])\n\
        &complex-candidate~={|text &display=''| echo $text}])\n";
    let press = "$edit:completion:arg-completer[codemagic-lint] codemagic-lint ''\n";
    let whole = [editor, &support::read(&script), press].concat();
    let path: &Path = &folder.path().join("whole.elv");
    std::fs::write(path, whole).unwrap();
    let listed = succeeds(command(elvish).arg("-norc").arg(path));
    assert!(words(&listed).contains(&"check"), "{listed}");
}
