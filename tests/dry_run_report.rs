//! What the reports of a dry run say.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod dry_run_sample;

use codemagic_lint::publish::report::{Options, html, human};
use codemagic_lint::report::Style;

use dry_run_sample::{Sample, failure, hostile, success, time_out};

#[test]
fn a_success_on_100_columns() {
    for (name, sample) in [
        ("success", success()),
        ("failure", failure()),
        ("time-out", time_out()),
        ("hostile", hostile()),
    ] {
        std::fs::write(format!("/tmp/h/hf-{name}.html"), html(&sample.run())).unwrap();
    }
}
