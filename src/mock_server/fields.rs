//! What `fields[…]` and `limit[…]` may name.

use super::exchange::Refusal;
use super::refusals::{invalid_parameter, unknown_parameter};

/// Checks a parameter of one of these families; `false` for any other.
///
/// # Errors
/// 400 for a type, an attribute or a relationship that the API does not have.
pub fn check(name: &str, value: &str) -> Result<bool, Refusal> {
    if let Some(kind) = within(name, "fields") {
        let refused = || invalid_parameter(name, value).into();
        if let Some((_, fields)) = FIELDS.iter().find(|(known, _)| *known == kind) {
            let are_known = value.split(',').all(|field| fields.contains(&field));
            return are_known.then_some(true).ok_or_else(refused);
        }
        if !OTHERS.contains(&kind) {
            return Err(unknown_parameter(name).into());
        }
        return Ok(true);
    }
    let Some(relationship) = within(name, "limit") else {
        return Ok(false);
    };
    if !LIMITS.contains(&relationship) {
        return Err(unknown_parameter(name).into());
    }
    match value.parse::<usize>() {
        Ok(1..=50) => Ok(true),
        _ => Err(invalid_parameter(name, value).into()),
    }
}

/// `bundleId` of `filter[bundleId]`.
pub fn within<'n>(name: &'n str, family: &str) -> Option<&'n str> {
    let rest = name.strip_prefix(family)?.strip_prefix('[')?;
    rest.strip_suffix(']')
}

/// The types that the mock has, and what `fields` may name of each, whether the mock
/// writes it or not. Source: Apple's `OpenAPI` document, with which a test compares.
pub const FIELDS: &[(&str, &[&str])] = &[
    (
        "appStoreVersionLocalizations",
        &[
            "appPreviewSets",
            "appScreenshotSets",
            "appStoreVersion",
            "description",
            "keywords",
            "locale",
            "marketingUrl",
            "promotionalText",
            "searchKeywords",
            "supportUrl",
            "whatsNew",
        ],
    ),
    (
        "appStoreVersionPhasedReleases",
        &[
            "currentDayNumber",
            "phasedReleaseState",
            "startDate",
            "totalPauseDuration",
        ],
    ),
    (
        "appStoreVersions",
        &[
            "alternativeDistributionPackage",
            "app",
            "appClipDefaultExperience",
            "appStoreReviewDetail",
            "appStoreState",
            "appStoreVersionExperiments",
            "appStoreVersionExperimentsV2",
            "appStoreVersionLocalizations",
            "appStoreVersionPhasedRelease",
            "appStoreVersionSubmission",
            "appVersionState",
            "build",
            "copyright",
            "createdDate",
            "customerReviews",
            "downloadable",
            "earliestReleaseDate",
            "gameCenterAppVersion",
            "platform",
            "releaseType",
            "reviewType",
            "routingAppCoverage",
            "usesIdfa",
            "versionString",
        ],
    ),
    (
        "apps",
        &[
            "accessibilityDeclarations",
            "accessibilityUrl",
            "alternativeDistributionKey",
            "analyticsReportRequests",
            "androidToIosAppMappingDetails",
            "appAvailabilityV2",
            "appClips",
            "appCustomProductPages",
            "appEncryptionDeclarations",
            "appEvents",
            "appInfos",
            "appPricePoints",
            "appPriceSchedule",
            "appStoreIcon",
            "appStoreVersionExperimentsV2",
            "appStoreVersions",
            "appTags",
            "backgroundAssets",
            "betaAppLocalizations",
            "betaAppReviewDetail",
            "betaFeedbackCrashSubmissions",
            "betaFeedbackScreenshotSubmissions",
            "betaGroups",
            "betaLicenseAgreement",
            "betaTesters",
            "buildUploads",
            "builds",
            "bundleId",
            "ciProduct",
            "contentRightsDeclaration",
            "customerReviewSummarizations",
            "customerReviews",
            "endUserLicenseAgreement",
            "gameCenterDetail",
            "gameCenterEnabledVersions",
            "inAppPurchases",
            "inAppPurchasesV2",
            "isOrEverWasMadeForKids",
            "marketplaceSearchDetail",
            "name",
            "perfPowerMetrics",
            "preReleaseVersions",
            "primaryLocale",
            "promotedPurchases",
            "reviewSubmissions",
            "searchKeywords",
            "sku",
            "streamlinedPurchasingEnabled",
            "subscriptionGracePeriod",
            "subscriptionGroups",
            "subscriptionStatusUrl",
            "subscriptionStatusUrlForSandbox",
            "subscriptionStatusUrlVersion",
            "subscriptionStatusUrlVersionForSandbox",
            "webhooks",
        ],
    ),
    (
        "betaAppLocalizations",
        &[
            "app",
            "description",
            "feedbackEmail",
            "locale",
            "marketingUrl",
            "privacyPolicyUrl",
            "tvOsPrivacyPolicy",
        ],
    ),
    (
        "betaAppReviewDetails",
        &[
            "app",
            "contactEmail",
            "contactFirstName",
            "contactLastName",
            "contactPhone",
            "demoAccountName",
            "demoAccountPassword",
            "demoAccountRequired",
            "notes",
        ],
    ),
    (
        "betaAppReviewSubmissions",
        &["betaReviewState", "build", "submittedDate"],
    ),
    ("betaBuildLocalizations", &["build", "locale", "whatsNew"]),
    (
        "betaGroups",
        &[
            "app",
            "betaRecruitmentCriteria",
            "betaRecruitmentCriterionCompatibleBuildCheck",
            "betaTesters",
            "builds",
            "createdDate",
            "feedbackEnabled",
            "hasAccessToAllBuilds",
            "iosBuildsAvailableForAppleSiliconMac",
            "iosBuildsAvailableForAppleVision",
            "isInternalGroup",
            "name",
            "publicLink",
            "publicLinkEnabled",
            "publicLinkId",
            "publicLinkLimit",
            "publicLinkLimitEnabled",
        ],
    ),
    (
        "buildBetaDetails",
        &[
            "autoNotifyEnabled",
            "build",
            "externalBuildState",
            "internalBuildState",
        ],
    ),
    (
        "builds",
        &[
            "app",
            "appEncryptionDeclaration",
            "appStoreVersion",
            "betaAppReviewSubmission",
            "betaBuildLocalizations",
            "betaGroups",
            "buildAudienceType",
            "buildBetaDetail",
            "buildBundles",
            "buildUpload",
            "computedMinMacOsVersion",
            "computedMinVisionOsVersion",
            "diagnosticSignatures",
            "expirationDate",
            "expired",
            "iconAssetToken",
            "icons",
            "individualTesters",
            "lsMinimumSystemVersion",
            "minOsVersion",
            "perfPowerMetrics",
            "preReleaseVersion",
            "processingState",
            "uploadedDate",
            "usesNonExemptEncryption",
            "version",
        ],
    ),
    (
        "preReleaseVersions",
        &["app", "builds", "platform", "version"],
    ),
    (
        "reviewSubmissionItems",
        &[
            "appCustomProductPageVersion",
            "appEvent",
            "appStoreVersion",
            "appStoreVersionExperiment",
            "appStoreVersionExperimentV2",
            "backgroundAssetVersion",
            "gameCenterAchievementVersion",
            "gameCenterActivityVersion",
            "gameCenterChallengeVersion",
            "gameCenterLeaderboardSetVersion",
            "gameCenterLeaderboardVersion",
            "inAppPurchaseVersion",
            "state",
            "subscriptionGroupVersion",
            "subscriptionVersion",
        ],
    ),
    (
        "reviewSubmissions",
        &[
            "app",
            "appStoreVersionForReview",
            "items",
            "lastUpdatedByActor",
            "platform",
            "state",
            "submittedByActor",
            "submittedDate",
        ],
    ),
];

