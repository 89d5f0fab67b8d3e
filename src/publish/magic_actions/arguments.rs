//! What the vendor's client refuses before it asks anything.

use crate::expression::timestamp::timestamp;

use super::super::plan::release_date;
use super::{Cause, Flow, Trouble};

/// Refuses options with which the client would not even start.
///
/// # Errors
/// When it would not.
pub(super) fn check(flow: &Flow<'_>) -> Result<(), Trouble> {
    let options = &flow.plan.options;
    let mut refused = options.refused.clone();
    let fatal = flow.plan.remarks.iter().filter(|remark| remark.is_fatal);
    for remark in fatal {
        if refused.iter().all(|cause| cause.message != remark.message) {
            let cause = Cause {
                help: remark.help.clone(),
                ..Cause::new(&remark.message).at(remark.place.clone())
            };
            refused.push(cause);
        }
    }
    // Once more: time has passed since the plan was made.
    let date = options.earliest_release_date.as_ref();
    if let Some(date) = date.filter(|_| options.is_for_app_store())
        && let Some(cause) = release_date::refusal(&date.value, flow.client.now())
        && refused.iter().all(|it| it.log != cause.log)
    {
        refused.push(cause.at(flow.place(Some(date))));
    }
    if refused.is_empty() {
        return Ok(());
    }
    Err(Trouble::Told(refused))
}

/// A timestamp as the client sends it. It writes UTC in two ways: with thousandths
/// when it makes a version, without when it changes one.
pub(super) fn sent_date(text: &str, for_new_version: bool) -> Option<String> {
    let written = timestamp(text).ok()?;
    let utc = written.moment.as_second();
    let local = jiff::tz::Offset::UTC.to_timestamp(written.local).ok()?;
    let offset = local.as_second() - utc;
    let moment = written.local.strftime("%Y-%m-%dT%H:%M:%S");
    if offset == 0 && for_new_version {
        return Some(format!("{moment}.000+0000"));
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    Some(format!(
        "{moment}{sign}{:02}:{:02}",
        minutes / 60,
        minutes % 60
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_sent_in_the_clients_two_forms() {
        for (text, made, changed) in [
            (
                "2030-01-01T14:00:00Z",
                "2030-01-01T14:00:00.000+0000",
                "2030-01-01T14:00:00+00:00",
            ),
            (
                "20300101T140000-0000",
                "2030-01-01T14:00:00.000+0000",
                "2030-01-01T14:00:00+00:00",
            ),
            (
                "2030-01-01T14:00:00.0+05:30",
                "2030-01-01T14:00:00+05:30",
                "2030-01-01T14:00:00+05:30",
            ),
            (
                "2030-01-01T14:00:00-0330",
                "2030-01-01T14:00:00-03:30",
                "2030-01-01T14:00:00-03:30",
            ),
        ] {
            assert_eq!(sent_date(text, true).as_deref(), Some(made), "{text}");
            assert_eq!(sent_date(text, false).as_deref(), Some(changed), "{text}");
        }
        assert_eq!(sent_date("tomorrow", true), None);
    }
}
