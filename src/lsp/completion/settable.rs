//! Names that `environment.vars` may set: those that scripts wait for first.

use gen_lsp_types::CompletionItemKind as Kind;
use rustc_hash::FxHashSet;

use crate::expression::shell::{Dialect, Flow, parse_for};
use crate::knowledge::machines::Platform;
use crate::knowledge::masking::sounds_secret;
use crate::knowledge::variables::{self, Availability, OLD_PREFIX};
use crate::rules::shared::scripts::is_of_the_shell;
use crate::syntax::NodeId;

use super::context::Context;
use super::offer::{Insert, Offer, Rank};
use super::variables::scripts;

/// Parts of names of what belongs into a group, besides those that say so themselves.
const OF_GROUPS: [&str; 6] = [
    "CERTIFICATE",
    "KEYSTORE",
    "KEY_ALIAS",
    "PROVISIONING_PROFILE",
    "SERVICE_ACCOUNT",
    "UNITY_",
];

/// Names that `vars` may set, those left out that it has, and secrets: they belong into
/// a group.
pub(super) fn offers(context: &Context<'_>, vars: NodeId) -> Vec<Offer> {
    let mut seen: FxHashSet<&str> = context.cursor.keys(vars).collect();
    let read = awaited(context);
    let read = read
        .iter()
        .map(|name| (name.as_str(), "read by a script, set nowhere", Rank::First));
    let settings = variables::all_built_in().iter();
    let settings = settings.filter(|it| it.availability == Availability::Setting);
    let settings = settings.map(|it| (it.name, it.meaning, Rank::Usual));
    let usual = variables::conventional().iter();
    let usual = usual.map(|name| (*name, "a name that tools or people know", Rank::Further));
    let colon = if context.cursor.has_colon { "" } else { ": " };
    let mut offers = Vec::new();
    for (name, detail, rank) in read.chain(settings).chain(usual) {
        if belongs_into_group(name) || !seen.insert(name) {
            continue;
        }
        let mut offer = Offer::text(name, Kind::Variable).detail(detail).rank(rank);
        offer.insert = Insert::Text(format!("{name}{colon}"));
        offers.push(offer);
    }
    offers
}

fn belongs_into_group(name: &str) -> bool {
    sounds_secret(name) || OF_GROUPS.iter().any(|part| name.contains(part))
}

/// The names that scripts of the workflow read and none of them sets, each once.
fn awaited(context: &Context<'_>) -> Vec<String> {
    let is_windows = context.platform() == Some(Platform::Windows);
    let mut set: FxHashSet<String> = FxHashSet::default();
    let mut read = Vec::new();
    for node in scripts(context) {
        let text = context.tree.scalar(node).unwrap_or_default();
        let script = parse_for(text, Dialect::of(text, is_windows));
        let flow = Flow::of(text, &script);
        set.extend(flow.sets.iter().map(|it| it.name.to_owned()));
        set.extend(
            script
                .implicit_sets
                .iter()
                .map(|(name, _)| (*name).to_owned()),
        );
        read.extend(script.reads.iter().map(|it| it.name.to_owned()));
    }
    let is_awaited = |name: &String| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && !name.starts_with(OLD_PREFIX)
            && !variables::is_built_in(name)
            && !is_of_the_shell(name)
            && !set.contains(name)
    };
    let mut seen = FxHashSet::default();
    read.retain(|name| is_awaited(name) && seen.insert(name.clone()));
    read
}
