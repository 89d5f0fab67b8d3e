//! Patterns of files: what they may match, judged without looking at files.

/// Whether a pattern of `artifacts` may match a file whose name ends like this,
/// case aside.
///
/// Only the last part of a path decides. What cannot be judged counts as a match:
/// variables, inputs and extended globs such as `@(a|b)` in that part, and names
/// without a dot, which may be directories.
pub fn may_end_with(pattern: &str, ending: &str) -> bool {
    // A pattern that stands for too many is not judged.
    alternatives(pattern.trim()).is_none_or(|patterns| {
        patterns
            .iter()
            .any(|pattern| one_may_end_with(pattern, ending))
    })
}

/// The last parts of the paths that a pattern stands for, braces resolved; none
/// for a pattern that stands for too many.
pub fn last_parts(pattern: &str) -> Vec<String> {
    let patterns = alternatives(pattern.trim()).unwrap_or_default();
    let last = |path: String| path.rsplit(['/', '\\']).next().map(str::to_owned);
    patterns.into_iter().filter_map(last).collect()
}

fn one_may_end_with(pattern: &str, ending: &str) -> bool {
    let name = pattern.rsplit(['/', '\\']).next().unwrap_or(pattern);
    let extended = ["@(", "!(", "+(", "?(", "*("];
    let unknown = name.contains('$') || pattern.contains("${{");
    if name.is_empty() || unknown || extended.iter().any(|open| name.contains(open)) {
        return true;
    }
    let is_plain = !name.contains(['*', '?', '[']);
    if is_plain && !name.contains('.') {
        return true;
    }
    let mut tokens = tokens(name);
    for wanted in ending.chars().rev() {
        match tokens.pop() {
            Some(Token::Many) => return true,
            Some(token) if token.matches(wanted) => {}
            _ => return false,
        }
    }
    true
}

/// A part of a name that matches one character, or `*`.
enum Token {
    Many,
    Any,
    One(char),
    Set { items: Vec<char>, negated: bool },
}

impl Token {
    fn matches(&self, wanted: char) -> bool {
        match self {
            Self::Many | Self::Any => true,
            Self::One(c) => c.eq_ignore_ascii_case(&wanted),
            Self::Set { items, negated } => has(items, wanted) != *negated,
        }
    }
}

fn has(items: &[char], wanted: char) -> bool {
    let mut rest = items;
    while let Some((&first, tail)) = rest.split_first() {
        if let ['-', last, tail @ ..] = tail {
            if (first..=*last).contains(&wanted) {
                return true;
            }
            rest = tail;
        } else if first == wanted {
            return true;
        } else {
            rest = tail;
        }
    }
    false
}

fn tokens(name: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        tokens.push(match c {
            '*' => Token::Many,
            '?' => Token::Any,
            '[' => {
                // A bracket that is not closed stands for itself; a `]` right
                // after the opening one does not close it.
                let set = chars.as_str();
                let Some(end) = set.char_indices().skip(1).find(|(_, c)| *c == ']') else {
                    tokens.push(Token::One(c));
                    continue;
                };
                let inner = &set[..end.0];
                chars = set[end.0 + 1..].chars();
                let plain = inner.strip_prefix(['!', '^']);
                Token::Set {
                    items: plain.unwrap_or(inner).chars().collect(),
                    negated: plain.is_some(),
                }
            }
            c => Token::One(c),
        });
    }
    tokens
}

/// Most patterns that one with braces may stand for.
const MAX_ALTERNATIVES: usize = 256;

/// The patterns that `{a,b}` stands for; `None` for more than
/// [`MAX_ALTERNATIVES`]. `${NAME}` is left as it is.
fn alternatives(pattern: &str) -> Option<Vec<String>> {
    let mut done = Vec::new();
    let mut open = vec![pattern.to_owned()];
    while let Some(pattern) = open.pop() {
        match first_brace(&pattern) {
            Some((start, end)) => {
                let (before, after) = (&pattern[..start], &pattern[end + 1..]);
                for choice in pattern[start + 1..end].split(',') {
                    if open.len() + done.len() >= MAX_ALTERNATIVES {
                        return None;
                    }
                    open.push(format!("{before}{choice}{after}"));
                }
            }
            None => done.push(pattern),
        }
    }
    Some(done)
}

/// The bytes of the first `{` that lists alternatives and of its `}`.
fn first_brace(pattern: &str) -> Option<(usize, usize)> {
    let mut opened = Vec::new();
    let mut has_comma = Vec::new();
    let mut before = ' ';
    for (at, c) in pattern.char_indices() {
        match c {
            '{' => {
                opened.push((at, before == '$' || before == '{'));
                has_comma.push(false);
            }
            ',' => {
                if let Some(last) = has_comma.last_mut() {
                    *last = true;
                }
            }
            '}' => {
                let list = has_comma.pop().unwrap_or(false);
                if let Some((start, reference)) = opened.pop()
                    && list
                    && !reference
                {
                    return Some((start, at));
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::may_end_with;

    #[test]
    fn patterns_tell_what_they_may_match() {
        let yes = [
            "build/ios/ipa/*.ipa",
            "build/**/outputs/**/*.ipa",
            "build/ios/ipa/*",
            "build/ios/ipa/**",
            "**/*",
            "build/ios/ipa",
            "build/ios/ipa/",
            "*.{ipa,apk}",
            "{a,b}/*.{aab,{ipa,pkg}}",
            "App.IPA",
            "*.[ip]pa",
            "*.[a-k]p[!b]",
            "*.ip?",
            "$OUT",
            "out/$NAME",
            "out/*.${EXTENSION}",
            "out/*.@(ipa|apk)",
            "out/*.${{ inputs.kind }}",
        ];
        for pattern in yes {
            assert!(may_end_with(pattern, ".ipa"), "{pattern}");
        }
        let no = [
            "build/app/outputs/**/*.apk",
            "*.{apk,aab}",
            "$HOME/Library/Developer/Xcode/DerivedData/**/Build/**/*.dSYM",
            "flutter_drive.log",
            "/tmp/xcodebuild_logs/*.log",
            "*.ipa.zip",
            "build/*.app",
            "*.[!i]pa",
            "${OUT}/*.apk",
            "[.apk",
        ];
        for pattern in no {
            assert!(!may_end_with(pattern, ".ipa"), "{pattern}");
        }
    }

    #[test]
    fn braces_end_quietly() {
        for pattern in ["{", "}", "{,", "{a,{b}", &"{a,b}".repeat(40), "[]", "[]]"] {
            let _ = may_end_with(pattern, ".ipa");
        }
    }
}
