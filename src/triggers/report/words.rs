//! The answers in words.

use crate::expression::condition::{NeedKind, Truth};
use crate::model::triggering::Event;
use crate::report::text::list;
use crate::syntax::{SourceFile, Span};

use super::super::changeset::ALWAYS;
use super::super::{
    Answer, ChangesetAnswer, ConditionAnswer, EventReason, PatternAnswer, PatternsAnswer,
    PatternsGap, Subject, Unclear, Webhook, WhenAnswer,
};

/// One reason.
pub(super) struct Reason {
    /// What it speaks for; `None` where it decides nothing.
    pub truth: Option<Truth>,
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
        if let Some(gap) = patterns.gap {
            add(gap_need(patterns.key, gap));
        }
        for pattern in &patterns.patterns {
            if pattern.matches == Truth::Unknown || pattern.include.is_none() {
                add(pattern_need(pattern, webhook));
            }
        }
    }
    if let Some(when) = &answer.when {
        when_needs(when, webhook).into_iter().for_each(add);
    }
    found
}

fn when_needs(when: &WhenAnswer, webhook: &Webhook) -> Vec<String> {
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
        found.extend(condition.needs.iter().map(|it| need(it, webhook)));
    }
    found
}

fn pattern_need(pattern: &PatternAnswer, webhook: &Webhook) -> String {
    if pattern.text.is_none() {
        return match &pattern.unclear {
            Some((text, why)) => format!("`{text}`, {}", unclear_reason(*why)),
            None => "a pattern that could not be read".to_owned(),
        };
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

/// What is open where a list of patterns does not decide.
fn gap_need(key: &str, gap: PatternsGap) -> String {
    match gap {
        PatternsGap::Missing => {
            format!("which tags match without `{key}`: the documentation does not tell")
        }
        PatternsGap::Empty => {
            format!("`{key}`, which has no items: what that means is not documented")
        }
        PatternsGap::Unread => format!("`{key}`, which may be merged in and could not be read"),
    }
}

/// The same as a reason of its own.
fn gap_reason(key: &str, gap: PatternsGap) -> String {
    match gap {
        PatternsGap::Missing => {
            format!("without `{key}` it is not documented whether every tag matches or none")
        }
        PatternsGap::Empty => format!("`{key}` has no items: what that means is not documented"),
        PatternsGap::Unread => format!("`{key}` may be merged in and could not be read"),
    }
}

fn unclear_reason(why: Unclear) -> &'static str {
    match why {
        Unclear::Reference => "whose variable or input is not known before the build",
        Unclear::NotText => {
            "which YAML does not read as text, and what becomes of it is not documented: put it in quotes"
        }
        Unclear::LargeNumber => {
            "which YAML reads as a number of more than 64 bits: put it in quotes"
        }
    }
}

fn changeset_need(changeset: &ChangesetAnswer) -> String {
    if changeset.has_empty_includes {
        return "`includes`, which is empty: what an empty list means is not documented".to_owned();
    }
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
pub(super) fn need(need: &NeedKind, webhook: &Webhook) -> String {
    match need {
        NeedKind::Variable(name) => variable_need(name, webhook),
        NeedKind::Event(path)
            if path.starts_with("event.pull_request") && !webhook.is_pull_request() =>
        {
            format!("`{path}`, which such an event does not have")
        }
        NeedKind::Event(path) if path == "event.pull_request.draft" => {
            format!("`{path}`: pass `--draft true` or `--draft false`")
        }
        NeedKind::Event(path) if path.starts_with("event.pull_request.labels[") => {
            format!("`{path}`: pass `--label`, or the payload with `--payload`")
        }
        NeedKind::Event(path)
            if path == "event.label.name" && webhook.event != Event::PullRequest =>
        {
            format!("`{path}`: pass one `--label`, or the payload with `--payload`")
        }
        NeedKind::Event(path) => format!("`{path}`: pass the payload with `--payload`"),
        NeedKind::Input(id) => format!(
            "the input `{id}`, which has no default: a build that a webhook starts fails for it"
        ),
        NeedKind::Operator(operator) => {
            format!("`{operator}`, an operator that is not documented")
        }
        NeedKind::Truthiness => "a value that is neither true nor false".to_owned(),
        NeedKind::Invalid => {
            "a condition that cannot be judged: `codemagic-lint check` tells why".to_owned()
        }
    }
}

/// What to pass for an environment variable; those of Codemagic come with their own
/// option, and only with events that have them.
fn variable_need(name: &str, webhook: &Webhook) -> String {
    let is_pull_request = webhook.is_pull_request();
    let (fits, option) = match name {
        "CM_BRANCH" => (true, "--branch"),
        "CM_TAG" => (webhook.event == Event::Tag, "--tag"),
        "CM_PULL_REQUEST_DEST" => (is_pull_request, "--target"),
        "CM_PULL_REQUEST_NUMBER" if !is_pull_request => (false, ""),
        _ => return format!("`env.{name}`: pass `--env {name}=…`"),
    };
    if fits {
        return format!("`env.{name}`: pass `{option}`");
    }
    format!("`env.{name}`, which such an event does not set")
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

/// The reasons for a verdict, in the order in which they are judged. What is judged only
/// once a build has started is left out where none does.
pub(super) fn reasons(answer: &Answer, webhook: &Webhook, source: &SourceFile) -> Vec<Reason> {
    let mut found = vec![Reason {
        truth: Some(answer.event.listed),
        span: answer.event.span,
        text: event_reason(answer, webhook),
    }];
    match &answer.patterns {
        Some(patterns) => found.extend(pattern_reasons(patterns, webhook, source)),
        None if answer.event.listed == Truth::True => {
            found.push(Reason {
                truth: Some(Truth::True),
                span: answer.event.span,
                text: "without `branch_patterns` every branch matches".to_owned(),
            });
        }
        None => {}
    }
    if answer.starts() == Truth::False {
        return found;
    }
    if let Some(when) = &answer.when {
        found.extend(when_reasons(when, webhook));
    }
    found.extend(answer.steps.iter().map(|step| {
        let truth = step.when.truth();
        let does = match truth {
            Truth::True => "runs".to_owned(),
            Truth::False => "is skipped".to_owned(),
            Truth::Unknown => format!("depends on {}", when_needs(&step.when, webhook).join("; ")),
        };
        Reason {
            truth: Some(truth),
            span: step.span,
            text: format!("the step `{}` {does}", step.name),
        }
    }));
    found
}

fn pattern_reasons<'a>(
    patterns: &'a PatternsAnswer,
    webhook: &'a Webhook,
    source: &'a SourceFile,
) -> impl Iterator<Item = Reason> + 'a {
    let all = patterns.patterns.iter().enumerate();
    let all = all.map(|(index, pattern)| Reason {
        truth: if patterns.deciding == Some(index) {
            Some(pattern.include.map_or(Truth::Unknown, Truth::from))
        } else {
            Some(Truth::Unknown).filter(|_| pattern.matches == Truth::Unknown)
        },
        span: pattern.span,
        text: pattern_reason(patterns, index, webhook, source),
    });
    let gap = patterns.gap.map(|gap| Reason {
        truth: Some(Truth::Unknown),
        span: patterns.span,
        text: gap_reason(patterns.key, gap),
    });
    all.chain(gap)
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
        Truth::Unknown => match &pattern.unclear {
            Some((text, why)) => format!("`{text}` is a pattern {}", unclear_reason(*why)),
            None => format!("{name} depends on {}", pattern_need(pattern, webhook)),
        },
        Truth::True if patterns.deciding == Some(index) => {
            format!("{name} {lets} {about} and decides: no later pattern matches")
        }
        Truth::True => {
            let later = patterns.patterns.iter().enumerate().skip(index + 1);
            let later: Vec<_> = later.filter(|(_, it)| it.matches != Truth::False).collect();
            let does = match (patterns.deciding.is_some(), later.len()) {
                (true, 1) => "matches too and comes later",
                (true, _) => "match too and come later",
                (false, 1) => "may match too and comes later",
                (false, _) => "may match too and come later",
            };
            let later: Vec<&PatternAnswer> = later.into_iter().map(|(_, it)| it).collect();
            let others = others(pattern, &later, source);
            format!("{name} {lets} {about}, but {others} {does}")
        }
    }
}

