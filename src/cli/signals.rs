//! Ctrl-C and `kill`: a build that is writing cleans up first, every other command just ends with the right code.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::flag;

use super::exit::{Exit, Stop};
use super::session;
use crate::diag::{Diagnostic, codes};
use crate::platform::{ENDING, outlive_size_limit};

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
        outlive_size_limit()?;
        Ok(interrupt)
    }

    /// The exit of a run that stopped because of the flag.
    pub fn exit(&self) -> Exit {
        Exit::Signal(u8::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or(0))
    }
}

/// The failure to install signal handlers.
pub fn cannot_watch(error: std::io::Error) -> Stop {
    let message = format!("cannot watch for Ctrl-C: {}", session::reason(&error));
    vec![Diagnostic::new(codes::OUTPUT_IO, message)].into()
}

/// For runs without anything to clean up: a signal ends them at once.
pub fn end_at_once() -> std::io::Result<()> {
    // A server that ticks boxes must survive a full disk.
    outlive_size_limit()?;
    let always = Arc::new(AtomicBool::new(true));
    ENDING
        .into_iter()
        .try_for_each(|signal| flag::register_conditional_shutdown(signal, 128 + signal, always.clone()).map(drop))
}
