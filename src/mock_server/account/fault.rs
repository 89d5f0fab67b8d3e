//! What goes wrong on the way.

use std::time::Duration;

/// Something that goes wrong on the way.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The method it strikes; `None` for any.
    pub method: Option<String>,
    /// The path it strikes, with `*` for one segment: `/v1/builds/*`; `None` for any.
    pub path: Option<String>,
    /// How many such requests go well before.
    pub after: u32,
    /// How many it strikes; `None` for all.
    pub times: Option<u32>,
    /// Whether the request takes effect before its answer is spoilt.
    pub takes_effect: bool,
    /// What happens.
    pub kind: FaultKind,
}

/// What a fault does to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The token is refused although it is good.
    Unauthorized,
    /// 403: the role does not allow it.
    Forbidden,
    /// 404: there is no such resource.
    NotFound,
    /// A server error with this status, 500 to 599.
    ServerError(u16),
    /// 429.
    RateLimited,
    /// The answer comes so late, on the server's clock.
    Slow(Duration),
    /// The connection is closed in the middle of the answer.
    Cut,
    /// An HTML page instead of JSON, with status 502.
    Html,
    /// JSON that ends in the middle, with status 200.
    InvalidJson,
}
