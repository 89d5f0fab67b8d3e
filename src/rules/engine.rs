//! Runs the rules over one file and turns drafts into findings.

use std::sync::OnceLock;

use memchr::memchr2;
use rustc_hash::FxHashMap;

use crate::finding::fingerprint::fingerprint;
use crate::finding::suppression::Suppressions;
use crate::finding::{Category, Finding, Related};
use crate::model::{self, Config};
use crate::syntax::{Limit, SourceFile, Span, SyntaxProblem, SyntaxProblemKind, Tree};

use super::allowance::Allowance;
use super::check::{AppStoreConnectView, Check, File, SharedReading, WorkflowView};
use super::defects::Defects;
use super::offers::Offers;
use super::report::{Draft, Report};
use super::secrets::{redact, redact_foreign, secrets_near};
use super::settings::Settings;
use super::uses::Workflows;

/// A checked file.
pub struct Checked {
    /// The parsed text.
    pub tree: Tree,
    /// What it says, as codemagic.yaml.
    pub config: Config,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// Where secrets stand, whether or not that was reported: no output may show
    /// the text there.
    pub secrets: Vec<Span>,
}

/// Checks a file. Never fails: whatever the text, there is a list of findings.
pub fn check(source: SourceFile, settings: &Settings) -> Checked {
    check_tree(crate::syntax::parse(source), settings)
}

/// Checks a file that was parsed before.
pub fn check_tree(tree: Tree, settings: &Settings) -> Checked {
    let Looked {
        config,
        mut drafts,
        workflows,
        unseen,
    } = look(&tree, settings);
    let near = secrets_near(&tree, &drafts);
    for draft in &mut drafts {
        redact(&tree, draft, &near);
    }
    let is_secret = |draft: &&Draft| super::all()[draft.rule].category == Category::Security;
    let mut secrets: Vec<Span> = drafts
        .iter()
        .filter(is_secret)
        .map(|draft| draft.secret)
        .chain(unseen)
        .chain(near)
        .collect();
    secrets.sort_unstable();
    for draft in drafts.iter_mut().filter(|draft| draft.code.is_some()) {
        redact_foreign(&tree, draft, &secrets);
    }
    let findings = finish(&tree, drafts, &workflows, settings);
    Checked {
        tree,
        config,
        findings,
        secrets,
    }
}

/// What a rule says of a file that is no codemagic.yaml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// What is wrong with a text as YAML, in the words of the rules about that: for
/// files of ours that are no codemagic.yaml.
pub fn tell_syntax(tree: &Tree) -> Vec<Told> {
    let settings = Settings::default();
    let mut report = Report::new(tree, &settings);
    for problem in tree.problems() {
        claim_syntax(&mut report, problem);
    }
    // The words are about the reader of the file, which is another one here.
    let ours = |text: String| text.replace("Codemagic", "codemagic-lint");
    let told = report.drafts.into_iter().map(|draft| Told {
        span: draft.span,
        message: ours(one_line(draft.message)),
        help: draft.help.map(ours),
    });
    told.collect()
}

/// What the rules said of a file.
struct Looked {
    config: Config,
    drafts: Vec<Draft>,
    workflows: Workflows,
    /// The text, if any, that was not shown to them.
    unseen: Option<Span>,
}

/// Shows the file to all rules.
fn look(tree: &Tree, settings: &Settings) -> Looked {
    let (config, problems) = model::decode(tree);
    let file = File {
        tree,
        config: &config,
        settings,
        read: SharedReading::new(tree, &config),
    };
    let mut defects = Defects::default();
    let mut report = Report::new(tree, settings);
    let mut is_cut = false;
    for problem in tree.problems() {
        if report.is_enough() {
            is_cut = true;
            break;
        }
        claim_syntax(&mut report, problem);
    }
    let deviations = settings.schema.as_ref().map(|schema| schema.check(tree));
    for problem in &problems {
        if report.is_enough() {
            is_cut = true;
            break;
        }
        // A schema of the user's own may know newer keys.
        let is_known = deviations
            .as_ref()
            .is_some_and(|all| all.iter().all(|it| it.node != problem.node));
        if is_known && matches!(problem.kind, model::ProblemKind::UnknownKey) {
            continue;
        }
        claim(&mut report, &Claimants::all().schema, |check, report| {
            if let Check::Schema(check) | Check::SchemaAndWorkflow(check, _) = check {
                check(problem, report);
            }
        });
    }
    let left_out = run(&file, &mut report, &mut defects);
    let too_many = if is_cut || defects.is_full() {
        Some(Limit::Findings)
    } else {
        report.is_full().then_some(Limit::Repetitions)
    };
    if let Some(span) = left_out {
        report_limit(&mut report, Limit::Aliases, span);
    }
    if let Some(limit) = too_many {
        report_limit(&mut report, limit, Span::at(0));
    }
    report.drafts.drain(..).for_each(|it| defects.add_last(it));
    let workflows: Workflows = config
        .workflows
        .entries()
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.entry.value, index))
        .collect();
    // What was not looked at may hold secrets, and so may what it shares.
    let unseen = left_out.map(|_| Span::new(0, tree.source().text().len()));
    Looked {
        drafts: defects.into_drafts(tree, &workflows),
        workflows,
        unseen,
        config,
    }
}

