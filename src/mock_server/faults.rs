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
    pub fn strike(&mut self, request: &Request) -> Option<Strike> {
        let mut strike = None;
        for Counted { fault, met } in &mut self.0 {
            if !is_about(fault, request) {
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

fn is_about(fault: &Fault, request: &Request) -> bool {
    let is_method = |method: &String| method.eq_ignore_ascii_case(&request.method);
    fault.method.as_ref().is_none_or(is_method)
        && fault
            .path
            .as_ref()
            .is_none_or(|form| is_path(form, &request.path))
}

/// Whether a path has this form, in which `*` stands for one segment.
fn is_path(form: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    let is_same = form
        .split('/')
        .all(|form| segments.next().is_some_and(|it| form == "*" || form == it));
    is_same && segments.next().is_none()
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
        faults.strike(&request).is_some()
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
