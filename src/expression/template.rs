//! Strings in which something stands for a value: `$NAME`, `${NAME}`,
//! `${{ inputs.id }}`, shell expansions, and forms that other systems know.
//!
//! `${{ inputs.id }}` is the only expression that Codemagic documents
//! (<https://docs.codemagic.io/knowledge-codemagic/build-inputs/>): no operators,
//! no functions, no other context.

use std::ops::Range;

/// A part of a string that stands for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'t> {
    /// Its bytes, from the `$`, the brace or the backtick to the last that
    /// belongs to it.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PartKind<'t>,
}

/// What stands for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind<'t> {
    /// `$NAME` or `${NAME}`.
    Variable {
        /// The name.
        name: &'t str,
    },
    /// `$env:NAME` or `${env:NAME}`, as PowerShell reads variables.
    PowerShell {
        /// The name.
        name: &'t str,
    },
    /// `${NAME:-x}`, `${NAME%.*}`, `${#NAME}`: only a shell understands it.
    ShellParameter {
        /// The name.
        name: &'t str,
        /// Whether it has an answer where the variable is not set: `-`, `=`, `+`.
        has_default: bool,
    },
    /// `$(…)` or text between backticks: only a shell runs it.
    ShellCommand,
    /// `${{ inputs.id }}`.
    Input {
        /// The id.
        id: &'t str,
        /// Its bytes.
        id_range: Range<usize>,
    },
    /// `{{ inputs.id }}`, `${ inputs.id }`, `$inputs.id` or `$(inputs.id)`: an
    /// input that is not read.
    UnreadInput {
        /// The id.
        id: &'t str,
    },
    /// `${{ … }}` with something else in it.
    Malformed(Malformed<'t>),
}

/// What is wrong with `${{ … }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed<'t> {
    /// There is no `}}`.
    Unclosed,
    /// Nothing stands between the braces.
    Empty,
    /// `${{ name }}`: no context.
    NoContext(&'t str),
    /// `${{ secrets.NAME }}`: a context other than `inputs`.
    Context {
        /// The context's name.
        context: &'t str,
        /// What follows the dot, if that is a name.
        member: Option<&'t str>,
    },
    /// `${{ inputs. }}` or `${{ inputs.1st }}`: no id, or one that cannot be.
    Id(&'t str),
    /// An operator, a function or a filter beside a reference.
    Operator(&'t str),
}

/// Longest `${…}`, in bytes, that is looked at: a bound for texts full of unclosed
/// ones.
const LONGEST_PARAMETER: usize = 512;

/// The parts of a text that stand for something else, in order. `\$` stands for
/// itself. Of `$(…)` only the beginning is given, then the parts inside it.
pub fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let begins = |byte: &u8| matches!(byte, b'$' | b'{' | b'`' | b'\\');
        while let Some(found) = text.as_bytes().get(at..)?.iter().position(begins) {
            let start = at + found;
            let rest = &text[start..];
            if let Some(escaped) = rest.strip_prefix('\\') {
                at = start + 1 + escaped.chars().next().map_or(0, char::len_utf8);
                continue;
            }
            at = start + 1;
            if let Some((length, kind)) = part(text, start) {
                at = start + length;
                return Some(Part {
                    range: start..at,
                    kind,
                });
            }
        }
        None
    })
}

/// The part that begins here, with its length.
fn part(text: &str, start: usize) -> Option<(usize, PartKind<'_>)> {
    let rest = &text[start..];
    if rest.starts_with("${{") {
        return Some(expression(rest, start));
    }
    if rest.starts_with("{{") {
        return unread_input(rest, 2, "}}");
    }
    if let Some(inner) = rest.strip_prefix('`') {
        return Some((inner.find('`')? + 2, PartKind::ShellCommand));
    }
    let inner = rest.strip_prefix('$')?;
    if inner.starts_with('(') {
        return unread_input(rest, 2, ")").or(Some((2, PartKind::ShellCommand)));
    }
    if inner.starts_with('{') {
        return unread_input(rest, 2, "}").or_else(|| parameter(rest));
    }
    if let Some(named) = inner.strip_prefix("env:") {
        let name = name(named)?;
        return Some((5 + name.len(), PartKind::PowerShell { name }));
    }
    unread_input(rest, 1, "").or_else(|| {
        let name = name(inner)?;
        Some((1 + name.len(), PartKind::Variable { name }))
    })
}

