//! Property lists as Xcode writes its projects: `{ key = value; list = (a, b); }`.
//!
//! A reader of our own: it takes time in proportion to the text, nests only so
//! deep, and copies no text that has no escapes.

use std::borrow::Cow;

/// Deepest nesting that is read. Projects have four.
const MAX_DEPTH: usize = 64;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'t> {
    /// Text; data counts as text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Value<'t>>),
    /// A dictionary, in its order.
    Dictionary(Vec<(Cow<'t, str>, Value<'t>)>),
}

impl<'t> Value<'t> {
    /// Reads a text; `None` where it is none, or nests too deep.
    pub fn parse(text: &'t str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        reader.blanks();
        let value = reader.value(MAX_DEPTH)?;
        reader.blanks();
        (reader.at == text.len()).then_some(value)
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Value<'t>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a dictionary; none of anything else.
    pub fn entries(&self) -> &[(Cow<'t, str>, Value<'t>)] {
        match self {
            Self::Dictionary(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value<'t>> {
        let mut entries = self.entries().iter();
        entries.find(|(found, _)| found == key).map(|(_, it)| it)
    }

    /// The text of a key.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
            self.blanks();
        }
        found
    }

    /// Passes over blanks and comments.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start().len();
            self.at += blanks;
            let rest = self.rest();
            let length = if rest.starts_with("//") {
                rest.find('\n')
            } else if rest.starts_with("/*") {
                rest.find("*/").map(|end| end + 2)
            } else if blanks == 0 {
                return;
            } else {
                continue;
            };
            self.at += length.unwrap_or(rest.len());
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value<'t>> {
        let depth = depth.checked_sub(1)?;
        match self.peek()? {
            b'{' => self.dictionary(depth),
            b'(' => self.list(depth),
            _ => self.scalar().map(Value::Text),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Value<'t>> {
        let mut entries = Vec::new();
        self.takes(b'{');
        while !self.takes(b'}') {
            let key = self.scalar()?;
            if !self.takes(b'=') {
                return None;
            }
            let value = self.value(depth)?;
            entries.push((key, value));
            if !self.takes(b';') && self.peek() != Some(b'}') {
                return None;
            }
        }
        Some(Value::Dictionary(entries))
    }

    fn list(&mut self, depth: usize) -> Option<Value<'t>> {
        let mut items = Vec::new();
        self.takes(b'(');
        while !self.takes(b')') {
            items.push(self.value(depth)?);
            if !self.takes(b',') && self.peek() != Some(b')') {
                return None;
            }
        }
        Some(Value::List(items))
    }

    fn scalar(&mut self) -> Option<Cow<'t, str>> {
        let text = match self.peek()? {
            quote @ (b'"' | b'\'') => self.quoted(quote)?,
            b'<' => {
                let length = self.rest().find('>')? + 1;
                let data = &self.rest()[..length];
                self.at += length;
                data.into()
            }
            _ => {
                let rest = self.rest();
                let is_plain =
                    |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '$' | ':' | '-');
                let length = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
                if length == 0 {
                    return None;
                }
                self.at += length;
                rest[..length].into()
            }
        };
        self.blanks();
        Some(text)
    }

    fn quoted(&mut self, quote: u8) -> Option<Cow<'t, str>> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut end = start;
        let mut escaped = false;
        while *bytes.get(end)? != quote {
            if bytes.get(end) == Some(&b'\\') {
                escaped = true;
                end += 1;
            }
            end += 1;
        }
        self.at = end + 1;
        let inner = self.text.get(start..end)?;
        Some(if escaped {
            unescaped(inner).into()
        } else {
            inner.into()
        })
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some(other) => plain.push(other),
            None => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_lists_texts_and_comments_are_read() {
        let text = "// !$*UTF8*$!\n{\n\ta = 1; /* one */ b = (x.y, \"a \\\"b\\\"\\n\", );\n\tc = { d = <0f>; };\n}\n";
        let found = Value::parse(text).unwrap();
        assert_eq!(found.text_of("a"), Some("1"));
        let items: Vec<_> = found
            .get("b")
            .unwrap()
            .items()
            .iter()
            .map(|it| it.text().unwrap())
            .collect();
        assert_eq!(items, ["x.y", "a \"b\"\n"]);
        assert_eq!(found.get("c").unwrap().text_of("d"), Some("<0f>"));
        assert_eq!(found.get("z"), None);
    }

    #[test]
    fn what_is_no_list_or_too_deep_is_refused() {
        for text in ["", "{", "{a}", "{a=1", "(a b)", "{a=(;}", "\"a", "{} x"] {
            assert_eq!(Value::parse(text), None, "{text}");
        }
        let nested = |depth: usize| format!("{}{}", "(".repeat(depth), ")".repeat(depth));
        assert!(Value::parse(&nested(MAX_DEPTH)).is_some());
        assert_eq!(Value::parse(&nested(MAX_DEPTH + 1)), None);
        assert_eq!(Value::parse(&"(".repeat(1_000_000)), None);
    }
}
