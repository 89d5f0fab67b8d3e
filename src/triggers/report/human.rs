//! The answers on a terminal: a line for each workflow, then the reasons.

use std::fmt::Write as _;

use crate::expression::condition::Truth;
use crate::model::triggering::Event;
use crate::report::Style;
use crate::report::sheet::{BOLD, DIM, Sheet};
use crate::report::text::{clean, columns};
use crate::syntax::{SourceFile, Span};

use super::super::{Answer, Webhook};
use super::words;

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
        sheet: Sheet::new(style),
    };
    let heading = format!("{} ({})", words::heading(webhook), source.name());
    let heading = page.sheet.paint(BOLD, &clean(&heading));
    page.sheet.line(&heading);
    if webhook.event == Event::Tag && webhook.branch.is_some() {
        page.sheet
            .line("a tag belongs to no branch: `branch_patterns` do not apply");
    }
    let width = answers.iter().map(id).max().unwrap_or_default().min(MAX_ID);
    for answer in answers {
        let mark = if answer.fails() && answer.verdict() == Truth::True {
            page.failing()
        } else {
            page.mark(Some(answer.verdict()))
        };
        let gap = width.saturating_sub(id(answer));
        let name = page.sheet.paint(BOLD, &clean(&answer.id));
        let head = format!("{mark} {name}{:gap$}  ", "");
        let mut summary = words::summary(answer, webhook);
        if answer.event.listed == Truth::False {
            let line = source.line_index(answer.event.span.start()) + 1;
            let _ = write!(summary, " (line {line})");
        }
        page.sheet
            .hang(&head, 2 + width.max(id(answer)) + 2, &summary);
    }
    if !style.quiet {
        // Where the event is not listed, that is the whole reason.
        let told = answers.iter().filter(|it| it.event.listed != Truth::False);
        for answer in told {
            page.reasons(answer, webhook);
        }
    }
    page.sheet.text
}

struct Page<'a> {
    source: &'a SourceFile,
    sheet: Sheet,
}

impl Page<'_> {
    fn mark(&self, truth: Option<Truth>) -> String {
        let (look, mark, plain) = match truth {
            None => (DIM, "·", "."),
            Some(Truth::True) => ("32", "✓", "+"),
            Some(Truth::False) => ("31", "✗", "-"),
            Some(Truth::Unknown) => ("33", "?", "?"),
        };
        self.sheet.paint(
            look,
            if self.sheet.style.unicode {
                mark
            } else {
                plain
            },
        )
    }

    /// The mark of a build that starts and fails.
    fn failing(&self) -> String {
        self.sheet.paint("31", "!")
    }

    fn reasons(&mut self, answer: &Answer, webhook: &Webhook) {
        let reasons = words::reasons(answer, webhook, self.source);
        let places: Vec<String> = reasons.iter().map(|it| self.place(it.span)).collect();
        let width = places.iter().map(String::len).max().unwrap_or_default();
        self.sheet.line("");
        let name = self.sheet.paint(BOLD, &clean(&answer.id));
        let place = self.sheet.paint(DIM, &self.place(answer.span));
        self.sheet.line(&format!("{name}  {place}"));
        for (reason, place) in reasons.iter().zip(places) {
            let mark = self.mark(reason.truth);
            let place = self.sheet.paint(DIM, &format!("{place:>width$}"));
            let head = format!("  {place}  {mark} ");
            self.sheet.hang(&head, width + 6, &reason.text);
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
        self.sheet.hang(&head, width + 6, text);
    }

    fn place(&self, span: Span) -> String {
        let position = self.source.position(span.start());
        format!("{}:{}", position.line, position.column)
    }
}
