//! Ranges in braces: `{1..3}`, `{a..e..2}`.

use super::braces::Expander;
use super::expansion::Expansion;
use super::{Glyph, TooComplex};

/// More values than any pattern may stand for.
const TOO_MANY: i128 = 10_000;

/// The range that begins here, behind its `{`, and the index behind its `}`; an error
/// where it has too many values.
pub(super) fn range(
    text: &Expander<'_>,
    start: usize,
) -> Result<Option<(Expansion, usize)>, TooComplex> {
    let Some((values, end)) = numbers(text, start).or_else(|| letters(text, start)) else {
        return Ok(None);
    };
    let values = values.ok_or(TooComplex)?;
    // A value stands where the whole range does.
    let place = |at: usize| text.glyphs.get(at).map_or(0..0, |glyph| glyph.span.clone());
    let span = place(start).start..place(end).end;
    let glyph = |char| Glyph {
        char,
        span: span.clone(),
    };
    let values = values
        .iter()
        .map(|value| Expansion::Text(value.chars().map(glyph).collect()));
    Ok(Some((Expansion::AnyOf(values.collect()), end + 1)))
}

/// The values of a range, `None` when there are too many, and the index of its
/// `}`.
type Values = (Option<Vec<String>>, usize);

/// A number as written.
struct Number {
    value: i128,
    /// Zeros before it.
    zeros: usize,
    /// Characters, the zeros and a sign included.
    width: usize,
    plus: bool,
}

fn numbers(text: &Expander<'_>, start: usize) -> Option<Values> {
    let (first, at) = number(text, start)?;
    let (last, at) = number(text, dots(text, at)?)?;
    let (step, at) = match dots(text, at) {
        Some(at) => number(text, at).map(|(step, at)| (step.value.abs(), at))?,
        None => (1, at),
    };
    if text.char(at) != Some('}') {
        return None;
    }
    let all = [first.value, last.value, step];
    if all.iter().any(|value| i64::try_from(*value).is_err()) {
        return None;
    }
    let padded = |number: &Number| number.zeros > 0 && !number.plus;
    let width = if padded(&first) || padded(&last) {
        first.width.max(last.width)
    } else {
        0
    };
    let step = step.max(1);
    let count = (last.value - first.value).abs() / step + 1;
    if count > TOO_MANY {
        return Some((None, at));
    }
    let direction = if first.value < last.value {
        step
    } else {
        -step
    };
    let values = (0..count).map(|index| {
        let value = first.value + direction * index;
        format!("{value:0width$}")
    });
    Some((Some(values.collect()), at))
}

fn number(text: &Expander<'_>, start: usize) -> Option<(Number, usize)> {
    let sign = text.char(start).filter(|char| matches!(char, '-' | '+'));
    let begin = start + usize::from(sign.is_some());
    let mut end = begin;
    while text.char(end).is_some_and(|char| char.is_ascii_digit()) {
        end += 1;
    }
    let digits: String = text
        .glyphs
        .get(begin..end)?
        .iter()
        .map(|it| it.char)
        .collect();
    let all_but_last = digits.len().checked_sub(1)?;
    let zeros = digits[..all_but_last]
        .bytes()
        .take_while(|b| *b == b'0')
        .count();
    // Twenty digits are more than fit, whatever they are.
    let significant = &digits[zeros..digits.len().min(zeros + 20)];
    let value: i128 = significant.parse().ok()?;
    let number = Number {
        value: if sign == Some('-') { -value } else { value },
        zeros,
        width: zeros + significant.len() + usize::from(sign.is_some()),
        plus: sign == Some('+'),
    };
    Some((number, end))
}

fn dots(text: &Expander<'_>, at: usize) -> Option<usize> {
    let both = text.char(at) == Some('.') && text.char(at + 1) == Some('.');
    both.then_some(at + 2)
}

fn letters(text: &Expander<'_>, start: usize) -> Option<Values> {
    let letter = |at| text.char(at).filter(char::is_ascii_alphabetic);
    let first = letter(start)?;
    let at = dots(text, start + 1)?;
    let last = letter(at)?;
    let (step, at) = match dots(text, at + 1) {
        Some(at) => number(text, at).map(|(step, at)| (step.value.abs(), at))?,
        None => (1, at + 1),
    };
    if text.char(at) != Some('}') {
        return None;
    }
    let step = usize::try_from(i64::try_from(step).ok()?.max(1)).ok()?;
    // Between `Z` and `a` there is a backslash, which the package leaves out.
    let text = |char: char| match char {
        '\\' => String::new(),
        char => char.to_string(),
    };
    let values = if first <= last {
        (first..=last).step_by(step).map(text).collect()
    } else {
        (last..=first).rev().step_by(step).map(text).collect()
    };
    Some((Some(values), at))
}

/// Whether what stands between braces, with the closing one, begins like a range:
/// both sides of its first `..` are digits, or both letters. Bash keeps such a
/// text as it is.
pub(super) fn looks_like_range(inner: &[Glyph]) -> bool {
    let char = |at: usize| inner.get(at).map_or('\0', |glyph| glyph.char);
    let dots = inner
        .windows(2)
        .position(|pair| matches!(pair, [a, b] if a.char == '.' && b.char == '.'));
    let Some(dots) = dots.filter(|at| *at > 0) else {
        return false;
    };
    let number = |at: usize| {
        let signed = matches!(char(at), '-' | '+');
        char(at + usize::from(signed)).is_ascii_digit()
    };
    let letter =
        |at: usize, ends: &[char]| char(at).is_ascii_alphabetic() && ends.contains(&char(at + 1));
    let right = dots + 2;
    (number(0) && number(right)) || (letter(0, &['.']) && letter(right, &['.', '}']))
}
