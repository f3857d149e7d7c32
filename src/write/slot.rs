//! [`Slot`]: an output folder that is checked and locked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::destination::Destination;
use super::fs::Fs;
use super::guard::OutputFolder;
use super::lock::Lock;
use super::outcome::Failure;
use super::stage_dir::StageDir;

/// An output folder that is checked and locked, with room to build beside it.
#[derive(Debug)]
pub struct Slot {
    pub(super) fs: Fs,
    pub(super) target: OutputFolder,
    pub(super) stage: StageDir,
    pub(super) destination: Destination,
    pub(super) interrupt: Arc<AtomicBool>,
    /// The last field, so that it is released after everything else was cleaned up.
    pub(super) _lock: Lock,
}

impl Slot {
    /// # Errors
    /// The interrupt flag is set.
    pub(super) fn check_interrupt(&self) -> Result<(), Failure> {
        if self.interrupt.load(Ordering::Relaxed) { Err(Failure::interrupted()) } else { Ok(()) }
    }
}
