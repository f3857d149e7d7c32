//! The thread that owns the vault: it waits for changes or for midnight, and rebuilds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::date::Clock;
use crate::path::VaultPath;
use crate::pipeline::{Failure, Loaded, Purpose};
use crate::serve::failure_diagnostics;
use crate::serve::state::{Event, Live};

/// A change is taken up when nothing more happened for this long: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(15);
/// But no later than this after its first step.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often to look where the operating system does not tell.
const POLL: Duration = Duration::from_secs(1);
/// More changed notes than this are read by a new scan.
const MANY: usize = 100;

type Load = Box<dyn FnMut() -> Result<Loaded, Failure> + Send>;

/// Starts the thread.
pub fn start(live: Arc<Live>, loaded: Loaded, load: Load, clock: Box<dyn Fn() -> Clock + Send>) {
    let (sender, changes) = channel();
    let roots = loaded.watched();
    std::thread::spawn(move || {
        let _watcher = watcher(&roots, &sender, &live);
        Keeper { live, loaded, load, clock, roots }.run(&changes);
    });
}

/// What a change touched.
#[derive(Default)]
struct Changes {
    notes: BTreeSet<VaultPath>,
    /// More than notes: settings, theme, attachments, folders.
    whole: bool,
}

struct Keeper {
    live: Arc<Live>,
    loaded: Loaded,
    load: Load,
    clock: Box<dyn Fn() -> Clock + Send>,
    roots: Vec<PathBuf>,
}

impl Keeper {
    fn run(mut self, changes: &Receiver<notify::Event>) {
        loop {
            match changes.recv_timeout(self.until_midnight()) {
                Ok(event) => {
                    let changes = self.gather(event, changes);
                    self.rebuild(changes);
                }
                Err(RecvTimeoutError::Timeout) => self.restamp_if_due(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// How long today lasts; an hour at most, since a sleeping laptop stops the clock that waits.
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
            self.publish(Vec::new(), tick());
        }
    }

    fn gather(&self, first: notify::Event, changes: &Receiver<notify::Event>) -> Changes {
        let start = tick();
        let mut gathered = Changes::default();
        self.note_event(&first, &mut gathered);
        while start.elapsed() < PATIENCE {
            match changes.recv_timeout(QUIET) {
                Ok(event) => self.note_event(&event, &mut gathered),
                Err(_) => break,
            }
        }
        gathered
    }

    fn note_event(&self, event: &notify::Event, gathered: &mut Changes) {
        let content_only = matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any));
        if matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))) {
            return;
        }
        for path in &event.paths {
            match self.vault_path(path) {
                Some(path) if path.is_note() => drop(gathered.notes.insert(path)),
                Some(path) if is_hidden(&path) => {}
                // The bytes of an attachment are read on request; only its coming and going matters.
                Some(path) if content_only && !is_settings(&path) => {}
                _ => gathered.whole = true,
            }
        }
    }

    fn vault_path(&self, path: &Path) -> Option<VaultPath> {
        let relative = path.strip_prefix(&self.roots[0]).ok()?;
        let segments: Option<Vec<&str>> = relative.iter().map(|segment| segment.to_str()).collect();
        segments.filter(|segments| !segments.is_empty()).map(|segments| VaultPath::new(segments.join("/")))
    }

    fn rebuild(&mut self, changes: Changes) {
        let start = tick();
        if changes.whole || changes.notes.len() > MANY {
            match (self.load)() {
                Ok(loaded) => self.loaded = loaded,
                Err(failure) => return self.live.fail(failure_diagnostics(failure)),
            }
        } else if changes.notes.is_empty() {
            return;
        } else if let Err(diagnostic) = self.loaded.reread(&changes.notes) {
            return self.live.fail(vec![diagnostic]);
        }
        self.loaded.restamp((self.clock)());
        self.publish(changes.notes.into_iter().collect(), start);
    }

    fn publish(&self, changed: Vec<VaultPath>, start: Instant) {
        let snapshot = self.live.publish(self.loaded.build(Purpose::SomePages));
        self.live.report(Event::Rebuilt { snapshot, changed, took: start.elapsed() });
    }
}

/// Obsidian writes its workspace file all the time.
fn is_hidden(path: &VaultPath) -> bool {
    path.as_str().split('/').any(|segment| segment.starts_with('.')) && !is_settings(path)
}

fn is_settings(path: &VaultPath) -> bool {
    let path = path.as_str();
    matches!(path, "kbgen.toml" | ".obsidian/app.json" | ".obsidian/templates.json" | ".obsidian/types.json")
        || path.starts_with("theme/")
}

/// Watches by the operating system's own means, or by looking where it refuses (inotify has limits).
fn watcher(roots: &[PathBuf], sender: &Sender<notify::Event>, live: &Live) -> Option<Box<dyn Watcher>> {
    let native = RecommendedWatcher::new(forward(sender.clone()), notify::Config::default())
        .and_then(|mut watcher| watch_all(&mut watcher, roots).map(|()| watcher));
    match native {
        Ok(watcher) => return Some(Box::new(watcher)),
        Err(error) => live.report(Event::Polling(error.to_string())),
    }
    let config = notify::Config::default().with_poll_interval(POLL);
    let polling = PollWatcher::new(forward(sender.clone()), config)
        .and_then(|mut watcher| watch_all(&mut watcher, roots).map(|()| watcher));
    polling.ok().map(|watcher| Box::new(watcher) as Box<dyn Watcher>)
}

fn watch_all(watcher: &mut impl Watcher, roots: &[PathBuf]) -> notify::Result<()> {
    roots.iter().try_for_each(|root| {
        let mode = if root.is_dir() { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        watcher.watch(root, mode)
    })
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
