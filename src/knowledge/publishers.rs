//! Stores and services that have no key of their own under `publishing`.
//!
//! Source: <https://docs.codemagic.io/yaml-publishing/distribution/> and the
//! pages named below, as of 2026-06.

/// A publisher that does not exist, and what reaches the same place.
#[derive(Debug)]
pub struct UnsupportedPublisher {
    /// Its names, in lower case without `_` and `-`.
    names: &'static [&'static str],
    /// What to use: follows "use".
    pub instead: &'static str,
    /// The page that shows how.
    pub page: &'static str,
}

macro_rules! publishers {
    ($($($name:literal)|+ => $instead:literal, $page:literal;)+) => {
        static PUBLISHERS: &[UnsupportedPublisher] = &[$(UnsupportedPublisher {
            names: &[$($name),+],
            instead: $instead,
            page: concat!("https://docs.codemagic.io/", $page, "/"),
        }),+];
    };
}

publishers! {
    "github" | "githubrelease" | "githubreleases" | "releases"
        => "a step of `publishing.scripts`", "yaml-distributing/github-releases";
    "telegram" => "a step of `publishing.scripts`", "yaml-notification/telegram";
    "discord" => "a step of `publishing.scripts`", "integrations/discord-integration";
    "teams" | "msteams" | "microsoftteams"
        => "a step of `publishing.scripts`", "integrations/ms-teams-integration";
    "huawei" | "huaweiappgallery" | "appgallery" | "appgalleryconnect"
        => "a step of `publishing.scripts`", "yaml-publishing/huawei-appgallery";
    "steam" => "a step of `publishing.scripts`", "yaml-publishing/steam";
    "aws" | "s3" | "awss3" | "amazons3"
        => "a step of `publishing.scripts`", "yaml-distributing/aws";
    "gcs" | "googlecloud" | "googlecloudstorage"
        => "a step of `publishing.scripts`", "yaml-distributing/google-cloud-storage";
    "firebasehosting" | "hosting"
        => "a step of `publishing.scripts`", "yaml-distributing/firebase-hosting";
    "cloudflare" | "cloudflarepages"
        => "a step of `publishing.scripts`", "yaml-distributing/cloudflare-pages";
    "staticpage" | "staticpages" | "codemagicstaticpages"
        => "a step of `publishing.scripts`",
           "yaml-distributing/publishing-to-codemagic-static-pages";
    "pubdev" | "pub" => "a step of `publishing.scripts`", "yaml-distributing/pub.dev";
    "appcenter" | "visualstudioappcenter"
        => "`firebase` or `app_store_connect`, since App Center is closed",
           "yaml-distributing/firebase-app-distribution";
    "testflight" | "appstore" | "apple" | "itunes" | "itunesconnect" | "appstoreconnectapi"
        => "`app_store_connect`", "yaml-publishing/app-store-connect";
    "playstore" | "googleplaystore" | "play" | "googleplayconsole"
        => "`google_play`", "yaml-publishing/google-play";
    "microsoftstore" | "windowsstore" | "msstore"
        => "`partner_center`", "yaml-publishing/microsoft-store";
    "firebaseappdistribution" | "appdistribution"
        => "`firebase`", "yaml-distributing/firebase-app-distribution";
    "jira" => "a step of `publishing.scripts`", "integrations/jira-integration";
    "codepush" => "a step of `scripts`", "integrations/codepush-integration";
    "webhook" | "webhooks" | "http"
        => "a step of `publishing.scripts`", "yaml-distributing/post-publish";
}

/// What to use in place of a publisher that does not exist; `None` for a name
/// that is no publisher.
pub fn unsupported(name: &str) -> Option<&'static UnsupportedPublisher> {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    PUBLISHERS
        .iter()
        .find(|publisher| publisher.names.contains(&plain.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::publishing::Publishing;

    #[test]
    fn names_are_known_in_any_spelling() {
        for name in ["githubReleases", "github_releases", "GitHub-Releases"] {
            assert!(unsupported(name).is_some(), "{name}");
        }
        assert!(unsupported("stellar").is_none());
    }

    #[test]
    fn publishers_that_exist_are_not_listed() {
        for field in Publishing::DECLARATION.fields {
            assert!(unsupported(field.key).is_none(), "{}", field.key);
        }
    }
}
