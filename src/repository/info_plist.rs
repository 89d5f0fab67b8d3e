//! `Info.plist`, in XML or binary: the entries of its outermost dictionary.
//!
//! A reader of our own: below that dictionary it looks at lists only, and of those at
//! their texts, so no nesting,
//! however deep, costs more than its text. Packages for the format build the whole
//! tree, which a hostile file can make as deep as it likes.

mod binary;
mod xml;

/// The outermost dictionary of a property list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InfoPlist {
    entries: Vec<(String, PlistValue)>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlistValue {
    /// Text.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A list of which these are the texts.
    Texts(Vec<String>),
    /// A number, date, or dictionary.
    Other,
}

impl InfoPlist {
    /// Reads one; `None` where it is none, or broken.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let entries = if bytes.starts_with(b"bplist00") {
            binary::entries(bytes)?
        } else {
            xml::entries(std::str::from_utf8(bytes).ok()?)?
        };
        Some(Self { entries })
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&PlistValue> {
        let mut entries = self.entries.iter();
        entries.find(|(found, _)| found == key).map(|(_, it)| it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'p>(plist: &'p InfoPlist, key: &str) -> Option<&'p str> {
        match plist.get(key)? {
            PlistValue::Text(text) => Some(text),
            _ => None,
        }
    }

    const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<!-- <key>Hidden</key><true/> -->
	<key>CFBundleName</key>
	<string>Salt &amp; Pepper</string>
	<key>Nested</key>
	<dict><key>Inner</key><true/><key>Deep</key><array><dict/></array></dict>
	<key>ITSAppUsesNonExemptEncryption</key>
	<false/>
	<key>Platforms</key>
	<array><string>iPhoneOS</string><dict><key>x</key><string>y</string></dict><string>a&amp;b</string></array>
	<key>None</key>
	<array/>
	<key>Empty</key>
	<string/>
	<key>Raw</key>
	<string><![CDATA[a<b]]></string>
</dict>
</plist>
"#;

    #[test]
    fn xml_is_read_on_its_outermost_level() {
        let found = InfoPlist::parse(XML.as_bytes()).unwrap();
        assert_eq!(text(&found, "CFBundleName"), Some("Salt & Pepper"));
        assert_eq!(
            found.get("ITSAppUsesNonExemptEncryption"),
            Some(&PlistValue::Boolean(false))
        );
        assert_eq!(found.get("Nested"), Some(&PlistValue::Other));
        let platforms = vec!["iPhoneOS".to_owned(), "a&b".to_owned()];
        assert_eq!(found.get("Platforms"), Some(&PlistValue::Texts(platforms)));
        assert_eq!(found.get("None"), Some(&PlistValue::Texts(Vec::new())));
        assert_eq!((found.get("Inner"), found.get("Hidden")), (None, None));
        assert_eq!(
            (text(&found, "Empty"), text(&found, "Raw")),
            (Some(""), Some("a<b"))
        );
    }

    #[test]
    fn binary_is_read_on_its_outermost_level() {
        // {"a": "b", "c": true, "d": ["b", true]}
        let mut bytes = b"bplist00".to_vec();
        let objects: [&[u8]; 7] = [
            &[0xd3, 1, 3, 5, 2, 4, 6],
            b"\x51a",
            b"\x61\x00b",
            b"\x51c",
            &[0x09],
            b"\x51d",
            &[0xa2, 2, 4],
        ];
        let mut offsets = Vec::new();
        for object in objects {
            offsets.push(u8::try_from(bytes.len()).unwrap());
            bytes.extend(object);
        }
        let table = bytes.len() as u64;
        bytes.extend(&offsets);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        for number in [7, 0, table] {
            bytes.extend(u64::to_be_bytes(number));
        }
        let found = InfoPlist::parse(&bytes).unwrap();
        assert_eq!(text(&found, "a"), Some("b"));
        assert_eq!(found.get("c"), Some(&PlistValue::Boolean(true)));
        assert_eq!(
            found.get("d"),
            Some(&PlistValue::Texts(vec!["b".to_owned()]))
        );
        for length in 0..bytes.len() {
            let _ = InfoPlist::parse(&bytes[..length]);
            assert_eq!(InfoPlist::parse(&bytes[..length]), None, "{length}");
        }
    }

    #[test]
    fn what_is_broken_is_refused() {
        for text in [
            "",
            "<plist>",
            "<plist><dict><key>a</key>",
            "<plist><dict><key>a</key><true/>",
            "<plist><array/></plist>",
            "<html><dict></dict></html>",
            "\u{1}\u{2}",
        ] {
            assert_eq!(InfoPlist::parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(InfoPlist::parse(b"\xff\xfe<"), None);
        let deep = format!("<plist><dict><key>a</key>{}", "<array>".repeat(500_000));
        assert_eq!(InfoPlist::parse(deep.as_bytes()), None);
    }
}
