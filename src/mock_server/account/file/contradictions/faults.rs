//! Faults.

use std::sync::Arc;

use crate::mock_server::account::Fault;
use crate::mock_server::faults::{is_path, may_be_path};
use crate::mock_server::routes::forms;
use crate::model::Item;
use crate::rules::shared::words::{excerpt, nearest};

use super::super::convert::rate_limit;
use super::super::root::{AccountSection, FaultSection};
use super::super::values::requests;
use super::{Contradictions, value};

impl Contradictions<'_> {
    pub(super) fn faults(&mut self, items: &[Item<Arc<FaultSection>>]) {
        for fault in items.iter().filter_map(value) {
            match (fault.answer.node(), fault.slow.node()) {
                (Some(_), Some(slow)) => self.say(
                    slow,
                    "`slow` beside `answer`: a fault does one thing".into(),
                    "write two faults, each with its own `request`",
                ),
                (None, None) => self.say(
                    fault.mapping,
                    "the fault says neither `answer` nor `slow`, so nothing would go wrong".into(),
                    "add what goes wrong, such as `answer: 500` or `slow: 40s`",
                ),
                _ => {}
            }
            self.requests(fault);
            if let (Some(slow), Some(node)) = (fault.slow.key(), fault.takes_effect.node())
                && fault.takes_effect.value() == Some(&false)
            {
                let name = self.tree.scalar(slow).unwrap_or_default();
                let message = format!(
                    "`takes_effect: false` beside `{name}`: a late answer is one to a request that took effect"
                );
                self.say(node, message, "remove the key");
            }
        }
        self.hidden(items);
    }

    /// A fault behind one that strikes all the same requests never strikes.
    fn hidden(&mut self, items: &[Item<Arc<FaultSection>>]) {
        let mut before: Vec<Fault> = Vec::new();
        for section in items.iter().filter_map(value) {
            let Some(fault) = self.convert.fault(section) else {
                continue;
            };
            if before.iter().any(|earlier| hides(earlier, &fault)) {
                let node = section.request.node().unwrap_or(section.mapping);
                let message =
                    "the fault never strikes: one before it strikes all the same requests";
                let help = "put it first, or give the other `times`";
                self.say(node, message.into(), help);
            }
            before.push(fault);
        }
    }

    pub(super) fn rate_limit(&mut self, file: &AccountSection) {
        let Some(section) = file.rate_limit.value() else {
            return;
        };
        let limit = rate_limit(section);
        let node = section.used.node().or(section.per_hour.node());
        if let Some(node) = node
            && limit.used > limit.per_hour
        {
            let message = format!(
                "{} requests were used of {} in an hour",
                limit.used, limit.per_hour
            );
            let help = "write at most as many under `used` as under `per_hour`";
            self.say(node, message, help);
        }
    }

    /// A fault that no request meets was meant for another.
    fn requests(&mut self, fault: &FaultSection) {
        let Some(asked) = self.convert.text(&fault.request) else {
            return;
        };
        let Some((method, Some(path))) = requests(&asked) else {
            return;
        };
        let may_be = |of: &str| method.is_none_or(|method| method == of);
        if forms().any(|(method, form)| may_be(method) && may_be_path(path, &form)) {
            return;
        }
        let written = |(of, form): (&str, String)| match method {
            Some(_) => format!("{of} {form}"),
            None => form,
        };
        let known: Vec<String> = forms().map(written).collect();
        let shown = excerpt(&asked);
        let message = match nearest(&asked, known.iter().map(String::as_str)) {
            Some(near) => format!("no request is `{shown}`; did you mean `{near}`?"),
            None => format!("no request is `{shown}`"),
        };
        let help = "write method and path of a request that publishing makes, with `*` for an id";
        if let Some(node) = fault.request.node() {
            self.say(node, message, help);
        }
    }
}

/// Whether the first fault strikes whatever the second could.
fn hides(first: &Fault, second: &Fault) -> bool {
    let is_method = first.method.is_none() || first.method == second.method;
    let is_path = match (&first.path, &second.path) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(first), Some(second)) => is_path(first, second),
    };
    first.times.is_none() && first.after <= second.after && is_method && is_path
}
