//! The facts in the headers of picture files: their size, and whether an SVG is active.
//!
//! Nothing is ever decoded, so a small file that claims a huge picture costs nothing. A file that is damaged, or does
//! not have the format of its name, has no size.

use std::io::Read;
use std::path::Path;

use super::{metadata, svg};
use crate::platform::open_regular;

/// The bytes of a picture that are read first, and those where that was not enough (a photo may begin with a large
/// preview).
const HEADS: [u64; 2] = [16 << 10, 1 << 20];
/// The largest SVG that is read; a larger one counts as active, since its rest is unknown.
const SVG_LIMIT: u64 = 8 << 20;
/// The longest side of a picture, the most that JPEG and GIF can store.
const SIDE_LIMIT: usize = 65_535;

/// The facts about an attachment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImageFacts {
    /// Width and height in pixels, as shown: a photo's orientation is applied.
    pub size: Option<(u32, u32)>,
    /// Whether the file is an SVG with scripts, event attributes, or anything else that reaches out of the file.
    pub active: bool,
}

/// Reads the facts about an attachment of the vault. A file that is not a picture, or cannot be read, has no facts.
pub fn image_facts(disk: &Path) -> ImageFacts {
    let extension = disk.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "svg" => svg_facts(disk),
        "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "webp" => {
            let size = HEADS.iter().find_map(|&limit| raster_size(&head(disk, limit)?));
            ImageFacts { size, active: false }
        }
        _ => ImageFacts::default(),
    }
}

fn head(disk: &Path, limit: u64) -> Option<Vec<u8>> {
    let file = open_regular(disk).ok()?;
    let size = file.metadata().ok()?.len();
    let mut bytes = Vec::with_capacity(size.min(limit) as usize + 1);
    file.take(limit).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn svg_facts(disk: &Path) -> ImageFacts {
    let Some(bytes) = head(disk, SVG_LIMIT + 1) else { return ImageFacts::default() };
    if bytes.len() as u64 > SVG_LIMIT {
        return ImageFacts { size: None, active: true };
    }
    ImageFacts { size: svg::size(&bytes), active: svg::is_active(&bytes) }
}

/// The size in the head of a picture file.
pub fn raster_size(head: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(head).ok()?;
    let side = |side: usize| (1..=SIDE_LIMIT).contains(&side).then_some(side as u32);
    let (width, height) = (side(size.width)?, side(size.height)?);
    // Orientations 5 to 8 of EXIF are on their side.
    if metadata::jpeg::orientation(head).is_some_and(|orientation| orientation >= 5) {
        Some((height, width))
    } else {
        Some((width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    /// A start of image, an EXIF segment with this orientation, and a frame of 40 by 30.
    fn jpeg(orientation: u8) -> Vec<u8> {
        let tiff = [b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation], b"\0\0\0\0\0\0"]
            .concat();
        let exif = [b"Exif\0\0".as_slice(), &tiff].concat();
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1, 0, exif.len() as u8 + 2];
        bytes.extend(exif);
        bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn a_header_has_the_size() {
        assert_eq!(raster_size(&png(640, 480)), Some((640, 480)));
        assert_eq!(raster_size(b"GIF89a\x10\0\x08\0\0\0\0"), Some((16, 8)));
    }

    #[test]
    fn a_photo_on_its_side_is_measured_as_it_is_shown() {
        assert_eq!(raster_size(&jpeg(1)), Some((40, 30)));
        assert_eq!(raster_size(&jpeg(6)), Some((30, 40)));
        let exif = 2..jpeg(1).len() - 15;
        let both = [b"\xff\xd8".as_slice(), &jpeg(1)[exif], &jpeg(6)[2..]].concat();
        assert_eq!(raster_size(&both), Some((30, 40)), "upright says nothing: the next one is published");
    }

    #[test]
    fn a_file_that_is_not_a_picture_has_no_size() {
        for bytes in
            [b"".as_slice(), b"<html></html>", &png(640, 480)[..12], &png(0, 0), &png(u32::MAX, 1), b"\xff\xd8\xff\xe1"]
        {
            assert_eq!(raster_size(bytes), None);
        }
    }
}
