//! What values are once variables and inputs are filled in.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use crate::expression::template::{PartKind, parts};
use crate::expression::{Reference, reference};
use crate::knowledge::app_store_connect::is_credential_variable;
use crate::knowledge::private_keys::private_keys;
use crate::knowledge::variables::is_from_integration;
use crate::knowledge::{secret_names, secrets};
use crate::rules::check::{VariableSource, WorkflowView};
use crate::rules::shared::inputs::{as_text, by_id};
use crate::rules::shared::variables::may_be_set_by_a_step;
use crate::syntax::NodeId;

use super::behind::Behind;
use super::{Origin, Place, PlanSettings, Variable, VariableOrigin};

/// Variables may refer to variables so deep.
const MAX_DEPTH: usize = 8;

/// Longest value, in bytes, that is put together: variables may double each other.
const MAX_VALUE: usize = 64 << 10;

/// Most references that are followed in all: variables may refer to the same ones many
/// times over.
const MAX_LOOK_UPS: usize = 20_000;

/// Fills in values, and notes which variables were read.
pub(super) struct Resolver<'v, 'a> {
    pub view: &'v WorkflowView<'a>,
    pub settings: &'v PlanSettings,
    /// Where secrets stand in the file.
    pub secrets: &'v [Range<usize>],
    /// What the credentials read.
    behind: &'v Behind,
    read: RefCell<Vec<Variable>>,
    /// How many references may still be followed.
    budget: Cell<usize>,
}

/// A text once everything is filled in.
pub(super) struct Filled {
    /// The text; `None` where a part of it cannot be known here.
    pub value: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it is written.
    pub place: Place,
    /// Why it is not known, in words that follow its name: "is `$A`, which …".
    pub unknown: Option<String>,
    /// Whether a part of it is a secret by its name or form.
    pub is_secret: bool,
}

/// A variable's value.
struct Looked {
    value: Option<String>,
    origin: VariableOrigin,
    /// Whether it is a secret by its name or form, or holds one.
    is_secret: bool,
}

impl<'v, 'a> Resolver<'v, 'a> {
    pub fn new(
        view: &'v WorkflowView<'a>,
        settings: &'v PlanSettings,
        secrets: &'v [Range<usize>],
        behind: &'v Behind,
    ) -> Self {
        Self {
            view,
            settings,
            secrets,
            behind,
            read: RefCell::default(),
            budget: Cell::new(MAX_LOOK_UPS),
        }
    }

    /// The variables that were read, each once.
    pub fn into_variables(self) -> Vec<Variable> {
        self.read.into_inner()
    }

    /// The place of a node, where it is written.
    pub fn place(&self, node: NodeId) -> Range<usize> {
        let tree = self.view.tree();
        tree.span(tree.resolve(node)).range()
    }

    /// A scalar of the file, filled in.
    pub fn scalar(&self, node: NodeId) -> Filled {
        let tree = self.view.tree();
        let node = tree.resolve(node);
        let place = self.place(node);
        let text = as_text(tree, node);
        let is_shown_secret = overlaps(self.secrets, &place);
        let mut filled = self.text(&text, Some(place));
        filled.is_secret |= is_shown_secret;
        filled
    }

    /// A text that stands at a place, filled in.
    pub fn text(&self, text: &str, place: Place) -> Filled {
        if reference(text) == Some(Reference::Encrypted) {
            return Filled {
                value: None,
                origin: Origin::Configuration,
                place,
                unknown: Some("is encrypted: only Codemagic can read it".into()),
                is_secret: true,
            };
        }
        let mut filled = Filled {
            value: Some(String::new()),
            origin: Origin::Configuration,
            place: place.clone(),
            unknown: None,
            is_secret: false,
        };
        let mut end = 0;
        for part in parts(text) {
            let piece = match &part.kind {
                PartKind::Variable { name } => self.part_variable(name, &place, &mut filled),
                PartKind::Input { id, .. } => self.part_input(id, &mut filled),
                // Nothing fills in the rest.
                _ => continue,
            };
            if part.range != (0..text.trim_end().len()) {
                filled.origin = Origin::Configuration;
            }
            let before = text.get(end..part.range.start).unwrap_or_default();
            end = part.range.end;
            filled.value = filled.value.take().zip(piece).map(|(value, piece)| {
                // The end of the line belongs to the reference, not to the value.
                value + before + &piece
            });
        }
        let rest = text.get(end..).unwrap_or_default();
        filled.value = filled
            .value
            .map(|value| value + rest)
            .filter(|value| value.len() <= MAX_VALUE);
        if filled.value.is_none() && filled.unknown.is_none() {
            filled.unknown = Some("grows too long once it is filled in".into());
        }
        filled.is_secret |= filled.value.as_deref().is_some_and(looks_secret);
        filled
    }

    fn part_variable(&self, name: &str, place: &Place, filled: &mut Filled) -> Option<String> {
        let looked = self.variable(name, place);
        filled.is_secret |= looked.is_secret;
        if looked.value.is_none() && filled.unknown.is_none() {
            filled.unknown = Some(format!("is `${name}`, {}", why_unknown(&looked.origin)));
        }
        filled.origin = Origin::Variable(name.to_owned(), looked.origin);
        looked.value
    }

    fn part_input(&self, id: &str, filled: &mut Filled) -> Option<String> {
        filled.origin = Origin::Input(id.to_owned());
        filled.is_secret |= self.behind.has_input(id);
        let default = self.default_of(id);
        if default.is_none() {
            let lacks = if by_id(self.view).contains_key(id) {
                "has no default"
            } else {
                "the workflow lacks"
            };
            filled.unknown = Some(format!("is the input `{id}`, which {lacks}"));
        }
        default
    }

