//! What the sections of an account file mean: defaults filled in.

use crate::app_store_connect::token::PublicKey;
use crate::mock_server::account::{
    Account, App, Build, Fault, FaultKind, Group, Key, RateLimit, Review, StoreLocalization,
    StoreRecord, Submission, Switches, TestInformation, TestLocalization, Upload, Version,
};
use crate::model::{Field, Item, TextNode};
use crate::syntax::Tree;

use super::app::{
    AppSection, BuildSection, GroupSection, StoreLocalizationSection, StoreSection,
    SubmissionSection, TestInformationSection, TestLocalizationSection, UploadSection,
    VersionSection,
};
use super::root::{AccountSection, FaultSection, KeySection, RateLimitSection, UnsettledSection};
use super::values::requests;

/// Makes sections into what they mean.
pub struct Convert<'t> {
    /// The tree they were read from.
    pub tree: &'t Tree,
}

/// The value, or what holds without it.
fn or<T: Copy>(field: &Field<T>, default: T) -> T {
    field.value().copied().unwrap_or(default)
}

/// The value; nothing where the key is written with nothing behind it.
fn nullable<T: Copy>(field: &Field<T>, default: Option<T>) -> Option<T> {
    match field.key() {
        Some(_) => field.value().copied(),
        None => default,
    }
}

/// The number, which the declaration keeps within bounds.
fn count(field: &Field<i64>, default: u32) -> u32 {
    let number = field.value().and_then(|number| u32::try_from(*number).ok());
    number.unwrap_or(default)
}

/// The items that could be read.
fn read<T>(items: &[Item<T>]) -> impl Iterator<Item = &T> {
    items.iter().filter_map(|item| item.value.as_ref())
}