/// Later patterns by their lines, or by their text where a line has several.
fn others(pattern: &PatternAnswer, later: &[&PatternAnswer], source: &SourceFile) -> String {
    let line = |it: &PatternAnswer| source.line_index(it.span.start()) + 1;
    let mut lines: Vec<usize> = later.iter().map(|it| line(it)).collect();
    lines.dedup();
    if lines.len() == later.len() && !lines.contains(&line(pattern)) {
        let word = if lines.len() == 1 { "line" } else { "lines" };
        return format!("{word} {}", list(&lines));
    }
    let written = |it: &PatternAnswer| {
        let unclear = it.unclear.as_ref().map(|(text, _)| text);
        let text = it.text.as_ref().or(unclear);
        text.map_or_else(|| "another".to_owned(), |text| format!("`{text}`"))
    };
    let names: Vec<String> = later.iter().map(|it| written(it)).collect();
    list(&names)
}

fn when_reasons(when: &WhenAnswer, webhook: &Webhook) -> Vec<Reason> {
    let mut found = Vec::new();
    if let Some(changeset) = &when.changeset {
        found.push(Reason {
            truth: Some(changeset.truth),
            span: changeset.span,
            text: changeset_reason(changeset),
        });
    }
    if let Some(condition) = &when.condition {
        found.push(Reason {
            truth: Some(condition.truth),
            span: condition.span,
            text: condition_reason(condition, webhook),
        });
    }
    if !when.is_readable {
        found.push(Reason {
            truth: Some(Truth::Unknown),
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

fn condition_reason(condition: &ConditionAnswer, webhook: &Webhook) -> String {
    let text = &condition.text;
    match condition.truth {
        Truth::True => format!("the condition `{text}` holds"),
        Truth::False => format!("the condition `{text}` does not hold"),
        Truth::Unknown => {
            let needs: Vec<String> = condition.needs.iter().map(|it| need(it, webhook)).collect();
            format!("the condition `{text}` depends on {}", needs.join("; "))
        }
    }
}
