//! What a pattern matches, in words and by an example.

use super::Pattern;
use super::ast::{GroupKind, Node, NodeKind, Sequence};

/// Most alternatives of braces that are told one by one.
const MOST_ALTERNATIVES: usize = 6;

/// Most parts of one alternative that are told.
const MOST_PARTS: usize = 8;

impl Pattern {
    /// What a name must look like, in words that follow "names that": "begin with
    /// `release/`". Long patterns are told in part; `text` is the pattern.
    pub fn in_words(&self, text: &str) -> String {
        if !self.readable {
            return "cannot be told: the pattern stands for too many".to_owned();
        }
        if self.matches_everything() {
            return "are anything at all".to_owned();
        }
        let told = self.alternatives.iter().take(MOST_ALTERNATIVES);
        let mut told: Vec<String> = told.map(|it| sequence(it, text)).collect();
        told.dedup();
        let more = self.alternatives.len().saturating_sub(MOST_ALTERNATIVES);
        if more > 0 {
            told.push(format!("match one of {more} more alternatives"));
        }
        told.join(", or ")
    }

    /// A name that the pattern matches, where one is easily made.
    pub fn example(&self) -> Option<String> {
        let made = self.alternatives.iter().map(|it| made(&it.nodes));
        let mut made = made.filter(|name| !name.is_empty());
        made.find(|name| self.matches(name))
    }
}

/// One alternative, in words.
fn sequence(sequence: &Sequence, text: &str) -> String {
    let parts = parts(&sequence.nodes, text);
    match parts.as_slice() {
        [] => "are empty".to_owned(),
        [Part::Text(only)] => format!("are `{only}`"),
        [Part::Any] => "are anything at all".to_owned(),
        [Part::Text(start), Part::Any] => format!("begin with `{start}`"),
        [Part::Any, Part::Text(end)] => format!("end with `{end}`"),
        [Part::Any, Part::Text(middle), Part::Any] => format!("contain `{middle}`"),
        [Part::Text(start), Part::Any, Part::Text(end)] => {
            format!("begin with `{start}` and end with `{end}`")
        }
        parts => {
            let told: Vec<String> = parts.iter().take(MOST_PARTS).map(Part::told).collect();
            let more = if parts.len() > MOST_PARTS {
                ", …"
            } else {
                ""
            };
            format!("are made of {}{more}", told.join(", "))
        }
    }
}

/// A part of an alternative.
enum Part {
    /// This text.
    Text(String),
    /// Any text.
    Any,
    /// One character.
    One,
    /// One character of a set, as written.
    Set(String),
    /// A group, as written.
    Group(GroupKind, String),
}

impl Part {
    fn told(&self) -> String {
        match self {
            Self::Text(text) => format!("`{text}`"),
            Self::Any => "any text".to_owned(),
            Self::One => "one character".to_owned(),
            Self::Set(set) => format!("one character of `{set}`"),
            Self::Group(kind, group) => match kind {
                GroupKind::Once => format!("one of `{group}`"),
                GroupKind::Optional => format!("one of `{group}` or nothing"),
                GroupKind::Any => format!("`{group}` any number of times"),
                GroupKind::Some => format!("`{group}` at least once"),
                GroupKind::Inverse => format!("anything but `{group}`"),
            },
        }
    }
}

fn parts(nodes: &[Node], text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for node in nodes {
        let written = || text.get(node.span.clone()).unwrap_or("…").to_owned();
        match &node.kind {
            NodeKind::Char { char, .. } => match parts.last_mut() {
                Some(Part::Text(before)) => before.push(*char),
                _ => parts.push(Part::Text(char.to_string())),
            },
            NodeKind::Many { .. } => {
                if !matches!(parts.last(), Some(Part::Any)) {
                    parts.push(Part::Any);
                }
            }
            NodeKind::One => parts.push(Part::One),
            NodeKind::Set(_) => parts.push(Part::Set(written())),
            NodeKind::Group(group) => {
                let written = written();
                let inner = written.get(2..written.len().saturating_sub(1));
                let inner = inner.unwrap_or(&written).to_owned();
                parts.push(Part::Group(group.kind, inner));
            }
        }
    }
    parts
}

/// A text that may match; whether it does is for the pattern to say.
fn made(nodes: &[Node]) -> String {
    let mut text = String::new();
    for node in nodes {
        match &node.kind {
            NodeKind::Char { char, .. } => text.push(*char),
            NodeKind::One => text.push('1'),
            NodeKind::Many { .. } => text.push_str("any"),
            NodeKind::Set(set) => {
                let first = set.ranges.first().map(|(first, _)| *first);
                let others = ['a', '1', 'x', '0', 'z'];
                let fits = first.into_iter().chain(others).find(|c| set.contains(*c));
                text.extend(fits);
            }
            NodeKind::Group(group) => match group.kind {
                GroupKind::Inverse => text.push_str("other"),
                GroupKind::Optional | GroupKind::Any => {}
                GroupKind::Once | GroupKind::Some => {
                    text.push_str(
                        &group
                            .alternatives
                            .first()
                            .map(|it| made(it))
                            .unwrap_or_default(),
                    );
                }
            },
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_told() {
        let cases = [
            ("*", "are anything at all"),
            ("main", "are `main`"),
            ("release/*", "begin with `release/`"),
            ("*-rc", "end with `-rc`"),
            ("*fix*", "contain `fix`"),
            ("v*.0", "begin with `v` and end with `.0`"),
            ("{main,dev*}", "are `main`, or begin with `dev`"),
            (
                "v[0-9].?",
                "are made of `v`, one character of `[0-9]`, `.`, one character",
            ),
            ("!(main)", "are made of anything but `main`"),
        ];
        for (pattern, words) in cases {
            assert_eq!(
                Pattern::parse(pattern).in_words(pattern),
                words,
                "{pattern}"
            );
        }
    }

    #[test]
    fn examples_match() {
        for text in [
            "*",
            "v[0-9]*",
            "@(a|b)/?",
            "!(main)",
            "{a,b}c",
            "release/**",
        ] {
            let pattern = Pattern::parse(text);
            let example = pattern.example();
            assert!(example.is_some_and(|it| pattern.matches(&it)), "{text}");
        }
    }
}
