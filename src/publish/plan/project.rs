//! What the repository and the build's commands say of the app.

use serde_json::Value as Json;

use crate::expression::shell::Command;
use crate::repository::info_plist::PlistValue;
use crate::repository::xcode_project::Configuration;
use crate::repository::{Repository, paths};
use crate::rules::shared::apple_builds::flutter_build;
use crate::rules::shared::mentions::scripts_may_change;
use crate::rules::shared::places::workflow_directory;
use crate::rules::shared::xcode_projects::{Project, built_projects};

use super::variables::Resolver;
use super::{Origin, Place, Sourced};

/// One of the three values that name a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    BundleId,
    Version,
    BuildNumber,
}

impl Wanted {
    /// The option of `flutter build` that gives it.
    fn option(self) -> Option<&'static str> {
        match self {
            Self::BundleId => None,
            Self::Version => Some("--build-name"),
            Self::BuildNumber => Some("--build-number"),
        }
    }

    fn setting(self) -> &'static str {
        match self {
            Self::BundleId => "PRODUCT_BUNDLE_IDENTIFIER",
            Self::Version => "MARKETING_VERSION",
            Self::BuildNumber => "CURRENT_PROJECT_VERSION",
        }
    }

    fn plist_key(self) -> &'static str {
        match self {
            Self::BundleId => "CFBundleIdentifier",
            Self::Version => "CFBundleShortVersionString",
            Self::BuildNumber => "CFBundleVersion",
        }
    }

    /// Texts, in lower case, whose mention in a script tells that it may change the
    /// value in the repository.
    fn changes(self) -> &'static [&'static str] {
        match self {
            Self::BundleId => &["cfbundleidentifier", "product_bundle_identifier", "rename"],
            Self::Version => &[
                "cfbundleshortversion",
                "marketing_version",
                "new-marketing-version",
                "cider",
            ],
            Self::BuildNumber => &[
                "cfbundleversion",
                "current_project_version",
                "agvtool",
                "get-latest-",
                "cider",
            ],
        }
    }
}

/// The argument of a command.
pub(super) enum Argument {
    /// It is known here.
    Known(Sourced<String>),
    /// Only a build knows it; where it is written.
    Unknown(Place),
}

/// What a value is by the commands of the build: the argument of `flutter build`. `None`
/// where there is none.
pub(super) fn of_commands(resolver: &Resolver<'_, '_>, wanted: Wanted) -> Option<Argument> {
    let option = wanted.option()?;
    let view = resolver.view;
    let builds_ios =
        |command: &Command<'_>| matches!(flutter_build(command), Some("ipa" | "ios" | "macos"));
    let mut all = view.commands().iter().rev();
    let found = all.find(|it| builds_ios(it.command()) && it.command().has_option(option))?;
    let command = found.command();
    let word = command.option(option)?;
    let text = command.option_text(option)?;
    let place = view.script_span(found.script, word.range.clone()).range();
    // A shell makes more of these than can be told here.
    if text.contains(['`', '(', '%', '#', '\\']) || text.contains(":-") {
        return Some(Argument::Unknown(Some(place)));
    }
    let filled = resolver.text(text, Some(place.clone()));
    let is_known = !filled.is_secret && is_plain(filled.value.as_deref());
    Some(match filled.value.filter(|_| is_known) {
        Some(value) => Argument::Known(Sourced {
            value,
            origin: filled.origin,
            place: filled.place,
        }),
        None => Argument::Unknown(Some(place)),
    })
}

/// What a value is by the project's files, unless a script may change those.
pub(super) fn of_repository(
    resolver: &Resolver<'_, '_>,
    wanted: Wanted,
) -> Option<Sourced<String>> {
    let view = resolver.view;
    let repository = view.file.repository()?;
    if scripts_may_change(view, wanted.changes()) {
        return None;
    }
    let (_, directory) = workflow_directory(view)?;
    let found = of_flutter(repository, &directory, wanted)
        .or_else(|| of_xcode(resolver, repository, wanted))
        .or_else(|| of_expo(repository, &directory, wanted));
    let (value, file) = found?;
    is_plain(Some(&value)).then_some(Sourced {
        value,
        origin: Origin::Repository(file),
        place: None,
    })
}

/// Whether a value is one that could stand in an `Info.plist`.
fn is_plain(value: Option<&str>) -> bool {
    value.is_some_and(|value| {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        !value.is_empty() && value.len() <= 255 && value.chars().all(is_word)
    })
}

/// Version and build number of `pubspec.yaml`, such as `1.2.0+7`.
fn of_flutter(
    repository: &Repository,
    directory: &str,
    wanted: Wanted,
) -> Option<(String, String)> {
    let pubspec = repository.pubspec(directory)?;
    let value = match wanted {
        Wanted::BundleId => return None,
        Wanted::Version => {
            let version = pubspec.version.as_deref()?;
            version.split_once('+').map_or(version, |(name, _)| name)
        }
        Wanted::BuildNumber => pubspec.build_number()?,
    };
    let path = paths::join(directory, "pubspec.yaml")?;
    Some((value.to_owned(), path))
}

/// A setting of the app's target, or what its `Info.plist` says.
fn of_xcode(
    resolver: &Resolver<'_, '_>,
    repository: &Repository,
    wanted: Wanted,
) -> Option<(String, String)> {
    let projects = built_projects(resolver.view)?;
    let mut all = projects.iter().flat_map(|project| {
        let apps = project.project.applications();
        apps.flat_map(move |app| app.configurations.iter().map(move |it| (project, it)))
    });
    let is_release = |it: &Configuration| it.name.to_lowercase().contains("release");
    let mut first = None;
    let mut release = None;
    for (project, configuration) in all.by_ref() {
        let Some(found) = of_configuration(repository, project, configuration, wanted) else {
            continue;
        };
        if is_release(configuration) && release.is_none() {
            release = Some(found);
        } else if first.is_none() {
            first = Some(found);
        }
    }
    release.or(first)
}

fn of_configuration(
    repository: &Repository,
    project: &Project,
    configuration: &Configuration,
    wanted: Wanted,
) -> Option<(String, String)> {
    let setting = configuration.literal(wanted.setting());
    let plist = configuration.literal("INFOPLIST_FILE");
    let plist = plist.and_then(|file| paths::join(&project.directory, file));
    let read = plist
        .as_deref()
        .and_then(|path| repository.info_plist(path));
    let written = read
        .as_deref()
        .and_then(|plist| match plist.get(wanted.plist_key()) {
            Some(PlistValue::Text(text)) => Some(text.as_str()),
            _ => None,
        });
    let own = written.filter(|text| !text.contains('$'));
    match (own, setting) {
        (Some(text), _) => Some((text.to_owned(), plist.unwrap_or_default())),
        (None, Some(text)) => Some((text.to_owned(), "the Xcode project".to_owned())),
        _ => None,
    }
}

/// `app.json` of Expo.
fn of_expo(repository: &Repository, directory: &str, wanted: Wanted) -> Option<(String, String)> {
    let path = paths::join(directory, "app.json")?;
    let json: Json = serde_json::from_str(&repository.text(&path)?).ok()?;
    let expo = json.get("expo")?;
    let value = match wanted {
        Wanted::BundleId => expo.get("ios")?.get("bundleIdentifier")?,
        Wanted::Version => expo.get("version")?,
        Wanted::BuildNumber => expo.get("ios")?.get("buildNumber")?,
    };
    Some((value.as_str()?.to_owned(), path))
}
