//! Findings for people: excerpt, underlines, help, link.

use std::fmt::{self, Write as _};
use std::io;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use miette::{ThemeCharacters, ThemeStyles};

use crate::finding::{Finding, Related, Safety, Severity};
use crate::syntax::Span;

use super::excerpt::{CONTEXT_LINES, Excerpt, Look, underlined};
use super::text::{TAB_WIDTH, clean, clean_lines, columns, count, list, wrap};
use super::{FileReport, Report, Style};

/// Related places that an excerpt shows; more are only counted.
const SHOWN_RELATED: usize = 4;

/// Columns that any text gets, however narrow the terminal.
const LEAST_COLUMNS: usize = 24;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    for file in &report.files {
        for finding in &file.findings {
            let text = render(file, finding, style).map_err(io::Error::other)?;
            writeln!(out, "{text}")?;
        }
        if file.omitted.total() > 0 && !style.quiet {
            let name = clean(file.source.name());
            writeln!(
                out,
                "{name}: {} not shown\n",
                count(file.omitted.total(), "more finding")
            )?;
        }
    }
    if style.quiet || report.files.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", report.summary().in_words())
}

fn render(file: &FileReport, finding: &Finding, style: &Style) -> Result<String, fmt::Error> {
    let view = View::new(file, finding, style);
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

/// A finding as miette wants it.
#[derive(Debug)]
struct View {
    /// `error[rule]`, so that the severity is seen without colour.
    code: String,
    message: String,
    help: Option<String>,
    severity: Severity,
    excerpt: Excerpt,
    /// In the order of the text.
    labels: Vec<LabeledSpan>,
    /// What follows the excerpt and the help.
    notes: Vec<(&'static str, String)>,
}

impl View {
    fn new(file: &FileReport, finding: &Finding, style: &Style) -> Self {
        let width = text_columns(style);
        let source = &file.source;
        let related = finding
            .related
            .get(..SHOWN_RELATED)
            .unwrap_or(&finding.related);
        let rest = finding.related.get(SHOWN_RELATED..).unwrap_or_default();

        let spans: Vec<_> = related.iter().map(|related| related.span).collect();
        let starts = spans.iter().chain([&finding.span]).map(|span| span.start());
        let last_line = source.line_index(starts.max().unwrap_or_default());
        let gutter = last_line.to_string().len() + 5;
        let look = Look {
            columns: style.width.saturating_sub(gutter).max(LEAST_COLUMNS),
            ellipsis: if style.unicode { "…" } else { "..." },
            secrets: &file.secrets,
        };
        let excerpt = Excerpt::new(source, finding.span, &spans, &look);

        let mut labels = Labels {
            excerpt: &excerpt,
            columns: look.columns,
            spans: Vec::new(),
        };
        let mut notes = Vec::new();
        // Among other underlines, the finding's own must be told apart.
        let own_text = (!related.is_empty()).then_some("here");
        labels.push(finding.span, own_text, true);
        for Related { span, message } in related {
            let message = clean(message);
            if !labels.push(*span, Some(&message), false) {
                let line = source.position(underlined(source, *span).start()).line;
                notes.push(("note", format!("line {line}: {message}")));
            }
        }
        let mut labels = labels.spans;
        labels.sort_by_key(LabeledSpan::offset);
        notes.extend(more_places(file, rest));
        notes.extend(fix_note(finding));
        if !finding.url.is_empty() {
            notes.push(("docs", clean(&finding.url).into_owned()));
        }

        Self {
            code: format!("{}[{}]", finding.severity, clean(&finding.rule)),
            message: wrap(&clean(&finding.message), width),
            help: finding
                .help
                .as_deref()
                .map(|help| wrap(&clean_lines(help), width)),
            severity: finding.severity,
            excerpt,
            labels,
            notes,
        }
    }

    /// The finding's own underline has the colour of its severity.
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

fn more_places(file: &FileReport, rest: &[Related]) -> Option<(&'static str, String)> {
    let line = |related: &Related| file.source.position(related.span.start()).line;
    let mut lines: Vec<_> = rest.iter().map(line).collect();
    lines.sort_unstable();
    lines.dedup();
    let places = count(rest.len(), "more place");
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    (!rest.is_empty()).then(|| ("note", format!("and {places}, on {noun} {}", list(&lines))))
}

fn fix_note(finding: &Finding) -> Option<(&'static str, String)> {
    let fix = finding.fix.as_ref()?;
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    };
    Some(("fix", format!("{} ({safety})", clean(&fix.title))))
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Diagnostic for View {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
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
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
