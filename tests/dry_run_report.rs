//! What the reports of a dry run say.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod dry_run_sample;

use codemagic_lint::publish::plan::{Credentials, Origin, Secret};
use codemagic_lint::publish::report::{Format, Options, dry_run_schema, html, human, json, render};
use codemagic_lint::report::Style;
use codemagic_lint::syntax::SourceFile;
use proptest::prelude::*;
use serde_json::{Value, json};

use dry_run_sample::{HOSTILE, Sample, TEXT, failure, sourced, success, time_out, told_in};

fn options(width: usize) -> Options {
    let style = Style {
        width,
        ..Style::default()
    };
    Options {
        style,
        verbose: false,
    }
}

fn samples() -> [Sample; 4] {
    [success(), failure(), time_out(), told_in(HOSTILE)]
}

/// Compares with what is kept, which `INSTA_UPDATE=always` renews.
fn kept(name: &str, text: &str) {
    let text = text.replace(env!("CARGO_PKG_VERSION"), "x.y.z");
    insta::with_settings!({ snapshot_path => "dry_run_sample", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}

fn parsed(sample: &Sample) -> Value {
    serde_json::from_str(&json(&sample.run())).unwrap()
}

/// A page without its style sheet and its hash.
fn unstyled(page: &str) -> String {
    let (start, rest) = page.split_once("<style>").unwrap();
    let (_, end) = rest.split_once("</style>").unwrap();
    let (before, hash) = start.split_once("sha256-").unwrap();
    let (_, after) = hash.split_once('\'').unwrap();
    format!("{before}'{after}{end}")
}

#[test]
fn a_success_on_100_columns() {
    kept("success-100", &human(&success().run(), &options(100)));
}

#[test]
fn a_failure_on_60_columns() {
    kept("failure-60", &human(&failure().run(), &options(60)));
}

#[test]
fn a_time_out_in_ascii_with_requests() {
    let mut options = options(100);
    options.style.unicode = false;
    options.verbose = true;
    let text = human(&time_out().run(), &options);
    assert!(text.is_ascii());
    kept("time-out-ascii", &text);
}

#[test]
fn a_quiet_report_tells_what_went_wrong_and_how_it_ended() {
    let mut options = options(100);
    options.style.quiet = true;
    assert_eq!(
        human(&success().run(), &options),
        "✓ published: all that was asked for is done 6 min 20 s after the upload\n"
    );
    let text = human(&failure().run(), &options);
    assert!(text.contains("Beta groups") && text.contains("What to Test"));
    assert!(!text.contains("Find the app") && !text.contains("by hand"));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for sample in [success(), failure(), time_out()] {
        for width in [60, 80, 89, 90, 100, 120] {
            for line in human(&sample.run(), &options(width)).lines() {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn colour_changes_nothing_but_the_looks() {
    for sample in samples() {
        let plain = human(&sample.run(), &options(100));
        let mut colored = options(100);
        colored.style.color = true;
        let colored = human(&sample.run(), &colored);
        assert_ne!(colored, plain);
        let mut pieces = colored.split("\u{1b}[");
        let mut stripped = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let (codes, text) = piece.split_once('m').unwrap();
            assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'));
            stripped.push_str(text);
        }
        let trimmed = |text: &str| -> Vec<_> {
            let lines = text.lines().map(|line| line.trim_end().to_owned());
            lines.collect()
        };
        assert_eq!(trimmed(&stripped), trimmed(&plain));
    }
}

#[test]
fn a_failure_in_json() {
    kept("failure-json", &json(&failure().run()));
}

#[test]
fn json_is_as_the_schema_says() {
    let validator = jsonschema::draft7::new(&dry_run_schema()).unwrap();
    for sample in samples() {
        let object = parsed(&sample);
        let problems: Vec<_> = validator.iter_errors(&object).collect();
        assert!(problems.is_empty(), "{problems:?}");
    }
    let mut object = parsed(&success());
    object["steps"][0]["status"] = json!("finished");
    assert!(!validator.is_valid(&object));
}

#[test]
fn json_keeps_every_text_as_it_is() {
    let object = parsed(&told_in(HOSTILE));
    assert_eq!(object["steps"][0]["causes"][0]["log"], HOSTILE);
    assert_eq!(object["plan"]["bundle_id"]["value"], HOSTILE);
    assert_eq!(object["audience"][0]["who"], HOSTILE);
}

#[test]
fn spans_point_at_the_responsible_words() {
    let object = parsed(&failure());
    let steps = object["steps"].as_array().unwrap();
    let groups = steps.iter().find(|step| step["name"] == "beta-groups");
    let span = &groups.unwrap()["causes"][0]["span"];
    assert_eq!(span["start"]["line"], 14);
    assert_eq!(span["start"]["column"], 13);
    let offset = |end: &str| usize::try_from(span[end]["offset"].as_u64().unwrap()).unwrap();
    assert_eq!(&TEXT[offset("start")..offset("end")], "Team");
}

#[test]
fn a_failure_as_a_page() {
    kept("failure-html", &unstyled(&html(&failure().run())));
}

#[test]
fn the_same_dry_run_gives_the_same_bytes() {
    for format in Format::ALL {
        let [one, other] = [(); 2].map(|()| render(&failure().run(), format, &options(80)));
        assert_eq!(one, other);
    }
}

#[test]
fn a_page_needs_nothing_else() {
    for sample in samples() {
        let page = html(&sample.run());
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n"));
        for word in [
            "<script",
            "@import",
            "url(",
            " src=",
            " style=",
            "javascript:",
        ] {
            assert!(!page.contains(word), "{word}");
        }
        let links = page.matches("href=\"").count();
        let inner = page.matches("href=\"#").count();
        // The icon, which is empty, and the project's address, which is only followed
        // by a click.
        assert_eq!(links, inner + 2);
    }
}

#[test]
fn what_could_steer_a_reader_is_spelled_out() {
    let sample = told_in(HOSTILE);
    for format in [Format::Human, Format::Html] {
        let text = render(&sample.run(), format, &options(100));
        let steers = |c: &char| (c.is_control() && *c != '\n') || *c == '\u{202e}';
        assert_eq!(text.chars().find(steers), None, "{format:?}");
        assert!(text.contains(r"\u{202e}") && text.contains(r"\u{1b}"));
    }
}

/// What is left of a page when its texts are taken away.
fn tags(page: &str) -> Vec<&str> {
    let pieces = page.split('<').skip(1);
    let tag = |piece| -> &str { str::split(piece, [' ', '>']).next().unwrap() };
    pieces.map(tag).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_changes_the_structure_of_a_page(
        text in "(<|>|&|\"|'|/|=|-->|</pre>|<!--|&lt;|[^`\r\n\u{85}\u{2028}\u{2029}]){1,24}"
    ) {
        let page = unstyled(&html(&told_in(&text).run()));
        let plain = unstyled(&html(&told_in("x").run()));
        prop_assert_eq!(tags(&page), tags(&plain));
    }
}

/// Lines of no real key.
const KEY: [&str; 2] = [
    "MIGTAgEAMBMGByqGSM49AgEGCCqG",
    "SM49AwEHBHkwdwIBAQQgNotReally",
];

#[test]
fn a_private_key_is_shown_nowhere() {
    let [one, two] = KEY;
    let key = format!("-----BEGIN PRIVATE KEY-----\n{one}\n{two}\n-----END PRIVATE KEY-----");
    let mut sample = told_in(&format!("a {one} b"));
    sample.source = SourceFile::new(
        "codemagic.yaml",
        format!("api_key: |\n  {one}\n  {two}\nkey_id: 1\n"),
    );
    for cause in sample
        .timeline
        .steps
        .iter_mut()
        .flat_map(|step| &mut step.causes)
    {
        cause.place = Some(44..46);
    }
    let part = |value: &str| sourced(value, Origin::Configuration);
    let shown = |value: &str| {
        let part = part(value);
        codemagic_lint::publish::plan::Sourced {
            value: Some(part.value),
            origin: part.origin,
            place: None,
        }
    };
    let named = "a name";
    sample.plan.workflow_name = Some(named.into());
    sample.plan.app.file = named.into();
    for value in [
        &mut sample.plan.app.bundle_id,
        &mut sample.plan.app.version,
        &mut sample.plan.app.build_number,
    ] {
        *value = part(named);
    }
    sample.plan.variables.clear();
    sample.timeline.workflow = named.into();
    sample.plan.credentials = Credentials::ApiKey {
        private_key: codemagic_lint::publish::plan::Sourced {
            value: Some(Secret(key)),
            origin: Origin::Variable(
                "KEY".into(),
                codemagic_lint::publish::plan::VariableOrigin::Process,
            ),
            place: None,
        },
        key_id: shown("KEY123"),
        issuer_id: shown("57246542-96fe-1a63-e053-0824d011072a"),
    };
    for format in Format::ALL {
        let mut options = options(100);
        options.verbose = true;
        let text = render(&sample.run(), format, &options);
        for line in KEY {
            assert!(!text.contains(line), "{format:?}: {text}");
        }
        assert!(text.contains("***"), "{format:?}");
    }
}

#[test]
fn what_a_cause_says_is_not_said_twice() {
    let mut sample = failure();
    let said = "`Team` refuses the build";
    let failed = sample
        .timeline
        .steps
        .iter_mut()
        .find(|step| step.causes.len() == 1);
    let failed = failed.unwrap();
    failed.detail = said.into();
    failed.causes[0].message = said.into();
    let text = human(&sample.run(), &options(100));
    assert_eq!(text.matches(said).count(), 1, "{text}");
    let page = html(&sample.run());
    assert_eq!(page.matches("refuses the build").count(), 1);
}
