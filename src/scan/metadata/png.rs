//! PNG (third edition): chunks. Data after the last one is dropped.

use super::tiff;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Whether the header follows the signature.
pub(super) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE) && bytes.get(12..16) == Some(b"IHDR")
}

/// Chunks that decide how the picture looks; critical ones are kept besides.
const KEPT: [&[u8; 4]; 18] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"mDCv", b"cLLI", b"cLLi", b"bKGD",
    b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn strip(bytes: &[u8]) -> Vec<u8> {
    let mut out = SIGNATURE.to_vec();
    let mut rest = &bytes[SIGNATURE.len()..];
    while let [a, b, c, d, kind @ .., _, _, _, _] = rest.get(..12).unwrap_or_default() {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        // A truncated file: its last chunk holds the rest.
        let end = length.saturating_add(12).min(rest.len());
        let whole = &rest[..end];
        if kind == b"eXIf" {
            let orientation = whole.get(8..end - 4).and_then(tiff::orientation);
            out.extend(orientation.map(|value| chunk(b"eXIf", &tiff::block(value))).unwrap_or_default());
        } else if kind[0].is_ascii_uppercase() || KEPT.iter().any(|kept| *kept == kind) {
            out.extend(whole);
        }
        if kind == b"IEND" {
            break;
        }
        rest = &rest[end..];
    }
    out
}

pub(super) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let checked = [kind, data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &checked, &crc32fast::hash(&checked).to_be_bytes()].concat()
}
