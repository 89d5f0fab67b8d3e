//! The timeline on a terminal.

use std::ops::Range;

use crate::finding::Severity;
use crate::publish::timeline::{Cause, FilePlace, Phase, Status, Step};
use crate::report::Style;
use crate::report::graphic::{Subject, draw};
use crate::report::text::{clean, columns, count, wrap};
use crate::syntax::Span;

use super::{DryRun, Options, words};

/// From so many columns on, what happened stands beside the step, not beneath it.
const WIDE: usize = 90;

/// Columns that any text gets, however narrow the terminal.
const LEAST_COLUMNS: usize = 24;

/// How far what belongs to a step is moved in.
const INDENT: &str = "    ";

pub(super) fn report(run: &DryRun<'_>, options: &Options) -> String {
    let steps = &run.timeline.steps;
    let longest = |text: &dyn Fn(&Step) -> String| {
        let lengths = steps.iter().map(|step| text(step).chars().count());
        lengths.max().unwrap_or_default()
    };
    let mut page = Page {
        run,
        style: options.style,
        verbose: options.verbose,
        time: longest(&|step| words::moment(step.starts_at)),
        length: longest(&length),
        title: longest(&|step| words::title(step.name).to_owned()),
        text: String::new(),
    };
    if !options.style.quiet {
        page.header();
    }
    page.remarks();
    page.phase(Phase::Build);
    page.phase(Phase::PostProcessing);
    if !options.style.quiet {
        page.would_fail_next();
        page.audience();
        page.by_hand();
    }
    page.outcome();
    page.text
}

/// How long a step takes; nothing where it takes no time.
fn length(step: &Step) -> String {
    match words::length(step) {
        0 => String::new(),
        seconds => words::duration(seconds),
    }
}

struct Page<'a> {
    run: &'a DryRun<'a>,
    style: Style,
    verbose: bool,
    /// Columns of moments, durations and titles.
    time: usize,
    length: usize,
    title: usize,
    text: String,
}

/// Looks of a text, as numbers of ANSI escape sequences.
const BOLD: &str = "1";
const DIM: &str = "2";

fn status_look(status: Status) -> &'static str {
    match status {
        Status::Done => "32",
        Status::Warning => "33",
        Status::Failed | Status::Cancelled => "1;31",
        Status::Skipped => DIM,
    }
}

fn severity(status: Status) -> Severity {
    match status {
        Status::Failed | Status::Cancelled => Severity::Error,
        Status::Warning => Severity::Warning,
        Status::Done | Status::Skipped => Severity::Info,
    }
}

/// What a message is drawn from.
struct Block<'a> {
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<&'a Range<usize>>,
    file: Option<&'a FilePlace>,
    log: Option<&'a str>,
}

impl<'a> Block<'a> {
    fn of(cause: &'a Cause) -> Self {
        Self {
            severity: cause.severity,
            message: &cause.message,
            help: cause.help.as_deref(),
            place: cause.place.as_ref(),
            file: cause.file.as_deref(),
            log: cause.log.as_deref(),
        }
    }
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

    /// A text behind a head of so many columns, its further lines below its first.
    fn hang(&mut self, head: &str, head_columns: usize, text: &str) {
        let room = self.style.width.saturating_sub(head_columns);
        let text = wrap(&clean(text), room.max(LEAST_COLUMNS));
        let indented = text.replace('\n', &format!("\n{:head_columns$}", ""));
        self.line(&format!("{head}{indented}"));
    }

    fn heading(&mut self, heading: &str, remark: &str) {
        self.line("");
        let fits = heading.len() + 2 + remark.len() <= self.style.width;
        let heading = self.paint(BOLD, heading);
        if fits {
            let remark = self.paint(DIM, remark);
            self.line(&format!("{heading}  {remark}"));
            return;
        }
        self.line(&heading);
        for line in wrap(remark, self.style.width.max(LEAST_COLUMNS)).lines() {
            let line = self.paint(DIM, line);
            self.line(&line);
        }
    }

