//! Rules that compare the file with the project of the app: the edges.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::sync::Arc;

use codemagic_lint::repository::{Memory, Repository};
use codemagic_lint::rules::Settings;

/// How often a rule finds something in a repository with these files.
fn count(files: &[(&str, &str)], rule: &str, text: &str) -> usize {
    let mut memory = Memory::default();
    for (path, content) in files {
        memory.add(path, content);
    }
    let repository = Some(Arc::new(Repository::new(Arc::new(memory), "")));
    let settings = Settings {
        repository,
        ..support::settings()
    };
    let findings = support::check_with(text, &settings);
    findings.iter().filter(|it| it.rule == rule).count()
}

/// A project whose app has these settings in Release, and other ones in Debug.
fn project(release: &str, debug: &str) -> String {
    format!(
        "{{ rootObject = P; objects = {{ P = {{ targets = (A); }};\n\
         A = {{ name = App; productType = \"com.apple.product-type.application\"; buildConfigurationList = L; }};\n\
         L = {{ buildConfigurations = (R, D); }};\n\
         R = {{ name = Release; buildSettings = {{ {release} }}; }};\n\
         D = {{ name = Debug; buildSettings = {{ {debug} }}; }}; }}; }}"
    )
}

fn id(id: &str) -> String {
    format!("PRODUCT_BUNDLE_IDENTIFIER = {id};")
}

const SIGNED: &str = "workflows:\n  a:\n    environment:\n      ios_signing:\n        distribution_type: app_store\n        bundle_identifier: ID\n    scripts:\n      - ls\n";

#[test]
fn bundle_identifiers_are_compared_where_all_are_written_out() {
    let app = id("io.acme.notes");
    let cases = [
        ("io.acme.notes", &*app, 0),
        ("io.acme.note", &app, 1),
        ("io.acme.Notes", &app, 1),
        ("io.acme.notes.widget", &app, 0),
        ("io.acme", &app, 0),
        ("$BUNDLE_ID", &app, 0),
        ("io.acme.*", &app, 0),
        ("'<bundle>'", &app, 0),
        ("io.acme.note", "", 0),
        (
            "io.acme.note",
            "PRODUCT_BUNDLE_IDENTIFIER = \"$(BASE).notes\";",
            0,
        ),
    ];
    let rule = "bundle-identifier-mismatch";
    for (wanted, settings, expected) in cases {
        let text = SIGNED.replace("ID", wanted);
        let project = project(settings, settings);
        for path in [
            "App.xcodeproj/project.pbxproj",
            "ios/App.xcodeproj/project.pbxproj",
        ] {
            assert_eq!(
                count(&[(path, &project)], rule, &text),
                expected,
                "{wanted} {settings}"
            );
        }
    }
    let other = SIGNED.replace("ID", "io.acme.other");
    let both = project(&app, &id("io.acme.other"));
    assert_eq!(
        count(&[("App.xcodeproj/project.pbxproj", &both)], rule, &other),
        0
    );
    // One that cannot be read may hold it.
    let one = project(&app, &app);
    let files = [
        ("App.xcodeproj/project.pbxproj", &*one),
        ("B.xcodeproj/project.pbxproj", ""),
    ];
    assert_eq!(count(&files[..1], rule, &other), 1);
    assert_eq!(count(&files, rule, &other), 0);
    for script in [
        "sed -i s/a/b/ x",
        "/usr/libexec/PlistBuddy -c x",
        "flutter pub run rename",
    ] {
        let changed = other.replace("- ls", &format!("- {script}"));
        assert_eq!(count(&files[..1], rule, &changed), 0, "{script}");
    }
    let elsewhere = other.replace("    scripts", "    working_directory: web\n    scripts");
    assert_eq!(count(&[files[0], ("web/a", "")], rule, &elsewhere), 0);
}

