//! The pages of rules and their examples.
//!
//! A marker `# ^^^ error[rule-id]: message` under a line of a YAML example says
//! which finding begins there and how far it reaches on its line; `#^^` marks
//! from the `#` itself. Markers are taken out before the example is checked.
//!
//! Words behind `yaml` set the scene: `now=2026-01-01T00:00:00Z`,
//! `file=codemagic.yml`, `known-groups=a,b`, `known-integrations=a`, `known-keystores=a`,
//! `internal-beta-groups=a`, `instance-types=a`,
//! `max-build-duration=180`, `schema=path`, `shellcheck=real`. An example with the last
//! is passed over where shellcheck is missing.
//!
//! A block of `text file=pubspec.yaml` puts a file into the repository of all YAML
//! examples behind it on the page, in place of one of the same path. The word
//! `files=ios/,gradlew*,build.sh` behind `yaml` adds, for that example alone, empty
//! files, directories (`/`) and files that may be executed (`*`); `folder=app` says
//! that codemagic.yaml lies in that folder. Without any of these an example is in no
//! repository.
//!
//! What Markdown cannot show is written so: `\t` stands for a tab, `\x07` for the
//! byte 7, and a line that ends in ` ×99` stands in the file 99 times. Markers
//! count in the text that results.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::sync::Arc;

use codemagic_lint::finding::Severity;
use codemagic_lint::repository::{Memory, Repository};
use codemagic_lint::rules::shell_lint::ShellLint;
use codemagic_lint::rules::{self, Rule, Settings};
use codemagic_lint::shellcheck::{Program, Shellcheck};
use codemagic_lint::workspace::SchemaFile;

#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Expected {
    pub line: usize,
    pub column: usize,
    pub width: usize,
    pub severity: String,
    pub rule: String,
    pub message: String,
}

pub struct Example {
    pub info: String,
    /// The lines as the page has them, without markers.
    pub lines: Vec<String>,
    pub text: Vec<u8>,
    pub expected: Vec<Expected>,
    /// The files of the repository, if there is one.
    pub files: Option<Memory>,
}

pub fn pages() -> Vec<(&'static Rule, String)> {
    let page = |rule: &&'static Rule| {
        let path = super::root()
            .join("docs/rules")
            .join(format!("{}.md", rule.id));
        (*rule, super::read(path))
    };
    rules::all().iter().map(page).collect()
}

pub fn examples(page: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut files: Option<Memory> = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let mut block = || lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(path) = line.strip_prefix("```text file=") {
            let block: Vec<&str> = block();
            let content = block.iter().flat_map(|line| content(line));
            let content: Vec<u8> = content.collect();
            files.get_or_insert_default().add(path, content);
        } else if let Some(info) = line.strip_prefix("```yaml") {
            let mut example = example(info, &block());
            example.files.clone_from(&files);
            found.push(example);
        }
    }
    found
}

fn example(info: &str, block: &[&str]) -> Example {
    let mut lines = Vec::new();
    let mut text = Vec::new();
    let mut expected = Vec::new();
    let mut line_number = 0;
    for line in block {
        if let Some(marker) = marker(line, line_number) {
            expected.push(marker);
            continue;
        }
        lines.push((*line).to_owned());
        let (line, times) = repeated(line).unwrap_or((line, 1));
        line_number += times;
        for _ in 0..times {
            text.extend(unescape(line));
            text.push(b'\n');
        }
    }
    Example {
        info: info.to_owned(),
        lines,
        text,
        expected,
        files: None,
    }
}

/// The bytes that a line of a file stands for.
fn content(line: &str) -> Vec<u8> {
    let (line, times) = repeated(line).unwrap_or((line, 1));
    let mut bytes = unescape(line);
    bytes.push(b'\n');
    bytes.repeat(times)
}

fn repeated(line: &str) -> Option<(&str, usize)> {
    let (line, times) = line.rsplit_once(" ×")?;
    Some((line, times.parse().ok()?))
}

