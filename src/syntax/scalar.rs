//! What a plain scalar means: YAML 1.1 as PyYAML reads it, and where a YAML 1.2
//! reader differs. Timestamps are left as text.
//!
//! Source: PyYAML 6 `resolver.py` and `constructor.py`, YAML 1.2 core schema.

use std::borrow::Cow;

use super::events::TagKind;
use super::node::NodeId;
use super::tree::{ScalarStyle, Tree};

/// The value of a scalar.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Scalar<'t> {
    /// Nothing, `~` or `null`.
    Null,
    /// `true`, and in YAML 1.1 also `yes` and `on`.
    Bool(bool),
    /// An integer; beyond 64 bits the nearest that fits.
    Int(i64),
    /// A number with a fraction or exponent.
    Float(f64),
    /// Anything else, and everything in quotes.
    Text(&'t str),
}

impl<'t> Scalar<'t> {
    /// Text, or what Python's `str` makes of an integer; `None` for anything else, and
    /// for integers beyond 64 bits, whose digits are not kept.
    pub fn python_str(self) -> Option<Cow<'t, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Int(number) if !matches!(number, i64::MIN | i64::MAX) => {
                Some(Cow::Owned(number.to_string()))
            }
            Self::Int(_) | Self::Null | Self::Bool(_) | Self::Float(_) => None,
        }
    }
}

impl Tree {
    /// What a scalar means to Codemagic; `None` for lists, mappings and aliases
    /// without an anchor. Aliases are followed.
    pub fn value(&self, id: NodeId) -> Option<Scalar<'_>> {
        let id = self.resolve(id);
        let text = self.scalar(id)?;
        if let Some(tag) = self.explicit_tag(id) {
            return Some(tagged(tag.kind, text));
        }
        if self.scalar_style(id) == Some(ScalarStyle::Plain) {
            return Some(resolve_1_1(text));
        }
        Some(Scalar::Text(text))
    }
}

/// What PyYAML's constructors make of a text behind a tag; the text where they fail.
fn tagged(tag: TagKind, text: &str) -> Scalar<'_> {
    let found = match tag {
        TagKind::Null => Some(Scalar::Null),
        TagKind::Bool => {
            let found = word(text, true);
            Some(found).filter(|it| matches!(it, Scalar::Bool(_)))
        }
        TagKind::Int => number_1_1(text).filter(|it| matches!(it, Scalar::Int(_))),
        TagKind::Float => match number_1_1(text) {
            Some(found @ Scalar::Float(_)) => Some(found),
            // `1e3` and `010`, in which it sees no more than digits.
            _ => text.replace('_', "").parse().ok().map(Scalar::Float),
        },
        _ => None,
    };
    found.unwrap_or(Scalar::Text(text))
}

/// Reads a plain scalar as PyYAML does.
pub fn resolve_1_1(text: &str) -> Scalar<'_> {
    let Some(first) = text.bytes().next() else {
        return Scalar::Null;
    };
    // Most scalars are words; their first letter tells that nothing else fits.
    match first {
        b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => {
            word(text, true)
        }
        b'0'..=b'9' | b'+' | b'-' | b'.' => number_1_1(text).unwrap_or(Scalar::Text(text)),
        _ => Scalar::Text(text),
    }
}

/// Reads a plain scalar as the YAML 1.2 core schema does.
pub fn resolve_1_2(text: &str) -> Scalar<'_> {
    let Some(first) = text.bytes().next() else {
        return Scalar::Null;
    };
    match first {
        b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' => word(text, false),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number_1_2(text).unwrap_or(Scalar::Text(text)),
        _ => Scalar::Text(text),
    }
}

fn word(text: &str, yes_and_no: bool) -> Scalar<'_> {
    match text {
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" if yes_and_no => Scalar::Bool(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" if yes_and_no => Scalar::Bool(false),
        _ => Scalar::Text(text),
    }
}

