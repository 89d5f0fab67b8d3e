//! Characters that a YAML text must not hold, wherever they stand.

use rustc_hash::FxHashSet;

use super::node::NodeData;
use super::problem::{SyntaxProblem, SyntaxProblemKind as Kind};
use super::source::Span;
use super::tree::Tree;

/// Line breaks in YAML 1.1, characters like others in YAML 1.2.
const LINE_SEPARATORS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Every character that PyYAML's reader refuses, where it stands: the control
/// characters but tab and line breaks, and two that are no characters.
pub(super) fn refused(text: &str) -> Vec<(char, Span)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (index, block) in bytes.chunks(BLOCK).enumerate() {
        // Without a branch for each byte: nearly no block holds anything of the kind.
        if block.iter().fold(0, |any, &byte| any | may_begin(byte)) == 0 {
            continue;
        }
        let places = (index * BLOCK..).zip(block);
        for (at, _) in places.filter(|&(at, &byte)| is_refused(bytes, at, byte)) {
            if let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
                found.push((c, Span::new(at, at + c.len_utf8())));
            }
        }
    }
    found
}

/// Bytes that are looked at together.
const BLOCK: usize = 128;

/// 1 for a byte that may begin a character that is refused, otherwise 0.
fn may_begin(byte: u8) -> u8 {
    let is = |other: u8| u8::from(byte == other);
    let control = u8::from(byte < 0x20) - is(b'\t') - is(b'\n') - is(b'\r');
    control | is(0x7f) | is(0xc2) | is(0xef)
}

/// Whether a byte begins a character that is refused.
fn is_refused(bytes: &[u8], at: usize, byte: u8) -> bool {
    match byte {
        b'\t' | b'\n' | b'\r' => false,
        0..=0x1f | 0x7f => true,
        0xc2 => matches!(bytes.get(at + 1), Some(&next) if next < 0xa0 && next != 0x85),
        0xef => matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])),
        _ => false,
    }
}

/// The first of each character that ends a line for Codemagic's loader and for nobody
/// else: what follows it is read as a line of its own, and in quotes U+0085 is folded
/// into a space; the other two stay there what they are.
pub(super) fn line_separators(tree: &Tree) -> Vec<SyntaxProblem> {
    let text = tree.source.text();
    if text.is_ascii() {
        return Vec::new();
    }
    let is_quoted = |at: usize| {
        let count = tree.nodes.partition_point(|node| node.span.start() <= at);
        let node = count.checked_sub(1).and_then(|index| tree.nodes.get(index));
        node.is_some_and(|node| match &node.data {
            NodeData::Scalar { style, .. } => style.is_quoted() && at < node.span.end(),
            _ => false,
        })
    };
    let first = |c: char| {
        text.match_indices(c)
            .map(|(at, _)| at)
            .find(|&at| c == '\u{85}' || !is_quoted(at))
    };
    let places = LINE_SEPARATORS
        .into_iter()
        .filter_map(|c| Some((c, first(c)?)));
    let problem =
        |(c, at)| SyntaxProblem::new(Kind::ControlCharacter(c), Span::new(at, at + c.len_utf8()));
    places.map(problem).collect()
}

/// The first place of each of them: one that got in came often in company.
pub(super) fn first_of_each(refused: &[(char, Span)]) -> Vec<(char, Span)> {
    let mut seen = FxHashSet::default();
    refused
        .iter()
        .copied()
        .filter(|&(c, _)| seen.insert(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checked against PyYAML 6.0.3's `Reader.NON_PRINTABLE`.
    #[test]
    fn the_reader_of_pyyaml_refuses_the_same() {
        for c in (0..0x300)
            .chain(0xd7f0..0xd800)
            .chain(0xe000..0x1_0010)
            .filter_map(char::from_u32)
        {
            let printable = matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}'
                | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
            assert_eq!(refused(&c.to_string()).is_empty(), printable, "{c:?}");
        }
    }
}
