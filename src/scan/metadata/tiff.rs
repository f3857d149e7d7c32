//! The one thing that is kept of EXIF: which way up the picture is.

/// The orientation (EXIF 2.3, tag 0x0112) in a TIFF block, 2 to 8; `None` where there is none, or the picture stands
/// upright.
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    crate::scan::image::tiff_orientation(tiff)
        .and_then(|value| u8::try_from(value).ok())
        .filter(|v| (2..=8).contains(v))
}

/// A TIFF block that holds the orientation and nothing else.
pub(super) fn block(orientation: u8) -> [u8; 26] {
    let mut block = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    block[19] = orientation;
    block
}