/// `inputs.id` between an opening of so many bytes and the closing text; blanks
/// may stand around it.
fn unread_input<'t>(rest: &'t str, opening: usize, closing: &str) -> Option<(usize, PartKind<'t>)> {
    let inner = rest.get(opening..)?;
    let path = if closing.is_empty() {
        inner
    } else {
        inner.trim_start_matches(' ')
    };
    let named = path.strip_prefix("inputs.")?;
    let id = name(named).filter(|id| is_input_id(id))?;
    let after = &named[id.len()..];
    let tail = if closing.is_empty() {
        after
    } else {
        after.trim_start_matches(' ').strip_prefix(closing)?
    };
    Some((rest.len() - tail.len(), PartKind::UnreadInput { id }))
}

/// `${…}`.
fn parameter(rest: &str) -> Option<(usize, PartKind<'_>)> {
    let inner = rest.strip_prefix("${")?;
    if let Some(named) = inner.strip_prefix("env:") {
        let name = name(named)?;
        let closed = named[name.len()..].starts_with('}');
        return closed.then_some((6 + name.len() + 1, PartKind::PowerShell { name }));
    }
    let sign = usize::from(inner.starts_with(['#', '!']));
    let name = name(&inner[sign..])?;
    let before = 2 + sign + name.len();
    let after = &rest[before..];
    if sign == 0 && after.starts_with('}') {
        return Some((before + 1, PartKind::Variable { name }));
    }
    let end = after
        .bytes()
        .take(LONGEST_PARAMETER)
        .position(|b| b == b'}')?;
    let operator = after.strip_prefix(':').unwrap_or(after);
    let kind = PartKind::ShellParameter {
        name,
        has_default: operator.starts_with(['-', '=', '+']),
    };
    Some((before + end + 1, kind))
}

/// `${{ … }}`, which begins at this byte of the text.
fn expression(rest: &str, start: usize) -> (usize, PartKind<'_>) {
    let inner = &rest[3..];
    // Up to whatever comes first: a text full of openings is read once.
    let end = inner
        .match_indices(['}', '$'])
        .map(|(at, _)| at)
        .find(|&at| inner[at..].starts_with("}}") || inner[at..].starts_with("${{"))
        .filter(|&at| inner[at..].starts_with("}}"));
    let Some(end) = end else {
        let line = &inner[..inner.find(['\n', '$']).unwrap_or(inner.len())];
        let length = 3 + line.trim_end().len();
        return (length, PartKind::Malformed(Malformed::Unclosed));
    };
    let content = inner[..end].trim_start();
    let kind = match content_kind(content.trim_end()) {
        Ok(id) => {
            let id_start = start + 3 + (end - content.len()) + "inputs.".len();
            PartKind::Input {
                id,
                id_range: id_start..id_start + id.len(),
            }
        }
        Err(malformed) => PartKind::Malformed(malformed),
    };
    (3 + end + 2, kind)
}

fn content_kind(inner: &str) -> Result<&str, Malformed<'_>> {
    if inner.is_empty() {
        return Err(Malformed::Empty);
    }
    let Some(context) = name(inner) else {
        return Err(Malformed::Operator(inner));
    };
    let after = &inner[context.len()..];
    let Some(member) = after.strip_prefix('.') else {
        // `inputs['id']`, `a b`, `f(x)`, `a || b`.
        return Err(if after.is_empty() {
            Malformed::NoContext(context)
        } else {
            Malformed::Operator(after.trim())
        });
    };
    let found = word(member);
    let tail = member[found.len()..].trim();
    if !tail.is_empty() && !found.is_empty() {
        return Err(Malformed::Operator(tail));
    }
    if context != "inputs" {
        return Err(Malformed::Context {
            context,
            member: name(member).filter(|name| name.len() == member.len()),
        });
    }
    if is_input_id(member) {
        Ok(member)
    } else {
        Err(Malformed::Id(member))
    }
}

