//! `.ipa` packages: what their `Info.plist` says of them.
//!
//! A package is a zip archive with `Payload/<name>.app/Info.plist`. Only the archive's
//! table and that one file are read, and of both so much at most, whatever the
//! archive says of their sizes.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::app_store_connect::Platform;
use crate::repository::info_plist::{InfoPlist, PlistValue};

/// Most bytes that are read to find the archive's table, and of it.
const MAX_TABLE: u64 = 32 << 20;

/// Most entries of an archive. Apps with a hundred thousand files exist.
const MAX_ENTRIES: usize = 250_000;

/// Longest `Info.plist`, in bytes, once inflated.
const MAX_PLIST: u64 = 1 << 20;

/// Most bytes that are read for the `Info.plist`, headers included.
const MAX_READ: u64 = 4 << 20;

/// Longest value of a key, in characters.
const MAX_VALUE: usize = 255;

/// What a package says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ipa {
    /// The file's name.
    pub file: String,
    /// `CFBundleIdentifier`.
    pub bundle_id: String,
    /// `CFBundleShortVersionString`; `CFBundleVersion` where that is missing, as the
    /// client takes it.
    pub version: String,
    /// `CFBundleVersion`.
    pub build_number: String,
    /// `CFBundleSupportedPlatforms`.
    pub platforms: Vec<String>,
    /// `ITSAppUsesNonExemptEncryption`, where it is set.
    pub uses_non_exempt_encryption: Option<bool>,
    /// How many apps the archive holds; the client reads the first.
    pub apps: usize,
    /// `ITSWatchOnlyContainer`: the app on the telephone is an empty one.
    pub is_watch_only: bool,
}

/// Why a file is no package that could be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IpaProblem {
    /// The system refuses to give it.
    Unreadable(io::ErrorKind),
    /// No zip archive, or a broken one.
    NoArchive,
    /// More entries than any app has.
    TooManyEntries,
    /// Nothing at `Payload/*.app/Info.plist`.
    NoInfoPlist,
    /// It is encrypted, or packed in a way that is not read.
    Packed,
    /// The `Info.plist` is longer than any.
    TooLong,
    /// No property list in XML or in the binary form.
    NoPropertyList,
    /// A key that the client needs is missing, empty or no text.
    MissingKey(&'static str),
    /// An installer package of macOS, which only macOS can read.
    InstallerPackage,
}

impl fmt::Display for IpaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(kind) => write!(f, "cannot be read: {kind}"),
            Self::NoArchive => f.write_str("is no zip archive, or a broken one"),
            Self::TooManyEntries => {
                write!(f, "has more than {MAX_ENTRIES} entries, which no app has")
            }
            Self::NoInfoPlist => f.write_str("has no `Payload/*.app/Info.plist`"),
            Self::Packed => {
                f.write_str("has an `Info.plist` that is encrypted or packed in an unusual way")
            }
            Self::TooLong => write!(
                f,
                "has an `Info.plist` of more than {} KiB",
                MAX_PLIST >> 10
            ),
            Self::NoPropertyList => {
                f.write_str("has an `Info.plist` that is no property list, or a broken one")
            }
            Self::MissingKey(key) => write!(f, "has no `{key}` in its `Info.plist`"),
            Self::InstallerPackage => {
                f.write_str("is an installer package, which is read on macOS only")
            }
        }
    }
}

impl IpaProblem {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::MissingKey(_) => {
                "the client leaves such a package out, and the build fails at publishing"
            }
            Self::InstallerPackage => {
                "say what it holds with `--bundle-id`, `--app-version` and `--build-number`"
            }
            Self::Unreadable(_) => "name the .ipa that the build made",
            _ => {
                "name the .ipa that the build made, or say `--bundle-id`, `--app-version` and `--build-number`"
            }
        }
    }
}

