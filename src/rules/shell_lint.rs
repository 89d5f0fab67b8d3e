//! A second opinion on scripts, from a linter of shells.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::expression::shell::interpreter;
use crate::expression::template::parts;
use crate::model::step::holds_script;
use crate::model::walk;
use crate::model::{Config, Workflow};
use crate::syntax::{NodeId, Tree};

use super::allowance::Allowance;

/// Longest script, in bytes, that is shown to the linter: many times the longest
/// seen. What is longer may keep it busy for minutes.
const LONGEST: usize = 128 * 1024;

/// Something that judges scripts, such as shellcheck. It is passed in, so that rules
/// start no process.
pub trait ShellLint: fmt::Debug + Send + Sync {
    /// What it says about each of the scripts, in their order, by place; `None` for
    /// one that it could not judge.
    fn lint(&self, scripts: &[ShellScript]) -> Vec<Option<Arc<[Remark]>>>;

    /// Whether it has judged every script that it was shown.
    fn is_complete(&self) -> bool;
}

/// The shell that runs a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Bash: also where the script does not say.
    Bash,
    /// The Almquist shell of Debian.
    Dash,
    /// The `KornShell`.
    Ksh,
    /// Any POSIX shell.
    Sh,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Bash, Self::Dash, Self::Ksh, Self::Sh];

    /// The name of the program.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Dash => "dash",
            Self::Ksh => "ksh",
            Self::Sh => "sh",
        }
    }

    /// The shell that a script's first line names; `None` for a program that is no
    /// such shell.
    fn of(script: &str, is_windows: bool) -> Option<Self> {
        let Some(name) = interpreter(script) else {
            // Windows machines run PowerShell.
            return (!is_windows).then_some(Self::Bash);
        };
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A script as the linter is shown it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShellScript {
    /// The shell.
    pub dialect: Dialect,
    /// The text. Expressions are replaced by plain words of as many bytes, so that
    /// every other byte stands where it stood.
    pub text: String,
}

/// How bad the linter calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkLevel {
    /// It does not run, or never does what it says.
    Error,
    /// It is likely wrong.
    Warning,
    /// It goes wrong with some input.
    Info,
    /// It could be written better.
    Style,
}

/// What the linter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The number of the check: 2086 of SC2086.
    pub code: u16,
    /// How bad.
    pub level: RemarkLevel,
    /// Its own words.
    pub message: String,
    /// The bytes of the script that it is about.
    pub range: Range<usize>,
    /// What it would replace by what, in the order of the text and apart from each
    /// other.
    pub replacements: Vec<(Range<usize>, String)>,
}

/// A script of the file.
#[derive(Debug)]
pub struct FoundScript {
    /// The scalar, where it is written.
    pub node: NodeId,
    /// What the linter is shown.
    pub script: ShellScript,
    /// Where expressions stood.
    pub placeholders: Vec<Range<usize>>,
}

impl FoundScript {
    /// Whether a range touches an expression.
    pub fn touches_placeholder(&self, range: &Range<usize>) -> bool {
        let mut all = self.placeholders.iter();
        all.any(|it| it.start <= range.end && range.start <= it.end)
    }

    /// The whole lines of a range.
    pub fn lines_of(&self, range: &Range<usize>) -> Range<usize> {
        let text = &self.script.text;
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let rest = &text[range.end..];
        start..range.end + rest.find('\n').unwrap_or(rest.len())
    }

    /// The range, with something in it to point at: the character at it, or the last
    /// one before it. Blanks that no shell takes for blanks, such as U+00A0, are what
    /// the remark is about.
    pub fn visible(&self, range: &Range<usize>) -> Range<usize> {
        const BLANK: [char; 3] = [' ', '\t', '\n'];
        let text = &self.script.text;
        if text[range.clone()].contains(|c| !BLANK.contains(&c)) {
            return range.clone();
        }
        let next = text[range.start..].chars().next();
        if let Some(next) = next.filter(|c| !BLANK.contains(c)) {
            return range.start..range.start + next.len_utf8();
        }
        let before = text[..range.start].trim_end_matches(BLANK);
        match before.chars().next_back() {
            Some(last) => before.len() - last.len_utf8()..before.len(),
            None => range.clone(),
        }
    }
}

