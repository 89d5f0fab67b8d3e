//! What is published, from wherever something is known of it.

use codemagic_lint::app_store_connect::Platform;
use codemagic_lint::publish::plan::{AppPackage, Origin, VariableOrigin};

use super::*;

fn of(more: &str, files: support::repository::Files<'_>) -> AppPackage {
    let text = workflow("auth: integration\n", more);
    let given = Given {
        files,
        ..Given::default()
    };
    plan_of(&text, &given).app
}

const FLUTTER: &str = "scripts:\n  - flutter build ipa --release\n";

#[test]
fn nothing_known_is_made_up_and_marked() {
    let app = of("", &[]);
    let all = [&app.bundle_id, &app.version, &app.build_number];
    assert!(all.iter().all(|it| it.origin == Origin::Placeholder));
    assert_eq!(all.map(|it| &*it.value), ["io.example.app", "1.0.0", "1"]);
    assert_eq!(
        (&*app.file, app.platform, app.is_read),
        ("App.ipa", Platform::Ios, false)
    );
}

#[test]
fn the_bundle_id_comes_from_signing_then_variables_then_the_project() {
    let signing = "environment:\n  ios_signing:\n    distribution_type: app_store\n    bundle_identifier: org.example.signed\n";
    let vars = "environment:\n  vars:\n    BUNDLE_ID: org.example.vars\n";
    let project = PROJECT.replace('@', "PRODUCT_BUNDLE_IDENTIFIER = org.example.project; ");
    let files = [("Runner.xcodeproj/project.pbxproj", &*project)];
    let signed = of(signing, &files).bundle_id;
    assert_eq!(
        (&*signed.value, signed.origin),
        ("org.example.signed", Origin::Configuration)
    );
    let named = of(vars, &files).bundle_id;
    let origin = Origin::Variable("BUNDLE_ID".into(), VariableOrigin::Vars);
    assert_eq!((&*named.value, named.origin), ("org.example.vars", origin));
    let read = of("", &files).bundle_id;
    let origin = Origin::Repository("the Xcode project".into());
    assert_eq!((&*read.value, read.origin), ("org.example.project", origin));
    for value in ["'*'", "$NOBODY", "<bundle id>", "app"] {
        let more = signing.replace("org.example.signed", value);
        assert_eq!(
            of(&more, &[]).bundle_id.origin,
            Origin::Placeholder,
            "{value}"
        );
    }
}

const PROJECT: &str = "{ rootObject = P; objects = {
P = { buildConfigurationList = PL; targets = (A); };
PL = { buildConfigurations = (); };
A = { name = Runner; buildConfigurationList = AL; productType = \"com.apple.product-type.application\"; };
AL = { buildConfigurations = (AD, AR); };
AD = { name = Debug; buildSettings = { PRODUCT_BUNDLE_IDENTIFIER = org.example.debug; MARKETING_VERSION = 0.1; }; };
AR = { name = Release; buildSettings = { @ }; };
}; }";

#[test]
fn versions_come_from_the_command_then_the_project() {
    let pubspec = ("pubspec.yaml", "name: a\nversion: 2.5.0+31\n");
    let numbers = |more: &str, files: support::repository::Files<'_>| {
        let app = of(more, files);
        (app.version.value, app.build_number.value)
    };
    assert_eq!(numbers(FLUTTER, &[pubspec]), ("2.5.0".into(), "31".into()));
    let command = "scripts:\n  - flutter build ipa --build-name=3.0 --build-number 7\n";
    assert_eq!(numbers(command, &[pubspec]), ("3.0".into(), "7".into()));
    let vars = "environment:\n  vars: {NAME: 4.0.1}\nscripts:\n  - flutter build ipa --build-name \"$NAME\"\n";
    assert_eq!(numbers(vars, &[pubspec]), ("4.0.1".into(), "31".into()));
    // Only a build knows these, and the repository has no say.
    for value in [
        "$PROJECT_BUILD_NUMBER",
        "${CM_TAG#v}",
        "$(date +%s)",
        "$((A + 1))",
    ] {
        let more = format!("scripts:\n  - flutter build ipa --build-number=\"{value}\"\n");
        let app = of(&more, &[pubspec]);
        assert_eq!(app.build_number.origin, Origin::Placeholder, "{value}");
        let text = workflow("auth: integration\n", &more);
        let at = &text[app.build_number.place.clone().unwrap()];
        assert!(at.contains(value), "{at}");
        assert_eq!(app.version.value, "2.5.0");
    }
    let project = PROJECT.replace(
        '@',
        "MARKETING_VERSION = 1.4; CURRENT_PROJECT_VERSION = 9; ",
    );
    let files = [("Runner.xcodeproj/project.pbxproj", &*project)];
    let native =
        "scripts:\n  - xcode-project build-ipa --project Runner.xcodeproj --scheme Runner\n";
    assert_eq!(numbers(native, &files), ("1.4".into(), "9".into()));
    // A step that counts.
    let counting = format!("{native}  - agvtool new-version -all 8\n");
    assert_eq!(numbers(&counting, &files), ("1.4".into(), "1".into()));
    let expo = r#"{"expo": {"version": "6.1", "ios": {"buildNumber": "60", "bundleIdentifier": "org.example.expo"}}}"#;
    assert_eq!(
        numbers("", &[("app.json", expo)]),
        ("6.1".into(), "60".into())
    );
}

