//! The package that is published, from wherever something is known of it.

use crate::app_store_connect::Platform;
use crate::knowledge::placeholders::is_placeholder;
use crate::publish::timeline::Cause;
use crate::repository::info_plist::PlistValue;
use crate::repository::paths;
use crate::repository::xcode_project::Configuration;
use crate::rules::shared::apple_builds::signed_for_another;
use crate::rules::shared::signing::ios_signing;
use crate::rules::shared::xcode_projects::built_projects;

use super::project::{Argument, Wanted, of_commands, of_repository};
use super::variables::Resolver;
use super::{AppPackage, Ipa, Origin, Place, Remark, Sourced};

/// What stands for a bundle id, a version and a build number that nothing says.
const PLACEHOLDERS: [&str; 3] = ["io.example.app", "1.0.0", "1"];

/// Variables in which people keep bundle ids.
const BUNDLE_IDS: [&str; 4] = [
    "BUNDLE_ID",
    "BUNDLE_IDENTIFIER",
    "IOS_BUNDLE_ID",
    "APP_BUNDLE_ID",
];

/// Reads what is published. `platform` is what the workflow builds for.
pub(super) fn read(
    resolver: &Resolver<'_, '_>,
    platform: Platform,
    place: &Place,
    remarks: &mut Vec<Remark>,
) -> AppPackage {
    let settings = resolver.settings;
    let said = |value: &Option<String>, option| {
        value.clone().map(|value| Sourced {
            value,
            origin: Origin::CommandLine(option),
            place: None,
        })
    };
    let ipa = settings.ipa.as_ref();
    let of_ipa = |value: fn(&Ipa) -> &str| {
        ipa.map(|ipa| Sourced {
            value: value(ipa).to_owned(),
            origin: Origin::Package(ipa.file.clone()),
            place: None,
        })
    };
    let [no_id, no_version, no_number] = PLACEHOLDERS.map(placeholder);
    let bundle_id = said(&settings.bundle_id, "--bundle-id")
        .or_else(|| of_ipa(|ipa| &ipa.bundle_id))
        .or_else(|| of_signing(resolver))
        .or_else(|| of_variables(resolver))
        .or_else(|| of_repository(resolver, Wanted::BundleId))
        .unwrap_or(no_id);
    let version = said(&settings.app_version, "--app-version")
        .or_else(|| of_ipa(|ipa| &ipa.version))
        .unwrap_or_else(|| of_build(resolver, Wanted::Version, no_version));
    let build_number = said(&settings.build_number, "--build-number")
        .or_else(|| of_ipa(|ipa| &ipa.build_number))
        .unwrap_or_else(|| of_build(resolver, Wanted::BuildNumber, no_number));
    let filed_elsewhere = ipa.and_then(Ipa::filed_elsewhere);
    if let Some(ipa) = ipa {
        remark_package(ipa, filed_elsewhere, &bundle_id, resolver, place, remarks);
    }
    let platform = ipa.map_or(platform, Ipa::platform);
    AppPackage {
        file: ipa.map_or_else(|| file_name(platform), |ipa| ipa.file.clone()),
        platform,
        bundle_id,
        version,
        build_number,
        uses_non_exempt_encryption: ipa.map_or_else(
            || of_project(resolver),
            |ipa| ipa.uses_non_exempt_encryption,
        ),
        is_read: ipa.is_some(),
        filed_elsewhere,
        refused: refusals(resolver, place),
    }
}

/// Why App Store Connect takes no such package. One that was looked into is what it is,
/// whatever the workflow signs with.
fn refusals(resolver: &Resolver<'_, '_>, place: &Place) -> Vec<Cause> {
    if let Some(ipa) = &resolver.settings.ipa {
        if !ipa.is_for_simulator() {
            return Vec::new();
        }
        let message = format!("`{}` is for the simulator", ipa.file);
        let help = "build for a device, and export the archive";
        return vec![Cause::new(message).help(help).at(place.clone())];
    }
    let Some((node, kind)) = signed_for_another(resolver.view) else {
        return Vec::new();
    };
    let message = format!("the build is signed for `{}`", kind.word());
    let help = "choose `app_store`: only a distribution certificate with an App Store profile is \
                accepted";
    let place = Some(resolver.place(node));
    vec![Cause::new(message).help(help).at(place)]
}

fn placeholder(value: &str) -> Sourced<String> {
    Sourced {
        value: value.to_owned(),
        origin: Origin::Placeholder,
        place: None,
    }
}

fn file_name(platform: Platform) -> String {
    let ending = if platform == Platform::MacOs {
        "pkg"
    } else {
        "ipa"
    };
    format!("App.{ending}")
}

