//! Faults that the account file injects.

use super::account::{Fault, FaultKind};
use super::exchange::Request;

/// The faults, and how often each was met.
#[derive(Debug, Default)]
pub struct Faults(Vec<Counted>);

#[derive(Debug)]
struct Counted {
    fault: Fault,
    met: u64,
}

/// A fault that strikes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    /// What happens.
    pub kind: FaultKind,
    /// Whether the request takes effect before. A slow answer is always one to a
    /// request that does.
    pub takes_effect: bool,
}

impl Faults {
    /// Faults that nothing has met yet.
    pub fn new(faults: Vec<Fault>) -> Self {
        let counted = faults.into_iter().map(|fault| Counted { fault, met: 0 });
        Self(counted.collect())
    }

    /// The fault that strikes this request: of several the first, while all count it.
    /// Who has no good token learns that, and meets only what happens on the way.
    pub fn strike(&mut self, request: &Request, is_authorized: bool) -> Option<Strike> {
        let mut strike = None;
        for Counted { fault, met } in &mut self.0 {
            if !is_about(fault, request) || !is_authorized && is_behind_token(&fault.kind) {
                continue;
            }
            *met += 1;
            let first = u64::from(fault.after);
            let last = fault
                .times
                .map_or(u64::MAX, |times| first + u64::from(times));
            if *met > first && *met <= last && strike.is_none() {
                strike = Some(Strike {
                    kind: fault.kind.clone(),
                    takes_effect: fault.takes_effect || matches!(fault.kind, FaultKind::Slow(_)),
                });
            }
        }
        strike
    }
}

/// Whether App Store Connect answers so only to those it knows.
fn is_behind_token(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Forbidden | FaultKind::NotFound | FaultKind::RateLimited
    )
}

fn is_about(fault: &Fault, request: &Request) -> bool {
    let is_method = |method: &String| method.eq_ignore_ascii_case(&request.method);
    fault.method.as_ref().is_none_or(is_method)
        && fault
            .path
            .as_ref()
            .is_none_or(|form| is_path(form, &request.path))
}

/// Whether a path has this form, in which `*` stands for one segment that is not empty.
pub fn is_path(form: &str, path: &str) -> bool {
    fit(form, path, stands_for)
}

/// Whether a path may have both of two forms.
pub fn may_be_path(one: &str, other: &str) -> bool {
    fit(one, other, |one, other| {
        stands_for(one, other) || stands_for(other, one)
    })
}

fn stands_for(form: &str, segment: &str) -> bool {
    form == segment || form == "*" && !segment.is_empty()
}

fn fit(one: &str, other: &str, segments_fit: impl Fn(&str, &str) -> bool) -> bool {
    let mut others = other.split('/');
    let mut ones = one.split('/');
    ones.all(|one| others.next().is_some_and(|other| segments_fit(one, other)))
        && others.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(faults: &mut Faults, method: &str, path: &str) -> bool {
        let request = Request {
            method: method.into(),
            path: path.into(),
            ..Request::default()
        };
        faults.strike(&request, true).is_some()
    }

    #[test]
    fn an_asterisk_is_a_segment_that_is_there() {
        assert!(is_path("/v1/builds/*", "/v1/builds/1"));
        assert!(!is_path("/v1/builds/*", "/v1/builds/"));
        assert!(!is_path("/v1/builds/*", "/v1/builds/1/app"));
        assert!(!is_path("/v1/builds/1", "/v1/builds/*"));
        assert!(may_be_path("/v1/builds/1", "/v1/builds/*"));
        assert!(!may_be_path("/v1/builds/", "/v1/builds/*"));
    }

    #[test]
    fn a_fault_strikes_so_many_requests_after_so_many() {
        let mut faults = Faults::new(vec![Fault {
            method: Some("GET".into()),
            path: Some("/v1/builds/*".into()),
            after: 1,
            times: Some(2),
            takes_effect: false,
            kind: FaultKind::NotFound,
        }]);
        let mut struck = Vec::new();
        for path in ["/v1/builds", "/v1/builds/1/app", "/v1/apps/1"] {
            assert!(!asked(&mut faults, "GET", path), "{path}");
        }
        assert!(!asked(&mut faults, "PATCH", "/v1/builds/1"));
        for _ in 0..5 {
            struck.push(asked(&mut faults, "GET", "/v1/builds/1"));
        }
        assert_eq!(struck, [false, true, true, false, false]);
    }
}