fn report_limit(report: &mut Report<'_>, limit: Limit, span: Span) {
    report.make_room();
    let problem = SyntaxProblem {
        kind: SyntaxProblemKind::LimitExceeded(limit),
        span,
        related: None,
    };
    claim_syntax(report, &problem);
}

fn claim_syntax(report: &mut Report<'_>, problem: &SyntaxProblem) {
    claim(report, &Claimants::all().syntax, |check, report| {
        if let Check::Syntax(check) = check {
            check(problem, report);
        }
    });
}

/// The rules that put problems into words, by their index in the registry: a file may have
/// tens of thousands of problems, and most rules look at workflows.
struct Claimants {
    syntax: Vec<usize>,
    schema: Vec<usize>,
    suppression: Vec<usize>,
}

impl Claimants {
    fn all() -> &'static Self {
        static ALL: OnceLock<Claimants> = OnceLock::new();
        ALL.get_or_init(|| {
            let of = |claims: fn(&Check) -> bool| {
                let rules = super::all().iter().enumerate();
                let rules = rules.filter(|(_, rule)| claims(&rule.check));
                rules.map(|(index, _)| index).collect()
            };
            Self {
                syntax: of(|check| matches!(check, Check::Syntax(_))),
                schema: of(|check| {
                    matches!(check, Check::Schema(_) | Check::SchemaAndWorkflow(..))
                }),
                suppression: of(|check| matches!(check, Check::Suppression(_))),
            }
        })
    }
}

/// Shows a problem to one of these rules after the other until one of them reports it.
fn claim(report: &mut Report<'_>, rules: &[usize], show: impl Fn(Check, &mut Report<'_>)) {
    let before = report.drafts.len();
    for &index in rules {
        // Where a specific rule is off, the general one speaks.
        if !report.is_on(index) {
            continue;
        }
        report.rule = index;
        show(super::all()[index].check, report);
        if report.drafts.len() > before {
            return;
        }
    }
}

/// Gives the first workflow, if any, that shares too much to be shown.
fn run(file: &File<'_>, report: &mut Report<'_>, defects: &mut Defects) -> Option<Span> {
    // Rules about secrets run even when they are off: reports must know what not to
    // show.
    let on = |index: usize| {
        file.settings.selection.may_report(index)
            || super::all()[index].category == Category::Security
    };
    let rules: Vec<(usize, Check)> = super::all()
        .iter()
        .enumerate()
        .filter(|(index, _)| on(*index))
        .map(|(index, rule)| (index, rule.check))
        .collect();
    for &(index, check) in &rules {
        let is_idle = report.is_enough() && super::all()[index].category != Category::Security;
        if let Check::File(check) = check
            && !is_idle
        {
            report.rule = index;
            check(file, report);
        }
    }
    defects.add(file.tree, &mut report.drafts);
    let mut shared = Allowance::new(file.tree);
    let mut left_out = None;
    for (position, entry) in file.config.workflows.entries().iter().enumerate() {
        let Some(workflow) = entry.value.as_deref() else {
            continue;
        };
        // What is missing may stand in the broken text; secrets are secrets even so.
        let damaged = file
            .tree
            .is_incomplete(file.tree.resolve(entry.entry.value));
        if !shared.may_be_shown(entry.entry.value) {
            left_out = left_out.or(Some(file.tree.span(entry.entry.key)));
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
            let is_idle = damaged || defects.is_full();
            if is_idle && super::all()[index].category != Category::Security {
                continue;
            }
            report.rule = index;
            match (check, &asc) {
                (Check::Workflow(check) | Check::SchemaAndWorkflow(_, check), _) => {
                    check(&view, report);
                }
                (Check::AppStoreConnect(check), Some(asc)) => check(asc, report),
                _ => {}
            }
        }
        defects.add(file.tree, &mut report.drafts);
    }
    report.workflow = None;
    left_out
}

