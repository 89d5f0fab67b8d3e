//! Binary property lists.

use super::PlistValue;

/// Most entries that are read of a dictionary.
const MAX_ENTRIES: usize = 2_000;

/// Longest text that is read, in bytes or units of two bytes: all entries may name
/// the same.
const MAX_TEXT: usize = 4_000;

/// Most items of a list of names.
const MAX_ITEMS: usize = 50;

/// Longest text of such a list, in bytes or units of two bytes.
const MAX_NAME: usize = 64;

/// Bytes behind the objects that say where they are.
const TRAILER: usize = 32;

/// The entries of the outermost dictionary.
pub(super) fn entries(bytes: &[u8]) -> Option<Vec<(String, PlistValue)>> {
    let list = List::of(bytes)?;
    let (kind, count, content) = list.object(list.top)?;
    if kind != 0xd || count > MAX_ENTRIES {
        return None;
    }
    let reference = |at: usize| {
        let start = content.checked_add(at.checked_mul(list.reference_size)?)?;
        number(bytes, start, list.reference_size)
    };
    let entry = |at| {
        let key = list.text(reference(at)?)?;
        Some((key, list.value(reference(at + count)?)?))
    };
    (0..count).map(entry).collect()
}

struct List<'b> {
    bytes: &'b [u8],
    offset_size: usize,
    reference_size: usize,
    count: usize,
    top: usize,
    table: usize,
}

impl<'b> List<'b> {
    fn of(bytes: &'b [u8]) -> Option<Self> {
        let trailer = bytes.len().checked_sub(TRAILER)?;
        let byte = |at: usize| bytes.get(trailer + at).copied().map(usize::from);
        Some(Self {
            bytes,
            offset_size: byte(6)?,
            reference_size: byte(7)?,
            count: number(bytes, trailer + 8, 8)?,
            top: number(bytes, trailer + 16, 8)?,
            table: number(bytes, trailer + 24, 8)?,
        })
    }

    /// The kind of an object, its count, and where its content begins.
    fn object(&self, index: usize) -> Option<(u8, usize, usize)> {
        if index >= self.count {
            return None;
        }
        let place = self
            .table
            .checked_add(index.checked_mul(self.offset_size)?)?;
        let start = number(self.bytes, place, self.offset_size)?;
        let marker = *self.bytes.get(start)?;
        let (kind, low) = (marker >> 4, usize::from(marker & 0xf));
        if low != 0xf || !matches!(kind, 0x4..=0xd) {
            return Some((kind, low, start.checked_add(1)?));
        }
        // The count follows as a number of its own.
        let size = 1_usize << (*self.bytes.get(start.checked_add(1)?)? & 0xf).min(3);
        let count = number(self.bytes, start.checked_add(2)?, size)?;
        Some((kind, count, start.checked_add(2)?.checked_add(size)?))
    }

    fn text(&self, index: usize) -> Option<String> {
        let (kind, count, content) = self.object(index)?;
        if count > MAX_TEXT {
            return None;
        }
        let bytes = |length| self.bytes.get(content..content.checked_add(length)?);
        match kind {
            0x5 => Some(String::from_utf8_lossy(bytes(count)?).into_owned()),
            0x6 => {
                let pairs = bytes(count.checked_mul(2)?)?.chunks_exact(2);
                let units: Vec<u16> = pairs
                    .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                    .collect();
                Some(String::from_utf16_lossy(&units))
            }
            _ => None,
        }
    }

    /// The texts of a list. One that is longer than lists of names are has none, since
    /// all entries may name the same list.
    fn texts(&self, index: usize) -> Option<Vec<String>> {
        let (_, count, content) = self.object(index)?;
        if count > MAX_ITEMS {
            return Some(Vec::new());
        }
        let mut found = Vec::new();
        for at in 0..count {
            let start = content.checked_add(at.checked_mul(self.reference_size)?)?;
            let item = number(self.bytes, start, self.reference_size)?;
            let (kind, length, _) = self.object(item)?;
            if matches!(kind, 0x5 | 0x6) && length <= MAX_NAME {
                found.push(self.text(item)?);
            }
        }
        Some(found)
    }

    fn value(&self, index: usize) -> Option<PlistValue> {
        let (kind, low, _) = self.object(index)?;
        Some(match (kind, low) {
            (0x0, 8) => PlistValue::Boolean(false),
            (0x0, 9) => PlistValue::Boolean(true),
            (0x5 | 0x6, _) => PlistValue::Text(self.text(index)?),
            (0xa, _) => PlistValue::Texts(self.texts(index).unwrap_or_default()),
            _ => PlistValue::Other,
        })
    }
}

/// A number of so many bytes, the highest first.
fn number(bytes: &[u8], start: usize, size: usize) -> Option<usize> {
    if size == 0 || size > 8 {
        return None;
    }
    let found = bytes.get(start..start.checked_add(size)?)?;
    let value = found
        .iter()
        .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}
