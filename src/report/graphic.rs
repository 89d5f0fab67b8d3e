//! A message with an excerpt of the source, underlines, help and notes.
//!
//! What every report for people draws, be it of findings or of a dry run.

use std::fmt::{self, Write as _};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use miette::{ThemeCharacters, ThemeStyles};

use crate::finding::{Related, Severity};
use crate::syntax::{SourceFile, Span};

use super::Style;
use super::excerpt::{CONTEXT_LINES, Excerpt, Look, underlined};
use super::text::{TAB_WIDTH, clean, clean_lines, columns, count, list, wrap};

/// Related places that an excerpt shows; more are only counted.
const SHOWN_RELATED: usize = 4;

/// Columns that any text gets, however narrow the terminal.
const LEAST_COLUMNS: usize = 24;

/// What is drawn.
pub(crate) struct Subject<'a> {
    /// What the spans refer to.
    pub source: &'a SourceFile,
    /// Places whose text is masked.
    pub secrets: &'a [Span],
    /// What stands above the message, if anything: `error[rule]`.
    pub code: Option<String>,
    /// Gives mark and colour.
    pub severity: Severity,
    /// What is said.
    pub message: &'a str,
    /// What to do about it.
    pub help: Option<&'a str>,
    /// What is underlined; without it, no text is shown.
    pub span: Option<Span>,
    /// Other places that matter.
    pub related: &'a [Related],
    /// What follows, each under a name of at most six letters.
    pub notes: Vec<(&'static str, String)>,
}

/// Draws a message. No line is wider than the style says, but for words that are.
///
/// # Errors
/// Those of formatting, which memory allows for.
pub(crate) fn draw(subject: &Subject<'_>, style: &Style) -> Result<String, fmt::Error> {
    let view = View::new(subject, style);
    let theme = view.theme(style);
    let help = theme.styles.help;
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_context_lines(CONTEXT_LINES)
        .tab_width(TAB_WIDTH)
        .with_urls(false)
        // Its own wrapping breaks rule names and options at their hyphens.
        .with_wrap_lines(false);
    let mut text = String::new();
    handler.render_report(&mut text, &view)?;
    for (name, note) in &view.notes {
        let name = format!("{name:>6}:");
        let note = wrap(note, text_columns(style)).replace('\n', "\n        ");
        writeln!(text, "{} {note}", help.style(name))?;
    }
    Ok(text)
}

/// Columns for text beside a name of six letters and a colon.
fn text_columns(style: &Style) -> usize {
    style.width.saturating_sub(8).max(LEAST_COLUMNS)
}

/// A message as miette wants it.
#[derive(Debug)]
struct View {
    code: Option<String>,
    message: String,
    help: Option<String>,
    severity: Severity,
    excerpt: Option<Excerpt>,
    /// In the order of the text.
    labels: Vec<LabeledSpan>,
    /// What follows the excerpt and the help.
    notes: Vec<(&'static str, String)>,
}

impl View {
    fn new(subject: &Subject<'_>, style: &Style) -> Self {
        let width = text_columns(style);
        let mut view = Self {
            code: subject.code.clone(),
            message: wrap(&clean(subject.message), width),
            help: subject.help.map(|help| wrap(&clean_lines(help), width)),
            severity: subject.severity,
            excerpt: None,
            labels: Vec::new(),
            notes: Vec::new(),
        };
        if let Some(span) = subject.span {
            view.show(subject, span, style);
        }
        let notes = subject.notes.iter();
        view.notes
            .extend(notes.map(|(name, note)| (*name, clean_lines(note))));
        view
    }

