//! `triggers`: which workflows a webhook starts, and why.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::effective::Hidden;
use crate::model::triggering::Event;
use crate::rules::secrets_of;
use crate::triggers::{Webhook, answers, report};
use crate::workspace::{display_name, read_file};

use super::Outcome;
use super::args::{EventKind, ListFormat, TriggersArgs};
use super::failure::Failure;
use super::one_file::{no_workflow, read_one};
use super::terminal::{self, current_directory, print};

/// Columns where there is no terminal.
const WIDTH_WITHOUT_TERMINAL: usize = 100;

pub(super) fn run(args: &TriggersArgs) -> Result<Outcome, Failure> {
    check_arguments(args)?;
    let webhook = webhook(args)?;
    let Some(checked) = read_one(args.path.as_deref())? else {
        return Ok(Outcome::Trouble);
    };
    let tree = &checked.tree;
    let hidden = Hidden::new(tree, &secrets_of(&checked));
    let mut found = answers(tree, &checked.config, &webhook, &hidden);
    if let Some(wanted) = &args.workflow {
        let ids = checked.config.workflows.entries().iter();
        let mut ids = ids.map(|entry| tree.scalar(entry.entry.key));
        let index = ids.position(|id| id == Some(wanted));
        let index = index.ok_or_else(|| no_workflow(tree, wanted))?;
        found = found.into_iter().skip(index).take(1).collect();
    }
    if found.is_empty() {
        return Err(Failure::with_help(
            format!("{}: the file has no workflows", tree.source().name()),
            Some("run `codemagic-lint check` and mend what it reports first"),
        ));
    }
    let source = tree.source();
    let text = match args.output_format {
        ListFormat::Human => {
            let style = terminal::style_of(args.color, args.quiet, WIDTH_WITHOUT_TERMINAL);
            report::human(source, &webhook, &found, style)
        }
        ListFormat::Json => report::json(source, &webhook, &found),
    };
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}

/// Refuses what the event does not have.
fn check_arguments(args: &TriggersArgs) -> Result<(), Failure> {
    let event = args.event;
    let is_pull_request = matches!(
        event,
        EventKind::PullRequest | EventKind::PullRequestLabeled
    );
    let refuse = |option: &str, has: &str| {
        let name = event.word();
        Err(Failure::with_help(
            format!("`{option}` does not fit `--event {name}`"),
            Some(format!("{has}; leave it out, or ask about another event")),
        ))
    };
    if args.tag.is_some() && event != EventKind::Tag {
        return refuse("--tag", "only the event `tag` has a tag");
    }
    if is_pull_request {
        return Ok(());
    }
    let only = "only pull requests have one";
    if args.target.is_some() {
        return refuse("--target", only);
    }
    if args.draft.is_some() {
        return refuse("--draft", "only pull requests can be drafts");
    }
    if !args.label.is_empty() {
        return refuse("--label", only);
    }
    Ok(())
}

fn webhook(args: &TriggersArgs) -> Result<Webhook, Failure> {
    let payload = match &args.payload {
        Some(path) => payload(path)?,
        None => Value::Null,
    };
    let variables = args.env.iter().map(|it| variable(it));
    let variables = variables.collect::<Result<BTreeMap<String, String>, Failure>>()?;
    Ok(Webhook {
        branch: args.branch.clone(),
        target: args.target.clone(),
        tag: args.tag.clone(),
        changed: (!args.changed.is_empty()).then(|| args.changed.clone()),
        variables,
        payload: with_options(payload, args),
        ..Webhook::new(args.event.into())
    })
}

/// The payload with what `--draft` and `--label` say of the pull request.
fn with_options(mut payload: Value, args: &TriggersArgs) -> Value {
    let mut told = Vec::new();
    if let Some(draft) = args.draft {
        told.push(("draft", json!(draft)));
    }
    if !args.label.is_empty() {
        let labels: Vec<Value> = args.label.iter().map(|it| json!({"name": it})).collect();
        told.push(("labels", json!(labels)));
    }
    if told.is_empty() {
        return payload;
    }
    if !payload.is_object() {
        payload = json!({});
    }
    if let Some(object) = payload.as_object_mut() {
        // The one label of the pull request is the one that was just given.
        if let ([label], EventKind::PullRequestLabeled) = (args.label.as_slice(), args.event) {
            object
                .entry("label")
                .or_insert_with(|| json!({"name": label}));
        }
        let request = object.entry("pull_request").or_insert_with(|| json!({}));
        if !request.is_object() {
            *request = json!({});
        }
        if let Some(request) = request.as_object_mut() {
            request.extend(told.into_iter().map(|(key, value)| (key.to_owned(), value)));
        }
    }
    payload
}

/// `NAME=value`. The value may be a secret and is in no message.
fn variable(text: &str) -> Result<(String, String), Failure> {
    let is_name = |name: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !name.is_empty() && name.chars().all(is_letter)
    };
    let parts = text.split_once('=').filter(|(name, _)| is_name(name));
    let (name, value) = parts.ok_or_else(|| {
        Failure::with_help(
            "`--env` expects `NAME=value`",
            Some("a name has letters, digits and `_`"),
        )
    })?;
    Ok((name.to_owned(), value.to_owned()))
}

fn payload(path: &Path) -> Result<Value, Failure> {
    let cwd = current_directory()?;
    let path = cwd.join(path);
    let name = display_name(&cwd, &path);
    let bytes =
        read_file(&path, &name).map_err(|error| Failure::with_help(&error, error.help()))?;
    let parsed = serde_json::from_slice::<Value>(&bytes).ok();
    parsed.filter(Value::is_object).ok_or_else(|| {
        Failure::with_help(
            format!("`{name}` is no JSON object"),
            Some("save the body of the webhook as the repository's host sent it"),
        )
    })
}

impl From<EventKind> for Event {
    fn from(kind: EventKind) -> Self {
        match kind {
            EventKind::Push => Self::Push,
            EventKind::PullRequest => Self::PullRequest,
            EventKind::PullRequestLabeled => Self::PullRequestLabeled,
            EventKind::Tag => Self::Tag,
        }
    }
}

impl EventKind {
    fn word(self) -> &'static str {
        Event::from(self).word()
    }
}
