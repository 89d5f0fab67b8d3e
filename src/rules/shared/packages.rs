//! Which packages the commands of a workflow make, and where.
//!
//! Sources: <https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/>,
//! `flutter build --help`, `docs/xcode-project/build-ipa.md` of
//! `codemagic-cli-tools`, and the outputs of the Android Gradle plugin, as of
//! 2026-06.

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use crate::expression::glob::{may_end_with, may_reach};
use crate::expression::shell::Command;
use crate::finding::Fix;
use crate::rules::check::WorkflowView;
use crate::rules::steps::StepCommand;

use super::apple_builds::flutter_build;
use super::cached_paths::{in_clone, normal};
use super::directories::{join, of_workflow};
use super::insertion::{entry_after, item_after};
use super::kept_files::patterns;
use super::tool_table::ToolTable;
use super::words::quoted;

/// What can be installed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Package {
    /// An iOS app.
    Ipa,
    /// An Android app.
    Apk,
    /// An Android app bundle.
    Aab,
}

impl Package {
    /// How its file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Ipa => ".ipa",
            Self::Apk => ".apk",
            Self::Aab => ".aab",
        }
    }

    /// Whether it is for Android.
    pub fn is_android(self) -> bool {
        self != Self::Ipa
    }
}

/// A command that makes a package.
pub(crate) struct Making<'v> {
    /// The command.
    pub command: &'v StepCommand<'v>,
    /// Its place among the commands of the workflow.
    pub position: usize,
    /// What it makes.
    pub package: Package,
    /// Whether it is a build for debugging.
    pub is_debug: bool,
    places: OnceCell<Vec<String>>,
}

impl Making<'_> {
    /// The directories in which the package may lie, relative to the clone, as
    /// patterns; none where that cannot be told.
    fn places(&self, view: &WorkflowView<'_>) -> &[String] {
        self.places.get_or_init(|| {
            let directory = view.places().get(self.position);
            let directory = directory.and_then(|place| place.directory.as_deref());
            directory.map_or_else(Vec::new, |directory| {
                places(self.command.command(), self.package, directory)
            })
        })
    }

    /// A pattern of `artifacts` that finds the package.
    pub fn pattern(&self, view: &WorkflowView<'_>) -> String {
        let root = of_workflow(view).unwrap_or_default();
        let ending = self.package.ending();
        let Some(place) = self.places(view).first() else {
            return format!("**/*{ending}");
        };
        let below = match place.strip_prefix(&root) {
            Some(rest) if root.is_empty() => rest,
            Some(rest) if rest.is_empty() || rest.starts_with('/') => rest.trim_start_matches('/'),
            _ => return format!("**/*{ending}"),
        };
        if below.is_empty() {
            return format!("*{ending}");
        }
        format!("{below}/*{ending}")
    }
}

/// A fix that adds a pattern to `artifacts`, where that is one simple edit.
pub(crate) fn add_pattern(view: &WorkflowView<'_>, pattern: &str) -> Option<Fix> {
    let tree = view.tree();
    let written = if pattern.starts_with('*') {
        quoted(pattern)
    } else {
        pattern.to_owned()
    };
    let artifacts = &view.workflow.artifacts;
    let (span, text) = match artifacts.items().last() {
        Some(last) => item_after(tree, last.node, &[&written])?,
        None if artifacts.key().is_some() => return None,
        None => {
            let scripts = view.workflow.scripts.key()?;
            entry_after(tree, scripts, &["artifacts:", &format!("  - {written}")])?
        }
    };
    Some(Fix::suggestion(format!("keep `{pattern}`"), span, text))
}

/// Most commands that make a package and are looked at: nobody has more.
const MOST: usize = 100;

/// The commands of the build that make a package, in order. What a function does
/// is left out: nobody knows whether it is called.
pub(crate) fn makings<'v>(view: &'v WorkflowView<'_>) -> Vec<Making<'v>> {
    let mut made = Vec::new();
    for (position, command, make) in MAKERS.calls(view) {
        let simple = command.command();
        if simple.context.function.is_none()
            && made.len() < MOST
            && let Some((package, is_debug)) = make(simple)
        {
            made.push(Making {
                command,
                position,
                package,
                is_debug,
                places: OnceCell::new(),
            });
        }
    }
    made
}

