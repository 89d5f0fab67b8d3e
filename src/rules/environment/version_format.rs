//! How versions of the other tools are written.

use crate::expression::version;
use crate::knowledge::versions::{FORMATS, Form, Format};
use crate::model::environment::Environment;
use crate::model::{Field, TextNode, join_or};
use crate::rules::prelude::*;
use crate::rules::shared::tools;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "version-format",
    category: Environment,
    severity: Hint,
    summary: "a version of Node.js, npm, Ruby, CocoaPods, the NDK or Unity in an unusual form",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let Some(environment) = tools::environment(view) else {
        return;
    };
    for format in FORMATS {
        let field = field(environment, format.tool);
        let Some((node, text)) = field.and_then(|field| tools::written(tree, field)) else {
            continue;
        };
        if format.words.contains(&text) || has_form(format.form, text) {
            continue;
        }
        let near = nearest(text, format.words.iter().copied());
        let is_word = text.starts_with(|c: char| c.is_alphabetic());
        if near.is_none() && is_word && format.open {
            continue;
        }
        let (tool, shown) = (format.tool, excerpt(text));
        let message = match near {
            Some(near) => format!("`{tool}` knows no `{shown}`; did you mean `{near}`?"),
            None => format!("`{shown}` is not how a version of `{tool}` is written"),
        };
        let draft = report.at(node, message).help(help(format));
        if let Some(near) = near {
            draft.fix(Fix::suggestion(
                format!("write `{near}`"),
                tree.span(node),
                near,
            ));
        }
    }
}

fn field<'e>(environment: &'e Environment, tool: &str) -> Option<&'e Field<Value<TextNode>>> {
    Some(match tool {
        "node" => &environment.node,
        "npm" => &environment.npm,
        "ndk" => &environment.ndk,
        "ruby" => &environment.ruby,
        "cocoapods" => &environment.cocoapods,
        "unity" => &environment.unity,
        _ => return None,
    })
}

fn help(format: &Format) -> String {
    let words = format.words.iter().take(5).map(|word| format!("`{word}`"));
    let mut ways: Vec<String> = words.collect();
    ways.push(format!("a version such as `{}`", format.example));
    format!("write {}", join_or(&ways))
}

fn has_form(form: Form, text: &str) -> bool {
    let count = |numbers: usize| match form {
        Form::Numbers => numbers <= 4,
        Form::Ndk | Form::Unity => numbers == 3,
    };
    if let (Form::Ndk, Some(revision)) = (form, text.strip_prefix('r')) {
        let revision = revision.trim_end_matches(|c: char| c.is_ascii_lowercase());
        return !revision.is_empty() && revision.bytes().all(|b| b.is_ascii_digit());
    }
    let Some(version) = version(text) else {
        return false;
    };
    let suffix = version.suffix;
    let fits = match form {
        Form::Numbers => suffix.is_empty() || suffix.starts_with(['-', '+', 'p']),
        Form::Ndk => suffix.is_empty() || suffix.starts_with('-'),
        // Alpha, beta, final or patch release, and its number.
        Form::Unity => suffix
            .strip_prefix(['a', 'b', 'f', 'p'])
            .is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit())),
    };
    count(version.numbers.len()) && fits
}