    fn header(&mut self) {
        let (plan, timeline) = (self.run.plan, self.run.timeline.as_ref());
        let file = clean(self.run.source.name()).into_owned();
        let workflow = clean(&timeline.workflow).into_owned();
        let name = plan.workflow_name.as_deref().unwrap_or(&workflow);
        let heading = self.paint(BOLD, &format!("Dry run of {}", clean(name)));
        self.line(&heading);

        self.fact("workflow", &format!("{workflow} in {file}"));
        if plan.publishes() {
            self.published(&file);
        }
    }

    /// What is published, by which key, and what comes before and after.
    fn published(&mut self, file: &str) {
        let (plan, timeline) = (self.run.plan, self.run.timeline.as_ref());
        let app = format!(
            "{} {} for {}",
            plan.app.bundle_id.value,
            words::version(plan),
            words::platform(plan.app.platform)
        );
        let origins = words::app_origins(plan, file);
        let origins: Vec<_> = origins
            .iter()
            .map(|(names, origin)| format!("{names} {origin}"))
            .collect();
        self.fact("app", &app);
        self.fact("", &origins.join("; "));
        self.fact("key", &words::credentials(&plan.credentials));
        for (index, placeholder) in timeline.placeholders.iter().enumerate() {
            let name = if index == 0 { "made up" } else { "" };
            self.fact(name, placeholder);
        }
        let run = self.run;
        for (name, lines) in run.planned.facts(&plan.app.file, self.verbose) {
            for (index, line) in lines.iter().enumerate() {
                self.fact(if index == 0 { name } else { "" }, line);
            }
        }
    }

