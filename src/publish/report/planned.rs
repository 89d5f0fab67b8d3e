//! What the workflow asks for, before anything happens: options after their defaults,
//! variables, artifacts and steps, as every report shows them.

use std::ops::Range;

use serde_json::{Value, json};

use crate::publish::magic_actions;
use crate::publish::plan::{Credentials, Origin, Plan, Sourced, VariableOrigin};
use crate::publish::timeline::StepName;
use crate::publish::words::list;

use super::secrets::Hidden;
use super::words;

/// Most names that a line of the short form has; the long form has all.
const MOST_NAMES: usize = 12;

/// What is planned. No text of a secret is in it.
#[derive(Debug)]
pub(super) struct Planned {
    /// All options of the publisher, after defaults.
    pub options: Vec<OptionRow>,
    /// Variables that publishing reads.
    pub variables: Vec<VariableRow>,
    /// Patterns of `artifacts`.
    pub artifacts: Vec<ArtifactRow>,
    /// Steps of the build before publishing.
    pub build_steps: Vec<(String, Option<Range<usize>>)>,
    /// Steps of Magic Actions afterwards.
    pub post_processing: Vec<StepName>,
}

/// An option.
#[derive(Debug)]
pub(super) struct OptionRow {
    pub name: &'static str,
    /// What it is after defaults; null where the client sends nothing.
    pub value: Value,
    /// Where it comes from, in words.
    pub origin: String,
    /// Whether the workflow says it.
    pub is_set: bool,
    pub place: Option<Range<usize>>,
}

/// A variable.
#[derive(Debug)]
pub(super) struct VariableRow {
    pub name: String,
    /// `None` where it is a secret or unknown.
    pub value: Option<String>,
    /// Where it comes from, in words.
    pub origin: String,
    /// Whether nobody sets it.
    pub is_missing: bool,
    pub place: Option<Range<usize>>,
}

/// A pattern.
#[derive(Debug)]
pub(super) struct ArtifactRow {
    pub pattern: String,
    pub may_match_package: bool,
    pub place: Option<Range<usize>>,
}

impl Planned {
    pub(super) fn new(plan: &Plan, file: &str, hidden: &Hidden) -> Self {
        let variables = plan.variables.iter().map(|variable| VariableRow {
            name: hidden.masked(&variable.name),
            value: variable.shown.as_deref().map(|value| hidden.masked(value)),
            origin: words::variable_origin(&variable.origin),
            is_missing: variable.origin == VariableOrigin::Missing,
            place: variable.place.clone(),
        });
        let artifacts = plan.artifacts.iter().map(|artifact| ArtifactRow {
            pattern: hidden.masked(&artifact.pattern),
            may_match_package: artifact.may_match_package,
            place: artifact.place.clone(),
        });
        let steps = plan.build_steps.iter();
        Self {
            options: options(plan, file, hidden),
            variables: variables.collect(),
            artifacts: artifacts.collect(),
            build_steps: steps
                .map(|step| (hidden.masked(&step.name), step.place.clone()))
                .collect(),
            post_processing: post_processing(plan),
        }
    }

    /// One line on each matter: a name, and what there is to say. The long form of the
    /// options, variables and artifacts has a line for each of them.
    pub(super) fn facts(&self, package: &str, is_long: bool) -> Vec<(&'static str, Vec<String>)> {
        let steps: Vec<&str> = self.build_steps.iter().map(|(name, _)| &**name).collect();
        let after = self.post_processing.iter();
        let after: Vec<&str> = after.map(|name| words::title(*name)).collect();
        let mut facts = vec![
            ("options", self.option_lines(is_long)),
            ("reads", self.variable_lines(is_long)),
            ("package", self.artifact_lines(package, is_long)),
            ("build", names(&steps, is_long)),
            ("then", names(&after, is_long)),
        ];
        facts.retain(|(_, lines)| !lines.is_empty());
        facts
    }

    fn option_lines(&self, is_long: bool) -> Vec<String> {
        if is_long {
            let line = |it: &OptionRow| format!("{}: {}, {}", it.name, it.words(), it.origin);
            return self.options.iter().map(line).collect();
        }
        let set = self.options.iter().filter(|it| it.is_set);
        let set = set.map(|it| match &it.value {
            Value::Bool(true) => it.name.to_owned(),
            // A sentence of its own, which the long form has.
            _ if it.name == "copyright" => it.name.to_owned(),
            _ => format!("{} {}", it.name, it.words()),
        });
        let set: Vec<String> = set.collect();
        match set.as_slice() {
            [] => vec!["none, so the build is uploaded and nothing else is done".into()],
            set => vec![set.join(", ")],
        }
    }

