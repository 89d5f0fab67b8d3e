//! One finding per defect, however many workflows share it.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::finding::Category;
use crate::syntax::{NodeId, Span, Tree};

use super::report::{Draft, MAX_FINDINGS};
use super::uses::{Use, Uses, Workflows};

/// Places named beside one finding; more are counted.
const MAX_RELATED: usize = 100;

/// Drafts without repetitions: where several workflows share a node through
/// aliases or merges, what each of them reports becomes one.
#[derive(Default)]
pub(super) struct Defects {
    groups: Vec<Group>,
    /// The last group of a rule, a place and a message's hash.
    known: FxHashMap<(usize, Span, u64), usize>,
    /// Whether there were more than a file may have.
    is_full: bool,
}

/// What each workflow, or the file, reports of the same.
struct Group {
    drafts: Vec<Draft>,
    /// The group before it whose message has the same hash.
    before: Option<usize>,
}

impl Defects {
    /// Whether something was left out because there was enough.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Takes what was reported since the last time, as far as there is room. What no
    /// report may show must be known, all of it.
    pub fn add(&mut self, tree: &Tree, drafts: &mut Vec<Draft>) {
        for draft in drafts.drain(..) {
            let span = cause(tree, &draft).map_or(draft.span, |cause| tree.span(cause));
            let key = (draft.rule, span, FxBuildHasher.hash_one(&draft.message));
            let before = self.known.get(&key).copied();
            let Some(group) = self.with_message(before, &draft.message) else {
                let is_secret = super::all()[draft.rule].category == Category::Security;
                if self.groups.len() >= MAX_FINDINGS && !is_secret {
                    self.is_full = true;
                    continue;
                }
                self.known.insert(key, self.groups.len());
                // Room for one, which is all that most have.
                let drafts = vec![draft];
                self.groups.push(Group { drafts, before });
                continue;
            };
            let group = &mut self.groups[group].drafts;
            // A workflow's own come together.
            if group.last().map(|last| last.workflow) != Some(draft.workflow) {
                group.push(draft);
            }
        }
    }

    /// The group of a message, that one or one before it.
    fn with_message(&self, mut from: Option<usize>, message: &str) -> Option<usize> {
        while let Some(index) = from {
            let group = self.groups.get(index)?;
            if group.drafts.first()?.message == message {
                return Some(index);
            }
            from = group.before;
        }
        None
    }

    /// Takes one more, for which there always is room.
    pub fn add_last(&mut self, draft: Draft) {
        self.groups.push(Group {
            drafts: vec![draft],
            before: None,
        });
    }

    /// The drafts, with every place that uses what they are about.
    pub fn into_drafts(self, tree: &Tree, workflows: &Workflows) -> Vec<Draft> {
        let mut uses = Uses::new(tree, workflows);
        let mut drafts = Vec::new();
        for Group {
            drafts: mut group, ..
        } in self.groups
        {
            let first = group.first();
            let node = first.map(|it| cause(tree, it).unwrap_or(it.node));
            let shared = node.filter(|node| tree.is_shared(*node));
            let all = shared.and_then(|node| uses.find(node));
            match all {
                Some(all) if is_about_uses(&group, &all) => {
                    drafts.extend(group.into_iter().map(|draft| at_its_use(tree, draft, &all)));
                }
                Some(_) if group.iter().all(|draft| cause(tree, draft).is_some()) => {
                    drafts.extend(with_others(group));
                }
                Some(all) => {
                    let worst = worst(&group);
                    drafts.push(with_uses(tree, group.swap_remove(worst), &all));
                }
                None => drafts.extend(group.into_iter().take(1)),
            }
        }
        drafts
    }
}

/// What makes something missing, where the draft stands at a key that only its
/// workflow has.
fn cause(tree: &Tree, draft: &Draft) -> Option<NodeId> {
    draft.cause.filter(|_| !tree.is_shared(draft.node))
}

/// Whether some uses of a shared node are at fault and others are not, or only
/// one there is.
fn is_about_uses(group: &[Draft], all: &[Use]) -> bool {
    if !group.iter().all(|draft| draft.in_use) {
        return false;
    }
    let reported_by: FxHashSet<Option<usize>> = group.iter().map(|draft| draft.workflow).collect();
    let reporting = all
        .iter()
        .filter(|site| reported_by.contains(&site.workflow))
        .count();
    let everywhere = all
        .iter()
        .all(|site| site.workflow.is_none() || reported_by.contains(&site.workflow));
    reporting == 1 || !everywhere
}

/// The index of the draft that is as severe as any; the first of those. What is a
/// hint for one workflow may be more for another.
fn worst(group: &[Draft]) -> usize {
    let severity = |draft: &Draft| draft.severity.unwrap_or(super::all()[draft.rule].severity);
    let indices = 0..group.len();
    let worst = indices.rev().max_by_key(|&index| severity(&group[index]));
    worst.unwrap_or_default()
}

/// The finding of the first workflow, which names the others.
fn with_others(group: Vec<Draft>) -> Option<Draft> {
    let mut drafts = group.into_iter();
    let mut first = drafts.next()?;
    let others = drafts.filter(|draft| draft.span != first.span);
    let others = others.map(|draft| (draft.span, "here as well".to_owned()));
    first.related.extend(others);
    shorten(&mut first);
    Some(first)
}

/// The finding of one use, which names the origin.
fn at_its_use(tree: &Tree, mut draft: Draft, all: &[Use]) -> Draft {
    if cause(tree, &draft).is_some() {
        return draft;
    }
    let site = all.iter().find(|site| site.workflow == draft.workflow);
    if let Some(alias) = site.and_then(|site| site.alias) {
        draft
            .related
            .insert(0, (draft.span, "written here".to_owned()));
        draft.span = tree.span(alias);
    }
    draft
}

/// The finding where it is written, which names all uses.
fn with_uses(tree: &Tree, mut draft: Draft, all: &[Use]) -> Draft {
    let sites = all.iter().filter_map(|site| site.alias);
    let other = sites
        .map(|alias| tree.span(alias))
        .filter(|span| *span != draft.span);
    let used: Vec<_> = other.map(|span| (span, "used here".to_owned())).collect();
    draft.related.extend(used);
    shorten(&mut draft);
    draft
}

/// Leaves out places that nobody would look through.
fn shorten(draft: &mut Draft) {
    let more = draft.related.len().saturating_sub(MAX_RELATED);
    if more > 0 {
        draft.related.truncate(MAX_RELATED);
        if let Some(last) = draft.related.last_mut() {
            last.1 = format!("{}, and in {more} more places", last.1);
        }
    }
}
