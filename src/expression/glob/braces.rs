//! Braces: `{a,b}` and `{1..3}`, expanded as text before anything else.
//!
//! This follows the package `bracex`, which does what Bash does, oddities
//! included: a `{` that opens nothing stands for itself, at the outermost level a
//! `}` is passed over until a comma was seen, and a `..` can make braces that are
//! no range stop short. The functions are those of the package, so that the two
//! can be read side by side.

use rustc_hash::FxHashMap;

use super::expansion::Expansion;
use super::problem::{Problem, ProblemKind};
use super::ranges;
use super::{Glyph, MAX_DEPTH, MAX_LENGTH, TooComplex};

/// Most patterns that one pattern may stand for: the limit of the package.
const MAX_ALTERNATIVES: usize = 1000;

/// Most characters of all of them together.
const MAX_CHARACTERS: usize = 100_000;

/// The texts that a pattern stands for; an error where they are too many, the braces
/// too deep or the pattern too long.
pub(super) fn expand(
    text: &str,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Vec<Glyph>>, TooComplex> {
    if text.chars().nth(MAX_LENGTH).is_some() {
        return Err(TooComplex);
    }
    find_problems(text, problems);
    let glyphs: Vec<Glyph> = text
        .char_indices()
        .map(|(at, char)| Glyph {
            char,
            span: at..at + char.len_utf8(),
        })
        .collect();
    // Most patterns have none.
    if !text.contains('{') {
        return Ok(vec![glyphs]);
    }
    let expansion = Expander::new(&glyphs, 0).expand()?;
    if expansion.count() > MAX_ALTERNATIVES {
        return Err(TooComplex);
    }
    let mut left = MAX_CHARACTERS;
    let all = expansion.texts(&mut left).ok_or(TooComplex)?;
    let mut texts: Vec<_> = all.into_iter().flatten().collect();
    if texts.is_empty() {
        texts.push(Vec::new());
    }
    Ok(texts)
}

/// The end of a group's braces, and whether it may be a range.
type Scanned = (Option<usize>, bool);

pub(super) struct Expander<'a> {
    pub(super) glyphs: &'a [Glyph],
    pub(super) at: usize,
    /// Inside braces.
    expanding: bool,
    /// Where the last `..` is.
    last_dots: Option<usize>,
    scanned: FxHashMap<usize, Scanned>,
    /// How deep the text stands in braces around it.
    around: usize,
}

impl<'a> Expander<'a> {
    fn new(glyphs: &'a [Glyph], around: usize) -> Self {
        let is_dots = |pair: &[Glyph]| matches!(pair, [a, b] if a.char == '.' && b.char == '.');
        Self {
            glyphs,
            at: 0,
            expanding: false,
            last_dots: glyphs.windows(2).rposition(is_dots),
            scanned: FxHashMap::default(),
            around,
        }
    }

    /// Everything; an error where braces are too deep.
    fn expand(mut self) -> Result<Expansion, TooComplex> {
        let Some(first) = self.next() else {
            return Ok(Expansion::Empty);
        };
        let (parts, _) = self.literals(first, 0, false)?;
        Ok(Expansion::Joined(parts))
    }

