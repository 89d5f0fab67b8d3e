//! Repositories that are broken, enormous, or lead elsewhere.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use codemagic_lint::repository::gradle::Gradle;
use codemagic_lint::repository::info_plist::InfoPlist;
use codemagic_lint::repository::package_json::PackageJson;
use codemagic_lint::repository::property_list::Value;
use codemagic_lint::repository::pubspec::Pubspec;
use codemagic_lint::repository::xcode_project::XcodeProject;
use codemagic_lint::repository::{Entry, Files, Listing, Memory, Names, ReadProblem, Repository};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;
use codemagic_lint::workspace::Checkout;
use proptest::prelude::*;

use crate::support::cli::Project;

/// A workflow that makes rules look at everything.
const CURIOUS: &str = "workflows:
  a:
    name: A
    integrations:
      app_store_connect: Key
    environment:
      flutter: fvm
      vars:
        PACKAGE_NAME: io.acme.notes
      ios_signing:
        distribution_type: app_store
        bundle_identifier: io.acme.notes
    when:
      changeset:
        includes:
          - '**/*.swift'
          - ios/**/*.dart
    scripts:
      - name: Check
        script: ./ci/check.sh
      - name: Pods
        script: cd ios && pod install
      - name: Sign
        script: xcode-project use-profiles
      - name: Build
        script: xcode-project build-ipa --project ios/App.xcodeproj
    artifacts:
      - build/ios/ipa/*.ipa
    publishing:
      app_store_connect:
        auth: integration
        submit_to_testflight: true
";

/// The project of an app with this Info.plist.
fn project_file(plist: &str) -> String {
    format!(
        "{{ rootObject = P; objects = {{ P = {{ targets = (A); }};\n\
         A = {{ productType = \"com.apple.product-type.application\"; buildConfigurationList = L; }};\n\
         L = {{ buildConfigurations = (R); }};\n\
         R = {{ name = Release; buildSettings = {{ INFOPLIST_FILE = {plist};\n\
         PRODUCT_BUNDLE_IDENTIFIER = io.acme.other; }}; }}; }}; }}"
    )
}

const PLIST: &str = "<plist><dict><key>A</key><true/></dict></plist>";

/// What the curious workflow is told, and what is noted.
fn told(project: &Project) -> (Vec<String>, String) {
    project.write("codemagic.yaml", CURIOUS);
    let run = project.run(&["check", "--output-format", "json"]);
    let rules = run.rules();
    (rules, run.stderr)
}

fn has(rules: &[String], rule: &str) -> bool {
    rules.iter().any(|it| it == rule)
}

#[test]
fn what_is_broken_is_unknown() {
    let plist = project_file("Info.plist");
    let project = Project::new(&[
        ("ios/App.xcodeproj/project.pbxproj", &plist),
        ("ios/Info.plist", PLIST),
    ]);
    let (rules, notes) = told(&project);
    assert!(has(&rules, "encryption-declaration") && has(&rules, "bundle-identifier-mismatch"));
    assert_eq!(notes, "");
    for broken in [
        &b""[..],
        b"\0\x01\xff",
        b"bplist00\xd1\x01\x02",
        b"<plist><dict><key>",
    ] {
        project.write("ios/Info.plist", broken);
        let (rules, notes) = told(&project);
        assert!(!has(&rules, "encryption-declaration"), "{broken:?}");
        assert!(has(&rules, "bundle-identifier-mismatch"), "{broken:?}");
        assert_eq!(notes, "", "{broken:?}");
    }
    project.write("ios/App.xcodeproj/project.pbxproj", "(".repeat(1 << 20));
    let (rules, _) = told(&project);
    assert!(!has(&rules, "bundle-identifier-mismatch"));
}

#[test]
fn a_file_of_fifty_megabytes_is_noted_and_not_read() {
    let project = Project::new(&[("ios/App.xcodeproj/", "")]);
    let path = project.path("ios/App.xcodeproj/project.pbxproj");
    File::create(path).unwrap().set_len(50 << 20).unwrap();
    let (rules, notes) = told(&project);
    assert!(!has(&rules, "bundle-identifier-mismatch"));
    assert!(
        notes.starts_with("note: `ios/App.xcodeproj/project.pbxproj` is larger than 4 MiB"),
        "{notes}"
    );
    assert_eq!(notes.lines().count(), 1, "{notes}");
    let quiet = project.run(&["check", "--quiet"]);
    assert_eq!(quiet.stderr, "");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_repository_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(
        outside.path().join("project.pbxproj"),
        project_file("Info.plist"),
    )
    .unwrap();
    fs::write(outside.path().join("notes"), "✓").unwrap();
    let project = Project::new(&[("ios/Podfile", "")]);
    symlink(outside.path(), project.path("ios/App.xcodeproj")).unwrap();
    symlink(
        outside.path().join("notes"),
        project.path("release_notes_en-US.txt"),
    )
    .unwrap();
    symlink(outside.path(), project.path("ci")).unwrap();
    let (rules, _) = told(&project);
    for rule in [
        "bundle-identifier-mismatch",
        "release-notes-angle-brackets",
        "script-file-missing",
        "project-file-missing",
    ] {
        assert!(!has(&rules, rule), "{rule}");
    }
    let checkout = Checkout::open(project.directory()).unwrap();
    for path in [
        "ci",
        "ci/check.sh",
        "ci/none/none",
        "ci/..",
        "release_notes_en-US.txt",
    ] {
        assert_eq!(checkout.entry(path), Entry::Unknown, "{path}");
        assert_eq!(checkout.read(path), Err(ReadProblem::Unreadable), "{path}");
        assert_eq!(checkout.list(path), None, "{path}");
    }
    // Inside they are.
    symlink("ios/Podfile", project.path("Podfile")).unwrap();
    assert!(matches!(checkout.entry("Podfile"), Entry::File { .. }));
    assert_eq!(checkout.entry("ios/none"), Entry::Missing);
}

#[cfg(unix)]
#[test]
fn loops_and_pipes_are_unknown() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[(
        "ios/App.xcodeproj/project.pbxproj",
        &project_file("Info.plist"),
    )]);
    symlink("ci", project.path("ci")).unwrap();
    symlink("..", project.path("ios/up")).unwrap();
    symlink("none", project.path("dangling")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(project.path("ios/Info.plist"))
        .status();
    assert!(made.unwrap().success());
    let (rules, notes) = told(&project);
    assert_eq!(notes, "");
    assert!(!has(&rules, "encryption-declaration") && !has(&rules, "script-file-missing"));
    let checkout = Checkout::open(project.directory()).unwrap();
    for path in ["ci", "ci/a", "dangling", "ios/Info.plist"] {
        assert_eq!(checkout.entry(path), Entry::Unknown, "{path}");
    }
    let deep = vec!["ios/up"; 40].join("/");
    assert_eq!(checkout.entry(&deep), Entry::Unknown);
}

#[test]
fn a_sparse_checkout_lacks_nothing() {
    let project = Project::new(&[("ios/Podfile", "")]);
    assert!(has(&told(&project).0, "script-file-missing"));
    project.write(".git/info/sparse-checkout", "ios\n");
    assert!(!has(&told(&project).0, "script-file-missing"));
}

#[test]
fn a_directory_with_more_than_is_read_is_noted() {
    let project = Project::new(&[("ios/Podfile", ""), ("many/", "")]);
    // Links to one file need no blocks of their own.
    let first = project.path("many/0");
    fs::write(&first, "").unwrap();
    for number in 1..=200_001_u32 {
        let path = project.path(&format!("many/{number}"));
        // A file system allows only so many links to one file.
        if fs::hard_link(&first, &path).is_err() {
            fs::write(&path, "").unwrap();
        }
    }
    let begin = Instant::now();
    let (rules, notes) = told(&project);
    assert!(
        begin.elapsed() < Duration::from_mins(1),
        "{:?}",
        begin.elapsed()
    );
    // What lies in `ios` is known all the same.
    let of_changesets = rules.iter().filter(|it| *it == "changeset-matches-nothing");
    assert_eq!(of_changesets.count(), 1, "{rules:?}");
    assert!(notes.contains("holds more than 200000 files"), "{notes}");
}

/// Files without end: every directory holds another and many files.
#[derive(Debug, Default)]
struct Endless {
    asked: AtomicUsize,
}

impl Files for Endless {
    fn entry(&self, path: &str) -> Entry {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match path.rsplit('/').next() {
            Some("d" | "ios" | "" | "android") => Entry::Directory,
            _ => Entry::Missing,
        }
    }

    fn list(&self, _: &str) -> Option<Listing> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let file = Entry::File { executable: None };
        let names = (0..300).map(|number| (format!("f{number}"), file));
        let ends = [
            ("d".to_owned(), Entry::Directory),
            ("ios".to_owned(), Entry::Directory),
        ];
        Some(names.chain(ends).collect())
    }

    fn names(&self, directory: &str) -> Option<Arc<Names>> {
        let listing = self.list(directory)?;
        Some(Arc::new(Names::of(listing.iter().map(|(name, _)| &**name))))
    }

    fn read(&self, _: &str) -> Result<Arc<[u8]>, ReadProblem> {
        Err(ReadProblem::Unreadable)
    }
}

#[test]
fn a_repository_without_end_is_asked_so_often_and_no_more() {
    let files = Arc::new(Endless::default());
    let repository = Repository::new(Arc::<Endless>::clone(&files) as Arc<dyn Files>, "");
    let settings = Settings {
        repository: Some(Arc::new(repository)),
        ..Settings::default()
    };
    let mut text = CURIOUS.to_owned();
    for number in 0..100 {
        // The same questions again.
        let _ = write!(
            text,
            "{}",
            CURIOUS.replace("workflows:\n  a:", &format!("  a{number}:"))
        );
    }
    let checked = rules::check(SourceFile::new("codemagic.yaml", text), &settings);
    assert!(
        checked
            .findings
            .iter()
            .all(|it| it.rule != "changeset-matches-nothing")
    );
    let asked = files.asked.load(Ordering::Relaxed);
    assert!(asked < 20_000, "{asked}");
}

#[test]
fn a_directory_that_may_not_be_read_is_not_judged() {
    let mut memory = Memory::default();
    memory.add("ios/Podfile", "");
    memory.add_unknown("ci");
    memory.add_unknown("ios/App.xcodeproj");
    let settings = Settings {
        repository: Some(Arc::new(Repository::new(Arc::new(memory), ""))),
        ..Settings::default()
    };
    let checked = rules::check(SourceFile::new("codemagic.yaml", CURIOUS), &settings);
    for rule in [
        "script-file-missing",
        "project-file-missing",
        "bundle-identifier-mismatch",
        "changeset-matches-nothing",
    ] {
        assert!(checked.findings.iter().all(|it| it.rule != rule), "{rule}");
    }
}

/// Texts that look like something to the readers.
fn project_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("("),
        Just(")"),
        Just("="),
        Just(";"),
        Just(","),
        Just("\""),
        Just("\\"),
        Just("/*"),
        Just("*/"),
        Just("//"),
        Just("\n"),
        Just("<"),
        Just(">"),
        Just("ä"),
        Just("<plist>"),
        Just("<dict>"),
        Just("</dict>"),
        Just("<key>"),
        Just("</key>"),
        Just("<true/>"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<!--"),
        Just("-->"),
        Just("objects"),
        Just("rootObject"),
        Just("applicationId \""),
        Just("versionCode "),
        Just("scripts"),
        Just(": "),
        Just("a"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn read_all(bytes: &[u8]) {
    let _ = InfoPlist::parse(bytes);
    let text = String::from_utf8_lossy(bytes);
    let _ = Value::parse(&text);
    let _ = XcodeProject::parse(&text);
    let _ = Gradle::parse(&text);
    let _ = Pubspec::parse(&text);
    let _ = PackageJson::parse(&text);
}

proptest! {
    #[test]
    fn readers_survive_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), is_binary: bool) {
        let start: &[u8] = if is_binary { b"bplist00" } else { b"" };
        read_all(&[start, &bytes].concat());
    }

    #[test]
    fn readers_survive_pieces_of_projects(text in project_text()) {
        read_all(text.as_bytes());
    }
}
