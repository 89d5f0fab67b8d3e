//! Runs the rules over one file and turns drafts into findings.

use rustc_hash::FxHashMap;

use crate::finding::fingerprint::fingerprint;
use crate::finding::suppression::Suppressions;
use crate::finding::{Category, Finding, Related};
use crate::model;
use crate::syntax::{SourceFile, Span, Tree};

use super::check::{AppStoreConnectView, Check, File, WorkflowView};
use super::report::{Draft, Report};
use super::settings::Settings;
use super::uses::{Use, Workflows, uses};

/// Places named beside one finding; more are counted.
const MAX_RELATED: usize = 100;

/// A checked file.
pub struct Checked {
    /// The parsed text.
    pub tree: Tree,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// Where secrets stand, whether or not that was reported: no output may show
    /// the text there.
    pub secrets: Vec<Span>,
}

/// Checks a file. Never fails: whatever the text, there is a list of findings.
pub fn check(source: SourceFile, settings: &Settings) -> Checked {
    let tree = crate::syntax::parse(source);
    let drafts = look(&tree, settings);
    let is_secret = |draft: &&Draft| super::all()[draft.rule].category == Category::Security;
    let secrets = drafts
        .iter()
        .filter(is_secret)
        .map(|draft| draft.secret)
        .collect();
    let findings = finish(&tree, drafts, settings);
    Checked {
        tree,
        findings,
        secrets,
    }
}

/// Shows the file to all rules.
fn look(tree: &Tree, settings: &Settings) -> Vec<Draft> {
    let (config, problems) = model::decode(tree);
    let file = File {
        tree,
        config: &config,
        settings,
    };
    let mut report = Report::new(tree, settings);
    for problem in tree.problems() {
        claim(&mut report, |check, report| {
            if let Check::Syntax(check) = check {
                check(problem, report);
            }
        });
    }
    for problem in &problems {
        claim(&mut report, |check, report| {
            if let Check::Schema(check) | Check::SchemaAndWorkflow(check, _) = check {
                check(problem, report);
            }
        });
    }
    run(&file, &mut report);
    let drafts = std::mem::take(&mut report.drafts);
    let workflows: Workflows = config
        .workflows
        .entries()
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.entry.value, index))
        .collect();
    consolidate(tree, drafts, &workflows)
}

/// Shows a problem to one rule after the other until one of them reports it.
fn claim(report: &mut Report<'_>, show: impl Fn(Check, &mut Report<'_>)) {
    let before = report.drafts.len();
    for (index, rule) in super::all().iter().enumerate() {
        report.rule = index;
        show(rule.check, report);
        if report.drafts.len() > before {
            return;
        }
    }
}

fn run(file: &File<'_>, report: &mut Report<'_>) {
    // Rules about secrets run even when they are off: reports must know what not to
    // show.
    let on = |index: usize| {
        file.settings.selection.severity(index).is_some()
            || super::all()[index].category == Category::Security
    };
    let rules: Vec<(usize, Check)> = super::all()
        .iter()
        .enumerate()
        .filter(|(index, _)| on(*index))
        .map(|(index, rule)| (index, rule.check))
        .collect();
    for &(index, check) in &rules {
        if let Check::File(check) = check {
            report.rule = index;
            check(file, report);
        }
    }
    for (position, entry) in file.config.workflows.entries().iter().enumerate() {
        let Some(workflow) = entry.value.as_deref() else {
            continue;
        };
        // What is missing may stand in the broken text.
        if file.tree.is_damaged(file.tree.resolve(entry.entry.value)) {
            continue;
        }
        report.workflow = Some(position);
        let view = WorkflowView::new(file, entry, workflow);
        let publishing = workflow
            .publishing
            .value()
            .map(|publishing| &publishing.app_store_connect);
        let asc = publishing.and_then(|asc| {
            Some(AppStoreConnectView {
                view: &view,
                publishing: asc.value()?,
                key: asc.key()?,
            })
        });
        for &(index, check) in &rules {
            report.rule = index;
            match (check, &asc) {
                (Check::Workflow(check) | Check::SchemaAndWorkflow(_, check), _) => {
                    check(&view, report);
                }
                (Check::AppStoreConnect(check), Some(asc)) => check(asc, report),
                _ => {}
            }
        }
    }
    report.workflow = None;
}

