//! What the vendor's client refuses before it asks anything.

use jiff::Timestamp;

use crate::expression::timestamp::{Written, timestamp};

use super::{Cause, Flow, Trouble};

/// Refuses options with which the client would not even start.
///
/// # Errors
/// When it would not.
pub(super) fn check(flow: &Flow<'_>) -> Result<(), Trouble> {
    let refused = flow.plan.remarks.iter().filter(|remark| remark.is_fatal);
    let refused: Vec<Cause> = refused
        .map(|remark| Cause {
            help: remark.help.clone(),
            ..Cause::new(&remark.message).at(remark.place.clone())
        })
        .collect();
    if !refused.is_empty() {
        return Err(Trouble::Told(refused));
    }
    let options = &flow.plan.options;
    let Some(date) = options.earliest_release_date.as_ref() else {
        return Ok(());
    };
    if !options.is_for_app_store() {
        return Ok(());
    }
    let text = &date.value;
    let refused = |what: &str, said: String| {
        let argument = "app-store-connect publish: error: argument --earliest-release-date:";
        Cause::new(format!(
            "`earliest_release_date: {text}` {what}, so nothing after the upload runs"
        ))
        .help("write a full hour in the future with an offset, such as `2030-01-31T14:00:00+00:00`")
        .at(flow.place(Some(date)))
        .log(format!("{argument} {said}"))
    };
    match timestamp(text) {
        Err(_) => {
            let said = format!("\"{text}\" is not a valid ISO 8601 timestamp");
            Err(refused("is no timestamp with an offset", said).into())
        }
        Ok(written) => match defect(&written, flow.client.now()) {
            Some((what, why)) => {
                let said = format!("Provided value \"{text}\" is not valid, {why}");
                Err(refused(what, said).into())
            }
            None => Ok(()),
        },
    }
}

fn defect(written: &Written, now: Timestamp) -> Option<(&'static str, &'static str)> {
    let local = written.local;
    if written.moment <= now {
        return Some((
            "has gone by when Magic Actions run",
            "date cannot be in the past",
        ));
    }
    let is_full_hour = (local.minute(), local.second(), local.subsec_nanosecond()) == (0, 0, 0);
    (!is_full_hour).then_some((
        "is not a full hour",
        "only hour precision is allowed and minutes and seconds are not permitted",
    ))
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

    #[test]
    fn a_date_must_be_a_full_hour_to_come() {
        let now = Timestamp::UNIX_EPOCH;
        let defect = |text: &str| {
            let written = timestamp(text).ok();
            written
                .and_then(|written| defect(&written, now))
                .map(|(what, _)| what)
        };
        assert_eq!(defect("2030-01-01T14:00:00Z"), None);
        assert_eq!(defect("2030-01-01T14:30:00Z"), Some("is not a full hour"));
        assert_eq!(defect("2030-01-01T14:00:00.5Z"), Some("is not a full hour"));
        let gone = Some("has gone by when Magic Actions run");
        assert_eq!(defect("1970-01-01T00:00:00Z"), gone);
        assert_eq!(defect("1970-01-01T01:00:00+02:00"), gone);
    }
}
