//! One build at a time for each output folder.
//!
//! The lock is in the cache folder, since nothing may stay beside the output. It belongs to the process: the system
//! releases it when the process ends, however it ends.

#![expect(clippy::disallowed_methods, reason = "the lock is in the cache folder, not in the output")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::fs::FsError;
use super::outcome::{Failure, FailureKind};
use crate::diag::{Diagnostic, codes};
use crate::platform::path_bytes;

/// A lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough where a process started meanwhile still has the file open.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// `out` must be free of links, so that one folder has one name.
    pub(super) fn take(locks: &Path, out: &Path) -> Result<Self, Failure> {
        let hash = blake3::hash(path_bytes(out)).to_hex();
        let path = locks.join(format!("{}.lock", &hash[..32]));
        let io_error = |error| Failure::from(FsError::new("lock", &path, error));
        std::fs::create_dir_all(locks).map_err(|error| FsError::new("create", locks, error))?;
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(io_error)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(&mut file, out)),
            Err(TryLockError::Error(error)) => return Err(io_error(error)),
        }
        // For the message of the build that finds it taken.
        file.set_len(0).and_then(|()| file.rewind()).map_err(io_error)?;
        write!(file, "{}", std::process::id()).map_err(io_error)?;
        Ok(Self { file })
    }
}

fn held(file: &mut File, out: &Path) -> Failure {
    let mut pid = String::new();
    // The holder may not have written its number yet.
    let _ = file.take(20).read_to_string(&mut pid);
    let by = if pid.is_empty() { "another build".to_owned() } else { format!("pid {pid}") };
    Failure::new(
        FailureKind::Locked,
        Diagnostic::new(codes::OUTPUT_LOCKED, format!("the output {} is locked by {by}", out.display()))
            .help("wait for the other build to end, or name another folder by --out"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_build_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let locks = folder.path().join("cache/locks");
        let out = folder.path().join("out");
        let first = Lock::take(&locks, &out).unwrap();
        let error = Lock::take(&locks, &out).unwrap_err();
        assert_eq!(error.kind, FailureKind::Locked);
        assert!(error.diagnostic.message.contains(&format!("locked by pid {}", std::process::id())));
        assert!(Lock::take(&locks, &folder.path().join("other")).is_ok());
        drop(first);
        assert!(Lock::take(&locks, &out).is_ok());
    }
}
