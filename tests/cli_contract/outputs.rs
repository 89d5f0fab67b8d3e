//! `--output-format` and `--output-file`.

use codemagic_lint::report::Format;

use crate::support::cli::{BAD, Project};

const NAMES: [&str; 2] = ["--output-format", "--output-file"];

/// `F json f a.json` is `--output-format json --output-file a.json`.
fn run(project: &Project, options: &str) -> crate::support::cli::Run {
    let options = options.split_whitespace().map(|word| match word {
        "F" => NAMES[0],
        "f" => NAMES[1],
        word => word,
    });
    let arguments: Vec<&str> = ["check", "codemagic.yaml"]
        .into_iter()
        .chain(options)
        .collect();
    project.run(&arguments)
}

fn project() -> Project {
    Project::new(&[("codemagic.yaml", BAD)])
}

/// What begins a report of each format.
fn begins(text: &str, format: Format) -> bool {
    text.starts_with(match format {
        Format::Human => "error[unknown-key]\n",
        Format::Concise => "codemagic.yaml:4:5: error[unknown-key]: ",
        Format::Json => "{\n  \"version\": 1,",
        Format::JsonLines => "{\"file\":\"codemagic.yaml\",\"rule\":\"unknown-key\",",
        Format::Sarif => "{\n  \"$schema\"",
        Format::Github => "::error file=codemagic.yaml,",
        Format::Gitlab => "[\n  {\n    \"description\"",
        Format::Junit => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ",
        Format::Checkstyle => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle ",
    })
}

#[test]
fn every_format_goes_to_standard_output_and_to_a_file_alike() {
    for format in Format::ALL {
        let project = project();
        let printed = run(&project, &format!("F {}", format.name()));
        printed.ends_with(1);
        assert!(begins(&printed.stdout, format), "{printed:?}");
        let written = run(&project, &format!("F {} f report", format.name()));
        written.ends_with(1);
        assert_eq!(written.stdout, "", "{}", format.name());
        assert_eq!(project.read("report"), printed.stdout);
    }
}

#[test]
fn a_human_reads_the_report_by_default() {
    assert!(begins(&run(&project(), "").stdout, Format::Human));
}

#[test]
fn a_file_belongs_to_the_format_before_it_or_throughout_to_the_one_after_it() {
    for options in [
        "F json f a F sarif f b F human",
        "F human F json f a F sarif f b",
        "F sarif f b F human F json f a",
        "F json f a F human F sarif f b",
        "f a F json f b F sarif F human",
        "f b F sarif F human f a F json",
    ] {
        let project = project();
        let run = run(&project, options);
        run.ends_with(1);
        assert!(begins(&run.stdout, Format::Human), "{options}");
        assert!(begins(&project.read("a"), Format::Json), "{options}");
        assert!(begins(&project.read("b"), Format::Sarif), "{options}");
    }
}

#[test]
fn all_nine_may_be_written_at_once() {
    let project = project();
    let options = Format::ALL.map(|format| format!("F {0} f out/{0}", format.name()));
    project.write("out/", "");
    let run = run(&project, &options.join(" "));
    run.ends_with(1);
    assert_eq!(run.stdout, "");
    for format in Format::ALL {
        let text = project.read(&format!("out/{}", format.name()));
        assert!(begins(&text, format), "{text}");
    }
}

#[test]
fn wrong_pairs_are_refused_before_anything_is_written() {
    for (options, words) in [
        (
            "f a",
            &["`--output-file a` belongs to no `--output-format`"][..],
        ),
        (
            "F json f a f b",
            &["two `--output-file` for one `--output-format json`"],
        ),
        (
            "f a f b F json",
            &["two `--output-file` for one `--output-format json`"],
        ),
        (
            "f a F json F human f b",
            &["`--output-file b` belongs to no"],
        ),
        (
            "F json F sarif",
            &["two reports for standard output", "all but one"],
        ),
        ("F json f a F sarif f a", &["two reports for `a`"]),
        ("F json f", &["--output-file"]),
        ("F", &["--output-format"]),
    ] {
        let project = project();
        run(&project, options).fails_with(words);
        assert!(!project.path("a").exists(), "{options}");
    }
}

#[test]
fn what_cannot_be_written_is_named_and_the_rest_is_written() {
    let project = project();
    project.write("folder/", "");
    for (file, message) in [
        (
            "none/a",
            "`none/a` cannot be written: its directory does not exist",
        ),
        ("codemagic.yaml/a", "`codemagic.yaml/a` does not exist"),
        ("folder", "`folder` is a directory, expected a file"),
    ] {
        let run = run(&project, &format!("F json f {file} F concise"));
        run.fails_with(&[&format!("error: {message}")]);
        assert!(begins(&run.stdout, Format::Concise), "{run:?}");
    }
}

#[test]
fn a_file_is_replaced() {
    let project = project();
    project.write("report.json", "x".repeat(100_000));
    run(&project, "F json f report.json").ends_with(1);
    assert!(begins(&project.read("report.json"), Format::Json));
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let more = BAD.replace("    scripts", "    one: 1\n    two: 2\n    scripts");
    let project = Project::new(&[("codemagic.yaml", &more)]);
    for (limit, shown) in [("0", 0), ("1", 1), ("2", 2), ("3", 3), ("99", 3)] {
        let options = format!("--select unknown-key --max-findings {limit}");
        let json = run(&project, &format!("F json {options}"));
        json.ends_with(1);
        assert_eq!(json.rules().len(), shown);
        assert_eq!(json.json()["summary"]["errors"], 3);
        let human = run(&project, &options);
        human.ends_with(1);
        let more = if shown == 2 {
            "1 more finding"
        } else {
            "more findings"
        };
        assert_eq!(human.stdout.contains(more), shown < 3, "{human:?}");
        assert!(human.stdout.contains("3 errors in 1 file"), "{human:?}");
    }
}
