//! Ctrl-C and `kill`: a build that is writing cleans up first, every other command just ends with the right code.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

use super::exit::Exit;

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
    pub fn watch() -> std::io::Result<Self> {
        let interrupt = Self { flag: Arc::default(), signal: Arc::default() };
        for signal in ENDING {
            // In this order, so that the first signal finds the flag unset.
            flag::register_conditional_shutdown(signal, 128 + signal, interrupt.flag.clone())?;
            flag::register_usize(signal, interrupt.signal.clone(), signal as usize)?;
            flag::register(signal, interrupt.flag.clone())?;
        }
        // A write past the file size limit then returns an error, like a full disk, and does not end the process.
        flag::register(SIGXFSZ, Arc::default())?;
        Ok(interrupt)
    }

    /// The exit of a run that stopped because of the flag.
    pub fn exit(&self) -> Exit {
        Exit::Signal(u8::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or(0))
    }
}

/// For runs without anything to clean up: a signal ends them at once.
pub fn end_at_once() -> std::io::Result<()> {
    // As above: a server that ticks boxes must survive a full disk.
    flag::register(SIGXFSZ, Arc::default())?;
    let always = Arc::new(AtomicBool::new(true));
    ENDING
        .into_iter()
        .try_for_each(|signal| flag::register_conditional_shutdown(signal, 128 + signal, always.clone()).map(drop))
}
