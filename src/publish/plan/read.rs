//! From a checked file to a plan.

use std::fmt::Write as _;
use std::ops::Range;

use crate::finding::{Category, Finding, Severity};
use crate::model::Field;
use crate::rules::check::{AppStoreConnectView, WorkflowView};
use crate::rules::shared::words::excerpt;
use crate::rules::{Checked, Settings, Shown};
use crate::syntax::{NodeId, Span};

use super::super::timeline::Cause;
use super::behind::Behind;
use super::choice::{MEND_FIRST, PlanError, choose, nowhere};
use super::variables::Resolver;
use super::{
    Credentials, Notes, Options, Plan, PlanSettings, Remark, artifacts, credentials, notes,
    options, others, package, steps,
};

/// Most errors of `check` that are named.
const MAX_NAMED: usize = 3;

impl Plan {
    /// Reads what a workflow of a checked file would publish. Nothing is looked up
    /// beyond the file, the settings and the repository in them.
    ///
    /// # Errors
    /// When it is not clear which workflow is meant, or that could not be read.
    pub fn read(checked: &Checked, settings: &PlanSettings) -> Result<Self, PlanError> {
        let tree = &checked.tree;
        let config = &checked.config;
        let position = choose(tree, config, settings.workflow.as_deref())?;
        let known = Settings {
            repository: settings.repository.clone(),
            now: Some(settings.now),
            ..Settings::default()
        };
        let nowhere = settings
            .workflow
            .is_none()
            .then(|| nowhere(tree, config))
            .flatten();
        let shown = Shown::new(tree, config, &known, position);
        let looked = shown
            .and_then(|it| it.look(|view| Reader::new(checked, settings, view, nowhere).plan()));
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
    /// The workflows of the file, where none of several publishes and none is named.
    looked_at: Option<String>,
}

impl<'r, 'v> Reader<'r, 'v> {
    fn new(
        checked: &'r Checked,
        settings: &'r PlanSettings,
        view: &'v WorkflowView<'v>,
        looked_at: Option<String>,
    ) -> Self {
        let secrets = checked.secrets.iter().map(|span| span.range());
        Self {
            checked,
            settings,
            view,
            secrets: secrets.collect(),
            remarks: Vec::new(),
            looked_at,
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
        // A key without anything behind it.
        let empty = field.filter(|field| !field.is_set());
        let empty = empty.and_then(Field::key);
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
        let behind = asc.as_ref().map(|asc| Behind::of(view, asc.publishing));
        let behind = behind.unwrap_or_default();
        let resolver = Resolver::new(view, self.settings, &secrets, &behind);
        if asc.is_some() {
            self.secrets.extend(behind.places.iter().cloned());
            self.secrets.sort_by_key(|range| (range.start, range.end));
            self.secrets.dedup();
        }
        let artifacts = artifacts::read(&resolver);
        let platform = artifacts::platform(&resolver, &artifacts);
        let key = asc.as_ref().map(|asc| tree.span(asc.key).range());
        let (credentials, options, notes) = if let Some(asc) = &asc {
            (
                credentials::read(&resolver, asc.publishing, &mut self.remarks),
                options::read(&resolver, asc.publishing, &mut self.remarks),
                notes::read(&resolver, &key, &mut self.remarks),
            )
        } else {
            let nothing = self.nothing(empty);
            (
                Credentials::Missing(Box::new(nothing)),
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
        let source = self.checked.tree.source();
        let all: Vec<&Finding> = std::iter::once(first).chain(errors).collect();
        let count = all.len();
        let noun = if count == 1 { "error" } else { "errors" };
        let named = all.iter().take(MAX_NAMED).map(|it| {
            let line = source.position(it.span.range().start).line;
            format!("`{}` in line {line}", it.rule)
        });
        let mut named = named.collect::<Vec<_>>().join(", ");
        if count > MAX_NAMED {
            let _ = write!(named, " and {} more", count - MAX_NAMED);
        }
        self.remarks.push(Remark {
            message: format!(
                "`check` reports {count} {noun} about `{}`: {named}",
                excerpt(id)
            ),
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

    /// Says that there is nothing to publish, and why: `empty` is a key without a section.
    fn nothing(&mut self, empty: Option<NodeId>) -> Cause {
        let tree = self.view.tree();
        let key = tree.span(self.view.key()).range();
        let cause = if let Some(empty) = empty {
            Cause::new("`app_store_connect` is empty: there is nothing behind it")
                .help("write `auth: integration` and what is to be done below it")
                .at(Some(tree.span(tree.resolve(empty)).range()))
        } else if let Some(looked_at) = &self.looked_at {
            Cause::new(format!(
                "no workflow has `publishing.app_store_connect`; there are {looked_at}"
            ))
            .help("add it to the one that publishes")
            .at(Some(key))
        } else {
            Cause::new("the workflow has no `publishing.app_store_connect`")
                .help("add it, or name another workflow")
                .at(Some(key))
        };
        self.remarks.push(Remark {
            message: cause.message.clone(),
            help: cause.help.clone(),
            place: cause.place.clone(),
            is_fatal: false,
        });
        cause
    }
}
