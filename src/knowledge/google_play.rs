//! Google Play: its tracks, and the variables that Codemagic reads.
//!
//! Sources: <https://docs.codemagic.io/yaml-publishing/google-play/>,
//! `codemagic-cli-tools` 0.64 (`docs/google-play/`) and
//! <https://developers.google.com/android-publisher/tracks>, as of 2026-06.

/// The variable that holds the text of the service account's JSON key.
pub const CREDENTIALS: &str = "GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS";
/// The name that this variable had until 2025.
pub const OLD_CREDENTIALS: &str = "GCLOUD_SERVICE_ACCOUNT_CREDENTIALS";
/// The variable whose value overrides `track`.
pub const TRACK: &str = "GOOGLE_PLAY_TRACK";

/// The track for builds that are shared by link; it takes packages too.
pub const INTERNAL_APP_SHARING: &str = "internal app sharing";

/// The tracks that every app has.
const TRACKS: [&str; 5] = [
    "internal",
    "alpha",
    "beta",
    "production",
    INTERNAL_APP_SHARING,
];

/// Other names for them: those of the Play Console, and short ones.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("alfa", "alpha"),
    ("internal test", "internal"),
    ("internal testing", "internal"),
    ("open testing", "beta"),
    ("prd", "production"),
    ("prod", "production"),
];

/// The track of every app that a text was meant for; `None` for one that is
/// written as it should be, and for what may be a custom track.
pub fn meant_track(text: &str) -> Option<&'static str> {
    if TRACKS.contains(&text) {
        return None;
    }
    let plain = text.trim().to_lowercase().replace(['_', '-'], " ");
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == plain);
    let same = TRACKS.into_iter().find(|track| *track == plain);
    same.or(other.map(|(_, track)| *track))
        .or_else(|| TRACKS.into_iter().find(|track| is_slip(&plain, track)))
}

/// Whether letters in the middle of the track's name are wrong. Custom tracks
/// are often called like `beta2`.
fn is_slip(word: &str, track: &str) -> bool {
    let allowed = if track.len() > 5 { 2 } else { 1 };
    word.len().abs_diff(track.len()) <= allowed
        && word.chars().next() == track.chars().next()
        && word.chars().last() == track.chars().last()
        && strsim::osa_distance(word, track) <= allowed
}

#[cfg(test)]
mod tests {
    use super::meant_track;

    #[test]
    fn slips_are_told_from_custom_tracks() {
        let slips = [
            ("Internal", "internal"),
            ("PRODUCTION", "production"),
            (" beta", "beta"),
            ("internal_app_sharing", "internal app sharing"),
            ("Internal testing", "internal"),
            ("prod", "production"),
            ("alfa", "alpha"),
            ("aplha", "alpha"),
            ("prodction", "production"),
            ("interanl", "internal"),
        ];
        for (text, track) in slips {
            assert_eq!(meant_track(text), Some(track), "{text}");
        }
        let others = [
            "",
            "internal",
            "alpha",
            "beta",
            "production",
            "internal app sharing",
            "closed",
            "external",
            "beta2",
            "best",
            "zeta",
            "alphabeta",
            "internal-qa",
            "reproduction",
            "producers",
            "GOOGLE_PLAY_TRACK",
        ];
        for text in others {
            assert_eq!(meant_track(text), None, "{text}");
        }
    }
}