fn unescape(line: &str) -> Vec<u8> {
    let line = line.replace("\\t", "\t");
    let mut parts = line.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2);
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part.bytes().skip(2));
            }
            None => bytes.extend(format!("\\x{part}").bytes()),
        }
    }
    bytes
}

fn marker(line: &str, under: usize) -> Option<Expected> {
    let hash = line.chars().position(|c| c != ' ')?;
    let rest = line.trim_start().strip_prefix('#')?;
    let gap = rest.chars().take_while(|c| *c == ' ').count();
    let carets = rest.chars().skip(gap).take_while(|c| *c == '^').count();
    let label = rest.chars().skip(gap + carets).collect::<String>();
    let (severity, label) = label.trim_start().split_once('[')?;
    if carets == 0 || severity.parse::<Severity>().is_err() {
        return None;
    }
    let (rule, message) = label.split_once("]:")?;
    // `#^^`: the `#` counts as a caret.
    let (column, width) = if gap == 0 {
        (hash + 1, carets + 1)
    } else {
        (hash + 1 + gap + 1, carets)
    };
    Some(Expected {
        line: under,
        column,
        width,
        severity: severity.to_owned(),
        rule: rule.to_owned(),
        message: message.trim().to_owned(),
    })
}

pub fn settings(example: &Example, rule: &Rule) -> (String, Settings) {
    let mut settings = Settings::default();
    let mut file = "codemagic.yaml".to_owned();
    let mut files = example.files.clone();
    let mut folder = String::new();
    for word in example.info.split_whitespace() {
        let (key, value) = word
            .split_once('=')
            .unwrap_or_else(|| panic!("{}: what is `{word}`?", rule.id));
        let list = || {
            value
                .split(',')
                .map(|item| item.replace('+', " "))
                .collect::<Vec<_>>()
        };
        match key {
            "now" => settings.now = Some(value.parse().unwrap()),
            "file" => value.clone_into(&mut file),
            "shellcheck" => settings.shell_lint = shellcheck(),
            "known-groups" => settings.known.groups = Some(list()),
            "known-keystores" => settings.known.keystores = Some(list()),
            "known-integrations" => settings.known.integrations = Some(list()),
            "instance-types" => settings.known.instance_types = list(),
            "internal-beta-groups" => settings.known.internal_beta_groups = list(),
            "max-build-duration" => {
                settings.known.max_build_duration = Some(value.parse().unwrap());
            }
            "folder" => value.clone_into(&mut folder),
            "files" => {
                let files = files.get_or_insert_default();
                for path in list() {
                    let name = path.trim_end_matches('*');
                    files.add(name, "");
                    if path.ends_with('*') {
                        files.set_executable(name);
                    }
                }
            }
            "schema" => {
                let schema = SchemaFile::new(&super::read(super::root().join(value))).unwrap();
                settings.schema = Some(Arc::new(schema));
            }
            _ => panic!("{}: what is `{key}`?", rule.id),
        }
    }
    let repository = |files| Arc::new(Repository::new(Arc::new(files), &folder));
    settings.repository = files.map(repository);
    // Examples are short, and most need no artifacts to show what they show.
    let artifacts = rules::index_of("artifact-missing").unwrap();
    settings.selection.set(artifacts, None);
    let index = rules::index_of(rule.id).unwrap();
    settings.selection.switch_on(index);
    (file, settings)
}

/// The id of the rule that a finding belongs to: `shellcheck` for
/// `shellcheck[SC2086]`.
pub fn is_of(rule: &Rule, id: &str) -> bool {
    rules::catalogue_id(id) == rule.id
}

/// Whether the example cannot be run here.
pub fn lacks_shellcheck(example: &Example) -> bool {
    example.info.contains("shellcheck=") && super::shellcheck().is_none()
}

fn shellcheck() -> Option<Arc<dyn ShellLint>> {
    let program = Program::at(&super::shellcheck()?).unwrap();
    Some(Arc::new(Shellcheck::new(program)))
}
