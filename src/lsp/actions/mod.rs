//! What may be done at a place: edits that a person chooses from a list.
//!
//! Nothing is offered that has not been tried out: a fix leaves the text no worse and
//! mends its finding, and a refactoring leaves the file with the same values.

mod compose;
mod extract;
mod findings;
mod inline;
mod missing;
mod named;
mod places;
mod pointed;
mod proof;
mod restyle;
mod suppress;

use gen_lsp_types as lsp;

use crate::finding::{Edit, Finding, Severity};
use crate::fix::{Effort, try_edits};
use crate::rules::Checked;
use crate::syntax::Span;

use super::diagnostics::diagnostic;
use super::edits::workspace_edit;
use super::view::View;

/// The kind of an action that mends what was found.
const QUICK_FIX: &str = "quickfix";
/// The kind of the one action that applies all safe fixes.
const FIX_ALL: &str = "source.fixAll.codemagic-lint";
const EXTRACT: &str = "refactor.extract";
const INLINE: &str = "refactor.inline";
const REWRITE: &str = "refactor.rewrite";

/// All kinds of actions.
pub(super) const KINDS: [&str; 5] = [QUICK_FIX, FIX_ALL, EXTRACT, INLINE, REWRITE];

/// Findings at a place for which actions are offered, the first.
const MOST_FINDINGS: usize = 20;

/// Bytes that are read for one request, about: an editor asks at every move of the
/// cursor.
const BYTES: usize = 1_500_000;

/// Checks that a request may take, however large the file is that is not broken.
const FEWEST_TRIALS: usize = 3;

/// What may be done.
struct Action {
    /// In the imperative.
    title: String,
    kind: &'static str,
    /// In the order of the text.
    edits: Vec<Edit>,
    /// What it mends, by index in [`Asked::findings`].
    mends: Vec<usize>,
    is_preferred: bool,
}

impl Action {
    fn refactoring(title: impl Into<String>, kind: &'static str, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            kind,
            edits,
            mends: Vec::new(),
            is_preferred: false,
        }
    }
}

/// What an editor asked.
struct Asked<'v> {
    view: &'v View<'v>,
    /// The cursor or the selection.
    span: Span,
    only: Option<Vec<String>>,
    is_automatic: bool,
    /// What was found here, with the editor's own diagnostic where it sent one.
    findings: Vec<(&'v Finding, Option<lsp::Diagnostic>)>,
    effort: Effort,
}

/// The actions at a place.
pub(super) fn actions(view: &View<'_>, params: &lsp::CodeActionParams) -> Vec<lsp::CodeAction> {
    let asked = Asked::new(view, params);
    let mut found = Vec::new();
    if asked.wants(QUICK_FIX) {
        findings::fixes(&asked, &mut found);
        missing::offers(&asked, &mut found);
        findings::all_of_a_rule(&asked, &mut found);
        suppress::offers(&asked, &mut found);
    }
    if asked.wants(FIX_ALL) {
        found.extend(findings::fix_all(&asked));
    }
    if asked.wants(EXTRACT) {
        extract::offers(&asked, &mut found);
    }
    if asked.wants(INLINE) {
        inline::offers(&asked, &mut found);
    }
    if asked.wants(REWRITE) {
        restyle::offers(&asked, &mut found);
    }
    let code_actions = found.into_iter().map(|it| asked.code_action(it));
    code_actions.collect()
}

impl<'v> Asked<'v> {
    fn new(view: &'v View<'v>, params: &lsp::CodeActionParams) -> Self {
        let context = &params.context;
        let only = context.only.as_ref();
        let length = view.source().text().len();
        let effort = BYTES.max(FEWEST_TRIALS * Effort::of_length(length));
        let mut asked = Self {
            view,
            span: view.span(params.range),
            only: only.map(|only| only.iter().map(|it| it.as_str().to_owned()).collect()),
            is_automatic: context.trigger_kind == Some(lsp::CodeActionTriggerKind::Automatic),
            findings: Vec::new(),
            effort: Effort::of(effort),
        };
        asked.findings = asked.findings_at(&context.diagnostics);
        asked
    }

    /// The findings that the editor names; where it names none of ours that are still
    /// there, those that touch the place.
    fn findings_at(
        &self,
        named: &[lsp::Diagnostic],
    ) -> Vec<(&'v Finding, Option<lsp::Diagnostic>)> {
        let view = self.view;
        let ours = |it: &&lsp::Diagnostic| it.source.as_deref() == Some(crate::report::TOOL_NAME);
        let named: Vec<&lsp::Diagnostic> = named.iter().filter(ours).collect();
        let touches = |finding: &Finding| {
            let shown = view.source().first_line_of(finding.span);
            shown.start() <= self.span.end() && self.span.start() <= shown.end()
        };
        let all = view.checked.findings.iter();
        let meant = named::matched(view, all.as_slice(), &named);
        if !meant.is_empty() {
            let meant = meant.into_iter().take(MOST_FINDINGS);
            return meant.map(|(finding, sent)| (finding, Some(sent))).collect();
        }
        let here = all.filter(|finding| touches(finding)).take(MOST_FINDINGS);
        here.map(|finding| (finding, None)).collect()
    }

    /// Whether the editor wants actions of a kind: it names the kind or one above it.
    fn wants(&self, kind: &str) -> bool {
        self.only.as_ref().is_none_or(|only| {
            only.iter().any(|wanted| {
                let rest = kind.strip_prefix(wanted.as_str());
                rest.is_some_and(|rest| {
                    wanted.is_empty() || rest.is_empty() || rest.starts_with('.')
                })
            })
        })
    }

    /// Takes a check from what may be spent on this request; whether any was left.
    fn takes_check(&self) -> bool {
        let is_left = !self.effort.is_spent();
        self.effort.spend(Effort::of_check(self.view.tree()));
        is_left
    }

    /// Whether edits that are to mend a finding do: it is gone, nothing is worse, and
    /// there are no more errors.
    fn mends(&self, finding: &Finding, edits: &[Edit]) -> bool {
        let before = &self.view.checked;
        self.takes_check()
            && try_edits(before, edits, &self.view.settings).is_some_and(|mut after| {
                self.view.hide(&mut after.findings);
                is_mended(before, &after, finding)
            })
    }

    fn code_action(&self, action: Action) -> lsp::CodeAction {
        let mended = action.mends.iter().filter_map(|&at| self.findings.get(at));
        let diagnostics = mended.map(|(finding, sent)| {
            let made = || diagnostic(self.view, finding);
            sent.clone().unwrap_or_else(made)
        });
        let diagnostics: Vec<_> = diagnostics.collect();
        lsp::CodeAction {
            title: action.title,
            kind: Some(action.kind.to_owned().into()),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            is_preferred: action.is_preferred.then_some(true),
            edit: Some(workspace_edit(self.view, &action.edits)),
            ..lsp::CodeAction::default()
        }
    }
}

fn is_mended(before: &Checked, after: &Checked, finding: &Finding) -> bool {
    let alike = |checked: &Checked| {
        let findings = checked.findings.iter();
        let same = findings.filter(|it| {
            it.rule == finding.rule && it.message == finding.message && it.path == finding.path
        });
        same.count()
    };
    errors(after) <= errors(before) && alike(after) < alike(before)
}

fn errors(checked: &Checked) -> usize {
    let findings = checked.findings.iter();
    findings.filter(|it| it.severity == Severity::Error).count()
}
