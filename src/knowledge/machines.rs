//! The machines that `instance_type` names.
//!
//! Sources: <https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#instance-type>
//! and its history for the months in which machines left the list,
//! <https://docs.codemagic.io/specs/machine-type/> for what is had on request, as
//! of [`AS_OF`].

/// The month of this table.
pub const AS_OF: &str = "2026-06";

/// What a machine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// macOS on Apple silicon.
    MacOs,
    /// Ubuntu.
    Linux,
    /// Windows Server.
    Windows,
}

impl Platform {
    /// The name as messages write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MacOs => "macOS",
            Self::Linux => "Linux",
            Self::Windows => "Windows",
        }
    }
}

/// Who can have a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Free,
    /// Teams and users with billing enabled.
    Billing,
    /// Those who have billing enabled and ask for it.
    Request,
    /// Nobody new: the documentation no longer lists it.
    Retired {
        /// The month in which it left the list; `None` where that is not known.
        since: Option<&'static str>,
        /// The machine to use instead.
        successor: &'static str,
    },
}

/// One machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// The word in `instance_type`.
    pub name: &'static str,
    /// What it runs.
    pub platform: Platform,
    /// Who can have it.
    pub access: Access,
}

const fn machine(name: &'static str, platform: Platform, access: Access) -> Machine {
    Machine {
        name,
        platform,
        access,
    }
}

const fn retired(since: &'static str) -> Access {
    Access::Retired {
        since: Some(since),
        successor: "mac_mini_m2",
    }
}

/// Every machine that the documentation or the vendor's JSON Schema names.
const MACHINES: &[Machine] = &[
    machine("mac_mini", Platform::MacOs, retired("2023-09")),
    machine("mac_mini_m1", Platform::MacOs, retired("2024-09")),
    machine("mac_mini_m2", Platform::MacOs, Access::Free),
    machine("mac_mini_m4", Platform::MacOs, Access::Billing),
    machine("mac_studio_m4_max", Platform::MacOs, Access::Request),
    machine("mac_pro", Platform::MacOs, retired("2024-04")),
    machine(
        "linux",
        Platform::Linux,
        Access::Retired {
            since: None,
            successor: "linux_x2",
        },
    ),
    machine("linux_x2", Platform::Linux, Access::Billing),
    machine("linux_x4", Platform::Linux, Access::Request),
    machine("windows_x2", Platform::Windows, Access::Billing),
];

/// The machine that the word names.
pub fn find(name: &str) -> Option<&'static Machine> {
    MACHINES.iter().find(|machine| machine.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Workflow;

    #[test]
    fn the_table_and_the_model_name_the_same_machines() {
        let field = Workflow::DECLARATION.field("instance_type").unwrap();
        let words: Vec<&str> = field.shape.keywords().iter().map(|it| it.value).collect();
        let names: Vec<&str> = MACHINES.iter().map(|it| it.name).collect();
        assert_eq!(names, words);
    }

    #[test]
    fn successors_run_the_same_and_are_not_retired() {
        for machine in MACHINES {
            let Access::Retired { successor, .. } = machine.access else {
                continue;
            };
            let successor = find(successor).unwrap();
            assert_eq!(successor.platform, machine.platform);
            assert!(!matches!(successor.access, Access::Retired { .. }));
        }
    }
}
