//! The timeline drawn: a row a step, on one time axis.
//!
//! Every row is a picture of its own that is as wide as the page lets it be: positions
//! are per cent of that width, so nothing needs a script, and a telephone shows the
//! same drawing as a wall.

use std::fmt::Write as _;

use crate::publish::timeline::{Phase, Status, Step, Timeline};

use super::super::words;
use super::scale::{BUILD, Scale};
use super::text::escape;

/// Height of a row in pixels.
const ROW: u32 = 26;

/// At most so many polls are drawn; of more, every second, or third.
const SHOWN_POLLS: usize = 60;

/// Shapes of the marks, which the drawing and the steps share. They differ in form,
/// so that nobody needs to tell colours apart.
pub(super) const MARKS: &str = concat!(
    r#"<svg class="hidden" aria-hidden="true" width="0" height="0">"#,
    r#"<symbol id="done" viewBox="0 0 16 16"><circle class="fill" cx="8" cy="8" r="7.5"/>"#,
    r#"<path class="sign" d="M4.6 8.3 7 10.7 11.5 5.6"/></symbol>"#,
    r#"<symbol id="warning" viewBox="0 0 16 16"><path class="fill" d="M8 .6 15.8 15H.2Z"/>"#,
    r#"<path class="sign" d="M8 5.8V9.6M8 12.2v.1"/></symbol>"#,
    r#"<symbol id="failed" viewBox="0 0 16 16"><rect class="fill" x=".8" y=".8" width="14.4" height="14.4" rx="3"/>"#,
    r#"<path class="sign" d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/></symbol>"#,
    r#"<symbol id="skipped" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.6"/>"#,
    r#"<path class="stroke" d="M5.2 8h5.6"/></symbol>"#,
    r#"<symbol id="cancelled" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.6"/>"#,
    r#"<path class="stroke" d="M3.6 12.4 12.4 3.6"/></symbol>"#,
    "</svg>\n",
);

/// A mark beside a text that says the same.
pub(super) fn mark(status: Status) -> String {
    let name = words::status(status);
    format!(
        r##"<svg class="mark {name}" aria-hidden="true" width="16" height="16"><use href="#{name}"/></svg>"##
    )
}

/// The whole drawing.
pub(super) fn draw(timeline: &Timeline) -> String {
    let scale = Scale::new(timeline);
    let mut html = String::from("<figure class=\"chart\" aria-labelledby=\"timeline\">\n");
    for phase in [Phase::Build, Phase::PostProcessing] {
        let steps = timeline.steps.iter().enumerate();
        let steps: Vec<_> = steps.filter(|(_, step)| step.phase == phase).collect();
        if steps.is_empty() {
            continue;
        }
        let (heading, remark) = words::phase(phase);
        let _ = writeln!(
            html,
            "<h3>{heading} <span class=\"remark\">{remark}</span></h3>"
        );
        if phase == Phase::PostProcessing {
            limits(&mut html, &scale);
        }
        html.push_str("<ol class=\"rows\">\n");
        for (index, step) in steps {
            row(&mut html, &scale, index, step);
        }
        html.push_str("</ol>\n");
    }
    axis(&mut html, &scale, timeline.ends_at);
    let polls = timeline.steps.iter().any(|step| words::polls(step) > 0);
    let polls = if polls {
        " Ticks below a bar stand for requests while waiting."
    } else {
        ""
    };
    let _ = writeln!(
        html,
        "<figcaption>Time since the upload, not to scale: long waits are drawn shorter.{polls}</figcaption>\n</figure>"
    );
    html
}

fn limits(html: &mut String, scale: &Scale) {
    let limits: Vec<_> = scale.limits().collect();
    if limits.is_empty() {
        return;
    }
    html.push_str("<div class=\"row axis\"><svg class=\"track\" aria-hidden=\"true\" width=\"100%\" height=\"34\">");
    for (index, (limit, at)) in limits.into_iter().enumerate() {
        // The later limit's name is the upper one, so that no line crosses a name.
        let y = if index == 0 { 27 } else { 11 };
        // The text stands on that side of its line where there is room.
        let (anchor, dx) = if at > 48.0 { ("end", -5) } else { ("start", 5) };
        let _ = write!(
            html,
            "<line class=\"limit\" x1=\"{at:.2}%\" x2=\"{at:.2}%\" y1=\"{}\" y2=\"34\"/>\
             <text class=\"limit-name\" x=\"{at:.2}%\" dx=\"{dx}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>",
            y - 9,
            limit.label
        );
    }
    html.push_str("</svg></div>\n");
}

