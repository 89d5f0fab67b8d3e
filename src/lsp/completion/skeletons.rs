//! Whole sections to fill in: workflows, publishers, triggers. Each is sound as it is
//! put in: no error is found in it.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::model::Declaration;
use crate::syntax::NodeId;

use super::context::Context;
use super::layout::Layout;
use super::offer::{Offer, Rank};

mod texts;

/// What a project is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kit {
    /// Flutter.
    Flutter,
    /// React Native.
    ReactNative,
    /// Xcode alone.
    Ios,
    /// Gradle alone.
    Android,
    /// Something else, or nothing tells.
    Unknown,
}

/// What the project is made with, as the repository or the workflow's scripts tell.
pub(super) fn kit(context: &Context<'_>) -> Kit {
    if let Some(repository) = context.settings().repository.as_deref() {
        if repository.is_file("pubspec.yaml") {
            return Kit::Flutter;
        }
        if repository.is_file("package.json") {
            return Kit::ReactNative;
        }
    }
    let text = context.workflow().map_or("", |workflow| {
        context.tree.source().slice(context.tree.span(workflow))
    });
    let signs = [
        ("flutter", Kit::Flutter),
        ("npm ", Kit::ReactNative),
        ("yarn ", Kit::ReactNative),
        ("gradlew", Kit::Android),
        ("xcode-project", Kit::Ios),
        ("xcodebuild", Kit::Ios),
    ];
    let sign = signs.iter().find(|(sign, _)| text.contains(sign));
    sign.map_or(Kit::Unknown, |(_, kit)| *kit)
}

/// Lines to put in.
struct Skeleton {
    /// What it is called in the list.
    label: &'static str,
    /// What it does.
    detail: &'static str,
    /// The lines, as [`Layout`] has them; the first word is the key.
    lines: &'static str,
}

impl Skeleton {
    fn offer(&self) -> Offer {
        let shown = super::layout::filled(self.lines).replace('\t', "  ");
        let mut offer = Offer::lines(self.label, Kind::Snippet, self.lines)
            .detail(self.detail)
            .documentation(format!("```yaml\n{shown}\n```"))
            .rank(Rank::Usual);
        offer.filter = Some(self.label.to_owned());
        offer
    }

    fn key(&self) -> &'static str {
        self.lines.split(':').next().unwrap_or_default()
    }
}

/// New workflows; at the top of the file with the key around them.
pub(super) fn workflows(at_top: bool) -> Vec<Offer> {
    let offer = |skeleton: &Skeleton| {
        let mut offer = skeleton.offer();
        if at_top {
            let lines = skeleton.lines.replace('\n', "\n\t");
            offer.label = format!("workflows: {}", skeleton.label);
            offer.filter = Some(offer.label.clone());
            offer.insert = super::offer::Insert::Lines(format!("workflows:\n\t{lines}"));
        }
        offer
    };
    texts::WORKFLOWS.iter().map(offer).collect()
}

/// New inputs.
pub(super) fn inputs() -> Vec<Offer> {
    texts::INPUTS.iter().map(Skeleton::offer).collect()
}

/// Sections that may be put into a section.
pub(super) fn of_section(
    context: &Context<'_>,
    layout: &Layout,
    mapping: NodeId,
    section: &'static Declaration,
) -> Vec<Offer> {
    let all = match section.name {
        "Publishing" => texts::PUBLISHERS,
        "Workflow" => texts::OF_WORKFLOW,
        "Environment" => texts::OF_ENVIRONMENT,
        "Step" => texts::OF_STEP,
        "Triggering" => texts::OF_TRIGGERING,
        "When" => texts::OF_WHEN,
        _ => return Vec::new(),
    };
    let present: Vec<&str> = context.cursor.keys(mapping).collect();
    let missing = all
        .iter()
        .filter(|skeleton| !present.contains(&skeleton.key()));
    let offer = |skeleton: &Skeleton| {
        let mut offer = skeleton.offer();
        if skeleton.label == texts::BY_INTEGRATION {
            offer
                .elsewhere
                .extend(integration(context, layout, mapping));
        }
        offer
    };
    missing.map(offer).collect()
}

/// The workflow's `integrations`, where they are missing: where to put them, and what.
fn integration(
    context: &Context<'_>,
    layout: &Layout,
    publishing: NodeId,
) -> Option<(usize, String)> {
    let tree = context.tree;
    let key = tree.key_of(publishing)?;
    let workflow = context.workflow()?;
    if tree.parent(key) != Some(workflow) || tree.is_flow(workflow) {
        return None;
    }
    if context.in_workflow(&["integrations"]).is_some() {
        return None;
    }
    let known = context.known().integrations.as_deref().unwrap_or_default();
    let name = known.first().map_or("Codemagic API key", String::as_str);
    let start = tree.span(key).start();
    let line = tree.source().line_span(tree.source().line_index(start))?;
    let is_first = tree.source().begins_line(start);
    let name = super::quoting::plain(name);
    let lines = format!("integrations:\n\tapp_store_connect: {name}");
    is_first.then(|| (line.start(), layout.at(start - line.start(), &lines)))
}
