//! Reports: what was found, in the format that a person or a machine asked for.
//!
//! One file an output format. Each writes file by file as far as its format
//! allows, never fails but for its writer, and turns spans into lines and
//! columns: here, and nowhere before, positions are counted from 1.

use std::borrow::Cow;
use std::io;
use std::str::FromStr;

use crate::finding::{Category, Finding, UnknownName};
use crate::syntax::{SourceFile, Span};

mod by_file;
mod checkstyle;
mod concise;
pub(crate) mod excerpt;
mod github;
mod gitlab;
pub(crate) mod graphic;
mod human;
pub(crate) mod json;
mod json_lines;
pub(crate) mod json_schema;
mod junit;
mod sarif;
mod sarif_rules;
pub(crate) mod sheet;
mod source_code;
mod summary;
pub(crate) mod text;
mod uri;

pub use by_file::{ByFile, FileText};
pub use json_schema::report_schema;
pub use summary::{Counts, Summary};
pub(crate) use uri::from_path as uri;

/// The program's name, as reports give it.
pub(crate) const TOOL_NAME: &str = "codemagic-lint";

/// The program's version, as reports give it.
pub(crate) const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the program can be read about.
pub(crate) const TOOL_URL: &str = "https://github.com/codemagic-lint/codemagic-lint";

/// What was found in one file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The file.
    pub source: SourceFile,
    /// The findings that are shown, in the order of the text.
    pub findings: Vec<Finding>,
    /// Further findings, which are counted but not shown.
    pub omitted: Counts,
    /// Findings that were mended, and so are none any more.
    pub fixed: usize,
    /// Findings that were silenced just now.
    pub ignored: usize,
    /// Findings that a baseline accepts, where they are to be told of: only SARIF
    /// has a place for them.
    pub accepted: Option<Vec<Finding>>,
    /// The file's name as seen from the root of its repository, where it has one:
    /// services show findings by it, wherever the program was started.
    name_in_repository: Option<String>,
    /// Places whose text no excerpt may show.
    secrets: Vec<Span>,
}

impl FileReport {
    /// A report of sorted findings, of which the first `max_findings` are shown
    /// and the rest is counted. No excerpt shows the text of `secrets`, nor of
    /// findings about security.
    pub fn new(
        source: SourceFile,
        mut findings: Vec<Finding>,
        mut secrets: Vec<Span>,
        max_findings: usize,
    ) -> Self {
        let is_secret = |finding: &&Finding| finding.category == Category::Security;
        secrets.extend(
            findings
                .iter()
                .filter(is_secret)
                .map(|finding| finding.span),
        );
        let rest = findings.split_off(max_findings.min(findings.len()));
        let omitted = rest.iter().collect();
        Self {
            source,
            findings,
            omitted,
            fixed: 0,
            ignored: 0,
            accepted: None,
            name_in_repository: None,
            secrets,
        }
    }

    /// The report of a file that its repository calls so.
    #[must_use]
    pub fn named_in_repository(self, name: Option<String>) -> Self {
        Self {
            name_in_repository: name,
            ..self
        }
    }

    /// The name by which services know the file: from the root of its repository, else
    /// as it was given.
    fn service_name(&self) -> &str {
        self.name_in_repository
            .as_deref()
            .unwrap_or_else(|| self.source.name())
    }

    /// The report of a file of which a baseline accepts these findings.
    #[must_use]
    pub fn beside_accepted(self, accepted: Vec<Finding>) -> Self {
        Self {
            accepted: Some(accepted),
            ..self
        }
    }

    /// The report of a file in which findings were mended and silenced.
    #[must_use]
    pub fn after_changes(self, fixed: usize, ignored: usize) -> Self {
        Self {
            fixed,
            ignored,
            ..self
        }
    }

    /// How many findings there are, shown or not.
    pub fn counts(&self) -> Counts {
        self.findings.iter().collect::<Counts>() + self.omitted
    }
}

/// What was found in all files.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every file that was checked, also those without findings.
    pub files: Vec<FileReport>,
}