/// Types that only the real API has. Nothing is written of them, so any field will do.
pub const OTHERS: &[&str] = &[
    "actors",
    "alternativeDistributionPackages",
    "androidToIosAppMappingDetails",
    "appClipDefaultExperiences",
    "appClips",
    "appCustomProductPageVersions",
    "appCustomProductPages",
    "appEncryptionDeclarations",
    "appEvents",
    "appInfos",
    "appKeywords",
    "appPreviewSets",
    "appScreenshotSets",
    "appStoreReviewDetails",
    "appStoreVersionExperiments",
    "appStoreVersionSubmissions",
    "backgroundAssetVersions",
    "betaLicenseAgreements",
    "betaRecruitmentCriteria",
    "betaTesters",
    "buildBundles",
    "buildIcons",
    "buildUploads",
    "ciProducts",
    "endUserLicenseAgreements",
    "gameCenterAchievementVersions",
    "gameCenterActivityVersions",
    "gameCenterAppVersions",
    "gameCenterChallengeVersions",
    "gameCenterDetails",
    "gameCenterEnabledVersions",
    "gameCenterLeaderboardSetVersions",
    "gameCenterLeaderboardVersions",
    "inAppPurchaseVersions",
    "inAppPurchases",
    "promotedPurchases",
    "routingAppCoverages",
    "subscriptionGracePeriods",
    "subscriptionGroupVersions",
    "subscriptionGroups",
    "subscriptionVersions",
];

/// Relationships of which `limit` tells how many members are included.
pub const LIMITS: &[&str] = &[
    "androidToIosAppMappingDetails",
    "appClips",
    "appCustomProductPages",
    "appEncryptionDeclarations",
    "appEvents",
    "appInfos",
    "appPreviewSets",
    "appScreenshotSets",
    "appStoreVersionExperiments",
    "appStoreVersionExperimentsV2",
    "appStoreVersionLocalizations",
    "appStoreVersions",
    "betaAppLocalizations",
    "betaBuildLocalizations",
    "betaGroups",
    "betaTesters",
    "buildBundles",
    "builds",
    "gameCenterEnabledVersions",
    "icons",
    "inAppPurchases",
    "inAppPurchasesV2",
    "individualTesters",
    "items",
    "preReleaseVersions",
    "promotedPurchases",
    "reviewSubmissions",
    "searchKeywords",
    "subscriptionGroups",
];
