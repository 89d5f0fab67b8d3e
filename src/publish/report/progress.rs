//! What goes on at this moment, on a terminal.

use std::io::Write;

use crate::publish::timeline::Step;
use crate::report::text::{clean, columns};

use super::words;

/// Erases the line and goes to its start.
const ERASE: &str = "\r\u{1b}[2K";

/// One line that tells which step a dry run has come to, and is erased at the end.
///
/// It is for terminals; whoever makes one has seen to it that there is one. That the
/// line cannot be written is no error: nobody looks, then.
#[derive(Debug)]
pub struct Progress<W: Write> {
    out: W,
    width: usize,
    unicode: bool,
    is_shown: bool,
}

impl<W: Write> Progress<W> {
    /// A progress line of at most `width` columns, in ASCII unless `unicode`.
    pub fn new(out: W, width: usize, unicode: bool) -> Self {
        Self {
            out,
            width,
            unicode,
            is_shown: false,
        }
    }

    /// Tells that it has come to a step.
    pub fn step(&mut self, step: &Step) {
        let mark = words::mark(step.status, self.unicode);
        let (time, title) = (words::moment(step.ends_at), words::title(step.name));
        let line = format!("{mark} {time}  {title}: {}", clean(&step.detail));
        // The last column stays free: some terminals go to the next line there.
        let mut room = self.width.saturating_sub(1);
        let fits = |c: &char| {
            let needed = columns(*c);
            let fits = needed <= room;
            room = room.saturating_sub(needed);
            fits
        };
        let line: String = line.chars().take_while(fits).collect();
        self.write(&format!("{ERASE}{line}"));
        self.is_shown = true;
    }

    fn write(&mut self, text: &str) {
        let written = self.out.write_all(text.as_bytes());
        let _ = written.and_then(|()| self.out.flush());
    }
}

impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        if self.is_shown {
            self.write(ERASE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::timeline::{Phase, Status, StepName};

    fn step(detail: &str) -> Step {
        Step {
            phase: Phase::PostProcessing,
            name: StepName::FindBuild,
            status: Status::Done,
            starts_at: 0,
            ends_at: 60,
            detail: detail.to_owned(),
            causes: Vec::new(),
            requests: Vec::new(),
        }
    }

    #[test]
    fn each_step_takes_the_place_of_the_one_before_and_the_last_is_erased() {
        let mut out = Vec::new();
        let mut progress = Progress::new(&mut out, 80, false);
        progress.step(&step("one\u{1b}[2J"));
        progress.step(&step("two"));
        drop(progress);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\r\u{1b}[2K+ +0:01:00  Find the build: one\\u{1b}[2J\r\u{1b}[2K+ +0:01:00  \
             Find the build: two\r\u{1b}[2K"
        );
    }

    #[test]
    fn a_line_never_reaches_the_last_column() {
        let mut out = Vec::new();
        Progress::new(&mut out, 20, true).step(&step(&"日".repeat(50)));
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches(ERASE).count(), 2);
        let needed: usize = text.replace(ERASE, "").chars().map(columns).sum();
        assert!((17..20).contains(&needed), "{needed}");
    }

    #[test]
    fn nothing_is_written_where_nothing_happened() {
        let mut out = Vec::new();
        drop(Progress::new(&mut out, 80, true));
        assert!(out.is_empty());
    }
}
