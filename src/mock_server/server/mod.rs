//! The mock behind HTTP on loopback.
//!
//! A thread of its own runs the sockets, so that callers need not be asynchronous. One
//! lock is around all of the state, and no request waits while it holds it: each is one
//! transaction, and a client that goes away leaves the state whole.

mod connection;
mod guard;
mod handler;
mod listener;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use axum::handler::Handler as _;
use tokio::sync::oneshot;

use crate::app_store_connect::{ApiError, Clock, SystemClock};

use super::account::Account;
use super::exchange::Request;
use super::mock::{Mock, Moment, Outcome};

use connection::Link;
use listener::Doorman;

/// Which clock judges how long tokens live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenClock {
    /// The server's own, as inside a dry run, where client and server share it.
    Own,
    /// The system's, as for clients that know no other.
    System,
}

/// A running server. It stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A function that is told of each request, such as to print it.
pub type Observer = Box<dyn Fn(&Request, &Outcome) + Send + Sync>;

/// What all connections share.
struct State {
    mock: Mutex<Mock>,
    clock: Arc<dyn Clock>,
    tokens: TokenClock,
    address: SocketAddr,
    observer: Option<Observer>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl State {
    fn mock(&self) -> MutexGuard<'_, Mock> {
        self.mock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One transaction. The clock is read and moved inside it, so that time never runs
    /// back between two requests.
    fn handle(&self, request: &Request) -> Outcome {
        self.transact(request, |mock, at| mock.handle(request, at))
    }

    /// Refuses a request of which not everything could be read.
    fn refuse(&self, request: &Request, error: ApiError) -> Outcome {
        self.transact(request, |mock, at| mock.refuse(request, error, at))
    }

    fn transact(
        &self,
        request: &Request,
        act: impl FnOnce(&mut Mock, Moment) -> Outcome,
    ) -> Outcome {
        let mut mock = self.mock();
        let now = self.clock.now();
        let for_tokens = match self.tokens {
            TokenClock::Own => now,
            TokenClock::System => SystemClock::default().now(),
        };
        let outcome = act(&mut mock, Moment { now, for_tokens });
        if !outcome.advance.is_zero() {
            self.clock.advance(outcome.advance);
        }
        drop(mock);
        if let Some(observer) = &self.observer {
            observer(request, &outcome);
        }
        outcome
    }
}

impl Server {
    /// Starts a server; port 0 is any that is free.
    ///
    /// # Errors
    /// When the address is not loopback or cannot be had.
    pub fn start(
        listen: SocketAddr,
        account: Account,
        clock: Arc<dyn Clock>,
        tokens: TokenClock,
    ) -> io::Result<Self> {
        Self::start_observed(listen, account, clock, tokens, None)
    }

    /// Starts a server that tells somebody of each request.
    ///
    /// # Errors
    /// When the address is not loopback or cannot be had.
    pub fn start_observed(
        listen: SocketAddr,
        account: Account,
        clock: Arc<dyn Clock>,
        tokens: TokenClock,
        observer: Option<Observer>,
    ) -> io::Result<Self> {
        if !listen.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "`{listen}` is not a loopback address: the mock server listens on 127.0.0.1 \
                     or [::1] only, so that nobody else can reach it"
                ),
            ));
        }
        let socket = std::net::TcpListener::bind(listen)?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        let mock = Mock::new(account, clock.now());
        let state = Arc::new(State {
            mock: Mutex::new(mock),
            clock,
            tokens,
            address,
            observer,
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(MOST_SLEEPERS)
            .build()?;
        let doorman = {
            let _inside = runtime.enter();
            Doorman::new(tokio::net::TcpListener::from_std(socket)?)
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let shared = Arc::clone(&state);
        let thread = std::thread::Builder::new()
            .name("mock-server".into())
            .spawn(move || {
                let service = handler::answer
                    .with_state(shared)
                    .into_make_service_with_connect_info::<Link>();
                runtime.spawn(async move { axum::serve(doorman, service).await });
                // Ends when told to, or when whoever could tell is gone.
                let _ = runtime.block_on(stopped);
                runtime.shutdown_background();
            })?;
        Ok(Self {
            address,
            state,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the addresses of all requests begin with: `http://127.0.0.1:8000`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Looks at the state, while no request can change it.
    pub fn with_mock<T>(&self, look: impl FnOnce(&mut Mock) -> T) -> T {
        look(&mut self.state.mock())
    }

    /// Waits until the server ends, which it does not by itself.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    /// Stops it; open connections are closed.
    pub fn stop(self) {
        drop(self);
    }
}

/// Most slow answers at a time; more wait for their turn.
const MOST_SLEEPERS: usize = 64;

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
