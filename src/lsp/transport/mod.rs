//! Messages over standard input and output.
//!
//! A thread reads and one writes, each with a queue that grows: a slow editor keeps
//! neither the other thread nor the server waiting. What is no message is answered
//! here, with the error that the protocol has for it; where it is unknown where the
//! next message begins, reading ends.
//!
//! The package `lsp-server` brings such threads as well, but they end at the first
//! message that is no JSON and hand over one message at a time, so that nobody sees
//! what waits.

mod frame;
mod message;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, select, unbounded};
use lsp_server::{Connection, Message};
use serde::Serialize;
use serde_json::Value;

pub use frame::FrameError;

/// The notification by which the loop learns that the editor could not read a message.
pub(super) const REFUSED: &str = "codemagic-lint/refused";

/// How long the last messages may take to be written.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The threads behind a connection.
pub(super) struct Threads {
    failed: Receiver<FrameError>,
    written: Receiver<()>,
}

impl Threads {
    /// Waits until everything is written, after the connection was dropped. Whoever
    /// reads no more is not waited for, nor for whoever writes no more.
    ///
    /// # Errors
    /// Where reading ended in the middle of something.
    pub fn finish(self) -> Result<(), FrameError> {
        let _ = self.written.recv_timeout(LAST_WORDS);
        self.failed.try_recv().map_or(Ok(()), Err)
    }
}

/// Connects to anything that can be read and written.
pub(super) fn connect(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> (Connection, Threads) {
    let (to_server, receiver) = unbounded();
    let (sender, from_server) = unbounded();
    let (refuse, refusals) = unbounded();
    let (fail, failed) = bounded(1);
    let (finish, written) = bounded(1);
    thread::spawn(move || {
        if let Err(error) = read_all(BufReader::new(input), &to_server, &refuse) {
            let _ = fail.send(error);
        }
    });
    thread::spawn(move || {
        // A pipe that nobody reads any more is the end, and no error.
        let _ = write_all(output, &from_server, &refusals);
        let _ = finish.send(());
    });
    (Connection { sender, receiver }, Threads { failed, written })
}

fn read_all(
    mut input: impl BufRead,
    messages: &Sender<Message>,
    refusals: &Sender<Value>,
) -> Result<(), FrameError> {
    while let Some(frame) = frame::read(&mut input)? {
        match message::read(&frame) {
            Ok(message) => {
                let is_last =
                    matches!(&message, Message::Notification(told) if told.method == "exit");
                if messages.send(message).is_err() || is_last {
                    break;
                }
            }
            Err(refusal) => {
                let _ = refusals.send(refusal.to_json());
            }
        }
    }
    Ok(())
}

fn write_all(
    mut output: impl Write,
    messages: &Receiver<Message>,
    refusals: &Receiver<Value>,
) -> io::Result<()> {
    loop {
        select! {
            recv(messages) -> message => match message {
                Ok(message) => write(&mut output, &Versioned { jsonrpc: "2.0", message })?,
                Err(_) => break,
            },
            recv(refusals) -> refusal => match refusal {
                Ok(refusal) => write(&mut output, &refusal)?,
                // Reading has ended; the server may still have something to say.
                Err(_) => return messages.iter().try_for_each(|message| {
                    write(&mut output, &Versioned { jsonrpc: "2.0", message })
                }),
            },
        }
    }
    refusals
        .try_iter()
        .try_for_each(|refusal| write(&mut output, &refusal))
}

#[derive(Serialize)]
struct Versioned {
    jsonrpc: &'static str,
    #[serde(flatten)]
    message: Message,
}

fn write(output: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let body = serde_json::to_vec(message)?;
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend(body);
    output.write_all(&bytes)?;
    output.flush()
}
