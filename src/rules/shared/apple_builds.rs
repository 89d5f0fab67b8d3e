//! What the steps of a workflow do to build and sign an Apple app.
//!
//! A step may call a tool or a script of the repository whose own commands are
//! not to be seen: [`hides_commands`] tells, and rules that say something is
//! missing then stay silent.

use crate::expression::shell::{Command, Word};
use crate::model::environment::DistributionType;
use crate::model::step::AnyStep;
use crate::model::{Field, Item, Value};
use crate::syntax::{NodeId, Span};

use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;

/// A command that builds an Apple app.
pub(crate) struct Build<'v> {
    /// The command.
    pub command: &'v StepCommand<'v>,
    /// Its place among the commands of the workflow.
    pub position: usize,
    /// What it builds.
    pub product: Product,
    /// Whether it is told not to sign, or builds for a simulator.
    pub unsigned: bool,
}

/// What a command builds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Product {
    /// An archive or a package: what gets published.
    Package,
    /// An app that still has to be archived or packaged.
    App,
    /// An app for macOS, not yet packaged.
    MacApp,
}

impl Build<'_> {
    /// Whether it makes a package and is not told to leave it unsigned.
    pub fn makes_signed_package(&self) -> bool {
        self.product == Product::Package && !self.unsigned
    }
}

/// A command that builds an Apple app, by its place among the commands of the workflow.
#[derive(Debug)]
pub(crate) struct AppleBuild {
    position: usize,
    product: Product,
    unsigned: bool,
}

/// Which of a workflow's commands build an Apple app, in order.
pub(crate) fn find(view: &WorkflowView<'_>) -> Vec<AppleBuild> {
    let commands = view.calls(["flutter", "xcode-project", "xcodebuild"]);
    let builds = commands.filter_map(|(position, command)| {
        Some(AppleBuild {
            position,
            product: product(command.command())?,
            unsigned: is_unsigned(command.command()),
        })
    });
    builds.collect()
}

/// The commands that build an Apple app, in order.
pub(crate) fn builds<'v>(view: &'v WorkflowView<'_>) -> impl Iterator<Item = Build<'v>> {
    view.apple_builds().iter().filter_map(|build| {
        Some(Build {
            command: view.commands().get(build.position)?,
            position: build.position,
            product: build.product,
            unsigned: build.unsigned,
        })
    })
}

/// The export options that `use-profiles` writes.
const WRITTEN_OPTIONS: [&str; 3] = [
    "/Users/builder/export_options.plist",
    "$HOME/export_options.plist",
    "~/export_options.plist",
];

/// Whether the command signs with what `use-profiles` sets up, as far as it
/// tells.
pub(crate) fn needs_profiles(build: &Build<'_>) -> bool {
    let command = build.command.command();
    let options = command
        .option_text("--export-options-plist")
        .or_else(|| command.option_text("-exportOptionsPlist"));
    build.makes_signed_package()
        && match options {
            Some(path) => WRITTEN_OPTIONS.contains(&path),
            None => flutter_build(command).is_some() || command.has("build-ipa"),
        }
}

/// The place that needs macOS, and what happens there.
pub(crate) fn apple_work(view: &WorkflowView<'_>) -> Option<(Span, &'static str)> {
    let publishing = view.workflow.publishing.value();
    let asc = publishing.map(|publishing| &publishing.app_store_connect);
    if let Some(key) = asc.filter(|asc| asc.is_set()).and_then(Field::key) {
        return Some((view.tree().span(key), "published to App Store Connect here"));
    }
    let first = builds(view).next()?.command;
    let place = view.script_span(first.script, first.command().range.clone());
    Some((place, "built for an Apple platform here"))
}

fn product(command: &Command<'_>) -> Option<Product> {
    if let Some(target) = flutter_build(command) {
        return match target {
            "ipa" => Some(Product::Package),
            "ios" => Some(Product::App),
            "macos" => Some(Product::MacApp),
            _ => None,
        };
    }
    if command.runs("xcode-project", &["build-ipa"]) {
        return Some(Product::Package);
    }
    match command.tool() {
        "xcodebuild" if command.has("archive") || command.has("-exportArchive") => {
            Some(Product::Package)
        }
        "xcodebuild" if command.has("build") => Some(Product::App),
        _ => None,
    }
}

/// The target of `flutter build`, a version manager before it or not.
pub(crate) fn flutter_build<'c>(command: &'c Command<'_>) -> Option<&'c str> {
    let mut operands = command.operands().map(|word| &*word.text);
    let builds = command.tool() == "flutter" && operands.next() == Some("build");
    builds.then(|| operands.next())?
}

/// `xcode-project build-ipa` signs when it exports, whatever it archives with.
fn is_unsigned(command: &Command<'_>) -> bool {
    let says_so = |word: &Word<'_>| {
        matches!(&*word.text, "--no-codesign" | "--simulator")
            || word.text.contains("CODE_SIGNING_ALLOWED=NO")
            || word.text.contains("iphonesimulator")
            || word.text.contains("iOS Simulator")
    };
    command.tool() != "xcode-project" && command.arguments().iter().any(says_so)
}

