//! Builds.

use crate::app_store_connect::{BetaReviewState, ProcessingState};

use super::super::app::AppSection;
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
            let build = self.convert.build(section);
            if let Some(node) = section.beta_review.node()
                && build.beta_review.is_some()
                && build.processing != ProcessingState::Valid
            {
                let message = format!("a build that is `{}` has no beta review", build.processing);
                self.say(
                    node,
                    message,
                    "remove the key, or write `processing_state: VALID`",
                );
            }
        }
    }
}
