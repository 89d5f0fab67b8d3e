//! Which dates of a release the vendor's client takes.

use jiff::Timestamp;

use crate::expression::timestamp::{Defect, timestamp};
use crate::rules::shared::words::excerpt;

use super::super::timeline::Cause;

/// Why the client refuses `earliest_release_date` before it asks anything, if it does.
pub fn refusal(text: &str, now: Timestamp) -> Option<Cause> {
    let shown = excerpt(text);
    let not_valid = |why: &str| format!("Provided value \"{text}\" is not valid, {why}");
    let (lack, said) = match timestamp(text) {
        Err(defect) => (
            match defect {
                Defect::NoZone => "has no time zone",
                _ => "is no timestamp",
            },
            format!("\"{text}\" is not a valid ISO 8601 timestamp"),
        ),
        Ok(written) if written.moment <= now => {
            ("lies in the past", not_valid("date cannot be in the past"))
        }
        Ok(written) => {
            let local = written.local;
            if (local.minute(), local.second(), local.subsec_nanosecond()) == (0, 0, 0) {
                return None;
            }
            let why = "only hour precision is allowed and minutes and seconds are not permitted";
            ("is not a full hour", not_valid(why))
        }
    };
    let message = format!("`earliest_release_date` `{shown}` {lack}; the client refuses it");
    let argument = "app-store-connect publish: error: argument --earliest-release-date:";
    Some(
        Cause::new(message)
            .help("write a full hour in the future with its time zone, such as `2030-01-31T14:00:00+00:00`")
            .log(format!("{argument} {said}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_must_be_a_full_hour_to_come() {
        let lack = |text: &str| {
            let refused = refusal(text, Timestamp::UNIX_EPOCH);
            refused.map(|cause| {
                cause
                    .message
                    .split("` ")
                    .nth(2)
                    .unwrap_or_default()
                    .to_owned()
            })
        };
        let said = |words: &str| Some(format!("{words}; the client refuses it"));
        assert_eq!(lack("2030-01-01T14:00:00Z"), None);
        assert_eq!(lack("2030-01-01T14:30:00Z"), said("is not a full hour"));
        assert_eq!(lack("2030-01-01T14:00:00.5Z"), said("is not a full hour"));
        assert_eq!(lack("1970-01-01T00:00:00Z"), said("lies in the past"));
        assert_eq!(lack("1970-01-01T01:00:00+02:00"), said("lies in the past"));
        assert_eq!(lack("2030-01-01T14:00:00"), said("has no time zone"));
        assert_eq!(lack("soon"), said("is no timestamp"));
    }
}
