//! The server's state: the current snapshot, and the pages that wait for the next.

#![expect(clippy::disallowed_types, reason = "requests share the snapshot; the only locks of the program")]

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

use crate::date::Today;
use crate::diag::{Diagnostic, Severity, Tally, render};
use crate::path::VaultPath;
use crate::pipeline::{Build, Loaded, Purpose};
use crate::serve::tick_access::TickEndpoint;

/// One state of the site.
pub struct Snapshot {
    /// Grows by one with every rebuild.
    pub version: u64,
    pub build: Build,
    /// The overlay's diagnostics, once a page requested them.
    problems: OnceLock<String>,
}

/// The events for the terminal.
pub enum Event {
    /// The first build is served.
    Listening { address: SocketAddr, snapshot: Arc<Snapshot> },
    /// A change was built.
    Rebuilt { snapshot: Arc<Snapshot>, changed: Vec<VaultPath>, took: Duration },
    /// A change could not be built; the last good site stays.
    Failed(Vec<Diagnostic>),
    /// The operating system refuses to watch the vault; changes are found by polling.
    Polling(String),
}

impl Snapshot {
    /// The site as first read.
    pub fn first(loaded: &Loaded) -> Self {
        Self::new(1, loaded.build(Purpose::Preview))
    }

    pub(super) fn new(version: u64, build: Build) -> Self {
        Self { version, build, problems: OnceLock::new() }
    }

    /// The day this snapshot is stamped with.
    pub fn today(&self) -> Today {
        self.build.schedule.today
    }
}

/// The most problems that the overlay lists; it shows the number of the rest.
const SHOWN: usize = 50;

/// The numbers of errors and warnings, and the first of them, errors before all others, as JSON.
fn problems(diagnostics: &[Diagnostic]) -> String {
    let tally = Tally::of(diagnostics);
    let of = |severity| diagnostics.iter().filter(move |diagnostic| diagnostic.severity == severity);
    let shown = of(Severity::Error).chain(of(Severity::Warning)).take(SHOWN).cloned().collect::<Vec<_>>();
    let (errors, warnings, shown) = (tally.errors, tally.warnings, render::json(&shown));
    format!("{{\"errors\":{errors},\"warnings\":{warnings},\"shown\":{shown}}}\n")
}

/// The state shared by requests. The only locks of the program are here.
pub struct LiveSite {
    current: RwLock<Arc<Snapshot>>,
    /// The error that keeps the vault from being built, in the overlay's JSON; `None` without one.
    failure: RwLock<Option<String>>,
    versions: watch::Sender<u64>,
    pub address: SocketAddr,
    /// The tick endpoint; only where pages may tick boxes.
    pub(super) writer: Option<Arc<TickEndpoint>>,
    report: Box<dyn Fn(Event) + Send + Sync>,
}

impl LiveSite {
    pub(super) fn new(
        first: Snapshot,
        address: SocketAddr,
        writer: Option<TickEndpoint>,
        report: Box<dyn Fn(Event) + Send + Sync>,
    ) -> Self {
        Self {
            versions: watch::Sender::new(first.version),
            current: RwLock::new(Arc::new(first)),
            failure: RwLock::new(None),
            address,
            writer: writer.map(Arc::new),
            report,
        }
    }

    pub fn current(&self) -> Arc<Snapshot> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts each new site and each failure to build one, both of which the pages show.
    pub(super) fn version(&self) -> u64 {
        *self.versions.borrow()
    }

    /// Diagnostics for the overlay: those of the failed build, else those of the current site.
    pub(super) fn problems(&self) -> String {
        let failure = self.failure.read().unwrap_or_else(PoisonError::into_inner).clone();
        failure.unwrap_or_else(|| {
            let current = self.current();
            current.problems.get_or_init(|| problems(&current.build.diagnostics)).clone()
        })
    }

    /// Swaps in the next state and wakes the pages.
    pub(super) fn publish(&self, build: Build) -> Arc<Snapshot> {
        let version = self.version() + 1;
        let next = Arc::new(Snapshot::new(version, build));
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = None;
        let last = std::mem::replace(&mut *self.current.write().unwrap_or_else(PoisonError::into_inner), next.clone());
        self.versions.send_replace(version);
        // A large site takes a while to free; the pages need not wait for it.
        drop(last);
        next
    }

    /// Keeps the last good site and shows the error.
    pub(super) fn fail(&self, diagnostics: Vec<Diagnostic>) {
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = Some(problems(&diagnostics));
        self.versions.send_modify(|version| *version += 1);
        self.report(Event::Failed(diagnostics));
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.versions.subscribe()
    }

    pub(super) fn report(&self, event: Event) {
        (self.report)(event);
    }
}
