//! What a shell leaves as it stands: text in single quotes, and here-documents
//! whose delimiter is quoted.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// The parts of a script that a shell does not expand, by a plain look. Each list is
/// in the order of the script.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LiteralText {
    /// What stands between single quotes.
    quoted: Vec<Range<usize>>,
    /// The lines of here-documents such as `<<'EOF'`.
    documents: Vec<Range<usize>>,
}

impl LiteralText {
    /// Whether the byte stands between single quotes.
    pub fn is_quoted(&self, at: usize) -> bool {
        holds(&self.quoted, at)
    }

    /// Whether the byte stands in a here-document whose delimiter is quoted.
    pub fn is_document(&self, at: usize) -> bool {
        holds(&self.documents, at)
    }
}

fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    let last = after.checked_sub(1).and_then(|last| ranges.get(last));
    last.is_some_and(|range| range.contains(&at))
}

/// Reads a script. A quote that nothing closes is none, and neither is a
/// here-document whose delimiter never comes.
pub fn literal_text(script: &str) -> LiteralText {
    let mut found = LiteralText::default();
    let last_lines: FxHashMap<&str, usize> = lines(script, 0).collect();
    let mut begun: Vec<(&str, bool)> = Vec::new();
    let mut in_double_quotes = false;
    let mut at = 0;
    while let Some(skipped) = script
        .get(at..)
        .and_then(|rest| rest.find(['\\', '\'', '"', '#', '<', '\n']))
    {
        at += skipped;
        let rest = &script[at..];
        let next = rest.chars().nth(1).map_or(0, char::len_utf8);
        match rest.as_bytes().first() {
            Some(b'\\') => at += 1 + next,
            Some(b'"') => {
                in_double_quotes = !in_double_quotes;
                at += 1;
            }
            Some(b'\n') => {
                at += 1;
                for (word, is_quoted) in begun.drain(..) {
                    let from = at;
                    let Some((_, end)) = lines(script, from).find(|(line, _)| *line == word) else {
                        continue;
                    };
                    if is_quoted {
                        found.documents.push(from..end);
                    }
                    at = end
                        + script[end..]
                            .find('\n')
                            .map_or(script.len() - end, |it| it + 1);
                }
            }
            _ if in_double_quotes => at += 1,
            Some(b'\'') => match rest[1..].find('\'') {
                Some(length) => {
                    found.quoted.push(at + 1..at + 1 + length);
                    at += length + 2;
                }
                None => at += 1,
            },
            Some(b'#') if script[..at].ends_with(|c: char| !c.is_whitespace() && c != ';') => {
                at += 1;
            }
            Some(b'#') => at += rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("<<<") => at += 3,
            _ => {
                let document = document(rest);
                at += document.map_or(1, |it| it.length);
                let comes = |word| last_lines.get(word).is_some_and(|&line| line > at);
                begun.extend(
                    document
                        .filter(|it| comes(it.word))
                        .map(|it| (it.word, it.is_quoted)),
                );
            }
        }
    }
    found
}

/// The lines from a place on without the blanks around them, with where each begins.
fn lines(script: &str, from: usize) -> impl Iterator<Item = (&str, usize)> {
    let mut start = from;
    let lines = script.get(from..).unwrap_or_default();
    lines.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (line.trim(), at)
    })
}

/// The beginning of a here-document.
#[derive(Clone, Copy)]
struct Document<'s> {
    word: &'s str,
    is_quoted: bool,
    /// Bytes from the first `<` to the end of the word.
    length: usize,
}

/// `<<EOF`, `<<-'EOF'`, `<< "EOF"`, `<<\EOF`; not `1 << 4`.
fn document(rest: &str) -> Option<Document<'_>> {
    let after = rest.strip_prefix("<<")?;
    let after = after
        .strip_prefix('-')
        .unwrap_or(after)
        .trim_start_matches(' ');
    let named = after.strip_prefix(['\'', '"', '\\']);
    let is_quoted = named.is_some();
    let named = named.unwrap_or(after);
    let end = named
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.'))
        .unwrap_or(named.len());
    let word = &named[..end];
    let is_word = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let closing = usize::from(is_quoted && named[end..].starts_with(['\'', '"']));
    is_word.then_some(Document {
        word,
        is_quoted,
        length: rest.len() - named.len() + end + closing,
    })
}

#[cfg(test)]
mod tests {
    use super::literal_text;

    #[test]
    fn single_quotes_hold_what_no_shell_reads() {
        let cases: &[(&str, &[&str])] = &[
            ("echo 'a b' c 'd'", &["a b", "d"]),
            ("echo \"it's\" 'a'", &["a"]),
            ("echo \"\\\"it's\" 'a'", &["a"]),
            ("echo it\\'s 'a'", &["a"]),
            ("# it's\necho 'a' # 'b'\n;# 'c'", &["a"]),
            ("echo a#'b'", &["b"]),
            ("echo 'a\nb'", &["a\nb"]),
            ("echo 'a", &[]),
            ("cat <<EOF\nit's\nEOF\necho 'a'", &["a"]),
            ("cat <<< 'a'", &["a"]),
            ("echo $((1<<b)) 'a'\n", &["a"]),
        ];
        for (script, expected) in cases {
            let found = literal_text(script).quoted.into_iter();
            let texts: Vec<&str> = found.map(|range| &script[range]).collect();
            assert_eq!(texts, *expected, "{script}");
        }
    }

    #[test]
    fn quoted_here_documents_hold_what_no_shell_reads() {
        let cases: &[(&str, &[&str])] = &[
            ("cat <<'EOF' > a\nb\nc\nEOF\nd", &["b\nc\n"]),
            ("cat <<-\"EOF\"\nb\n\tEOF\n", &["b\n"]),
            ("cat << \\END-1\nb\nEND-1", &["b\n"]),
            ("cat <<'A' <<'B'\na\nA\nb\nB\n", &["a\n", "b\n"]),
            ("cat <<A <<'B'\na\nA\nb\nB\n", &["b\n"]),
            ("cat <<EOF\nb\nEOF\n", &[]),
            ("cat <<'EOF'\nb\n", &[]),
            ("EOF\ncat <<'EOF'\nb\n", &[]),
            ("echo \"<<'EOF'\"\nb\nEOF\n", &[]),
            ("# <<'EOF'\nb\nEOF\n", &[]),
        ];
        for (script, expected) in cases {
            let found = literal_text(script).documents.into_iter();
            let texts: Vec<&str> = found.map(|range| &script[range]).collect();
            assert_eq!(texts, *expected, "{script}");
        }
    }

    #[test]
    fn places_are_inside_or_outside() {
        let found = literal_text("a 'b' c\ncat <<'EOF'\nd\nEOF\n");
        let quoted: Vec<usize> = (0..9).filter(|&at| found.is_quoted(at)).collect();
        assert_eq!(quoted, [3]);
        let inside: Vec<usize> = (0..26).filter(|&at| found.is_document(at)).collect();
        assert_eq!(inside, [20, 21]);
    }

    #[test]
    fn unfinished_scripts_end_quietly() {
        for script in ["'", "\"", "\\", "<<", "<<'", "<<'E'", "<<'E'\n", "#", "\\ä"] {
            let _ = literal_text(script);
        }
    }
}
