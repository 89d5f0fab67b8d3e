//! Scripts as our reader and a grammar of others see them: the same commands with the
//! same words at the same places, and the same variables.
//!
//! The grammar is tree-sitter-bash. Scripts that it cannot parse are passed over. Three
//! faults of it are allowed for: it splits words behind a variable, misses a variable
//! behind another in one word, and leaves `\\ ` out at the head of a word.

use std::collections::BTreeSet;
use std::ops::Range;

use codemagic_lint::expression::shell::{Dialect, ReadKind, parse};
use codemagic_lint::model::{self, step::AnyStep};
use codemagic_lint::syntax::{self, SourceFile};
use tree_sitter::{Node, Parser, Tree};

/// What is compared of a script.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    /// The places of the words of each command.
    commands: BTreeSet<Vec<(usize, usize)>>,
    /// The variables that are read, with the place of the dollar sign.
    variables: BTreeSet<(usize, String)>,
}

fn tree(script: &str) -> Tree {
    let mut parser = Parser::new();
    let language = tree_sitter_bash::LANGUAGE;
    parser.set_language(&language.into()).unwrap();
    parser.parse(script, None).unwrap()
}

/// Words that the grammar has constructs of their own for.
fn is_own_construct(name: &str) -> bool {
    matches!(
        name,
        "[" | "[[" | "export" | "declare" | "typeset" | "local" | "readonly" | "unset" | "unsetenv"
    )
}

fn theirs(script: &str) -> Option<Seen> {
    let tree = tree(script);
    if tree.root_node().has_error() {
        return None;
    }
    let mut seen = Seen::default();
    visit(tree.root_node(), script, &mut seen);
    Some(seen)
}

fn visit(node: Node<'_>, script: &str, seen: &mut Seen) {
    let mut cursor = node.walk();
    match node.kind() {
        "command" => {
            let mut words = Vec::new();
            for child in node.named_children(&mut cursor) {
                if !matches!(
                    child.kind(),
                    "variable_assignment"
                        | "file_redirect"
                        | "herestring_redirect"
                        | "heredoc_redirect"
                        | "comment"
                        | "subshell"
                ) {
                    words.push(child.byte_range());
                }
            }
            // Arguments behind a here-document's word hang elsewhere.
            add(merged(words), script, seen);
        }
        "simple_expansion" | "expansion" => {
            let inner = node.named_children(&mut cursor).map(|it| match it.kind() {
                "subscript" => it.named_child(0).unwrap(),
                _ => it,
            });
            let mut names = inner.filter(|it| it.kind() == "variable_name");
            let name = names.next().map(|name| &script[name.byte_range()]);
            if let Some(name) = name.filter(|name| !name.starts_with(|c: char| c.is_ascii_digit()))
            {
                seen.variables.insert((node.start_byte(), name.to_owned()));
            }
        }
        _ => {}
    }
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        visit(child, script, seen);
    }
}

/// Words that touch are one.
fn merged(words: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for word in words {
        match merged.last_mut() {
            Some(last) if last.end == word.start => last.end = word.end,
            _ => merged.push(word),
        }
    }
    merged
}

fn add(words: Vec<Range<usize>>, script: &str, seen: &mut Seen) {
    let Some(first) = words.first() else { return };
    if is_own_construct(&script[first.clone()]) {
        return;
    }
    let ranges = words.into_iter().map(|range| (range.start, range.end));
    seen.commands.insert(ranges.collect());
}

fn ours(script: &str) -> Seen {
    let parsed = parse(script);
    let mut seen = Seen::default();
    for command in &parsed.commands {
        let words = command.words.iter().map(|word| {
            let blanks = if script[word.range.clone()].starts_with("\\ ") {
                2
            } else {
                0
            };
            word.range.start + blanks..word.range.end
        });
        add(words.collect(), script, &mut seen);
    }
    for read in &parsed.reads {
        if read.kind != ReadKind::Arithmetic {
            seen.variables
                .insert((read.range.start, read.name.to_owned()));
        }
    }
    seen
}

