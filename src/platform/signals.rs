//! Requests of the system to end: Ctrl-C and `kill`.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

/// The signals that end a run.
const ENDING: [i32; 2] = [SIGINT, SIGTERM];

/// A request to stop, set by the first signal.
pub struct Interrupt {
    pub flag: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Makes the first signal set the flag. A second one ends the process at once, because that user does not want to
    /// wait.
    ///
    /// # Errors
    /// The signals cannot be handled.
    pub fn watch() -> io::Result<Self> {
        let interrupt = Self { flag: Arc::default(), signal: Arc::default() };
        for signal in ENDING {
            // In this order, so that the first signal finds the flag unset.
            flag::register_conditional_shutdown(signal, 128 + signal, interrupt.flag.clone())?;
            flag::register_usize(signal, interrupt.signal.clone(), signal as usize)?;
            flag::register(signal, interrupt.flag.clone())?;
        }
        outlive_size_limit()?;
        Ok(interrupt)
    }

    /// The number of the signal that set the flag; 0 where none did.
    pub fn signal(&self) -> u8 {
        u8::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or(0)
    }
}

/// For runs without anything to clean up: a signal ends them at once.
///
/// # Errors
/// The signals cannot be handled.
pub fn end_at_once() -> io::Result<()> {
    // A server that ticks boxes must survive a full disk.
    outlive_size_limit()?;
    let always = Arc::new(AtomicBool::new(true));
    ENDING
        .into_iter()
        .try_for_each(|signal| flag::register_conditional_shutdown(signal, 128 + signal, always.clone()).map(drop))
}

/// A write past the file size limit is from here on an error like a full disk, and not the end of the process.
fn outlive_size_limit() -> io::Result<()> {
    flag::register(SIGXFSZ, Arc::default()).map(drop)
}
