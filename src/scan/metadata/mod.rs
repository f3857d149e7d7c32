//! Metadata about a picture's maker and location is not published: EXIF, XMP, IPTC, comments
//! and thumbnails are taken out of the container. Nothing is re-encoded, so every pixel stays; the colour profile and
//! the orientation stay too.
//!
//! Each format lists the parts it keeps, since cameras invent new places for metadata, and data after a picture (a
//! second picture, a film) is removed as well. In HEIC and AVIF nothing can be cut out without moving data the file
//! points at, so the metadata's bytes become zeros.

mod bmff;
pub(super) mod jpeg;
mod png;
#[cfg(test)]
mod tests;
mod tiff;
mod webp;

use std::io::{self, Read};
use std::path::Path;

use crate::platform::open_regular;

/// The largest picture in bytes that is held in memory.
const LIMIT: u64 = 256 << 20;

/// The result for a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stripped {
    /// Nothing to take out, or not a picture of these formats.
    Clean,
    /// The picture to publish.
    Bytes(Vec<u8>),
    /// It may hold metadata that cannot be located; or it is too large to read.
    Unreadable,
}

/// Whether a file of this extension may be a picture with metadata.
pub fn may_hold_metadata(extension: &str) -> bool {
    matches!(extension, "avif" | "heic" | "heif" | "jfif" | "jpeg" | "jpg" | "png" | "webp")
}

/// The picture of a file, or that its metadata cannot be separated. It is read as a whole: metadata that
/// identifies its maker may be behind the picture.
///
/// # Errors
/// Those of reading it.
pub fn strip_file(disk: &Path) -> io::Result<Stripped> {
    let file = open_regular(disk)?;
    let size = file.metadata()?.len();
    if size > LIMIT {
        return Ok(Stripped::Unreadable);
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(LIMIT).read_to_end(&mut bytes)?;
    match strip(&bytes) {
        // It was read already, so the writer need not read it again.
        Stripped::Clean => Ok(Stripped::Bytes(bytes)),
        stripped => Ok(stripped),
    }
}

/// The same picture without its metadata. The bytes decide the format, not the file's name; a file that only begins
/// like a picture stays as it is.
pub fn strip(bytes: &[u8]) -> Stripped {
    let stripped = if jpeg::is_jpeg(bytes) {
        jpeg::strip(bytes)
    } else if png::is_png(bytes) {
        png::strip(bytes)
    } else if webp::is_webp(bytes) {
        webp::strip(bytes)
    } else if bmff::is_picture(bytes) {
        let Some(stripped) = bmff::strip(bytes) else { return Stripped::Unreadable };
        stripped
    } else {
        return Stripped::Clean;
    };
    if stripped == bytes { Stripped::Clean } else { Stripped::Bytes(stripped) }
}
