//! Who lets connections in, and how many.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::connection::{Connection, Link};

/// Most connections at a time; more wait in the system's queue.
const MOST_CONNECTIONS: usize = 768;

/// How long to wait when the system has no more sockets.
const PAUSE: Duration = Duration::from_millis(100);

/// Lets so many connections in at a time.
pub(super) struct Doorman {
    socket: TcpListener,
    places: Arc<Semaphore>,
}

impl Doorman {
    pub(super) fn new(socket: TcpListener) -> Self {
        Self {
            socket,
            places: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
        }
    }
}

impl Listener for Doorman {
    type Io = Connection;
    type Addr = Link;

    async fn accept(&mut self) -> (Connection, Link) {
        loop {
            let place = Arc::clone(&self.places).acquire_owned().await;
            let (Ok(place), Ok((stream, _))) = (place, self.socket.accept().await) else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            // Answers are small and whole: nothing is gained by waiting for more.
            let _ = stream.set_nodelay(true);
            let link = Link::default();
            return (Connection::new(stream, link.clone(), place), link);
        }
    }

    fn local_addr(&self) -> io::Result<Link> {
        Ok(Link::default())
    }
}

/// For `axum::serve`, which can tell handlers about the connection.
impl axum::extract::connect_info::Connected<axum::serve::IncomingStream<'_, Doorman>> for Link {
    fn connect_info(stream: axum::serve::IncomingStream<'_, Doorman>) -> Self {
        stream.remote_addr().clone()
    }
}
