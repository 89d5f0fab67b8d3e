//! Remarks of a linter of shells, in our words and in terms of the file.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Fix, Safety};
use crate::rules::check::File;
use crate::rules::shell_lint::{FoundScript, Remark};
use crate::syntax::{NodeKind, ScalarStyle, SourceMap, Span, Tree};

/// The check for a variable that is assigned and not read.
pub(crate) const UNUSED: u16 = 2034;

/// Longest part of a remark that is read, in characters: it may quote the script.
const LONGEST: usize = 400;

/// A remark, worded as findings are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// Its first sentence.
    pub message: String,
    /// The others.
    pub help: Option<String>,
}

/// What a remark says.
pub(crate) fn words(remark: &Remark) -> Words {
    let whole = remark.message.trim();
    let cut: String = whole.chars().take(LONGEST).collect();
    let text = if cut.len() < whole.len() {
        // As all excerpts end, so that the beginning of a secret is recognised.
        &format!("{cut}…")
    } else {
        whole
    };
    let first = first_sentence(text);
    // Remarks about a variable begin with its name.
    let message = match text[..first].split_once(' ') {
        Some((name, rest)) if remark.code == UNUSED => {
            format!("`{name}` {}", worded(rest))
        }
        _ => worded(&text[..first]),
    };
    let rest = text[first..].trim_start_matches('.').trim();
    Words {
        message,
        help: (!rest.is_empty()).then(|| worded(rest)),
    }
}

/// The length of the first sentence. `...` ends none.
fn first_sentence(text: &str) -> usize {
    let ends = text.match_indices(". ").map(|(at, _)| at);
    let mut ends = ends.filter(|&at| !text[..at].ends_with('.'));
    let is_closed = |at: &usize| {
        let before = &text[..*at];
        before.matches('(').count() == before.matches(')').count()
    };
    ends.find(is_closed).unwrap_or(text.len())
}

/// Without its full stop, in lower case, with backticks around what is quoted.
fn worded(sentence: &str) -> String {
    let sentence = sentence.trim();
    let plain = if sentence.ends_with("..") {
        sentence
    } else {
        sentence.trim_end_matches('.').trim_end()
    };
    let mut chars = plain.chars();
    let is_word = plain
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .is_some_and(|word| word.chars().skip(1).all(char::is_lowercase));
    let lower = match chars.next() {
        Some(first) if is_word => first.to_lowercase().chain(chars).collect(),
        _ => plain.to_owned(),
    };
    quoted(&lower)
}

/// `'word'` as `` `word` ``. An apostrophe stands between letters.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('\'') {
        let (before, inner) = (&rest[..open], &rest[open + 1..]);
        let opens = before.is_empty() || before.ends_with([' ', '(', '/']);
        let closes = |at: usize| {
            let after = inner[at + 1..].chars().next();
            after.is_none_or(|c| " .,;:)?!/".contains(c)) && at > 0
        };
        let mut close = inner.match_indices('\'').map(|(at, _)| at);
        let close = close.find(|&at| closes(at));
        if let Some(close) = close.filter(|&at| opens && !inner[..at].contains('`')) {
            out.push_str(before);
            out.push('`');
            out.push_str(&inner[..close]);
            out.push('`');
            rest = &inner[close + 1..];
        } else {
            out.push_str(&rest[..=open]);
            rest = inner;
        }
    }
    out.push_str(rest);
    out
}

/// Names that the file itself puts into the environment of steps: those of `vars`
/// and those that scripts write to `$CM_ENV`.
pub(crate) fn names_of_environment<'a>(
    file: &'a File<'_>,
    scripts: &'a [FoundScript],
) -> FxHashSet<&'a str> {
    let mut names = FxHashSet::default();
    for workflow in file.config.workflows.entries() {
        let workflow = workflow.value.as_deref();
        let environment = workflow.and_then(|workflow| workflow.environment.value());
        let vars = environment.map(|environment| environment.vars.entries());
        for entry in vars.unwrap_or_default() {
            names.extend(file.tree.scalar(entry.entry.key));
        }
    }
    let lines = scripts.iter().flat_map(|it| it.script.text.lines());
    for line in lines.filter(|line| line.contains("CM_ENV")) {
        for (at, _) in line.match_indices(['=', '<']) {
            let before = &line[..at];
            let other = |c: char| !c.is_ascii_alphanumeric() && c != '_';
            names.extend(before.rsplit(other).next());
        }
    }
    names
}

