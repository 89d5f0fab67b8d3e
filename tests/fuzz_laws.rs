//! The laws of the fuzz targets, held without a fuzzer: on their seeds, and on what was
//! once found with them.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../fuzz/laws/mod.rs"]
mod laws;
mod support;

use std::path::Path;

use proptest::prelude::*;

type Law = fn(&[u8]);

/// The targets, each with its law and the folder of its seeds.
const TARGETS: [(&str, Law, &str); 11] = [
    ("account", laws::account::hold, "account"),
    ("conditions", laws::conditions::hold, "conditions"),
    ("fixes", laws::fixes::hold, "files"),
    ("globs", laws::globs::hold, "globs"),
    ("lsp", laws::lsp::hold, "lsp"),
    ("messages", laws::messages::hold, "messages"),
    ("requests", laws::requests::hold, "requests"),
    ("rules", laws::rules::hold, "files"),
    ("show", laws::show::hold, "files"),
    ("syntax", laws::syntax::hold, "files"),
    ("triggers", laws::triggers::hold, "files"),
];

fn fuzz() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn every_target_has_a_law_and_seeds() {
    let targets = names(&fuzz().join("targets"));
    let targets: Vec<&str> = targets
        .iter()
        .filter_map(|it| it.strip_suffix(".rs"))
        .collect();
    let mut named: Vec<&str> = TARGETS
        .iter()
        .map(|(name, ..)| *name)
        .chain(["lines"])
        .collect();
    named.sort_unstable();
    assert_eq!(targets, named);
    let manifest = std::fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let script = std::fs::read_to_string(fuzz().join("../scripts/fuzz")).unwrap();
    for (name, ..) in TARGETS {
        assert!(
            manifest.contains(&format!("\nname = \"{name}\"\n")),
            "{name} is not built"
        );
        assert!(script.contains(&format!("({name} ")) || script.contains(&format!(" {name}")));
    }
}

#[test]
fn seeds_keep_to_the_laws() {
    for (name, law, folder) in TARGETS {
        let folder = fuzz().join("seeds").join(folder);
        let seeds = names(&folder);
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in seeds {
            eprintln!("{name}: {seed}");
            law(&std::fs::read(folder.join(seed)).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_files_are_shown_as_they_are(bytes in support::damage::damaged()) {
        laws::show::hold(&bytes);
    }

    #[test]
    fn to_know_more_of_an_event_turns_no_answer_round(bytes in support::damage::damaged()) {
        laws::triggers::hold(&bytes);
    }

    #[test]
    fn any_frames_are_answered_in_frames(
        parts in prop::collection::vec(part(), 0..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let bytes = parts.concat();
        laws::messages::hold(&bytes);
        laws::messages::hold(&bytes[..cut.index(bytes.len() + 1)]);
    }
}

/// What an editor may write: messages, wrong headers, anything.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let seed = names(&fuzz().join("seeds/messages")).into_iter();
    let seeds: Vec<Vec<u8>> = seed
        .map(|name| std::fs::read(fuzz().join("seeds/messages").join(name)).unwrap())
        .collect();
    let frame = "[{}\\[\\]\":,a1 ]{0,20}"
        .prop_map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes());
    prop_oneof![
        2 => prop::sample::select(seeds),
        4 => frame,
        1 => "(Content-Length|X): [0-9]{0,3}\r\n(\r\n)?".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}
