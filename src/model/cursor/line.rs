//! One line of YAML, read without what stands around it: half-typed lines have no
//! tree, but they do have dashes, a key, a value and a comment.

/// What a line begins with: dashes, a key, a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Outline {
    /// Bytes of white space at its start.
    pub indent: usize,
    /// Where its dashes stand.
    pub dashes: Vec<usize>,
    /// Where what follows indentation and dashes begins.
    pub content: usize,
    /// Where its key ends and the colon stands, if it has a key.
    pub colon: Option<usize>,
    /// Where its value begins, behind anchor and tag.
    pub value: usize,
    /// Where its text ends: before white space and comment.
    pub end: usize,
    /// Where its comment begins.
    pub comment: Option<usize>,
}

impl Outline {
    /// Reads a line without its line break.
    pub fn of(line: &str) -> Self {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let mut outline = Self {
            indent,
            comment: comment(line, indent),
            ..Self::default()
        };
        let text = &line[..outline.comment.unwrap_or(line.len())];
        let text = text.trim_end_matches([' ', '\t']);
        outline.end = text.len().max(indent.min(line.len()));
        let mut at = indent;
        while is_dash(text, at) {
            outline.dashes.push(at);
            at = behind_blanks(text, at + 1);
        }
        // The anchor of a mapping, `- &name key: value`.
        let named = properties(text, at);
        outline.colon = colon(text, at).or_else(|| colon(text, named));
        outline.content = match outline.colon {
            Some(_) if colon(text, at).is_some_and(|colon| colon > named) => named,
            Some(colon) if colon < named => at,
            Some(_) => named,
            None => at,
        };
        let behind = outline.colon.map_or(at, |colon| colon + 1);
        outline.value = properties(text, behind_blanks(text, behind));
        outline
    }

    /// Whether nothing but white space and a comment stands there.
    pub fn is_blank(&self) -> bool {
        self.dashes.is_empty() && self.content >= self.end
    }

    /// The column that what belongs to its last key or dash has to exceed.
    pub fn owner(&self) -> usize {
        match (self.colon, self.dashes.last()) {
            (None, Some(&dash)) => dash,
            _ => self.content,
        }
    }

    /// Whether its value may follow on the next lines.
    pub fn opens(&self) -> bool {
        (self.colon.is_some() || !self.dashes.is_empty()) && self.value >= self.end
    }

    /// Whether a block scalar follows.
    pub fn is_header(&self, line: &str) -> bool {
        let value = line.get(self.value..self.end).unwrap_or_default();
        let rest = value.strip_prefix(['|', '>']);
        let has_place = self.colon.is_some() || !self.dashes.is_empty();
        has_place && rest.is_some_and(|rest| rest.bytes().all(|it| b"0123456789+-".contains(&it)))
    }

    /// Whether its value is text that the next line may go on with.
    pub fn has_text(&self, line: &str) -> bool {
        let value = line.get(self.value..self.end).unwrap_or_default();
        let has_place = self.colon.is_some() || !self.dashes.is_empty();
        has_place && !value.is_empty() && !value.starts_with(['*', '|', '>', '[', '{'])
    }

    /// Whether it begins a list or mapping in brackets or braces.
    pub fn is_flow(&self, line: &str) -> bool {
        line.get(self.value..self.end)
            .is_some_and(|value| value.starts_with(['[', '{']))
    }
}

/// Whether a dash of a list stands there.
fn is_dash(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.get(at) == Some(&b'-') && matches!(bytes.get(at + 1), None | Some(b' ' | b'\t'))
}

fn behind_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start_matches([' ', '\t']).len()
}

/// Behind the anchor and the tag that stand there.
fn properties(text: &str, mut at: usize) -> usize {
    while text
        .get(at..)
        .is_some_and(|rest| rest.starts_with(['&', '!']))
    {
        let rest = text.get(at..).unwrap_or_default();
        let length = rest.find([' ', '\t']).unwrap_or(rest.len());
        at = behind_blanks(text, at + length);
    }
    at
}

