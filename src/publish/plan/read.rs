//! From a checked file to a plan.

use std::ops::Range;

use crate::finding::{Category, Finding, Severity};
use crate::model;
use crate::rules::check::{AppStoreConnectView, WorkflowView};
use crate::rules::shared::words::excerpt;
use crate::rules::{Checked, Settings, look_at};
use crate::syntax::Span;

use super::choice::{MEND_FIRST, PlanError, choose};
use super::variables::Resolver;
use super::{
    Credentials, Notes, Options, Plan, PlanSettings, Remark, artifacts, credentials, notes,
    options, others, package, steps,
};

impl Plan {
    /// Reads what a workflow of a checked file would publish. Nothing is looked up
    /// beyond the file, the settings and the repository in them.
    ///
    /// # Errors
    /// When it is not clear which workflow is meant, or that could not be read.
    pub fn read(checked: &Checked, settings: &PlanSettings) -> Result<Self, PlanError> {
        let tree = &checked.tree;
        let (config, _) = model::decode(tree);
        let position = choose(tree, &config, settings.workflow.as_deref())?;
        let known = Settings {
            repository: settings.repository.clone(),
            now: Some(settings.now),
            ..Settings::default()
        };
        let looked = look_at(tree, &known, position, |view| {
            Reader::new(checked, settings, view).plan()
        });
        looked.unwrap_or_else(|| {
            Err(PlanError::new(
                "the workflow shares too much with others to be looked at",
                MEND_FIRST,
            ))
        })
    }
}

struct Reader<'r, 'v> {
    checked: &'r Checked,
    settings: &'r PlanSettings,
    view: &'v WorkflowView<'v>,
    secrets: Vec<Range<usize>>,
    remarks: Vec<Remark>,
}

impl<'r, 'v> Reader<'r, 'v> {
    fn new(checked: &'r Checked, settings: &'r PlanSettings, view: &'v WorkflowView<'v>) -> Self {
        let secrets = checked.secrets.iter().map(|span| span.range());
        Self {
            checked,
            settings,
            view,
            secrets: secrets.collect(),
            remarks: Vec::new(),
        }
    }

    fn plan(mut self) -> Result<Plan, PlanError> {
        let view = self.view;
        let tree = view.tree();
        let id = tree.scalar(view.key()).unwrap_or_default().to_owned();
        let place = tree.span(view.key()).range();
        let name = view.workflow.name.value();
        let workflow_name = name.map(|name| name.get(tree).to_owned());
        let publishing = view.workflow.publishing.value();
        let field = publishing.map(|publishing| &publishing.app_store_connect);
        let field = field.filter(|field| field.is_set());
        let asc = match field.map(|field| (field.value(), field.key())) {
            Some((Some(section), Some(key))) => Some(AppStoreConnectView {
                view,
                publishing: section,
                key,
            }),
            Some(_) => {
                let message = format!(
                    "`app_store_connect` of `{}` could not be read",
                    excerpt(&id)
                );
                return Err(PlanError::new(message, MEND_FIRST).at(place));
            }
            None => None,
        };
        self.remark_findings(&id);
        let secrets = self.secrets.clone();
        let resolver = Resolver::new(view, self.settings, &secrets);
        if let Some(asc) = &asc {
            self.secrets
                .extend(credentials::written(&resolver, asc.publishing));
            self.secrets.sort_by_key(|range| (range.start, range.end));
            self.secrets.dedup();
        }
        let artifacts = artifacts::read(&resolver);
        let platform = artifacts::platform(&resolver, &artifacts);
        let key = asc.as_ref().map(|asc| tree.span(asc.key).range());
        let (credentials, options, notes) = if let Some(asc) = &asc {
            (
                credentials::read(&resolver, asc.publishing),
                options::read(&resolver, asc.publishing, &mut self.remarks),
                notes::read(&resolver, &key, &mut self.remarks),
            )
        } else {
            self.remark_nothing(&id);
            let words = "the workflow does not publish to App Store Connect";
            (
                Credentials::Missing(words.into()),
                Options::default(),
                Notes::default(),
            )
        };
        self.remarks
            .extend(asc.as_ref().and_then(artifacts::remark));
        let app = package::read(&resolver, platform, &key, &mut self.remarks);
        let others = publishing.map(|publishing| others::read(&resolver, publishing));
        let build_steps = steps::read(&resolver);
        Ok(Plan {
            workflow: id,
            workflow_name,
            place: Some(place),
            publishing: key,
            credentials,
            app,
            options,
            notes,
            build_steps,
            variables: resolver.into_variables(),
            artifacts,
            others: others.unwrap_or_default(),
            remarks: self.remarks,
            secrets: self.secrets,
        })
    }

    /// Says that the check has something to say about this workflow.
    fn remark_findings(&mut self, id: &str) {
        let whole = self.whole();
        // Codemagic rejects the whole file where its syntax is broken.
        let concerns = |finding: &Finding| {
            whole.contains(finding.span) || finding.category == Category::Syntax
        };
        let errors = self.checked.findings.iter();
        let mut errors = errors.filter(|it| it.severity == Severity::Error && concerns(it));
        let Some(first) = errors.next() else {
            return;
        };
        let count = 1 + errors.count();
        let noun = if count == 1 { "error" } else { "errors" };
        self.remarks.push(Remark {
            message: format!("`check` reports {count} {noun} about `{}`", excerpt(id)),
            help: Some("run `codemagic-lint check`; the build may not come as far as this".into()),
            place: Some(first.span.range()),
            is_fatal: false,
        });
    }

    /// The workflow with its key.
    fn whole(&self) -> Span {
        let tree = self.view.tree();
        let value = tree.resolve(self.view.entry.entry.value);
        tree.span(self.view.key()).cover(tree.span(value))
    }

    fn remark_nothing(&mut self, id: &str) {
        let tree = self.view.tree();
        self.remarks.push(Remark {
            message: format!("`{}` publishes nothing to App Store Connect", excerpt(id)),
            help: Some("add `publishing.app_store_connect`, or name another workflow".into()),
            place: Some(tree.span(self.view.key()).range()),
            is_fatal: false,
        });
    }
}
