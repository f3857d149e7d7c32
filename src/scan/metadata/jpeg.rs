//! JPEG (ITU T.81): segments before and between the scans. Data after the end of the picture is dropped.

use super::tiff;

const START: &[u8] = &[0xff, 0xd8];
const EXIF: &[u8] = b"Exif\0\0";
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// Whether a first segment follows the start.
pub(super) fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.strip_prefix(START).is_some_and(|rest| matches!(rest, [0xff, 0xc0..=0xfe, ..]))
}

/// A segment: its marker, its whole bytes and its content.
struct Segment<'a> {
    marker: u8,
    whole: &'a [u8],
    content: &'a [u8],
}

/// The segment at the start of `bytes`, and the bytes skipped to find it; `None` at the end.
fn segment(bytes: &[u8]) -> Option<(usize, Segment<'_>)> {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xff);
    let at = bytes.windows(2).position(is_marker)?;
    let rest = &bytes[at..];
    let marker = rest[1];
    // Restarts, the start and the end hold nothing.
    if matches!(marker, 0x01 | 0xd0..=0xd9) {
        return Some((at, Segment { marker, whole: &rest[..2], content: &[] }));
    }
    let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?])).max(2);
    // A truncated file: its last segment holds the rest.
    let end = (2 + length).min(rest.len());
    Some((at, Segment { marker, whole: &rest[..end], content: rest.get(4..end).unwrap_or_default() }))
}

/// Whether a segment belongs to the picture: no application's data but JFIF, colour profile and Adobe's colour
/// transform; no comment.
fn is_kept(segment: &Segment<'_>) -> bool {
    match segment.marker {
        0xe0 => segment.content.starts_with(b"JFIF\0") && !has_thumbnail(segment),
        0xe2 => segment.content.starts_with(b"ICC_PROFILE\0"),
        0xee => segment.content.starts_with(b"Adobe"),
        0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
        _ => true,
    }
}

/// JFIF itself may carry a thumbnail.
fn has_thumbnail(segment: &Segment<'_>) -> bool {
    segment.content.get(12..14).is_some_and(|size| size != [0, 0])
}

/// The orientation that an EXIF segment names.
fn turn(segment: &Segment<'_>) -> Option<u8> {
    segment.content.strip_prefix(EXIF).and_then(tiff::orientation)
}

/// The orientation of a photo, which browsers apply; the head of a file is enough.
pub(in crate::scan) fn orientation(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.strip_prefix(START).filter(|_| is_jpeg(bytes))?;
    while let Some((skipped, segment)) = segment(rest).filter(|(_, segment)| !matches!(segment.marker, SCAN | END)) {
        if let Some(value) = turn(&segment) {
            return Some(value);
        }
        rest = &rest[skipped + segment.whole.len()..];
    }
    None
}

pub(super) fn strip(bytes: &[u8]) -> Vec<u8> {
    let mut out = START.to_vec();
    let mut turned = false;
    let mut at = START.len();
    while let Some((skipped, segment)) = segment(&bytes[at..]) {
        at += skipped + segment.whole.len();
        if !turned && let Some(value) = turn(&segment) {
            turned = true;
            out.extend(oriented(value));
        }
        if segment.marker == 0xe0 && segment.content.starts_with(b"JFIF\0") && has_thumbnail(&segment) {
            // Version, units and densities, then no thumbnail.
            out.extend([0xff, 0xe0, 0, 16]);
            out.extend(&segment.content[..12]);
            out.extend([0, 0]);
        } else if is_kept(&segment) {
            out.extend(segment.whole);
        }
        match segment.marker {
            END => return out,
            SCAN => {
                let length = scan_length(&bytes[at..]);
                out.extend(&bytes[at..at + length]);
                at += length;
            }
            _ => {}
        }
    }
    out
}

/// The bytes of a scan's data: up to the next marker that is not a restart.
fn scan_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memchr(0xff, &bytes[at..]) {
        at += found;
        match bytes.get(at + 1) {
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            _ => return at,
        }
    }
    bytes.len()
}

/// An EXIF segment with the orientation of the picture.
fn oriented(value: u8) -> Vec<u8> {
    let block = tiff::block(value);
    let length = (2 + EXIF.len() + block.len()) as u16;
    [&[0xff, 0xe1][..], &length.to_be_bytes(), EXIF, &block].concat()
}
