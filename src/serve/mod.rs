//! `kbgen serve`: the site in memory, on loopback, with a browser that follows the vault.
//!
//! A request is answered from the route table of the current [`Snapshot`]; no file is ever looked up on disk by its
//! address. One thread ([`watch`]) owns the vault, builds a new snapshot after a change and at midnight of the vault's
//! zone, and swaps it in. Pages are notified by server-sent events that carry only a number.

mod answer;
mod assets;
mod guard;
mod range;
mod state;
mod tick_access;
mod tick_endpoint;
mod tick_ui;
mod watch;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::routing::any;

use crate::date::Clock;
use crate::pipeline::{Failure, Loaded};

pub use state::{Event, LiveSite, Snapshot};

/// The settings of the server; everything from outside is a parameter.
pub struct Options {
    /// The vault's folder, to be watched.
    pub vault: PathBuf,
    /// Whether pages may tick boxes.
    pub write: bool,
    /// Reads config and vault in full: at the start, and after a change to more than notes.
    pub load: Box<dyn FnMut() -> Result<Loaded, Failure> + Send>,
    /// The clock; read after each rebuild and at midnight.
    pub clock: Box<dyn Fn() -> Clock + Send>,
    /// Called with each event, for the terminal.
    pub report: Box<dyn Fn(Event) + Send + Sync>,
}

/// Takes the first free port from `first` on; only `first` itself if `exact`. Loopback only.
///
/// # Errors
/// The port, or each of 50 after it, is taken.
pub fn bind(first: u16, exact: bool) -> io::Result<TcpListener> {
    let last = if exact { first } else { first.saturating_add(50) };
    let mut refused = None;
    for port in first..=last {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = Some(error),
        }
    }
    Err(refused.unwrap_or_else(|| io::Error::other("no port to try")))
}

/// Builds the site and serves it until `stop` returns or the process ends.
///
/// # Errors
/// The first build fails (later ones keep the last good site), or the socket does.
pub fn run(
    listener: TcpListener,
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Stopped> {
    let address = listener.local_addr().map_err(Stopped::Io)?;
    listener.set_nonblocking(true).map_err(Stopped::Io)?;
    let Options { vault, write, mut load, clock, report } = options;
    let writer = if write { Some(tick_access::TickEndpoint::new(vault.clone()).map_err(Stopped::Io)?) } else { None };
    let watching = watch::Watching::begin(&vault, &*report);
    let loaded = load().map_err(Stopped::Build)?;
    let live = Arc::new(LiveSite::new(Snapshot::first(&loaded), address, writer, report));
    live.report(Event::Listening { address, snapshot: live.current() });
    watch::start(watching, live.clone(), loaded, load, clock);

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Stopped::Io)?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(Stopped::Io)?;
        let router = Router::new().fallback(any(answer::answer)).with_state(live);
        // Open event streams would keep a graceful shutdown waiting for ever.
        tokio::select! {
            served = axum::serve(listener, router).into_future() => served.map_err(Stopped::Io),
            () = stop => Ok(()),
        }
    })
}

/// The reason why a server ended.
#[derive(Debug)]
pub enum Stopped {
    Build(Failure),
    Io(io::Error),
}