fn row(html: &mut String, scale: &Scale, index: usize, step: &Step) {
    let status = words::status(step.status);
    let title = words::title(step.name);
    let length = match words::length(step) {
        0 => String::new(),
        seconds => words::duration(seconds),
    };
    let spoken = format!(
        "{title}: {status}, from {} to {}",
        words::moment(step.starts_at),
        words::moment(step.ends_at)
    );
    let _ = write!(
        html,
        "<li class=\"row\"><a href=\"#step-{}\"><span>{title}</span> <span class=\"length\">{length}</span></a>\
         <svg class=\"track\" role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"{ROW}\">",
        index + 1,
        escape(&spoken)
    );
    background(html, scale, step.phase);
    let (start, end) = match step.phase {
        Phase::Build => (0.0, BUILD),
        Phase::PostProcessing => (scale.at(step.starts_at), scale.at(step.ends_at)),
    };
    if end > start {
        let _ = write!(
            html,
            "<rect class=\"bar {status}\" x=\"{start:.2}%\" y=\"9\" width=\"{:.2}%\" height=\"8\" rx=\"4\"/>",
            end - start
        );
    }
    polls(html, scale, step);
    let _ = writeln!(
        html,
        "<use class=\"mark {status}\" href=\"#{status}\" x=\"{end:.2}%\" y=\"5\" width=\"16\" height=\"16\" \
         transform=\"translate(-8 0)\"/></svg></li>"
    );
}

/// What runs through all rows.
fn background(html: &mut String, scale: &Scale, phase: Phase) {
    let _ = write!(
        html,
        "<rect class=\"build\" width=\"{BUILD:.2}%\" height=\"100%\"/>\
         <line class=\"zero\" x1=\"{BUILD:.2}%\" x2=\"{BUILD:.2}%\" y1=\"0\" y2=\"100%\"/>"
    );
    if phase == Phase::Build {
        return;
    }
    for (_, at) in scale.limits() {
        let _ = write!(
            html,
            "<line class=\"limit\" x1=\"{at:.2}%\" x2=\"{at:.2}%\" y1=\"0\" y2=\"100%\"/>"
        );
    }
}

/// Polls are made at equal distances from the start to the end.
fn polls(html: &mut String, scale: &Scale, step: &Step) {
    let polls = words::polls(step);
    let gaps = polls.saturating_sub(1);
    if gaps == 0 || words::length(step) == 0 {
        return;
    }
    for poll in (0..polls).step_by(polls.div_ceil(SHOWN_POLLS)) {
        let after = words::length(step).saturating_mul(poll as u64) / gaps as u64;
        let at = scale.at(step.starts_at.saturating_add(after));
        let _ = write!(
            html,
            "<line class=\"poll\" x1=\"{at:.2}%\" x2=\"{at:.2}%\" y1=\"20\" y2=\"24\"/>"
        );
    }
}

fn axis(html: &mut String, scale: &Scale, ends_at: u64) {
    html.push_str("<div class=\"row axis\"><svg class=\"track\" aria-hidden=\"true\" width=\"100%\" height=\"28\">");
    let _ = write!(
        html,
        "<text x=\"{:.2}%\" y=\"20\" text-anchor=\"middle\">build</text>",
        BUILD / 2.0 - 1.0
    );
    for (moment, at) in scale.named(ends_at) {
        let label = if moment == 0 {
            "0".to_owned()
        } else {
            words::duration(moment)
        };
        let _ = write!(
            html,
            "<line class=\"zero\" x1=\"{at:.2}%\" x2=\"{at:.2}%\" y1=\"0\" y2=\"6\"/>\
             <text x=\"{at:.2}%\" y=\"20\" text-anchor=\"middle\">{label}</text>"
        );
    }
    html.push_str("</svg></div>\n");
}