/// Where the colon behind a key stands.
fn colon(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = match bytes.get(from)? {
        quote @ (b'"' | b'\'') => from + 1 + quoted(text.get(from + 1..)?, *quote)?,
        b'[' | b'{' | b'|' | b'>' | b'#' => return None,
        _ => return plain_colon(text, from),
    };
    at = behind_blanks(text, at);
    (bytes.get(at) == Some(&b':')).then_some(at)
}

fn plain_colon(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let is_end = |at: usize| matches!(rest.as_bytes().get(at + 1), None | Some(b' ' | b'\t'));
    let found = rest.match_indices(':').find(|(at, _)| is_end(*at))?;
    (found.0 > 0).then_some(from + found.0)
}

/// Bytes up to and with the quote that closes a text.
fn quoted(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            _ if byte == quote => {
                if quote == b'\'' && bytes.get(at + 1) == Some(&quote) {
                    at += 1;
                } else {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where a comment begins.
fn comment(line: &str, from: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = from;
    let mut before = b' ';
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' if matches!(before, b' ' | b'\t') => return Some(at),
            // Quotes open only where a value begins.
            b'"' | b'\'' if matches!(before, b' ' | b'\t' | b'[' | b'{' | b',') => {
                match quoted(&line[at + 1..], byte) {
                    Some(length) => at += length,
                    None => return None,
                }
            }
            _ => {}
        }
        before = byte;
        at += 1;
    }
    None
}

/// The brackets and braces that a text leaves open, with those open before it.
pub(super) fn brackets(text: &str, open: &mut Vec<u8>) {
    let end = comment(text, 0).unwrap_or(text.len());
    let bytes = &text.as_bytes()[..end];
    let mut at = 0;
    let mut before = b' ';
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'[' | b'{' => open.push(byte),
            b']' | b'}' => drop(open.pop()),
            b'"' | b'\'' if matches!(before, b' ' | b'\t' | b'[' | b'{' | b',') => {
                let Some(length) = quoted(&text[at + 1..], byte) else {
                    return;
                };
                at += length;
            }
            _ => {}
        }
        before = byte;
        at += 1;
    }
}

/// Where the item of a flow collection begins that ends at the end of a text.
pub(super) fn flow_item(text: &str) -> usize {
    let start = text.rfind([',', '[', '{']).map_or(0, |at| at + 1);
    // `{ key: value`.
    let key = text[start..].rfind(": ").map_or(0, |at| at + 2);
    behind_blanks(text, start + key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> (usize, usize, Option<usize>, usize, usize) {
        let it = Outline::of(line);
        (it.dashes.len(), it.content, it.colon, it.value, it.end)
    }

    #[test]
    fn lines_have_dashes_keys_and_values() {
        assert_eq!(parts("  name: iOS"), (0, 2, Some(6), 8, 11));
        assert_eq!(parts("  - name: a # b"), (1, 4, Some(8), 10, 11));
        assert_eq!(parts("- - x"), (2, 4, None, 4, 5));
        assert_eq!(parts("  - "), (1, 3, None, 3, 3));
        assert_eq!(parts("a: &b !!str c"), (0, 0, Some(1), 12, 13));
        assert_eq!(parts("- &a name: x"), (1, 5, Some(9), 11, 12));
        assert_eq!(parts("'a: b': c"), (0, 0, Some(6), 8, 9));
        assert_eq!(parts("http://x"), (0, 0, None, 0, 8));
        assert_eq!(parts("a: '#' # c"), (0, 0, Some(1), 3, 6));
    }

    #[test]
    fn headers_of_block_scalars_are_known() {
        for (line, expected) in [
            ("script: |", true),
            ("- |-", true),
            ("- &a script: >2 # x", true),
            ("script: | x", false),
            ("|", false),
        ] {
            assert_eq!(Outline::of(line).is_header(line), expected, "{line}");
        }
        assert_eq!(Outline::of("  - script: |").owner(), 4);
        assert_eq!(Outline::of("  - |").owner(), 2);
    }

    #[test]
    fn brackets_in_quotes_do_not_count() {
        let open = |text| {
            let mut open = Vec::new();
            brackets(text, &mut open);
            open
        };
        assert_eq!(open("[a, ']', {b: c"), *b"[{");
        assert_eq!(open("[a] # ["), *b"");
        assert_eq!(flow_item("[a, bc"), 4);
        assert_eq!(flow_item("{a: b"), 4);
    }
}
