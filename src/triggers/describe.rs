//! What starts a workflow, in words, whatever the event.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::effective::Hidden;
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
    include: Option<bool>,
    is_target: bool,
}

impl Writer<'_> {
    fn named(&self, pattern: &Field<Value<TextNode>>, include: &Field<bool>) -> Named {
        let node = pattern.node().filter(|_| pattern.is_set());
        let text = node.map(|node| excerpt(&self.hidden.text(self.tree, node)));
        Named {
            text: text.unwrap_or_else(|| "*".to_owned()),
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
        }
        if events.contains(&Event::Tag) {
            lines.push(match list(&self.tags(triggering), false) {
                Some(list) => format!("Tags: {list}."),
                None => "Tags: no patterns; what that means is not documented.".to_owned(),
            });
        }
    }

    fn title(&self, triggering: &Triggering, events: &[Event]) -> String {
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
