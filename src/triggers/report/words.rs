//! The answers in words.

use crate::expression::condition::{NeedKind, Truth};
use crate::model::triggering::Event;
use crate::report::text::list;
use crate::syntax::{SourceFile, Span};

use super::super::changeset::ALWAYS;
use super::super::{
    Answer, ChangesetAnswer, ConditionAnswer, EventReason, PatternAnswer, PatternsAnswer, Subject,
    Webhook, WhenAnswer,
};

/// One reason.
pub(super) struct Reason {
    /// What it speaks for.
    pub truth: Truth,
    /// Where the cause stands.
    pub span: Span,
    /// The reason.
    pub text: String,
}

/// The event, as a heading.
pub(super) fn heading(webhook: &Webhook) -> String {
    let name = |name: &Option<String>, otherwise: &str| match name {
        Some(name) => format!("`{name}`"),
        None => otherwise.to_owned(),
    };
    let branch = name(&webhook.branch, "an unknown branch");
    let target = name(&webhook.target, "an unknown branch");
    match webhook.event {
        Event::Push => format!("A push to {branch}"),
        Event::PullRequest => format!("A pull request from {branch} into {target}"),
        Event::PullRequestLabeled | Event::PullRequestLabelled => {
            format!("A label for a pull request from {branch} into {target}")
        }
        Event::Tag => match &webhook.tag {
            Some(tag) => format!("The tag `{tag}`"),
            None => "An unknown tag".to_owned(),
        },
    }
}

/// What happens to a workflow, on one line.
pub(super) fn summary(answer: &Answer, webhook: &Webhook) -> String {
    match (answer.starts(), answer.verdict()) {
        (_, Truth::True) if answer.inputs_without_default.is_empty() => "starts".to_owned(),
        (_, Truth::True) => {
            let name = answer.inputs_without_default.first();
            let name = name.map(String::as_str).unwrap_or_default();
            format!("starts, and fails: the input `{name}` has no default")
        }
        (Truth::False, _) => format!("does not start: {}", why_not_started(answer, webhook)),
        (Truth::True, Truth::False) => format!("is skipped: {}", why_skipped(answer)),
        (Truth::Unknown, Truth::False) => format!("does not run: {}", why_skipped(answer)),
        (starts, Truth::Unknown) => {
            let word = if starts == Truth::True {
                "may be skipped"
            } else {
                "may start"
            };
            format!("{word}: depends on {}", open(answer, webhook).join("; "))
        }
    }
}

fn why_not_started(answer: &Answer, webhook: &Webhook) -> String {
    if answer.event.listed == Truth::False {
        return event_reason(answer, webhook);
    }
    let Some(patterns) = &answer.patterns else {
        return String::new();
    };
    let deciding = patterns.deciding.and_then(|at| patterns.patterns.get(at));
    match deciding {
        Some(pattern) => format!(
            "`{}` leaves out {}",
            text_of(pattern),
            subject(pattern.subject, webhook)
        ),
        None if patterns
            .patterns
            .iter()
            .all(|it| it.matches == Truth::False) =>
        {
            let mut subjects: Vec<Option<Subject>> = Vec::new();
            for pattern in &patterns.patterns {
                if !subjects.contains(&pattern.subject) {
                    subjects.push(pattern.subject);
                }
            }
            let names: Vec<String> = subjects.iter().map(|it| subject(*it, webhook)).collect();
            format!(
                "no pattern of `{}` matches {}",
                patterns.key,
                names.join(" or ")
            )
        }
        None => format!("no pattern of `{}` can let it in", patterns.key),
    }
}

fn why_skipped(answer: &Answer) -> String {
    let Some(when) = &answer.when else {
        return String::new();
    };
    match &when.changeset {
        Some(changeset) if changeset.truth == Truth::False => {
            "no changed file counts for its changeset".to_owned()
        }
        _ => "its condition does not hold".to_owned(),
    }
}

fn event_reason(answer: &Answer, webhook: &Webhook) -> String {
    let event = webhook.event.word();
    match answer.event.why {
        None => format!("`{event}` is among its events"),
        Some(EventReason::NoTriggering) => {
            "it has no `triggering`: builds start by hand, through the API or on a schedule"
                .to_owned()
        }
        Some(EventReason::NoEvents) => {
            "`triggering` lists no events: builds start by hand, through the API or on a schedule"
                .to_owned()
        }
        Some(EventReason::NotListed) => format!("`{event}` is not among its events"),
        Some(EventReason::Unread) => "a part of the workflow that could not be read".to_owned(),
    }
}

/// What the verdict depends on.
pub(super) fn open(answer: &Answer, webhook: &Webhook) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !found.contains(&text) {
            found.push(text);
        }
    };
    if answer.event.listed == Truth::Unknown {
        add(event_reason(answer, webhook));
    }
    if let Some(patterns) = answer
        .patterns
        .as_ref()
        .filter(|it| it.truth == Truth::Unknown)
    {
        if !patterns.is_readable {
            add(format!("`{}`, which has no items", patterns.key));
        }
        for pattern in &patterns.patterns {
            if pattern.matches == Truth::Unknown || pattern.include.is_none() {
                add(pattern_need(pattern, webhook));
            }
        }
    }
    if let Some(when) = &answer.when {
        when_needs(when).into_iter().for_each(add);
    }
    found
}

