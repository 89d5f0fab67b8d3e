//! Whether a pattern of files may find something in a directory, judged without
//! looking at files.

use super::Pattern;
use super::braces::expand;

/// Most parts of a path that are compared; longer ones count as a match.
const MOST_PARTS: usize = 64;

/// Whether a pattern of `artifacts` may find a file with this ending in a
/// directory. Both begin at the same place; in the directory `*` stands for a part
/// of its path and `**` for any number of them.
///
/// What cannot be judged counts as a match: variables, inputs, groups and sets, and
/// braces that the directory has or that are left in the pattern.
pub fn may_reach(pattern: &str, directory: &str, ending: &str) -> bool {
    let pattern = pattern.trim().replace('\\', "/");
    if pattern.contains(['$', '(', '[']) {
        return true;
    }
    expand(&pattern, &mut Vec::new()).map_or(true, |all| {
        all.into_iter().any(|path| {
            let path: String = path.into_iter().map(|glyph| glyph.char).collect();
            path_may_reach(&path, directory, ending)
        })
    })
}

fn path_may_reach(path: &str, directory: &str, ending: &str) -> bool {
    let mut folders = parts(path);
    let place = parts(directory);
    let name = folders.pop().unwrap_or_default();
    if folders.len() > MOST_PARTS || place.len() > MOST_PARTS || meet(&folders, &place) {
        return true;
    }
    // What it finds may be a directory, and then all in it is found.
    folders.extend([name, "**"]);
    !name.to_lowercase().ends_with(&ending.to_lowercase()) && meet(&folders, &place)
}

fn parts(path: &str) -> Vec<&str> {
    let parts = path.split('/');
    parts.filter(|it| !it.is_empty() && *it != ".").collect()
}

/// Whether two patterns of directories may both find one.
fn meet(ours: &[&str], theirs: &[&str]) -> bool {
    // Whether what is left of both may meet, for every length of what is left of
    // theirs; row by row from the end of ours.
    let mut after: Vec<bool> = (0..=theirs.len())
        .map(|at| theirs.iter().skip(at).all(|part| *part == "**"))
        .collect();
    for part in ours.iter().rev() {
        let mut row = vec![false; theirs.len() + 1];
        for at in (0..=theirs.len()).rev() {
            let get = |row: &[bool], at: usize| row.get(at) == Some(&true);
            let other = theirs.get(at).copied();
            let met = match other {
                _ if *part == "**" => get(&after, at) || get(&row, at + 1),
                Some("**") => get(&row, at + 1) || get(&after, at),
                Some(other) => get(&after, at + 1) && same(part, other),
                None => false,
            };
            if let Some(slot) = row.get_mut(at) {
                *slot = met;
            }
        }
        after = row;
    }
    after.first() == Some(&true)
}

/// Whether two patterns of names may find the same one.
fn same(one: &str, other: &str) -> bool {
    // To expand them for each of many other patterns would take very long.
    if one.contains('{') || other.contains('{') {
        return true;
    }
    let is_open = |part: &str| part.contains(['*', '?']);
    match (is_open(one), is_open(other)) {
        (true, true) => true,
        (true, false) => Pattern::parse(one).matches(other),
        (false, true) => Pattern::parse(other).matches(one),
        (false, false) => one.eq_ignore_ascii_case(other),
    }
}

#[cfg(test)]
mod tests {
    use super::may_reach;

    #[test]
    fn patterns_reach_directories() {
        let cases = [
            ("build/ios/ipa/*.ipa", "build/ios/ipa", true),
            ("./build//ios/ipa/App.ipa", "build/ios/ipa", true),
            ("build/ios/*.ipa", "build/ios/ipa", false),
            ("build/*/ipa/*.ipa", "build/ios/ipa", true),
            ("build/?os/ipa/*.ipa", "build/ios/ipa", true),
            ("build/?os/*.ipa", "build/ios/ipa", false),
            ("**/*.ipa", "build/ios/ipa", true),
            ("*.ipa", "build/ios/ipa", false),
            ("*.ipa", "", true),
            ("**/ipa/*.ipa", "build/ios/ipa", true),
            ("**/ios/*.ipa", "build/ios/ipa", false),
            ("build/**/ios/ipa/*.ipa", "build/ios/ipa", true),
            ("app/build/ios/ipa/*.ipa", "build/ios/ipa", false),
            ("build/ios/ipa/*.ipa", "app/build/ios/ipa", false),
            ("build/ios/ipa/deep/*.ipa", "build/ios/ipa", false),
            ("build", "build/ios/ipa", true),
            ("build/ios/*", "build/ios/ipa", true),
            ("build/ios/ipa/*", "build/ios/ipa", true),
            ("build/ios/ipa", "build/ios/ipa", true),
            ("build/ios/ipa/deep/*", "build/ios/ipa", false),
            ("build/android/*", "build/ios/ipa", false),
            ("build/**", "build/ios/ipa", true),
            ("build/{android,ios}/ipa/*.ipa", "build/ios/ipa", true),
            ("build/{android,web}/ipa/*.ipa", "build/ios/ipa", false),
            ("$OUT/*.ipa", "build/ios/ipa", true),
            ("build/@(ios|mac)/ipa/*.ipa", "build/ios/ipa", true),
            ("build/[i]os/ipa/*.ipa", "build/ios/ipa", true),
            ("out\\*.ipa", "out", true),
            ("OUT/*.IPA", "out", true),
        ];
        for (pattern, directory, expected) in cases {
            assert_eq!(
                may_reach(pattern, directory, ".ipa"),
                expected,
                "{pattern} in {directory}"
            );
        }
    }

    #[test]
    fn directories_may_be_open() {
        let place = "android/**/outputs/apk/**";
        for pattern in [
            "android/app/build/outputs/apk/release/*.apk",
            "android/outputs/apk/*.apk",
            "android/*/build/outputs/apk/prod/release/app.apk",
            "**/*.apk",
            "android/**/*.apk",
            "android/app/build/outputs/**/*.apk",
            "android/app/build/outputs",
        ] {
            assert!(may_reach(pattern, place, ".apk"), "{pattern}");
        }
        for pattern in [
            "app/build/outputs/apk/release/*.apk",
            "android/app/build/outputs/*.apk",
            "android/*.apk",
            "android/app/build/outputs/bundle/*.apk",
        ] {
            assert!(!may_reach(pattern, place, ".apk"), "{pattern}");
        }
        assert!(may_reach("a/x*/y.apk", "a/*", ".apk"));
        assert!(!may_reach("a/y.apk", "a/*", ".apk"));
        assert!(may_reach("a/b/y.apk", "a/*", ".apk"));
    }

    #[test]
    fn braces_of_a_directory_are_not_judged() {
        for pattern in ["{1..900}*/b/x.ipa", "{1..900}/b/x.ipa", "a{/b/x.ipa"] {
            assert!(may_reach(pattern, "a{1..900}*/b", ".ipa"), "{pattern}");
            assert!(!may_reach(pattern, "a{1..900}*/c", ".ipa"), "{pattern}");
        }
    }

    #[test]
    fn long_paths_are_not_judged() {
        let long = "a/".repeat(100);
        assert!(may_reach(&format!("{long}x.ipa"), "b", ".ipa"));
        assert!(may_reach("b/x.ipa", &long, ".ipa"));
    }
}
