//! Requests of the system to end.

use std::io;
use std::sync::Arc;

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

/// The signals that end a run.
pub const ENDING: [i32; 2] = [SIGINT, SIGTERM];

/// A write past the file size limit is from here on an error like a full disk, and not the end of the process.
///
/// # Errors
/// The signal cannot be handled.
pub fn outlive_size_limit() -> io::Result<()> {
    flag::register(SIGXFSZ, Arc::default()).map(drop)
}