/// What a command makes, and whether for debugging.
type Make = fn(&Command<'_>) -> Option<(Package, bool)>;

/// The tools that make packages.
const MAKERS: ToolTable<Make, 5> = {
    let [unix, windows, installed] = GRADLE;
    ToolTable([
        ("flutter", made_by_flutter),
        ("xcode-project", made_by_xcode),
        (unix, made_by_gradle),
        (windows, made_by_gradle),
        (installed, made_by_gradle),
    ])
};

/// The names of Gradle.
pub(crate) const GRADLE: [&str; 3] = ["gradlew", "gradlew.bat", "gradle"];

fn made_by_flutter(command: &Command<'_>) -> Option<(Package, bool)> {
    let package = match flutter_build(command)? {
        "ipa" => Package::Ipa,
        "apk" => Package::Apk,
        "appbundle" => Package::Aab,
        _ => return None,
    };
    let makes_none = ["--no-codesign", "--config-only", "--help", "-h"];
    let is_idle = makes_none.iter().any(|option| command.has(option));
    (!is_idle).then(|| (package, command.has("--debug")))
}

fn made_by_xcode(command: &Command<'_>) -> Option<(Package, bool)> {
    (command.argument(0) == "build-ipa").then_some((Package::Ipa, false))
}

fn made_by_gradle(command: &Command<'_>) -> Option<(Package, bool)> {
    let found = gradle_tasks(command).filter_map(gradle_package);
    // Of several the one for release counts.
    found.min_by_key(|(_, is_debug)| *is_debug)
}

/// The tasks that a call of Gradle names.
pub(crate) fn gradle_tasks<'c>(command: &'c Command<'_>) -> impl Iterator<Item = &'c str> {
    let is_gradle = GRADLE.contains(&command.tool());
    let mut words = command.arguments().iter().map(|word| &*word.text);
    std::iter::from_fn(move || {
        loop {
            let word = words.next().filter(|_| is_gradle)?;
            match word {
                "-p" | "--project-dir" | "-x" | "--exclude-task" | "-b" | "-c" | "-g" | "-I"
                | "--init-script" | "--console" | "--max-workers" => {
                    words.next();
                }
                word if !word.starts_with('-') => return Some(word),
                _ => {}
            }
        }
    })
}

/// What a task makes: `:app:bundleProdRelease` a bundle, for release.
fn gradle_package(task: &str) -> Option<(Package, bool)> {
    let task = task.rsplit(':').next().unwrap_or(task);
    let is_debug = task.ends_with("Debug");
    if !is_debug && !task.ends_with("Release") {
        return None;
    }
    match task {
        _ if task.starts_with("assemble") => Some((Package::Apk, is_debug)),
        _ if task.starts_with("bundle") => Some((Package::Aab, is_debug)),
        _ => None,
    }
}

/// Where a package lies that is made in a directory.
fn places(command: &Command<'_>, package: Package, directory: &str) -> Vec<String> {
    let at = |path: &str| join(directory, path);
    let open = |path: Option<String>, rest: &str| path.map(|path| format!("{path}/{rest}"));
    let kind = if package == Package::Aab {
        "bundle"
    } else {
        "apk"
    };
    let found = match (command.tool(), package) {
        ("flutter", Package::Ipa) => vec![at("build/ios/ipa")],
        ("flutter", _) => vec![
            open(at("build/app/outputs"), &format!("{kind}/**")),
            at("build/app/outputs/flutter-apk").filter(|_| package == Package::Apk),
            // Where the project does not lead Gradle elsewhere, as Flutter wants it.
            open(at("android"), "**/outputs/**"),
        ],
        ("xcode-project", _) => match command.option("--ipa-directory") {
            Some(_) => vec![command.option_text("--ipa-directory").and_then(at)],
            None => vec![at("build/ios/ipa")],
        },
        _ => {
            let project = command
                .option_text("-p")
                .or_else(|| command.option_text("--project-dir"));
            let Some(project) = at(project.unwrap_or(".")) else {
                return Vec::new();
            };
            let outputs = format!("**/outputs/{kind}/**");
            // Flutter's projects build into the directory above that of Gradle.
            let above = join(&project, "../build");
            return [open(Some(project), &outputs), open(above, &outputs)]
                .into_iter()
                .flatten()
                .map(|place| place.trim_start_matches('/').to_owned())
                .collect();
        }
    };
    found.into_iter().flatten().collect()
}

/// How the patterns of `artifacts` relate to a package.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kept<'t> {
    /// Perhaps it is kept.
    Maybe,
    /// No pattern is for such files.
    Nowhere,
    /// The patterns for such files look elsewhere; the first of them.
    Elsewhere(crate::syntax::NodeId, &'t str),
}

/// What is known of where the packages of a workflow are kept, by what they are and
/// where they lie: many builds leave theirs in one directory, and every pattern is
/// compared.
pub(crate) type KnownKept<'t> = RefCell<FxHashMap<(Package, Vec<String>), Kept<'t>>>;

/// Whether the artifacts may hold a package.
pub(crate) fn kept<'t>(view: &WorkflowView<'t>, making: &Making<'_>) -> Kept<'t> {
    let places = making.places(view);
    let key = (making.package, places.to_vec());
    let mut known = view.kept.borrow_mut();
    let find = || find_kept(view, making.package, places);
    *known.entry(key).or_insert_with(find)
}

fn find_kept<'t>(view: &WorkflowView<'t>, package: Package, places: &[String]) -> Kept<'t> {
    let ending = package.ending();
    let mut elsewhere = None;
    let root = of_workflow(view);
    let items = view.workflow.artifacts.items();
    let readable = patterns(view).collect::<Vec<_>>();
    if readable.len() < items.len() {
        return Kept::Maybe;
    }
    for (item, pattern) in readable {
        if !may_end_with(pattern, ending) {
            continue;
        }
        let Some(root) = root.as_deref().filter(|_| !places.is_empty()) else {
            return Kept::Maybe;
        };
        let path = normal(pattern);
        // Whether relative patterns begin at the clone or at the working directory
        // is told by another rule.
        let reaches = in_clone(&path).is_some_and(|inside| {
            let is_absolute = path.starts_with("$CM_BUILD_DIR");
            let below = format!("{root}/{inside}");
            places.iter().any(|place| {
                may_reach(inside, place, ending)
                    || (!is_absolute && may_reach(&below, place, ending))
            })
        });
        let is_hidden = in_clone(&path).is_none() && path.starts_with('$');
        if reaches || is_hidden || path.contains("..") {
            return Kept::Maybe;
        }
        elsewhere.get_or_insert((item, pattern));
    }
    match elsewhere {
        Some((item, pattern)) => Kept::Elsewhere(item, pattern),
        None => Kept::Nowhere,
    }
}

