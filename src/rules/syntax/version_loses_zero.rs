//! `3.10`, which YAML reads as the number 3.1.

use crate::model::environment::Environment;
use crate::model::{Either, TextNode};
use crate::rules;
use crate::rules::check::Check;
use crate::rules::prelude::*;
use crate::syntax::{ScalarStyle, Tree};

rule! {
    id: "version-loses-zero",
    category: Syntax,
    severity: Warning,
    summary: "a version that ends in 0 and is not quoted",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Workflow(check),
}

/// Rules that know which versions there are. Quotes do not help where there is
/// none, so these are the ones to speak.
const OWNERS: [&str; 5] = [
    "flutter-version",
    "java-version",
    "ubuntu-version",
    "version-format",
    "xcode-version",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let Some(environment) = view.workflow.environment.value() else {
        return;
    };
    let mut refused = None;
    for TextNode(node) in texts(environment) {
        let Some(text) = plain(tree, node).filter(|text| loses_zero(text)) else {
            continue;
        };
        let refused = refused.get_or_insert_with(|| refused_versions(view, report));
        if refused.contains(&tree.span(node)) {
            continue;
        }
        let short = text.trim_end_matches('0').trim_end_matches('.');
        let message = if text.ends_with(".0") {
            format!("`{text}` is read as a number, which may arrive as `{short}`")
        } else {
            format!("`{text}` is read as the number {short}")
        };
        report
            .at(node, message)
            .help(format!("quote it: '{text}'"))
            .fix(Fix::safe(
                "quote the value",
                tree.span(tree.resolve(node)),
                format!("'{text}'"),
            ));
    }
}

/// The places of versions that another rule, if it is on, says are none.
fn refused_versions(view: &WorkflowView<'_>, report: &Report<'_>) -> Vec<Span> {
    let mut others = Report::new(view.tree(), report.settings());
    let on = OWNERS.iter().filter_map(|id| rules::index_of(id));
    for index in on.filter(|index| report.is_on(*index)) {
        others.rule = index;
        if let Check::Workflow(check) = rules::all()[index].check {
            check(view, &mut others);
        }
    }
    others.places().collect()
}

/// The text of a scalar without quotes and tag.
pub(super) fn plain(tree: &Tree, node: NodeId) -> Option<&str> {
    let is_plain = tree.scalar_style(node) == Some(ScalarStyle::Plain)
        && tree.tag(tree.resolve(node)).is_none();
    tree.scalar(node).filter(|_| is_plain)
}

/// Whether the text is a decimal number with a 0 at its end.
pub(super) fn loses_zero(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').is_some_and(|(whole, fraction)| {
        digits(whole) && digits(fraction) && fraction.ends_with('0')
    })
}

/// The values of `vars` and the versions that are written out.
pub(super) fn texts(environment: &Environment) -> Vec<TextNode> {
    let versions = [
        &environment.xcode,
        &environment.ubuntu,
        &environment.cocoapods,
        &environment.node,
        &environment.npm,
        &environment.ndk,
        &environment.java,
        &environment.ruby,
    ];
    let versions = versions
        .iter()
        .filter_map(|field| field.value()?.literal().copied());
    let flutter = environment
        .flutter
        .value()
        .and_then(|flutter| match flutter {
            Either::Text(version) => version.literal().copied(),
            Either::Section(section) => section.version.value().copied(),
        });
    let vars = environment
        .vars
        .entries()
        .iter()
        .filter_map(|entry| entry.value);
    vars.chain(versions).chain(flutter).collect()
}
