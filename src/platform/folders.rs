//! Folders: the exchange of two, and the checks for it.

use std::io;
use std::path::Path;

use super::files::FileId;

/// Exchanges two folders in one step, so that neither path is ever missing.
///
/// # Errors
/// `Unsupported`, or the file system's own error.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether two paths name the same file, links not followed.
pub fn is_same_file(a: &Path, b: &Path) -> bool {
    matches!((id(a), id(b)), (Some(a), Some(b)) if a == b)
}

/// Whether a folder can be renamed into the other: they are on one mount of one file system.
#[cfg(target_os = "linux")]
pub fn is_same_mount(a: &Path, b: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let mount =
        |path: &Path| statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::MNT_ID).map(|stat| stat.stx_mnt_id);
    is_same_device(a, b) && matches!((mount(a), mount(b)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(not(target_os = "linux"))]
pub fn is_same_mount(a: &Path, b: &Path) -> bool {
    is_same_device(a, b)
}

/// Whether this process may change the entries of a folder.
///
/// # Errors
/// It may not.
pub fn is_writable(path: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(path, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?)
}

fn is_same_device(a: &Path, b: &Path) -> bool {
    matches!((id(a), id(b)), (Some(a), Some(b)) if a.is_on_device_of(b))
}

fn id(path: &Path) -> Option<FileId> {
    path.symlink_metadata().ok().map(|meta| FileId::of(&meta))
}