/// Whether a command may take a package, or the directory around it, to another
/// place, or send it somewhere.
pub(crate) fn takes_packages_away(view: &WorkflowView<'_>) -> bool {
    let mut calls = TAKERS.calls(view);
    calls.any(|(_, found, takes)| takes(found.command()))
}

/// Whether a command takes files away, or may.
type Takes = fn(&Command<'_>) -> bool;

/// Tools that take files away.
const TAKERS: ToolTable<Takes, 31> = {
    let names_packages: Takes = names_packages;
    let executes: Takes = |command| {
        let mut words = command.arguments().iter();
        words.any(|word| word.text.starts_with("-exec"))
    };
    let always: Takes = |_| true;
    let publishes: Takes = |command| command.argument(0) == "publish";
    let writes: Takes = |command| !command.argument(0).starts_with("get-");
    ToolTable([
        ("cp", names_packages),
        ("mv", names_packages),
        ("rsync", names_packages),
        ("ditto", names_packages),
        ("zip", names_packages),
        ("tar", names_packages),
        ("7z", names_packages),
        ("ln", names_packages),
        ("install", names_packages),
        ("Copy-Item", names_packages),
        ("Move-Item", names_packages),
        ("Compress-Archive", names_packages),
        ("copy", names_packages),
        ("move", names_packages),
        ("find", executes),
        ("scp", always),
        ("curl", always),
        ("aws", always),
        ("gsutil", always),
        ("gcloud", always),
        ("az", always),
        ("gh", always),
        ("firebase", always),
        ("appcenter", always),
        ("altool", always),
        ("adb", always),
        ("patrol", always),
        ("maestro", always),
        ("shorebird", always),
        ("app-store-connect", publishes),
        ("google-play", writes),
    ])
};

/// Whether the arguments of a command may mean packages, or the directories around them.
fn names_packages(command: &Command<'_>) -> bool {
    command.arguments().iter().any(|word| {
        let text = word.text.to_lowercase();
        ["ipa", "apk", "aab", "build", "output", "$", "*"]
            .iter()
            .any(|part| text.contains(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::shell::parse;

    fn first(script: &str) -> Command<'_> {
        parse(script).commands.remove(0)
    }

    fn made_by(command: &Command<'_>) -> Option<(Package, bool)> {
        MAKERS.of(command)?(command)
    }

    #[test]
    fn packages_are_recognised() {
        let cases = [
            ("flutter build ipa", Some((Package::Ipa, false))),
            ("flutter build ipa --no-codesign", None),
            ("fvm flutter build apk --debug", Some((Package::Apk, true))),
            ("flutter build appbundle", Some((Package::Aab, false))),
            ("flutter build appbundle --config-only", None),
            ("flutter build ios", None),
            ("xcode-project build-ipa", Some((Package::Ipa, false))),
            ("./gradlew assembleRelease", Some((Package::Apk, false))),
            ("gradle assembleDebug", Some((Package::Apk, true))),
            (
                "./gradlew -p android :app:bundleProdRelease --stacktrace",
                Some((Package::Aab, false)),
            ),
            (
                "./gradlew assembleDebug assembleRelease",
                Some((Package::Apk, false)),
            ),
            ("./gradlew -x assembleRelease test", None),
            ("./gradlew assembleDebugAndroidTest", None),
            ("./gradlew assemble", None),
            ("./gradlew lintRelease", None),
            ("echo assembleRelease", None),
        ];
        for (script, expected) in cases {
            assert_eq!(made_by(&first(script)), expected, "{script}");
        }
    }

    #[test]
    fn packages_lie_in_their_places() {
        let cases: [(&str, &str, &[&str]); 9] = [
            ("flutter build ipa", "", &["build/ios/ipa"]),
            ("flutter build ipa", "app", &["app/build/ios/ipa"]),
            (
                "flutter build apk",
                "",
                &[
                    "build/app/outputs/apk/**",
                    "build/app/outputs/flutter-apk",
                    "android/**/outputs/**",
                ],
            ),
            (
                "flutter build appbundle",
                "app",
                &[
                    "app/build/app/outputs/bundle/**",
                    "app/android/**/outputs/**",
                ],
            ),
            ("xcode-project build-ipa", "ios", &["ios/build/ios/ipa"]),
            (
                "xcode-project build-ipa --ipa-directory ../out",
                "ios",
                &["out"],
            ),
            ("xcode-project build-ipa --ipa-directory $OUT", "ios", &[]),
            (
                "./gradlew bundleRelease",
                "android",
                &["android/**/outputs/bundle/**", "build/**/outputs/bundle/**"],
            ),
            (
                "./android/gradlew -p android assembleRelease",
                "",
                &["android/**/outputs/apk/**", "build/**/outputs/apk/**"],
            ),
        ];
        for (script, directory, expected) in cases {
            let command = first(script);
            let (package, _) = made_by(&command).expect(script);
            assert_eq!(places(&command, package, directory), expected, "{script}");
        }
        let command = first("./gradlew assembleRelease");
        assert_eq!(
            places(&command, Package::Apk, ""),
            ["**/outputs/apk/**"],
            "at the root nothing is above"
        );
    }

    #[test]
    fn what_takes_packages_away_is_known() {
        let may_take_away =
            |command: Command<'_>| TAKERS.of(&command).is_some_and(|takes| takes(&command));
        for script in [
            "cp build/a.ipa out",
            "mv $A b",
            "zip -r x.zip *",
            "find . -exec x",
            "curl x",
            "app-store-connect publish",
            "google-play publish",
        ] {
            assert!(may_take_away(first(script)), "{script}");
        }
        for script in [
            "cp .env.example .env",
            "find . -name x.ipa",
            "echo build",
            "app-store-connect fetch-signing-files x",
            "google-play get-latest-build-number",
        ] {
            assert!(!may_take_away(first(script)), "{script}");
        }
    }
}
