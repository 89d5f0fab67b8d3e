//! shellcheck, where it is installed.
//!
//! This module alone starts processes. It writes scripts to a temporary directory
//! and shows many of them to one process; scripts that are equal are shown once.
//! What comes back is given to the rule `shellcheck` through the trait [`ShellLint`].

mod answer;
mod positions;
mod process;
mod program;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::rules::shell_lint::{Dialect, Remark, ShellLint, ShellScript};

pub use process::RunError;
pub use program::{Program, ProgramError};

/// Scripts for one process: starting one costs as much as reading twenty scripts.
const BATCH: usize = 100;

/// What is known of a script: its remarks, or that it could not be judged.
pub type Judged = Option<Arc<[Remark]>>;

/// Shows scripts to a program and remembers what it said.
#[derive(Debug)]
pub struct Shellcheck {
    program: Program,
    timeout: Duration,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    judged: HashMap<[u8; 32], Judged>,
    errors: Vec<RunError>,
    /// Scripts that could not be judged.
    lost: usize,
    /// Whether [`Shellcheck::look_ahead`] counts the scripts: each once, however
    /// often it is shown again with changes.
    is_counted: bool,
    /// Whether the program is not asked any more.
    is_given_up: bool,
}

impl Shellcheck {
    /// Nothing shown yet.
    pub fn new(program: Program) -> Self {
        Self {
            program,
            timeout: process::TIMEOUT,
            memory: Mutex::default(),
        }
    }

    /// Ends a process that takes longer; half a minute unless said otherwise.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Shows it all scripts that rules will ask about, so that few processes do. What
    /// [`Shellcheck::troubles`] counts are these from then on.
    pub fn look_ahead(&self, scripts: &[ShellScript]) {
        self.memory().is_counted = false;
        self.lint(scripts);
        self.memory().is_counted = true;
    }

    /// What is known of the scripts, in their order, without asking the program: `None`
    /// for one that it was not shown, `Some(None)` for one that it could not judge.
    pub fn known(&self, scripts: &[ShellScript]) -> Vec<Option<Judged>> {
        let keys: Vec<[u8; 32]> = scripts.iter().map(key).collect();
        let memory = self.memory();
        keys.iter()
            .map(|key| memory.judged.get(key).cloned())
            .collect()
    }

    /// What went wrong so far, each once, and how many scripts were not judged for
    /// that.
    pub fn troubles(&self) -> (Vec<RunError>, usize) {
        let memory = self.memory();
        let mut errors = memory.errors.clone();
        errors.sort();
        errors.dedup();
        (errors, memory.lost)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Judges those that are not known yet.
    fn judge(&self, scripts: &[ShellScript], keys: &[[u8; 32]]) {
        let mut new: Vec<([u8; 32], &ShellScript)> = {
            let memory = self.memory();
            let mut seen = HashSet::new();
            let all = keys.iter().copied().zip(scripts);
            all.filter(|(key, _)| !memory.judged.contains_key(key) && seen.insert(*key))
                .collect()
        };
        if new.is_empty() {
            return;
        }
        // One process knows one shell. The order does not hang on the caller's.
        new.sort_by_key(|(key, script)| (script.dialect, *key));
        let batches: Vec<_> = new
            .chunk_by(|(_, a), (_, b)| a.dialect == b.dialect)
            .flat_map(|same| same.chunks(BATCH))
            .collect();
        batches.par_iter().for_each(|batch| self.judge_batch(batch));
    }

    fn judge_batch(&self, batch: &[([u8; 32], &ShellScript)]) {
        let Some((_, first)) = batch.first() else {
            return;
        };
        if self.memory().is_given_up {
            self.lose(batch, None);
            return;
        }
        let texts: Vec<&str> = batch.iter().map(|(_, it)| it.text.as_str()).collect();
        match process::run(&self.program, first.dialect, &texts, self.timeout) {
            Ok(remarks) => {
                let mut memory = self.memory();
                for ((key, _), remarks) in batch.iter().zip(remarks) {
                    memory.judged.insert(*key, Some(remarks.into()));
                }
            }
            Err(error) => self.lose(batch, Some(error)),
        }
    }

    fn lose(&self, batch: &[([u8; 32], &ShellScript)], error: Option<RunError>) {
        let mut memory = self.memory();
        // What hangs would cost as much time with each of the next scripts.
        memory.is_given_up |= error.as_ref().is_some_and(RunError::is_lasting);
        memory.errors.extend(error);
        if !memory.is_counted {
            memory.lost += batch.len();
        }
        let keys = batch.iter().map(|(key, _)| (*key, None));
        memory.judged.extend(keys);
    }
}

impl ShellLint for Shellcheck {
    fn lint(&self, scripts: &[ShellScript]) -> Vec<Judged> {
        let keys: Vec<[u8; 32]> = scripts.iter().map(key).collect();
        self.judge(scripts, &keys);
        let memory = self.memory();
        let judged = keys.iter().map(|key| memory.judged.get(key).cloned());
        judged.map(Option::flatten).collect()
    }

    fn is_complete(&self) -> bool {
        self.memory().errors.is_empty()
    }
}

/// What tells scripts apart.
fn key(script: &ShellScript) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(script.dialect.name());
    hash.update([0]);
    hash.update(&script.text);
    hash.finalize().into()
}

/// What the program is told about the shell and what to say.
fn arguments(dialect: Dialect) -> [&'static str; 7] {
    [
        "--norc",
        "--format",
        "json1",
        "--severity",
        "style",
        "--shell",
        dialect.name(),
    ]
}
