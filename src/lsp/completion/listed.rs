//! Names that are known from elsewhere: from the project's configuration, from other
//! places of the file, and by custom.

use gen_lsp_types::CompletionItemKind as Kind;

use crate::knowledge::google_play::INTERNAL_APP_SHARING;
use crate::model::locate::Located;
use crate::syntax::NodeId;

use super::context::Context;
use super::offer::{Offer, Rank};
use super::quoting::Meant;
use super::skeletons::{Kit, kit};
use super::values::value;

/// The names that a key may have.
pub(super) fn offers(context: &Context<'_>, node: NodeId, located: &Located) -> Vec<Offer> {
    let known = context.known();
    let section = located.section.map_or("", |section| section.name);
    let mut found = Names {
        context,
        offers: Vec::new(),
    };
    match (section, located.field.key) {
        ("Environment", "groups") => {
            found.known(known.groups.as_deref().unwrap_or_default());
            found.used(node, &["groups"]);
        }
        ("Integrations", "app_store_connect") => {
            found.known(known.integrations.as_deref().unwrap_or_default());
            found.used_texts(node, "app_store_connect");
        }
        ("Environment", "android_signing") | ("Keystore", "keystore") => {
            found.known(known.keystores.as_deref().unwrap_or_default());
            found.used(node, &["android_signing", "keystore"]);
        }
        ("Workflow", "instance_type") => found.known(&known.instance_types),
        ("AppStoreConnect", "beta_groups") => {
            let names = context.elsewhere(node, &["beta_groups"]).into_iter();
            let internal = &known.internal_beta_groups;
            // Internal groups refuse to be listed.
            for name in names.filter(|name| internal.iter().all(|it| it != name)) {
                found.add(name, "used in this file", Rank::Usual);
            }
        }
        ("AppStoreConnect", "api_key") => found.usual(&["$APP_STORE_CONNECT_PRIVATE_KEY"]),
        ("AppStoreConnect", "key_id") => found.usual(&["$APP_STORE_CONNECT_KEY_IDENTIFIER"]),
        ("AppStoreConnect", "issuer_id") => found.usual(&["$APP_STORE_CONNECT_ISSUER_ID"]),
        ("GooglePlay", "credentials") => {
            found.usual(&["$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"]);
        }
        ("Firebase", "firebase_service_account") => found.usual(&["$FIREBASE_SERVICE_ACCOUNT"]),
        ("GooglePlay" | "ReleasePromotion", "track") => {
            found.usual(&[
                "internal",
                "alpha",
                "beta",
                "production",
                INTERNAL_APP_SHARING,
            ]);
            found.used(node, &["track"]);
        }
        ("Cache", "cache_paths") => found.usual(cached(kit(context))),
        ("Workflow", "artifacts") => found.usual(artifacts(kit(context))),
        ("Workflow", "max_build_duration") => {
            found.used(node, &["max_build_duration"]);
            found.usual(&["60", "90", "120"]);
        }
        ("GooglePlay" | "ReleasePromotion", "rollout_fraction") => {
            for part in ["0.1", "0.5"] {
                let offer = value(context, part, Meant::Any, Kind::Value);
                found.offers.push(offer.detail("part of the users"));
            }
        }
        ("AppStoreConnect", "earliest_release_date") => found.usual(&[RELEASE_DATE]),
        ("Step", "test_report") => {
            found.usual(&["test-results.json", "build/test-results/**/*.xml"]);
        }
        ("BranchPattern", "pattern") => {
            found.usual(&["main", "*", "develop", "feature/*", "release/*", "hotfix/*"]);
            found.used(node, &["pattern"]);
        }
        ("TagPattern", "pattern") => {
            found.usual(&["*", "v*", "*.*.*"]);
            found.used(node, &["pattern"]);
        }
        (_, key @ ("recipients" | "channel" | "labels" | "tester_groups" | "app_id"))
        | ("FirebaseApp", key @ "groups")
        | ("IosSigning", key @ "bundle_identifier")
        | ("IosSigning" | "ProfileReference", key @ ("provisioning_profiles" | "profile"))
        | ("CertificateReference" | "IosSigning", key @ ("certificates" | "certificate"))
        | ("Workflow" | "Step" | "PreCloneStep", key @ "working_directory") => {
            found.used(node, &[key]);
        }
        _ => {}
    }
    found.offers
}

