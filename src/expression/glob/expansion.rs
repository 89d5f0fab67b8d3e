//! What a text with braces stands for.

use super::Glyph;

/// What a text with braces stands for.
pub(super) enum Expansion {
    /// An empty place between commas. A text of such places alone is left out,
    /// unless there is no other.
    Empty,
    /// A text.
    Text(Vec<Glyph>),
    /// One behind the other.
    Joined(Vec<Expansion>),
    /// Any of them.
    AnyOf(Vec<Expansion>),
}

impl Expansion {
    /// How many texts.
    pub fn count(&self) -> usize {
        match self {
            Self::Empty | Self::Text(_) => 1,
            Self::Joined(parts) => parts
                .iter()
                .fold(1, |count, part| count.saturating_mul(part.count())),
            Self::AnyOf(parts) => parts
                .iter()
                .fold(0, |count, part| count.saturating_add(part.count())),
        }
    }

    /// The texts, with `None` for one of empty places alone; nothing at all when
    /// they have more characters than are left.
    pub fn texts(&self, left: &mut usize) -> Option<Vec<Option<Vec<Glyph>>>> {
        match self {
            Self::Empty => Some(vec![None]),
            Self::Text(text) => {
                *left = left.checked_sub(text.len())?;
                Some(vec![Some(text.clone())])
            }
            Self::AnyOf(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(part.texts(left)?);
                }
                Some(all)
            }
            Self::Joined(parts) => {
                let mut all = vec![None];
                for part in parts {
                    let ends = part.texts(left)?;
                    let mut joined = Vec::with_capacity(all.len() * ends.len());
                    for start in &all {
                        for end in &ends {
                            let text = join(start.as_deref(), end.as_deref());
                            *left = left.checked_sub(text.as_ref().map_or(0, Vec::len))?;
                            joined.push(text);
                        }
                    }
                    all = joined;
                }
                Some(all)
            }
        }
    }
}

fn join(start: Option<&[Glyph]>, end: Option<&[Glyph]>) -> Option<Vec<Glyph>> {
    match (start, end) {
        (None, None) => None,
        (start, end) => Some([start.unwrap_or_default(), end.unwrap_or_default()].concat()),
    }
}
