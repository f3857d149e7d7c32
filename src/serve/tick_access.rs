//! The endpoint that ticks boxes, as the rest of the preview knows it: its address, and who may use it.

use std::path::PathBuf;

use crate::platform::random_bytes;
use crate::routes::Route;

/// The endpoint's address.
pub const PATH: &str = Route::TickEndpoint.path();

/// What the endpoint writes to, and the secret that a page must know to use it.
pub struct TickEndpoint {
    /// The vault's folder, free of links.
    pub root: PathBuf,
    /// 128 random bits in hexadecimal: only pages of this process know them.
    token: String,
}

impl TickEndpoint {
    /// # Errors
    /// The system has no random numbers.
    pub fn new(root: PathBuf) -> std::io::Result<Self> {
        let bits = random_bytes::<16>()?;
        Ok(Self { root, token: bits.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    pub fn token(&self) -> &str {
        &self.token
    }
}
