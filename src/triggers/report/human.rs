//! The answers on a terminal: a line for each workflow, then the reasons.

use std::fmt::Write as _;

use crate::expression::condition::Truth;
use crate::model::triggering::Event;
use crate::report::Style;
use crate::report::text::{clean, columns, wrap};
use crate::syntax::{SourceFile, Span};

use super::super::{Answer, Webhook};
use super::words;

/// Looks of a text, as numbers of ANSI escape sequences.
const BOLD: &str = "1";
const DIM: &str = "2";

/// Columns that any text gets, however narrow the terminal.
const LEAST_COLUMNS: usize = 24;
/// Most columns that the ids of workflows take together with their marks.
const MAX_ID: usize = 40;

pub(super) fn report(
    source: &SourceFile,
    webhook: &Webhook,
    answers: &[Answer],
    style: Style,
) -> String {
    let id = |answer: &Answer| clean(&answer.id).chars().map(columns).sum::<usize>();
    let mut page = Page {
        source,
        style,
        text: String::new(),
    };
    let heading = format!("{} ({})", words::heading(webhook), source.name());
    let heading = page.paint(BOLD, &clean(&heading));
    page.line(&heading);
    if webhook.event == Event::Tag && webhook.branch.is_some() {
        page.line("a tag belongs to no branch: `branch_patterns` do not apply");
    }
    let width = answers.iter().map(id).max().unwrap_or_default().min(MAX_ID);
    for answer in answers {
        let mark = if answer.fails() && answer.verdict() == Truth::True {
            page.failing()
        } else {
            page.mark(Some(answer.verdict()))
        };
        let gap = width.saturating_sub(id(answer));
        let name = page.paint(BOLD, &clean(&answer.id));
        let head = format!("{mark} {name}{:gap$}  ", "");
        let mut summary = words::summary(answer, webhook);
        if answer.event.listed == Truth::False {
            let line = source.line_index(answer.event.span.start()) + 1;
            let _ = write!(summary, " (line {line})");
        }
        page.hang(&head, 2 + width.max(id(answer)) + 2, &summary);
    }
    if !style.quiet {
        // Where the event is not listed, that is the whole reason.
        let told = answers.iter().filter(|it| it.event.listed != Truth::False);
        for answer in told {
            page.reasons(answer, webhook);
        }
    }
    page.text
}

struct Page<'a> {
    source: &'a SourceFile,
    style: Style,
    text: String,
}

impl Page<'_> {
    fn paint(&self, look: &str, text: &str) -> String {
        if self.style.color && !text.is_empty() {
            format!("\u{1b}[{look}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn mark(&self, truth: Option<Truth>) -> String {
        let (look, mark, plain) = match truth {
            None => (DIM, "·", "."),
            Some(Truth::True) => ("32", "✓", "+"),
            Some(Truth::False) => ("31", "✗", "-"),
            Some(Truth::Unknown) => ("33", "?", "?"),
        };
        self.paint(look, if self.style.unicode { mark } else { plain })
    }

    /// The mark of a build that starts and fails.
    fn failing(&self) -> String {
        self.paint("31", "!")
    }

    /// A text behind a head of so many columns, its further lines below its first.
    fn hang(&mut self, head: &str, head_columns: usize, text: &str) {
        let room = self.style.width.saturating_sub(head_columns);
        let text = wrap(&clean(text), room.max(LEAST_COLUMNS));
        let indented = text.replace('\n', &format!("\n{:head_columns$}", ""));
        self.line(&format!("{head}{indented}"));
    }

    fn reasons(&mut self, answer: &Answer, webhook: &Webhook) {
        let reasons = words::reasons(answer, webhook, self.source);
        let places: Vec<String> = reasons.iter().map(|it| self.place(it.span)).collect();
        let width = places.iter().map(String::len).max().unwrap_or_default();
        self.line("");
        let name = self.paint(BOLD, &clean(&answer.id));
        let place = self.paint(DIM, &self.place(answer.span));
        self.line(&format!("{name}  {place}"));
        for (reason, place) in reasons.iter().zip(places) {
            let mark = self.mark(reason.truth);
            let place = self.paint(DIM, &format!("{place:>width$}"));
            let head = format!("  {place}  {mark} ");
            self.hang(&head, width + 6, &reason.text);
        }
        for id in &answer.inputs_without_default {
            let text = format!(
                "the input `{id}` has no default: a build that a webhook starts fails for it"
            );
            self.note(width, &text);
        }
        if answer.cancels_previous && answer.starts() != Truth::False {
            self.note(width, "running builds of the same branch are cancelled");
        }
    }

    fn note(&mut self, width: usize, text: &str) {
        let head = format!("  {:width$}  ! ", "");
        self.hang(&head, width + 6, text);
    }

    fn place(&self, span: Span) -> String {
        let position = self.source.position(span.start());
        format!("{}:{}", position.line, position.column)
    }
}
