//! HEIC and AVIF (ISO/IEC 23008-12): a file of boxes, whose `meta` box lists items and their byte ranges. Other boxes
//! point into the file too, so nothing is cut out: the bytes of EXIF and XMP items become zeros. The orientation of the
//! picture is in a box of its own.

use std::collections::BTreeSet;
use std::ops::Range;

/// Brands of pictures.
const BRANDS: [&[u8; 4]; 10] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"];

pub(super) fn is_picture(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.iter().any(|known| *known == brand))
}

/// The picture without its metadata; `None` where the file may hold some and does not say where.
pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let places = metadata(bytes)?;
    let mut out = bytes.to_vec();
    for place in places {
        out[place].fill(0);
    }
    Some(out)
}

/// The byte ranges of EXIF and XMP; `None` where the file does not list them.
fn metadata(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let (_, meta) = boxes(bytes, 0..bytes.len()).into_iter().find(|(kind, _)| kind == b"meta")?;
    // A full box: version and flags come first.
    let inner = boxes(bytes, meta.start + 4..meta.end);
    let of = |wanted: &[u8; 4]| inner.iter().find(|(kind, _)| kind == wanted).map(|(_, range)| range.clone());
    let Some(items) = of(b"iinf") else { return Some(Vec::new()) };
    let wanted = items_with_metadata(bytes, items)?;
    if wanted.is_empty() {
        return Some(Vec::new());
    }
    let base = of(b"idat").map_or(0, |range| range.start);
    let places = locations(Cursor { bytes, at: of(b"iloc")?.start }, base, &wanted)?;
    places.iter().all(|place| place.start <= place.end && place.end <= bytes.len()).then_some(places)
}

/// The boxes in a range: their kinds and contents. Stops where one does not fit.
fn boxes(bytes: &[u8], range: Range<usize>) -> Vec<([u8; 4], Range<usize>)> {
    let mut found = Vec::new();
    let mut at = range.start;
    let mut cursor = Cursor { bytes: &bytes[..range.end.min(bytes.len())], at };
    while let Some((size, kind)) = cursor.number(4).zip(cursor.kind()) {
        let (header, size) = match size {
            0 => (8, range.end - at),
            1 => (16, cursor.number(8).unwrap_or(0)),
            size => (8, size),
        };
        let Some(end) = at.checked_add(size).filter(|&end| size >= header && end <= range.end) else { break };
        found.push((kind, at + header..end));
        at = end;
        cursor.at = at;
    }
    found
}

/// Ids of the items that are EXIF or XMP (`mime` items hold nothing else in pictures).
fn items_with_metadata(bytes: &[u8], range: Range<usize>) -> Option<BTreeSet<usize>> {
    let mut cursor = Cursor { bytes, at: range.start };
    let version = cursor.number(1)?;
    cursor.at += 3;
    cursor.number(if version == 0 { 2 } else { 4 })?;
    let mut ids = BTreeSet::new();
    for (kind, entry) in boxes(bytes, cursor.at..range.end) {
        let mut entry = Cursor { bytes, at: entry.start };
        let version = entry.number(1)?;
        if &kind != b"infe" || version < 2 {
            continue;
        }
        entry.at += 3;
        let id = entry.number(if version == 2 { 2 } else { 4 })?;
        entry.number(2)?;
        if matches!(&entry.kind()?, b"Exif" | b"mime" | b"uri ") {
            ids.insert(id);
        }
    }
    Some(ids)
}

/// The byte ranges of the wanted items in the file. `base` is the offset of those in the `idat` box.
fn locations(mut cursor: Cursor<'_>, base: usize, wanted: &BTreeSet<usize>) -> Option<Vec<Range<usize>>> {
    let version = cursor.number(1)?;
    cursor.at += 3;
    let sizes = cursor.number(2)?;
    let [offset, length, item_base, index] = [12, 8, 4, 0].map(|shift| sizes >> shift & 15);
    let items = cursor.number(if version < 2 { 2 } else { 4 })?;
    let mut places = Vec::new();
    for _ in 0..items {
        let id = cursor.number(if version < 2 { 2 } else { 4 })?;
        let method = if version == 0 { 0 } else { cursor.number(2)? & 15 };
        cursor.number(2)?;
        let start = cursor.number(item_base)?;
        let extents = cursor.number(2)?;
        if extents > 1 && length == 0 {
            return None;
        }
        for _ in 0..extents {
            if version > 0 {
                cursor.number(index)?;
            }
            let at = start.checked_add(cursor.number(offset)?)?;
            let length = cursor.number(length)?;
            if wanted.contains(&id) {
                // Zero means the rest of the file.
                if length == 0 {
                    return None;
                }
                let at = match method {
                    0 => at,
                    1 => at.checked_add(base)?,
                    _ => return None,
                };
                places.push(at..at.checked_add(length)?);
            }
        }
    }
    Some(places)
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// Reads a number of this many bytes, at most 8.
    fn number(&mut self, bytes: usize) -> Option<usize> {
        let end = self.at.checked_add(bytes)?;
        let value = self
            .bytes
            .get(self.at..end)?
            .iter()
            .try_fold(0usize, |value, byte| value.checked_mul(256)?.checked_add(usize::from(*byte)));
        self.at = end;
        value
    }

    fn kind(&mut self) -> Option<[u8; 4]> {
        let kind = self.bytes.get(self.at..self.at.checked_add(4)?)?.try_into().ok()?;
        self.at += 4;
        Some(kind)
    }
}
