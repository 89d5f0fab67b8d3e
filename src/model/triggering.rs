//! `triggering`: which webhooks start builds.

use super::decode::section;
use super::value::{AnyScalar, Boolean, List, Templated, keywords};

keywords! {
    /// What starts a build.
    pub enum Event {
        /// Commits are pushed to a branch.
        Push = "push",
        /// A pull request is opened or updated.
        PullRequest = "pull_request",
        /// A tag is pushed.
        Tag = "tag",
        /// A pull request receives a label (GitHub).
        PullRequestLabeled = "pull_request_labeled",
        /// The same as `pull_request_labeled`, in another spelling.
        PullRequestLabelled = "pull_request_labelled",
    }
}

section! {
    /// Which webhook events start this workflow. Without it, builds start by
    /// hand, from the API or on a schedule set up in the web application.
    "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/"
    pub struct Triggering {
        /// The events; without any, none starts a build.
        events: List<Event, 0>,
        /// Branches to watch, from the first to the last; the last that matches
        /// decides. They do not apply to tags.
        branch_patterns: List<BranchPattern, 1>,
        /// Tags to watch, from the first to the last; the last that matches
        /// decides.
        tag_patterns: List<TagPattern, 1>,
        /// Cancels running and queued builds of the same branch when a newer
        /// one starts.
        cancel_previous_builds: Templated<Boolean> [default "false"],
    }
}

section! {
    /// A pattern for branch names.
    "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/"
    pub struct BranchPattern {
        /// A branch's name or a glob, such as `'release/*'`; quoted where it
        /// begins with `*`, `!`, `{` or `[`.
        pattern: Templated<AnyScalar> [default "'*'"],
        /// `false` leaves matching branches out.
        include: Boolean [default "true"],
        /// For pull requests: `true` looks at the source branch, `false` at the
        /// target.
        source: Boolean [default "true"],
    }
}

section! {
    /// A pattern for tags.
    "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/"
    pub struct TagPattern {
        /// A tag or a glob, such as `'v*'`.
        pattern: Templated<AnyScalar> [default "'*'"],
        /// `false` leaves matching tags out.
        include: Boolean [default "true"],
    }
}
