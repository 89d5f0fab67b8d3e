//! One finding per defect, however many workflows share it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::{Span, Tree};

use super::report::Draft;
use super::uses::{Use, Uses, Workflows};

/// Places named beside one finding; more are counted.
const MAX_RELATED: usize = 100;

/// Drafts without repetitions: where several workflows share a node through
/// aliases or merges, what each of them reports becomes one.
#[derive(Default)]
pub(super) struct Defects {
    /// With the workflows, by position, that reported it; `None` is the file.
    drafts: Vec<(Draft, Vec<Option<usize>>)>,
    known: FxHashMap<(usize, Span, String), usize>,
}

impl Defects {
    /// Takes what was reported since the last time.
    pub fn add(&mut self, drafts: &mut Vec<Draft>) {
        for draft in drafts.drain(..) {
            let key = (draft.rule, draft.span, draft.message.clone());
            let workflow = draft.workflow;
            let index = *self.known.entry(key).or_insert_with(|| {
                self.drafts.push((draft, Vec::new()));
                self.drafts.len() - 1
            });
            let reported_by = &mut self.drafts[index].1;
            // A workflow's own come together.
            if reported_by.last() != Some(&workflow) {
                reported_by.push(workflow);
            }
        }
    }

    /// The drafts, with every place that uses what they are about.
    pub fn into_drafts(self, tree: &Tree, workflows: &Workflows) -> Vec<Draft> {
        let mut uses = Uses::new(tree, workflows);
        let with_uses = |(mut draft, reported_by): (Draft, Vec<Option<usize>>)| {
            if tree.is_shared(draft.node)
                && let Some(all) = uses.find(draft.node)
            {
                show_uses(tree, &mut draft, &reported_by.into_iter().collect(), &all);
            }
            draft
        };
        self.drafts.into_iter().map(with_uses).collect()
    }
}

fn show_uses(tree: &Tree, draft: &mut Draft, reported_by: &FxHashSet<Option<usize>>, all: &[Use]) {
    let reporting: Vec<&Use> = all
        .iter()
        .filter(|site| reported_by.contains(&site.workflow))
        .collect();
    let everywhere = all
        .iter()
        .all(|site| site.workflow.is_none() || reported_by.contains(&site.workflow));
    let at_use = draft.in_use && (reporting.len() == 1 || !everywhere);
    let first = reporting
        .first()
        .and_then(|site| site.alias)
        .filter(|_| at_use);
    if let Some(alias) = first {
        draft
            .related
            .insert(0, (draft.span, "written here".to_owned()));
        draft.span = tree.span(alias);
        for site in reporting.iter().skip(1) {
            let span = site
                .alias
                .map_or(draft.related[0].0, |alias| tree.span(alias));
            draft.related.push((span, "and used here".to_owned()));
        }
    } else {
        let sites = all.iter().filter_map(|site| site.alias);
        draft
            .related
            .extend(sites.map(|alias| (tree.span(alias), "used here".to_owned())));
    }
    let more = draft.related.len().saturating_sub(MAX_RELATED);
    if more > 0 {
        draft.related.truncate(MAX_RELATED);
        if let Some(last) = draft.related.last_mut() {
            last.1 = format!("used here, and in {more} more places");
        }
    }
}
