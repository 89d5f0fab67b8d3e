//! The lines of the skeletons.

use super::Skeleton;

/// The publisher that needs the workflow's integration.
pub(super) const BY_INTEGRATION: &str = "app_store_connect: by integration";

macro_rules! skeletons {
    ($($(#[doc = $doc:literal])+ $list:ident {
        $($label:expr, $detail:literal, [$($line:literal)+])+
    })+) => {
        $($(#[doc = $doc])+
        pub(super) const $list: &[Skeleton] = &[$(Skeleton {
            label: $label,
            detail: $detail,
            lines: concat!($($line),+),
        }),+];)+
    };
}

skeletons! {
    /// Workflows, by what the project is made with.
    WORKFLOWS {
        "Flutter app for iOS", "signed, to TestFlight", [
            "${1:flutter-ios}:"
            "\n\tname: ${2:Flutter iOS}"
            "\n\tinstance_type: mac_mini_m2"
            "\n\tmax_build_duration: 60"
            "\n\tintegrations:"
            "\n\t\tapp_store_connect: ${3:Codemagic API key}"
            "\n\tenvironment:"
            "\n\t\tios_signing:"
            "\n\t\t\tdistribution_type: app_store"
            "\n\t\t\tbundle_identifier: ${4:io.acme.app}"
            "\n\t\tflutter: stable"
            "\n\tscripts:"
            "\n\t\t- name: Get packages"
            "\n\t\t  script: flutter pub get"
            "\n\t\t- name: Test"
            "\n\t\t  script: flutter test"
            "\n\t\t- name: Apply signing files"
            "\n\t\t  script: xcode-project use-profiles"
            "\n\t\t- name: Build"
            "\n\t\t  script: |"
            "\n\t\t  \tflutter build ipa --release \\\\"
            "\n\t\t  \t\t--build-number=\"\\$PROJECT_BUILD_NUMBER\" \\\\"
            "\n\t\t  \t\t--export-options-plist=/Users/builder/export_options.plist"
            "\n\tartifacts:"
            "\n\t\t- build/ios/ipa/*.ipa"
            "\n\tpublishing:"
            "\n\t\tapp_store_connect:"
            "\n\t\t\tauth: integration"
            "\n\t\t\tsubmit_to_testflight: ${5|true,false|}"
        ]
        "Flutter app for Android", "signed, to Google Play", [
            "${1:flutter-android}:"
            "\n\tname: ${2:Flutter Android}"
            "\n\tinstance_type: ${3|linux_x2,mac_mini_m2|}"
            "\n\tmax_build_duration: 60"
            "\n\tenvironment:"
            "\n\t\tandroid_signing:"
            "\n\t\t\t- ${4:release_keystore}"
            "\n\t\tgroups:"
            "\n\t\t\t- ${5:google_play} # GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"
            "\n\t\tflutter: stable"
            "\n\tscripts:"
            "\n\t\t- name: Get packages"
            "\n\t\t  script: flutter pub get"
            "\n\t\t- name: Test"
            "\n\t\t  script: flutter test"
            "\n\t\t- name: Build"
            "\n\t\t  script: flutter build appbundle --release --build-number=\"\\$PROJECT_BUILD_NUMBER\""
            "\n\tartifacts:"
            "\n\t\t- build/**/outputs/**/*.aab"
            "\n\tpublishing:"
            "\n\t\tgoogle_play:"
            "\n\t\t\tcredentials: \\$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"
            "\n\t\t\ttrack: ${6|internal,alpha,beta,production|}"
            "\n\t\t\tsubmit_as_draft: ${7|true,false|}"
        ]
        "iOS app", "native, signed, to TestFlight", [
            "${1:ios}:"
            "\n\tname: ${2:iOS}"
            "\n\tinstance_type: mac_mini_m2"
            "\n\tmax_build_duration: 60"
            "\n\tintegrations:"
            "\n\t\tapp_store_connect: ${3:Codemagic API key}"
            "\n\tenvironment:"
            "\n\t\tios_signing:"
            "\n\t\t\tdistribution_type: app_store"
            "\n\t\t\tbundle_identifier: ${4:io.acme.app}"
            "\n\t\tvars:"
            "\n\t\t\tXCODE_PROJECT: ${5:App.xcodeproj}"
            "\n\t\t\tXCODE_SCHEME: ${6:App}"
            "\n\tscripts:"
            "\n\t\t- name: Apply signing files"
            "\n\t\t  script: xcode-project use-profiles"
            "\n\t\t- name: Set the build number"
            "\n\t\t  script: agvtool new-version -all \"\\$PROJECT_BUILD_NUMBER\""
            "\n\t\t- name: Build"
            "\n\t\t  script: |"
            "\n\t\t  \txcode-project build-ipa \\\\"
            "\n\t\t  \t\t--project \"\\$XCODE_PROJECT\" \\\\"
            "\n\t\t  \t\t--scheme \"\\$XCODE_SCHEME\""
            "\n\tartifacts:"
            "\n\t\t- build/ios/ipa/*.ipa"
            "\n\tpublishing:"
            "\n\t\tapp_store_connect:"
            "\n\t\t\tauth: integration"
            "\n\t\t\tsubmit_to_testflight: ${7|true,false|}"
        ]
        "Android app", "native, signed, to Google Play", [
            "${1:android}:"
            "\n\tname: ${2:Android}"
            "\n\tinstance_type: ${3|linux_x2,mac_mini_m2|}"
            "\n\tmax_build_duration: 60"
            "\n\tenvironment:"
            "\n\t\tandroid_signing:"
            "\n\t\t\t- ${4:release_keystore}"
            "\n\t\tgroups:"
            "\n\t\t\t- ${5:google_play} # GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"
            "\n\t\tjava: 17"
            "\n\tscripts:"
            "\n\t\t- name: Test"
            "\n\t\t  script: ./gradlew test"
            "\n\t\t- name: Build"
            "\n\t\t  script: ./gradlew bundleRelease -PversionCode=\"\\$PROJECT_BUILD_NUMBER\""
            "\n\tartifacts:"
            "\n\t\t- app/build/outputs/**/*.aab"
            "\n\tpublishing:"
            "\n\t\tgoogle_play:"
            "\n\t\t\tcredentials: \\$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"
            "\n\t\t\ttrack: ${6|internal,alpha,beta,production|}"
            "\n\t\t\tsubmit_as_draft: ${7|true,false|}"
        ]
        "React Native app for iOS", "signed, to TestFlight", [
            "${1:react-native-ios}:"
            "\n\tname: ${2:React Native iOS}"
            "\n\tinstance_type: mac_mini_m2"
            "\n\tmax_build_duration: 60"
            "\n\tintegrations:"
            "\n\t\tapp_store_connect: ${3:Codemagic API key}"
            "\n\tenvironment:"
            "\n\t\tios_signing:"
            "\n\t\t\tdistribution_type: app_store"
            "\n\t\t\tbundle_identifier: ${4:io.acme.app}"
            "\n\t\tvars:"
            "\n\t\t\tXCODE_WORKSPACE: ios/${5:App}.xcworkspace"
            "\n\t\t\tXCODE_SCHEME: ${5:App}"
            "\n\tscripts:"
            "\n\t\t- name: Install packages"
            "\n\t\t  script: npm ci"
            "\n\t\t- name: Install pods"
            "\n\t\t  script: pod install"
            "\n\t\t  working_directory: ios"
            "\n\t\t- name: Apply signing files"
            "\n\t\t  script: xcode-project use-profiles"
            "\n\t\t- name: Build"
            "\n\t\t  script: |"
            "\n\t\t  \t(cd ios && agvtool new-version -all \"\\$PROJECT_BUILD_NUMBER\")"
            "\n\t\t  \txcode-project build-ipa \\\\"
            "\n\t\t  \t\t--workspace \"\\$XCODE_WORKSPACE\" \\\\"
            "\n\t\t  \t\t--scheme \"\\$XCODE_SCHEME\""
            "\n\tartifacts:"
            "\n\t\t- build/ios/ipa/*.ipa"
            "\n\tpublishing:"
            "\n\t\tapp_store_connect:"
            "\n\t\t\tauth: integration"
            "\n\t\t\tsubmit_to_testflight: ${6|true,false|}"
        ]
        "React Native app for Android", "signed, to Google Play", [
            "${1:react-native-android}:"
            "\n\tname: ${2:React Native Android}"
            "\n\tinstance_type: ${3|linux_x2,mac_mini_m2|}"
            "\n\tmax_build_duration: 60"
            "\n\tenvironment:"
            "\n\t\tandroid_signing:"
            "\n\t\t\t- ${4:release_keystore}"
            "\n\t\tgroups:"
            "\n\t\t\t- ${5:google_play} # GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"
            "\n\t\tnode: lts"
            "\n\tscripts:"
            "\n\t\t- name: Install packages"
            "\n\t\t  script: npm ci"
            "\n\t\t- name: Build"
            "\n\t\t  script: ./gradlew bundleRelease -PversionCode=\"\\$PROJECT_BUILD_NUMBER\""
            "\n\t\t  working_directory: android"
            "\n\tartifacts:"
            "\n\t\t- android/app/build/outputs/**/*.aab"
            "\n\tpublishing:"
            "\n\t\tgoogle_play:"
            "\n\t\t\tcredentials: \\$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"
            "\n\t\t\ttrack: ${6|internal,alpha,beta,production|}"
            "\n\t\t\tsubmit_as_draft: ${7|true,false|}"
        ]
    }

    /// Publishers and messages.
    PUBLISHERS {
        BY_INTEGRATION, "with the API key of the team's integration", [
            "app_store_connect:"
            "\n\tauth: integration"
            "\n\tsubmit_to_testflight: ${1|true,false|}"
        ]
        "app_store_connect: by API key", "with the API key in variables", [
            "app_store_connect:"
            "\n\tapi_key: \\$APP_STORE_CONNECT_PRIVATE_KEY"
            "\n\tkey_id: \\$APP_STORE_CONNECT_KEY_IDENTIFIER"
            "\n\tissuer_id: \\$APP_STORE_CONNECT_ISSUER_ID"
            "\n\tsubmit_to_testflight: ${1|true,false|}"
        ]
        "google_play: to a track", "with a service account", [
            "google_play:"
            "\n\tcredentials: \\$GOOGLE_PLAY_SERVICE_ACCOUNT_CREDENTIALS"
            "\n\ttrack: ${1|internal,alpha,beta,production|}"
            "\n\tsubmit_as_draft: ${2|true,false|}"
        ]
        "firebase: Android app", "with a service account", [
            "firebase:"
            "\n\tfirebase_service_account: \\$FIREBASE_SERVICE_ACCOUNT"
            "\n\tandroid:"
            "\n\t\tapp_id: ${1:\\$FIREBASE_ANDROID_APP_ID}"
            "\n\t\tgroups:"
            "\n\t\t\t- ${2:testers}"
        ]
        "firebase: iOS app", "with a service account", [
            "firebase:"
            "\n\tfirebase_service_account: \\$FIREBASE_SERVICE_ACCOUNT"
            "\n\tios:"
            "\n\t\tapp_id: ${1:\\$FIREBASE_IOS_APP_ID}"
            "\n\t\tgroups:"
            "\n\t\t\t- ${2:testers}"
        ]
        "email: to recipients", "when a build succeeds or fails", [
            "email:"
            "\n\trecipients:"
            "\n\t\t- ${1:builds@acme.test}"
            "\n\tnotify:"
            "\n\t\tsuccess: ${2|true,false|}"
            "\n\t\tfailure: ${3|true,false|}"
        ]
        "slack: to a channel", "with the team's Slack integration", [
            "slack:"
            "\n\tchannel: '${1:#builds}'"
            "\n\tnotify_on_build_start: ${2|false,true|}"
            "\n\tnotify:"
            "\n\t\tsuccess: ${3|true,false|}"
            "\n\t\tfailure: ${4|true,false|}"
        ]
        "scripts: after publishing", "also when the build failed", [
            "scripts:"
            "\n\t- name: ${1:Tell of the build}"
            "\n\t  script: |"
            "\n\t  \techo \"${2:\\$CM_BUILD_ID}\""
        ]
    }

    /// Sections of a workflow.
    OF_WORKFLOW {
        "triggering: pushes to main", "builds what is pushed", [
            "triggering:"
            "\n\tevents:"
            "\n\t\t- push"
            "\n\tbranch_patterns:"
            "\n\t\t- pattern: ${1:main}"
            "\n\tcancel_previous_builds: ${2|true,false|}"
        ]
        "triggering: pull requests", "builds pull requests into a branch", [
            "triggering:"
            "\n\tevents:"
            "\n\t\t- pull_request"
            "\n\tbranch_patterns:"
            "\n\t\t- pattern: ${1:main}"
            "\n\t\t  source: false"
            "\n\tcancel_previous_builds: ${2|true,false|}"
        ]
        "triggering: version tags", "builds tags", [
            "triggering:"
            "\n\tevents:"
            "\n\t\t- tag"
            "\n\ttag_patterns:"
            "\n\t\t- pattern: '${1:v*}'"
        ]
        "when: files changed", "builds only when these changed", [
            "when:"
            "\n\tchangeset:"
            "\n\t\tincludes:"
            "\n\t\t\t- ${1:.}"
            "\n\t\texcludes:"
            "\n\t\t\t- '${2:**/*.md}'"
        ]
        "when: no draft", "builds pull requests that are no drafts", [
            "when:"
            "\n\tcondition: ${1:not event.pull_request.draft}"
        ]
    }

    /// Sections of `environment`.
    OF_ENVIRONMENT {
        "ios_signing: found by identifier", "certificates and profiles of the team", [
            "ios_signing:"
            "\n\tdistribution_type: ${1|app_store,ad_hoc,development,enterprise|}"
            "\n\tbundle_identifier: ${2:io.acme.app}"
        ]
        "android_signing: a keystore", "by its reference name", [
            "android_signing:"
            "\n\t- ${1:release_keystore}"
        ]
    }

    /// Sections of a step.
    OF_STEP {
        "when: files changed", "runs only when these changed", [
            "when:"
            "\n\tchangeset:"
            "\n\t\tincludes:"
            "\n\t\t\t- ${1:.}"
        ]
    }

    /// Sections of `triggering`.
    OF_TRIGGERING {
        "branch_patterns: one branch", "which branches count", [
            "branch_patterns:"
            "\n\t- pattern: ${1:main}"
            "\n\t  include: ${2|true,false|}"
            "\n\t  source: ${3|true,false|}"
        ]
        "tag_patterns: versions", "which tags count", [
            "tag_patterns:"
            "\n\t- pattern: '${1:v*}'"
            "\n\t  include: ${2|true,false|}"
        ]
    }

    /// Sections of `when`.
    OF_WHEN {
        "changeset: paths", "paths that must have changed", [
            "changeset:"
            "\n\tincludes:"
            "\n\t\t- ${1:.}"
            "\n\texcludes:"
            "\n\t\t- '${2:**/*.md}'"
        ]
    }

    /// Inputs.
    INPUTS {
        "input: text", "anything that is typed", [
            "${1:name}:"
            "\n\tdescription: ${2:What is asked}"
            "\n\ttype: string"
            "\n\tdefault: '${3}'"
        ]
        "input: choice", "one of some values", [
            "${1:name}:"
            "\n\tdescription: ${2:What is asked}"
            "\n\ttype: choice"
            "\n\toptions:"
            "\n\t\t- ${3:one}"
            "\n\t\t- ${4:other}"
            "\n\tdefault: ${3:one}"
        ]
        "input: boolean", "yes or no", [
            "${1:name}:"
            "\n\tdescription: ${2:What is asked}"
            "\n\ttype: boolean"
            "\n\tdefault: ${3|false,true|}"
        ]
        "input: number", "a number", [
            "${1:name}:"
            "\n\tdescription: ${2:What is asked}"
            "\n\ttype: number"
            "\n\tdefault: ${3:1}"
        ]
    }
}
