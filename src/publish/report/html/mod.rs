//! The timeline as a page.

use super::DryRun;

pub(super) fn report(run: &DryRun<'_>) -> String {
    let _ = run;
    String::new()
}
