//! Signals that end the process.

use std::io;
use std::sync::Arc;

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

/// The signals that end a run.
pub const ENDING: [i32; 2] = [SIGINT, SIGTERM];

/// Makes a write past the file size limit an error like a full disk instead of the end of the process.
///
/// # Errors
/// The signal cannot be handled.
pub fn outlive_size_limit() -> io::Result<()> {
    flag::register(SIGXFSZ, Arc::default()).map(drop)
}
