//! WebP: chunks of a RIFF file. Data after it is dropped.

use super::tiff;

/// The header's flags for chunks that are taken out.
const EXIF_FLAG: u8 = 0x08;
const XMP_FLAG: u8 = 0x04;

const KEPT: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

pub(super) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..15) == Some(b"WEBPVP8")
}

pub(super) fn strip(bytes: &[u8]) -> Vec<u8> {
    let size = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    let end = size.saturating_add(8).clamp(12, bytes.len());
    let mut out = bytes[..12].to_vec();
    let mut header = None;
    let mut turned = false;
    let mut rest = &bytes[12..end];
    while let [kind @ .., a, b, c, d] = rest.get(..8).unwrap_or_default() {
        let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        // Chunks are padded to an even length.
        let end = length.saturating_add(8 + length % 2).min(rest.len());
        if kind == b"VP8X" {
            header = Some(out.len() + 8);
        }
        if KEPT.iter().any(|kept| *kept == kind) {
            out.extend(&rest[..end]);
        } else if kind == b"EXIF" {
            let data = rest.get(8..end).unwrap_or_default();
            let tiff = data.strip_prefix(b"Exif\0\0").unwrap_or(data);
            if let Some(value) = tiff::orientation(tiff).filter(|_| !turned) {
                turned = true;
                let block = tiff::block(value);
                out.extend(b"EXIF");
                out.extend((block.len() as u32).to_le_bytes());
                out.extend(block);
            }
        }
        rest = &rest[end..];
    }
    if let Some(flags) = header.and_then(|at| out.get_mut(at)) {
        *flags &= !(XMP_FLAG | if turned { 0 } else { EXIF_FLAG });
    }
    // A truncated file with nothing to take out keeps the size in its header.
    if out.len() < end {
        let size = (out.len() - 8) as u32;
        out[4..8].copy_from_slice(&size.to_le_bytes());
    }
    out
}