    fn fact(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let head = self.paint(DIM, &format!("  {name:<8}"));
            self.hang(&format!("{head}  "), 12, value);
        }
    }

    fn remarks(&mut self) {
        let run = self.run;
        if run.remarks.is_empty() {
            return;
        }
        self.heading("Before anything happens", "");
        for remark in &run.remarks {
            self.block(&Block {
                severity: severity(words::remark_status(remark)),
                message: &remark.message,
                help: remark.help.as_deref(),
                place: remark.place.as_ref(),
                file: None,
                log: None,
            });
        }
    }

    fn phase(&mut self, phase: Phase) {
        let run = self.run;
        let is_shown = |step: &&Step| {
            let is_fine = matches!(step.status, Status::Done | Status::Skipped);
            step.phase == phase && !(self.style.quiet && is_fine)
        };
        let steps: Vec<_> = run.timeline.steps.iter().filter(is_shown).collect();
        if steps.is_empty() {
            return;
        }
        let (heading, remark) = words::phase(phase);
        self.heading(heading, remark);
        for step in steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        let look = status_look(step.status);
        let mark = words::mark(step.status, self.style.unicode).to_string();
        let mark = self.paint(look, &mark);
        let time = format!("{:<1$}", words::moment(step.starts_at), self.time);
        let time = self.paint(DIM, &time);
        let title = words::title(step.name);
        let detail = words::detail(step).unwrap_or(words::status(step.status));
        let detail = match words::polls(step) {
            0 => detail.to_owned(),
            _ => format!("{detail} ({})", count(step.requests.len(), "request")),
        };
        if self.style.width >= WIDE {
            let length = match self.length {
                0 => String::new(),
                columns => format!("{:>columns$}  ", length(step)),
            };
            let title = self.paint(BOLD, &format!("{title:<0$}", self.title));
            let head = format!("  {mark} {time}  {length}{title}  ");
            let columns = 2 + 2 + self.time + 2 + length.len() + self.title + 2;
            self.hang(&head, columns, &detail);
        } else {
            let title = self.paint(BOLD, title);
            let length = length(step);
            let comma = if length.is_empty() { "" } else { ", " };
            self.line(&format!("  {mark} {time}  {title}{comma}{length}"));
            self.hang(INDENT, INDENT.len(), &detail);
        }
        for cause in &step.causes {
            self.cause(cause);
        }
        if self.verbose {
            self.requests(step);
        }
    }

    fn cause(&mut self, cause: &Cause) {
        self.block(&Block::of(cause));
    }

    /// A message with the place that is responsible.
    fn block(&mut self, block: &Block<'_>) {
        let file = block.file.map(|file| ("file", words::file(file)));
        let log = block.log.map(|log| ("log", words::log(log)));
        let subject = Subject {
            source: self.run.source,
            secrets: &self.run.secrets,
            code: None,
            severity: block.severity,
            message: block.message,
            help: block.help,
            span: block.place.map(|place| Span::new(place.start, place.end)),
            related: &[],
            notes: file.into_iter().chain(log).collect(),
        };
        let style = Style {
            width: self.style.width.saturating_sub(INDENT.len()),
            ..self.style
        };
        // Memory allows for it.
        let drawn = draw(&subject, &style).unwrap_or_default();
        for line in drawn.lines() {
            self.line(&format!("{INDENT}{line}"));
        }
        self.line("");
    }

    fn would_fail_next(&mut self) {
        let run = self.run;
        if run.timeline.would_fail_next.is_empty() {
            return;
        }
        self.heading("What would fail next", words::WOULD_FAIL_NEXT);
        for foreseen in &run.timeline.would_fail_next {
            let message = words::foreseen(foreseen);
            self.block(&Block {
                message: &message,
                ..Block::of(&foreseen.cause)
            });
        }
    }

    fn requests(&mut self, step: &Step) {
        for (request, times) in words::summed_up(&step.requests) {
            let status = match request.status {
                0 => "no answer".to_owned(),
                status => status.to_string(),
            };
            let times = match times {
                1 => String::new(),
                times => format!(", {times} times"),
            };
            let line = format!("{:<6} {}  {status}{times}", request.method, request.path);
            let line = self.paint(DIM, &clean(&line));
            self.line(&format!("{INDENT}{INDENT}{line}"));
        }
    }

    fn audience(&mut self) {
        let audience = &self.run.timeline.audience;
        if audience.is_empty() {
            return;
        }
        self.heading("What people will see", "");
        let room = self.style.width.saturating_sub(8) / 2;
        let widths = audience
            .iter()
            .map(|it| clean(&it.who).chars().map(columns).sum());
        let widest: usize = widths.max().unwrap_or_default();
        for it in audience {
            let status = if it.is_reached {
                Status::Done
            } else {
                Status::Failed
            };
            let mark = words::mark(status, self.style.unicode).to_string();
            let mark = self.paint(status_look(status), &mark);
            let who = clean(&it.who);
            if widest > room {
                self.hang(&format!("  {mark} "), 4, &it.who);
                self.hang(INDENT, INDENT.len(), &it.sees);
            } else {
                let missing = widest - who.chars().map(columns).sum::<usize>();
                let head = format!("  {mark} {who}{:missing$}  ", "");
                self.hang(&head, 4 + widest + 2, &it.sees);
            }
        }
    }

    fn by_hand(&mut self) {
        let by_hand = &self.run.timeline.by_hand;
        if by_hand.is_empty() {
            return;
        }
        self.heading(
            "What can still be done by hand",
            words::by_hand(&self.run.timeline),
        );
        let bullet = if self.style.unicode { "•" } else { "*" };
        for line in by_hand {
            self.hang(&format!("  {bullet} "), 4, line);
        }
    }

    fn outcome(&mut self) {
        let timeline = &self.run.timeline;
        let status = words::outcome_status(timeline.outcome);
        let mark = words::mark(status, self.style.unicode);
        let (outcome, sentence) = words::outcome(timeline);
        let head = self.paint(status_look(status), &format!("{mark} {outcome}:"));
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.line("");
        }
        let columns = outcome.chars().count() + 4;
        self.hang(&format!("{head} "), columns, &sentence);
    }
}
