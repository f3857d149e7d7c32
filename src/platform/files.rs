//! Single files: their readers, their owners, and opening them without following links.

#![expect(clippy::disallowed_methods, reason = "opens files for `write` and `edit`, which decide what is written")]

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::fs::{Mode, OFlags};

/// The readers of a file or folder. Only its owner may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    Owner,
    /// Everybody, whatever the umask, so that hosts can serve it.
    Everybody,
}

impl Readers {
    fn of_file(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Everybody => 0o644,
        }
    }

    fn of_folder(self) -> u32 {
        match self {
            Self::Owner => 0o700,
            Self::Everybody => 0o755,
        }
    }

    fn of(self, meta: &Metadata) -> u32 {
        if meta.is_dir() { self.of_folder() } else { self.of_file() }
    }

    /// Creates a folder. The umask may remove rights from it ([`holds`](Self::holds), [`give`](Self::give)).
    ///
    /// # Errors
    /// As for [`std::fs::create_dir`].
    pub fn create_folder(self, path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(self.of_folder()).create(path)
    }

    /// Whether a file or folder has exactly these readers.
    pub fn holds(self, meta: &Metadata) -> bool {
        meta.mode() & 0o777 == self.of(meta)
    }

    /// Gives an open file or folder exactly these readers.
    ///
    /// # Errors
    /// It belongs to somebody else.
    pub fn give(self, file: &File) -> io::Result<()> {
        file.set_permissions(PermissionsExt::from_mode(self.of(&file.metadata()?)))
    }

    /// Gives a folder exactly these readers.
    ///
    /// # Errors
    /// It belongs to somebody else.
    pub fn give_folder(self, path: &Path) -> io::Result<()> {
        std::fs::set_permissions(path, PermissionsExt::from_mode(self.of_folder()))
    }
}

/// Opens a regular file for reading. A link, and anything that is not a file, is an error even if it took the file's
/// place since it was found; a FIFO does not block.
///
/// # Errors
/// Those of opening, and `InvalidInput` for anything but a regular file.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
    }
}

/// Creates a file, ready to be written; nothing may be in its place.
///
/// # Errors
/// Those of creating.
pub fn create_new(path: &Path, readers: Readers) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(readers.of_file()).open(path)
}

/// Opens a file for reading and for writing at its end, and creates it where it is missing. A link is an error.
///
/// # Errors
/// Those of opening.
pub fn append_to(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW.bits() as i32;
    let mode = Readers::Everybody.of_file();
    OpenOptions::new().read(true).append(true).create(true).mode(mode).custom_flags(flags).open(path)
}

/// Whether nobody may write a file.
pub fn is_read_only(meta: &Metadata) -> bool {
    meta.mode() & 0o222 == 0
}

/// Gives a new file to the owner of another. Where the system does not allow it, the user who runs kbgen keeps it.
///
/// # Errors
/// The metadata of the file cannot be read.
pub fn keep_owner(file: &File, of: &Metadata) -> io::Result<()> {
    let made = file.metadata()?;
    if (made.uid(), made.gid()) != (of.uid(), of.gid()) {
        let _ = fchown(file, Some(of.uid()), Some(of.gid()));
    }
    Ok(())
}

/// The identity of a file, independent of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    pub fn of(meta: &Metadata) -> Self {
        Self { device: meta.dev(), inode: meta.ino() }
    }

    pub(super) fn is_on_device_of(self, other: Self) -> bool {
        self.device == other.device
    }
}

/// The bytes of a path, to hash.
pub fn path_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}
