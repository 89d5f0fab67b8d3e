//! The top of an account file.

use super::app::AppSection;
use super::values::{Answer, PublicKeyPem, Requests, Span, Times};
use super::words::RoleWord;
use crate::model::{Boolean, Formed, Integer, List, Nullable, Text, section};

section! {
    /// An account in App Store Connect as the mock shows it. What is left out is ready to
    /// publish.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct AccountSection {
        /// The API key that asks.
        key: KeySection,
        /// Whether the account holder has accepted Apple's agreements. Without that every
        /// request is answered 403.
        agreements_accepted: Boolean [default "true"],
        /// Whether the membership in the developer program lasts. Without it every request
        /// is answered 403.
        membership_active: Boolean [default "true"],
        /// How many requests an hour are answered.
        rate_limit: RateLimitSection,
        /// The apps. Left out, every bundle id that is asked for is an app that is ready to
        /// publish; `[]` is an account without any app.
        apps: List<AppSection, 0, 200>,
        /// What goes wrong on the way, whatever is asked. The first fault that strikes a
        /// request decides.
        faults: List<FaultSection, 0, 200>,
        /// How App Store Connect answers where no source settles it.
        unsettled: UnsettledSection,
    }
}

section! {
    /// The API key. Left out, any well-formed token is taken, as of an App Manager.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct KeySection {
        /// Its id, the `kid` of tokens. Left out, any.
        id: Text,
        /// The team's UUID, the `iss` of tokens. Left out, any.
        issuer: Text,
        /// Its public half, as `openssl ec -pubout` prints it. Left out, signatures are not
        /// checked.
        public_key: Formed<PublicKeyPem>,
        /// Whether the key was revoked: every token is then answered 401.
        revoked: Boolean [default "false"],
        /// What the key may do. Publishing needs `app-manager`.
        role: RoleWord [default "app-manager"],
    }
}

section! {
    /// The rolling limit of requests of one key.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct RateLimitSection {
        /// Requests in any hour.
        per_hour: Integer<0, 1_000_000> [default "3600"],
        /// How many of them others have made just before the start.
        used: Integer<0, 1_000_000> [default "0"],
    }
}

section! {
    /// Something that goes wrong. Either `answer` or `slow` says what.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct FaultSection {
        /// The requests that it strikes: a method, a path or both, with `*` for one segment
        /// of the path, such as `GET /v1/builds/*`. Left out, all requests.
        request: Formed<Requests>,
        /// What is answered instead: a status, or `html` for a page of HTML, `invalid-json`
        /// for JSON that ends in the middle, `cut` for a connection that does.
        answer: Answer,
        /// How late the answer comes.
        slow: Span,
        /// How many such requests go well before.
        after: Integer<0, 1_000_000> [default "0"],
        /// How many it strikes.
        times: Times [default "always"],
        /// Whether the request takes effect before its answer is spoilt, as when App Store
        /// Connect does the work and then answers 500.
        takes_effect: Boolean [default "false"],
    }
}

section! {
    /// What no source settles: how App Store Connect answers in these cases. The defaults
    /// are the likelier ones; try the other where your publish depends on it.
    "https://github.com/codemagic-lint/codemagic-lint/blob/main/docs/accounts.md"
    pub struct UnsettledSection {
        /// The code of the refusal of characters in TestFlight notes: the words of the
        /// refusal are known, its code is not.
        notes_refusal_code: Text [default "ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS"],
        /// Whether an open submission without items blocks another: reported by some, not
        /// seen by others.
        empty_submission_blocks: Boolean [default "true"],
        /// Whether a submission that was not sent may be cancelled: both answers have been
        /// seen.
        unsent_submission_cancellable: Boolean [default "false"],
        /// Whether a version that waits for review may be changed. The vendor's client takes
        /// it for editable.
        waiting_version_editable: Boolean [default "false"],
        /// Whether `SCHEDULED` without a date is refused.
        schedule_needs_date: Boolean [default "true"],
        /// Whether a phased release of a first version is refused.
        first_version_phased_refused: Boolean [default "true"],
        /// Whether a missing phased release is answered 404 instead of `data: null`. The
        /// vendor's client stops at the former.
        missing_phased_release_is_404: Boolean [default "false"],
        /// Whether a Developer's key may read test information. Where it may not, the
        /// vendor's client stops without a reason.
        developer_reads_test_information: Boolean [default "true"],
        /// Most characters of TestFlight notes; `null` for any number. Everybody counts on
        /// 4000, no source says so.
        notes_limit: Nullable<Integer<0, 1_000_000>> [default "4000"],
    }
}