    fn next(&mut self) -> Option<&'a Glyph> {
        let glyph = self.glyphs.get(self.at)?;
        self.at += 1;
        Some(glyph)
    }

    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.glyphs.get(at).map(|glyph| glyph.char)
    }

    /// Text up to a comma or brace that is not its own, and whether a `..` is in
    /// it.
    fn literals(
        &mut self,
        first: &'a Glyph,
        depth: usize,
        mut ignore_end: bool,
    ) -> Result<(Vec<Expansion>, bool), TooComplex> {
        let mut parts = Vec::new();
        let mut literal: Vec<Glyph> = Vec::new();
        let mut word_start = 0;
        let mut after_dollar = false;
        let mut dollar_depth = 0_usize;
        let mut has_dots = false;
        let mut next = Some(first);
        while let Some(glyph) = next {
            let ignore_brace = std::mem::take(&mut after_dollar);
            match glyph.char {
                '$' => {
                    after_dollar = true;
                    literal.push(glyph.clone());
                }
                '\\' => {
                    literal.push(glyph.clone());
                    literal.extend(self.next().cloned());
                }
                '{' if ignore_brace => {
                    literal.push(glyph.clone());
                    dollar_depth += 1;
                }
                '}' if dollar_depth > 0 => {
                    literal.push(glyph.clone());
                    dollar_depth -= 1;
                }
                '{' => {
                    if !literal.is_empty() {
                        parts.push(Expansion::Text(std::mem::take(&mut literal)));
                    }
                    let Some(inner) = self.next() else {
                        literal.push(glyph.clone());
                        break;
                    };
                    let (group, expanded) = self.group(glyph, inner, depth + 1, word_start)?;
                    if expanded {
                        word_start = self.at;
                    }
                    parts.push(group);
                }
                ',' | '}'
                    if self.expanding
                        && dollar_depth == 0
                        && (glyph.char == ',' || !ignore_end) =>
                {
                    self.at -= 1;
                    break;
                }
                '.' if dollar_depth == 0
                    && self.char(self.at) == Some('.')
                    && self.char(self.at + 1) != Some('}') =>
                {
                    ignore_end = false;
                    has_dots = true;
                    literal.push(glyph.clone());
                    literal.extend(self.next().cloned());
                }
                _ => literal.push(glyph.clone()),
            }
            next = self.next();
        }
        if !literal.is_empty() {
            parts.push(Expansion::Text(literal));
        }
        Ok((parts, has_dots))
    }

    /// What stands in braces, from its first character on, and whether the braces
    /// mean anything.
    fn group(
        &mut self,
        brace: &'a Glyph,
        first: &'a Glyph,
        depth: usize,
        word_start: usize,
    ) -> Result<(Expansion, bool), TooComplex> {
        if self.around + depth > MAX_DEPTH {
            return Err(TooComplex);
        }
        let start = self.at - 1;
        if let Some((range, end)) = ranges::range(self, start)? {
            self.at = end;
            return Ok((range, true));
        }
        let opening = || Expansion::Text(vec![brace.clone()]);
        if let Some(text) = self.failed_range(brace, start, depth)? {
            return Ok((text, false));
        }
        let outermost = !std::mem::replace(&mut self.expanding, true);
        let mut slots: Vec<Vec<Expansion>> = Vec::new();
        let mut commas: Vec<&Glyph> = Vec::new();
        let mut has_dots = false;
        let mut is_empty = true;
        let mut next = Some(first);
        while let Some(glyph) = next {
            let keep_looking = depth == 1 && commas.is_empty() && !has_dots;
            if glyph.char == '}' && (!keep_looking || self.at == word_start + 2) {
                self.expanding = !outermost;
                if is_empty {
                    slots.push(vec![Expansion::Empty]);
                }
                if !commas.is_empty() {
                    let slots = slots.into_iter().map(Expansion::Joined).collect();
                    return Ok((Expansion::AnyOf(slots), true));
                }
                let mut parts = vec![opening()];
                parts.extend(slots.into_iter().flatten());
                parts.push(Expansion::Text(vec![glyph.clone()]));
                return Ok((Expansion::Joined(parts), false));
            }
            if glyph.char == ',' {
                commas.push(glyph);
                if is_empty {
                    slots.push(vec![Expansion::Empty]);
                }
                is_empty = true;
            } else {
                let (parts, dots) = self.literals(glyph, depth, keep_looking)?;
                has_dots = dots;
                slots.push(parts);
                is_empty = false;
            }
            next = self.next();
        }
        // The braces are never closed.
        if outermost {
            self.expanding = false;
        }
        if !commas.is_empty() && is_empty {
            slots.push(vec![Expansion::Empty]);
        }
        let mut parts = vec![opening()];
        for (index, slot) in slots.into_iter().enumerate() {
            let comma = index.checked_sub(1).and_then(|index| commas.get(index));
            parts.extend(comma.map(|comma| Expansion::Text(vec![(*comma).clone()])));
            parts.extend(slot);
        }
        Ok((Expansion::Joined(parts), false))
    }

    /// Braces with a `..` and no comma that are no range: kept as text where they
    /// look like one, else only the `{` is, and what follows is looked at again.
    fn failed_range(
        &mut self,
        brace: &Glyph,
        start: usize,
        depth: usize,
    ) -> Result<Option<Expansion>, TooComplex> {
        let has_dots = self.last_dots.is_some_and(|at| at >= start);
        let (end, is_range) = if has_dots {
            self.scan(start, depth > 1)
        } else {
            (None, false)
        };
        let inner = end.and_then(|end| Some((end, self.glyphs.get(start..=end)?)));
        let Some((end, inner)) = inner.filter(|_| is_range) else {
            return Ok(None);
        };
        let mut text = vec![brace.clone()];
        if ranges::looks_like_range(inner) {
            self.at = end + 1;
            text.extend(inner.iter().cloned());
            return Ok(Some(Expansion::Text(text)));
        }
        if depth == 1 {
            self.at = start;
            return Ok(Some(Expansion::Text(text)));
        }
        self.at = end + 1;
        let inner = Expander::new(inner, self.around + depth).expand()?;
        Ok(Some(Expansion::Joined(vec![Expansion::Text(text), inner])))
    }

    /// Looks ahead for the `}` that ends the group that begins here. `bounded`: the
    /// group stands in another, so a `}` that does not end it ends that one.
    fn scan(&mut self, start: usize, bounded: bool) -> Scanned {
        if bounded && let Some(&known) = self.scanned.get(&start) {
            return known;
        }
        // Groups inside that are open: their start, whether they have a separator
        // and whether that makes them a range. `None` for `${`.
        let mut open: Vec<Option<(usize, bool, bool)>> = Vec::new();
        let mut found = false;
        let mut is_range = false;
        let mut at = start;
        while let Some(char) = self.char(at) {
            let dots =
                char == '.' && self.char(at + 1) == Some('.') && self.char(at + 2) != Some('}');
            match char {
                '\\' => at += 1,
                '$' if self.char(at + 1) == Some('{') => {
                    open.push(None);
                    at += 1;
                }
                '{' => open.push(Some((at + 1, false, false))),
                '}' => match open.pop() {
                    Some(Some((inner, separated, range))) => {
                        let known = if separated {
                            (Some(at), range)
                        } else {
                            (None, false)
                        };
                        self.scanned.insert(inner, known);
                    }
                    None if found => return (Some(at), is_range),
                    None if bounded => break,
                    Some(None) | None => {}
                },
                _ if char == ',' || dots => match open.last_mut() {
                    None if char == ',' || !found => {
                        found = true;
                        is_range = dots;
                    }
                    Some(Some((_, separated, range))) if char == ',' || !*separated => {
                        *separated = true;
                        *range = dots;
                    }
                    _ => {}
                },
                _ => {}
            }
            at += 1;
        }
        (None, false)
    }
}

/// Braces that are not closed, not opened, or mean nothing.
fn find_problems(text: &str, problems: &mut Vec<Problem>) {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => {
                chars.next();
            }
            // `${` opens a reference, which has no commas and is left alone.
            '{' => open.push((at, before == '$')),
            '}' => match open.pop() {
                Some((_, true)) => {}
                Some((start, false)) => problems.push(Problem {
                    kind: ProblemKind::PlainBraces,
                    span: start..at + 1,
                }),
                None => problems.push(Problem {
                    kind: ProblemKind::StrayCloser,
                    span: at..at + 1,
                }),
            },
            _ if char == ',' || (char == '.' && before == '.') => {
                if let Some((_, separated)) = open.last_mut() {
                    *separated = true;
                }
            }
            _ => {}
        }
        before = char;
    }
    for (at, _) in open {
        problems.push(Problem {
            kind: ProblemKind::UnclosedBrace,
            span: at..at + 1,
        });
    }
}