impl Convert<'_> {
    /// The text, where one is given.
    pub fn text(&self, field: &Field<TextNode>) -> Option<String> {
        Some(field.value()?.get(self.tree).to_owned())
    }

    fn text_or(&self, field: &Field<TextNode>, default: String) -> String {
        self.text(field).unwrap_or(default)
    }

    /// The text of a record: an empty one is none.
    fn record(&self, field: &Field<TextNode>, default: Option<String>) -> Option<String> {
        match field.key() {
            Some(_) => self.text(field).filter(|text| !text.trim().is_empty()),
            None => default,
        }
    }

    /// The whole account.
    pub fn account(&self, file: &AccountSection) -> Account {
        let default = Account::default();
        let apps = file.apps.key().map(|_| {
            let apps = read(file.apps.items());
            apps.map(|app| self.app(app)).collect()
        });
        let faults = read(file.faults.items());
        Account {
            key: file
                .key
                .value()
                .map_or(default.key, |section| self.key(section)),
            agreements_accepted: or(&file.agreements_accepted, default.agreements_accepted),
            membership_active: or(&file.membership_active, default.membership_active),
            rate_limit: file
                .rate_limit
                .value()
                .map_or(default.rate_limit, |section| rate_limit(section)),
            apps,
            faults: faults.filter_map(|section| self.fault(section)).collect(),
            switches: file
                .unsettled
                .value()
                .map_or(default.switches, |section| self.switches(section)),
        }
    }

    fn key(&self, section: &KeySection) -> Key {
        let public_key = section.public_key.value();
        let default = Key::default();
        Key {
            id: self.text(&section.id),
            issuer: self.text(&section.issuer),
            public_key: public_key.and_then(|text| PublicKey::from_pem(text.get(self.tree))),
            revoked: or(&section.revoked, default.revoked),
            role: section
                .role
                .value()
                .map_or(default.role, |role| (*role).into()),
        }
    }

    /// A fault; `None` where it says nothing.
    pub fn fault(&self, section: &FaultSection) -> Option<Fault> {
        let late = section.slow.value().map(|time| FaultKind::Slow(*time));
        let kind = section.answer.value().cloned().or(late)?;
        let request = section.request.value().map(|text| text.get(self.tree));
        let (method, path) = request.and_then(requests).unwrap_or_default();
        Some(Fault {
            method: method.map(str::to_owned),
            path: path.map(str::to_owned),
            after: count(&section.after, 0),
            times: or(&section.times, None),
            takes_effect: or(&section.takes_effect, false),
            kind,
        })
    }

    fn switches(&self, section: &UnsettledSection) -> Switches {
        let default = Switches::default();
        let limit = &section.notes_limit;
        Switches {
            notes_refusal_code: self
                .text_or(&section.notes_refusal_code, default.notes_refusal_code),
            empty_submission_blocks: or(
                &section.empty_submission_blocks,
                default.empty_submission_blocks,
            ),
            unsent_submission_cancellable: or(
                &section.unsent_submission_cancellable,
                default.unsent_submission_cancellable,
            ),
            waiting_version_editable: or(
                &section.waiting_version_editable,
                default.waiting_version_editable,
            ),
            schedule_needs_date: or(&section.schedule_needs_date, default.schedule_needs_date),
            first_version_phased_refused: or(
                &section.first_version_phased_refused,
                default.first_version_phased_refused,
            ),
            missing_phased_release_is_404: or(
                &section.missing_phased_release_is_404,
                default.missing_phased_release_is_404,
            ),
            developer_reads_test_information: or(
                &section.developer_reads_test_information,
                default.developer_reads_test_information,
            ),
            notes_limit: match limit.key() {
                Some(_) => limit.value().and_then(|most| usize::try_from(*most).ok()),
                None => default.notes_limit,
            },
        }
    }

    /// An app.
    pub fn app(&self, section: &AppSection) -> App {
        let default = App::default();
        let groups = &section.groups;
        let versions: Vec<Version> = read(section.versions.items())
            .map(|version| self.version(version))
            .collect();
        let none_given = section.versions.value().is_some() && versions.is_empty();
        App {
            bundle_id: self.text_or(&section.bundle_id, default.bundle_id),
            name: self.text(&section.name),
            sku: self.text(&section.sku),
            primary_locale: self.text_or(&section.primary_locale, default.primary_locale),
            test_information: section
                .test_information
                .value()
                .map_or(default.test_information, |it| self.test_information(it)),
            store: section
                .store
                .value()
                .map_or(default.store, |it| self.store(it)),
            groups: match groups.value() {
                Some(_) => read(groups.items()).map(|it| self.group(it)).collect(),
                None => default.groups,
            },
            builds: read(section.builds.items())
                .map(|it| self.build(it))
                .collect(),
            upload: section
                .upload
                .value()
                .map_or(default.upload, |it| upload(it)),
            first_version: or(&section.first_version, none_given),
            versions,
            submissions: read(section.submissions.items())
                .map(|it| self.submission(it))
                .collect(),
            review: review(section),
        }
    }

    fn test_information(&self, section: &TestInformationSection) -> TestInformation {
        let default = TestInformation::default();
        let texts = TestLocalization::default();
        let localizations = match section.localizations.value() {
            Some(_) => read(section.localizations.items())
                .map(|it| self.test_localization(it))
                .collect(),
            None => vec![TestLocalization {
                locale: None,
                description: self.record(&section.description, texts.description),
                feedback_email: self.record(&section.feedback_email, texts.feedback_email),
                marketing_url: self.record(&section.marketing_url, texts.marketing_url),
                privacy_policy_url: self
                    .record(&section.privacy_policy_url, texts.privacy_policy_url),
            }],
        };
        TestInformation {
            localizations,
            contact_first_name: self
                .record(&section.contact_first_name, default.contact_first_name),
            contact_last_name: self.record(&section.contact_last_name, default.contact_last_name),
            contact_phone: self.record(&section.contact_phone, default.contact_phone),
            contact_email: self.record(&section.contact_email, default.contact_email),
            demo_account_required: or(
                &section.demo_account_required,
                default.demo_account_required,
            ),
            demo_account_name: self.record(&section.demo_account_name, default.demo_account_name),
            demo_account_password: self.record(
                &section.demo_account_password,
                default.demo_account_password,
            ),
        }
    }

    fn test_localization(&self, section: &TestLocalizationSection) -> TestLocalization {
        let default = TestLocalization::default();
        TestLocalization {
            locale: self.text(&section.locale),
            description: self.record(&section.description, default.description),
            feedback_email: self.record(&section.feedback_email, default.feedback_email),
            marketing_url: self.record(&section.marketing_url, default.marketing_url),
            privacy_policy_url: self
                .record(&section.privacy_policy_url, default.privacy_policy_url),
        }
    }

    fn store(&self, section: &StoreSection) -> StoreRecord {
        let default = StoreRecord::default();
        let texts = StoreLocalization::default();
        let localizations = match section.localizations.value() {
            Some(_) => self.store_localizations(section.localizations.items()),
            None => vec![StoreLocalization {
                locale: None,
                description: self.record(&section.description, texts.description),
                keywords: self.record(&section.keywords, texts.keywords),
                marketing_url: self.record(&section.marketing_url, texts.marketing_url),
                promotional_text: self.record(&section.promotional_text, texts.promotional_text),
                support_url: self.record(&section.support_url, texts.support_url),
                whats_new: self.record(&section.whats_new, texts.whats_new),
            }],
        };
        StoreRecord {
            localizations,
            copyright: self.record(&section.copyright, default.copyright),
            screenshots: or(&section.screenshots, default.screenshots),
            privacy_answers: or(&section.privacy_answers, default.privacy_answers),
            age_rating: or(&section.age_rating, default.age_rating),
            content_rights: or(&section.content_rights, default.content_rights),
            primary_category: or(&section.primary_category, default.primary_category),
        }
    }

    fn store_localizations(
        &self,
        items: &[Item<std::sync::Arc<StoreLocalizationSection>>],
    ) -> Vec<StoreLocalization> {
        let default = StoreLocalization::default();
        let texts = read(items).map(|section| StoreLocalization {
            locale: self.text(&section.locale),
            description: self.record(&section.description, default.description.clone()),
            keywords: self.record(&section.keywords, default.keywords.clone()),
            marketing_url: self.record(&section.marketing_url, default.marketing_url.clone()),
            promotional_text: self
                .record(&section.promotional_text, default.promotional_text.clone()),
            support_url: self.record(&section.support_url, default.support_url.clone()),
            whats_new: self.record(&section.whats_new, default.whats_new.clone()),
        });
        texts.collect()
    }

    fn group(&self, section: &GroupSection) -> Group {
        let is_internal = or(&section.internal, false);
        let (name, testers) = if is_internal {
            ("Team", 5)
        } else {
            ("External", 20)
        };
        Group {
            name: self.text_or(&section.name, name.into()),
            is_internal,
            has_access_to_all_builds: or(&section.automatic_distribution, is_internal),
            testers: count(&section.testers, testers),
        }
    }

    /// A build.
    pub fn build(&self, section: &BuildSection) -> Build {
        let default = Build::default();
        Build {
            version: self.text_or(&section.version, default.version),
            build_number: self.text_or(&section.build_number, default.build_number),
            platform: or(&section.platform, default.platform),
            uploaded_before: or(&section.uploaded_ago, default.uploaded_before),
            processing: or(&section.processing_state, default.processing),
            expired: or(&section.expired, default.expired),
            uses_non_exempt_encryption: nullable(
                &section.uses_non_exempt_encryption,
                default.uses_non_exempt_encryption,
            ),
            audience: or(&section.audience, default.audience),
            beta_review: nullable(&section.beta_review, default.beta_review),
        }
    }

    /// A version.
    pub fn version(&self, section: &VersionSection) -> Version {
        let default = Version::default();
        let localizations = section.localizations.value();
        Version {
            version: self.text_or(&section.version, default.version),
            platform: or(&section.platform, default.platform),
            state: or(&section.state, default.state),
            build_number: self.text(&section.build_number),
            release_type: nullable(&section.release_type, default.release_type),
            phased_release: nullable(&section.phased_release, default.phased_release),
            localizations: localizations.map(|it| self.store_localizations(it)),
        }
    }

    /// A submission.
    pub fn submission(&self, section: &SubmissionSection) -> Submission {
        let default = Submission::default();
        Submission {
            platform: or(&section.platform, default.platform),
            state: or(&section.state, default.state),
            version: self.text(&section.version),
            other_items: count(&section.other_items, default.other_items),
        }
    }
}