    fn variable_lines(&self, is_long: bool) -> Vec<String> {
        if is_long {
            let line = |it: &VariableRow| {
                let value = it.value.as_ref();
                let value = value.map_or(String::new(), |value| format!(" = {value}"));
                format!("${}{value}, {}", it.name, it.origin)
            };
            return self.variables.iter().map(line).collect();
        }
        let mut origins: Vec<(&str, Vec<String>)> = Vec::new();
        for variable in &self.variables {
            let name = format!("${}", variable.name);
            let mut known = origins.iter_mut();
            match known.find(|(origin, _)| *origin == variable.origin) {
                Some((_, names)) => names.push(name),
                None => origins.push((&variable.origin, vec![name])),
            }
        }
        let told = origins
            .iter()
            .map(|(origin, names)| format!("{}, {origin}", shortened_list(names)));
        let told: Vec<String> = told.collect();
        if told.is_empty() {
            return Vec::new();
        }
        vec![told.join("; ")]
    }

    fn artifact_lines(&self, package: &str, is_long: bool) -> Vec<String> {
        if is_long {
            let line = |it: &ArtifactRow| {
                let matches = if it.may_match_package {
                    "matches the package"
                } else {
                    "matches no package"
                };
                format!("{}, {matches}", it.pattern)
            };
            return self.artifacts.iter().map(line).collect();
        }
        let matching = self.artifacts.iter().filter(|it| it.may_match_package);
        let matching: Vec<&str> = matching.map(|it| &*it.pattern).collect();
        match matching.as_slice() {
            [] => Vec::new(),
            patterns => vec![format!("{package}, by {}", shortened_list(patterns))],
        }
    }
}

impl OptionRow {
    /// The value, as people read it.
    pub(super) fn words(&self) -> String {
        match &self.value {
            Value::Null if self.name == "phased_release" => "left as it is".into(),
            Value::Null => "not sent".into(),
            Value::Array(all) if all.is_empty() => "none".into(),
            Value::Array(all) => {
                let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                list(&all)
            }
            Value::String(text) => format!("`{text}`"),
            other => other.to_string(),
        }
    }
}

/// A line of names; the short form stops after some.
fn names(all: &[&str], is_long: bool) -> Vec<String> {
    match all {
        [] => Vec::new(),
        all if is_long => vec![all.join(", ")],
        all => vec![shortened_list(all)],
    }
}

fn shortened_list<T: AsRef<str>>(all: &[T]) -> String {
    let shown = all.iter().take(MOST_NAMES).map(AsRef::as_ref);
    let shown: Vec<&str> = shown.collect();
    match all.len().saturating_sub(MOST_NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn post_processing(plan: &Plan) -> Vec<StepName> {
    let only_uploads = matches!(plan.credentials, Credentials::AppSpecificPassword { .. });
    if only_uploads || !plan.publishes() {
        return Vec::new();
    }
    let actions = magic_actions::actions(plan);
    actions.into_iter().map(|action| action.name).collect()
}

fn options(plan: &Plan, file: &str, hidden: &Hidden) -> Vec<OptionRow> {
    if !plan.publishes() {
        return Vec::new();
    }
    let options = &plan.options;
    let mut rows = Rows {
        rows: Vec::new(),
        file,
    };
    let text = |text: &String| json!(hidden.masked(text));
    let flag = |flag: &bool| json!(flag);
    let off = json!(false);
    rows.add(
        "submit_to_testflight",
        options.submit_to_testflight.as_ref(),
        flag,
        &off,
    );
    let expire = options.expire_build_submitted_for_review.as_ref();
    rows.add("expire_build_submitted_for_review", expire, flag, &off);
    let groups = options.beta_groups.iter();
    let names: Vec<Value> = groups.map(|group| text(&group.value)).collect();
    let groups = options.beta_groups.first().map(|first| Sourced {
        value: names,
        origin: first.origin.clone(),
        place: first.place.clone(),
    });
    rows.add(
        "beta_groups",
        groups.as_ref(),
        |names| json!(names),
        &json!([]),
    );
    rows.add(
        "submit_to_app_store",
        options.submit_to_app_store.as_ref(),
        flag,
        &off,
    );
    let cancel = options.cancel_previous_submissions.as_ref();
    rows.add("cancel_previous_submissions", cancel, flag, &off);
    let none = Value::Null;
    let word = |kind: &crate::app_store_connect::ReleaseType| json!(kind.word());
    rows.add("release_type", options.release_type.as_ref(), word, &none);
    rows.add(
        "earliest_release_date",
        options.earliest_release_date.as_ref(),
        text,
        &none,
    );
    rows.add("copyright", options.copyright.as_ref(), text, &none);
    rows.add(
        "phased_release",
        options.phased_release.as_ref(),
        flag,
        &none,
    );
    rows.rows
}

struct Rows<'a> {
    rows: Vec<OptionRow>,
    file: &'a str,
}

impl Rows<'_> {
    fn add<T>(
        &mut self,
        name: &'static str,
        option: Option<&Sourced<T>>,
        value: impl Fn(&T) -> Value,
        default: &Value,
    ) {
        let row = match option {
            Some(option) => OptionRow {
                name,
                value: value(&option.value),
                origin: words::origin(&option.origin, self.file),
                is_set: option.origin != Origin::Default,
                place: option.place.clone(),
            },
            None => OptionRow {
                name,
                value: default.clone(),
                origin: words::origin(&Origin::Default, self.file),
                is_set: false,
                place: None,
            },
        };
        self.rows.push(row);
    }
}
