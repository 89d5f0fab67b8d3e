//! The steps one by one: what happened, why, and what to change.

use std::fmt::Write as _;
use std::ops::Range;

use crate::finding::Severity;
use crate::publish::timeline::{Cause, FilePlace, Phase, Status, Step};
use crate::report::excerpt::{Excerpt, Look};
use crate::report::text::count;
use crate::syntax::Span;

use super::super::{DryRun, words};
use super::drawing::mark;
use super::text::{escape, escape_lines, sentence};

/// Characters of a line of codemagic.yaml that are shown.
const COLUMNS: usize = 240;

/// What deserves a look before anything happens.
pub(super) fn remarks(html: &mut String, run: &DryRun<'_>) {
    if run.remarks.is_empty() {
        return;
    }
    html.push_str(
        "<section aria-labelledby=\"remarks\">\n<h2 id=\"remarks\">Before anything happens</h2>\n",
    );
    for remark in &run.remarks {
        let told = Told {
            status: words::remark_status(remark),
            message: &remark.message,
            help: remark.help.as_deref(),
            place: remark.place.as_ref(),
            file: None,
            log: None,
        };
        cause(html, run, &told);
    }
    html.push_str("</section>\n");
}

/// What would fail next.
pub(super) fn would_fail_next(html: &mut String, run: &DryRun<'_>) {
    let all = &run.timeline.would_fail_next;
    if all.is_empty() {
        return;
    }
    let _ = writeln!(
        html,
        "<section aria-labelledby=\"next\">\n<h2 id=\"next\">What would fail next \
         <span class=\"remark\">{}</span></h2>",
        words::WOULD_FAIL_NEXT
    );
    for it in all {
        cause(html, run, &Told::of(&it.cause, &words::foreseen(it)));
    }
    html.push_str("</section>\n");
}

/// All steps.
pub(super) fn steps(html: &mut String, run: &DryRun<'_>) {
    let all = &run.timeline.steps;
    if all.is_empty() {
        return;
    }
    html.push_str("<section aria-labelledby=\"steps\">\n<h2 id=\"steps\">Step by step</h2>\n");
    for phase in [Phase::Build, Phase::PostProcessing] {
        let numbered = all.iter().enumerate();
        let steps: Vec<_> = numbered.filter(|(_, step)| step.phase == phase).collect();
        if steps.is_empty() {
            continue;
        }
        let _ = writeln!(
            html,
            "<h3>{}</h3>\n<ol class=\"steps\">",
            words::phase(phase).0
        );
        for (index, step) in steps {
            card(html, run, index, step);
        }
        html.push_str("</ol>\n");
    }
    html.push_str("</section>\n");
}

fn card(html: &mut String, run: &DryRun<'_>, index: usize, step: &Step) {
    let status = words::status(step.status);
    let length = match words::length(step) {
        0 => String::new(),
        seconds => format!("<span class=\"length\">{}</span>", words::duration(seconds)),
    };
    let word = match step.status {
        Status::Done => format!("<span class=\"unseen\">{status}</span>"),
        _ => format!("<span class=\"word {status}\">{status}</span>"),
    };
    let _ = writeln!(
        html,
        "<li class=\"step {status}\" id=\"step-{}\">\n<p class=\"when\"><span>{}</span> {length}</p>\n<div class=\"what\">\n\
         <h4>{}{} {word}</h4>",
        index + 1,
        words::moment(step.starts_at),
        mark(step.status),
        words::title(step.name),
    );
    if let Some(detail) = words::detail(step) {
        let _ = writeln!(html, "<p>{}</p>", sentence(detail));
    }
    for it in &step.causes {
        cause(html, run, &Told::of(it, &it.message));
    }
    requests(html, step);
    html.push_str("</div>\n</li>\n");
}

/// What is told about a mistake.
struct Told<'a> {
    status: Status,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<&'a Range<usize>>,
    file: Option<&'a FilePlace>,
    log: Option<&'a str>,
}

impl<'a> Told<'a> {
    fn of(cause: &'a Cause, message: &'a str) -> Self {
        let status = match cause.severity {
            Severity::Error => Status::Failed,
            _ => Status::Warning,
        };
        Self {
            status,
            message,
            help: cause.help.as_deref(),
            place: cause.place.as_ref(),
            file: cause.file.as_deref(),
            log: cause.log.as_deref(),
        }
    }
}

fn cause(html: &mut String, run: &DryRun<'_>, told: &Told<'_>) {
    let _ = writeln!(
        html,
        "<div class=\"cause {}\">\n<p class=\"message\">{}</p>",
        words::status(told.status),
        sentence(told.message)
    );
    if let Some(place) = told.place {
        excerpt(html, run, Span::new(place.start, place.end));
    }
    if let Some(file) = told.file {
        let file = escape(&words::file(file));
        let _ = writeln!(
            html,
            "<p class=\"file\"><b>In the file</b> <code>{file}</code></p>"
        );
    }
    if let Some(help) = told.help {
        let _ = writeln!(
            html,
            "<p class=\"help\"><b>What to do</b> {}</p>",
            sentence(help)
        );
    }
    if let Some(log) = told.log {
        let _ = writeln!(
            html,
            "<p class=\"log\"><b>In the log</b> <samp>{}</samp></p>",
            escape_lines(&words::log(log))
        );
    }
    html.push_str("</div>\n");
}

fn excerpt(html: &mut String, run: &DryRun<'_>, span: Span) {
    let look = Look {
        columns: COLUMNS,
        ellipsis: "…",
        secrets: &run.secrets,
    };
    let excerpt = Excerpt::new(run.source, span, &[], &look);
    let position = excerpt.position();
    let _ = writeln!(
        html,
        "<figure class=\"excerpt\">\n<figcaption>{}, line {}, column {}</figcaption>\n<pre>",
        escape(run.source.name()),
        position.line,
        position.column
    );
    let marked = excerpt.locate(span).unwrap_or_default();
    for (number, text) in excerpt.lines() {
        let at = |offset: usize| offset.clamp(text.start, text.end);
        let (start, end) = (at(marked.start), at(marked.end));
        let _ = write!(
            html,
            "<span class=\"line\"><span class=\"number\">{number}</span><code>{}",
            plain(excerpt.text(text.start..start))
        );
        // An empty place at the line's end, too, is marked where it is.
        if end > start || (marked.is_empty() && marked.start == start && position.line == number) {
            let _ = write!(html, "<mark>{}</mark>", plain(excerpt.text(start..end)));
        }
        let _ = writeln!(html, "{}</code></span>", plain(excerpt.text(end..text.end)));
    }
    html.push_str("</pre>\n</figure>\n");
}

/// A piece of an excerpt, which is clean but for tabs.
fn plain(text: &str) -> String {
    escape(&text.replace('\t', "    "))
}

fn requests(html: &mut String, step: &Step) {
    if step.requests.is_empty() {
        return;
    }
    let _ = writeln!(
        html,
        "<details><summary>{}</summary>\n<table>\n<thead><tr><th scope=\"col\">Request</th>\
         <th scope=\"col\">Answer</th><th scope=\"col\">Times</th></tr></thead>\n<tbody>",
        count(step.requests.len(), "request")
    );
    for (request, times) in words::summed_up(&step.requests) {
        let answer = match request.status {
            0 => "none".to_owned(),
            status => status.to_string(),
        };
        let _ = writeln!(
            html,
            "<tr><td><code>{} {}</code></td><td>{answer}</td><td>{times}</td></tr>",
            escape(&request.method),
            escape(&request.path)
        );
    }
    html.push_str("</tbody>\n</table></details>\n");
}