/// Whether an input may have this id: `^[a-zA-Z]\w*$`.
pub fn is_input_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphabetic()) && word(id).len() == id.len()
}

/// The variable's name with which the text begins.
fn name(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts_well.then(|| &text[..end])
}

/// The word with which the text begins, as regular expressions mean words.
fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&str, PartKind<'_>)> {
        parts(text)
            .map(|part| (&text[part.range], part.kind))
            .collect()
    }

    #[test]
    fn variables_are_found_in_every_form() {
        let text = r"a$A/${B}-\$C$1${D:-x}${E%.*}${#F}${G?}${H+1}$env:I ${env:J} $ ${";
        let variable = |name| PartKind::Variable { name };
        let shell = |name, has_default| PartKind::ShellParameter { name, has_default };
        let expected = [
            ("$A", variable("A")),
            ("${B}", variable("B")),
            ("${D:-x}", shell("D", true)),
            ("${E%.*}", shell("E", false)),
            ("${#F}", shell("F", false)),
            ("${G?}", shell("G", false)),
            ("${H+1}", shell("H", true)),
            ("$env:I", PartKind::PowerShell { name: "I" }),
            ("${env:J}", PartKind::PowerShell { name: "J" }),
        ];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn commands_are_told_with_what_is_inside_them() {
        let expected = [
            ("$(", PartKind::ShellCommand),
            ("$A", PartKind::Variable { name: "A" }),
            ("`date`", PartKind::ShellCommand),
        ];
        assert_eq!(kinds("$(echo $A) `date` `"), expected);
    }

    #[test]
    fn inputs_are_found_with_their_ids() {
        let text = "x ${{ inputs.a }} ${{inputs.b_2}}";
        let found: Vec<_> = parts(text).collect();
        let ids: Vec<_> = found
            .iter()
            .map(|part| match &part.kind {
                PartKind::Input { id, id_range } => (*id, &text[id_range.clone()]),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(ids, [("a", "a"), ("b_2", "b_2")]);
        assert_eq!(found[0].range, 2..17);
        assert_eq!(found[1].range, 18..33);
    }

    #[test]
    fn inputs_in_forms_of_other_systems_are_told_apart() {
        for text in [
            "{{ inputs.a }}",
            "{{inputs.a}}",
            "${ inputs.a }",
            "${inputs.a}",
            "$inputs.a",
            "$(inputs.a)",
            "$( inputs.a )",
        ] {
            assert_eq!(kinds(text), [(text, PartKind::UnreadInput { id: "a" })]);
        }
        for text in [
            "{{ a }}",
            "{ inputs.a }",
            "inputs.a",
            "{{ inputs.a }",
            "{{ inputs.1 }}",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn malformed_expressions_say_what_is_wrong() {
        use Malformed::{Context, Empty, Id, NoContext, Operator, Unclosed};
        let context = |context, member| Context { context, member };
        let cases = [
            ("${{ }}", Empty),
            ("${{}}", Empty),
            ("${{ flag }}", NoContext("flag")),
            ("${{ secrets.KEY }}", context("secrets", Some("KEY"))),
            ("${{ env.1 }}", context("env", None)),
            ("${{ inputs. }}", Id("")),
            ("${{ inputs.1st }}", Id("1st")),
            ("${{ inputs.a || inputs.b }}", Operator("|| inputs.b")),
            ("${{ inputs.a-b }}", Operator("-b")),
            ("${{ upper(inputs.a) }}", Operator("(inputs.a)")),
            ("${{ 'x' }}", Operator("'x'")),
            ("${{ inputs.a", Unclosed),
        ];
        for (text, expected) in cases {
            assert_eq!(kinds(text), [(text, PartKind::Malformed(expected))]);
        }
        let two = kinds("${{ inputs.a ${{ inputs.b }}");
        assert_eq!(two[0], ("${{ inputs.a", PartKind::Malformed(Unclosed)));
        assert_eq!(two[1].0, "${{ inputs.b }}");
    }
}