#[test]
fn a_property_list_beats_the_settings_it_does_not_refer_to() {
    let project = PROJECT.replace(
        '@',
        "MARKETING_VERSION = 1.4; CURRENT_PROJECT_VERSION = 9; INFOPLIST_FILE = Info.plist; ",
    );
    let plist = "<plist><dict><key>CFBundleShortVersionString</key><string>1.5</string><key>CFBundleVersion</key><string>$(CURRENT_PROJECT_VERSION)</string><key>ITSAppUsesNonExemptEncryption</key><true/></dict></plist>";
    let without = project.replace(
        "AL = { buildConfigurations = (AD, AR); }",
        "AL = { buildConfigurations = (AR); }",
    );
    let files = [
        ("Runner.xcodeproj/project.pbxproj", &*without),
        ("Info.plist", plist),
    ];
    let app = of("", &files);
    assert_eq!(app.version.value, "1.5");
    assert_eq!(app.version.origin, Origin::Repository("Info.plist".into()));
    assert_eq!(app.build_number.value, "9");
    assert_eq!(app.uses_non_exempt_encryption, Some(true));
}

#[test]
fn what_somebody_says_comes_first() {
    let text = workflow("auth: integration\n", "");
    let mut settings = Given::default().settings();
    settings.bundle_id = Some("org.example.said".into());
    settings.build_number = Some("77".into());
    let app = try_plan(&text, &settings).unwrap().app;
    assert_eq!(app.bundle_id.origin, Origin::CommandLine("--bundle-id"));
    assert_eq!(app.build_number.value, "77");
    assert_eq!(app.version.origin, Origin::Placeholder);
}

#[test]
fn the_platform_follows_artifacts_and_commands() {
    let cases = [
        ("build/*.ipa", "flutter build ipa", Platform::Ios),
        ("build/*.pkg", "flutter build macos", Platform::MacOs),
        ("build/**", "flutter build macos", Platform::MacOs),
        ("build/**", "flutter build ipa", Platform::Ios),
        ("build/*.{ipa,pkg}", "productbuild x", Platform::MacOs),
        (
            "build/*.ipa",
            "xcodebuild -sdk appletvos archive",
            Platform::TvOs,
        ),
    ];
    for (pattern, command, expected) in cases {
        let text = workflow("auth: integration\n", &format!("scripts:\n  - {command}\n"));
        let text = text.replace("build/*.ipa", &format!("'{pattern}'"));
        assert_eq!(plan(&text).app.platform, expected, "{pattern} {command}");
    }
}

#[test]
fn artifacts_are_judged() {
    let text = workflow("auth: integration\n", "scripts:\n  - flutter build ipa\n");
    let found = plan(&text);
    assert!(found.artifacts[0].may_match_package);
    assert_eq!(
        &text[found.artifacts[0].place.clone().unwrap()],
        "build/*.ipa"
    );
    let cases = [
        (
            "build/*.ipa",
            "build/*.aab",
            "no pattern of `artifacts` matches an `.ipa` or `.pkg`: nothing is published @ artifacts",
        ),
        ("flutter build ipa", "flutter build macos", ""),
        (
            "    artifacts:\n      - build/*.ipa\n",
            "",
            "the workflow keeps no artifacts: there is nothing to publish @ app_store_connect",
        ),
    ];
    for (from, to, expected) in cases {
        let text = text.replace(from, to);
        let all = remarks(&plan(&text), &text);
        let about: Vec<_> = all.iter().filter(|it| !it.starts_with("`check`")).collect();
        assert_eq!(about.first().map_or("", |it| it), expected);
    }
}

#[test]
fn signing_for_something_else_is_refused() {
    let refused = |more: &str| {
        let package = of(more, &[]);
        let causes = package.refused.into_iter();
        causes.map(|cause| cause.message).collect::<Vec<_>>()
    };
    let signing = |kind: &str| {
        let keys = format!("distribution_type: {kind}\n    bundle_identifier: io.example.app\n");
        format!("environment:\n  ios_signing:\n    {keys}")
    };
    assert_eq!(
        refused(&signing("development")),
        ["the build is signed for `development`"]
    );
    assert!(refused(&signing("app_store")).is_empty());
    assert!(refused(&signing("$KIND")).is_empty());
}
