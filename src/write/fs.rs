//! Every file-system call of the writer, each of which names its path when it fails.
//!
//! One place for all of them also means one place where a test can make the n-th one fail.

#![expect(clippy::disallowed_methods, reason = "the file-system module of the writer: every write goes through it")]

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, codes};
use crate::platform::{Readers, create_new, exchange, open_regular};

/// The readers of a site's files and folders: hosts serve nothing else.
const READERS: Readers = Readers::Everybody;

/// The bytes of an attachment that are in memory at a time.
const CHUNK: usize = 64 << 10;

/// A call that failed.
#[derive(Debug)]
pub(super) struct FsError {
    /// The action, as in "cannot write".
    doing: &'static str,
    path: PathBuf,
    pub(super) error: io::Error,
}

impl FsError {
    pub(super) fn new(doing: &'static str, path: &Path, error: io::Error) -> Self {
        Self { doing, path: path.to_owned(), error }
    }

    /// Whether the file system does not support the call, as opposed to a failure of it.
    pub(super) fn is_unsupported(&self) -> bool {
        use io::ErrorKind::{CrossesDevices, InvalidInput, PermissionDenied, ResourceBusy, TooManyLinks, Unsupported};
        matches!(
            self.error.kind(),
            CrossesDevices | InvalidInput | PermissionDenied | ResourceBusy | TooManyLinks | Unsupported
        )
    }

    pub(super) fn diagnostic(&self) -> Diagnostic {
        let Self { doing, path, error } = self;
        let path = path.display();
        let (message, help) = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => (
                format!("no space left to {doing} {path}: {error}"),
                "free some space, or name another folder by --out",
            ),
            _ => (format!("cannot {doing} {path}: {error}"), "check that you may write there"),
        };
        Diagnostic::new(codes::OUTPUT_IO, message).help(help)
    }
}

type Result<T> = std::result::Result<T, FsError>;

/// The file system, as the writer sees it.
#[derive(Debug)]
pub(super) struct Fs {
    /// Whether the umask removes rights that the modes above have, so that they must be set after creating.
    set_modes: bool,
    #[cfg(test)]
    pub(super) fault: tests::Fault,
}

impl Fs {
    pub(super) fn new() -> Self {
        Self {
            set_modes: true,
            #[cfg(test)]
            fault: tests::Fault::default(),
        }
    }

    /// Creates the first folder of a build; its mode under the umask decides whether modes must be set at all.
    pub(super) fn create_first_dir(&mut self, path: &Path) -> Result<()> {
        self.set_modes = self.run("create", path, || {
            READERS.create_folder(path)?;
            let differs = !READERS.holds(&path.symlink_metadata()?);
            if differs {
                READERS.give_folder(path)?;
            }
            Ok(differs)
        })?;
        Ok(())
    }

    /// Runs one call; a failure is reported with its path.
    fn run<T>(&self, doing: &'static str, path: &Path, call: impl FnOnce() -> io::Result<T>) -> Result<T> {
        #[cfg(test)]
        self.fault.check().map_err(|error| FsError::new(doing, path, error))?;
        call().map_err(|error| FsError::new(doing, path, error))
    }

    pub(super) fn create_dir(&self, path: &Path) -> Result<()> {
        self.run("create", path, || {
            READERS.create_folder(path)?;
            if self.set_modes { READERS.give_folder(path) } else { Ok(()) }
        })
    }

    /// Creates the folder and all missing ones above it; returns those created, outermost first.
    pub(super) fn create_dirs(&self, path: &Path) -> Result<Vec<PathBuf>> {
        let mut made = Vec::new();
        let result = self.create_dirs_into(path, &mut made);
        if result.is_err() {
            made.iter().rev().for_each(|folder| drop(self.remove_dir(folder)));
        }
        result.map(|()| made)
    }

    fn create_dirs_into(&self, path: &Path, made: &mut Vec<PathBuf>) -> Result<()> {
        let mut result = self.create_dir(path);
        if let (Err(error), Some(parent)) = (&result, path.parent())
            && error.error.kind() == io::ErrorKind::NotFound
        {
            self.create_dirs_into(parent, made)?;
            result = self.create_dir(path);
        }
        match result {
            Ok(()) => made.push(path.to_owned()),
            // Another thread may have been faster; if the path is not a folder, creating the file fails.
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Runs a call that makes `path`, and makes its folder first where that is missing.
    fn in_folder<T>(&self, path: &Path, call: impl Fn() -> Result<T>) -> Result<T> {
        match (call(), path.parent()) {
            (Err(error), Some(parent)) if error.error.kind() == io::ErrorKind::NotFound => {
                self.create_dirs(parent)?;
                call()
            }
            (result, _) => result,
        }
    }

    /// A new file, ready to be written.
    fn create_file(&self, path: &Path) -> Result<File> {
        self.in_folder(path, || {
            self.run("create", path, || {
                let file = create_new(path, READERS)?;
                if self.set_modes {
                    READERS.give(&file)?;
                }
                Ok(file)
            })
        })
    }

    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut file = self.create_file(path)?;
        self.run("write", path, || file.write_all(bytes))
    }

    /// Writes the bytes of `source`; returns their hash. The outer error is the reader's: then nothing stays at `path`.
    pub(super) fn copy(&self, source: &mut impl Read, path: &Path) -> Result<io::Result<blake3::Hash>> {
        let mut file = self.create_file(path)?;
        let mut hasher = blake3::Hasher::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            match source.read(&mut chunk) {
                Ok(0) => return Ok(Ok(hasher.finalize())),
                Ok(length) => {
                    hasher.update(&chunk[..length]);
                    self.run("write", path, || file.write_all(&chunk[..length]))?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.remove_file(path)?;
                    return Ok(Err(error));
                }
            }
        }
    }

