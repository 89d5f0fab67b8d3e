//! Faults.

use std::sync::Arc;

use crate::mock_server::routes::forms;
use crate::model::Item;
use crate::rules::shared::words::{excerpt, nearest};

use super::super::root::FaultSection;
use super::super::values::requests;
use super::{Contradictions, value};

impl Contradictions<'_> {
    pub(super) fn faults(&mut self, items: &[Item<Arc<FaultSection>>]) {
        for fault in items.iter().filter_map(value) {
            match (fault.answer.node(), fault.slow.node()) {
                (Some(_), Some(slow)) => self.say(
                    slow,
                    "`slow` beside `answer`: a fault does one thing".into(),
                    "write two faults, each with its own `on`",
                ),
                (None, None) => self.say(
                    fault.mapping,
                    "the fault says neither `answer` nor `slow`, so nothing would go wrong".into(),
                    "add what goes wrong, such as `answer: 500` or `slow: 40s`",
                ),
                _ => {}
            }
            self.requests(fault);
        }
    }

    /// A fault that no request meets was meant for another.
    fn requests(&mut self, fault: &FaultSection) {
        let Some(on) = self.convert.text(&fault.on) else {
            return;
        };
        let Some((method, Some(path))) = requests(&on) else {
            return;
        };
        let may_be = |asked: &str| method.is_none_or(|method| method == asked);
        if forms().any(|(method, form)| may_be(method) && meets(path, &form)) {
            return;
        }
        let written = |(of, form): (&str, String)| match method {
            Some(_) => format!("{of} {form}"),
            None => form,
        };
        let known: Vec<String> = forms().map(written).collect();
        let shown = excerpt(&on);
        let message = match nearest(&on, known.iter().map(String::as_str)) {
            Some(near) => format!("no request is `{shown}`; did you mean `{near}`?"),
            None => format!("no request is `{shown}`"),
        };
        let help = "write method and path of a request that publishing makes, with `*` for an id";
        if let Some(node) = fault.on.node() {
            self.say(node, message, help);
        }
    }
}

/// Whether a path of a fault may be that of a request; `*` in either is any segment.
fn meets(path: &str, form: &str) -> bool {
    let mut segments = form.split('/');
    let is_same = path.split('/').all(|segment| {
        let of_form = segments.next();
        of_form.is_some_and(|it| segment == "*" || it == "*" || segment == it)
    });
    is_same && segments.next().is_none()
}