#[test]
fn bundle_identifiers_are_those_of_the_projects_that_are_built() {
    let rule = "bundle-identifier-mismatch";
    let demo = project(&id("io.acme.demo"), &id("io.acme.demo"));
    let app = project(&id("io.acme.app"), &id("io.acme.app"));
    let files = [
        ("Demo.xcodeproj/project.pbxproj", &*demo),
        ("app/App.xcodeproj/project.pbxproj", &app),
        ("ci/brand.sh", "sed -i s/a/b/ x\n"),
    ];
    for (wanted, script, expected) in [
        ("io.acme.app", "ls", 1),
        ("io.acme.demo", "ls", 0),
        (
            "io.acme.app",
            "xcode-project build-ipa --project app/App.xcodeproj",
            0,
        ),
        (
            "io.acme.demo",
            "xcode-project build-ipa --project app/App.xcodeproj",
            1,
        ),
        ("io.acme.app", "cd app && xcodebuild -scheme A archive", 0),
        (
            "io.acme.app",
            "xcodebuild -workspace app/App.xcworkspace archive",
            0,
        ),
        ("io.acme.app", "xcodebuild -project $P archive", 0),
        ("io.acme.app", "xcodebuild -scheme A archive", 1),
        ("io.acme.app", "xcodebuild -xcconfig a -scheme A archive", 0),
        ("io.acme.app", "xcodegen", 0),
        ("io.acme.app", "sh ci/brand.sh", 0),
        ("io.acme.app", "fastlane beta", 0),
    ] {
        let text = SIGNED
            .replace("ID", wanted)
            .replace("- ls", &format!("- {script}"));
        assert_eq!(count(&files, rule, &text), expected, "{wanted} {script}");
    }
}

const TESTFLIGHT: &str = "workflows:\n  a:\n    integrations:\n      app_store_connect: k\n    scripts:\n      - ls\n    publishing:\n      app_store_connect:\n        auth: integration\n        submit_to_testflight: true\n";

#[test]
fn export_compliance_is_asked_of_every_app_that_can_be_read() {
    let plist = |body: &str| format!("<plist><dict><key>A</key><true/>{body}</dict></plist>");
    let says = plist("<key>ITSAppUsesNonExemptEncryption</key><false/>");
    let silent = plist("");
    let file = "INFOPLIST_FILE = App/Info.plist;";
    let cases = [
        (file, file, &*silent, TESTFLIGHT.to_owned(), 1),
        (file, file, &says, TESTFLIGHT.to_owned(), 0),
        (file, file, "broken", TESTFLIGHT.to_owned(), 0),
        (file, "", &silent, TESTFLIGHT.to_owned(), 0),
        (
            "INFOPLIST_FILE = \"$(SRCROOT)/App/Info.plist\";",
            file,
            &silent,
            TESTFLIGHT.to_owned(),
            0,
        ),
        (
            file,
            "INFOPLIST_FILE = App/Info.plist; INFOPLIST_KEY_ITSAppUsesNonExemptEncryption = NO;",
            &silent,
            TESTFLIGHT.to_owned(),
            0,
        ),
        (
            file,
            file,
            &silent,
            TESTFLIGHT.replace("testflight: true", "testflight: false"),
            0,
        ),
        (
            file,
            file,
            &silent,
            TESTFLIGHT.replace(
                "- ls",
                "- plutil -replace ITSAppUsesNonExemptEncryption -bool NO x",
            ),
            0,
        ),
    ];
    for (release, debug, plist, text, expected) in cases {
        let project = project(release, debug);
        let files = [
            ("ios/App.xcodeproj/project.pbxproj", &*project),
            ("ios/App/Info.plist", plist),
        ];
        assert_eq!(
            count(&files, "encryption-declaration", &text),
            expected,
            "{release} {debug} {text}"
        );
    }
}

#[test]
fn fvm_needs_a_file_that_names_the_version() {
    let text = "workflows:\n  a:\n    environment:\n      flutter: fvm\n    scripts:\n      - ls\n";
    let rule = "flutter-fvm-file";
    let pubspec = ("pubspec.yaml", "");
    assert_eq!(count(&[pubspec], rule, text), 1);
    assert_eq!(count(&[pubspec, (".fvmrc", "")], rule, text), 0);
    assert_eq!(
        count(&[pubspec, (".fvm/fvm_config.json", "")], rule, text),
        0
    );
    assert_eq!(count(&[("README.md", "")], rule, text), 0);
    assert_eq!(count(&[pubspec], rule, &text.replace("fvm", "stable")), 0);
    let flavored = text.replace(
        "flutter: fvm",
        "flutter:\n        version: fvm\n        flavor: dev",
    );
    assert_eq!(count(&[pubspec], rule, &flavored), 1);
    let inside = text.replace("    scripts", "    working_directory: app\n    scripts");
    assert_eq!(count(&[pubspec, ("app/.fvmrc", "")], rule, &inside), 0);
    assert_eq!(count(&[pubspec, ("web/.fvmrc", "")], rule, &inside), 1);
}

