//! What Magic Actions are asked to do, and what the client refuses of it.

use crate::app_store_connect::ReleaseType;
use crate::model::app_store_connect::{self as model, AppStoreConnect};
use crate::model::{Field, TextNode, Value};
use crate::rules::shared::words::{excerpt, nearest};
use crate::syntax::NodeId;

use super::super::timeline::Cause;
use super::variables::{Filled, Resolver};
use super::{Options, Origin, Remark, Sourced, release_date};

/// Reads the options of a section.
pub(super) fn read(
    resolver: &Resolver<'_, '_>,
    asc: &AppStoreConnect,
    remarks: &mut Vec<Remark>,
) -> Options {
    let mut reader = Reader {
        resolver,
        remarks,
        is_for_app_store: false,
        refused: Vec::new(),
        left_out: 0,
    };
    let submit_to_app_store = reader.switch("submit_to_app_store", &asc.submit_to_app_store);
    reader.is_for_app_store = submit_to_app_store.as_ref().is_some_and(|it| it.value);
    let mut options = Options {
        submit_to_testflight: reader.switch("submit_to_testflight", &asc.submit_to_testflight),
        expire_build_submitted_for_review: reader.switch(
            "expire_build_submitted_for_review",
            &asc.expire_build_submitted_for_review,
        ),
        beta_groups: reader.groups(asc),
        submit_to_app_store,
        cancel_previous_submissions: reader.switch(
            "cancel_previous_submissions",
            &asc.cancel_previous_submissions,
        ),
        release_type: reader.release_type(&asc.release_type),
        earliest_release_date: reader.date(&asc.earliest_release_date),
        copyright: reader.text("copyright", &asc.copyright),
        phased_release: reader.switch("phased_release", &asc.phased_release),
        ..Options::default()
    };
    reader.inert(&options);
    options.refused = reader.refused;
    options.left_out = reader.left_out;
    options
}

struct Reader<'r, 'v, 'a> {
    resolver: &'r Resolver<'v, 'a>,
    remarks: &'r mut Vec<Remark>,
    /// Whether the client is told of release options at all.
    is_for_app_store: bool,
    refused: Vec<Cause>,
    left_out: usize,
}