/// What the command that builds says, or else the repository. Where the command says
/// something that only a build knows, the repository has no say.
fn of_build(
    resolver: &Resolver<'_, '_>,
    wanted: Wanted,
    made_up: Sourced<String>,
) -> Sourced<String> {
    match of_commands(resolver, wanted) {
        Some(Argument::Known(found)) => found,
        Some(Argument::Unknown(place)) => Sourced { place, ..made_up },
        None => of_repository(resolver, wanted).unwrap_or(made_up),
    }
}

/// `environment.ios_signing.bundle_identifier`.
fn of_signing(resolver: &Resolver<'_, '_>) -> Option<Sourced<String>> {
    let (signing, _) = ios_signing(resolver.view)?;
    let node = signing.bundle_identifier.node()?;
    identifier(resolver.scalar(node))
}

/// A variable of the usual names.
fn of_variables(resolver: &Resolver<'_, '_>) -> Option<Sourced<String>> {
    let view = resolver.view;
    BUNDLE_IDS.iter().find_map(|name| {
        let entry = view.var(name);
        let place = entry.map(|entry| resolver.place(entry.value));
        let settings = resolver.settings;
        let of_file = settings.env_file.as_ref().and_then(|it| it.get(name));
        // Of other places one would not expect it.
        (entry.is_some() || of_file.is_some()).then_some(())?;
        identifier(resolver.text(&format!("${name}"), place))
    })
}

fn identifier(found: super::variables::Filled) -> Option<Sourced<String>> {
    let value = found.value.filter(|_| !found.is_secret)?;
    let value = value.trim();
    let is_id = value.contains('.')
        && !is_placeholder(value)
        && value.len() <= 255
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    is_id.then(|| Sourced {
        value: value.to_owned(),
        origin: found.origin,
        place: found.place,
    })
}

/// What the project of the repository says about encryption, where it says one thing.
fn of_project(resolver: &Resolver<'_, '_>) -> Option<bool> {
    const KEY: &str = "ITSAppUsesNonExemptEncryption";
    let repository = resolver.view.file.repository()?;
    let projects = built_projects(resolver.view)?;
    let mut found = Vec::new();
    for project in &projects {
        let apps = project.project.applications();
        for configuration in apps.flat_map(|app| &app.configurations) {
            let setting = Configuration::literal(configuration, &format!("INFOPLIST_KEY_{KEY}"));
            let file = configuration.literal("INFOPLIST_FILE");
            let plist = file
                .and_then(|file| paths::join(&project.directory, file))
                .and_then(|path| repository.info_plist(&path));
            let written = plist.as_deref().and_then(|plist| match plist.get(KEY) {
                Some(PlistValue::Boolean(value)) => Some(*value),
                _ => None,
            });
            found.push(written.or(setting.map(|it| it.eq_ignore_ascii_case("yes"))));
        }
    }
    let first = found.first().copied().flatten();
    first.filter(|_| found.iter().all(|it| *it == first))
}

fn remark_package(
    ipa: &Ipa,
    filed_elsewhere: Option<&str>,
    bundle_id: &Sourced<String>,
    resolver: &Resolver<'_, '_>,
    place: &Place,
    remarks: &mut Vec<Remark>,
) {
    let mut remark = |message: String, help: &str, place: Place| {
        remarks.push(Remark {
            message,
            help: Some(help.to_owned()),
            place,
            is_fatal: false,
        });
    };
    if let Some(system) = filed_elsewhere {
        remark(
            format!(
                "`{}` is for {system}, and Magic Actions look for a build for iOS: they never find it",
                ipa.file
            ),
            "publish it without Magic Actions, and go on in App Store Connect by hand",
            place.clone(),
        );
    }
    if ipa.apps > 1 {
        remark(
            format!(
                "`{}` holds {} apps, and the client reads the first it finds",
                ipa.file, ipa.apps
            ),
            "export an archive of one app",
            place.clone(),
        );
    }
    if ipa.is_watch_only {
        remark(
            format!(
                "`{}` is for the watch alone: App Store Connect may file it elsewhere than Magic Actions look",
                ipa.file
            ),
            "see whether the build is found, and go on in App Store Connect by hand otherwise",
            place.clone(),
        );
    }
    if let Some(signed) = of_signing(resolver)
        && signed.value != bundle_id.value
        && !bundle_id.value.starts_with(&format!("{}.", signed.value))
    {
        remark(
            format!(
                "`{}` is `{}`, but signing files are looked for `{}`",
                ipa.file, bundle_id.value, signed.value
            ),
            "see that the package is that of this workflow",
            signed.place,
        );
    }
}
