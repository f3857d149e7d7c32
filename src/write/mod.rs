//! The writer of [`Rendered`] to a folder, and the only writer of the output.
//!
//! A build never leaves the output half old and half new. [`open`] checks that the folder may be written to at all and
//! locks it; [`Slot::stage`] makes every file, beside the output, of those that changed; [`Staged::commit`] swaps the
//! whole in. Until then nothing of the output is touched, and if nothing changed it never is. Only files named in the
//! output's own manifest are ever replaced or deleted; all others are foreign and stay.

mod commit;
mod destination;
mod fs;
mod guard;
mod image_cache;
mod lock;
mod manifest;
mod outcome;
mod patch;
mod retire;
mod slot;
mod stage;
mod stage_dir;
mod staged;
mod survey;
mod swap;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::rendered::Rendered;

pub use destination::Destination;
pub use image_cache::DiskImageCache;
pub use outcome::{Failure, FailureKind, Report};
pub use slot::Slot;
pub use staged::Staged;

use fs::Fs;
use lock::Lock;
use stage_dir::StageDir;

/// Checks and locks an output folder, cleans up after a build that was killed, and makes room to build in. Setting
/// `interrupt` makes all that follows fail with [`FailureKind::Interrupted`], up to the moment of the swap.
///
/// # Errors
/// The folder is refused, locked by another build, or cannot be written to.
pub fn open(destination: Destination, interrupt: Arc<AtomicBool>) -> Result<Slot, Failure> {
    open_with(destination, interrupt, Fs::new())
}

fn open_with(destination: Destination, interrupt: Arc<AtomicBool>, mut fs: Fs) -> Result<Slot, Failure> {
    let out = guard::position(&destination)?;
    let lock = Lock::take(&destination.locks, &out)?;
    retire::residue(&fs, &out)?;
    let target = guard::contents(&destination, out, &fs)?;
    let stage = StageDir::create(&mut fs, &target)?;
    Ok(Slot { fs, target, stage, destination, interrupt, _lock: lock })
}

impl Slot {
    /// Makes every file of the site. `on_progress` is called with the number of files made so far, from any thread.
    ///
    /// # Errors
    /// A template fails, a file that kbgen did not write is in the way, the disk is full, or the build is interrupted.
    pub fn stage(self, rendered: &Rendered, on_progress: &(dyn Fn(usize) + Sync)) -> Result<Staged, Failure> {
        stage::make(self, rendered, on_progress)
    }

    /// [`Slot::stage`] and [`Staged::commit`] in one.
    ///
    /// # Errors
    /// As for both.
    pub fn publish(self, rendered: &Rendered, on_progress: &(dyn Fn(usize) + Sync)) -> Result<Report, Failure> {
        self.stage(rendered, on_progress)?.commit()
    }
}

#[cfg(test)]
mod tests;
