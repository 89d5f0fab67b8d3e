//! Names that people spell differently: with `-`, `_` or blanks between their words, in
//! small letters or capitals.

/// A byte of a name as names are compared: a small letter, and `_` between words.
pub const fn plain_byte(byte: u8) -> u8 {
    match byte {
        b'-' | b' ' => b'_',
        _ => byte.to_ascii_lowercase(),
    }
}

/// A name as names are compared. Letters of other alphabets stay as they are.
pub fn plain(name: &str) -> String {
    let plain = |c: char| u8::try_from(c).map_or(c, |byte| char::from(plain_byte(byte)));
    name.chars().map(plain).collect()
}

/// Whether a name is this one, which is in its plain form, however it is spelled.
pub fn is_spelled(name: &str, plain: &str) -> bool {
    name.len() == plain.len() && name.bytes().map(plain_byte).eq(plain.bytes())
}

/// Whether a name ends with this one, which is in its plain form, however it is spelled.
pub fn ends_with(name: &str, plain: &str) -> bool {
    let start = name.len().checked_sub(plain.len());
    let end = start.and_then(|start| name.as_bytes().get(start..));
    end.is_some_and(|end| end.iter().map(|byte| plain_byte(*byte)).eq(plain.bytes()))
}

/// The letters and digits of a text, a bit for each, whatever their case; some share
/// one. A text has all that stand in a part of it, and an edit takes away one at most.
pub const fn letters(text: &str) -> u32 {
    let (text, mut at, mut letters) = (text.as_bytes(), 0, 0);
    while at < text.len() {
        if text[at].is_ascii_alphanumeric() {
            letters |= 1 << (text[at] & 31);
        }
        at += 1;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_the_same() {
        for name in ["api_key", "API-KEY", "Api Key", "api-Key"] {
            assert_eq!(plain(name), "api_key");
            assert!(is_spelled(name, "api_key"), "{name}");
            assert!(ends_with(name, "key"), "{name}");
            assert!(ends_with(name, "api_key"), "{name}");
            assert!(!ends_with(name, "my_api_key"), "{name}");
        }
        for name in ["", "apikey", "api_keys", "api__key"] {
            assert!(!is_spelled(name, "api_key"), "{name}");
        }
        assert_eq!(plain("Ü-É"), "Ü_É");
        assert!(!ends_with("ü", "key"));
    }

    #[test]
    fn letters_of_a_part_are_letters_of_the_whole() {
        let whole = letters("CM_BUILD-Number7");
        for part in ["build", "NUMBER", "m_b", "7", ""] {
            assert_eq!(letters(part) & !whole, 0, "{part}");
        }
        assert_ne!(letters("z") & !whole, 0);
        assert_eq!(letters("-_ ü"), 0);
    }
}