fn when_needs(when: &WhenAnswer) -> Vec<String> {
    let mut found = Vec::new();
    if !when.is_readable {
        found.push("a part of `when` that could not be read".to_owned());
    }
    if let Some(changeset) = when
        .changeset
        .as_ref()
        .filter(|it| it.truth == Truth::Unknown)
    {
        found.push(changeset_need(changeset));
    }
    if let Some(condition) = &when.condition {
        found.extend(condition.needs.iter().map(need));
    }
    found
}

fn pattern_need(pattern: &PatternAnswer, webhook: &Webhook) -> String {
    if pattern.text.is_none() {
        return "a pattern that is not known here".to_owned();
    }
    if pattern.include.is_none() || pattern.subject.is_none() {
        return format!("`{}`, which could not be read whole", text_of(pattern));
    }
    let (is_missing, what, option) = match pattern.subject {
        Some(Subject::Target) => (webhook.target.is_none(), "the target branch", "--target"),
        Some(Subject::Tag) => (webhook.tag.is_none(), "the tag", "--tag"),
        Some(Subject::Source) => (webhook.branch.is_none(), "the source branch", "--branch"),
        Some(Subject::Branch) | None => (webhook.branch.is_none(), "the branch", "--branch"),
    };
    if is_missing {
        format!("{what}: pass `{option}`")
    } else {
        format!("`{}`, which is too complex a pattern", text_of(pattern))
    }
}

fn changeset_need(changeset: &ChangesetAnswer) -> String {
    if !changeset.is_known {
        return "the changed files: pass `--changed`".to_owned();
    }
    let open = changeset.entries.iter();
    let open = open.filter(|it| it.matches == Truth::Unknown);
    let names: Vec<String> = open
        .filter_map(|it| it.text.as_deref())
        .map(|text| format!("`{text}`"))
        .collect();
    if names.is_empty() {
        return "a changeset that could not be read whole".to_owned();
    }
    format!(
        "what {} stands for: the documentation does not tell",
        names.join(", ")
    )
}

/// What a condition depends on, with the way to tell it.
pub(super) fn need(need: &NeedKind) -> String {
    match need {
        NeedKind::Variable(name) => format!("`env.{name}`: pass `--env {name}=…`"),
        NeedKind::Event(path) if path == "event.pull_request.draft" => {
            format!("`{path}`: pass `--draft true` or `--draft false`")
        }
        NeedKind::Event(path) if path.starts_with("event.pull_request.labels[") => {
            format!("`{path}`: pass `--label`, or the payload with `--payload`")
        }
        NeedKind::Event(path) => format!("`{path}`: pass the payload with `--payload`"),
        NeedKind::Input(id) => format!("the input `{id}`, which has no default"),
        NeedKind::Operator(operator) => {
            format!("`{operator}`, an operator that is not documented")
        }
        NeedKind::Truthiness => "a value that is neither true nor false".to_owned(),
        NeedKind::Invalid => {
            "a condition that cannot be judged: `codemagic-lint check` tells why".to_owned()
        }
    }
}

/// The same for machines: a kind, and the name of what is needed.
pub(super) fn need_parts(need: &NeedKind) -> (&'static str, Option<&str>) {
    match need {
        NeedKind::Variable(name) => ("variable", Some(name)),
        NeedKind::Event(path) => ("event", Some(path)),
        NeedKind::Input(id) => ("input", Some(id)),
        NeedKind::Operator(operator) => ("operator", Some(operator)),
        NeedKind::Truthiness => ("truthiness", None),
        NeedKind::Invalid => ("invalid", None),
    }
}

/// The kinds of [`need_parts`].
pub(super) const NEEDS: [&str; 6] = [
    "variable",
    "event",
    "input",
    "operator",
    "truthiness",
    "invalid",
];

/// What a pattern is about, with its name.
fn subject(subject: Option<Subject>, webhook: &Webhook) -> String {
    let named = |what: &str, name: &Option<String>| match name {
        Some(name) => format!("the {what} `{name}`"),
        None => format!("the {what}"),
    };
    match subject {
        Some(Subject::Branch) => named("branch", &webhook.branch),
        Some(Subject::Source) => named("source branch", &webhook.branch),
        Some(Subject::Target) => named("target branch", &webhook.target),
        Some(Subject::Tag) => named("tag", &webhook.tag),
        None => "the branch".to_owned(),
    }
}

fn text_of(pattern: &PatternAnswer) -> &str {
    pattern.text.as_deref().unwrap_or("…")
}

