//! `build.gradle` and `build.gradle.kts`, by a look at their lines.

/// What a build file of Gradle says of the app.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gradle {
    /// Every `applicationId` that is written out.
    pub application_ids: Vec<String>,
    /// Whether an `applicationId` is computed.
    pub computes_application_id: bool,
    /// Whether flavours or build types put something behind the id.
    pub has_suffix: bool,
}

impl Gradle {
    /// Reads one: only what is a literal on one line, the rest is computed.
    pub fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let mut in_comment = false;
        for line in text.lines() {
            let line = without_comments(line, &mut in_comment);
            let line = line.trim();
            if let Some(value) = value(line, "applicationId") {
                match string(value) {
                    Some(id) => found.application_ids.push(id.to_owned()),
                    None => found.computes_application_id = true,
                }
                // What stands behind it on the line is not known.
                found.computes_application_id |= value.contains("applicationId");
            } else if line.contains("applicationIdSuffix") {
                found.has_suffix = true;
                // `dev { applicationId = "b"; applicationIdSuffix = ".dev" }`.
                let rest = line.replace("applicationIdSuffix", "");
                found.computes_application_id |= rest.contains("applicationId");
            } else if line.contains("applicationId") {
                found.computes_application_id = true;
            }
        }
        found
    }
}

/// A line without what stands in comments.
fn without_comments(line: &str, in_comment: &mut bool) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        if *in_comment {
            let Some((_, after)) = rest.split_once("*/") else {
                break;
            };
            *in_comment = false;
            rest = after;
            continue;
        }
        let line_end = rest.find("//").unwrap_or(rest.len());
        let Some(at) = rest.find("/*").filter(|at| *at < line_end) else {
            kept.push_str(&rest[..line_end]);
            break;
        };
        kept.push_str(&rest[..at]);
        *in_comment = true;
        rest = &rest[at + 2..];
    }
    kept
}

/// What a line gives a property: `name "value"`, `name = "value"`, `name("value")`.
fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let rest = line.strip_prefix("defaultConfig.").unwrap_or(line);
    let rest = rest.strip_prefix(name)?;
    if !rest.starts_with([' ', '\t', '=', '(']) {
        return None;
    }
    let rest = rest.trim_start().trim_start_matches('=').trim();
    Some(
        rest.strip_prefix('(')
            .and_then(|it| it.strip_suffix(')'))
            .unwrap_or(rest)
            .trim_end_matches(';')
            .trim(),
    )
}

/// A literal without its quotes.
fn string(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    let is_literal = !inner.contains([quote, '$', '\\']) && !inner.is_empty();
    is_literal.then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_and_the_rest_is_computed() {
        for line in [
            "applicationId \"io.example.app\"",
            "applicationId 'io.example.app' // the store knows it so",
            "applicationId = \"io.example.app\"",
            "applicationId(\"io.example.app\")",
            "    defaultConfig.applicationId = \"io.example.app\";",
            "/* old */ applicationId \"io.example.app\"",
        ] {
            let found = Gradle::parse(line);
            assert_eq!(found.application_ids, ["io.example.app"], "{line}");
            assert!(!found.computes_application_id, "{line}");
        }
        for line in [
            "applicationId appId",
            "applicationId \"io.example.$flavor\"",
            "applicationId = project.property(\"id\")",
            "val id = applicationId",
        ] {
            let found = Gradle::parse(line);
            assert!(found.application_ids.is_empty(), "{line}");
            assert!(found.computes_application_id, "{line}");
        }
    }

    #[test]
    fn comments_and_other_names_say_nothing() {
        let text = "// applicationId \"a\"\n/* applicationId \"b\"\n applicationId \"c\" */\n";
        assert_eq!(Gradle::parse(text), Gradle::default());
        let found = Gradle::parse("applicationIdSuffix \".dev\"\n");
        assert!(found.has_suffix && found.application_ids.is_empty());
        assert!(!found.computes_application_id);
    }
}
