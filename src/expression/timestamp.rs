//! The timestamps that `earliest_release_date` takes.
//!
//! The forms are those of Codemagic's command line tools 0.64:
//! `%Y-%m-%dT%H:%M:%S%z`, the same with a fraction of a second, and
//! `%Y%m%dT%H%M%S%z`.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// A timestamp, and where its parts stand in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Date and time as written.
    pub local: DateTime,
    /// The moment it means.
    pub moment: Timestamp,
    /// Minutes, seconds and fraction, as bytes of the text.
    pub within_hour: Range<usize>,
    /// The time zone, as bytes of the text.
    pub zone: Range<usize>,
    /// Whether it has no `-` and `:` between the numbers.
    pub compact: bool,
}

/// Why a text is no such timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// A date without a time.
    DateOnly,
    /// Date and time without a time zone.
    NoZone,
    /// Date and time, but no `T` between them.
    NoSeparator,
    /// The form is right, the numbers are not: a 13th month, a 25th hour.
    NoSuchTime,
    /// Anything else.
    Form,
}

/// Reads a timestamp.
///
/// # Errors
///
/// Why it is none.
pub fn timestamp(text: &str) -> Result<Written, Defect> {
    let mut reader = Reader { text, at: 0 };
    let year = reader.number(4).ok_or(Defect::Form)?;
    let compact = !reader.take('-');
    let month = reader.number(2).ok_or(Defect::Form)?;
    if !compact && !reader.take('-') {
        return Err(Defect::Form);
    }
    let day = reader.number(2).ok_or(Defect::Form)?;
    if reader.rest().is_empty() {
        return Err(Defect::DateOnly);
    }
    let separated = reader.take('T') || reader.take('t');
    if !separated && !reader.take(' ') {
        return Err(Defect::Form);
    }
    let hour = reader.number(2).ok_or(Defect::Form)?;
    reader.colon(compact)?;
    let from = reader.at;
    let minute = reader.number(2).ok_or(Defect::Form)?;
    reader.colon(compact)?;
    let second = reader.number(2).ok_or(Defect::Form)?;
    let nanosecond = reader.fraction(compact)?;
    let within_hour = from..reader.at;
    let zone = reader.at..text.len();
    if zone.is_empty() {
        return Err(if separated {
            Defect::NoZone
        } else {
            Defect::NoSeparator
        });
    }
    let offset = reader.zone().ok_or(Defect::Form)?;
    if !separated {
        return Err(Defect::NoSeparator);
    }
    let part = |number: i32| i8::try_from(number).unwrap_or(-1);
    let year = i16::try_from(year).unwrap_or(-1);
    let date = Date::new(year, part(month), part(day)).map_err(|_| Defect::NoSuchTime)?;
    let time = Time::new(part(hour), part(minute), part(second), nanosecond)
        .map_err(|_| Defect::NoSuchTime)?;
    let local = DateTime::from_parts(date, time);
    let offset = Offset::from_seconds(offset).map_err(|_| Defect::NoSuchTime)?;
    Ok(Written {
        local,
        moment: offset.to_timestamp(local).map_err(|_| Defect::NoSuchTime)?,
        within_hour,
        zone,
        compact,
    })
}

