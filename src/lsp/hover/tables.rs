//! What the dated tables say of a machine or a version.

use crate::expression::version;
use crate::knowledge::machines::{self, Access};
use crate::knowledge::versions::{self, Standing};

/// What is known of a word for `instance_type`: a sentence.
pub(super) fn machine(name: &str) -> Option<String> {
    let machine = machines::find(name)?;
    let platform = machine.platform.name();
    let access = access(machine.access);
    Some(format!("{platform}, {access} (as of {}).", machines::AS_OF))
}

/// Who can use a machine, in words.
pub(in crate::lsp) fn access(access: Access) -> String {
    match access {
        Access::Free => "for everyone".to_owned(),
        Access::Billing => "for teams and users with billing enabled".to_owned(),
        Access::Request => "on request, with billing enabled".to_owned(),
        Access::Retired { since, successor } => {
            let since = since.map_or_else(String::new, |month| format!(" since {month}"));
            format!("retired{since}; use `{successor}`")
        }
    }
}

/// What is known of the version of a tool: a sentence.
pub(super) fn tool(key: &str, text: &str) -> Option<String> {
    let as_of = versions::AS_OF;
    match key {
        "xcode" if versions::XCODE_WORDS.contains(&text) => Some(format!(
            "The {text} Xcode that machines have at the time of the build."
        )),
        "xcode" => {
            let mut numbers = text.split('.').map(|it| it.parse::<u32>().ok());
            let major = numbers.next()??;
            let standing = match versions::xcode(major, numbers.next().flatten()) {
                Standing::Possible => "Machines have it, or it is newer than this table",
                Standing::Removed => "Machines no longer have it",
                Standing::Never => "No such Xcode is known",
            };
            Some(format!("{standing} (as of {as_of})."))
        }
        "java" => {
            let list = versions::java(None);
            let list: Vec<String> = list.iter().map(ToString::to_string).collect();
            Some(format!(
                "Machines have {} (as of {as_of}).",
                list.join(", ")
            ))
        }
        "ubuntu" => {
            let (year, month) = versions::UBUNTU;
            Some(format!("Machines have {year}.{month:02} (as of {as_of})."))
        }
        "flutter" if versions::FLUTTER_CHANNELS.contains(&text) => {
            Some("The newest release of this channel at the time of the build.".to_owned())
        }
        "flutter" if text == versions::FVM => {
            Some("The version that Flutter Version Management finds in the repository.".to_owned())
        }
        "flutter" if version(text).is_some() => Some("This release of Flutter.".to_owned()),
        _ => None,
    }
}
