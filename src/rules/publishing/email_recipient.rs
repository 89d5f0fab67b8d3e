//! Mail goes to addresses.

use crate::rules::prelude::*;
use crate::rules::shared::publishers::recipients;
use crate::rules::shared::words::excerpt;

rule! {
    id: "email-recipient",
    category: Publishing,
    summary: "an e-mail recipient that is no address",
    source: "https://docs.codemagic.io/yaml-notification/email/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for item in recipients(view) {
        let Some(text) = item.value.as_ref().and_then(Value::literal) else {
            continue;
        };
        let address = text.get(tree).trim();
        if is_address(address) || address.contains('$') {
            continue;
        }
        let shown = excerpt(address);
        let (message, help) = if address
            .split([',', ';', ' '])
            .filter(|it| is_address(it))
            .count()
            > 1
        {
            (
                format!("`{shown}` holds several addresses"),
                "give each address an item of its own; together they are taken for one that does not exist",
            )
        } else {
            (
                format!("`{shown}` is no e-mail address"),
                "write an address such as `builds@example.com`, or a variable that holds one; nobody gets the mail otherwise",
            )
        };
        report.at(item.node, message).help(help);
    }
}

/// Whether the text has the form `name@domain.tld`.
fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let mut labels = domain.split('.');
    let is_odd =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')' | '@' | ':');
    !name.is_empty()
        && domain.contains('.')
        && labels.all(|label| !label.is_empty())
        && !name.contains(is_odd)
        && !domain.contains(is_odd)
}