    /// A variable, noted as read here.
    fn variable(&self, name: &str, place: &Place) -> Looked {
        let looked = self.look_up(name, MAX_DEPTH);
        let mut read = self.read.borrow_mut();
        if read.iter().all(|it| it.name != name) {
            read.push(Variable {
                name: name.to_owned(),
                origin: looked.origin.clone(),
                shown: looked.value.clone().filter(|_| !looked.is_secret),
                place: place.clone(),
            });
        }
        looked
    }

    fn look_up(&self, name: &str, depth: usize) -> Looked {
        let settings = self.settings;
        let is_secret_name = |name: &str| self.behind.has_variable(name) || is_secret_name(name);
        let known = |value: &str, origin| Looked {
            value: Some(value.to_owned()),
            origin,
            is_secret: is_secret_name(name) || looks_secret(value),
        };
        let unknown = |origin| Looked {
            value: None,
            origin,
            is_secret: is_secret_name(name),
        };
        let from_file = settings.env_file.as_ref().and_then(|file| {
            let origin = VariableOrigin::EnvFile(file.name().to_owned());
            Some(known(file.get(name)?, origin))
        });
        let of_process = || {
            let value = settings.environment.get(name)?;
            Some(known(value, VariableOrigin::Process))
        };
        if let Some(entry) = self.view.var(name) {
            let tree = self.view.tree();
            let text = as_text(tree, tree.resolve(entry.value));
            let is_hidden = overlaps(self.secrets, &self.place(entry.value));
            let expanded = self.expand(&text, depth);
            if expanded.is_none()
                && let Some(found) = from_file.or_else(of_process)
            {
                return found;
            }
            let (value, is_secret) = expanded.unzip();
            let looks_secret = value.as_deref().is_some_and(looks_secret);
            return Looked {
                is_secret: is_secret_name(name)
                    || is_hidden
                    || looks_secret
                    || is_secret == Some(true),
                value,
                origin: VariableOrigin::Vars,
            };
        }
        if let Some(found) = from_file.or_else(of_process) {
            return found;
        }
        let set_by_step = may_be_set_by_a_step(self.view, name);
        match self.view.variable(name) {
            VariableSource::Known => unknown(VariableOrigin::BuiltIn),
            _ if set_by_step => unknown(VariableOrigin::Step),
            VariableSource::MaybeInGroup => unknown(VariableOrigin::Group(self.only_group())),
            VariableSource::Nothing => unknown(VariableOrigin::Missing),
        }
    }

    /// A variable's text with what it refers to, and whether a secret is in it; `None`
    /// where something in it is not known.
    fn expand(&self, text: &str, depth: usize) -> Option<(String, bool)> {
        if reference(text) == Some(Reference::Encrypted) {
            return None;
        }
        let mut found = String::new();
        let mut is_secret = false;
        let mut end = 0;
        for part in parts(text) {
            self.budget.set(self.budget.get().checked_sub(1)?);
            let piece = match &part.kind {
                PartKind::Variable { name } => {
                    let looked = self.look_up(name, depth.checked_sub(1)?);
                    is_secret |= looked.is_secret;
                    looked.value?
                }
                PartKind::Input { id, .. } => {
                    is_secret |= self.behind.has_input(id);
                    self.default_of(id)?
                }
                _ => continue,
            };
            found += text.get(end..part.range.start)?;
            found += &piece;
            end = part.range.end;
            if found.len() > MAX_VALUE {
                return None;
            }
        }
        Some((found + text.get(end..)?, is_secret))
    }

    /// The default of an input.
    fn default_of(&self, id: &str) -> Option<String> {
        let tree = self.view.tree();
        let inputs = by_id(self.view);
        let default = inputs.get(id)?.input.default.value()?;
        Some(as_text(tree, tree.resolve(default.0)))
    }

    /// The name of the group, where the workflow imports one.
    fn only_group(&self) -> Option<String> {
        let environment = self.view.workflow.environment.value()?;
        let [group] = environment.groups.items() else {
            return None;
        };
        Some(group.value?.get(self.view.tree()).to_owned())
    }
}

/// Whether such a variable holds a secret, or a credential for App Store Connect.
pub(super) fn is_secret_name(name: &str) -> bool {
    is_credential_variable(name) || is_from_integration(name) || secret_names::named(name).is_some()
}

/// Whether a value has the form of a secret.
pub(super) fn looks_secret(value: &str) -> bool {
    value.contains("PRIVATE KEY-----")
        || !private_keys(value).is_empty()
        || !secrets::find(value).is_empty()
}

pub(super) fn overlaps(secrets: &[Range<usize>], place: &Range<usize>) -> bool {
    let mut all = secrets.iter();
    all.any(|secret| secret.start < place.end && place.start < secret.end)
}

/// Why a variable's value is not known: follows "which".
pub(super) fn why_unknown(origin: &VariableOrigin) -> String {
    match origin {
        VariableOrigin::Vars => "which cannot be filled in here".into(),
        VariableOrigin::BuiltIn => "which only a build has".into(),
        VariableOrigin::Group(Some(name)) => {
            format!("which only Codemagic knows, from the group `{name}`")
        }
        VariableOrigin::Group(None) => "which only Codemagic knows, from a group".into(),
        VariableOrigin::Step => "which a step of the build sets".into(),
        _ => "which nothing sets".into(),
    }
}
