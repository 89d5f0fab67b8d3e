//! Whether the editor's process is still there.

use std::path::PathBuf;

/// A process that is looked at now and then. An editor that crashes mostly closes the
/// connection, but something that it started may hold that open.
pub(super) struct Parent {
    is: Kind,
}

enum Kind {
    /// It started this process: another parent means that it is gone.
    Own(u32),
    /// The system shows it as a file.
    Shown(PathBuf),
}

impl Parent {
    /// The process of this number. `None` where the system does not tell with what is
    /// at hand, or the process cannot be seen from here, such as from a container.
    pub fn new(id: i32) -> Option<Self> {
        let number = u32::try_from(id).ok()?;
        if parent_id() == Some(number) {
            return Some(Self {
                is: Kind::Own(number),
            });
        }
        let shown = PathBuf::from(format!("/proc/{number}"));
        let is = shown.exists().then_some(Kind::Shown(shown))?;
        Some(Self { is })
    }

    /// Whether it has ended.
    pub fn is_gone(&self) -> bool {
        match &self.is {
            Kind::Own(number) => parent_id() != Some(*number),
            Kind::Shown(path) => !path.exists(),
        }
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it cannot be told")]
fn parent_id() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
fn parent_id() -> Option<u32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_there_and_a_number_of_nobody_is_not_watched() {
        let parent = parent_id().and_then(|id| Parent::new(i32::try_from(id).ok()?));
        assert!(parent.is_some_and(|parent| !parent.is_gone()));
        assert!(Parent::new(-1).is_none());
        assert!(Parent::new(i32::MAX).is_none());
    }
}