#[test]
fn texts_for_the_app_store_have_limits() {
    let text = TESTFLIGHT.replace("testflight", "app_store");
    let notes = |field: &str, length: usize| {
        let value = "a".repeat(length);
        format!("[{{\"language\": \"en-US\", \"text\": \"x\", \"{field}\": \"{value}\"}}]")
    };
    for (field, most) in [
        ("keywords", 100),
        ("promotional_text", 170),
        ("description", 4000),
    ] {
        for (length, expected) in [(most, 0), (most + 1, 1)] {
            let notes = notes(field, length);
            let files = [("release_notes.json", &*notes)];
            let rule = "release-notes-metadata-length";
            assert_eq!(count(&files, rule, &text), expected, "{field} {length}");
            assert_eq!(count(&files, rule, TESTFLIGHT), 0, "{field} {length}");
        }
    }
}

#[test]
fn a_workflow_that_publishes_elsewhere_softens_what_is_said_of_its_files() {
    let play = "  b:\n    scripts:\n      - ls\n    publishing:\n      google_play:\n        track: internal\n        credentials: $C\n";
    let text = format!("{TESTFLIGHT}{play}");
    let locale = "release-notes-locale";
    let russian = [("release_notes_ru-RU.txt", "x")];
    assert_eq!(count(&russian, locale, TESTFLIGHT), 1);
    assert_eq!(count(&russian, locale, &text), 0);
    let both = [russian[0], ("release_notes_ru.txt", "x")];
    assert_eq!(count(&both, locale, TESTFLIGHT), 0);
    assert_eq!(count(&[("release_notes_de.txt", "x")], locale, &text), 1);
    assert_eq!(
        count(
            &[("release_notes.txt", "x")],
            "release-notes-txt-for-asc",
            &text
        ),
        1
    );
}

#[test]
fn working_directories_of_steps_and_workflows_are_looked_up() {
    let workflow = "workflows:\n  a:\n    working_directory: DIR\n    scripts:\n      - name: A\n        script: mkdir -p made\n      - name: B\n        working_directory: STEP\n        script: ls\n";
    let files = [("pubspec.yaml", ""), ("app/a", "")];
    let cases = [
        ("app", "app", 0),
        ("apps", "app", 1),
        ("app", "apps", 1),
        ("apps", "apps", 2),
        ("$CM_BUILD_DIR/app", "./app/", 0),
        ("$CM_BUILD_DIR/apps", "app", 1),
        ("$DIR", "$OTHER/app", 0),
        ("/tmp/x", "~/x", 0),
        ("app", "made", 0),
        ("made", "app", 1),
        ("app", "build/ios", 0),
        ("app", "node_modules/a", 0),
    ];
    for (directory, step, expected) in cases {
        let text = workflow
            .replace("DIR\n", &format!("{directory}\n"))
            .replace("STEP", step);
        let found = count(&files, "working-directory-missing", &text);
        assert_eq!(found, expected, "{directory} {step}");
    }
}

#[test]
fn a_build_number_of_the_repository_is_the_same_for_every_push() {
    let text = "workflows:\n  a:\n    triggering:\n      events:\n        - push\n    integrations:\n      app_store_connect: k\n    scripts:\n      - BUILD\n    publishing:\n      app_store_connect:\n        auth: integration\n";
    let rule = "build-number-source";
    let flutter = text.replace("BUILD", "flutter build ipa");
    let pubspec = [("pubspec.yaml", "version: 1.0.0+7\n")];
    assert_eq!(count(&pubspec, rule, &flutter), 1);
    assert_eq!(
        count(&[("pubspec.yaml", "version: 1.0.0\n")], rule, &flutter),
        0
    );
    for (from, to) in [
        ("- push", "- tag"),
        (
            "build ipa",
            "build ipa --build-number=$PROJECT_BUILD_NUMBER",
        ),
        ("build ipa", "build ipa --no-codesign"),
        ("build ipa", "build apk"),
        ("- flutter", "- make\n      - flutter"),
        ("- flutter", "- dart run cider bump build\n      - flutter"),
    ] {
        assert_eq!(count(&pubspec, rule, &flutter.replace(from, to)), 0, "{to}");
    }
    let native = text.replace("BUILD", "xcode-project build-ipa --scheme App");
    let seven = "CURRENT_PROJECT_VERSION = 7;";
    for (release, debug, expected) in [
        (seven, seven, 1),
        (seven, "CURRENT_PROJECT_VERSION = 8;", 0),
        (seven, "", 0),
        ("CURRENT_PROJECT_VERSION = \"$(N)\";", seven, 0),
    ] {
        let project = project(release, debug);
        let files = [("App.xcodeproj/project.pbxproj", &*project)];
        assert_eq!(count(&files, rule, &native), expected, "{release} {debug}");
    }
}
