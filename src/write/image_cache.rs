//! A cache of drawn pictures in the user's cache folder. It may be deleted at any time: a picture that cannot be read
//! is drawn again, and one that cannot be written is not kept.

#![expect(clippy::disallowed_methods, reason = "pictures are in the cache folder, not in the output")]

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::social::ImageCache;

/// The length of the hash before the picture in a file, by which half a file is detected.
const HASH: usize = 32;

/// A folder of pictures.
pub struct DiskImageCache {
    folder: PathBuf,
    /// Numbers the files that are being written.
    next: AtomicU64,
}

impl DiskImageCache {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, next: AtomicU64::new(0) }
    }

    fn write(&self, name: &str, png: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let fresh = self.folder.join(format!("{name}.{}-{number}.new", std::process::id()));
        let hash = blake3::hash(png);
        let written = fs::write(&fresh, [hash.as_bytes(), png].concat());
        // Another build may write the same picture: the last one stays, and each is whole.
        let placed = written.and_then(|()| fs::rename(&fresh, self.folder.join(name)));
        if placed.is_err() {
            let _ = fs::remove_file(&fresh);
        }
        placed
    }
}

impl ImageCache for DiskImageCache {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(name)).ok()?;
        let (hash, png) = bytes.split_at_checked(HASH)?;
        if blake3::hash(png).as_bytes() != hash {
            return None;
        }
        bytes.drain(..HASH);
        Some(bytes)
    }

    fn put(&self, name: &str, png: &[u8]) {
        let _ = self.write(name, png);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let image_cache = DiskImageCache::new(folder.path().join("deep/social"));
        assert_eq!(image_cache.get("a"), None);
        image_cache.put("a", b"picture");
        image_cache.put("a", b"picture");
        assert_eq!(image_cache.get("a").as_deref(), Some(&b"picture"[..]));
        let file = folder.path().join("deep/social/a");
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing unfinished stays");
        let whole = fs::read(&file).unwrap();
        for cut in [0, 10, HASH, whole.len() - 1] {
            fs::write(&file, &whole[..cut]).unwrap();
            assert_eq!(image_cache.get("a"), None, "{cut} bytes");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_keeps_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        fs::write(&blocked, "").unwrap();
        let image_cache = DiskImageCache::new(blocked.join("social"));
        image_cache.put("a", b"picture");
        assert_eq!(image_cache.get("a"), None);
    }
}