fn finish(
    tree: &Tree,
    drafts: Vec<Draft>,
    workflows: &Workflows,
    settings: &Settings,
) -> Vec<Finding> {
    let suppressions = Suppressions::new(tree, suppressible);
    let mut kept = Vec::new();
    for draft in drafts {
        let level = settings.selection.level_of(draft.rule, draft.code);
        if level.is_none() {
            continue;
        }
        let id = super::all()[draft.rule].id;
        let by_rule = suppressions.covers(id, draft.span);
        // Shown to both: each of the comments is of use.
        let by_code = draft
            .code
            .is_some_and(|code| suppressions.covers(&format!("SC{code:04}"), draft.span));
        if !by_rule && !by_code {
            kept.push(draft);
        }
    }
    kept.extend(suppression_drafts(tree, &suppressions, settings));
    kept.sort_by(|a, b| (a.span, a.id(), &a.message).cmp(&(b.span, b.id(), &b.message)));
    let mut occurrences = FxHashMap::default();
    let mut offers = Offers::new(tree, workflows);
    kept.into_iter()
        .filter_map(|draft| finding(draft, settings, &mut offers, &mut occurrences))
        .collect()
}

/// The rule, by the id it has today, or the check of another linter that a comment
/// silences.
pub fn suppressible(id: &str) -> Option<&str> {
    super::shellcheck_code(id).or_else(|| {
        let rule = super::find(super::current_id(id))?;
        Some(rule.id)
    })
}

/// A message as one line of bearable length, whatever it quotes.
fn one_line(message: String) -> String {
    const LONGEST: usize = 240;
    let is_one_line = memchr2(b'\n', b'\r', message.as_bytes()).is_none();
    if message.len() <= LONGEST && is_one_line {
        return message;
    }
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONGEST).collect();
    if cut.len() < line.len() {
        format!("{cut}…")
    } else {
        cut
    }
}

fn suppression_drafts(
    tree: &Tree,
    suppressions: &Suppressions<'_>,
    settings: &Settings,
) -> Vec<Draft> {
    let lint = settings.shell_lint.as_ref();
    let has_linted = lint.is_some_and(|lint| lint.is_complete());
    let is_on = |id: &str| {
        let code = super::shellcheck_code(id);
        let rule = code.map_or(id, |_| super::SHELLCHECK);
        let index = super::index_of(rule);
        // What did not run found nothing for the comment to silence.
        (rule != super::SHELLCHECK || has_linted)
            && index.is_some_and(|index| {
                let check = super::shellcheck_number(id);
                settings.selection.level_of(index, check).is_some()
            })
    };
    let mut report = Report::new(tree, settings);
    for complaint in suppressions.complaints(is_on) {
        let rules = &Claimants::all().suppression;
        claim(&mut report, rules, |check, report| {
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

/// How many findings there were of a rule and of another linter's check, at a path and
/// of a text.
type Occurrences<'a> = FxHashMap<(usize, Option<u16>, String, &'a str), usize>;

fn finding<'a>(
    draft: Draft,
    settings: &Settings,
    offers: &mut Offers<'a>,
    occurrences: &mut Occurrences<'a>,
) -> Option<Finding> {
    let tree = offers.tree;
    let rule = super::all()[draft.rule];
    let level = settings.selection.level_of(draft.rule, draft.code)?;
    // A finding's own severity holds unless somebody chose one for the rule.
    let severity = draft
        .severity
        .filter(|_| !level.is_chosen)
        .unwrap_or(level.severity);
    let id = draft.id();
    let mut fix = draft.fix;
    if let Some(fix) = &mut fix {
        offers.complete(fix, draft.span);
    }
    let path = tree.path_of(draft.node);
    let text = tree.source().slice(draft.span);
    let alike = (draft.rule, draft.code, path.clone(), text);
    let count = occurrences.entry(alike).or_insert(0);
    let fingerprint = fingerprint(&id, &path, text, *count);
    *count += 1;
    let url = match draft.code {
        Some(code) => format!("https://www.shellcheck.net/wiki/SC{code:04}"),
        None => rule.url(),
    };
    Some(Finding {
        rule: id,
        category: rule.category,
        severity,
        message: one_line(draft.message),
        help: draft.help,
        url,
        path,
        span: draft.span,
        related: draft
            .related
            .into_iter()
            .map(|(span, message)| Related { span, message })
            .collect(),
        fix,
        fingerprint,
    })
}
