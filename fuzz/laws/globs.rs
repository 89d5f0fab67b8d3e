//! Lines: a pattern, another, then names. Problems lie inside the pattern, what covers a
//! pattern matches all that it matches, and a pattern of nothing but letters, `*` and `?`
//! matches what a matcher of a few lines says.

use codemagic_lint::expression::glob::{
    Pattern, last_parts, may_end_with, may_reach, regular_expression,
};

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let (ours, theirs) = (
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    );
    let names: Vec<&str> = lines.take(12).collect();
    let pattern = read(ours);
    let other = read(theirs);
    assert!(
        !other.is_readable() || other.covers(&other),
        "covers itself"
    );
    let covers = pattern.covers(&other);
    for name in names.iter().copied().chain([ours, theirs]) {
        let matches = pattern.matches(name);
        // As in the package, no pattern but the empty one matches the empty name.
        if is_plain(ours) && !name.is_empty() {
            assert_eq!(matches, wildcards(ours, name), "{ours:?} {name:?}");
        }
        if is_name(name) {
            assert!(
                !covers || matches || !other.matches(name),
                "{ours:?} {theirs:?} {name:?}"
            );
            assert!(
                matches || !pattern.matches_everything(),
                "{ours:?} {name:?}"
            );
        }
        let _ = may_end_with(ours, name);
        let _ = may_reach(ours, name, theirs);
    }
}

fn read(text: &str) -> Pattern {
    let pattern = Pattern::parse(text);
    for problem in pattern.problems() {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
    }
    if let Some(literal) = pattern.literal() {
        assert!(pattern.matches(&literal), "{text:?} is {literal:?}");
    }
    if let Some(range) = regular_expression(text) {
        assert!(text.get(range).is_some());
    }
    let _ = last_parts(text);
    pattern
}

/// Whether Git allows the name, roughly.
fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty()
        && name
            .split('/')
            .all(|part| !part.is_empty() && part.chars().all(is_plain))
}

fn is_plain(pattern: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '*' | '?');
    pattern.len() <= 60 && pattern.chars().all(plain)
}

/// `*` is anything, `?` one character.
fn wildcards(pattern: &str, name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let mut reached = vec![false; name.len() + 1];
    reached[0] = true;
    for sign in pattern.chars() {
        let mut next = vec![false; name.len() + 1];
        for at in 0..=name.len() {
            if sign == '*' {
                next[at] = reached[at] || (at > 0 && next[at - 1]);
            } else if at > 0 && reached[at - 1] {
                next[at] = sign == '?' || sign == name[at - 1];
            }
        }
        reached = next;
    }
    reached[name.len()]
}
