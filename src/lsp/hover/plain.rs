//! Markdown of ours for editors that show plain text.

/// The text without its marks; links as `title: address`.
pub(in crate::lsp) fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut in_block = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            text.push_str(line);
        } else {
            let line = unlinked(&line.replace("**", "").replace('`', ""));
            text.push_str(
                &line
                    .replace("\\*", "*")
                    .replace("\\<", "<")
                    .replace("\\[", "["),
            );
        }
        text.push('\n');
    }
    text
}

fn unlinked(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, title, address, after)) = link(rest) {
        text.extend([before, title, ": ", address]);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The first `[title](address)` with what stands before and after it.
fn link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](http")?;
    let open = text[..middle].rfind('[')?;
    let close = middle + text[middle..].find(')')?;
    Some((
        &text[..open],
        &text[open + 1..middle],
        &text[middle + 2..close],
        &text[close + 1..],
    ))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn marks_are_left_out() {
        let text = "**a** `b`\n\n```yaml\nx: `1`\n```\n[Page](https://a.test/) and\n";
        assert_eq!(plain(text), "a b\n\nx: `1`\nPage: https://a.test/ and\n");
        assert_eq!(plain("a](http b"), "a](http b\n");
        assert_eq!(plain("\\*a \\<b"), "*a <b\n");
    }
}
