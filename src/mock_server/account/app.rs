//! An app record: test information, groups of testers.

use super::{Build, Review, StoreRecord, Submission, Upload, Version};

/// An app record.
#[derive(Debug, Clone)]
pub struct App {
    /// Its bundle id; case matters to clients.
    pub bundle_id: String,
    /// Its name; made from the bundle id where it is not given.
    pub name: Option<String>,
    /// The stock keeping unit; made from the bundle id where it is not given.
    pub sku: Option<String>,
    /// Its primary language.
    pub primary_locale: String,
    /// Test information.
    pub test_information: TestInformation,
    /// What the App Store asks for before a review.
    pub store: StoreRecord,
    /// Groups of testers.
    pub groups: Vec<Group>,
    /// Builds that were there before.
    pub builds: Vec<Build>,
    /// What happens to builds that come now.
    pub upload: Upload,
    /// Versions that were there before; without any, an earlier one is in the store
    /// unless `first_version` says otherwise.
    pub versions: Vec<Version>,
    /// Whether no version was ever in the store, and `versions` is empty because of
    /// that.
    pub first_version: bool,
    /// Submissions to App Store review that were there before.
    pub submissions: Vec<Submission>,
    /// How reviews go.
    pub review: Review,
}

impl Default for App {
    fn default() -> Self {
        Self {
            bundle_id: "io.example.app".into(),
            name: None,
            sku: None,
            primary_locale: "en-US".into(),
            test_information: TestInformation::default(),
            store: StoreRecord::default(),
            groups: vec![
                Group::default(),
                Group {
                    name: "Team".into(),
                    is_internal: true,
                    has_access_to_all_builds: true,
                    testers: 5,
                },
            ],
            builds: Vec::new(),
            upload: Upload::default(),
            versions: Vec::new(),
            first_version: false,
            submissions: Vec::new(),
            review: Review::default(),
        }
    }
}

/// Beta App Information and Beta App Review Information. A text that is absent is
/// empty in the record.
#[derive(Debug, Clone)]
pub struct TestInformation {
    /// Beta App Information, by language.
    pub localizations: Vec<TestLocalization>,
    /// First name of the contact.
    pub contact_first_name: Option<String>,
    /// Last name of the contact.
    pub contact_last_name: Option<String>,
    /// Phone number of the contact.
    pub contact_phone: Option<String>,
    /// E-mail address of the contact.
    pub contact_email: Option<String>,
    /// Whether reviewers need an account to sign in.
    pub demo_account_required: bool,
    /// Its name.
    pub demo_account_name: Option<String>,
    /// Its password.
    pub demo_account_password: Option<String>,
}

impl Default for TestInformation {
    fn default() -> Self {
        let text = |text: &str| Some(text.to_owned());
        Self {
            localizations: vec![TestLocalization::default()],
            contact_first_name: text("Ada"),
            contact_last_name: text("Example"),
            contact_phone: text("+49 30 1234567"),
            contact_email: text("ada@example.com"),
            demo_account_required: false,
            demo_account_name: None,
            demo_account_password: None,
        }
    }
}

/// Beta App Information in one language.
#[derive(Debug, Clone)]
pub struct TestLocalization {
    /// The language; the app's primary one where it is not given.
    pub locale: Option<String>,
    /// Beta App Description.
    pub description: Option<String>,
    /// Where testers write to.
    pub feedback_email: Option<String>,
    /// Marketing URL.
    pub marketing_url: Option<String>,
    /// Privacy Policy URL.
    pub privacy_policy_url: Option<String>,
}

impl Default for TestLocalization {
    fn default() -> Self {
        Self {
            locale: None,
            description: Some("An app for trying things out.".into()),
            feedback_email: Some("feedback@example.com".into()),
            marketing_url: None,
            privacy_policy_url: Some("https://example.com/privacy".into()),
        }
    }
}

/// A group of testers.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name; two may have the same.
    pub name: String,
    /// Whether its testers are members of the team.
    pub is_internal: bool,
    /// Automatic distribution: it receives every build and refuses to be given one.
    pub has_access_to_all_builds: bool,
    /// How many testers are in it.
    pub testers: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            name: "External".into(),
            is_internal: false,
            has_access_to_all_builds: false,
            testers: 20,
        }
    }
}