impl Written {
    /// The same text at the next full hour; `None` at the end of time.
    pub fn at_next_hour(&self, text: &str) -> Option<String> {
        let start = Time::new(self.local.hour(), 0, 0, 0).ok()?;
        let next = DateTime::from_parts(self.local.date(), start)
            .checked_add(jiff::Span::new().hours(1))
            .ok()?;
        let (year, month, day, hour) = (next.year(), next.month(), next.day(), next.hour());
        let zone = text.get(self.zone.clone())?;
        Some(if self.compact {
            format!("{year:04}{month:02}{day:02}T{hour:02}0000{zone}")
        } else {
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:00:00{zone}")
        })
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// The colon between the numbers, or in the compact form none.
    fn colon(&mut self, compact: bool) -> Result<(), Defect> {
        if compact || self.take(':') {
            Ok(())
        } else {
            Err(Defect::Form)
        }
    }

    fn number(&mut self, digits: usize) -> Option<i32> {
        let text = self.rest().get(..digits)?;
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.at += digits;
        text_to_number(&self.text[self.at - digits..self.at])
    }

    /// Up to six digits behind a point, in nanoseconds.
    fn fraction(&mut self, compact: bool) -> Result<i32, Defect> {
        if compact || !self.take('.') {
            return Ok(0);
        }
        let rest = self.rest();
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        if !(1..=6).contains(&digits) {
            return Err(Defect::Form);
        }
        let padded = format!("{:0<9}", &rest[..digits]);
        self.at += digits;
        text_to_number(&padded).ok_or(Defect::Form)
    }

    /// `Z`, `+hh:mm` or `+hhmm`, to the end, in seconds.
    fn zone(&mut self) -> Option<i32> {
        if self.take('Z') {
            return self.rest().is_empty().then_some(0);
        }
        let sign = if self.take('-') {
            -1
        } else {
            self.take('+').then_some(1)?
        };
        let hours = self.number(2)?;
        self.take(':');
        let minutes = self.number(2).filter(|minutes| *minutes < 60)?;
        let whole = self.rest().is_empty() && hours < 24;
        whole.then_some(sign * (hours * 3600 + minutes * 60))
    }
}

fn text_to_number(digits: &str) -> Option<i32> {
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_the_command_line_tools_are_read() {
        let cases = [
            ("2030-01-02T14:00:00Z", "2030-01-02T14:00:00Z"),
            ("2030-01-02T14:00:00+02:00", "2030-01-02T12:00:00Z"),
            ("2030-01-02T14:00:00-0130", "2030-01-02T15:30:00Z"),
            ("2030-01-02T14:00:00.5Z", "2030-01-02T14:00:00.5Z"),
            ("20300102T140000+0000", "2030-01-02T14:00:00Z"),
        ];
        for (text, moment) in cases {
            let written = timestamp(text).unwrap();
            assert_eq!(written.moment, moment.parse().unwrap(), "{text}");
        }
    }

    #[test]
    fn other_forms_are_told_apart() {
        let cases = [
            ("2030-01-02", Defect::DateOnly),
            ("20300102", Defect::DateOnly),
            ("2030-01-02T14:00:00", Defect::NoZone),
            ("20300102T140000", Defect::NoZone),
            ("2030-01-02 14:00:00+00:00", Defect::NoSeparator),
            ("2030-01-02 14:00:00", Defect::NoSeparator),
            ("2030-13-02T14:00:00Z", Defect::NoSuchTime),
            ("2030-02-30T14:00:00Z", Defect::NoSuchTime),
            ("2030-01-02T25:00:00Z", Defect::NoSuchTime),
            ("2030-01-02T14:00Z", Defect::Form),
            ("2030-01-02T14:00:00 UTC", Defect::Form),
            ("2030-1-2T14:00:00Z", Defect::Form),
            ("2030-0102T14:00:00Z", Defect::Form),
            ("2030-01-02T14:00:00Zulu", Defect::Form),
            ("2030-01-02T14:00:00.1234567Z", Defect::Form),
            ("$RELEASE_DATE", Defect::Form),
            ("01.02.2030", Defect::Form),
            ("２０３０-01-02", Defect::Form),
            ("", Defect::Form),
        ];
        for (text, defect) in cases {
            assert_eq!(timestamp(text), Err(defect), "{text}");
        }
    }

    #[test]
    fn parts_and_the_next_hour_are_known() {
        let text = "2030-12-31T23:55:41+00:00";
        let written = timestamp(text).unwrap();
        assert_eq!(&text[written.within_hour.clone()], "55:41");
        let next = written.at_next_hour(text);
        assert_eq!(next.as_deref(), Some("2031-01-01T00:00:00+00:00"));
        let compact = "20301231T105500Z";
        let next = timestamp(compact).unwrap().at_next_hour(compact);
        assert_eq!(next.as_deref(), Some("20301231T110000Z"));
    }
}