impl Report {
    /// The totals over all files.
    pub fn summary(&self) -> Summary {
        let counts = self
            .files
            .iter()
            .fold(Counts::default(), |sum, file| sum + file.counts());
        Summary {
            files: self.files.len(),
            counts,
            fixed: self.files.iter().map(|file| file.fixed).sum(),
            ignored: self.files.iter().map(|file| file.ignored).sum(),
        }
    }
}

/// The format of a report.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Format {
    /// Excerpts with underlines, for people.
    #[default]
    Human,
    /// One line a finding: `path:line:column: severity[rule]: message`.
    Concise,
    /// The whole report as one JSON object; `schema/report.schema.json`.
    Json,
    /// One JSON object a line, one line a finding.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that GitHub shows as annotations.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// `JUnit` XML: a suite per file, a case per finding.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::Human,
        Self::Concise,
        Self::Json,
        Self::JsonLines,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Checkstyle,
    ];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::JsonLines => "json-lines",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
        }
    }
}

/// How the text of a format is put together.
enum Shape {
    /// File by file.
    ByFile(ByFile),
    /// From the report as a whole.
    Whole(fn(&Report, &mut dyn io::Write) -> io::Result<()>),
}

impl Format {
    fn shape(self) -> Shape {
        match self {
            Self::Human => Shape::ByFile(human::FORMAT),
            Self::Concise => Shape::ByFile(concise::FORMAT),
            Self::JsonLines => Shape::ByFile(json_lines::FORMAT),
            Self::Github => Shape::ByFile(github::FORMAT),
            Self::Json => Shape::Whole(json::write),
            Self::Sarif => Shape::Whole(sarif::write),
            Self::Gitlab => Shape::Whole(gitlab::write),
            Self::Junit => Shape::Whole(junit::write),
            Self::Checkstyle => Shape::Whole(checkstyle::write),
        }
    }

    /// The format as one that looks at each file by itself; `None` for those that do not.
    pub fn by_file(self) -> Option<ByFile> {
        match self.shape() {
            Shape::ByFile(format) => Some(format),
            Shape::Whole(_) => None,
        }
    }
}

impl FromStr for Format {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let named = |format: &Self| format.name() == text;
        Self::ALL.into_iter().find(named).ok_or(UnknownName)
    }
}

/// How `human` and `concise` look; the other formats always look the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether to colour with ANSI escape sequences.
    pub color: bool,
    /// The terminal's width in columns.
    pub width: usize,
    /// Whether to draw with Unicode; otherwise with ASCII. Quoted source text
    /// keeps its characters either way.
    pub unicode: bool,
    /// Whether to leave out all that is not a finding.
    pub quiet: bool,
}

impl Default for Style {
    /// What suits a file or a pipe: no colour, 80 columns.
    fn default() -> Self {
        Self {
            color: false,
            width: 80,
            unicode: true,
            quiet: false,
        }
    }
}

/// Writes a report.
///
/// # Errors
/// Those of the writer, a broken pipe among them.
pub fn write(
    report: &Report,
    format: Format,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format.shape() {
        Shape::ByFile(format) => format.write(report, style, out),
        Shape::Whole(write) => write(report, out),
    }
}

/// A text as one line that may be printed: line breaks and characters that would
/// steer a terminal are spelled out.
pub fn printable(text: &str) -> Cow<'_, str> {
    text::clean(text)
}

/// A report as text. For large reports [`write()`] needs less memory.
///
/// # Errors
/// None that memory allows for: the signature is that of [`write()`].
pub fn render(report: &Report, format: Format, style: &Style) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(report, format, style, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    #[test]
    fn names_are_read_back() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert_eq!("xml".parse::<Format>(), Err(UnknownName));
    }

    #[test]
    fn the_rules_pages_belong_to_the_tool() {
        assert!(crate::rules::PAGES_URL.starts_with(TOOL_URL));
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        let mut finding = summary::tests::finding(Severity::Error);
        let source = SourceFile::new("f", "ab");
        let first = finding.clone();
        finding.severity = Severity::Hint;
        let file = FileReport::new(source, vec![first, finding.clone(), finding], Vec::new(), 1);
        assert_eq!((file.findings.len(), file.omitted.hints), (1, 2));
        let summary = Report { files: vec![file] }.summary();
        assert_eq!((summary.counts.errors, summary.counts.hints), (1, 2));
    }
}
