//! What App Store Connect has when a run is over: looked up for the report alone.

use crate::app_store_connect::AppVersionState;

use super::super::client::{Failure, Resource};
use super::super::magic_actions::Flow;

/// What there is. A member is `None` where it could not be looked up.
#[derive(Debug, Default)]
pub(super) struct Account {
    /// Groups of testers.
    pub groups: Option<Vec<Resource>>,
    /// Beta App Information in the app's primary language, or else the first one; empty
    /// where there is none in any language.
    pub test_texts: Option<Vec<Resource>>,
    /// Beta App Review Information.
    pub review_detail: Option<Resource>,
    /// Numbers of other builds of this version in beta review.
    pub in_beta_review: Vec<String>,
    /// How many builds of any version are in beta review.
    pub all_in_beta_review: usize,
    /// Versions of the package's platform.
    pub versions: Option<Vec<Resource>>,
    /// States of submissions to App Store review that are not over.
    pub submissions: Vec<String>,
    /// The texts of the version that would be submitted, in the primary language.
    pub store_text: Option<Resource>,
}

/// Looks everything up that a later step could fail at.
pub(super) fn look(flow: &mut Flow<'_>) -> Account {
    let mut account = Account::default();
    let Ok(app) = find_app(flow) else {
        return account;
    };
    if let Some(build) = flow.seen.build.as_ref().map(|build| build.id.clone()) {
        let path = format!("/v1/builds/{build}");
        flow.seen.build = flow.client.read(&path).ok().or(flow.seen.build.take());
        let path = format!("{path}/buildBetaDetail");
        let detail = flow.client.read(&path).ok();
        flow.seen.beta_detail = detail.or(flow.seen.beta_detail.take());
    }
    let options = &flow.plan.options;
    let (beta, store) = (options.is_for_testflight(), options.is_for_app_store());
    let by_app = [("filter[app]", app.id.as_str())];
    account.groups = flow.client.list_all("/v1/betaGroups", &by_app).ok();
    if beta {
        look_at_testflight(flow, &app, &mut account);
    }
    if store {
        look_at_store(flow, &app, &mut account);
    }
    account
}

/// The app; looked up where no step came so far.
fn find_app(flow: &mut Flow<'_>) -> Result<Resource, Failure> {
    if let Some(app) = &flow.seen.app {
        return Ok(app.clone());
    }
    let id = flow.plan.app.bundle_id.value.clone();
    let apps = flow
        .client
        .list_all("/v1/apps", &[("filter[bundleId]", &id)])?;
    let mut apps = apps.into_iter();
    let app = apps.find(|app| app.text("bundleId") == Some(&id));
    app.ok_or_else(|| Failure::Incomplete("there is no such app".into()))
}

fn look_at_testflight(flow: &mut Flow<'_>, app: &Resource, account: &mut Account) {
    let path = format!("/v1/apps/{}/betaAppLocalizations", app.id);
    account.test_texts = flow.client.list_page(&path).ok().map(|mut texts| {
        let primary = app.text("primaryLocale");
        let index = texts.iter().position(|text| text.text("locale") == primary);
        texts.drain(..index.unwrap_or_default());
        texts.truncate(1);
        texts
    });
    let path = format!("/v1/apps/{}/betaAppReviewDetail", app.id);
    account.review_detail = flow.client.read(&path).ok();
    let platform = flow.platform();
    let mut parameters = vec![
        ("filter[app]", app.id.as_str()),
        ("filter[preReleaseVersion.platform]", platform),
        (
            "filter[betaAppReviewSubmission.betaReviewState]",
            "WAITING_FOR_REVIEW,IN_REVIEW",
        ),
    ];
    let all = flow.client.list_all("/v1/builds", &parameters);
    account.all_in_beta_review = all.map_or(0, |all| all.len());
    let version = flow.plan.app.version.value.as_str();
    parameters.push(("filter[preReleaseVersion.version]", version));
    let builds = flow.client.list_all("/v1/builds", &parameters);
    let own = flow.seen.build.as_ref().map(|build| &build.id);
    let others = builds.unwrap_or_default();
    let others = others.iter().filter(|build| Some(&build.id) != own);
    account.in_beta_review = others
        .map(|build| build.text("version").unwrap_or(&build.id).to_owned())
        .collect();
}

fn look_at_store(flow: &mut Flow<'_>, app: &Resource, account: &mut Account) {
    let platform = [("filter[platform]", flow.platform())];
    let path = format!("/v1/apps/{}/appStoreVersions", app.id);
    account.versions = flow.client.list_all(&path, &platform).ok();
    let open = [
        ("filter[app]", app.id.as_str()),
        ("filter[platform]", flow.platform()),
        ("filter[state]", "UNRESOLVED_ISSUES,CANCELING"),
    ];
    let open = flow.client.list_all("/v1/reviewSubmissions", &open);
    let open = open.unwrap_or_default();
    let states = open.iter().filter_map(|open| open.text("state"));
    account.submissions = states.map(str::to_owned).collect();
    // Texts are copied from the version before, so that one stands for a new one.
    let draft = account.draft().or(account.versions.iter().flatten().next());
    let Some(version) = flow.seen.version.as_ref().or(draft) else {
        return;
    };
    let path = format!(
        "/v1/appStoreVersions/{}/appStoreVersionLocalizations",
        version.id
    );
    let texts = flow.client.list_page(&path).unwrap_or_default();
    let mut texts = texts.into_iter();
    account.store_text = texts.find(|text| text.text("locale") == app.text("primaryLocale"));
}

/// How far a version has come.
pub(super) fn state(version: &Resource) -> Option<AppVersionState> {
    AppVersionState::parse(version.text("appVersionState")?)
}

impl Account {
    /// A version that the client takes for unfinished.
    pub(super) fn draft(&self) -> Option<&Resource> {
        use AppVersionState::{
            DeveloperRejected, InvalidBinary, MetadataRejected, PrepareForSubmission, Rejected,
            WaitingForReview,
        };
        let is_draft = |version: &&Resource| {
            matches!(
                state(version),
                Some(
                    DeveloperRejected
                        | InvalidBinary
                        | MetadataRejected
                        | PrepareForSubmission
                        | Rejected
                        | WaitingForReview
                )
            )
        };
        self.versions.iter().flatten().find(is_draft)
    }

    /// A version that is neither released nor unfinished: no other can be made
    /// beside it.
    pub(super) fn blocking(&self) -> Option<(&Resource, AppVersionState)> {
        if self.draft().is_some() {
            return None;
        }
        let mut all = self.versions.iter().flatten();
        all.find_map(|version| {
            let state = state(version)?;
            let is_done = matches!(
                state,
                AppVersionState::ReadyForDistribution | AppVersionState::ReplacedWithNewVersion
            );
            (!is_done).then_some((version, state))
        })
    }
}
