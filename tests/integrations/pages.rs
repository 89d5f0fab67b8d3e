//! The pages about CI and hooks: every block is executed, or judged by the service's
//! schema and its scripts executed. A block of a kind that nothing here knows fails.

use std::collections::BTreeMap;
use std::fs;

use serde_yaml::Value;

use super::action::{Context, entries, interpolated, run as run_action};
use super::checkers::{audit, judge};
use super::component::expanded;
use super::jobs::{self, Job};
use super::sandbox::Sandbox;
use super::support::cli::{BAD, GOOD, Run};
use super::support::markdown::{Block, blocks};
use super::support::{check_with, root};
use super::{VERSION, file, hooks};

const PAGES: [&str; 6] = [
    "docs/baseline.md",
    "docs/codemagic.md",
    "docs/github-actions.md",
    "docs/gitlab.md",
    "docs/other-ci.md",
    "docs/pre-commit.md",
];

const NO_BASELINE: (&str, &str) = (
    "codemagic-lint-baseline.json",
    "{\"version\": 1, \"entries\": []}\n",
);

fn a_repository(text: &str) -> [(&'static str, String); 2] {
    [
        ("codemagic.yaml", text.to_owned()),
        (NO_BASELINE.0, NO_BASELINE.1.to_owned()),
    ]
}

fn machine(text: &str) -> Sandbox {
    let files = a_repository(text);
    let files = files.each_ref().map(|(name, text)| (*name, &**text));
    let sandbox = Sandbox::new(&files);
    sandbox.release("x86_64-unknown-linux-musl");
    sandbox
}

/// A good file passes; a bad one fails and is told about.
fn passes_and_fails(what: &str, run: impl Fn(&Sandbox) -> Run) {
    for (text, code) in [(GOOD, 0), (BAD, 1)] {
        let sandbox = machine(text);
        let run = run(&sandbox);
        assert_eq!(run.code, Some(code), "{what}\n{run:?}");
        assert_eq!(
            run.stdout.contains("unknown-key"),
            code == 1,
            "{what}\n{run:?}"
        );
        let built = sandbox.project.path("flutter.txt").exists();
        assert!(!built || code == 0, "the build went on: {what}");
    }
}

fn jobs_run(block: &Block, all: Vec<Job>) {
    assert!(!all.is_empty(), "no job in\n{}", block.text);
    for job in all {
        passes_and_fails(&block.text, |sandbox| job.run(sandbox));
    }
}

/// What a page's blocks are, by the file that they are meant for.
fn judge_file(name: &str, block: &Block) {
    let text = &*block.text;
    match name {
        ".pre-commit-config.yaml" => pre_commit(text),
        ".github/workflows/codemagic-yaml.yml" => workflow(text),
        ".gitlab-ci.yml" => gitlab(block),
        ".circleci/config.yml" => {
            judge("circle-ci", text);
            jobs_run(block, jobs::circle(text));
        }
        "bitbucket-pipelines.yml" => {
            judge("bitbucket-pipelines", text);
            jobs_run(block, jobs::bitbucket(text));
        }
        "azure-pipelines.yml" => {
            judge("azure-pipelines", text);
            jobs_run(block, jobs::azure(text));
        }
        "Jenkinsfile" => jobs_run(block, jobs::jenkins(text)),
        "codemagic.yaml" => {
            let found = check_with(text, &codemagic_lint::rules::Settings::default());
            assert!(found.is_empty(), "{found:#?}\n{text}");
            jobs_run(block, jobs::codemagic(text));
        }
        _ => panic!("nothing checks blocks of `{name}`:\n{text}"),
    }
}

/// Goes through a page as its reader does: commands run one after the other in one
/// repository, and files are put there.
fn work_through(page: &str) {
    assert!(PAGES.contains(&page));
    let typed = hooks::machine(&[("codemagic.yaml", BAD)]).unwrap_or_else(|| machine(BAD));
    typed.release("x86_64-unknown-linux-musl");
    if !typed.tool("installed/codemagic-lint").exists() {
        typed.install();
    }
    let all = blocks(&file(page));
    assert!(!all.is_empty(), "{page} has no example");
    for block in &all {
        match (block.language(), block.attribute("file")) {
            ("yaml" | "groovy", Some(name)) => {
                judge_file(name, block);
                typed.project.write(name, &block.text);
            }
            ("sh", None) => type_in(&typed, page, block),
            _ => panic!("{page}: nothing checks ```{}\n{}", block.info, block.text),
        }
    }
}

fn type_in(typed: &Sandbox, page: &str, block: &Block) {
    if block.text.contains("pre-commit ") && !typed.tool("hooks").exists() {
        return;
    }
    let run = typed.shell(&block.text);
    let expected = block.attribute("exit").unwrap_or("0");
    let code = run.code.unwrap().to_string();
    assert_eq!(code, expected, "{page}:\n{}\n{run:?}", block.text);
    if block.text.contains("reviewdog") {
        let got = typed.project.read("reviewdog.txt");
        let is_report = got.contains("<checkstyle") && got.contains("unknown-key");
        assert!(is_report, "{got}");
    }
}

#[test]
fn the_page_on_baselines_holds() {
    work_through("docs/baseline.md");
}

#[test]
fn the_page_on_codemagic_holds() {
    work_through("docs/codemagic.md");
}

#[test]
fn the_page_on_github_holds() {
    work_through("docs/github-actions.md");
}

#[test]
fn the_page_on_gitlab_holds() {
    work_through("docs/gitlab.md");
}

#[test]
fn the_page_on_other_ci_holds() {
    work_through("docs/other-ci.md");
}

#[test]
fn the_page_on_pre_commit_holds() {
    work_through("docs/pre-commit.md");
}

/// The hook of a configuration, run by pre-commit: with the program that is there in
/// place of one that would be built or downloaded.
fn pre_commit(text: &str) {
    let mut config: Value = serde_yaml::from_str(text).unwrap();
    for repo in config["repos"].as_sequence_mut().unwrap() {
        let is_local = repo["repo"].as_str() == Some("local");
        for hook in repo["hooks"].as_sequence_mut().unwrap() {
            let hook = hook.as_mapping_mut().unwrap();
            if is_local {
                let wheel = &hook["additional_dependencies"][0];
                assert_eq!(wheel.as_str(), Some(&*format!("codemagic-lint=={VERSION}")));
                hook.remove("additional_dependencies");
                hook.insert("language".into(), "system".into());
                continue;
            }
            let id = hook["id"].as_str().unwrap().to_owned();
            if !id.ends_with("-system") {
                hook.insert("id".into(), format!("{id}-system").into());
            }
        }
    }
    let config = serde_yaml::to_string(&config).unwrap();
    for (text, code) in [(GOOD, 0), (BAD, 1)] {
        let mut files = a_repository(text).to_vec();
        files.push((".pre-commit-config.yaml", config.clone()));
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
        let Some(sandbox) = hooks::machine(&files) else {
            return;
        };
        let run = sandbox.shell("pre-commit validate-config && pre-commit run --all-files");
        assert_eq!(run.code, Some(code), "{config}\n{run:?}");
        assert_eq!(
            run.stdout.contains("unknown-key"),
            code == 1,
            "{config}\n{run:?}"
        );
    }
}

fn gitlab(block: &Block) {
    judge("gitlab-ci", &block.text);
    let config: Value = serde_yaml::from_str(&block.text).unwrap();
    let Some(includes) = config.get("include") else {
        jobs_run(block, jobs::gitlab(&block.text));
        return;
    };
    for include in includes.as_sequence().unwrap() {
        let remote = include.get("remote").and_then(Value::as_str);
        if let Some(address) = remote {
            let path = address.split(&format!("/v{VERSION}/")).nth(1).unwrap();
            assert!(root().join(path).exists(), "{address}");
        }
        let inputs = entries(&include["inputs"]);
        let mut inputs: Vec<(&str, &str)> = inputs
            .iter()
            .map(|(key, value)| (&**key, &**value))
            .collect();
        // The folders of the example are not in the repository.
        inputs.retain(|(name, _)| *name != "paths");
        let job = expanded(&inputs);
        passes_and_fails(&block.text, |sandbox| {
            jobs::gitlab(&job).remove(0).run(sandbox)
        });
    }
}

fn workflow(text: &str) {
    judge("github-workflows", text);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(".github/workflows/a.yml");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    audit(&path);
    let config: Value = serde_yaml::from_str(text).unwrap();
    for job in config["jobs"].as_mapping().unwrap().values() {
        let steps = job["steps"].as_sequence().unwrap();
        let tolerant = steps
            .iter()
            .any(|step| step["with"]["fail-on"].as_str() == Some("never"));
        for (text, fails) in [(GOOD, false), (BAD, !tolerant)] {
            let sandbox = machine(text);
            assert_eq!(!workflow_steps(&sandbox, steps), fails, "{config:?}");
        }
    }
}

/// Whether all steps succeed.
fn workflow_steps(sandbox: &Sandbox, steps: &[Value]) -> bool {
    let mut context = Context::new();
    for step in steps {
        let with = if step.get("with").is_some() {
            entries(&step["with"])
        } else {
            BTreeMap::new()
        };
        let Some(uses) = step.get("uses").and_then(Value::as_str) else {
            let run = sandbox.script(&["bash", "-e"], step["run"].as_str().unwrap(), &[]);
            if run.code != Some(0) {
                assert!(
                    run.stdout.contains("::error file=codemagic.yaml"),
                    "{run:?}"
                );
                return false;
            }
            continue;
        };
        match uses.split('@').next().unwrap() {
            "actions/checkout" => {
                if let Some(path) = with.get("path") {
                    let place = format!("{path}/codemagic.yaml");
                    sandbox
                        .project
                        .write(&place, sandbox.project.read("codemagic.yaml"));
                }
            }
            "codemagic-lint/codemagic-lint" => {
                assert!(uses.ends_with(&format!("@v{VERSION}")), "{uses}");
                let with: Vec<(&str, &str)> =
                    with.iter().map(|(key, value)| (&**key, &**value)).collect();
                let run = run_action(sandbox, &with);
                if !run.succeeded {
                    assert_eq!(run.outputs["exit-code"], "1", "{run:?}");
                    return false;
                }
                let id = step.get("id").and_then(Value::as_str).unwrap_or("none");
                let outputs = run.outputs.into_iter();
                context.extend(
                    outputs.map(|(name, value)| (format!("steps.{id}.outputs.{name}"), value)),
                );
            }
            "actions/upload-artifact" => {
                let path = interpolated(&with["path"], &context);
                assert!(sandbox.project.path(&path).exists(), "{path}");
            }
            _ => panic!("nothing runs {uses}"),
        }
    }
    true
}

/// Versions of three numbers in a text.
fn versions(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let is_version = |word: &&str| {
        let numbers: Vec<&str> = word.split('.').collect();
        numbers.len() == 3 && numbers.iter().all(|it| !it.is_empty())
    };
    words
        .map(|word| word.trim_matches('.'))
        .filter(is_version)
        .collect()
}

#[test]
fn all_name_the_release() {
    assert_eq!(versions("a==1.2.3. v4.5.6 3.13"), ["1.2.3", "4.5.6"]);
    let others = [
        "README.md",
        "action.yml",
        "templates/codemagic-lint.yml",
        "packaging/install.sh",
        "packaging/pre-commit-mirror/README.md",
        "packaging/pre-commit-mirror/pyproject.toml",
    ];
    let mut count = 0;
    for name in PAGES.into_iter().chain(others) {
        for version in versions(&file(name)) {
            // SARIF has one of its own.
            if version != "2.1.0" {
                assert_eq!(version, VERSION, "{name}");
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count}");
    let contributing = file("CONTRIBUTING.md");
    for name in PAGES.into_iter().chain(others) {
        let names_it = versions(&file(name)).contains(&VERSION);
        let is_listed = contributing.contains(&format!("`{name}`"));
        assert!(
            is_listed || !names_it,
            "{name} is not in the list of CONTRIBUTING.md"
        );
    }
}
