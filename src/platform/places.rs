//! Where the system keeps what belongs to a user.

use std::path::PathBuf;

/// The user's folder for caches, by an absolute path in an environment variable or below the user's home folder; `None`
/// where neither is known.
pub fn cache_folder(variable: impl Fn(&str) -> Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    // On every system, for those who set it.
    let named = variable("XDG_CACHE_HOME");
    let named = named.or_else(|| if cfg!(windows) { variable("LOCALAPPDATA") } else { None });
    let below_home = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    named.or_else(|| home.map(|home| home.join(below_home)))
}
