//! A variable holds one thing.

use rustc_hash::FxHashMap;

use crate::rules::prelude::*;
use crate::rules::shared::signing::named_variables;
use crate::rules::shared::words::excerpt;

rule! {
    id: "signing-variable-clash",
    category: Signing,
    severity: Error,
    summary: "a variable that two signing files, or two values of a keystore, are put into",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-android/",
    check: Workflow(check),
}

/// A variable that was filled before.
struct Clash<'a> {
    name: &'a str,
    /// The item of a list that filled it first, and where its name stands there.
    first: (NodeId, NodeId),
    /// The item that fills it again, and where that is shown.
    again: (NodeId, NodeId),
}

impl Clash<'_> {
    fn pair(&self) -> (NodeId, NodeId) {
        (self.again.0, self.first.0)
    }
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let mut clashes = clashes(view);
    clashes.sort_by_key(Clash::pair);
    for clashes in clashes.chunk_by(|one, other| one.pair() == other.pair()) {
        let mut names: Vec<String> = Vec::new();
        for clash in clashes {
            let name = format!("`{}`", excerpt(clash.name));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match clashes {
            [first, ..] if names.len() > 1 && first.again.0 != first.first.0 => {
                let shown = first.again.1;
                let is_one_place = clashes.iter().all(|it| it.again.1 == shown);
                let place = if is_one_place { shown } else { first.again.0 };
                tell(report, place, first.first.0, &names);
            }
            // Values of one entry: each has to be named anew where it stands.
            _ => {
                for clash in clashes {
                    let name = format!("`{}`", excerpt(clash.name));
                    tell(report, clash.again.1, clash.first.1, &[name]);
                }
            }
        }
    }
}

/// The variables that are filled again, in the order of the text.
fn clashes<'a>(view: &WorkflowView<'a>) -> Vec<Clash<'a>> {
    let tree = view.tree();
    let environment = view.workflow.environment.value();
    let mut variables = environment.map_or_else(Vec::new, |it| named_variables(it));
    variables.sort_by_key(|(_, field)| field.node());
    let mut holders: FxHashMap<&str, (NodeId, NodeId)> = FxHashMap::default();
    let mut clashes = Vec::new();
    for (item, field) in variables {
        let (Some(name), Some(entry)) = (field.value(), field.entry()) else {
            continue;
        };
        let name = name.get(tree);
        let first = *holders.entry(name).or_insert((item, entry.value));
        if first == (item, entry.value) {
            continue;
        }
        // What comes by alias or merge a second time is shown where it comes in.
        let again = if first.1 == entry.value {
            entry.via.unwrap_or(item)
        } else {
            entry.value
        };
        clashes.push(Clash {
            name,
            first,
            again: (item, again),
        });
    }
    clashes
}

fn tell(report: &mut Report<'_>, place: NodeId, earlier: NodeId, names: &[String]) {
    let tree = report.tree();
    let (message, help) = match names {
        [name] => (
            format!("{name} is filled twice: the later value takes the place of the earlier one"),
            "give each a variable of its own; the earlier one is not to be had otherwise",
        ),
        _ => (
            format!(
                "{} are filled twice: the later values take the place of the earlier ones",
                names.join(", ")
            ),
            "give each variables of its own; the earlier values are not to be had otherwise",
        ),
    };
    report
        .at(place, message)
        .help(help)
        .related(tree, earlier, "first filled here")
        .in_use();
}
