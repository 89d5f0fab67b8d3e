//! The action's steps, run as GitHub's runner does.

use std::collections::BTreeMap;
use std::fs;

use serde_yaml::Value;

use super::file;
use super::sandbox::Sandbox;
use super::support::{cli::Run, root};

/// How the action ended.
#[derive(Debug, Default)]
pub struct ActionRun {
    /// Whether every step that counts succeeded.
    pub succeeded: bool,
    /// What all steps printed.
    pub log: String,
    /// What steps complained about.
    pub complaints: String,
    /// The outputs of the action.
    pub outputs: BTreeMap<String, String>,
    /// The summary of the job.
    pub summary: String,
    /// The `with` of the upload; `None` where there was none.
    pub uploaded: Option<BTreeMap<String, String>>,
}

/// What expressions may name, by its name: `inputs.paths`, `steps.check.outputs.code`.
pub type Context = BTreeMap<String, String>;

/// Replaces `${{ … }}`.
pub fn interpolated(text: &str, context: &Context) -> String {
    let mut parts = text.split("${{");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (expression, rest) = part.split_once("}}").unwrap();
        result.push_str(value_of(expression.trim(), context));
        result.push_str(rest);
    }
    result
}

fn value_of<'c>(expression: &'c str, context: &'c Context) -> &'c str {
    if let Some(literal) = expression.strip_prefix('\'') {
        return literal.strip_suffix('\'').unwrap();
    }
    // What a step did not set is empty; what is no output is a mistake.
    let known = context.get(expression).map(String::as_str);
    let is_output = expression.starts_with("steps.") && expression.contains(".outputs.");
    known.unwrap_or_else(|| {
        assert!(is_output, "`{expression}` is not known");
        ""
    })
}

/// A condition of comparisons that must all hold.
fn holds(condition: &str, context: &Context) -> bool {
    condition.split(" && ").all(|part| {
        let (left, right, wanted) = match part.split_once(" == ") {
            Some((left, right)) => (left, right, true),
            None => part
                .split_once(" != ")
                .map(|(left, right)| (left, right, false))
                .unwrap(),
        };
        (value_of(left, context) == value_of(right, context)) == wanted
    })
}

/// The entries of a mapping whose values are scalars, as text.
pub fn entries(mapping: &Value) -> BTreeMap<String, String> {
    let entries = mapping.as_mapping().into_iter().flatten();
    entries
        .map(|(key, value)| (key.as_str().unwrap().to_owned(), scalar(value)))
        .collect()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).unwrap().trim().to_owned(),
    }
}

/// Reads a file of `name=value` lines, as steps write their outputs.
pub fn outputs_in(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().map(|line| line.split_once('=').unwrap());
    lines
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Runs the action in the repository, the workspace, with these inputs.
pub fn run(sandbox: &Sandbox, with: &[(&str, &str)]) -> ActionRun {
    let action: Value = serde_yaml::from_str(&file("action.yml")).unwrap();
    let workspace = sandbox.project.directory().display().to_string();
    let mut context = Context::from([("github.workspace".to_owned(), workspace)]);
    for (name, input) in action["inputs"].as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        let given = with.iter().find(|(given, _)| *given == name);
        let value = given.map_or_else(
            || scalar(&input["default"]),
            |(_, value)| (*value).to_owned(),
        );
        context.insert(format!("inputs.{name}"), value);
    }
    for (name, _) in with {
        let is_input = context.contains_key(&format!("inputs.{name}"));
        assert!(is_input, "the action has no input `{name}`");
    }
    fs::create_dir_all(sandbox.tool("temp")).unwrap();
    let mut result = ActionRun {
        succeeded: true,
        ..ActionRun::default()
    };
    for step in action["runs"]["steps"].as_sequence().unwrap() {
        let condition = step.get("if").map(|it| it.as_str().unwrap());
        if !result.succeeded || condition.is_some_and(|it| !holds(it, &context)) {
            continue;
        }
        if let Some(uses) = step.get("uses") {
            assert!(
                uses.as_str()
                    .unwrap()
                    .starts_with("github/codeql-action/upload-sarif@")
            );
            let with = entries(&step["with"]).into_iter();
            let with = with.map(|(name, value)| (name, interpolated(&value, &context)));
            // It may fail, as it does for forks: that decides nothing.
            assert_eq!(step["continue-on-error"], Value::Bool(true));
            result.uploaded = Some(with.collect());
            continue;
        }
        let (run, outputs) = run_step(sandbox, step, &context);
        result.succeeded = run.code == Some(0);
        result.log.push_str(&run.stdout);
        result.complaints.push_str(&run.stderr);
        if let Some(id) = step.get("id").and_then(Value::as_str) {
            let named = outputs.into_iter();
            context
                .extend(named.map(|(name, value)| (format!("steps.{id}.outputs.{name}"), value)));
        }
    }
    for (name, output) in action["outputs"].as_mapping().unwrap() {
        let value = interpolated(output["value"].as_str().unwrap(), &context);
        result
            .outputs
            .insert(name.as_str().unwrap().to_owned(), value);
    }
    result.summary = fs::read_to_string(sandbox.tool("temp/summary")).unwrap_or_default();
    result
}

fn run_step(sandbox: &Sandbox, step: &Value, context: &Context) -> (Run, BTreeMap<String, String>) {
    let script = step["run"].as_str().unwrap();
    assert!(
        !script.contains("${{"),
        "text becomes shell code:\n{script}"
    );
    assert_eq!(step["shell"], Value::String("bash".into()));
    let path = sandbox.tool("temp/step.sh");
    fs::write(&path, script).unwrap();
    let output = sandbox.tool("temp/output");
    fs::write(&output, "").unwrap();
    let directory = step.get("working-directory").and_then(Value::as_str);
    let directory = interpolated(directory.unwrap_or("."), context);
    let directory = sandbox.project.path(&directory);
    let mut command = sandbox.command("bash", &directory);
    command
        .args(["--noprofile", "--norc", "-eo", "pipefail"])
        .arg(path)
        .env("GITHUB_OUTPUT", &output)
        .env("GITHUB_STEP_SUMMARY", sandbox.tool("temp/summary"))
        .env("GITHUB_ACTION_PATH", root())
        .env("RUNNER_TEMP", sandbox.tool("temp"));
    for (name, value) in entries(&step["env"]) {
        command.env(name, interpolated(&value, context));
    }
    let run = Run::of(&mut command);
    (run, outputs_in(&fs::read_to_string(output).unwrap()))
}