/// What PyYAML's patterns for numbers match, and what its constructors make of
/// it. Underscores may stand between digits and are left out.
fn number_1_1(text: &str) -> Option<Scalar<'static>> {
    let (negative, digits) = sign(text);
    if let Some(special) = special_float(digits, negative, text) {
        return Some(special);
    }
    if digits.contains('.') {
        return float_1_1(digits, negative, digits.len() != text.len());
    }
    let clean = |digits: &str| -> String { digits.chars().filter(|&c| c != '_').collect() };
    for (prefix, radix) in [("0b", 2), ("0x", 16)] {
        if let Some(rest) = digits.strip_prefix(prefix) {
            let ok = !rest.is_empty() && rest.chars().all(|c| c == '_' || c.is_digit(radix));
            return ok.then(|| integer(&clean(rest), radix, negative));
        }
    }
    if let Some((first, rest)) = digits.split_once(':') {
        let first = Some(first).filter(|first| !first.starts_with('0'))?;
        return Some(Scalar::Int(signed(sexagesimal(first, rest)?, negative)));
    }
    let all = |radix| digits.chars().all(|c| c == '_' || c.is_digit(radix));
    match digits.bytes().next()? {
        b'0' if all(8) => Some(integer(&clean(digits), 8, negative)),
        b'1'..=b'9' if all(10) => Some(integer(&clean(digits), 10, negative)),
        _ => None,
    }
}

fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn special_float(digits: &str, negative: bool, text: &str) -> Option<Scalar<'static>> {
    match digits {
        ".inf" | ".Inf" | ".INF" if negative => Some(Scalar::Float(f64::NEG_INFINITY)),
        ".inf" | ".Inf" | ".INF" => Some(Scalar::Float(f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" if digits.len() == text.len() => Some(Scalar::Float(f64::NAN)),
        _ => None,
    }
}

/// Digits of a radix as a number, the nearest that fits when they are too many.
fn integer(digits: &str, radix: u32, negative: bool) -> Scalar<'static> {
    if digits.is_empty() {
        return Scalar::Int(0);
    }
    let value = i128::from_str_radix(digits, radix).unwrap_or(i128::MAX);
    Scalar::Int(signed(value, negative))
}

fn signed(value: i128, negative: bool) -> i64 {
    let value = if negative { -value } else { value };
    i64::try_from(value).unwrap_or(if negative { i64::MIN } else { i64::MAX })
}

/// `[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?`, the same without digits before the
/// dot but then without a sign, or `[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*`: YAML
/// 1.1 wants the sign of the exponent.
fn float_1_1(digits: &str, negative: bool, has_sign: bool) -> Option<Scalar<'static>> {
    let (whole, rest) = digits.split_once('.')?;
    let end = rest.find(|c: char| !is_digit(c)).unwrap_or(rest.len());
    let (fraction, exponent) = rest.split_at(end);
    let exponent_ok = exponent.is_empty()
        || exponent
            .strip_prefix(['e', 'E'])
            .and_then(|power| power.strip_prefix(['-', '+']))
            .is_some_and(|power| !power.is_empty() && power.bytes().all(|b| b.is_ascii_digit()));
    if !exponent_ok {
        return None;
    }
    if let Some((first, rest)) = whole.split_once(':') {
        sexagesimal(first, rest).filter(|_| exponent.is_empty())?;
        let clean: String = digits.chars().filter(|&c| c != '_').collect();
        let mut value = 0.0;
        let mut base = 1.0;
        // In doubles and from the right, as PyYAML does.
        for part in clean.rsplit(':') {
            value += part.parse::<f64>().ok()? * base;
            base *= 60.0;
        }
        return Some(Scalar::Float(if negative { -value } else { value }));
    }
    let starts_well = if whole.is_empty() {
        !has_sign && !fraction.is_empty()
    } else {
        true
    };
    let digit_first = digits.starts_with(|c: char| c.is_ascii_digit())
        || fraction.starts_with(|c: char| c.is_ascii_digit());
    let ok = starts_well && digit_first && !whole.starts_with('_') && whole.chars().all(is_digit);
    ok.then(|| parse_float(digits, negative)).flatten()
}

fn is_digit(c: char) -> bool {
    c == '_' || c.is_ascii_digit()
}

fn parse_float(digits: &str, negative: bool) -> Option<Scalar<'static>> {
    let clean: String = digits.chars().filter(|&c| c != '_').collect();
    let value: f64 = clean.parse().ok()?;
    Some(Scalar::Float(if negative { -value } else { value }))
}

