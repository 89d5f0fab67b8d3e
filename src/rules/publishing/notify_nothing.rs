//! A message for no outcome at all.

use crate::rules::prelude::*;

rule! {
    id: "notify-nothing",
    category: Publishing,
    severity: Hint,
    summary: "messages about builds that are switched off on every outcome",
    source: "https://docs.codemagic.io/yaml-notification/email/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(publishing) = view.workflow.publishing.value() else {
        return;
    };
    let email = publishing.email.value().map(|it| (&it.notify, "e-mail"));
    let slack = publishing
        .slack
        .value()
        .filter(|it| it.notify_on_build_start.is_off())
        .map(|it| (&it.notify, "message"));
    for (notify, what) in [email, slack].into_iter().flatten() {
        let (Some(section), Some(key)) = (notify.value(), notify.key()) else {
            continue;
        };
        let never = Some(&Value::Literal(false));
        if section.success.value() == never && section.failure.value() == never {
            report
                .at(
                    key,
                    format!("with `success` and `failure` both `false`, no {what} is ever sent"),
                )
                .help("set one of the two to `true`, or remove the whole block");
        }
    }
}
