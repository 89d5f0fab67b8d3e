//! The guide to the account file: its examples are read, its list of keys is made from
//! the declarations.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use codemagic_lint::mock_server::account::Account;
use codemagic_lint::mock_server::account::file::sections;
use codemagic_lint::model::json_schema::text;
use codemagic_lint::model::{Declaration, FieldDeclaration, Shape};
use codemagic_lint::syntax::SourceFile;

use super::made::assert_current;
use super::{blocks_of, page};

const PAGE: &str = "docs/accounts.md";
const BEGIN: &str = "<!-- made from the declarations: begin -->\n";
const END: &str = "<!-- made from the declarations: end -->";

#[test]
fn examples_are_account_files() {
    let blocks = blocks_of(&page(PAGE), "yaml");
    assert!(blocks.len() > 5);
    let mut meanings = BTreeSet::new();
    for block in &blocks {
        let (account, problems) = Account::read(&SourceFile::new(PAGE, block.text.as_str()));
        assert_eq!(problems, [], "{}", block.text);
        meanings.insert(format!("{account:?}"));
    }
    // The smallest file stands there twice.
    assert_eq!(meanings.len(), blocks.len() - 1);
}

#[test]
fn what_is_not_settled_is_listed() {
    let page = page(PAGE);
    let rows = page
        .split("## What is not settled")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect::<Vec<_>>();
    let sections = sections();
    let (_, section) = sections
        .iter()
        .find(|(path, _)| path == "unsettled")
        .unwrap();
    let keys: Vec<&str> = section.fields.iter().map(|field| field.key).collect();
    assert_eq!(rows, keys);
}

#[test]
fn every_key_is_listed() {
    let page = page(PAGE);
    let (before, rest) = page
        .split_once(BEGIN)
        .expect("the list begins with a marker");
    let (_, after) = rest.split_once(END).expect("the list ends with a marker");
    let mut list = String::new();
    for (path, section) in sections() {
        write_section(&mut list, &path, section);
    }
    assert_current(PAGE, &format!("{before}{BEGIN}{list}\n{END}{after}"));
}

fn write_section(list: &mut String, path: &str, section: &'static Declaration) {
    let heading = match path {
        "" => "At the top".to_owned(),
        path => format!("`{path}`"),
    };
    let _ = writeln!(
        list,
        "\n### {heading}\n\n{}\n\n| Key | Value | Default | |\n| --- | --- | --- | --- |",
        text(section.doc)
    );
    for field in section.fields {
        let default = field.default.map(|default| format!("`{default}`"));
        let _ = writeln!(
            list,
            "| `{}` | {} | {} | {} |",
            field.key,
            value(path, field),
            default.unwrap_or_default(),
            text(field.doc)
        );
    }
    for field in section.fields {
        let words = field.shape.keywords();
        if words.len() < 2 {
            continue;
        }
        let _ = writeln!(list, "\n`{}` is one of:\n", field.key);
        for word in words {
            let _ = writeln!(list, "- `{}`: {}", word.value, text(word.doc));
        }
    }
}

/// What stands behind a key; words are listed below the table.
fn value(path: &str, field: &FieldDeclaration) -> String {
    let dot = if path.is_empty() { "" } else { "." };
    let (step, inner) = match field.shape {
        Shape::List { item, .. } => ("[]", item.section()),
        shape => ("", shape.section()),
    };
    if inner.is_some() {
        let whole = format!("{path}{dot}{}{step}", field.key);
        let anchor: String = whole
            .chars()
            .filter(|c| c.is_alphanumeric() || "_-".contains(*c))
            .collect();
        let kind = if step.is_empty() { "keys" } else { "list" };
        return format!("[{kind}](#{anchor})");
    }
    let words = match field.shape.keywords().len() {
        0 | 1 => field.shape.expected(),
        _ if matches!(field.shape, Shape::AnyOf(_)) && field.key == "answer" => {
            field.shape.expected()
        }
        _ => "a word".to_owned(),
    };
    let words = words.replace("non-empty text", "text");
    let words = words
        .split(" such as")
        .next()
        .unwrap_or_default()
        .to_owned();
    let also_null = field.shape.accepts_null() && !words.starts_with("text");
    let null = if also_null { " or `null`" } else { "" };
    let never = field.shape.expected().ends_with("`never`") && !words.contains("never");
    let never = if never { " or `never`" } else { "" };
    format!("{words}{never}{null}")
}