/// A date as `earliest_release_date` wants it: a full hour with its time zone.
pub(super) const RELEASE_DATE: &str = "2030-01-31T14:00:00+00:00";

struct Names<'c, 'a> {
    context: &'c Context<'a>,
    offers: Vec<Offer>,
}

impl Names<'_, '_> {
    fn add(&mut self, name: &str, detail: &str, rank: Rank) {
        // Durations are numbers, names are text.
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        let meant = if is_number { Meant::Any } else { Meant::Text };
        let offer = value(self.context, name, meant, Kind::Value);
        self.offers.push(offer.detail(detail).rank(rank));
    }

    /// What the project's configuration lists.
    fn known(&mut self, names: &[String]) {
        for name in names {
            self.add(name, "listed in the configuration", Rank::First);
        }
    }

    /// What people usually write.
    fn usual(&mut self, names: &[&str]) {
        for name in names {
            self.add(name, "", Rank::Usual);
        }
    }

    /// What other places of the file have under these keys.
    fn used(&mut self, node: NodeId, keys: &[&str]) {
        for name in self.context.elsewhere(node, keys) {
            self.add(name, "used in this file", Rank::Usual);
        }
    }

    /// The same, without what is a section elsewhere.
    fn used_texts(&mut self, node: NodeId, key: &str) {
        let is_name = |name: &&str| !name.starts_with('$');
        for name in self
            .context
            .elsewhere(node, &[key])
            .into_iter()
            .filter(is_name)
        {
            self.add(name, "used in this file", Rank::Usual);
        }
    }
}

/// Directories that are worth keeping.
fn cached(kit: Kit) -> &'static [&'static str] {
    match kit {
        Kit::Flutter => &[
            "$FLUTTER_ROOT/.pub-cache",
            "$HOME/Library/Caches/CocoaPods",
            "$HOME/.gradle/caches",
        ],
        Kit::ReactNative => &[
            "$CM_BUILD_DIR/node_modules",
            "$HOME/Library/Caches/CocoaPods",
            "$HOME/.gradle/caches",
        ],
        Kit::Ios => &["$HOME/Library/Caches/CocoaPods"],
        Kit::Android => &["$HOME/.gradle/caches"],
        Kit::Unknown => &[
            "$HOME/.gradle/caches",
            "$HOME/Library/Caches/CocoaPods",
            "$FLUTTER_ROOT/.pub-cache",
            "$CM_BUILD_DIR/node_modules",
        ],
    }
}

/// Patterns of what builds leave.
fn artifacts(kit: Kit) -> &'static [&'static str] {
    match kit {
        Kit::Flutter => &[
            "build/**/outputs/**/*.apk",
            "build/**/outputs/**/*.aab",
            "build/**/outputs/**/mapping.txt",
            "build/ios/ipa/*.ipa",
            "build/macos/**/*.pkg",
            "/tmp/xcodebuild_logs/*.log",
            "flutter_drive.log",
        ],
        Kit::ReactNative => &[
            "android/app/build/outputs/**/*.aab",
            "android/app/build/outputs/**/*.apk",
            "build/ios/ipa/*.ipa",
            "/tmp/xcodebuild_logs/*.log",
        ],
        Kit::Ios => &[
            "build/ios/ipa/*.ipa",
            "/tmp/xcodebuild_logs/*.log",
            "$HOME/Library/Developer/Xcode/DerivedData/**/Build/**/*.dSYM",
        ],
        Kit::Android => &[
            "app/build/outputs/**/*.aab",
            "app/build/outputs/**/*.apk",
            "app/build/outputs/**/mapping.txt",
        ],
        Kit::Unknown => &[
            "build/**/outputs/**/*.aab",
            "build/**/outputs/**/*.apk",
            "build/ios/ipa/*.ipa",
            "/tmp/xcodebuild_logs/*.log",
        ],
    }
}