/// One finding per defect: where several workflows share a node through aliases
/// or merges, what each of them reports becomes one.
fn consolidate(tree: &Tree, drafts: Vec<Draft>, workflows: &Workflows) -> Vec<Draft> {
    let mut merged: Vec<(Draft, Vec<Option<usize>>)> = Vec::new();
    let mut known: FxHashMap<(usize, Span, String), usize> = FxHashMap::default();
    for draft in drafts {
        let key = (draft.rule, draft.span, draft.message.clone());
        let workflow = draft.workflow;
        let index = *known.entry(key).or_insert_with(|| {
            merged.push((draft, Vec::new()));
            merged.len() - 1
        });
        merged[index].1.push(workflow);
    }
    merged
        .into_iter()
        .map(|(mut draft, reported_by)| {
            // A file that could not be read at all has no nodes.
            if tree.root().is_some() && tree.is_shared(draft.node) {
                show_uses(tree, &mut draft, &reported_by, workflows);
            }
            draft
        })
        .collect()
}

fn show_uses(tree: &Tree, draft: &mut Draft, reported_by: &[Option<usize>], workflows: &Workflows) {
    let all = uses(tree, draft.node, workflows);
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

fn finish(tree: &Tree, drafts: Vec<Draft>, settings: &Settings) -> Vec<Finding> {
    let suppressions = Suppressions::new(tree, |id| {
        super::find(super::current_id(id)).map(|rule| rule.id)
    });
    let mut kept = Vec::new();
    for draft in drafts {
        if settings.selection.severity(draft.rule).is_none() {
            continue;
        }
        let id = super::all()[draft.rule].id;
        if !suppressions.covers(id, draft.span) {
            kept.push(draft);
        }
    }
    kept.extend(suppression_drafts(tree, &suppressions, settings));
    kept.sort_by(|a, b| {
        let id = |draft: &Draft| super::all()[draft.rule].id;
        (a.span, id(a), &a.message).cmp(&(b.span, id(b), &b.message))
    });
    let mut occurrences: FxHashMap<(usize, String, String), usize> = FxHashMap::default();
    kept.into_iter()
        .filter_map(|draft| finding(tree, draft, settings, &mut occurrences))
        .collect()
}

fn suppression_drafts(
    tree: &Tree,
    suppressions: &Suppressions<'_>,
    settings: &Settings,
) -> Vec<Draft> {
    let is_on = |id: &str| {
        super::index_of(id).is_some_and(|index| settings.selection.severity(index).is_some())
    };
    let mut report = Report::new(tree, settings);
    for complaint in suppressions.complaints(is_on) {
        claim(&mut report, |check, report| {
            if let Check::Suppression(check) = check {
                check(&complaint, report);
            }
        });
    }
    report
        .drafts
        .retain(|draft| settings.selection.severity(draft.rule).is_some());
    report.drafts
}

fn finding(
    tree: &Tree,
    draft: Draft,
    settings: &Settings,
    occurrences: &mut FxHashMap<(usize, String, String), usize>,
) -> Option<Finding> {
    let rule = super::all()[draft.rule];
    let configured = settings.selection.severity(draft.rule)?;
    // A finding's own severity holds unless the configuration changed the rule's.
    let severity = draft
        .severity
        .filter(|_| configured == rule.severity)
        .unwrap_or(configured);
    let path = tree.path_of(draft.node);
    let text = tree.source().slice(draft.span);
    let count = occurrences
        .entry((draft.rule, path.clone(), text.to_owned()))
        .or_insert(0);
    let fingerprint = fingerprint(rule.id, &path, text, *count);
    *count += 1;
    Some(Finding {
        rule: rule.id.into(),
        category: rule.category,
        severity,
        message: draft.message,
        help: draft.help,
        url: rule.url(),
        path,
        span: draft.span,
        related: draft
            .related
            .into_iter()
            .map(|(span, message)| Related { span, message })
            .collect(),
        fix: draft.fix,
        fingerprint,
    })
}