/// What the linter would replace, as edits of the file; `None` where it has no
/// answer, or the answer would have to be written otherwise there.
pub(crate) fn fix(
    tree: &Tree,
    script: &FoundScript,
    map: &SourceMap,
    remark: &Remark,
) -> Option<Fix> {
    let style = tree.scalar_style(script.node)?;
    let parent = tree.parent(script.node);
    let in_flow = parent.is_some_and(|it| tree.kind(it) != NodeKind::Alias && tree.is_flow(it));
    if style.is_quoted() || in_flow || remark.replacements.is_empty() {
        return None;
    }
    let mut edits: Vec<Edit> = Vec::new();
    for (range, text) in &remark.replacements {
        let is_safe = !text.contains(['\n', '\r'])
            && (style != ScalarStyle::Plain || (range.start > 0 && !text.contains([':', '#'])));
        if !is_safe || script.touches_placeholder(range) {
            return None;
        }
        let span = exact_span(tree, script, map, range)?;
        let is_apart = edits
            .last()
            .is_none_or(|last| last.span.end() <= span.start());
        if !is_apart {
            return None;
        }
        edits.push(Edit {
            span,
            text: text.clone(),
        });
    }
    Some(Fix {
        title: "do what shellcheck suggests".to_owned(),
        safety: Safety::Unsafe,
        edits,
    })
}

/// The place of a range that stands in the file byte for byte.
fn exact_span(
    tree: &Tree,
    script: &FoundScript,
    map: &SourceMap,
    range: &Range<usize>,
) -> Option<Span> {
    let text = &script.script.text;
    let at = |range: Range<usize>| {
        let span = map.span(range.clone());
        let same = tree.source().slice(span) == &text[range];
        same.then_some(span)
    };
    if !range.is_empty() {
        return at(range.clone());
    }
    // Between two characters: beside the one before it, which is on the same line.
    let before = text[..range.start].chars().next_back();
    if let Some(before) = before.filter(|c| *c != '\n') {
        let span = at(range.start - before.len_utf8()..range.start)?;
        return Some(Span::at(span.end()));
    }
    let after = text[range.start..].chars().next().filter(|c| *c != '\n')?;
    let span = at(range.start..range.start + after.len_utf8())?;
    Some(Span::at(span.start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::shell_lint::RemarkLevel;

    fn of(code: u16, message: &str) -> Words {
        words(&Remark {
            code,
            level: RemarkLevel::Warning,
            message: message.to_owned(),
            range: 0..0,
            replacements: Vec::new(),
        })
    }

    #[test]
    fn remarks_are_worded_as_findings() {
        let cases = [
            (
                "Use 'cd ... || exit' or 'cd ... || return' in case cd fails.",
                "use `cd ... || exit` or `cd ... || return` in case cd fails",
                None,
            ),
            (
                "Couldn't parse this 'if'. Fix to allow more checks.",
                "couldn't parse this `if`",
                Some("fix to allow more checks"),
            ),
            (
                "FOO is lost (was modified. Here). But not there.",
                "FOO is lost (was modified. Here)",
                Some("but not there"),
            ),
            ("Don't use 'it's' here", "don't use `it's` here", None),
            ("ShellCheck can't", "ShellCheck can't", None),
            ("$/${} is unnecessary.", "$/${} is unnecessary", None),
            ("Unfinished...", "unfinished...", None),
            ("", "", None),
        ];
        for (text, message, help) in cases {
            let expected = Words {
                message: message.to_owned(),
                help: help.map(str::to_owned),
            };
            assert_eq!(of(2086, text), expected, "{text}");
        }
        let unused = of(UNUSED, "Ab appears unused. Verify use.");
        assert_eq!(unused.message, "`Ab` appears unused");
    }
}
