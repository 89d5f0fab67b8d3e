//! Packages as builds make them, and as they should not be.

use std::io::{Cursor, Write as _};

use codemagic_lint::app_store_connect::Platform;
use codemagic_lint::publish::plan::{Ipa, IpaProblem, Origin};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// A zip archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn xml(entries: &str) -> String {
    format!("<?xml version=\"1.0\"?><plist version=\"1.0\"><dict>{entries}</dict></plist>")
}

const WHOLE: &str = "<key>CFBundleIdentifier</key><string>org.example.app</string>
<key>CFBundleShortVersionString</key><string>2.1</string>
<key>CFBundleVersion</key><string>42</string>";

fn package(entries: &str) -> Vec<u8> {
    archive(&[
        ("Payload/", b""),
        ("Payload/Runner.app/Runner", b"code"),
        (
            "Payload/Runner.app/Frameworks/X.framework/Info.plist",
            b"another",
        ),
        ("Payload/Runner.app/Info.plist", xml(entries).as_bytes()),
    ])
}

fn read(bytes: Vec<u8>) -> Result<Ipa, IpaProblem> {
    Ipa::read("App.ipa", Cursor::new(bytes))
}

/// A binary property list of texts, `true`, and lists of texts.
fn binary(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let text = |text: &str| {
        let mut object = vec![0x5f, 0x10, u8::try_from(text.len()).unwrap()];
        object.extend(text.bytes());
        object
    };
    let mut dictionary = vec![0xd0 | u8::try_from(entries.len()).unwrap()];
    let count = u8::try_from(entries.len()).unwrap();
    dictionary.extend(1..=count);
    let mut values = Vec::new();
    for (at, (_, value)) in entries.iter().enumerate() {
        let index = 1 + count + u8::try_from(at).unwrap();
        dictionary.push(index);
        values.push(match *value {
            "true" => vec![0x09],
            value => match value.strip_prefix('[') {
                // The list of the one text behind all others.
                Some(_) => vec![0xa1, 1 + 2 * count],
                None => text(value),
            },
        });
    }
    objects.push(dictionary);
    objects.extend(entries.iter().map(|(key, _)| text(key)));
    objects.extend(values);
    let lists = entries.iter().filter_map(|(_, it)| it.strip_prefix('['));
    objects.extend(lists.map(text));
    let mut bytes = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for object in &objects {
        offsets.extend(u16::try_from(bytes.len()).unwrap().to_be_bytes());
        bytes.extend(object);
    }
    let table = bytes.len() as u64;
    bytes.extend(&offsets);
    bytes.extend([0, 0, 0, 0, 0, 0, 2, 1]);
    for number in [objects.len() as u64, 0, table] {
        bytes.extend(number.to_be_bytes());
    }
    bytes
}

#[test]
fn xml_and_binary_say_the_same() {
    let written = read(package(WHOLE)).unwrap();
    let plist = binary(&[
        ("CFBundleIdentifier", "org.example.app"),
        ("CFBundleShortVersionString", "2.1"),
        ("CFBundleVersion", "42"),
    ]);
    let packed = read(archive(&[("Payload/A.app/Info.plist", &plist)])).unwrap();
    assert_eq!(written, packed);
    assert_eq!(
        (
            &*written.bundle_id,
            &*written.version,
            &*written.build_number
        ),
        ("org.example.app", "2.1", "42")
    );
    assert_eq!(written.platform(), Platform::Ios);
    assert_eq!(written.uses_non_exempt_encryption, None);
}