impl Ipa {
    /// Reads a package.
    ///
    /// # Errors
    /// When it cannot be read, or the client could not publish it.
    pub fn read(file: impl Into<String>, reader: impl Read + Seek) -> Result<Self, IpaProblem> {
        let file = file.into();
        let left = Rc::new(Cell::new(MAX_TABLE));
        let mut metered = Metered {
            inner: reader,
            left: Rc::clone(&left),
        };
        if starts_as_installer(&mut metered)? {
            return Err(IpaProblem::InstallerPackage);
        }
        let mut archive = ZipArchive::new(metered).map_err(|error| match error {
            ZipError::Io(_) if left.get() == 0 => IpaProblem::TooManyEntries,
            ZipError::Io(error) if is_of_system(&error) => IpaProblem::Unreadable(error.kind()),
            _ => IpaProblem::NoArchive,
        })?;
        if archive.len() > MAX_ENTRIES {
            return Err(IpaProblem::TooManyEntries);
        }
        let is_wanted = |name: &[u8]| is_info_plist(&String::from_utf8_lossy(name));
        let index = archive.file_names_raw().position(is_wanted);
        let apps = archive
            .file_names_raw()
            .filter(|name| is_wanted(name))
            .count();
        let index = index.ok_or(IpaProblem::NoInfoPlist)?;
        left.set(MAX_READ);
        let entry = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(_)
            | ZipError::CompressionMethodNotSupported(_)
            | ZipError::InvalidPassword => IpaProblem::Packed,
            ZipError::Io(error) if is_of_system(&error) => IpaProblem::Unreadable(error.kind()),
            _ => IpaProblem::NoArchive,
        })?;
        let mut bytes = Vec::new();
        let read = entry.take(MAX_PLIST + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > MAX_PLIST {
            return Err(IpaProblem::TooLong);
        }
        read.map_err(|error| match error.kind() {
            io::ErrorKind::Unsupported => IpaProblem::Packed,
            kind if is_of_system(&error) => IpaProblem::Unreadable(kind),
            _ => IpaProblem::NoArchive,
        })?;
        let plist = InfoPlist::parse(&bytes).ok_or(IpaProblem::NoPropertyList)?;
        Self::of(file, &plist, apps)
    }

    fn of(file: String, plist: &InfoPlist, apps: usize) -> Result<Self, IpaProblem> {
        let text = |key: &str| match plist.get(key) {
            Some(PlistValue::Text(text)) => {
                let text = text.trim();
                let is_value = !text.is_empty() && text.chars().count() <= MAX_VALUE;
                is_value.then(|| text.to_owned())
            }
            _ => None,
        };
        let needed = |key: &'static str| text(key).ok_or(IpaProblem::MissingKey(key));
        let boolean = |key: &str| match plist.get(key) {
            Some(PlistValue::Boolean(value)) => Some(*value),
            // Some tools write it as text.
            Some(PlistValue::Text(text)) => match text.trim().to_lowercase().as_str() {
                "true" | "yes" => Some(true),
                "false" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        };
        let build_number = needed("CFBundleVersion")?;
        Ok(Self {
            file,
            bundle_id: needed("CFBundleIdentifier")?,
            version: text("CFBundleShortVersionString").unwrap_or_else(|| build_number.clone()),
            build_number,
            platforms: match plist.get("CFBundleSupportedPlatforms") {
                Some(PlistValue::Texts(names)) => names.clone(),
                _ => Vec::new(),
            },
            uses_non_exempt_encryption: boolean("ITSAppUsesNonExemptEncryption"),
            apps,
            is_watch_only: boolean("ITSWatchOnlyContainer") == Some(true),
        })
    }

    /// What the client takes the package for: tvOS where a supported platform
    /// contains `tv`, else iOS.
    pub fn platform(&self) -> Platform {
        let is_tv = |name: &String| name.to_lowercase().contains("tv");
        if self.platforms.iter().any(is_tv) {
            Platform::TvOs
        } else {
            Platform::Ios
        }
    }

    /// Whether it was built for a simulator alone.
    pub fn is_for_simulator(&self) -> bool {
        let is_simulator = |name: &String| name.to_lowercase().ends_with("simulator");
        !self.platforms.is_empty() && self.platforms.iter().all(is_simulator)
    }

    /// What the package is for, where the client takes it for something else.
    pub fn filed_elsewhere(&self) -> Option<&'static str> {
        let names = [
            ("XROS", "visionOS"),
            ("WatchOS", "watchOS"),
            ("MacOSX", "macOS"),
        ];
        let is_phone = |name: &String| name.eq_ignore_ascii_case("iPhoneOS");
        if self.platforms.iter().any(is_phone) || self.platform() == Platform::TvOs {
            return None;
        }
        let found = names.iter().find(|(word, _)| {
            let mut all = self.platforms.iter();
            all.any(|name| name.eq_ignore_ascii_case(word))
        });
        found.map(|(_, meant)| *meant)
    }
}

/// `Payload/<name>.app/Info.plist`, in exactly three parts.
fn is_info_plist(name: &str) -> bool {
    let mut parts = name.split('/');
    parts.next() == Some("Payload")
        && parts
            .next()
            .is_some_and(|part| part.strip_suffix(".app").is_some())
        && parts.next() == Some("Info.plist")
        && parts.next().is_none()
}

/// Whether the file is an installer package (`xar!`); stays at its beginning.
fn starts_as_installer(reader: &mut (impl Read + Seek)) -> Result<bool, IpaProblem> {
    let unreadable = |error: io::Error| IpaProblem::Unreadable(error.kind());
    let mut start = Vec::new();
    reader
        .by_ref()
        .take(4)
        .read_to_end(&mut start)
        .map_err(unreadable)?;
    reader.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    Ok(start == b"xar!")
}

/// Whether the system failed, not the archive.
fn is_of_system(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    !matches!(
        error.kind(),
        InvalidData | InvalidInput | Other | UnexpectedEof
    )
}

/// A reader that gives so many bytes at most.
struct Metered<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left.get()).unwrap_or(usize::MAX);
        if most == 0 && !buffer.is_empty() {
            return Err(io::Error::other("read enough"));
        }
        let length = buffer.len().min(most);
        let read = self
            .inner
            .read(buffer.get_mut(..length).unwrap_or_default())?;
        self.left.set(self.left.get().saturating_sub(read as u64));
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}
