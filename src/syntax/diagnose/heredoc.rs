//! Heredocs of a shell script, as far as they matter to where it ends.

use rustc_hash::FxHashMap;

use super::super::lines::{Line, lines_from};

/// Follows a script line by line and knows whether a heredoc is open. One whose
/// delimiter never comes is none.
#[derive(Clone)]
pub(super) struct Heredocs<'t> {
    text: &'t str,
    from: usize,
    /// Where each line of one word stands last; looked for once a heredoc seems to begin,
    /// since most scripts have none.
    delimiters: Option<FxHashMap<&'t str, usize>>,
    open: Option<&'t str>,
}

impl<'t> Heredocs<'t> {
    /// For a script that begins at `from`.
    pub fn new(text: &'t str, from: usize) -> Self {
        Self {
            text,
            from,
            delimiters: None,
            open: None,
        }
    }

    /// Whether the next line belongs to a heredoc.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Reads a line.
    pub fn read(&mut self, line: Line<'t>) {
        if let Some(word) = self.open {
            if line.words() == word {
                self.open = None;
            }
            return;
        }
        let Some(word) = begun(line.text) else {
            return;
        };
        let (text, from) = (self.text, self.from);
        let delimiters = self
            .delimiters
            .get_or_insert_with(|| delimiters(text, from));
        let last = delimiters.get(word);
        self.open = last.is_some_and(|&at| at > line.start()).then_some(word);
    }
}

fn delimiters(text: &str, from: usize) -> FxHashMap<&str, usize> {
    let words = lines_from(text, from).map(|line| (line.words(), line.start()));
    words.filter(|(words, _)| is_delimiter(words)).collect()
}

fn is_delimiter(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The delimiter of a heredoc that the line begins: `<<EOF`, `<<-'EOF'`,
/// `<< "EOF"`, `<<~EOF`, `<<\EOF`.
fn begun(line: &str) -> Option<&str> {
    let rest = &line[line.find("<<")? + 2..];
    let rest = rest.strip_prefix(['-', '~']).unwrap_or(rest);
    let rest = rest
        .trim_start_matches(' ')
        .trim_start_matches(['\'', '"', '\\']);
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let word = &rest[..end];
    (is_delimiter(word) && !word.starts_with(|c: char| c.is_ascii_digit())).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::begun;

    #[test]
    fn delimiters_are_found_however_they_are_written() {
        for line in [
            "cat <<EOF",
            "cat > f <<-'EOF' | tee",
            "x << \"EOF\"",
            "<<~EOF",
            "<<\\EOF",
        ] {
            assert_eq!(begun(line), Some("EOF"), "{line}");
        }
        for line in [
            "grep x <<< $y",
            "echo $((1<<2))",
            "<<: *base",
            "a < b",
            "<<",
        ] {
            assert_eq!(begun(line), None, "{line}");
        }
    }
}
