//! Hover and completion text, made from the declarations.

use std::fmt::Write as _;

use super::json_schema::text;
use super::shape::{Declaration, FieldDeclaration};
use super::{WORKFLOWS, sections};

/// Words of a key that its heading lists.
const MOST_IN_HEADING: usize = 4;

/// How the text about a word begins that nobody should write any more.
const RETIRED: &str = "Retired";

/// What may be written at a key, for hover: Markdown.
pub fn field_help(section: &Declaration, field: &FieldDeclaration) -> String {
    let mut words = field.shape.keywords().iter().collect::<Vec<_>>();
    // Many words are told below, each with its meaning, and not here as well.
    let heading = if words.len() > MOST_IN_HEADING {
        format!("**{}**", field.key)
    } else {
        format!("**{}**: {}", field.key, field.shape.expected())
    };
    let mut help = format!("{heading}\n\n{}\n", text(field.doc));
    if !words.is_empty() {
        words.sort_by_key(|word| text(word.doc).starts_with(RETIRED));
        help.push('\n');
        for word in words {
            let _ = writeln!(help, "- `{}`: {}", word.value, text(word.doc));
        }
    }
    if field.shape.accepts_variable() {
        help.push_str("\nAlso `$NAME` and `${{ inputs.id }}`.\n");
    }
    if field.required {
        help.push_str("\nRequired.\n");
    }
    if let Some(default) = field.default {
        let _ = writeln!(help, "\nDefault: `{default}`");
    }
    let _ = writeln!(help, "\n[Documentation]({})", section.url);
    help
}

/// A key that may be written in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The key.
    pub key: &'static str,
    /// What stands there, in a few words.
    pub detail: String,
    /// Markdown.
    pub documentation: String,
    /// Whether the section is refused without it.
    pub required: bool,
}

/// The keys of a section, required ones first, then in the order of the
/// documentation.
pub fn completions(section: &Declaration) -> Vec<Completion> {
    let completion = |field: &FieldDeclaration| Completion {
        key: field.key,
        detail: field.shape.expected(),
        documentation: field_help(section, field),
        required: field.required,
    };
    let (required, others): (Vec<_>, Vec<_>) =
        section.fields.iter().partition(|field| field.required);
    required.into_iter().chain(others).map(completion).collect()
}

/// Help for a key given as a path, such as `publishing.app_store_connect.auth`
/// or only its end, `xcode`. One text for each key that the path may mean.
pub fn help_for(path: &str) -> Vec<(String, String)> {
    // `workflows.ios.scripts`, as reports print it, has an id where we have none.
    let path = match path.strip_prefix("workflows.") {
        Some(rest) if !rest.starts_with('<') => rest.split_once('.').map_or("", |(_, rest)| rest),
        _ => path,
    };
    let wanted: Vec<&str> = path
        .split('.')
        .map(plain)
        .filter(|step| !step.is_empty())
        .collect();
    let mut found = Vec::new();
    if wanted == [WORKFLOWS.key] {
        found.push((
            WORKFLOWS.key.to_owned(),
            format!("{}\n", text(WORKFLOWS.doc)),
        ));
    }
    for (place, section) in sections() {
        for field in section.fields {
            let full = format!("{place}.{}", field.key);
            let steps: Vec<&str> = full.split('.').map(plain).collect();
            if !wanted.is_empty() && steps.ends_with(&wanted) {
                found.push((full, field_help(section, field)));
            }
        }
    }
    found
}

/// A step of a path without its index: `scripts[2]` is `scripts`.
fn plain(step: &str) -> &str {
    step.split('[').next().unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_it_is_for() {
        for (place, section) in sections() {
            assert!(
                section.url.starts_with("https://docs.codemagic.io/"),
                "{place}"
            );
            for field in section.fields {
                let help = text(field.doc);
                assert!(
                    help.len() > 8 && help.ends_with('.'),
                    "{place}.{}: {help}",
                    field.key
                );
                assert!(!field.shape.expected().is_empty(), "{place}.{}", field.key);
            }
        }
    }

    #[test]
    fn paths_may_be_short() {
        assert_eq!(help_for("xcode").len(), 1);
        assert_eq!(
            help_for("scripts[3].script")[0].0,
            "workflows.<id>.scripts[].script"
        );
        assert!(help_for("nonsense").is_empty());
        let auth = &help_for("app_store_connect.auth")[0].1;
        assert!(auth.contains("- `integration`"), "{auth}");
    }

    #[test]
    fn many_words_are_told_once_and_retired_ones_last() {
        let (_, help) = help_for("instance_type").remove(0);
        assert!(help.starts_with("**instance_type**\n"), "{help}");
        assert_eq!(help.matches("`mac_mini_m4`").count(), 1, "{help}");
        let at = |word: &str| help.find(&format!("- `{word}`")).unwrap();
        assert!(at("windows_x2") < at("mac_mini") && at("linux_x4") < at("linux"));
        assert!(help.contains("- `linux`: Retired"), "{help}");
    }

    #[test]
    fn required_keys_come_first() {
        let google_play = sections()
            .into_iter()
            .find(|(_, section)| section.name == "GooglePlay");
        let keys: Vec<&str> = completions(google_play.unwrap().1)
            .iter()
            .map(|completion| completion.key)
            .collect();
        assert_eq!(keys[..3], ["credentials", "track", "release_name"]);
    }
}