    /// Makes `path` the same file as `existing` where the file system can, else a copy of it.
    pub(super) fn link_or_copy(&self, existing: &Path, path: &Path) -> Result<()> {
        match self.hard_link(existing, path) {
            Err(error) if error.is_unsupported() => {
                let mut source = self.run("read", existing, || open_regular(existing))?;
                self.copy(&mut source, path)?.map(drop).map_err(|error| FsError::new("read", existing, error))
            }
            result => result,
        }
    }

    pub(super) fn hard_link(&self, existing: &Path, path: &Path) -> Result<()> {
        self.in_folder(path, || self.run("link", path, || std::fs::hard_link(existing, path)))
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.run("move", to, || std::fs::rename(from, to))
    }

    /// Puts each of two folders in the other's place, in one step.
    pub(super) fn exchange(&self, a: &Path, b: &Path) -> Result<()> {
        self.run("swap", b, || {
            #[cfg(test)]
            if self.fault.no_exchange {
                return Err(io::ErrorKind::Unsupported.into());
            }
            exchange(a, b)
        })
    }

    pub(super) fn remove_file(&self, path: &Path) -> Result<()> {
        self.run("remove", path, || std::fs::remove_file(path))
    }

    pub(super) fn remove_dir(&self, path: &Path) -> Result<()> {
        self.run("remove", path, || std::fs::remove_dir(path))
    }

    /// Removes a folder with its content; links are removed, not followed.
    pub(super) fn remove_tree(&self, path: &Path) -> Result<()> {
        self.run("remove", path, || std::fs::remove_dir_all(path))
    }

    /// A folder's entries: their names and whether they are folders themselves, sorted by name.
    pub(super) fn list(&self, path: &Path) -> Result<Vec<(std::ffi::OsString, bool)>> {
        self.run("list", path, || {
            let entry = |entry: io::Result<std::fs::DirEntry>| {
                let entry = entry?;
                Ok((entry.file_name(), entry.file_type()?.is_dir()))
            };
            let mut entries: Vec<_> = std::fs::read_dir(path)?.map(entry).collect::<io::Result<_>>()?;
            entries.sort();
            Ok(entries)
        })
    }

    pub(super) fn read(&self, path: &Path) -> Result<Vec<u8>> {
        self.run("read", path, || {
            let mut bytes = Vec::new();
            open_regular(path)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    /// Whether a file of the site already has these bytes and its mode. An unreadable one does not.
    pub(super) fn holds(&self, path: &Path, bytes: &[u8]) -> bool {
        let mut there = Vec::new();
        let Ok(mut file) = open_as_written(path, bytes.len() as u64) else { return false };
        there.reserve(bytes.len() + 1);
        file.read_to_end(&mut there).is_ok() && there == bytes
    }

    /// As [`Self::holds`], for bytes that are read. `source` has `length` bytes. Returns their hash if they are
    /// the same.
    pub(super) fn holds_copy(&self, path: &Path, source: &mut impl Read, length: u64) -> Option<blake3::Hash> {
        let mut file = open_as_written(path, length).ok()?;
        let (mut a, mut b) = (vec![0; CHUNK], vec![0; CHUNK]);
        let mut hasher = blake3::Hasher::new();
        loop {
            let read = source.read(&mut a).ok()?;
            if read == 0 {
                return (file.read(&mut b).ok()? == 0).then(|| hasher.finalize());
            }
            file.read_exact(&mut b[..read]).ok()?;
            if a[..read] != b[..read] {
                return None;
            }
            hasher.update(&a[..read]);
        }
    }
}

/// Opens a file of the site if it has the length and the mode that kbgen gives it.
fn open_as_written(path: &Path, length: u64) -> io::Result<File> {
    let file = open_regular(path)?;
    let meta = file.metadata()?;
    if meta.len() == length && READERS.holds(&meta) { Ok(file) } else { Err(io::ErrorKind::NotFound.into()) }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// The failures that a test injects.
    #[derive(Debug)]
    pub(in crate::write) struct Fault {
        /// The number of calls that still work; `usize::MAX` for all.
        pub left: Arc<AtomicUsize>,
        pub kind: io::ErrorKind,
        /// The file system cannot exchange two folders.
        pub no_exchange: bool,
    }

    impl Default for Fault {
        fn default() -> Self {
            Self { left: Arc::new(AtomicUsize::new(usize::MAX)), kind: io::ErrorKind::Other, no_exchange: false }
        }
    }

    impl Fault {
        /// Fails exactly once, after the calls that still work.
        pub fn check(&self) -> io::Result<()> {
            let before = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                (left != usize::MAX).then(|| left.checked_sub(1).unwrap_or(usize::MAX))
            });
            if before == Ok(0) { Err(io::Error::new(self.kind, "injected")) } else { Ok(()) }
        }
    }
}
