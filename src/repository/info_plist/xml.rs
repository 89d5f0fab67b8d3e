//! Property lists in XML.

use super::PlistValue;

/// The entries of the outermost dictionary, once its end was seen.
pub(super) fn entries(text: &str) -> Option<Vec<(String, PlistValue)>> {
    let mut tags = Tags { text, at: 0 };
    while tags.next()?.name != "plist" {}
    let first = tags.next()?;
    if first.name != "dict" || first.kind == Kind::Close {
        return None;
    }
    let mut found = Vec::new();
    if first.kind == Kind::Empty {
        return Some(found);
    }
    loop {
        let tag = tags.next()?;
        match (tag.name, tag.kind) {
            ("dict", Kind::Close) => return Some(found),
            ("key", Kind::Open) => {
                let key = tags.content("key")?;
                found.push((key, value(&mut tags)?));
            }
            _ => return None,
        }
    }
}

fn value(tags: &mut Tags<'_>) -> Option<PlistValue> {
    let tag = tags.next()?;
    Some(match (tag.name, tag.kind) {
        (_, Kind::Close) => return None,
        ("string", Kind::Empty) => PlistValue::Text(String::new()),
        ("string", Kind::Open) => PlistValue::Text(tags.content("string")?),
        ("true" | "false", kind) => {
            if kind == Kind::Open {
                tags.skip()?;
            }
            PlistValue::Boolean(tag.name == "true")
        }
        ("array", Kind::Empty) => PlistValue::Texts(Vec::new()),
        ("array", Kind::Open) => PlistValue::Texts(texts(tags)?),
        (_, Kind::Empty) => PlistValue::Other,
        (_, Kind::Open) => {
            tags.skip()?;
            PlistValue::Other
        }
    })
}

/// The texts of the list that was opened; those of lists within it are not looked at.
fn texts(tags: &mut Tags<'_>) -> Option<Vec<String>> {
    let mut found = Vec::new();
    loop {
        let tag = tags.next()?;
        match (tag.name, tag.kind) {
            (_, Kind::Close) => return Some(found),
            ("string", Kind::Open) => found.push(tags.content("string")?),
            (_, Kind::Open) => tags.skip()?,
            (_, Kind::Empty) => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Empty,
}

struct Tag<'t> {
    name: &'t str,
    kind: Kind,
}

struct Tags<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tags<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes to behind the next such text.
    fn pass(&mut self, end: &str) -> Option<&'t str> {
        let (before, _) = self.rest().split_once(end)?;
        self.at += before.len() + end.len();
        Some(before)
    }

    /// The next tag. Comments, texts, declarations and instructions are passed over.
    fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            self.pass("<")?;
            let rest = self.rest();
            if rest.starts_with("!--") {
                self.pass("-->")?;
            } else if rest.starts_with("![CDATA[") {
                self.pass("]]>")?;
            } else if rest.starts_with(['!', '?']) {
                self.pass(">")?;
            } else {
                break;
            }
        }
        let inner = self.pass(">")?;
        let (inner, kind) = if let Some(name) = inner.strip_prefix('/') {
            (name, Kind::Close)
        } else if let Some(name) = inner.strip_suffix('/') {
            (name, Kind::Empty)
        } else {
            (inner, Kind::Open)
        };
        let name = inner.split_whitespace().next()?;
        Some(Tag { name, kind })
    }

    /// The text up to the end of the element that was opened.
    fn content(&mut self, name: &str) -> Option<String> {
        let mut found = String::new();
        loop {
            let text = self.pass("<")?;
            found.push_str(&without_entities(text));
            let rest = self.rest();
            if rest.starts_with("![CDATA[") {
                self.at += "![CDATA[".len();
                found.push_str(self.pass("]]>")?);
            } else if rest.starts_with("!--") {
                self.pass("-->")?;
            } else {
                let tag = self.pass(">")?;
                let is_end = tag.strip_prefix('/').map(str::trim) == Some(name);
                return is_end.then_some(found);
            }
        }
    }

    /// Passes over the rest of the element that was opened, and all in it.
    fn skip(&mut self) -> Option<()> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()?.kind {
                Kind::Open => open += 1,
                Kind::Close => open -= 1,
                Kind::Empty => {}
            }
        }
        Some(())
    }
}

fn without_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    let replace = |text: String, (entity, char): (&str, &str)| text.replace(entity, char);
    named.into_iter().fold(text.to_owned(), replace)
}
