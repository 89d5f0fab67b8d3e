//! What each stage costs, and whether cost grows with the text alone.
//!
//! `scripts/bench` runs it; `docs/performance.md` says how to read it.

#[allow(dead_code, reason = "the other benches need other kinds of files")]
mod input;
mod settings;

use codemagic_lint::finding::Category;
use codemagic_lint::model;
use codemagic_lint::report::{self, FileReport, Format, Report, Style};
use codemagic_lint::rules;
use codemagic_lint::syntax::{self, SourceFile};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    let text = input::file(100);
    let share = input::shell_share(&text);
    assert!(
        (0.35..0.45).contains(&share),
        "{share} of the input is shell"
    );
    let tree = syntax::parse(SourceFile::new("codemagic.yaml", text));
    assert_eq!(tree.problems(), [], "the input is YAML");
    divan::main();
}

/// Workflows in a small, a large and an absurd file: about 2 KB, 40 KB and 1 MB.
const SIZES: [usize; 3] = [1, 20, 500];

fn source(text: &str) -> SourceFile {
    SourceFile::new("codemagic.yaml", text)
}

/// Measures something made of a file, which is made anew each time.
fn per_file<I, O>(
    bencher: Bencher<'_, '_>,
    text: &str,
    prepare: impl Fn(SourceFile) -> I,
    measured: impl Fn(I) -> O + Sync,
) {
    bencher
        .counter(BytesCount::new(text.len()))
        .with_inputs(|| prepare(source(text)))
        .bench_local_values(measured);
}

/// The YAML parser alone.
#[divan::bench(args = SIZES)]
fn events(bencher: Bencher<'_, '_>, workflows: usize) {
    let text = input::file(workflows);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| syntax::count_events(&text));
}

/// Text to tree.
#[divan::bench(args = SIZES)]
fn compose(bencher: Bencher<'_, '_>, workflows: usize) {
    per_file(
        bencher,
        &input::file(workflows),
        |source| source,
        syntax::parse,
    );
}

/// Tree to model.
#[divan::bench(args = SIZES)]
fn decode(bencher: Bencher<'_, '_>, workflows: usize) {
    let prepare = |source| syntax::parse(source);
    let decode = |tree| {
        let (config, problems) = model::decode(&tree);
        // Given back, so that nothing is measured of dropping the tree.
        (tree, config.root, problems.len())
    };
    per_file(bencher, &input::file(workflows), prepare, decode);
}

/// Text to findings: the whole check, with every rule on.
#[divan::bench(args = SIZES)]
fn rules(bencher: Bencher<'_, '_>, workflows: usize) {
    let settings = settings::of(|_| true);
    let check = |source| rules::check(source, &settings);
    per_file(bencher, &input::file(workflows), |source| source, check);
}

/// Tree to findings of 20 workflows with the rules of one category alone, `decode`
/// included.
#[divan::bench(args = Category::ALL)]
fn category(bencher: Bencher<'_, '_>, category: Category) {
    let settings = settings::of(|rule| rule.category == category);
    let check = |tree| rules::check_tree(tree, &settings);
    per_file(bencher, &input::file(20), syntax::parse, check);
}

/// The same with no rule on: what every category above holds.
#[divan::bench]
fn no_category(bencher: Bencher<'_, '_>) {
    let settings = settings::of(|_| false);
    let check = |tree| rules::check_tree(tree, &settings);
    per_file(bencher, &input::file(20), syntax::parse, check);
}

/// Findings to the report for machines, counted by the size of the file.
#[divan::bench(args = SIZES)]
fn report_json(bencher: Bencher<'_, '_>, workflows: usize) {
    render(bencher, workflows, Format::Json);
}

/// Findings to the report for people, counted by the size of the file.
#[divan::bench(args = SIZES)]
fn report_human(bencher: Bencher<'_, '_>, workflows: usize) {
    render(bencher, workflows, Format::Human);
}

fn render(bencher: Bencher<'_, '_>, workflows: usize, format: Format) {
    let prepare = |source| {
        let checked = rules::check(source, &settings::of(|_| true));
        let source = checked.tree.source().clone();
        let file = FileReport::new(source, checked.findings, checked.secrets, 1000);
        Report { files: vec![file] }
    };
    let render = |report: Report| report::render(&report, format, &Style::default());
    per_file(bencher, &input::file(workflows), prepare, render);
}

/// The whole check of files that double in size: time should double as well.
mod growth {
    use super::{Bencher, input, per_file, rules, settings};

    const DOUBLED: [usize; 5] = [1, 2, 4, 8, 16];

    /// With every rule on, those for matters of taste as well.
    fn check(bencher: Bencher<'_, '_>, text: &str) {
        let settings = settings::of(|_| true);
        let check = |source| rules::check(source, &settings);
        per_file(bencher, text, |source| source, check);
    }

    #[divan::bench(args = DOUBLED)]
    fn workflows(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::file(50 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn scripts(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::scripts(250 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn script_length(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::long_script(2000 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn flow(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::flow(500 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn aliases(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::aliases(500 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn patterns(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::patterns(500 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn variables(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::variables(500 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn inputs(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::inputs(500 * times));
    }

    #[divan::bench(args = DOUBLED)]
    fn depth(bencher: Bencher<'_, '_>, times: usize) {
        check(bencher, &input::depth(15 * times));
    }
}
