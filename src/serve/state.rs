//! What the server knows: the current snapshot, and who waits for the next.

#![expect(clippy::disallowed_types, reason = "requests share the snapshot; the only locks of the program")]

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

use crate::date::Today;
use crate::diag::{Diagnostic, Severity, render};
use crate::path::VaultPath;
use crate::pipeline::{Build, Loaded, Purpose};
use crate::serve::write::Writer;

/// One state of the site.
pub struct Snapshot {
    /// Grows by one with every rebuild.
    pub version: u64,
    pub build: Build,
    /// Errors and warnings as JSON, for the overlay.
    pub problems: String,
}

/// What the terminal may be told.
pub enum Event {
    /// The first build is served.
    Listening { address: SocketAddr, snapshot: Arc<Snapshot> },
    /// A change was built.
    Rebuilt { snapshot: Arc<Snapshot>, changed: Vec<VaultPath>, took: Duration },
    /// A change could not be built; the last good site stays.
    Failed(Vec<Diagnostic>),
    /// The operating system refuses to watch the vault; changes are found by looking.
    Polling(String),
}

impl Snapshot {
    /// The site as first read.
    pub fn first(loaded: &Loaded) -> Self {
        Self::new(1, loaded.build(Purpose::SomePages))
    }

    pub(super) fn new(version: u64, build: Build) -> Self {
        let problems = problems(&build.diagnostics);
        Self { version, build, problems }
    }

    /// The day this snapshot is stamped with.
    pub fn today(&self) -> Today {
        self.build.schedule.today
    }
}

fn problems(diagnostics: &[Diagnostic]) -> String {
    let shown: Vec<Diagnostic> =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Info).cloned().collect();
    render::json(&shown)
}

/// The state that requests share. The only locks of the program are here.
pub struct Live {
    current: RwLock<Arc<Snapshot>>,
    /// What keeps the vault from being built, as JSON; `[]` when nothing does.
    failure: RwLock<String>,
    versions: watch::Sender<u64>,
    pub address: SocketAddr,
    /// Only where pages may tick boxes.
    pub(super) writer: Option<Arc<Writer>>,
    report: Box<dyn Fn(Event) + Send + Sync>,
}

impl Live {
    pub(super) fn new(
        first: Snapshot,
        address: SocketAddr,
        writer: Option<Writer>,
        report: Box<dyn Fn(Event) + Send + Sync>,
    ) -> Self {
        Self {
            versions: watch::Sender::new(first.version),
            current: RwLock::new(Arc::new(first)),
            failure: RwLock::new("[]".to_owned()),
            address,
            writer: writer.map(Arc::new),
            report,
        }
    }

    pub fn current(&self) -> Arc<Snapshot> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts what the pages can show: each new site, and each failure to build one.
    pub(super) fn version(&self) -> u64 {
        *self.versions.borrow()
    }

    /// Diagnostics for the overlay: what failed, else what the current site says.
    pub(super) fn problems(&self) -> String {
        let failure = self.failure.read().unwrap_or_else(PoisonError::into_inner).clone();
        if failure == "[]" { self.current().problems.clone() } else { failure }
    }

    /// Swaps in the next state and wakes the pages.
    pub(super) fn publish(&self, build: Build) -> Arc<Snapshot> {
        let version = self.version() + 1;
        let next = Arc::new(Snapshot::new(version, build));
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = "[]".to_owned();
        let last = std::mem::replace(&mut *self.current.write().unwrap_or_else(PoisonError::into_inner), next.clone());
        self.versions.send_replace(version);
        // A large site takes a while to free; the pages need not wait for it.
        drop(last);
        next
    }

    /// Keeps the last good site and shows why.
    pub(super) fn fail(&self, diagnostics: Vec<Diagnostic>) {
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = render::json(&diagnostics);
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
