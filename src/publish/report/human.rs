//! The timeline on a terminal.

use std::ops::Range;

use crate::finding::Severity;
use crate::publish::timeline::{Cause, FilePlace, Phase, Status, Step};
use crate::report::Style;
use crate::report::graphic::{Subject, draw};
use crate::report::sheet::{BOLD, DIM, LEAST_COLUMNS, Sheet};
use crate::report::text::{clean, columns, count, wrap};
use crate::syntax::Span;

use super::{DryRun, Options, words};

/// From so many columns on, what happened stands beside the step, not beneath it.
const WIDE: usize = 90;

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
        sheet: Sheet::new(options.style),
        verbose: options.verbose,
        time: longest(&|step| words::moment(step.starts_at)),
        length: longest(&length),
        title: longest(&|step| words::title(step.name).to_owned()),
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
    page.sheet.text
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
    sheet: Sheet,
    verbose: bool,
    /// Columns of moments, durations and titles.
    time: usize,
    length: usize,
    title: usize,
}

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
    fn heading(&mut self, heading: &str, remark: &str) {
        self.sheet.line("");
        let fits = heading.len() + 2 + remark.len() <= self.sheet.style.width;
        let heading = self.sheet.paint(BOLD, heading);
        if fits {
            let remark = self.sheet.paint(DIM, remark);
            self.sheet.line(&format!("{heading}  {remark}"));
            return;
        }
        self.sheet.line(&heading);
        for line in wrap(remark, self.sheet.style.width.max(LEAST_COLUMNS)).lines() {
            let line = self.sheet.paint(DIM, line);
            self.sheet.line(&line);
        }
    }

    fn header(&mut self) {
        let (plan, timeline) = (self.run.plan, self.run.timeline.as_ref());
        let file = clean(self.run.source.name()).into_owned();
        let workflow = clean(&timeline.workflow).into_owned();
        let name = plan.workflow_name.as_deref().unwrap_or(&workflow);
        let heading = self
            .sheet
            .paint(BOLD, &format!("Dry run of {}", clean(name)));
        self.sheet.line(&heading);

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
            let head = self.sheet.paint(DIM, &format!("  {name:<8}"));
            self.sheet.hang(&format!("{head}  "), 12, value);
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
            step.phase == phase && !(self.sheet.style.quiet && is_fine)
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
        let mark = words::mark(step.status, self.sheet.style.unicode).to_string();
        let mark = self.sheet.paint(look, &mark);
        let time = format!("{:<1$}", words::moment(step.starts_at), self.time);
        let time = self.sheet.paint(DIM, &time);
        let title = words::title(step.name);
        let detail = words::detail(step).unwrap_or(words::status(step.status));
        let detail = match words::polls(step) {
            0 => detail.to_owned(),
            _ => format!("{detail} ({})", count(step.requests.len(), "request")),
        };
        if self.sheet.style.width >= WIDE {
            let length = match self.length {
                0 => String::new(),
                columns => format!("{:>columns$}  ", length(step)),
            };
            let title = self.sheet.paint(BOLD, &format!("{title:<0$}", self.title));
            let head = format!("  {mark} {time}  {length}{title}  ");
            let columns = 2 + 2 + self.time + 2 + length.len() + self.title + 2;
            self.sheet.hang(&head, columns, &detail);
        } else {
            let title = self.sheet.paint(BOLD, title);
            let length = length(step);
            let comma = if length.is_empty() { "" } else { ", " };
            self.sheet
                .line(&format!("  {mark} {time}  {title}{comma}{length}"));
            self.sheet.hang(INDENT, INDENT.len(), &detail);
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
            width: self.sheet.style.width.saturating_sub(INDENT.len()),
            ..self.sheet.style
        };
        // Memory allows for it.
        let drawn = draw(&subject, &style).unwrap_or_default();
        for line in drawn.lines() {
            self.sheet.line(&format!("{INDENT}{line}"));
        }
        self.sheet.line("");
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
            let line = self.sheet.paint(DIM, &clean(&line));
            self.sheet.line(&format!("{INDENT}{INDENT}{line}"));
        }
    }

    fn audience(&mut self) {
        let audience = &self.run.timeline.audience;
        if audience.is_empty() {
            return;
        }
        self.heading("What people will see", "");
        let room = self.sheet.style.width.saturating_sub(8) / 2;
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
            let mark = words::mark(status, self.sheet.style.unicode).to_string();
            let mark = self.sheet.paint(status_look(status), &mark);
            let who = clean(&it.who);
            if widest > room {
                self.sheet.hang(&format!("  {mark} "), 4, &it.who);
                self.sheet.hang(INDENT, INDENT.len(), &it.sees);
            } else {
                let missing = widest - who.chars().map(columns).sum::<usize>();
                let head = format!("  {mark} {who}{:missing$}  ", "");
                self.sheet.hang(&head, 4 + widest + 2, &it.sees);
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
        let bullet = if self.sheet.style.unicode { "•" } else { "*" };
        for line in by_hand {
            self.sheet.hang(&format!("  {bullet} "), 4, line);
        }
    }

    fn outcome(&mut self) {
        let timeline = &self.run.timeline;
        let status = words::outcome_status(timeline.outcome);
        let mark = words::mark(status, self.sheet.style.unicode);
        let (outcome, sentence) = words::outcome(timeline);
        let head = self
            .sheet
            .paint(status_look(status), &format!("{mark} {outcome}:"));
        if !self.sheet.text.is_empty() && !self.sheet.text.ends_with("\n\n") {
            self.sheet.line("");
        }
        let columns = outcome.chars().count() + 4;
        self.sheet.hang(&format!("{head} "), columns, &sentence);
    }
}
