//! What webhooks carry, as far as conditions ask for it: `event` is the payload of the
//! service that hosts the repository.
//!
//! Sources: <https://docs.github.com/en/webhooks/webhook-events-and-payloads>,
//! <https://docs.gitlab.com/user/project/integrations/webhook_events/> and
//! <https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/>, as of 2026-06.

/// A member of a webhook's payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The way to it from `event`.
    pub path: &'static str,
    /// What it holds.
    pub meaning: &'static str,
    /// Whose webhooks have it.
    pub service: &'static str,
}

macro_rules! members {
    ($($service:literal: { $($path:literal $meaning:literal,)+ })+) => {
        /// Members that conditions ask for, by service.
        pub const MEMBERS: &[Member] = &[$($(Member {
            path: $path,
            meaning: $meaning,
            service: $service,
        }),+),+];
    };
}

members! {
    "GitHub": {
        "action" "what happened to a pull request, such as `opened` or `synchronize`",
        "number" "the number of the pull request",
        "pull_request.draft" "whether the pull request is a draft",
        "pull_request.title" "the title of the pull request",
        "pull_request.body" "the description of the pull request",
        "pull_request.state" "`open` or `closed`",
        "pull_request.merged" "whether the pull request was merged",
        "pull_request.base.ref" "the branch to merge into",
        "pull_request.head.ref" "the branch to merge",
        "pull_request.user.login" "who opened the pull request",
        "label.name" "the label that a pull request received",
        "ref" "what was pushed, such as `refs/heads/main`",
        "created" "whether the push created the branch or tag",
        "forced" "whether the push was forced",
        "head_commit.message" "the message of the last commit that was pushed",
        "pusher.name" "who pushed",
        "sender.login" "who caused the event",
        "repository.full_name" "owner and name of the repository",
        "repository.default_branch" "the default branch",
        "repository.private" "whether the repository is private",
    }
    "GitLab": {
        "object_kind" "the kind of event, such as `push` or `merge_request`",
        "object_attributes.action" "what happened to a merge request, such as `open` or `update`",
        "object_attributes.draft" "whether the merge request is a draft",
        "object_attributes.title" "the title of the merge request",
        "object_attributes.state" "the state of the merge request, such as `opened`",
        "object_attributes.source_branch" "the branch to merge",
        "object_attributes.target_branch" "the branch to merge into",
        "project.path_with_namespace" "group and name of the project",
        "project.default_branch" "the default branch",
        "user_username" "who pushed",
    }
    "Bitbucket": {
        "pullrequest.title" "the title of the pull request",
        "pullrequest.draft" "whether the pull request is a draft",
        "pullrequest.state" "the state of the pull request, such as `OPEN`",
        "pullrequest.source.branch.name" "the branch to merge",
        "pullrequest.destination.branch.name" "the branch to merge into",
        "repository.is_private" "whether the repository is private",
        "actor.nickname" "who caused the event",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::condition::{Root, parse};

    #[test]
    fn members_are_paths_that_conditions_can_name() {
        for member in MEMBERS {
            let condition = parse(&format!("event.{} == \"x\"", member.path));
            assert!(condition.error.is_none(), "{member:?}");
            let roots: Vec<_> = condition.expression.paths().map(|it| &it.0.root).collect();
            assert_eq!(roots, [&Root::Event], "{member:?}");
        }
    }
}
