//! Ctrl-C and `kill`: a build that is writing cleans up first, every other command just ends with the right code.

use super::exit::{Exit, Stop};
use super::session;
use crate::diag::{Diagnostic, codes};
use crate::platform::{self, Interrupt};

/// A request to stop, set by the first signal.
pub fn watch() -> Result<Interrupt, Stop> {
    Interrupt::watch().map_err(cannot_watch)
}

/// For commands without anything to clean up: a signal ends them at once.
pub fn end_at_once() -> Result<(), Stop> {
    platform::end_at_once().map_err(cannot_watch)
}

/// The exit of a command that stopped because of a request.
pub fn exit(interrupt: &Interrupt) -> Exit {
    Exit::Signal(interrupt.signal())
}

fn cannot_watch(error: std::io::Error) -> Stop {
    let message = format!("cannot watch for Ctrl-C: {}", session::reason(&error));
    vec![Diagnostic::new(codes::OUTPUT_IO, message)].into()
}