/// `12:30` is 750 in YAML 1.1.
fn sexagesimal(first: &str, rest: &str) -> Option<i128> {
    if !first.starts_with(|c: char| c.is_ascii_digit()) || !first.chars().all(is_digit) {
        return None;
    }
    let clean: String = first.chars().filter(|&c| c != '_').collect();
    let mut value: i128 = clean.parse().unwrap_or(i128::MAX);
    for part in rest.split(':') {
        let ok = matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
        let part: i128 = part.parse().ok().filter(|part| ok && *part < 60)?;
        value = value.saturating_mul(60).saturating_add(part);
    }
    Some(value)
}

fn number_1_2(text: &str) -> Option<Scalar<'static>> {
    let (negative, digits) = sign(text);
    if let Some(special) = special_float(digits, negative, text) {
        return Some(special);
    }
    let radix = |prefix: &str, radix| {
        let rest = text.strip_prefix(prefix)?;
        let ok = !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix));
        ok.then(|| integer(rest, radix, false))
    };
    if let Some(found) = radix("0o", 8).or_else(|| radix("0x", 16)) {
        return Some(found);
    }
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(integer(digits, 10, negative));
    }
    let shape = digits
        .bytes()
        .all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
    let has_digit = digits
        .split(['e', 'E'])
        .next()
        .is_some_and(|m| m.bytes().any(|b| b.is_ascii_digit()));
    (shape && has_digit)
        .then(|| parse_float(digits, negative))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs printed by PyYAML 6.0.3's `safe_load`.
    #[test]
    fn plain_scalars_read_as_pyyaml_reads_them() {
        let cases = [
            ("", Scalar::Null),
            ("~", Scalar::Null),
            ("null", Scalar::Null),
            ("nUll", Scalar::Text("nUll")),
            ("yes", Scalar::Bool(true)),
            ("Off", Scalar::Bool(false)),
            ("y", Scalar::Text("y")),
            ("010", Scalar::Int(8)),
            ("08", Scalar::Text("08")),
            ("0000000000", Scalar::Int(0)),
            ("1_000", Scalar::Int(1000)),
            ("0x1F", Scalar::Int(31)),
            ("0o17", Scalar::Text("0o17")),
            ("0b11", Scalar::Int(3)),
            ("12:30", Scalar::Int(750)),
            ("12:60", Scalar::Text("12:60")),
            ("0:30", Scalar::Text("0:30")),
            ("1:30.5", Scalar::Float(90.5)),
            ("+.5", Scalar::Text("+.5")),
            ("0_", Scalar::Int(0)),
            ("-0x1f", Scalar::Int(-31)),
            ("0x", Scalar::Text("0x")),
            ("-12", Scalar::Int(-12)),
            ("3.10", Scalar::Float(3.1)),
            ("1e3", Scalar::Text("1e3")),
            ("1.0e3", Scalar::Text("1.0e3")),
            ("1.0e+3", Scalar::Float(1000.0)),
            (".5", Scalar::Float(0.5)),
            ("1.", Scalar::Float(1.0)),
            (".", Scalar::Text(".")),
            ("-", Scalar::Text("-")),
            ("1.2.3", Scalar::Text("1.2.3")),
            ("2021-11-10", Scalar::Text("2021-11-10")),
            ("-.inf", Scalar::Float(f64::NEG_INFINITY)),
            ("99999999999999999999", Scalar::Int(i64::MAX)),
            ("-99999999999999999999", Scalar::Int(i64::MIN)),
            ("0:30.5", Scalar::Float(30.5)),
            ("1:3_0", Scalar::Text("1:3_0")),
        ];
        for (text, expected) in cases {
            assert_eq!(resolve_1_1(text), expected, "{text:?}");
        }
    }

    #[test]
    fn yaml_1_2_differs_where_it_should() {
        assert_eq!(resolve_1_2("yes"), Scalar::Text("yes"));
        assert_eq!(resolve_1_2("010"), Scalar::Int(10));
        assert_eq!(resolve_1_2("0o17"), Scalar::Int(15));
        assert_eq!(resolve_1_2("1e3"), Scalar::Float(1000.0));
        assert_eq!(resolve_1_2("12:30"), Scalar::Text("12:30"));
        assert_eq!(resolve_1_2("-"), Scalar::Text("-"));
    }
}
