//! Text on a page: escaped, and nothing in it can steer a reader or a browser.

pub(super) use crate::report::text::escape_markup as escape;

/// Like [`escape`], line by line: line breaks stay.
pub(super) fn escape_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(escape).collect();
    lines.join("\n")
}

/// A sentence as HTML, what stands between backticks as code. Direction of writing
/// does not leak out of it.
pub(super) fn sentence(text: &str) -> String {
    let parts: Vec<_> = text.split('`').collect();
    if parts.len() % 2 == 0 {
        return escape_lines(text);
    }
    let mut html = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        let part = escape_lines_whole(part);
        if index % 2 == 0 {
            html.push_str(&part);
        } else {
            html.push_str("<code>");
            html.push_str(&part);
            html.push_str("</code>");
        }
    }
    html
}

/// Lines with the last line break, which [`str::lines`] drops.
fn escape_lines_whole(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(escape).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_enclose_code() {
        assert_eq!(sentence("a `<b>` c"), "a <code>&lt;b&gt;</code> c");
        assert_eq!(sentence("a `<b> c"), "a `&lt;b&gt; c");
        assert_eq!(sentence("a\nb `c` d"), "a\nb <code>c</code> d");
    }
}
