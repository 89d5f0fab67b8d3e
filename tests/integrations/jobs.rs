//! What CI services make of their configuration: scripts, each run by a shell in the
//! repository.

use serde_yaml::Value;

use super::sandbox::Sandbox;
use super::support::cli::Run;

/// The scripts of one job, in order, up to the first that fails.
#[derive(Debug)]
pub struct Job {
    shell: &'static [&'static str],
    scripts: Vec<String>,
    env: Vec<(String, String)>,
    /// Files that the service takes whether or not the job succeeded.
    pub reports: Vec<String>,
}

impl Job {
    /// Runs it, and expects its reports to be there however it ends.
    pub fn run(&self, sandbox: &Sandbox) -> Run {
        let env: Vec<(&str, &str)> = self
            .env
            .iter()
            .map(|(key, value)| (&**key, &**value))
            .collect();
        let mut all = Run {
            code: Some(0),
            stdout: String::new(),
            stderr: String::new(),
        };
        for script in &self.scripts {
            let run = sandbox.script(self.shell, script, &env);
            all.code = run.code;
            all.stdout.push_str(&run.stdout);
            all.stderr.push_str(&run.stderr);
            if run.code != Some(0) {
                break;
            }
        }
        if all.code != Some(2) {
            for report in &self.reports {
                let path = sandbox.project.path(report);
                assert!(path.exists(), "there is no {report}: {all:?}");
            }
        }
        all
    }
}

fn parsed(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_sequence().into_iter().flatten();
    items
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

/// The jobs of a GitLab configuration. One script of all lines, as there.
pub fn gitlab(text: &str) -> Vec<Job> {
    let config = parsed(text);
    let jobs = config.as_mapping().unwrap().values();
    let jobs = jobs.filter(|job| job.get("script").is_some());
    jobs.map(|job| {
        let variables = job
            .get("variables")
            .and_then(Value::as_mapping)
            .into_iter()
            .flatten();
        let reports = job["artifacts"]["reports"]
            .as_mapping()
            .into_iter()
            .flatten();
        assert_eq!(job["artifacts"]["when"], Value::String("always".into()));
        Job {
            shell: &["sh", "-e"],
            scripts: vec![strings(&job["script"]).join("\n")],
            env: variables
                .map(|(name, variable)| {
                    assert_eq!(variable["expand"], Value::Bool(false));
                    let value = variable["value"].as_str().unwrap();
                    (name.as_str().unwrap().to_owned(), value.to_owned())
                })
                .collect(),
            reports: reports
                .map(|(_, file)| file.as_str().unwrap().to_owned())
                .collect(),
        }
    })
    .collect()
}

/// The jobs of a configuration for Circle. Each step has a shell of its own.
pub fn circle(text: &str) -> Vec<Job> {
    let config = parsed(text);
    let jobs = config["jobs"].as_mapping().unwrap().values();
    jobs.map(|job| {
        let steps = job["steps"].as_sequence().unwrap();
        let run = |step: &Value| {
            let run = step.get("run")?;
            let command = run.as_str().or_else(|| run["command"].as_str());
            Some(command.unwrap().to_owned())
        };
        let results =
            |step: &Value| Some(step.get("store_test_results")?["path"].as_str()?.to_owned());
        Job {
            shell: &["bash", "-eo", "pipefail"],
            scripts: steps.iter().filter_map(run).collect(),
            env: Vec::new(),
            reports: steps.iter().filter_map(results).collect(),
        }
    })
    .collect()
}

/// The steps of a Bitbucket configuration.
pub fn bitbucket(text: &str) -> Vec<Job> {
    let config = parsed(text);
    let steps = config["pipelines"]["default"].as_sequence().unwrap();
    let job = |step: &Value| Job {
        shell: &["bash", "-e"],
        scripts: vec![strings(&step["step"]["script"]).join("\n")],
        env: Vec::new(),
        reports: vec!["test-reports/codemagic-lint.xml".to_owned()],
    };
    steps.iter().map(job).collect()
}

/// The only job of an Azure configuration.
pub fn azure(text: &str) -> Vec<Job> {
    let config = parsed(text);
    let steps = config["steps"].as_sequence().unwrap();
    let scripts = steps.iter().filter_map(|step| step.get("bash")?.as_str());
    let published = steps.iter().filter_map(|step| {
        let report = step
            .get("publish")
            .unwrap_or(&step["inputs"]["testResultsFiles"]);
        let report = report.as_str()?.to_owned();
        assert_eq!(step["condition"].as_str(), Some("succeededOrFailed()"));
        Some(report)
    });
    vec![Job {
        shell: &["bash"],
        scripts: scripts.map(str::to_owned).collect(),
        env: Vec::new(),
        reports: published.collect(),
    }]
}

/// The steps of each workflow of a `codemagic.yaml`.
pub fn codemagic(text: &str) -> Vec<Job> {
    let config = parsed(text);
    let workflows = config["workflows"].as_mapping().unwrap().values();
    workflows
        .map(|workflow| {
            let steps = workflow["scripts"].as_sequence().unwrap();
            let script = |step: &Value| step["script"].as_str().unwrap().to_owned();
            let report = |step: &Value| Some(step.get("test_report")?.as_str()?.to_owned());
            Job {
                shell: &["sh", "-e"],
                scripts: steps.iter().map(script).collect(),
                env: Vec::new(),
                reports: steps.iter().filter_map(report).collect(),
            }
        })
        .collect()
}

/// The shell steps of a Jenkinsfile, and what it collects.
pub fn jenkins(text: &str) -> Vec<Job> {
    let scripts = text.split("sh '''\n").skip(1);
    let scripts = scripts.map(|rest| rest.split("'''").next().unwrap().to_owned());
    let reports = text.split("junit '").skip(1);
    let reports = reports.map(|rest| rest.split('\'').next().unwrap().to_owned());
    vec![Job {
        shell: &["sh", "-xe"],
        scripts: scripts.collect(),
        env: Vec::new(),
        reports: reports.collect(),
    }]
}
