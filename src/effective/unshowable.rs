//! Why a file cannot be written out.

use std::fmt;

/// Why a file cannot be written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unshowable {
    /// A value contains itself through an alias.
    Recursive {
        /// The anchor's name, without `&`.
        name: String,
        /// Where the alias stands, in bytes.
        offset: usize,
    },
    /// An alias without an anchor.
    UndefinedAlias {
        /// The name, without `*`.
        name: String,
        /// Where the alias stands, in bytes.
        offset: usize,
    },
    /// Aliases multiply the text beyond what anyone reads.
    TooLarge,
    /// Aliases nest values too deeply.
    TooDeep,
}

impl Unshowable {
    /// Where the cause stands, in bytes; `None` where no one place is to blame.
    pub fn offset(&self) -> Option<usize> {
        match self {
            Self::Recursive { offset, .. } | Self::UndefinedAlias { offset, .. } => Some(*offset),
            Self::TooLarge | Self::TooDeep => None,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Recursive { .. } => {
                "use the alias outside of what its anchor stands for; there is no end to write otherwise"
            }
            Self::UndefinedAlias { .. } => "put the anchor before the alias",
            Self::TooLarge | Self::TooDeep => {
                "show one workflow with `--workflow`, or use fewer aliases inside of aliases"
            }
        }
    }
}

impl fmt::Display for Unshowable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recursive { name, .. } => {
                write!(
                    f,
                    "`*{name}` stands inside the value that it names, which so contains itself"
                )
            }
            Self::UndefinedAlias { name, .. } => {
                write!(f, "`*{name}` has no anchor `&{name}` before it")
            }
            Self::TooLarge => write!(
                f,
                "aliases and merge keys make more than {} MiB of this file",
                super::MAX_SIZE >> 20
            ),
            Self::TooDeep => write!(
                f,
                "aliases nest values more than {} levels deep",
                super::MAX_DEPTH
            ),
        }
    }
}

impl std::error::Error for Unshowable {}
