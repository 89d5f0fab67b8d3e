//! What may be done at a place: edits that a person chooses from a list.
//!
//! No edit is given that has not been tried out: a fix leaves the text no worse and mends
//! its finding, and a refactoring leaves the file with the same values. Where that takes
//! too long for a list, an editor that can is given the action without its edits, and asks
//! for them when somebody chooses it.

mod compose;
mod extract;
mod findings;
mod inline;
mod later;
mod missing;
mod named;
mod places;
mod pointed;
mod proof;
mod restyle;
mod suppress;
mod trying;

use gen_lsp_types as lsp;

use crate::finding::{Edit, Finding};
use crate::syntax::Span;

use super::diagnostics::diagnostic;
use super::edits::workspace_edit;
use super::view::View;

pub(super) use later::{asks_later, resolve};

use later::Task;
use trying::{Trial, Trying};

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

/// What may be done.
struct Action {
    /// In the imperative.
    title: String,
    kind: &'static str,
    work: Work,
    /// What it mends, by index in [`Asked::findings`].
    mends: Vec<usize>,
    is_preferred: bool,
}

/// What is done when an action is chosen.
enum Work {
    /// These edits, in the order of the text.
    Edits(Vec<Edit>),
    /// What the editor asks for then.
    Later(Task),
}

impl Action {
    fn refactoring(title: impl Into<String>, kind: &'static str, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            kind,
            work: Work::Edits(edits),
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
    trying: Trying<'v>,
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
        let mut asked = Self {
            view,
            span: view.span(params.range),
            only: only.map(|only| only.iter().map(|it| it.as_str().to_owned()).collect()),
            is_automatic: context.trigger_kind == Some(lsp::CodeActionTriggerKind::Automatic),
            findings: Vec::new(),
            trying: Trying::many(view),
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

    /// What is done later: nothing where it was tried out, or the editor would not ask.
    fn later(&self, is_untried: bool, task: impl FnOnce() -> Task) -> Option<Work> {
        let is_later = is_untried && asks_later(self.view.session.client());
        is_later.then(|| Work::Later(task()))
    }

    fn code_action(&self, action: Action) -> lsp::CodeAction {
        let mended = action.mends.iter().filter_map(|&at| self.findings.get(at));
        let diagnostics = mended.map(|(finding, sent)| {
            let made = || diagnostic(self.view, finding);
            sent.clone().unwrap_or_else(made)
        });
        let diagnostics: Vec<_> = diagnostics.collect();
        let (edit, data) = match action.work {
            Work::Edits(edits) => (Some(workspace_edit(self.view, &edits)), None),
            Work::Later(task) => (None, later::data(self.view, task)),
        };
        lsp::CodeAction {
            title: action.title,
            kind: Some(action.kind.to_owned().into()),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            is_preferred: action.is_preferred.then_some(true),
            edit,
            data,
            ..lsp::CodeAction::default()
        }
    }
}
