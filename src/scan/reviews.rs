//! The review log that `kbgen done` writes in the vault. It is read for the schedule and never published.

use std::path::Path;

use super::decode::decode;
use super::read::{ReadError, read_limited};
use crate::diag::{Diagnostic, Outcome, codes};
use crate::path::VaultPath;
use crate::text::Source;

/// The log's path in the vault.
pub const REVIEW_LOG: &str = ".kbgen/reviews.tsv";

/// The largest log, in bytes: a hundred reviews a day for a lifetime.
const LIMIT: u64 = 64 << 20;

/// The log of the vault in this folder, which must have no links on the way; `None` where there is none, or with the
/// reason.
pub fn read(root: &Path) -> Outcome<Option<Source>> {
    let path = VaultPath::new(REVIEW_LOG);
    let disk = root.join(REVIEW_LOG);
    let ignored = |why: String| {
        let message = format!("the review log is not read: {why}");
        let help = "its reviews do not count until it can be read; it was not changed";
        Outcome::new(None, vec![Diagnostic::new(codes::REVIEW_LOG_UNREADABLE, message).in_file(&path).help(help)])
    };
    let Some(folder) = disk.parent() else { return Outcome::clean(None) };
    if folder.canonicalize().is_ok_and(|real| real != folder) || disk.is_symlink() {
        return ignored("it is behind a symbolic link".to_owned());
    }
    let mut bytes = Vec::new();
    match read_limited(&disk, &mut bytes, LIMIT) {
        Ok(()) => Outcome::clean(Some(Source::new(path, text(bytes)))),
        Err(ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Outcome::clean(None),
        Err(ReadError::Io(error)) => ignored(error.to_string()),
        Err(ReadError::TooLarge(size)) => ignored(format!("it has {size} bytes, more than the limit of {LIMIT}")),
    }
}

/// The log as text. A byte that is not UTF-8 invalidates only its own line.
fn text(mut bytes: Vec<u8>) -> String {
    match decode(&mut bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
    }
}
