//! What no source settles.

/// What no source settles: how App Store Connect answers in these cases. The defaults
/// are the likelier ones.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent switches, each a question of its own"
)]
pub struct Switches {
    /// The code of the refusal of characters in TestFlight notes.
    pub notes_refusal_code: String,
    /// Whether an open submission without items blocks another.
    pub empty_submission_blocks: bool,
    /// Whether a submission that was not sent may be cancelled.
    pub unsent_submission_cancellable: bool,
    /// Whether a version that waits for review may be changed.
    pub waiting_version_editable: bool,
    /// Whether `SCHEDULED` without a date is refused.
    pub schedule_needs_date: bool,
    /// Whether a phased release of a first version is refused.
    pub first_version_phased_refused: bool,
    /// Whether a missing phased release is 404 instead of `data: null`.
    pub missing_phased_release_is_404: bool,
    /// Whether a Developer's key may read test information.
    pub developer_reads_test_information: bool,
    /// Most characters of TestFlight notes; `None` for any number.
    pub notes_limit: Option<usize>,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            notes_refusal_code: "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS".into(),
            empty_submission_blocks: true,
            unsent_submission_cancellable: false,
            waiting_version_editable: false,
            schedule_needs_date: true,
            first_version_phased_refused: true,
            missing_phased_release_is_404: false,
            developer_reads_test_information: true,
            notes_limit: Some(4000),
        }
    }
}
