//! Builds.

use crate::app_store_connect::{BetaReviewState, BuildAudience, ProcessingState};
use crate::mock_server::testflight::LIFE;

use super::super::app::{AppSection, BuildSection};
use super::super::words::UploadRefusalWord;
use super::{Contradictions, value};

impl Contradictions<'_> {
    pub(super) fn builds(&mut self, app: &AppSection) {
        let items = app.builds.items();
        self.unique(
            items,
            |it, section| {
                let build = it.convert.build(section);
                Some((build.version, build.build_number, build.platform))
            },
            |section| (section.build_number.node(), section.mapping),
            |(version, number, _)| format!("version `{version}` has a build `{number}` already"),
            "give each build of a version a number of its own",
        );
        self.unique(
            items,
            |it, section| {
                let build = it.convert.build(section);
                let in_review = matches!(
                    build.beta_review,
                    Some(BetaReviewState::WaitingForReview | BetaReviewState::InReview)
                );
                in_review.then_some((build.version, build.platform))
            },
            |section| (section.beta_review.node(), section.mapping),
            |(version, _)| {
                format!("another build of version `{version}` is in beta review already")
            },
            "App Store Connect reviews one build of a version at a time: give one of them another \
             version, or another `beta_review`",
        );
        for section in items.iter().filter_map(value) {
            self.beta_review(section);
        }
    }

    /// Only some builds can have come into beta review.
    fn beta_review(&mut self, section: &BuildSection) {
        let build = self.convert.build(section);
        let (Some(node), Some(state)) = (section.beta_review.node(), build.beta_review) else {
            return;
        };
        let is_open = matches!(
            state,
            BetaReviewState::WaitingForReview | BetaReviewState::InReview
        );
        let (message, help) = if build.processing != ProcessingState::Valid {
            (
                format!("a build that is `{}` has no beta review", build.processing),
                "remove the key, or write `processing_state: VALID`",
            )
        } else if build.uses_non_exempt_encryption.is_none() {
            (
                "a build without an answer about encryption has no beta review".into(),
                "remove the key, or write `uses_non_exempt_encryption: false`",
            )
        } else if build.audience == BuildAudience::InternalOnly {
            (
                "a build that is `INTERNAL_ONLY` has no beta review".into(),
                "remove the key, or write `audience: APP_STORE_ELIGIBLE`",
            )
        } else if is_open && (build.expired || build.uploaded_before >= LIFE.unsigned_abs()) {
            (
                format!("a build that has expired is not `{state}`"),
                "remove one of the two: builds expire after 90 days",
            )
        } else {
            return;
        };
        self.say(node, message, help);
    }

    /// A build that is refused at the door meets nothing of the rest.
    pub(super) fn upload(&mut self, app: &AppSection) {
        let Some(section) = app.upload.value() else {
            return;
        };
        let refused = section.refused.value();
        if refused.is_none_or(|word| *word == UploadRefusalWord::FailsAfterwards) {
            return;
        }
        let keys = [
            section.appears_after.key(),
            section.processing_takes.key(),
            section.processing_result.key(),
            section.testers_lag.key(),
            section.uses_non_exempt_encryption.key(),
            section.audience.key(),
            section.sdk_allowed.key(),
            section.on_demand.key(),
        ];
        for key in keys.into_iter().flatten() {
            let name = self.tree.scalar(key).unwrap_or_default();
            let message = format!("`{name}` beside `refused`: no build comes of a refused upload");
            self.say(key, message, "remove one of the two");
        }
    }
}
