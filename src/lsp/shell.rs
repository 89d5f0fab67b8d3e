//! shellcheck beside typing: what it said before is known at once, the rest is asked
//! for by a thread of its own once the typing rests.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, never, unbounded};

use crate::rules::shell_lint::{Remark, ShellLint, ShellScript};
use crate::shellcheck::{Program, Shellcheck};

use super::settings::ShellcheckChoice;

/// How long nothing may be typed before scripts are shown to shellcheck: starting it
/// takes longer than all rules.
const QUIET: Duration = Duration::from_millis(300);

/// What shellcheck is known to say. It is never started by a check.
#[derive(Debug)]
pub(super) struct Remembered {
    shellcheck: Arc<Shellcheck>,
    /// `None` once they were taken: what is tried out afterwards is no text of the
    /// editor.
    unseen: Mutex<Option<Vec<ShellScript>>>,
}

impl Remembered {
    /// Nothing asked yet.
    pub fn new(shellcheck: Arc<Shellcheck>) -> Self {
        let unseen = Mutex::new(Some(Vec::new()));
        Self { shellcheck, unseen }
    }

    /// The scripts so far about which nothing is known.
    pub fn take_unseen(&self) -> Vec<ShellScript> {
        let mut unseen = self.unseen.lock().unwrap_or_else(PoisonError::into_inner);
        unseen.take().unwrap_or_default()
    }
}

impl ShellLint for Remembered {
    fn lint(&self, scripts: &[ShellScript]) -> Vec<Option<Arc<[Remark]>>> {
        let known = self.shellcheck.known(scripts);
        let mut unseen = self.unseen.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs = scripts.iter().zip(&known);
        if let Some(unseen) = unseen.as_mut() {
            let new = pairs.filter(|(_, known)| known.is_none());
            unseen.extend(new.map(|(script, _)| script.clone()));
        }
        known.into_iter().map(Option::flatten).collect()
    }

    fn is_complete(&self) -> bool {
        let unseen = self.unseen.lock().unwrap_or_else(PoisonError::into_inner);
        unseen.as_ref().is_some_and(Vec::is_empty) && self.shellcheck.is_complete()
    }
}

/// What the thread says.
pub(super) enum Answer {
    /// The program was found; the sentence names it.
    Found(Arc<Shellcheck>, String),
    /// It is not asked. The sentence says why.
    Absent(String),
    /// All scripts that it was last given are known now. What went wrong is told once.
    Judged(Vec<String>),
}

/// The thread that starts shellcheck.
pub(super) struct Desk {
    asks: Option<Sender<Vec<ShellScript>>>,
    /// What the thread says.
    pub answers: Receiver<Answer>,
    is_busy: bool,
}

impl Desk {
    /// Without any shellcheck.
    pub fn closed() -> Self {
        Self {
            asks: None,
            answers: never(),
            is_busy: false,
        }
    }

    /// Looks for the program and stands ready.
    pub fn open(choice: ShellcheckChoice) -> Self {
        if choice == ShellcheckChoice::Never {
            return Self::closed();
        }
        let (asks, asked) = unbounded();
        let (answer, answers) = unbounded();
        thread::spawn(move || work(&choice, &asked, &answer));
        Self {
            asks: Some(asks),
            answers,
            is_busy: true,
        }
    }

    /// Whether scripts can be given: the thread does one thing after the other.
    pub fn is_free(&self) -> bool {
        self.asks.is_some() && !self.is_busy
    }

    /// When scripts may be shown that were typed at a moment.
    pub fn due(typed: Option<Instant>) -> Option<Instant> {
        typed.map(|typed| typed + QUIET)
    }

    /// Gives scripts to the thread.
    pub fn ask(&mut self, scripts: Vec<ShellScript>) {
        let Some(asks) = &self.asks else {
            return;
        };
        self.is_busy = asks.send(scripts).is_ok();
    }

    /// The thread has answered.
    pub fn answered(&mut self) {
        self.is_busy = false;
    }
}

fn work(choice: &ShellcheckChoice, asked: &Receiver<Vec<ShellScript>>, answer: &Sender<Answer>) {
    let program = match choice {
        ShellcheckChoice::At(path) => Program::at(path).map(Some),
        _ => Program::on_path(std::env::var_os("PATH").as_deref()),
    };
    let program = match program {
        Ok(Some(program)) => program,
        Ok(None) => {
            let _ = answer.send(Answer::Absent(
                "shellcheck is not installed, so it is not asked about scripts".to_owned(),
            ));
            return;
        }
        Err(error) => {
            let told = format!("shellcheck is not asked about scripts: {error}");
            let _ = answer.send(Answer::Absent(told));
            return;
        }
    };
    let (version, path) = (program.version.clone(), program.path.display().to_string());
    let shellcheck = Arc::new(Shellcheck::new(program));
    let told = format!("scripts are shown to shellcheck {version} ({path})");
    if answer
        .send(Answer::Found(Arc::clone(&shellcheck), told))
        .is_err()
    {
        return;
    }
    let mut told = BTreeSet::new();
    for scripts in asked {
        shellcheck.lint(&scripts);
        let (errors, _) = shellcheck.troubles();
        let errors = errors.iter().map(ToString::to_string);
        let new = errors.filter(|error| told.insert(error.clone())).collect();
        if answer.send(Answer::Judged(new)).is_err() {
            return;
        }
    }
}
