//! The thread that owns the vault: it waits for changes or for midnight, and rebuilds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::date::Clock;
use crate::diag::Diagnostic;
use crate::path::VaultPath;
use crate::pipeline::{Failure, Loaded, Purpose};
use crate::scan::{REVIEW_LOG, is_page};
use crate::serve::state::{Event, LiveSite};

/// The quiet time after which a change is processed: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(10);
/// The longest time after a change's first step until it is processed.
const PATIENCE: Duration = Duration::from_millis(300);
/// The polling interval where the operating system reports no changes.
const POLL: Duration = Duration::from_secs(1);
/// More changed notes than this are read by a new scan.
const MANY: usize = 100;

type Load = Box<dyn FnMut() -> Result<Loaded, Failure> + Send>;

/// The vault's folder, watched from here on.
pub struct Watching {
    /// The path with all links resolved, as events name it.
    root: PathBuf,
    changes: Receiver<notify::Event>,
    /// Watches until it is dropped.
    _watcher: Option<Box<dyn Watcher + Send>>,
}

impl Watching {
    /// Starts watching; must happen before the vault is read, or a change in between would be missed.
    pub fn begin(vault: &Path, report: &(dyn Fn(Event) + Send + Sync)) -> Self {
        let (sender, changes) = channel();
        let root = vault.canonicalize().unwrap_or_else(|_| vault.to_owned());
        let watcher = watcher(&root, &sender, report);
        Self { root, changes, _watcher: watcher }
    }
}

/// Starts the thread.
pub fn start(
    watching: Watching,
    live: Arc<LiveSite>,
    loaded: Loaded,
    load: Load,
    clock: Box<dyn Fn() -> Clock + Send>,
) {
    std::thread::spawn(move || Keeper { watching, live, loaded, load, clock, failed: false }.run());
}

/// The files that a change touched.
#[derive(Default)]
struct Changes {
    notes: BTreeSet<VaultPath>,
    /// Attachments whose bytes may have changed, and with them their size on the page.
    touched: BTreeSet<VaultPath>,
    /// Whether the review log changed.
    reviews: bool,
    /// Whether more than notes changed: settings, theme, attachments, folders.
    whole: bool,
}

struct Keeper {
    watching: Watching,
    live: Arc<LiveSite>,
    loaded: Loaded,
    load: Load,
    clock: Box<dyn Fn() -> Clock + Send>,
    /// Whether the vault could not be read the last time: then everything must be read again.
    failed: bool,
}