/// The scripts of a file that a shell runs, each once, in the order of the file.
/// Blank scripts, those of other languages and those in broken workflows are left
/// out.
pub fn shell_scripts(tree: &Tree, config: &Config) -> Vec<FoundScript> {
    let mut allowance = Allowance::new(tree);
    let mut found: FxHashMap<NodeId, FoundScript> = FxHashMap::default();
    for entry in config.workflows.entries() {
        let Some(workflow) = entry.value.as_deref() else {
            continue;
        };
        let value = entry.entry.value;
        if tree.is_incomplete(tree.resolve(value)) || !allowance.may_be_shown(value) {
            continue;
        }
        let is_windows = runs_windows(tree, workflow);
        for place in walk::texts(tree, workflow.mapping, Workflow::DECLARATION) {
            let is_script = holds_script(place.field.key);
            if is_script && !found.contains_key(&place.node) {
                let script = read(tree, place.node, is_windows);
                found.extend(script.map(|script| (place.node, script)));
            }
        }
    }
    let mut found: Vec<FoundScript> = found.into_values().collect();
    found.sort_unstable_by_key(|script| script.node);
    found
}

fn runs_windows(tree: &Tree, workflow: &Workflow) -> bool {
    // As written: a machine that this release does not know says it by its name.
    let machine = workflow.instance_type.node();
    let name = machine.and_then(|machine| tree.scalar(machine));
    name.is_some_and(|name| name.starts_with("windows"))
}

fn read(tree: &Tree, node: NodeId, is_windows: bool) -> Option<FoundScript> {
    let text = tree.scalar(node)?;
    if text.trim().is_empty() || text.len() > LONGEST {
        return None;
    }
    let dialect = Dialect::of(text, is_windows)?;
    let (text, placeholders) = without_expressions(text);
    Some(FoundScript {
        node,
        script: ShellScript { dialect, text },
        placeholders,
    })
}

/// The text with every `${{ … }}` as a word of as many bytes, and where they stood.
fn without_expressions(text: &str) -> (String, Vec<Range<usize>>) {
    let ranges: Vec<_> = parts(text)
        .map(|part| part.range)
        .filter(|range| text[range.clone()].starts_with("${{"))
        .collect();
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for range in &ranges {
        plain.push_str(&text[at..range.start]);
        plain.extend(std::iter::repeat_n('x', range.len()));
        at = range.end;
    }
    plain.push_str(&text[at..]);
    (plain, ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_shell() {
        let cases = [
            ("echo", Some(Dialect::Bash)),
            ("#!/bin/sh\n", Some(Dialect::Sh)),
            ("#!/bin/sh -ex", Some(Dialect::Sh)),
            ("#! /usr/bin/env bash", Some(Dialect::Bash)),
            ("#!/usr/bin/env -S A=1 ksh -e", Some(Dialect::Ksh)),
            ("#!/usr/local/bin/dash", Some(Dialect::Dash)),
            ("#!/bin/zsh", None),
            ("#!/usr/bin/env python3", None),
            ("#!/usr/bin/env", Some(Dialect::Bash)),
            ("#!", Some(Dialect::Bash)),
            ("\n#!/bin/zsh", Some(Dialect::Bash)),
        ];
        for (script, dialect) in cases {
            assert_eq!(Dialect::of(script, false), dialect, "{script}");
        }
        assert_eq!(Dialect::of("echo", true), None);
        assert_eq!(Dialect::of("#!/bin/bash", true), Some(Dialect::Bash));
    }

    #[test]
    fn there_is_something_to_point_at() {
        let text = "a\u{a0}b \n\tc\r\n";
        let script = FoundScript {
            node: crate::syntax::parse(crate::syntax::SourceFile::new("f", "a"))
                .root()
                .unwrap(),
            script: ShellScript {
                dialect: Dialect::Bash,
                text: text.to_owned(),
            },
            placeholders: Vec::new(),
        };
        for (range, expected) in [
            (1..3, "\u{a0}"),
            (1..1, "\u{a0}"),
            (4..4, "b"),
            (4..6, "b"),
            (8..8, "\r"),
            (8..9, "\r"),
            (9..9, "\r"),
            (0..4, "a\u{a0}b"),
        ] {
            assert_eq!(&text[script.visible(&range)], expected, "{range:?}");
        }
    }

    #[test]
    fn expressions_become_words_of_the_same_length() {
        let text = "a ${{ inputs.é }} $B ${{inputs.c}}d ${{ open";
        let (plain, ranges) = without_expressions(text);
        assert_eq!(plain.len(), text.len());
        assert_eq!(plain, "a xxxxxxxxxxxxxxxx $B xxxxxxxxxxxxxd xxxxxxxx");
        assert_eq!(ranges.len(), 3);
    }
}
