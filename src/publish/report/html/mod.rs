//! The timeline as a page that a person would rather look at than read.
//!
//! It needs no other file, no script and no network, and its content security policy
//! says so: only the one style sheet, known by its hash, holds.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::publish::timeline::Status;
use crate::report::{TOOL_NAME, TOOL_URL, TOOL_VERSION};

use super::{DryRun, words};
use drawing::mark;
use text::{escape, sentence};

mod drawing;
mod scale;
mod steps;
mod text;

/// The style sheet.
const STYLE: &str = include_str!("style.css");

pub(super) fn report(run: &DryRun<'_>) -> String {
    let mut html = String::with_capacity(32 << 10);
    head(&mut html, run);
    html.push_str("<body>\n");
    html.push_str(drawing::MARKS);
    header(&mut html, run);
    html.push_str("<main>\n");
    if !run.timeline.steps.is_empty() {
        let _ = write!(
            html,
            "<section aria-labelledby=\"timeline\">\n<h2 id=\"timeline\">Timeline</h2>\n{}</section>\n",
            drawing::draw(&run.timeline)
        );
    }
    steps::would_fail_next(&mut html, run);
    audience(&mut html, run);
    by_hand(&mut html, run);
    steps::remarks(&mut html, run);
    steps::steps(&mut html, run);
    html.push_str("</main>\n");
    let _ = writeln!(
        html,
        "<footer><p>A dry run by <a href=\"{TOOL_URL}\">{TOOL_NAME}</a> {TOOL_VERSION}: nothing was sent to Apple, \
         and all times are those of the simulation.</p></footer>\n</body>\n</html>"
    );
    html
}

/// The name that people know the workflow by.
fn name<'a>(run: &'a DryRun<'_>) -> &'a str {
    let name = run.plan.workflow_name.as_deref();
    name.unwrap_or(&run.timeline.workflow)
}

fn head(html: &mut String, run: &DryRun<'_>) {
    // Editors may have changed the line breaks; browsers change them back before they
    // compute the hash.
    let style = STYLE.replace("\r\n", "\n");
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let title = format!(
        "{} {}: {}",
        name(run),
        words::version(run.plan),
        words::outcome(&run.timeline).0
    );
    let _ = writeln!(
        html,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>{style}</style>\n</head>",
        escape(&title)
    );
}

fn header(html: &mut String, run: &DryRun<'_>) {
    let (plan, timeline) = (run.plan, run.timeline.as_ref());
    let status = words::outcome_status(timeline.outcome);
    let (outcome, told) = words::outcome(timeline);
    let file = run.source.name();
    let _ = writeln!(
        html,
        "<header>\n<p class=\"above\">Dry run of workflow <code>{}</code> in <code>{}</code></p>\n<h1>{}</h1>\n\
         <p class=\"outcome {}\">{}<b>{}</b> <span>{}</span></p>\n<dl class=\"facts\">",
        escape(&timeline.workflow),
        escape(file),
        escape(name(run)),
        words::status(status),
        mark(status),
        capitalised(outcome),
        sentence(&told),
    );
    let app = &plan.app;
    let origin = |origin| words::origin(origin, file);
    let facts = [
        (
            "App",
            app.bundle_id.value.clone(),
            origin(&app.bundle_id.origin),
        ),
        (
            "Version",
            app.version.value.clone(),
            origin(&app.version.origin),
        ),
        (
            "Build number",
            app.build_number.value.clone(),
            origin(&app.build_number.origin),
        ),
        (
            "Package",
            app.file.clone(),
            format!("for {}", words::platform(app.platform)),
        ),
    ];
    for (name, value, origin) in facts {
        let _ = writeln!(
            html,
            "<div><dt>{name}</dt><dd><b>{}</b> <span>{}</span></dd></div>",
            escape(&value),
            escape(&origin)
        );
    }
    let _ = writeln!(
        html,
        "<div><dt>Key</dt><dd><span>{}</span></dd></div>\n</dl>",
        sentence(&words::credentials(&plan.credentials))
    );
    planned(html, run);
    if !timeline.placeholders.is_empty() {
        html.push_str("<div class=\"made-up\"><p><b>Made up</b> for this dry run:</p>\n<ul>\n");
        for placeholder in &timeline.placeholders {
            let _ = writeln!(html, "<li>{}</li>", sentence(placeholder));
        }
        html.push_str("</ul></div>\n");
    }
    html.push_str("</header>\n");
}

/// What is planned: in short, and one by one where somebody opens it.
fn planned(html: &mut String, run: &DryRun<'_>) {
    let package = &run.plan.app.file;
    let short = run.planned.facts(package, false);
    if short.is_empty() {
        return;
    }
    html.push_str("<dl class=\"plan\">\n");
    for (name, lines) in &short {
        let lines: Vec<String> = lines.iter().map(|line| sentence(line)).collect();
        let name = capitalised(name);
        let _ = writeln!(
            html,
            "<div><dt>{name}</dt><dd>{}</dd></div>",
            lines.join("<br>")
        );
    }
    html.push_str(
        "</dl>\n<details class=\"plan\"><summary>The whole plan</summary>\n<dl class=\"plan\">\n",
    );
    for (name, lines) in run.planned.facts(package, true) {
        let lines: Vec<String> = lines.iter().map(|line| sentence(line)).collect();
        let name = capitalised(name);
        let _ = writeln!(
            html,
            "<div><dt>{name}</dt><dd>{}</dd></div>",
            lines.join("<br>")
        );
    }
    html.push_str("</dl></details>\n");
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

fn audience(html: &mut String, run: &DryRun<'_>) {
    let audience = &run.timeline.audience;
    if audience.is_empty() {
        return;
    }
    html.push_str(
        "<section aria-labelledby=\"audience\">\n<h2 id=\"audience\">What people will see</h2>\n<ol class=\"flow\">\n",
    );
    for it in audience {
        let (status, word) = if it.is_reached {
            (Status::Done, "reached")
        } else {
            (Status::Failed, "not reached")
        };
        let _ = writeln!(
            html,
            "<li class=\"{}\"><h3>{}<span>{}<span class=\"unseen\">, {word}</span></span></h3><p>{}</p></li>",
            words::status(status),
            mark(status),
            sentence(&it.who),
            sentence(&it.sees)
        );
    }
    html.push_str("</ol>\n</section>\n");
}

fn by_hand(html: &mut String, run: &DryRun<'_>) {
    let by_hand = &run.timeline.by_hand;
    if by_hand.is_empty() {
        return;
    }
    let _ = writeln!(
        html,
        "<section aria-labelledby=\"by-hand\">\n<h2 id=\"by-hand\">What can still be done by hand \
         <span class=\"remark\">{}</span></h2>\n<ul class=\"by-hand\">",
        words::by_hand(&run.timeline)
    );
    for line in by_hand {
        let _ = writeln!(html, "<li>{}</li>", sentence(line));
    }
    html.push_str("</ul>\n</section>\n");
}
