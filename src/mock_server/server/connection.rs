//! A connection that neither slow nor silent clients can keep for ever, and that can
//! be cut in the middle of an answer.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep, sleep};

/// How long a client may take to send the head of a request, from its first byte on.
const HEAD: Duration = Duration::from_secs(10);
/// How long a connection may stay without a request.
const IDLE: Duration = Duration::from_secs(75);
/// How long a client may take nothing of its answer.
const STALL: Duration = Duration::from_secs(20);

/// No cut.
const WHOLE: usize = usize::MAX;

/// What the handler of a request tells its connection.
#[derive(Debug, Clone)]
pub(super) struct Link(Arc<Told>);

#[derive(Debug)]
struct Told {
    is_handling: AtomicBool,
    /// How many bytes of the body to send before the connection is cut.
    cut_after: AtomicUsize,
}

impl Default for Link {
    fn default() -> Self {
        Self(Arc::new(Told {
            is_handling: AtomicBool::new(false),
            cut_after: AtomicUsize::new(WHOLE),
        }))
    }
}

impl Link {
    /// The head of a request is there: until something is sent, silence of the client is
    /// no fault of its.
    pub(super) fn handling(&self) {
        self.0.is_handling.store(true, Ordering::Release);
    }

    /// Has the connection cut after so many bytes of the next answer's body.
    pub(super) fn cut_after(&self, bytes: usize) {
        self.0.cut_after.store(bytes, Ordering::Release);
    }
}

/// A connection.
pub(super) struct Connection {
    stream: TcpStream,
    link: Link,
    /// Whether part of a request came since the last answer.
    has_begun: bool,
    patience: Pin<Box<Sleep>>,
    /// Runs while an answer cannot be sent.
    stall: Option<Pin<Box<Sleep>>>,
    is_cut: bool,
    _place: OwnedSemaphorePermit,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, link: Link, place: OwnedSemaphorePermit) -> Self {
        Self {
            stream,
            link,
            has_begun: false,
            patience: Box::pin(sleep(HEAD)),
            stall: None,
            is_cut: false,
            _place: place,
        }
    }

    fn be_patient(&mut self, duration: Duration) {
        self.patience.as_mut().reset(Instant::now() + duration);
    }

    /// The part of `bytes` that is sent before the connection is cut.
    fn before_cut<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let after = self.link.0.cut_after.load(Ordering::Acquire);
        if after == WHOLE {
            return None;
        }
        // Head and body of a small answer come in one piece.
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = head.map_or(bytes.len() / 2, |head| head + 4 + after);
        Some(bytes.get(..end).unwrap_or(bytes))
    }
}

fn timed_out() -> io::Error {
    io::ErrorKind::TimedOut.into()
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            let is_something = buffer.filled().len() > before;
            if is_something && !self.has_begun {
                self.has_begun = true;
                self.be_patient(HEAD);
            }
            return Poll::Ready(read);
        }
        if !self.link.0.is_handling.load(Ordering::Acquire) {
            ready!(self.patience.as_mut().poll(context));
            return Poll::Ready(Err(timed_out()));
        }
        Poll::Pending
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_cut {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let part = self.before_cut(bytes);
        match Pin::new(&mut self.stream).poll_write(context, part.unwrap_or(bytes)) {
            Poll::Ready(written) => {
                self.is_cut = part.is_some();
                self.stall = None;
                self.has_begun = false;
                self.link.0.is_handling.store(false, Ordering::Release);
                self.be_patient(IDLE);
                Poll::Ready(written)
            }
            Poll::Pending => {
                let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(STALL)));
                ready!(stall.as_mut().poll(context));
                Poll::Ready(Err(timed_out()))
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
