//! Release notes: languages, characters and lengths that stores take.
//!
//! Sources: the locales of codemagic-cli-tools 0.70, the limits of the App Store
//! Connect API and of Google Play, and answers of App Store Connect to notes with
//! such characters, as of 2026-09.

/// Month and year of the data.
pub const DATED: &str = "2026-09";

/// Languages of App Store Connect.
pub const LOCALES: [&str; 50] = [
    "ar-SA", "bn-BD", "ca", "cs", "da", "de-DE", "el", "en-AU", "en-CA", "en-GB", "en-US", "es-ES",
    "es-MX", "fi", "fr-CA", "fr-FR", "gu-IN", "he", "hi", "hr", "hu", "id", "it", "ja", "kn-IN",
    "ko", "ml-IN", "mr-IN", "ms", "nl-NL", "no", "or-IN", "pa-IN", "pl", "pt-BR", "pt-PT", "ro",
    "ru", "sk", "sl-SI", "sv", "ta-IN", "te-IN", "th", "tr", "uk", "ur-PK", "vi", "zh-Hans",
    "zh-Hant",
];

/// Languages without a region that neither App Store Connect nor Google Play knows.
pub const WITHOUT_REGION: [&str; 7] = ["de", "en", "es", "fr", "nl", "pt", "zh"];

/// Most characters of notes in App Store Connect.
pub const APP_STORE_LENGTH: usize = 4000;

/// Most characters of notes in Google Play.
pub const GOOGLE_PLAY_LENGTH: usize = 500;

/// Other fields of `release_notes.json`, and how many characters each may have.
pub const FIELD_LENGTHS: [(&str, usize); 3] = [
    ("description", 4000),
    ("keywords", 100),
    ("promotional_text", 170),
];

/// Whether App Store Connect refuses notes with this character. Marks that stand
/// with a letter for another letter are not judged.
pub fn is_refused(c: char) -> bool {
    matches!(c,
        '<'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{2400}'..='\u{245f}'
        | '\u{2500}'..='\u{259f}'
        | '\u{2600}'..='\u{27ef}'
        | '\u{2800}'..='\u{28ff}'
        | '\u{2980}'..='\u{2bff}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fffd}'
        | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::is_refused;

    #[test]
    fn signs_and_emoji_are_refused_and_letters_are_not() {
        for c in "<✓★❤│█🎉\u{fe0f}\u{fffd}".chars() {
            assert!(is_refused(c), "{c}");
        }
        for c in "a>&→™©①▶•…—ä字ש\n\t".chars() {
            assert!(!is_refused(c), "{c}");
        }
    }
}