/// What the signing files of a workflow are for, where that is no distribution by the
/// App Store, and no step fetches files that may be the ones that count.
pub(crate) fn signed_for_another(view: &WorkflowView<'_>) -> Option<(NodeId, DistributionType)> {
    let environment = view.workflow.environment.value()?;
    let chosen = &environment.ios_signing.value()?.distribution_type;
    let (Some(node), Some(Value::Literal(kind))) = (chosen.node(), chosen.value()) else {
        return None;
    };
    let is_another = *kind != DistributionType::AppStore;
    let fetches = mentions(view, &["fetch-signing-files", "fastlane", "match "]);
    (is_another && !fetches).then_some((node, *kind))
}

/// Whether the scripts mention any of these texts, given in lower case; the case
/// of the scripts does not matter. Comments do not count.
pub(crate) fn mentions(view: &WorkflowView<'_>, texts: &[&str]) -> bool {
    let mut scripts = view.build_scripts();
    scripts.any(|script| {
        let code = script.read.lower_code();
        texts.iter().any(|text| code.contains(text))
    })
}

/// Whether the scripts mention this word, given in lower case, as a word of its
/// own: `codesign` is none of `--no-codesign`. Comments do not count.
pub(crate) fn mentions_word(view: &WorkflowView<'_>, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut scripts = view.build_scripts();
    scripts.any(|script| {
        let mut words = script.read.lower_code().split(|c| !is_part(c));
        words.any(|found| found == word)
    })
}

fn script(item: &Item<AnyStep>) -> Option<crate::model::TextNode> {
    item.value.as_ref().and_then(AnyStep::script)
}

/// Whether a step runs commands that are not to be seen here: those of a task
/// runner, of a script of the repository, of another language, or of a step that
/// could not be read.
pub(crate) fn hides_commands(view: &WorkflowView<'_>) -> bool {
    let is_shell = |item: &Item<AnyStep>| {
        script(item).is_some_and(|script| {
            let first = script.get(view.tree()).lines().next().unwrap_or_default();
            !first.starts_with("#!") || first.contains("sh")
        })
    };
    !view.steps().iter().all(is_shell)
        || view
            .commands()
            .iter()
            .any(|found| is_opaque(found.command()))
}

/// Whether a command runs others that are not to be seen.
pub(crate) fn is_opaque(command: &Command<'_>) -> bool {
    let arguments = command.arguments();
    let first = command.argument(0);
    match command.tool() {
        "fastlane" | "match" | "make" | "gmake" | "melos" | "rake" | "just" | "task" | "mise"
        | "gym" | "npx" | "pnpm" | "bun" | "eas" | "eval" | "xargs" | "tuist" | "earthly"
        | "bazel" => true,
        "bundle" | "bundler" => first == "exec",
        "dart" => first == "run",
        "yarn" => !matches!(first, "" | "install" | "add" | "--frozen-lockfile"),
        // A script of the package may do anything; those named so release the app.
        "npm" => arguments.iter().any(|word| {
            ["ios", "release", "deploy", "publish", "archive"]
                .iter()
                .any(|it| word.text.contains(it))
        }),
        // Without a file these read what is piped into them, mostly an installer.
        "sh" | "bash" | "zsh" | "source" | "." | "python" | "python3" | "ruby" | "node"
        | "dotnet" => !arguments.is_empty(),
        tool => {
            let extension = tool.rsplit_once('.').map(|(_, extension)| extension);
            tool.starts_with('$')
                || matches!(extension, Some("sh" | "bash" | "zsh" | "py" | "rb" | "js"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::shell::parse;

    fn first(script: &str) -> Command<'_> {
        parse(script).commands.remove(0)
    }

    #[test]
    fn builds_are_recognised() {
        let cases = [
            ("xcode-project build-ipa --scheme A", Some(Product::Package)),
            ("flutter build ipa", Some(Product::Package)),
            ("fvm flutter build --release ipa", Some(Product::Package)),
            (
                "A=b xcrun xcodebuild -scheme A archive",
                Some(Product::Package),
            ),
            ("flutter build ios", Some(Product::App)),
            (
                "$FLUTTER_ROOT/bin/flutter build macos",
                Some(Product::MacApp),
            ),
            ("flutter build apk", None),
            ("xcodebuild test -scheme A", None),
            ("echo flutter build ipa", None),
        ];
        for (script, expected) in cases {
            assert_eq!(product(&first(script)), expected, "{script}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_known() {
        for script in [
            "make ios",
            "./scripts/build.sh",
            "bundle exec fastlane beta",
            "$TOOL x",
        ] {
            assert!(is_opaque(&first(script)), "{script}");
        }
        for script in [
            "chmod +x build.sh",
            "bundle install",
            "npm run build",
            "bash",
        ] {
            assert!(!is_opaque(&first(script)), "{script}");
        }
    }
}
