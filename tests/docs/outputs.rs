//! `docs/show.md` and `docs/triggers.md`: their commands are run, and the block below
//! each is its output.

use super::made::assert_current;
use super::{page, program};

#[test]
fn commands_give_what_stands_below_them() {
    for (name, fewest) in [("docs/show.md", 2), ("docs/triggers.md", 3)] {
        let text = page(name);
        let (made, count) = made(&text);
        assert!(count >= fewest, "{name}: {count}");
        assert_current(name, &made);
    }
}

/// The page with the outputs of its commands, and how many there are.
fn made(page: &str) -> (String, usize) {
    let begin = "```sh\ncodemagic-lint ";
    let mut made = String::new();
    let mut rest = page;
    let mut count = 0;
    while let Some((before, after)) = rest.split_once(begin) {
        let (command, behind) = after.split_once("\n```\n\n```").unwrap();
        let (language, behind) = behind.split_once('\n').unwrap();
        let end = behind.find("```\n").unwrap();
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = program(&arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{command}: {error}");
        let output = String::from_utf8(output.stdout).unwrap();
        made.push_str(before);
        made.push_str(begin);
        made.push_str(command);
        made.push_str("\n```\n\n```");
        made.push_str(language);
        made.push('\n');
        made.push_str(&output);
        made.push_str("```\n");
        rest = &behind[end + "```\n".len()..];
        count += 1;
    }
    made.push_str(rest);
    (made, count)
}
