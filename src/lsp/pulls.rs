//! Requests for the diagnostics of the whole workspace. Closed files are checked one by
//! one between messages, so that nothing waits for them; an answer without any news
//! waits until there is some.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::Instant;

use gen_lsp_types as lsp;
use lsp_server::{RequestId, Response};

use super::disk;
use super::requests::workspace_diagnostic::{answer, is_news};
use super::session::Session;

/// A request that is not answered yet.
struct Pull {
    id: RequestId,
    params: lsp::WorkspaceDiagnosticParams,
    /// Closed files that are still to be looked at; `None` where it is not known which.
    left: Option<Vec<PathBuf>>,
    /// Whether there was nothing new to say before: closed files are then as they were,
    /// as long as nobody tells of a change.
    is_again: bool,
    /// What was current when there was nothing new.
    generation: u64,
}

/// Requests for the workspace's diagnostics.
#[derive(Default)]
pub(super) struct Pulls {
    going: VecDeque<Pull>,
    /// One to which there is nothing new to say.
    held: Option<Pull>,
}

/// What was done.
pub(super) enum Step {
    /// A file was checked, or a request held back.
    Looked,
    /// The request is answered by this.
    Answered(Response),
    /// A request takes the place of an older one, which is to be released.
    Replaced(RequestId),
}

impl Pulls {
    /// Takes a request.
    pub fn add(&mut self, id: RequestId, params: lsp::WorkspaceDiagnosticParams) {
        self.going.push_back(Pull {
            id,
            params,
            left: None,
            is_again: false,
            generation: 0,
        });
    }

    /// Drops a request. Gives whether it was there.
    pub fn remove(&mut self, id: &RequestId) -> bool {
        let count = self.going.len();
        self.going.retain(|pull| pull.id != *id);
        self.held.take_if(|held| held.id == *id).is_some() || self.going.len() < count
    }

    /// Drops all requests.
    pub fn take(&mut self) -> Vec<RequestId> {
        let all = self.held.take().into_iter().chain(self.going.drain(..));
        all.map(|pull| pull.id).collect()
    }

    /// The request for which there is something to do. One that was held back waits
    /// until the documents that have changed are checked.
    pub fn next(&mut self, session: &Session) -> Option<RequestId> {
        let is_news =
            |held: &mut Pull| held.generation != session.generation && session.outdated.is_empty();
        if let Some(held) = self.held.take_if(is_news) {
            self.going.push_back(Pull {
                left: None,
                is_again: true,
                ..held
            });
        }
        self.going.front().map(|pull| pull.id.clone())
    }

    /// Does one thing for the request that is next.
    pub fn step(&mut self, session: &mut Session) -> Step {
        let Some(pull) = self.going.front_mut() else {
            return Step::Looked;
        };
        let is_again = pull.is_again;
        let left = pull.left.get_or_insert_with(|| closed(session));
        while let Some(path) = left.pop() {
            if !session.disk.is_known(&path, is_again) {
                look_at(session, &path);
                return Step::Looked;
            }
        }
        // Something was forgotten meanwhile.
        if closed(session)
            .iter()
            .any(|it| session.disk.get(it).is_none())
        {
            pull.left = None;
            return Step::Looked;
        }
        let generation = session.generation;
        let report = answer(session, &pull.params);
        let waits = &pull.params.partial_result_params.partial_result_token;
        let is_first = pull.params.previous_result_ids.is_empty();
        let is_held = waits.is_some() && !is_first && !is_news(&report);
        let Some(pull) = self.going.pop_front() else {
            return Step::Looked;
        };
        if !is_held {
            return Step::Answered(Response::new_ok(pull.id, report));
        }
        let before = self.held.replace(Pull { generation, ..pull });
        before.map_or(Step::Looked, |before| Step::Replaced(before.id))
    }
}

/// The workspace's files that are not open, the last one first.
fn closed(session: &Session) -> Vec<PathBuf> {
    let open = session.documents();
    let open: BTreeSet<&Path> = open.filter_map(|it| it.path.as_deref()).collect();
    let files = session.project.files();
    let closed = files.iter().filter(|path| !open.contains(path.as_path()));
    closed.rev().cloned().collect()
}

fn look_at(session: &mut Session, path: &Path) {
    let start = Instant::now();
    disk::check(session, path);
    session
        .editor()
        .trace("check of a closed file", start.elapsed());
}
