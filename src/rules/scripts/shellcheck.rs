//! What shellcheck says of the scripts.

use rustc_hash::FxHashSet;

use crate::knowledge::variables::{is_built_in, is_conventional};
use crate::rules::prelude::*;
use crate::rules::shared::shell_remarks::{self, UNUSED, Words};
use crate::rules::shell_lint::{FoundScript, Remark, RemarkLevel, ShellScript, shell_scripts};
use crate::syntax::SourceMap;

rule! {
    id: "shellcheck",
    category: Scripts,
    summary: "what shellcheck finds in scripts, where it is installed",
    source: "https://www.shellcheck.net/wiki/",
    fix: Unsafe,
    check: File(check),
}

/// Checks that make no sense in a step. `docs/shellcheck.md` says why.
const OFF: &[u16] = &[1009, 1090, 1091, 1128, 2148, 2153, 2154];

/// Checks that take the word in place of an expression for a constant.
const OF_CONSTANTS: &[u16] = &[2043, 2050, 2078, 2157, 2170, 2194];

/// Checks that most files fail and few builds suffer from.
const COMMON: &[u16] = &[2086, 2164];

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let Some(lint) = &file.settings.shell_lint else {
        return;
    };
    let found = shell_scripts(file.tree, file.config);
    let scripts: Vec<ShellScript> = found.iter().map(|it| it.script.clone()).collect();
    let names = shell_remarks::names_of_environment(file, &found);
    for (script, remarks) in found.iter().zip(lint.lint(&scripts)) {
        let remarks = remarks.unwrap_or_default();
        let map = SourceMap::new(file.tree, script.node);
        for remark in remarks.iter() {
            if is_of_use(script, remark, &names) {
                tell(file, script, &map, remark, report);
            }
        }
    }
}

fn is_of_use(script: &FoundScript, remark: &Remark, names: &FxHashSet<&str>) -> bool {
    if OFF.contains(&remark.code) || script.touches_placeholder(&remark.range) {
        return false;
    }
    if OF_CONSTANTS.contains(&remark.code) {
        return !script.touches_placeholder(&script.lines_of(&remark.range));
    }
    // Programs read the environment.
    let name = remark.message.split(' ').next().unwrap_or_default();
    let is_read = || is_built_in(name) || is_conventional(name) || names.contains(name);
    remark.code != UNUSED || !is_read()
}

fn tell(
    file: &File<'_>,
    script: &FoundScript,
    map: &SourceMap,
    remark: &Remark,
    report: &mut Report<'_>,
) {
    let Words { message, help } = shell_remarks::words(remark);
    let range = script.visible(&remark.range);
    let draft = report.span(script.node, map.span(range), message);
    draft.code(remark.code).severity(match remark.level {
        _ if COMMON.contains(&remark.code) => Severity::Hint,
        RemarkLevel::Error | RemarkLevel::Warning => Severity::Warning,
        RemarkLevel::Info => Severity::Info,
        RemarkLevel::Style => Severity::Hint,
    });
    if let Some(help) = help {
        draft.help(help);
    }
    if let Some(fix) = shell_remarks::fix(file.tree, script, map, remark) {
        draft.fix(fix);
    }
}
