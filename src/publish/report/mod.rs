//! Reports of a dry run: for people on a terminal, for people in a browser, and for
//! machines.
//!
//! All show the same [`DryRun`]. No text of a secret gets into one: see
//! [`DryRun::new`].

use std::borrow::Cow;
use std::str::FromStr;

use crate::finding::UnknownName;
use crate::report::Style;
use crate::syntax::{SourceFile, Span};

use super::plan::{Plan, Remark};
use super::timeline::{StepName, Timeline};

mod html;
mod human;
mod json;
mod json_schema;
mod planned;
mod progress;
mod secrets;
mod words;

pub use json_schema::dry_run_schema;
pub use progress::Progress;

/// Columns of the human report where there is no terminal to ask.
pub const WIDTH_WITHOUT_TERMINAL: usize = 100;

/// What a report shows.
#[derive(Debug)]
pub struct DryRun<'a> {
    timeline: Cow<'a, Timeline>,
    plan: &'a Plan,
    /// Those of the plan that no step tells as well.
    remarks: Vec<Remark>,
    planned: planned::Planned,
    source: &'a SourceFile,
    secrets: Vec<Span>,
}

impl<'a> DryRun<'a> {
    /// A dry run of a workflow of `source`, the file that the places of plan and
    /// timeline refer to.
    ///
    /// No excerpt shows the text of the plan's secrets, and its private key is shown
    /// nowhere, not even where a message quotes it.
    pub fn new(timeline: &'a Timeline, plan: &'a Plan, source: &'a SourceFile) -> Self {
        let hidden = secrets::Hidden::new(plan);
        let is_told = |remark: &Remark| {
            let mut causes = timeline.steps.iter().flat_map(|step| &step.causes);
            causes.any(|cause| cause.message == remark.message)
        };
        let mut remarks = plan.remarks.clone();
        remarks.retain(|remark| !is_told(remark));
        Self {
            timeline: hidden.timeline(timeline),
            plan,
            remarks: hidden.remarks(remarks),
            planned: planned::Planned::new(plan, source.name(), &hidden),
            source,
            secrets: hidden.places(source),
        }
    }
}

/// What reports call a step: "Find the build".
pub fn step_title(name: StepName) -> &'static str {
    words::title(name)
}

/// How a dry run ended, in one line: "published: all that was asked for is done 6 min
/// after the upload".
pub fn outcome(run: &DryRun<'_>) -> String {
    let (short, long) = words::outcome(&run.timeline);
    format!("{short}: {long}")
}

/// What a plan says before anything happens: the name of each matter, and what there is
/// to say of it. No text of a secret is in it. `source` is the file that the places of the
/// plan refer to.
pub fn outline(plan: &Plan, source: &SourceFile) -> Vec<(&'static str, String)> {
    let hidden = secrets::Hidden::new(plan);
    let app = &plan.app;
    let mut facts = vec![(
        "app",
        format!(
            "`{}` {} ({})",
            app.bundle_id.value, app.version.value, app.build_number.value
        ),
    )];
    let origins = words::app_origins(plan, source.name());
    let origins = origins
        .iter()
        .map(|(names, origin)| format!("{names} {origin}"));
    facts.push(("from", origins.collect::<Vec<_>>().join("; ")));
    facts.push(("key", words::credentials(&plan.credentials)));
    let planned = planned::Planned::new(plan, source.name(), &hidden);
    let lines = planned.facts(&app.file, false).into_iter();
    facts.extend(lines.map(|(name, lines)| (name, lines.join("; "))));
    for (_, words) in &mut facts {
        *words = hidden.masked(words);
    }
    facts
}

/// The format of a report.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Format {
    /// A timeline for a terminal.
    #[default]
    Human,
    /// One JSON object; `schema/dry-run.schema.json`.
    Json,
    /// One page that needs nothing else.
    Html,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Human, Self::Json, Self::Html];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Html => "html",
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

/// How the human report looks; the other formats always look the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Colour, width, characters. Quiet, only the outcome is shown, and what failed or
    /// deserves a look.
    pub style: Style,
    /// Whether requests are listed, and options, variables and artifacts one by one.
    pub verbose: bool,
}

impl Default for Options {
    /// What suits a file or a pipe: no colour, [`WIDTH_WITHOUT_TERMINAL`] columns.
    fn default() -> Self {
        Self {
            style: Style {
                width: WIDTH_WITHOUT_TERMINAL,
                ..Style::default()
            },
            verbose: false,
        }
    }
}

/// The report in a format.
pub fn render(run: &DryRun<'_>, format: Format, options: &Options) -> String {
    match format {
        Format::Human => human(run, options),
        Format::Json => json(run),
        Format::Html => html(run),
    }
}

/// The report for people on a terminal.
pub fn human(run: &DryRun<'_>, options: &Options) -> String {
    human::report(run, options)
}

/// The report as one JSON object, ended by a line break.
pub fn json(run: &DryRun<'_>) -> String {
    json::report(run)
}

/// The report as an HTML page. It needs no other file, asks the network for nothing
/// and runs no script. The same dry run gives the same bytes.
pub fn html(run: &DryRun<'_>) -> String {
    html::report(run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert_eq!("pdf".parse::<Format>(), Err(UnknownName));
    }
}
