//! Tester groups have limits.

use crate::rules::prelude::*;

rule! {
    id: "tester-groups-team",
    category: Publishing,
    severity: Hint,
    summary: "a reminder of the limits of tester groups",
    source: "https://docs.codemagic.io/yaml-distributing/tester-groups/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let groups = view.workflow.publishing.value().map(|it| &it.tester_groups);
    let Some(groups) = groups.filter(|groups| groups.is_set()) else {
        return;
    };
    let Some(key) = groups.key() else { return };
    report
        .at(key, "tester groups belong to teams, and hear of successful builds only")
        .help("make the groups under Tester groups of the team's application; a team has 20 testers unless Codemagic raises the limit, and only those who confirmed get mail");
}