#[test]
fn platforms_are_told_apart_as_the_client_does() {
    let cases = [
        ("iPhoneOS", Platform::Ios, None),
        ("AppleTVOS", Platform::TvOs, None),
        ("XROS", Platform::Ios, Some("visionOS")),
        ("WatchOS", Platform::Ios, Some("watchOS")),
        ("MacOSX", Platform::Ios, Some("macOS")),
        ("iPhoneOS</string><string>XROS", Platform::Ios, None),
    ];
    for (name, platform, elsewhere) in cases {
        let entries = format!(
            "{WHOLE}<key>CFBundleSupportedPlatforms</key><array><string>{name}</string></array>"
        );
        let ipa = read(package(&entries)).unwrap();
        assert_eq!(
            (ipa.platform(), ipa.filed_elsewhere()),
            (platform, elsewhere),
            "{name}"
        );
    }
    let plist = binary(&[
        ("CFBundleIdentifier", "org.example.app"),
        ("CFBundleVersion", "42"),
        ("CFBundleSupportedPlatforms", "[AppleTVOS"),
        ("ITSAppUsesNonExemptEncryption", "true"),
    ]);
    let ipa = read(archive(&[("Payload/A.app/Info.plist", &plist)])).unwrap();
    assert_eq!(ipa.platform(), Platform::TvOs);
    assert_eq!(ipa.uses_non_exempt_encryption, Some(true));
    // As the client takes it.
    assert_eq!(ipa.version, "42");
}

#[test]
fn a_plan_has_what_the_package_says_and_what_is_odd_about_it() {
    let odd = format!(
        "{WHOLE}<key>CFBundleSupportedPlatforms</key><array><string>XROS</string></array><key>ITSWatchOnlyContainer</key><true/><key>ITSAppUsesNonExemptEncryption</key><false/>"
    );
    let signing = "environment:\n  ios_signing:\n    distribution_type: app_store\n    bundle_identifier: org.example.other\n";
    let text = workflow("auth: integration\n", signing);
    let mut settings = Given::default().settings();
    settings.ipa = Some(read(package(&odd)).unwrap());
    let plan = try_plan(&text, &settings).unwrap();
    assert_eq!(plan.app.bundle_id.origin, Origin::Package("App.ipa".into()));
    assert_eq!(plan.app.filed_elsewhere, Some("visionOS"));
    assert!(plan.app.is_read);
    assert_eq!(plan.app.uses_non_exempt_encryption, Some(false));
    assert_eq!(
        remarks(&plan, &text),
        [
            "`App.ipa` is for visionOS, and Magic Actions look for a build for iOS: they never find it @ app_store_connect",
            "`App.ipa` is for the watch alone: App Store Connect may file it elsewhere than Magic Actions look @ app_store_connect",
            "`App.ipa` is `org.example.app`, but signing files are looked for `org.example.other` @ org.example.other",
        ]
    );
}

#[test]
fn what_is_no_package_is_refused_with_a_reason() {
    let missing = |key: &str| package(&WHOLE.replace(key, "Other"));
    let cases = [
        (Vec::new(), IpaProblem::NoArchive),
        (b"hello".to_vec(), IpaProblem::NoArchive),
        (b"xar!\0\x1c\0\x01".to_vec(), IpaProblem::InstallerPackage),
        (archive(&[]), IpaProblem::NoInfoPlist),
        (
            archive(&[("Runner.app/Info.plist", b"")]),
            IpaProblem::NoInfoPlist,
        ),
        (
            archive(&[("Payload/Runner.app/X/Info.plist", b"")]),
            IpaProblem::NoInfoPlist,
        ),
        (
            archive(&[("Payload/A.app/Info.plist", b"junk")]),
            IpaProblem::NoPropertyList,
        ),
        (
            archive(&[("Payload/A.app/Info.plist", b"bplist00junk")]),
            IpaProblem::NoPropertyList,
        ),
        (
            missing("CFBundleIdentifier"),
            IpaProblem::MissingKey("CFBundleIdentifier"),
        ),
        (
            missing("CFBundleVersion"),
            IpaProblem::MissingKey("CFBundleVersion"),
        ),
        (
            package(&WHOLE.replace("42", " ")),
            IpaProblem::MissingKey("CFBundleVersion"),
        ),
        (
            package(&WHOLE.replace("<string>42</string>", "<integer>42</integer>")),
            IpaProblem::MissingKey("CFBundleVersion"),
        ),
    ];
    for (bytes, expected) in cases {
        let problem = read(bytes).unwrap_err();
        assert_eq!(problem, expected);
        assert!(!problem.to_string().ends_with('.') && !problem.help().is_empty());
    }
}