    /// Adds the excerpt, its labels, and notes about what it has no room for.
    fn show(&mut self, subject: &Subject<'_>, span: Span, style: &Style) {
        let source = subject.source;
        let related = subject
            .related
            .get(..SHOWN_RELATED)
            .unwrap_or(subject.related);
        let rest = subject.related.get(SHOWN_RELATED..).unwrap_or_default();

        let spans: Vec<_> = related.iter().map(|related| related.span).collect();
        let starts = spans.iter().chain([&span]).map(|span| span.start());
        let last_line = source.line_index(starts.max().unwrap_or_default());
        let gutter = last_line.to_string().len() + 5;
        let look = Look {
            columns: style.width.saturating_sub(gutter).max(LEAST_COLUMNS),
            ellipsis: if style.unicode { "…" } else { "..." },
            secrets: subject.secrets,
        };
        let excerpt = Excerpt::new(source, span, &spans, &look);

        let mut labels = Labels {
            excerpt: &excerpt,
            columns: look.columns,
            spans: Vec::new(),
        };
        // Among other underlines, the subject's own must be told apart.
        let own_text = (!related.is_empty()).then_some("here");
        labels.push(span, own_text, true);
        for Related { span, message } in related {
            let message = clean(message);
            if !labels.push(*span, Some(&message), false) {
                let line = source.position(underlined(source, *span).start()).line;
                self.notes.push(("note", format!("line {line}: {message}")));
            }
        }
        self.labels = labels.spans;
        self.labels.sort_by_key(LabeledSpan::offset);
        self.notes.extend(more_places(source, rest));
        self.excerpt = Some(excerpt);
    }

    /// The subject's own underline has the colour of its severity.
    fn theme(&self, style: &Style) -> GraphicalTheme {
        let characters = if style.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        };
        let mut styles = if style.color {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        };
        let own = match self.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info | Severity::Hint => styles.advice,
        };
        let color = |label: &LabeledSpan| if label.primary() { own } else { styles.help };
        styles.highlights = self.labels.iter().map(color).collect();
        GraphicalTheme { characters, styles }
    }
}

/// Underlines that do not touch each other: miette draws overlapping ones at
/// wrong places.
struct Labels<'a> {
    excerpt: &'a Excerpt,
    /// Columns that a line may take.
    columns: usize,
    spans: Vec<LabeledSpan>,
}

impl Labels<'_> {
    /// Adds an underline; `false` where there is no room for it.
    fn push(&mut self, span: Span, message: Option<&str>, is_own: bool) -> bool {
        let Some(at) = self.excerpt.locate(span) else {
            return false;
        };
        let overlaps = |other: &LabeledSpan| {
            let other_end = other.offset() + other.len().max(1);
            at.start < other_end && other.offset() < at.start + at.len().max(1)
        };
        if self.spans.iter().any(overlaps) {
            return false;
        }
        let text = message.map(|message| self.fit(message, at.start, at.len()));
        let place = (at.start, at.len());
        self.spans.push(if is_own {
            LabeledSpan::new_primary_with_span(text, place)
        } else {
            LabeledSpan::new_with_span(text, place)
        });
        true
    }

    /// A label's text, broken into the columns right of its underline's middle.
    fn fit(&self, message: &str, start: usize, len: usize) -> String {
        let window = self.excerpt.window(start..start, 0, 0);
        let before = window.text.get(..start - window.offset).unwrap_or_default();
        let under = window.text.get(start - window.offset..).unwrap_or_default();
        let middle: usize = before
            .chars()
            .chain(under.chars().take(len / 2))
            .map(columns)
            .sum();
        wrap(
            message,
            self.columns.saturating_sub(middle + 4).max(LEAST_COLUMNS),
        )
    }
}

fn more_places(source: &SourceFile, rest: &[Related]) -> Option<(&'static str, String)> {
    let line = |related: &Related| source.position(related.span.start()).line;
    let mut lines: Vec<_> = rest.iter().map(line).collect();
    lines.sort_unstable();
    lines.dedup();
    let places = count(rest.len(), "more place");
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    (!rest.is_empty()).then(|| ("note", format!("and {places}, on {noun} {}", list(&lines))))
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Diagnostic for View {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code
            .as_ref()
            .map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info | Severity::Hint => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt
            .as_ref()
            .map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
