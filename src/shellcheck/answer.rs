//! What the program prints as `--format json1`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::rules::shell_lint::{Remark, RemarkLevel};

use super::positions::Lines;

#[derive(Deserialize)]
struct Answer {
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
struct Comment {
    /// The name that the file was given by.
    file: String,
    #[serde(flatten)]
    place: Place,
    level: Level,
    code: u16,
    message: String,
    #[serde(default)]
    fix: Option<Fix>,
}

#[derive(Deserialize)]
struct Fix {
    replacements: Vec<Replacement>,
}

#[derive(Deserialize)]
struct Replacement {
    #[serde(flatten)]
    place: Place,
    replacement: String,
}

/// Lines and columns count from 1, columns in Unicode code points; a tab is one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Info,
    Style,
}

/// The remarks about each script, by place; `None` for anything that is no such
/// answer. `names` are those that the scripts were given by.
pub(super) fn read(printed: &[u8], scripts: &[&str], names: &[String]) -> Option<Vec<Vec<Remark>>> {
    let answer: Answer = serde_json::from_slice(printed).ok()?;
    let lines: Vec<Lines<'_>> = scripts.iter().map(|script| Lines::of(script)).collect();
    let names = names.iter().enumerate();
    let by_name: HashMap<&str, usize> = names.map(|(index, name)| (&**name, index)).collect();
    let mut remarks: Vec<Vec<Remark>> = scripts.iter().map(|_| Vec::new()).collect();
    for comment in answer.comments {
        let index = *by_name.get(comment.file.as_str())?;
        let remark = remark(&comment, lines.get(index)?);
        remarks.get_mut(index)?.push(remark);
    }
    for remarks in &mut remarks {
        remarks.sort_by_key(|it| (it.range.start, it.range.end, it.code));
    }
    Some(remarks)
}

fn remark(comment: &Comment, lines: &Lines<'_>) -> Remark {
    let range = |place: &Place| {
        let start = lines.offset(place.line, place.column);
        start..lines.offset(place.end_line, place.end_column).max(start)
    };
    let fix = comment.fix.iter().flat_map(|fix| &fix.replacements);
    let mut replacements: Vec<_> = fix
        .map(|it| (range(&it.place), it.replacement.clone()))
        .collect();
    replacements.sort_by_key(|(range, _)| (range.start, range.end));
    Remark {
        code: comment.code,
        level: match comment.level {
            Level::Error => RemarkLevel::Error,
            Level::Warning => RemarkLevel::Warning,
            Level::Info => RemarkLevel::Info,
            Level::Style => RemarkLevel::Style,
        },
        message: comment.message.clone(),
        range: range(&comment.place),
        replacements,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(file: &str, line: usize, column: usize, end: usize) -> String {
        format!(
            "{{\"file\":\"{file}\",\"line\":{line},\"endLine\":{line},\"column\":{column},\
             \"endColumn\":{end},\"level\":\"info\",\"code\":2086,\"message\":\"M.\",\"fix\":null}}"
        )
    }

    fn read(printed: &[u8], scripts: &[&str]) -> Option<Vec<Vec<Remark>>> {
        let names: Vec<String> = (0..scripts.len()).map(|it| it.to_string()).collect();
        super::read(printed, scripts, &names)
    }

    fn answer(comments: &[String]) -> String {
        format!("{{\"comments\":[{}]}}", comments.join(","))
    }

    #[test]
    fn remarks_come_to_their_scripts_in_order() {
        let scripts = ["echo\n\té $x", "ls $y $z"];
        let text = answer(&[
            comment("1", 1, 7, 9),
            comment("0", 2, 4, 6),
            comment("1", 1, 4, 6),
        ]);
        let remarks = read(text.as_bytes(), &scripts).unwrap();
        let slices = |index: usize| -> Vec<&str> {
            let ranges = remarks[index].iter().map(|it| it.range.clone());
            ranges.map(|range| &scripts[index][range]).collect()
        };
        assert_eq!(slices(0), ["$x"]);
        assert_eq!(slices(1), ["$y", "$z"]);
    }

    #[test]
    fn garbage_is_no_answer() {
        for text in [
            "",
            "[]",
            "{}",
            "{\"comments\":[{}]}",
            "{\"comments\":[]} more",
            &answer(&[comment("7", 1, 1, 1)]),
            &answer(&[comment("../x", 1, 1, 1)]),
        ] {
            assert_eq!(read(text.as_bytes(), &["ls"]), None, "{text}");
        }
        let far = answer(&[comment("0", 99, 99, 1)]);
        let remarks = read(far.as_bytes(), &["ls"]).unwrap();
        assert_eq!(remarks[0][0].range, 2..2);
    }
}
