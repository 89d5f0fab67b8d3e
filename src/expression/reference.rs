//! Values that stand for something else.
//!
//! The forms are those of Codemagic's own JSON Schema: `^\$\{?([^:{}]+).*\}?$`
//! for variables, `^\$\{\{\s*inputs\.[a-zA-Z]\w*\s*\}\}` for inputs,
//! `^Encrypted\(.+\)$` for encrypted values.

/// What a whole value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// `$NAME` or `${NAME}`, possibly with text behind it.
    Variable,
    /// `${{ inputs.id }}`, possibly with text behind it.
    Input,
    /// `Encrypted(…)`.
    Encrypted,
}

/// What the value stands for; `None` for a literal.
pub fn reference(text: &str) -> Option<Reference> {
    match text.as_bytes().first()? {
        b'$' if is_input(text) => Some(Reference::Input),
        b'$' if is_variable(text) => Some(Reference::Variable),
        b'E' if is_encrypted(text) => Some(Reference::Encrypted),
        _ => None,
    }
}

/// The variable that a value names first: `A` in `$A`, `${A}` and `$A/b`.
pub fn variable_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('$')?;
    let rest = rest.strip_prefix('{').unwrap_or(rest);
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let name = &rest[..end];
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts_well.then_some(name)
}

fn is_variable(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('$') else {
        return false;
    };
    let name = rest.strip_prefix('{').unwrap_or(rest);
    let body = |c: char| !matches!(c, ':' | '{' | '}');
    if !name.starts_with(body) {
        return false;
    }
    // `.` stops at line breaks: none may follow the first of `:{}`.
    let tail = name.find(|c| !body(c)).map_or("", |at| &name[at..]);
    !tail.trim_end_matches('\n').contains('\n')
}

fn is_input(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("${{") else {
        return false;
    };
    let Some(rest) = rest.trim_start().strip_prefix("inputs.") else {
        return false;
    };
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    rest[end..].trim_start().starts_with("}}")
}

fn is_encrypted(text: &str) -> bool {
    let inner = text
        .strip_prefix("Encrypted(")
        .and_then(|rest| rest.trim_end_matches('\n').strip_suffix(')'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('\n'))
}

/// Whether the text has the form `abcd-abcd-abcd-abcd` of an app-specific
/// password (Apple, "Sign in to apps with your Apple Account using app-specific
/// passwords").
pub fn is_app_specific_password(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let group = |group: &str| group.len() == 4 && group.bytes().all(|b| b.is_ascii_lowercase());
    text.split('-').count() == 4 && text.split('-').all(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        let cases = [
            ("$A", Some(Reference::Variable)),
            ("${A}", Some(Reference::Variable)),
            ("$A:x", Some(Reference::Variable)),
            ("$", None),
            ("$:", None),
            ("${{ inputs.a }}", Some(Reference::Input)),
            ("${{inputs.a}} b", Some(Reference::Input)),
            ("${{ inputs.1 }}", None),
            ("${{ env.A }}", None),
            ("Encrypted(abc)", Some(Reference::Encrypted)),
            ("Encrypted()", None),
            ("a$B", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(reference(text), expected, "{text}");
        }
    }

    #[test]
    fn names_end_where_shells_end_them() {
        assert_eq!(variable_name("${APP_ID}/x"), Some("APP_ID"));
        assert_eq!(variable_name("$1"), None);
    }

    #[test]
    fn passwords_have_four_groups_of_four() {
        assert!(is_app_specific_password("abcd-efgh-ijkl-mnop"));
        assert!(!is_app_specific_password("abcd-efgh-ijkl"));
        assert!(!is_app_specific_password("ABCD-efgh-ijkl-mnop"));
    }
}
