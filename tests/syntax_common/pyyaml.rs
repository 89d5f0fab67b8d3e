//! PyYAML as an oracle, in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// `scripts/pyyaml-oracle.py`, waiting for texts.
pub struct PyYaml {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl PyYaml {
    /// Starts it. Without Python and PyYAML there is none: a notice on a
    /// developer's machine, a failure where `CI` is set.
    pub fn start() -> Option<Self> {
        let python = if cfg!(windows) { "python" } else { "python3" };
        let probe = Command::new(python)
            .args(["-c", "import yaml"])
            .stderr(Stdio::null())
            .status();
        if !probe.is_ok_and(|status| status.success()) {
            assert!(
                std::env::var_os("CI").is_none(),
                "{python} with scripts/requirements.txt is needed"
            );
            println!("skipped: {python} with PyYAML (scripts/requirements.txt) was not found");
            return None;
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/pyyaml-oracle.py");
        let mut command = Command::new(python);
        command
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Some(Self {
            child,
            input,
            output,
        })
    }

    /// What it answers to a text: `{"ok": …}` or `{"error": …}`.
    pub fn load(&mut self, text: &str) -> Value {
        writeln!(self.input, "{}", json!(text)).unwrap();
        self.input.flush().unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?} for {text:?}"))
    }
}

impl Drop for PyYaml {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
