//! What starts a workflow, in words, whatever the event.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::effective::Hidden;
use crate::expression::glob::Pattern;
use crate::expression::template;
use crate::model::triggering::{Event, Triggering};
use crate::model::{Field, Item, TextNode, Value, Workflow};
use crate::rules::shared::words::excerpt;
use crate::syntax::Tree;

/// Patterns or paths that one line names.
const MAX_NAMED: usize = 6;

/// What starts a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// One short line of plain text, such as `on push: main, not dev/*`.
    pub title: String,
    /// The whole, in lines of Markdown.
    pub text: String,
}

/// What starts a workflow: events, patterns in order, changeset and condition. The text
/// of `hidden` is not shown.
pub fn describe(tree: &Tree, workflow: &Workflow, hidden: &Hidden) -> Description {
    let writer = Writer { tree, hidden };
    let triggering = workflow.triggering.value();
    let events = triggering.map(|it| events(it)).unwrap_or_default();
    let mut lines = Vec::new();
    let title = match triggering {
        Some(triggering) if !events.is_empty() => {
            let names: Vec<String> = events.iter().map(|it| format!("`{}`", it.word())).collect();
            lines.push(format!("Starts on {}.", joined(&names, "and")));
            writer.patterns(triggering, &events, &mut lines);
            writer.title(triggering, &events)
        }
        _ if workflow.triggering.is_set() && triggering.is_none() => {
            lines.push("What starts it cannot be read.".to_owned());
            "triggers cannot be read".to_owned()
        }
        _ => {
            lines.push(
                "No event starts it: builds start by hand, through the API or on a schedule."
                    .to_owned(),
            );
            "started by hand, API or schedule only".to_owned()
        }
    };
    writer.when(workflow, &mut lines);
    if !events.is_empty() {
        if triggering.is_some_and(|it| it.cancel_previous_builds.is_true()) {
            lines.push("Cancels older builds of the same branch.".to_owned());
        }
        lines.push(
            "By hand, through the API and on a schedule it starts whatever stands here.".to_owned(),
        );
    }
    Description {
        title,
        text: lines.join("\n\n"),
    }
}

/// The events that could be read, each once.
fn events(triggering: &Triggering) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for event in triggering.events.items().iter().filter_map(|it| it.value) {
        if !found.iter().any(|other| super::is_same(*other, event)) {
            found.push(event);
        }
    }
    found
}

struct Writer<'a> {
    tree: &'a Tree,
    hidden: &'a Hidden,
}

/// A pattern in words.
struct Named {
    text: String,
    /// What it matches, where the file says that and it can be read.
    pattern: Option<Pattern>,
    include: Option<bool>,
    is_target: bool,
}