#[test]
fn a_package_cut_anywhere_is_refused() {
    let whole = package(WHOLE);
    for length in 0..whole.len() {
        assert!(read(whole[..length].to_vec()).is_err(), "{length}");
    }
}

#[test]
fn any_byte_may_be_wrong() {
    let whole = package(WHOLE);
    for at in 0..whole.len() {
        for value in [0, 0xff, whole[at] ^ 1] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            // Whatever it is, there is an answer.
            let _ = read(bytes).is_ok();
        }
    }
}

#[test]
fn bombs_do_not_go_off() {
    let blanks = vec![b' '; 8 << 20];
    let bomb = archive(&[("Payload/A.app/Info.plist", &blanks)]);
    assert!(bomb.len() < 50_000);
    assert_eq!(read(bomb).unwrap_err(), IpaProblem::TooLong);
    let other = archive(&[
        ("Payload/A.app/huge", &blanks),
        ("Payload/A.app/Info.plist", xml(WHOLE).as_bytes()),
    ]);
    assert!(read(other).is_ok());
}

#[test]
fn archives_with_very_many_entries_are_read_or_refused_in_time() {
    let of = |count: usize| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for number in 0..count {
            writer
                .start_file(format!("Payload/A.app/{number}"), options)
                .unwrap();
        }
        writer
            .start_file("Payload/A.app/Info.plist", options)
            .unwrap();
        writer.write_all(xml(WHOLE).as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    assert!(read(of(20_000)).is_ok());
    assert_eq!(read(of(260_000)).unwrap_err(), IpaProblem::TooManyEntries);
}

#[test]
fn encrypted_and_unusual_packing_is_said() {
    let mut bytes = archive(&[("Payload/A.app/Info.plist", xml(WHOLE).as_bytes())]);
    // The flag of encryption, in the header of the file and in the table.
    let table = bytes.windows(4).position(|it| it == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[table + 8] |= 1;
    assert_eq!(read(bytes.clone()).unwrap_err(), IpaProblem::Packed);
    bytes[6] &= !1;
    bytes[table + 8] &= !1;
    // LZMA.
    bytes[8] = 14;
    bytes[table + 10] = 14;
    assert_eq!(read(bytes).unwrap_err(), IpaProblem::Packed);
}

#[test]
fn packages_for_simulators_are_refused() {
    let simulator = format!(
        "{WHOLE}<key>CFBundleSupportedPlatforms</key><array><string>iPhoneSimulator</string></array>"
    );
    let mut settings = Given::default().settings();
    settings.ipa = Some(read(package(&simulator)).unwrap());
    let plan = try_plan(&workflow("auth: integration\n", ""), &settings).unwrap();
    assert_eq!(
        plan.app.refused[0].message,
        "`App.ipa` is for the simulator"
    );
}

#[test]
fn archives_of_several_apps_are_remarked() {
    let plist = format!("<plist><dict>{WHOLE}</dict></plist>").into_bytes();
    let both = archive(&[
        ("Payload/A.app/Info.plist", &plist),
        ("Payload/A.app/PlugIns/C.appex/Info.plist", &plist),
        ("Payload/B.app/Info.plist", &plist),
    ]);
    let mut settings = Given::default().settings();
    settings.ipa = Some(read(both).unwrap());
    let plan = try_plan(&workflow("auth: integration\n", ""), &settings).unwrap();
    let said: Vec<&str> = plan.remarks.iter().map(|it| &*it.message).collect();
    let expected = "`App.ipa` holds 2 apps, and the client reads the first it finds";
    assert_eq!(said, [expected]);
}