impl Reader<'_, '_, '_> {
    fn remark(&mut self, node: NodeId, message: String, help: &str) {
        self.remarks.push(Remark {
            message,
            help: Some(help.to_owned()),
            place: Some(self.resolver.place(node)),
            is_fatal: false,
        });
    }

    /// Likewise, of a part that is not asked for therefore.
    fn leave_out(&mut self, node: NodeId, message: String, help: &str) {
        self.left_out += 1;
        self.remark(node, message, help);
    }

    /// Likewise, of an argument with which the client does not start: one for the App
    /// Store, which it is given only where that is asked for.
    fn refuse(&mut self, node: NodeId, cause: Cause) {
        let cause = cause.at(Some(self.resolver.place(node)));
        self.remarks.push(Remark {
            message: cause.message.clone(),
            help: cause.help.clone(),
            place: cause.place.clone(),
            is_fatal: self.is_for_app_store,
        });
        if self.is_for_app_store {
            self.refused.push(cause);
        }
    }

    /// What to do about a value that is not known here.
    fn lacking(origin: &Origin) -> &'static str {
        match origin {
            Origin::Input(_) => {
                "give the input a default: values of inputs are given when a build is started"
            }
            _ => "give its value with `--env-file`",
        }
    }

    /// A switch. One whose value cannot be known is taken as on: that way the dry run
    /// shows what may happen.
    fn switch(&mut self, key: &str, field: &Field<Value<bool>>) -> Option<Sourced<bool>> {
        let node = field.node().filter(|_| field.is_set())?;
        match field.value() {
            Some(Value::Literal(value)) => {
                return Some(Sourced {
                    value: *value,
                    origin: Origin::Configuration,
                    place: Some(self.resolver.place(node)),
                });
            }
            Some(_) => {}
            None => {
                let message = format!("`{key}` is neither `true` nor `false` and is left out");
                self.leave_out(node, message, "write `true` or `false`");
                return None;
            }
        }
        let found = self.resolver.scalar(node);
        let word = found.value.as_deref().map(|it| it.trim().to_lowercase());
        let value = match word.as_deref() {
            Some("true") => true,
            Some("false") => false,
            Some(_) if found.is_secret => {
                let message = format!("`{key}` is filled in with a secret and is left out");
                self.leave_out(node, message, "write `true` or `false`");
                return None;
            }
            Some(word) => {
                let word = excerpt(word);
                let message =
                    format!("`{key}` is filled in with `{word}`, no `true` or `false`: left out");
                self.leave_out(node, message, "give the variable one of the two words");
                return None;
            }
            None => {
                let why = found.unknown.clone().unwrap_or_default();
                let message = format!("`{key}` {why}; it is taken as `true`");
                let help = format!("{} to see the other case", Self::lacking(&found.origin));
                self.remark(node, message, &help);
                true
            }
        };
        Some(Sourced {
            value,
            origin: found.origin,
            place: found.place,
        })
    }

    /// A text that may be shown: not one that cannot be known, or that is a secret.
    fn shown(&mut self, what: &str, node: NodeId) -> Option<Sourced<String>> {
        let found = self.resolver.scalar(node);
        let Filled {
            value,
            origin,
            place,
            unknown,
            is_secret,
        } = found;
        if is_secret {
            let message = format!("{what} holds a secret and is left out");
            self.leave_out(node, message, "use a variable that holds no secret");
            return None;
        }
        let Some(value) = value else {
            let message = format!("{what} {}; it is left out", unknown.unwrap_or_default());
            self.leave_out(node, message, Self::lacking(&origin));
            return None;
        };
        Some(Sourced {
            value,
            origin,
            place,
        })
    }

    /// The text as it stands: nothing fills in variables here.
    fn as_written(&self, node: NodeId) -> Sourced<String> {
        let tree = self.resolver.view.tree();
        let text = tree.scalar(tree.resolve(node)).unwrap_or_default();
        Sourced {
            value: text.to_owned(),
            origin: Origin::Configuration,
            place: Some(self.resolver.place(node)),
        }
    }

    fn text(&mut self, key: &str, field: &Field<Value<TextNode>>) -> Option<Sourced<String>> {
        let node = field.node().filter(|_| field.is_set())?;
        if field.value().is_none() {
            let message = format!("`{key}` is no text and is left out");
            self.leave_out(node, message, "write a text");
            return None;
        }
        self.shown(&format!("`{key}`"), node)
    }

    fn groups(&mut self, asc: &AppStoreConnect) -> Vec<Sourced<String>> {
        let mut found = Vec::new();
        for item in asc.beta_groups.items() {
            if item.value.is_none() {
                let message = "an item of `beta_groups` is no name and is left out".to_owned();
                self.leave_out(item.node, message, "write the group's name");
                continue;
            }
            found.extend(self.shown("an item of `beta_groups`", item.node));
        }
        found
    }

    fn release_type(
        &mut self,
        field: &Field<Value<model::ReleaseType>>,
    ) -> Option<Sourced<ReleaseType>> {
        let node = field.node().filter(|_| field.is_set())?;
        let found = match field.value() {
            Some(Value::Input) => self.shown("`release_type`", node)?,
            _ => self.as_written(node),
        };
        if let Some(value) = ReleaseType::parse(&found.value) {
            return Some(Sourced {
                value,
                origin: found.origin,
                place: found.place,
            });
        }
        let words = ReleaseType::ALL.iter().map(|it| it.word());
        let help = match nearest(&found.value, words) {
            Some(word) => format!("write `{word}`; upper and lower case count"),
            None => "write `MANUAL`, `AFTER_APPROVAL` or `SCHEDULED`".into(),
        };
        let message = format!(
            "`release_type` is `{}`, which is none; the client refuses it",
            excerpt(&found.value)
        );
        let said = format!("invalid release type value: '{}'", found.value);
        let log = format!("app-store-connect publish: error: argument --release-type: {said}");
        self.refuse(node, Cause::new(message).help(help).log(log));
        None
    }

    fn date(&mut self, field: &Field<Value<TextNode>>) -> Option<Sourced<String>> {
        let node = field.node().filter(|_| field.is_set())?;
        let found = match field.value() {
            Some(Value::Input) => self.shown("`earliest_release_date`", node)?,
            _ => self.as_written(node),
        };
        if let Some(cause) = release_date::refusal(&found.value, self.resolver.settings.now) {
            self.refuse(node, cause);
        }
        Some(found)
    }

    /// Options that act only together with another.
    fn inert(&mut self, options: &Options) {
        let is_on = |option: &Option<Sourced<bool>>| option.as_ref().is_some_and(|it| it.value);
        let place = |it: &Option<Sourced<bool>>| it.as_ref().and_then(|it| it.place.clone());
        let mut inert = Vec::new();
        if !options.is_for_testflight() && is_on(&options.expire_build_submitted_for_review) {
            let key = "expire_build_submitted_for_review";
            let at = place(&options.expire_build_submitted_for_review);
            inert.push((key, at, "submit_to_testflight"));
        }
        if !options.is_for_app_store() {
            let app_store = "submit_to_app_store";
            if is_on(&options.cancel_previous_submissions) {
                let at = place(&options.cancel_previous_submissions);
                inert.push(("cancel_previous_submissions", at, app_store));
            }
            if let Some(it) = &options.release_type {
                inert.push(("release_type", it.place.clone(), app_store));
            }
            if let Some(it) = &options.earliest_release_date {
                inert.push(("earliest_release_date", it.place.clone(), app_store));
            }
            if let Some(it) = &options.copyright {
                inert.push(("copyright", it.place.clone(), app_store));
            }
            if options.phased_release.is_some() {
                inert.push(("phased_release", place(&options.phased_release), app_store));
            }
        }
        let remarks = inert.into_iter().map(|(key, place, needs)| Remark {
            message: format!("`{key}` does nothing without `{needs}: true`"),
            help: Some(format!("add `{needs}: true`, or remove `{key}`")),
            place,
            is_fatal: false,
        });
        self.remarks.extend(remarks);
    }
}
