//! Random numbers of the system.

use std::fs::File;
use std::io::{self, Read};

/// `N` random bytes, good enough for secrets.
///
/// # Errors
/// The system has no random numbers.
pub fn random_bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}