/// The scripts of a file's workflows.
fn scripts(path: &std::path::Path) -> Vec<String> {
    let Ok(bytes) = std::fs::read(path) else {
        return Vec::new();
    };
    let tree = syntax::parse(SourceFile::from_bytes("codemagic.yaml".to_owned(), bytes));
    let (config, _) = model::decode(&tree);
    let workflows = config.workflows.entries().iter();
    let steps = workflows
        .filter_map(|entry| entry.value.as_ref())
        .flat_map(|workflow| {
            let publishing = workflow.publishing.value().map(|it| it.scripts.items());
            workflow
                .scripts
                .items()
                .iter()
                .chain(publishing.unwrap_or_default())
        });
    let texts = steps.filter_map(|item| item.value.as_ref().and_then(AnyStep::script));
    let texts = texts.map(|script| script.get(&tree).to_owned());
    texts
        .filter(|text| Dialect::of(text, false) == Dialect::Bourne)
        .collect()
}

fn compare(scripts: impl IntoIterator<Item = String>) -> (usize, usize, Vec<String>) {
    let (mut compared, mut passed_over) = (0, 0);
    let mut failures = Vec::new();
    for script in scripts.into_iter().collect::<BTreeSet<String>>() {
        let Some(theirs) = theirs(&script) else {
            passed_over += 1;
            continue;
        };
        compared += 1;
        let mut ours = ours(&script);
        ours.variables.retain(|(at, name)| {
            let is_followed = script[at + 1 + name.len()..].starts_with('/');
            !is_followed || theirs.variables.contains(&(*at, name.clone()))
        });
        if theirs != ours {
            let text = |all: &[(usize, usize)]| {
                all.iter()
                    .map(|&(start, end)| script[start..end].to_owned())
                    .collect::<Vec<_>>()
            };
            let mut lines = vec![format!("--- script\n{script}")];
            lines.extend(
                theirs
                    .commands
                    .difference(&ours.commands)
                    .map(|it| format!("theirs {it:?} {:?}", text(it))),
            );
            lines.extend(
                ours.commands
                    .difference(&theirs.commands)
                    .map(|it| format!("ours   {it:?} {:?}", text(it))),
            );
            lines.extend(
                theirs
                    .variables
                    .difference(&ours.variables)
                    .map(|it| format!("their variable {it:?}")),
            );
            lines.extend(
                ours.variables
                    .difference(&theirs.variables)
                    .map(|it| format!("our variable {it:?}")),
            );
            failures.push(lines.join("\n"));
        }
    }
    (compared, passed_over, failures)
}

#[test]
fn real_scripts_read_alike() {
    let Some(files) = super::support::corpus() else {
        return;
    };
    let (compared, passed_over, failures) = compare(files.iter().flat_map(|file| scripts(file)));
    println!("{compared} scripts compared, {passed_over} passed over");
    assert!(
        failures.is_empty(),
        "{} of {compared} differ:\n{}",
        failures.len(),
        failures.join("\n\n")
    );
    assert!(compared > 100);
}

/// Scripts of the table that the grammar reads wrongly, and what a shell does.
const FAULTS: &[(&str, &str)] = &[
    ("PATH=$PATH:$A/b c", "`A/b` belongs to the assignment"),
    ("a \"b\"'c'$D\\e", "`$D` is a variable there, too"),
    ("a\\\nb c", "a continued word is one word"),
    (
        "cat <<A \"$(cat <<B\nb\nB\n)\"\na $C\nA\nd",
        "what stands behind `<<A` is an argument",
    ),
    ("echo \"$\" $ \"a$\"", "a dollar sign alone is a word"),
    (
        "printf 'a\\nb' $'c\\'d' $\"e\"",
        "`$\"e\"` is one word with its sign",
    ),
];

#[test]
fn tricky_scripts_read_alike() {
    for (script, reason) in FAULTS {
        assert!(
            compare([(*script).to_owned()]).2.len() == 1,
            "{script}: {reason}"
        );
    }
    let is_fault = |script: &str| FAULTS.iter().any(|(fault, _)| *fault == script);
    let scripts = super::table::CASES.iter().map(|case| case.0.to_owned());
    let scripts = scripts.filter(|script| !is_fault(script));
    let (compared, passed_over, failures) = compare(scripts);
    println!("{compared} scripts compared, {passed_over} passed over");
    assert!(
        failures.is_empty(),
        "{} of {compared} differ:\n{}",
        failures.len(),
        failures.join("\n\n")
    );
    assert!(compared > 60, "only {compared} compared");
}