impl Writer<'_> {
    fn named(&self, pattern: &Field<Value<TextNode>>, include: &Field<bool>) -> Named {
        let node = pattern.node().filter(|_| pattern.is_set());
        let text = node.map(|node| excerpt(&self.hidden.text(self.tree, node)));
        let written = node.map_or(Some("*"), |node| self.tree.scalar(node));
        let written = written.filter(|it| template::parts(it).next().is_none());
        Named {
            text: text.unwrap_or_else(|| "*".to_owned()),
            pattern: written.map(Pattern::parse).filter(Pattern::is_readable),
            include: if include.is_set() {
                include.value().copied()
            } else {
                Some(true)
            },
            is_target: false,
        }
    }

    fn branches(&self, triggering: &Triggering) -> Vec<Named> {
        let items = triggering.branch_patterns.items().iter();
        let sections = items.filter_map(|item| item.value.as_deref());
        let named = sections.map(|section| Named {
            is_target: section.source.value() == Some(&false),
            ..self.named(&section.pattern, &section.include)
        });
        named.collect()
    }

    fn tags(&self, triggering: &Triggering) -> Vec<Named> {
        let items = triggering.tag_patterns.items().iter();
        let sections = items.filter_map(|item| item.value.as_deref());
        sections
            .map(|section| self.named(&section.pattern, &section.include))
            .collect()
    }

    fn patterns(&self, triggering: &Triggering, events: &[Event], lines: &mut Vec<String>) {
        let has_pull_request = events.iter().any(|it| super::is_pull_request(*it));
        if events.iter().any(|it| *it != Event::Tag) {
            lines.push(match list(&self.branches(triggering), has_pull_request) {
                Some(list) => format!("Branches: {list}."),
                None => "Branches: all.".to_owned(),
            });
            lines.extend(self.idle_branches(triggering, events).map(sentence));
        }
        if events.contains(&Event::Tag) {
            lines.push(match list(&self.tags(triggering), false) {
                Some(list) => format!("Tags: {list}."),
                None => "Tags: no patterns; what that means is not documented.".to_owned(),
            });
            lines.extend(self.idle_tags(triggering, events).map(sentence));
        }
    }

    /// Why no branch starts the workflow although an event is listed.
    fn idle_branches(&self, triggering: &Triggering, events: &[Event]) -> Option<Idle> {
        let has_pull_request = events.iter().any(|it| super::is_pull_request(*it));
        let is_listed = events.iter().any(|it| *it != Event::Tag);
        let idle = left_out("branch", &self.branches(triggering), has_pull_request);
        idle.filter(|_| is_listed)
    }

    /// Why no tag starts the workflow although the event is listed.
    fn idle_tags(&self, triggering: &Triggering, events: &[Event]) -> Option<Idle> {
        let is_listed = events.contains(&Event::Tag);
        left_out("tag", &self.tags(triggering), false).filter(|_| is_listed)
    }

    fn title(&self, triggering: &Triggering, events: &[Event]) -> String {
        let (branches, tags) = (
            self.idle_branches(triggering, events),
            self.idle_tags(triggering, events),
        );
        let starts = |event: &&Event| {
            let idle = if **event == Event::Tag {
                &tags
            } else {
                &branches
            };
            idle.is_none()
        };
        let events: Vec<Event> = events.iter().filter(starts).copied().collect();
        let idle = branches.iter().chain(&tags).map(plain);
        let told = (!events.is_empty()).then(|| self.started(triggering, &events));
        let all: Vec<String> = told.into_iter().chain(idle).collect();
        all.join("; ")
    }

    /// Events that start the workflow, and their patterns.
    fn started(&self, triggering: &Triggering, events: &[Event]) -> String {
        let names: Vec<&str> = events.iter().map(|it| it.word()).collect();
        let mut patterns = Vec::new();
        if events.iter().any(|it| *it != Event::Tag) {
            patterns.extend(self.branches(triggering));
        }
        if events.contains(&Event::Tag) {
            patterns.extend(self.tags(triggering));
        }
        let mut words: Vec<String> = patterns
            .iter()
            .take(MAX_NAMED)
            .map(|it| match it.include {
                Some(false) => format!("not {}", it.text),
                _ => it.text.clone(),
            })
            .collect();
        if patterns.len() > MAX_NAMED {
            words.push("…".to_owned());
        }
        let events = format!("on {}", names.join(", "));
        if words.is_empty() {
            events
        } else {
            format!("{events}: {}", words.join(", "))
        }
    }

    fn when(&self, workflow: &Workflow, lines: &mut Vec<String>) {
        let Some(when) = workflow.when.value() else {
            return;
        };
        if let Some(changeset) = when.changeset.value() {
            let includes = self.paths(&changeset.includes);
            let excludes = self.paths(&changeset.excludes);
            let mut line = match includes.as_slice() {
                _ if !changeset.includes.is_set() => "Skipped unless some file changed".to_owned(),
                [] => "`includes` is empty: what an empty list means is not documented".to_owned(),
                paths => format!(
                    "Skipped unless {} or `codemagic.yaml` changed",
                    paths.join(", ")
                ),
            };
            if !excludes.is_empty() {
                let _ = write!(line, "; {} do not count", joined(&excludes, "and"));
            }
            lines.push(format!("{line}."));
        }
        let condition = &when.condition;
        if let Some(node) = condition.node().filter(|_| condition.value().is_some()) {
            let text = self.hidden.text(self.tree, node);
            let words: Vec<&str> = text.split_whitespace().collect();
            if !words.is_empty() {
                lines.push(format!("Skipped unless `{}`.", words.join(" ")));
            }
        }
    }

    fn paths(&self, list: &Field<Arc<Vec<Item<TextNode>>>>) -> Vec<String> {
        let items = list.items();
        let named = items.iter().take(MAX_NAMED);
        let named = named.map(|it| format!("`{}`", excerpt(&self.hidden.text(self.tree, it.node))));
        let mut paths: Vec<String> = named.collect();
        if items.len() > MAX_NAMED {
            paths.push("…".to_owned());
        }
        paths
    }
}

/// A list of patterns that chooses nothing.
struct Idle {
    /// "branch" or "tag".
    kind: &'static str,
    /// The pattern that leaves out everything, where one does.
    by: Option<String>,
}

fn sentence(idle: Idle) -> String {
    let kind = idle.kind;
    match idle.by {
        Some(by) => format!("No {kind} starts it: `{by}` leaves out every {kind}."),
        None => format!("No {kind} starts it: every pattern leaves out."),
    }
}

fn plain(idle: &Idle) -> String {
    let kind = idle.kind;
    match &idle.by {
        Some(by) => format!("no {kind} starts it: {by} leaves out every {kind}"),
        None => format!("no {kind} starts it: every pattern leaves out"),
    }
}