/// The limit of requests.
pub fn rate_limit(section: &RateLimitSection) -> RateLimit {
    let default = RateLimit::default();
    RateLimit {
        per_hour: count(&section.per_hour, default.per_hour),
        used: count(&section.used, default.used),
    }
}

fn upload(section: &UploadSection) -> Upload {
    let default = Upload::default();
    Upload {
        refused: section.refused.value().map(|word| (*word).into()),
        appears: or(&section.appears_after, default.appears),
        processes: or(&section.processing_takes, default.processes),
        result: section
            .processing_result
            .value()
            .map_or(default.result, |word| (*word).into()),
        beta_lag: or(&section.testers_lag, default.beta_lag),
        uses_non_exempt_encryption: nullable(
            &section.uses_non_exempt_encryption,
            default.uses_non_exempt_encryption,
        ),
        audience: or(&section.audience, default.audience),
        sdk_allowed: or(&section.sdk_allowed, default.sdk_allowed),
        on_demand: or(&section.on_demand, default.on_demand),
    }
}

fn review(section: &AppSection) -> Review {
    let mut review = Review::default();
    if let Some(beta) = section.beta_review.value() {
        review.beta_waits = or(&beta.waits, review.beta_waits);
        review.beta_takes = or(&beta.takes, review.beta_takes);
        let result = beta.result.value();
        review.beta_result = result.map_or(review.beta_result, |word| (*word).into());
        review.beta_refusal = beta.refused.value().map(|word| (*word).into());
    }
    if let Some(app) = section.app_review.value() {
        review.app_waits = or(&app.waits, review.app_waits);
        review.app_takes = or(&app.takes, review.app_takes);
        let result = app.result.value();
        review.app_result = result.map_or(review.app_result, |word| (*word).into());
    }
    if let Some(cancellation) = section.cancellation.value() {
        review.cancellation_takes = or(&cancellation.takes, review.cancellation_takes);
        review.cancellation_refused = or(&cancellation.refused, review.cancellation_refused);
    }
    review
}
