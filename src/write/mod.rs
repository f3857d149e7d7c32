//! [`Rendered`] becomes a folder. The only writer of the output.
//!
//! A build never leaves the output half old and half new. [`open`] checks that the folder may be written to at all and
//! locks it; [`Slot::stage`] makes every file, beside the output, of those that changed; [`Staged::commit`] swaps the
//! whole in. Until then nothing of the output is touched, and if nothing changed it never is. Only files named in the
//! output's own manifest are ever replaced or deleted; all others are foreign and stay.

mod fs;
mod guard;
mod image_cache;
mod lock;
mod manifest;
mod patch;
mod retire;
mod stage;
mod survey;
mod swap;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diag::{Diagnostic, codes};
use crate::rendered::Rendered;

use fs::{Fs, FsError};
use guard::OutputFolder;
pub use image_cache::DiskImageCache;
use lock::Lock;
use stage::StageDir;
pub use stage::Staged;

/// Where to write, and what to keep away from.
#[derive(Clone, Debug)]
pub struct Place {
    /// The output folder. A relative path counts from the working directory of the process.
    pub out: PathBuf,
    pub vault: PathBuf,
    pub config_file: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// The working directory.
    pub working: Option<PathBuf>,
    /// Where locks lie: a folder of kbgen's own, away from vault and output.
    pub locks: PathBuf,
    /// Take over a folder that kbgen did not make; its files stay.
    pub adopt: bool,
}

/// What kind of failure it was; each has an exit code of its own (C-EXIT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The output may not be written to, by kbgen's own rules.
    Refused,
    /// The file system said no.
    Io,
    /// Another build is at work on the same output.
    Locked,
    /// The interrupt flag was set.
    Interrupted,
    /// A template failed.
    Template,
}

/// Why nothing was written. The output is as it was.
#[derive(Clone, Debug)]
pub struct Failure {
    pub kind: FailureKind,
    pub diagnostic: Box<Diagnostic>,
}

impl Failure {
    fn new(kind: FailureKind, diagnostic: impl Into<Box<Diagnostic>>) -> Self {
        Self { kind, diagnostic: diagnostic.into() }
    }

    fn interrupted() -> Self {
        let message = "interrupted: the output is as it was";
        Self::new(FailureKind::Interrupted, Diagnostic::new(codes::OUTPUT_INTERRUPTED, message))
    }
}

impl From<FsError> for Failure {
    fn from(error: FsError) -> Self {
        Self::new(FailureKind::Io, error.diagnostic())
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or have new bytes, without the manifest.
    pub written: usize,
    /// Files that were there already.
    pub unchanged: usize,
    /// Files of the last build that the site no longer has.
    pub removed: usize,
    /// What is in the output and not kbgen's, in path order; folders end in `/` and stand for all they hold.
    pub kept: Vec<String>,
    /// Why files were replaced one by one; `None` where the site was swapped in as a whole.
    pub one_by_one: Option<String>,
    /// Of the files' making in path order, then of the writing.
    pub diagnostics: Vec<Diagnostic>,
}

/// An output folder that is checked and locked, with room to build beside it.
#[derive(Debug)]
pub struct Slot {
    fs: Fs,
    target: OutputFolder,
    stage: StageDir,
    place: Place,
    interrupt: Arc<AtomicBool>,
    /// Last, so that it is let go of after everything else was cleaned up.
    _lock: Lock,
}

/// Checks and locks an output folder, cleans up after a build that was killed, and makes room to build in. Setting
/// `interrupt` makes all that follows fail with [`FailureKind::Interrupted`], up to the moment of the swap.
///
/// # Errors
/// The folder is refused, locked by another build, or cannot be written to.
pub fn open(place: Place, interrupt: Arc<AtomicBool>) -> Result<Slot, Failure> {
    open_with(place, interrupt, Fs::new())
}

fn open_with(place: Place, interrupt: Arc<AtomicBool>, mut fs: Fs) -> Result<Slot, Failure> {
    let out = guard::position(&place)?;
    let lock = Lock::take(&place.locks, &out)?;
    retire::residue(&fs, &out)?;
    let target = guard::contents(&place, out, &fs)?;
    let stage = StageDir::create(&mut fs, &target)?;
    Ok(Slot { fs, target, stage, place, interrupt, _lock: lock })
}

impl Slot {
    /// Makes every file of the site. `on_progress` is called with the number of files made so far, from any thread.
    ///
    /// # Errors
    /// A template fails, a file that kbgen did not write is in the way, the disk is full, or the build is interrupted.
    pub fn stage(self, rendered: &Rendered, on_progress: &(dyn Fn(usize) + Sync)) -> Result<Staged, Failure> {
        Staged::make(self, rendered, on_progress)
    }

    /// [`Slot::stage`] and [`Staged::commit`] in one.
    ///
    /// # Errors
    /// As for both.
    pub fn publish(self, rendered: &Rendered, on_progress: &(dyn Fn(usize) + Sync)) -> Result<Report, Failure> {
        self.stage(rendered, on_progress)?.commit()
    }

    fn check_interrupt(&self) -> Result<(), Failure> {
        if self.interrupt.load(Ordering::Relaxed) { Err(Failure::interrupted()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