/// All reasons for a verdict, in the order in which they are judged.
pub(super) fn reasons(answer: &Answer, webhook: &Webhook, source: &SourceFile) -> Vec<Reason> {
    let mut found = vec![Reason {
        truth: answer.event.listed,
        span: answer.event.span,
        text: event_reason(answer, webhook),
    }];
    if let Some(patterns) = &answer.patterns {
        let all = patterns.patterns.iter().enumerate();
        found.extend(all.map(|(index, pattern)| Reason {
            truth: if patterns.deciding == Some(index) {
                pattern.include.map_or(Truth::Unknown, Truth::from)
            } else if pattern.matches == Truth::False {
                Truth::False
            } else {
                Truth::Unknown
            },
            span: pattern.span,
            text: pattern_reason(patterns, index, webhook, source),
        }));
        if !patterns.is_readable {
            found.push(Reason {
                truth: Truth::Unknown,
                span: patterns.span,
                text: format!(
                    "`{}` has no items: what that means is not documented",
                    patterns.key
                ),
            });
        }
    } else if answer.event.listed == Truth::True {
        let (key, all) = match webhook.event {
            Event::Tag => ("tag_patterns", "every tag"),
            _ => ("branch_patterns", "every branch"),
        };
        found.push(Reason {
            truth: Truth::True,
            span: answer.event.span,
            text: format!("without `{key}` {all} matches"),
        });
    }
    if let Some(when) = &answer.when {
        found.extend(when_reasons(when));
    }
    for step in &answer.steps {
        let truth = step.when.truth();
        let does = match truth {
            Truth::True => "runs".to_owned(),
            Truth::False => "is skipped".to_owned(),
            Truth::Unknown => format!("depends on {}", when_needs(&step.when).join("; ")),
        };
        found.push(Reason {
            truth,
            span: step.span,
            text: format!("the step `{}` {does}", step.name),
        });
    }
    found
}

/// What a pattern does, and why others do not count.
pub(super) fn pattern_reason(
    patterns: &PatternsAnswer,
    index: usize,
    webhook: &Webhook,
    source: &SourceFile,
) -> String {
    let Some(pattern) = patterns.patterns.get(index) else {
        return String::new();
    };
    let name = match &pattern.text {
        Some(text) => format!("`{text}`"),
        None => "a pattern".to_owned(),
    };
    let about = subject(pattern.subject, webhook);
    let lets = match pattern.include {
        Some(true) => "lets in",
        Some(false) => "leaves out",
        None => "concerns",
    };
    match pattern.matches {
        Truth::False => format!("{name} does not match {about}"),
        Truth::Unknown => format!("{name} depends on {}", pattern_need(pattern, webhook)),
        Truth::True if patterns.deciding == Some(index) => {
            format!("{name} {lets} {about} and decides: no later pattern matches")
        }
        Truth::True => {
            let later = patterns.patterns.iter().enumerate().skip(index + 1);
            let later = later.filter(|(_, it)| it.matches != Truth::False);
            let lines: Vec<usize> = later
                .map(|(_, it)| source.line_index(it.span.start()) + 1)
                .collect();
            let may = patterns.deciding.is_none();
            let may = if may { "may match" } else { "matches" };
            format!(
                "{name} {lets} {about}, but does not count where a later one {may}: line {}",
                list(&lines)
            )
        }
    }
}

fn when_reasons(when: &WhenAnswer) -> Vec<Reason> {
    let mut found = Vec::new();
    if let Some(changeset) = &when.changeset {
        found.push(Reason {
            truth: changeset.truth,
            span: changeset.span,
            text: changeset_reason(changeset),
        });
    }
    if let Some(condition) = &when.condition {
        found.push(Reason {
            truth: condition.truth,
            span: condition.span,
            text: condition_reason(condition),
        });
    }
    if !when.is_readable {
        found.push(Reason {
            truth: Truth::Unknown,
            span: when.span,
            text: "a part of `when` could not be read".to_owned(),
        });
    }
    found
}

/// Why a changeset says what it says.
pub(super) fn changeset_reason(changeset: &ChangesetAnswer) -> String {
    match (changeset.truth, &changeset.decided_by) {
        (Truth::True, Some(file)) if file == ALWAYS => {
            format!("the changeset holds: a change of `{ALWAYS}` always counts")
        }
        (Truth::True, Some(file)) => format!("the changeset holds: `{file}` counts"),
        (Truth::True, None) => "the changeset holds: any change counts".to_owned(),
        (Truth::Unknown, _) => {
            format!("the changeset depends on {}", changeset_need(changeset))
        }
        (Truth::False, _) => {
            let excluded = changeset.entries.iter();
            let excluded = excluded.filter(|it| !it.include && it.matches != Truth::False);
            let names: Vec<String> = excluded
                .filter_map(|it| it.text.as_deref())
                .map(|text| format!("`{text}`"))
                .collect();
            if names.is_empty() {
                "the changeset does not hold: no changed file is among `includes`".to_owned()
            } else {
                format!(
                    "the changeset does not hold: what changed is left out by {}, or not among `includes`",
                    names.join(", ")
                )
            }
        }
    }
}

fn condition_reason(condition: &ConditionAnswer) -> String {
    let text = &condition.text;
    match condition.truth {
        Truth::True => format!("the condition `{text}` holds"),
        Truth::False => format!("the condition `{text}` does not hold"),
        Truth::Unknown => {
            let needs: Vec<String> = condition.needs.iter().map(need).collect();
            format!("the condition `{text}` depends on {}", needs.join("; "))
        }
    }
}
