//! Versions of tools that the build machines have, and the words that stand for
//! some.
//!
//! Sources: <https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#build-machine-and-software-versions>
//! for the words; <https://docs.codemagic.io/specs/versions-macos/>,
//! <https://docs.codemagic.io/specs-linux/ubuntu-24.04/> and
//! <https://docs.codemagic.io/specs-windows/windows-2022/> for what is installed,
//! as of [`AS_OF`].

use super::machines::Platform;

/// The month of these tables.
pub const AS_OF: &str = "2026-06";

/// Words for `xcode`.
pub const XCODE_WORDS: &[&str] = &["latest", "edge"];

/// Majors of Xcode that machines have, each with its newest minor version.
/// Earlier ones were removed on 2025-11-11; the numbers 17 to 25 were never used.
const XCODE: &[(u32, u32)] = &[(16, 4), (26, 6), (27, 0)];

/// What is known of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Machines have it, or it is newer than the table.
    Possible,
    /// Older than all that machines have.
    Removed,
    /// Between those that machines have.
    Never,
}

/// What is known of a version of Xcode.
pub fn xcode(major: u32, minor: Option<u32>) -> Standing {
    let oldest = XCODE.first().map_or(0, |(major, _)| *major);
    let newest = XCODE.last().map_or(0, |(major, _)| *major);
    if major < oldest {
        return Standing::Removed;
    }
    let Some((_, last)) = XCODE.iter().find(|(known, _)| *known == major) else {
        return if major > newest {
            Standing::Possible
        } else {
            Standing::Never
        };
    };
    // The newest major and the one before it still get minor versions.
    let goes_on = major + 1 >= newest;
    if goes_on || minor.is_none_or(|minor| minor <= *last) {
        Standing::Possible
    } else {
        Standing::Never
    }
}

/// Majors of Xcode that machines have, each with its newest minor version, the newest
/// first.
pub fn all_xcode() -> impl Iterator<Item = (u32, u32)> {
    XCODE.iter().rev().copied()
}

/// The oldest Xcode that machines have.
pub fn oldest_xcode() -> u32 {
    XCODE.first().map_or(0, |(major, _)| *major)
}

/// Majors of Java that machines of a platform have.
const JAVA: &[(Platform, &[u32])] = &[
    (Platform::MacOs, &[7, 8, 11, 17, 21, 22, 23, 24, 25, 26]),
    (Platform::Linux, &[8, 11, 17, 21]),
    (Platform::Windows, &[8, 11, 17, 20, 21]),
];

/// Majors of Java that machines of the platform have; of any, where it is not
/// known. Sorted.
pub fn java(platform: Option<Platform>) -> Vec<u32> {
    let lists = JAVA
        .iter()
        .filter(|(of, _)| platform.is_none_or(|it| it == *of));
    let mut all: Vec<u32> = lists.flat_map(|(_, list)| list.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The version of Ubuntu that machines have: year and month.
pub const UBUNTU: (u32, u32) = (24, 4);

/// Channels of Flutter; `main` is Flutter's newer name of `master`.
pub const FLUTTER_CHANNELS: &[&str] = &["stable", "beta", "master", "main"];

/// The word for the version that Flutter Version Management finds.
pub const FVM: &str = "fvm";

/// The form in which a tool's versions are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One to three numbers.
    Numbers,
    /// `r27`, `r26b` or three numbers.
    Ndk,
    /// `2022.3.10f1`.
    Unity,
}

/// How a tool's version is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// The key under `environment`.
    pub tool: &'static str,
    /// The words that it knows.
    pub words: &'static [&'static str],
    /// Whether there are further words, which come with time.
    pub open: bool,
    /// The form of a version.
    pub form: Form,
    /// A version as an example.
    pub example: &'static str,
}

/// Tools of which any version can be installed. For Node.js also the names of its
/// release lines that are supported for long.
pub const FORMATS: &[Format] = &[
    Format {
        tool: "node",
        words: &[
            "default", "latest", "current", "lts", "nightly", "stable", "argon", "boron", "carbon",
            "dubnium", "erbium", "fermium", "gallium", "hydrogen", "iron", "jod", "krypton",
        ],
        open: true,
        form: Form::Numbers,
        example: "22.13.1",
    },
    Format {
        tool: "npm",
        words: &["default", "latest", "next", "lts"],
        open: false,
        form: Form::Numbers,
        example: "10.9.2",
    },
    Format {
        tool: "ndk",
        words: &["default"],
        open: false,
        form: Form::Ndk,
        example: "r27",
    },
    Format {
        tool: "ruby",
        words: &["default"],
        open: false,
        form: Form::Numbers,
        example: "3.3.6",
    },
    Format {
        tool: "cocoapods",
        words: &["default"],
        open: false,
        form: Form::Numbers,
        example: "1.16.2",
    },
    Format {
        tool: "unity",
        words: &[],
        open: false,
        form: Form::Unity,
        example: "2022.3.10f1",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_xcode_are_placed() {
        let cases = [
            (15, Some(4), Standing::Removed),
            (15, None, Standing::Removed),
            (16, None, Standing::Possible),
            (16, Some(4), Standing::Possible),
            (16, Some(5), Standing::Never),
            (17, None, Standing::Never),
            (25, Some(1), Standing::Never),
            (26, Some(9), Standing::Possible),
            (27, Some(3), Standing::Possible),
            (28, None, Standing::Possible),
        ];
        for (major, minor, expected) in cases {
            assert_eq!(xcode(major, minor), expected, "{major} {minor:?}");
        }
        assert_eq!(oldest_xcode(), 16);
    }

    #[test]
    fn versions_of_java_are_those_of_the_platform() {
        assert_eq!(java(Some(Platform::Linux)), [8, 11, 17, 21]);
        let any = java(None);
        assert!(any.is_sorted() && any.contains(&20) && any.contains(&26));
    }
}
