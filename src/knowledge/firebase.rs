//! Apps in Firebase.
//!
//! Source: <https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/>
//! and the ids that the Firebase console shows, as of 2026-06.

/// The platform in an app's id, which has the form `1:1234567890:ios:0a1b2c3d`;
/// `None` for a text of another form.
pub fn app_id_platform(id: &str) -> Option<&str> {
    let mut parts = id.split(':');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let numbers = parts
        .by_ref()
        .take(2)
        .filter(|part| is_number(part))
        .count();
    let platform = parts.next()?;
    let app = parts.next()?;
    let is_app = !app.is_empty() && app.bytes().all(|b| b.is_ascii_hexdigit());
    (numbers == 2 && is_app && parts.next().is_none()).then_some(platform)
}

#[cfg(test)]
mod tests {
    use super::app_id_platform;

    #[test]
    fn the_platform_is_the_third_part() {
        assert_eq!(app_id_platform("1:1234567890:ios:0a1b2c3d"), Some("ios"));
        assert_eq!(app_id_platform("1:1234567890:web:0a1b2c3d"), Some("web"));
        for id in [
            "",
            "1:1234567890:ios",
            "1:1234567890:ios:",
            "1:1234567890:ios:0a1b2c3d:1",
            "1:1234567890:ios:0a1b2c3x",
            "x:1234567890:ios:0a1b2c3d",
            "1::ios:0a1b2c3d",
            "io.example.app",
        ] {
            assert_eq!(app_id_platform(id), None, "{id}");
        }
    }
}