impl Keeper {
    fn run(mut self) {
        loop {
            match self.watching.changes.recv_timeout(self.until_midnight()) {
                Ok(event) => {
                    let changes = self.gather(event);
                    self.rebuild(changes);
                }
                Err(RecvTimeoutError::Timeout) => self.restamp_if_due(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The rest of today; an hour at most, since the timer stops while a laptop sleeps.
    fn until_midnight(&self) -> Duration {
        let hour = Duration::from_secs(3600);
        match (self.clock)() {
            Clock::Day(_) => hour,
            Clock::Instant(now) => {
                let left = self.live.current().today().next_start() - now;
                left.to_std().unwrap_or_default().clamp(Duration::from_millis(10), hour)
            }
        }
    }

    fn restamp_if_due(&mut self) {
        let Clock::Instant(now) = (self.clock)() else { return };
        if now >= self.live.current().today().next_start() {
            self.loaded.restamp(Clock::Instant(now));
            self.publish(false, Vec::new(), tick());
        }
    }

    fn gather(&self, first: notify::Event) -> Changes {
        let start = tick();
        let mut gathered = Changes::default();
        self.note_event(&first, &mut gathered);
        while start.elapsed() < PATIENCE {
            match self.watching.changes.recv_timeout(QUIET) {
                Ok(event) => self.note_event(&event, &mut gathered),
                // Many programs empty a file before they write it; the page must not lose its text in between.
                Err(RecvTimeoutError::Timeout) if self.is_emptied(&gathered) => {}
                Err(_) => break,
            }
        }
        gathered
    }

    /// Whether a changed note is empty: more is likely still to be written.
    fn is_emptied(&self, gathered: &Changes) -> bool {
        let is_empty = |path: &VaultPath| {
            let found = self.watching.root.join(path.as_str()).symlink_metadata();
            found.is_ok_and(|found| found.is_file() && found.len() == 0)
        };
        gathered.notes.iter().any(is_empty)
    }

    fn note_event(&self, event: &notify::Event, gathered: &mut Changes) {
        let content_only = matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any));
        if matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))) {
            return;
        }
        for path in &event.paths {
            match self.vault_path(path) {
                Some(path) if is_page(&path) => drop(gathered.notes.insert(path)),
                Some(path) if is_log(&path) => gathered.reviews = true,
                Some(path) if is_hidden(&path) => {}
                Some(path) if content_only && !is_settings(&path) => drop(gathered.touched.insert(path)),
                _ => gathered.whole = true,
            }
        }
    }

    fn vault_path(&self, path: &Path) -> Option<VaultPath> {
        let relative = path.strip_prefix(&self.watching.root).ok()?;
        let segments: Option<Vec<&str>> = relative.iter().map(|segment| segment.to_str()).collect();
        segments.filter(|segments| !segments.is_empty()).map(|segments| VaultPath::new(segments.join("/")))
    }

    fn rebuild(&mut self, changes: Changes) {
        let start = tick();
        let nothing = changes.notes.is_empty() && changes.touched.is_empty() && !changes.reviews;
        if !changes.whole && nothing {
            return;
        }
        let anew = changes.whole || self.failed || changes.notes.len() > MANY;
        let read = if anew {
            (self.load)().map(|loaded| self.loaded = loaded).map_err(failure_diagnostics)
        } else {
            self.reread(&changes.notes, changes.touched, changes.reviews).map_err(|diagnostic| vec![diagnostic])
        };
        self.failed = read.is_err();
        if let Err(diagnostics) = read {
            return self.live.fail(diagnostics);
        }
        self.loaded.restamp((self.clock)());
        self.publish(anew, changes.notes.into_iter().collect(), start);
    }

    fn reread(
        &mut self,
        notes: &BTreeSet<VaultPath>,
        touched: BTreeSet<VaultPath>,
        reviews: bool,
    ) -> Result<(), Diagnostic> {
        if reviews {
            self.loaded.reread_reviews()?;
        }
        self.loaded.reread(notes, touched)
    }

    /// `anew`: the vault was read in full, so nothing of the last site is valid.
    fn publish(&self, anew: bool, changed: Vec<VaultPath>, start: Instant) {
        let last = self.live.current();
        let build = if anew {
            self.loaded.build(Purpose::Preview)
        } else {
            self.loaded.build(Purpose::NextPreview(&last.build))
        };
        let snapshot = self.live.publish(build);
        self.live.report(Event::Rebuilt { snapshot, changed, took: start.elapsed() });
    }
}

/// Obsidian writes its workspace file all the time.
fn is_hidden(path: &VaultPath) -> bool {
    path.as_str().split('/').any(|segment| segment.starts_with('.')) && !is_settings(path)
}

/// The review log, or its folder: when that is made, the log in it is there before anybody watches it.
fn is_log(path: &VaultPath) -> bool {
    path.as_str() == REVIEW_LOG || REVIEW_LOG.strip_suffix("/reviews.tsv") == Some(path.as_str())
}

fn is_settings(path: &VaultPath) -> bool {
    let path = path.as_str();
    matches!(path, "kbgen.toml" | ".obsidian/app.json" | ".obsidian/templates.json" | ".obsidian/types.json")
        || path.starts_with("theme/")
}

/// Watches by the operating system's own means, or by polling where it refuses (inotify has limits).
fn watcher(
    root: &Path,
    sender: &Sender<notify::Event>,
    report: &(dyn Fn(Event) + Send + Sync),
) -> Option<Box<dyn Watcher + Send>> {
    let native = RecommendedWatcher::new(forward(sender.clone()), notify::Config::default())
        .and_then(|mut watcher| watcher.watch(root, RecursiveMode::Recursive).map(|()| watcher));
    match native {
        Ok(watcher) => return Some(Box::new(watcher)),
        Err(error) => report(Event::Polling(error.to_string())),
    }
    let config = notify::Config::default().with_poll_interval(POLL);
    let polling = PollWatcher::new(forward(sender.clone()), config)
        .and_then(|mut watcher| watcher.watch(root, RecursiveMode::Recursive).map(|()| watcher));
    polling.ok().map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>)
}

fn forward(sender: Sender<notify::Event>) -> impl Fn(notify::Result<notify::Event>) + Send {
    move |event| {
        if let Ok(event) = event {
            // The receiver is gone only when the server is.
            drop(sender.send(event));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a rebuild took; the server is an edge")]
fn tick() -> Instant {
    Instant::now()
}

/// The diagnostics of a build that failed, for the overlay.
fn failure_diagnostics(failure: Failure) -> Vec<Diagnostic> {
    match failure {
        Failure::Vault(diagnostic) => vec![diagnostic],
        Failure::Setup(diagnostics) => diagnostics,
    }
}