/// Patterns that surely choose nothing. The last that matches decides, so that a pattern
/// is undone by a later one.
fn left_out(kind: &'static str, patterns: &[Named], has_two_branches: bool) -> Option<Idle> {
    /// Later patterns that each is compared with.
    const MOST_COMPARED: usize = 50;
    if patterns.is_empty() || patterns.iter().any(|it| it.include.is_none()) {
        return None;
    }
    let is_all = |it: &Named| it.pattern.as_ref().is_some_and(Pattern::matches_everything);
    let is_undone = |(at, ours): (usize, &Named)| {
        let later = patterns.iter().skip(at + 1);
        let mut later = later.filter(|it| it.include == Some(false));
        ours.include == Some(false)
            || later.clone().any(is_all)
            || later.by_ref().take(MOST_COMPARED).any(|other| {
                let same_branch = !has_two_branches || other.is_target == ours.is_target;
                let pair = other.pattern.as_ref().zip(ours.pattern.as_ref());
                same_branch && pair.is_some_and(|(other, ours)| other.covers(ours))
            })
    };
    let all = patterns
        .iter()
        .rfind(|it| it.include == Some(false) && is_all(it));
    let is_idle = patterns.iter().enumerate().all(is_undone);
    is_idle.then(|| Idle {
        kind,
        by: all.map(|it| it.text.clone()),
    })
}

/// Patterns in order, in words; `None` where there are none.
fn list(patterns: &[Named], says_which: bool) -> Option<String> {
    let word = |it: &Named| {
        let place = match (says_which, it.is_target) {
            (false, _) => "",
            (true, false) => " (source)",
            (true, true) => " (target)",
        };
        let does = match it.include {
            Some(true) => "built",
            Some(false) => "left out",
            None => "unknown",
        };
        format!("`{}`{place} {does}", it.text)
    };
    if patterns.is_empty() {
        return None;
    }
    let mut words: Vec<String> = patterns.iter().take(MAX_NAMED).map(word).collect();
    if patterns.len() > MAX_NAMED {
        words.push("…".to_owned());
    }
    let rule = if patterns.len() > 1 {
        "; the last that matches decides"
    } else {
        ""
    };
    Some(format!("{}{rule}", words.join(", ")))
}

/// Words as people list them.
fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;
    use crate::model;
    use crate::syntax::{SourceFile, parse};

    fn described(text: &str) -> Description {
        let tree = parse(SourceFile::new("f", text));
        let (config, _) = model::decode(&tree);
        let (_, workflow) = config.workflows().next().unwrap();
        describe(&tree, workflow, &Hidden::default())
    }

    #[test]
    fn all_that_starts_a_workflow_is_told() {
        let text = "\
workflows:
  a:
    triggering:
      events: [push, pull_request, tag]
      branch_patterns:
        - pattern: '*'
          include: false
        - pattern: main
          source: false
      tag_patterns: [{pattern: 'v*'}]
      cancel_previous_builds: true
    when:
      changeset: {includes: [android/], excludes: ['**/*.md']}
      condition: not event.pull_request.draft
";
        let found = described(text);
        assert_eq!(found.title, "on push, pull_request, tag: not *, main, v*");
        let expected = "\
Starts on `push`, `pull_request` and `tag`.

Branches: `*` (source) left out, `main` (target) built; the last that matches decides.

Tags: `v*` built.

Skipped unless `android/` or `codemagic.yaml` changed; `**/*.md` do not count.

Skipped unless `not event.pull_request.draft`.

Cancels older builds of the same branch.

By hand, through the API and on a schedule it starts whatever stands here.";
        assert_eq!(found.text, expected);
    }

    #[test]
    fn a_workflow_that_no_branch_starts_says_so() {
        let patterns = |patterns: &str, events: &str| {
            described(&format!(
                "workflows:\n  a:\n    triggering:\n      events: [{events}]\n      \
                 branch_patterns: [{patterns}]\n"
            ))
        };
        let idle = patterns(
            "{pattern: release/*}, {pattern: '*', include: false}",
            "push",
        );
        assert_eq!(idle.title, "no branch starts it: * leaves out every branch");
        let sentence = "No branch starts it: `*` leaves out every branch.";
        assert!(idle.text.contains(sentence), "{}", idle.text);
        let only = patterns("{pattern: dev/*, include: false}", "push, tag");
        assert_eq!(
            only.title,
            "on tag; no branch starts it: every pattern leaves out"
        );
        let covered = "{pattern: release/1}, {pattern: release/*, include: false}";
        assert!(patterns(covered, "push").title.starts_with("no branch"));
        // What may start it is not said to do nothing.
        for some in [
            "{pattern: '*', include: false}, {pattern: main}",
            "{pattern: $X}, {pattern: dev/*, include: false}",
            "{pattern: main}, {pattern: '$X', include: false}",
            "{pattern: main}, {pattern: '*', include: nonsense}",
        ] {
            let title = patterns(some, "push").title;
            assert!(title.starts_with("on push: "), "{some}: {title}");
        }
        let two = "{pattern: a, source: false}, {pattern: a*, include: false}";
        let title = patterns(two, "pull_request").title;
        assert!(title.starts_with("on pull_request: "), "{title}");
    }

    #[test]
    fn a_workflow_without_events_is_started_by_hand() {
        let found = described("workflows:\n  a:\n    scripts: [ls]\n");
        assert_eq!(found.title, "started by hand, API or schedule only");
        assert!(
            found.text.starts_with("No event starts it"),
            "{}",
            found.text
        );
    }
}
