//! Tables for each container: the parts removed and kept, also in damaged files and garbage.

use super::{Stripped, strip, strip_file, tiff};

const SECRET: &[u8] = b"GPS 37.5665 126.9780";
const SCAN: &[u8] = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x12\xff\0\xff\xd0\x34\xff\xd1\x56";

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The picture without metadata, where it had some.
fn stripped(bytes: &[u8]) -> Vec<u8> {
    match strip(bytes) {
        Stripped::Bytes(bytes) => {
            assert_eq!(strip(&bytes), Stripped::Clean, "nothing is left for a second time");
            bytes
        }
        other => panic!("{other:?}"),
    }
}

/// EXIF as a camera writes it: little endian, the orientation among other tags.
fn exif(orientation: u8) -> Vec<u8> {
    let tags = [
        b"II\x2a\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x14\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0".as_slice(),
        &[orientation, 0, 0, 0, 0, 0, 0, 0],
    ];
    [&tags.concat(), SECRET].concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xff, marker][..], &((content.len() + 2) as u16).to_be_bytes(), content].concat()
}

fn jfif() -> Vec<u8> {
    segment(0xe0, b"JFIF\0\x01\x01\0\0\x48\0\x48\0\0")
}

fn photo(before: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    [b"\xff\xd8", &before.concat()[..], &segment(0xdb, &[7; 65]), SCAN, b"\xff\xd9", after].concat()
}

/// A photo's head may be clean and a film still follow it: the file is read to its end, however long it is.
#[test]
fn what_follows_a_picture_is_gone_from_small_and_large_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photo.jpg");
    let of_size = |pixels: usize| [b"\xff\xd8", &jfif()[..], SCAN, &vec![0x55; pixels], b"\xff\xd9"].concat();
    for clean in [of_size(10), of_size(200_000)] {
        std::fs::write(&path, &clean).unwrap();
        assert_eq!(strip_file(&path).unwrap(), Stripped::Bytes(clean.clone()), "{} bytes", clean.len());
        std::fs::write(&path, [&clean[..], b"\0\0\0\x18ftypmp42 where it was taken"].concat()).unwrap();
        assert_eq!(strip_file(&path).unwrap(), Stripped::Bytes(clean.clone()), "{} bytes", clean.len());
    }
}

#[test]
fn a_jpeg_keeps_its_picture_its_colours_and_nothing_else() {
    let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01colours");
    let adobe = segment(0xee, b"Adobe\0\x64\0\0\0\0\x01");
    let clean = photo(&[jfif(), icc.clone(), adobe.clone()], b"");
    assert_eq!(strip(&clean), Stripped::Clean);
    let upright = [b"Exif\0\0", &exif(1)[..]].concat();
    for (marker, content) in [
        (0xe1, upright.as_slice()),
        (0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
        (0xed, b"Photoshop 3.0\x008BIM\x04\x04"),
        (0xe2, b"MPF\0II"),
        (0xe0, b"JFXX\0\x10thumbnail"),
        (0xe5, b"maker"),
        (0xfe, b"a comment"),
    ] {
        let extra = segment(marker, &[content, SECRET].concat());
        let bytes = photo(&[jfif(), extra.clone(), icc.clone(), adobe.clone()], b"");
        assert_eq!(stripped(&bytes), clean, "{marker:x}");
    }
    let second = photo(&[segment(0xe1, &upright)], b"");
    assert_eq!(stripped(&photo(&[jfif(), icc, adobe], &second)), clean, "what follows the picture");
    let thumbnail = [b"JFIF\0\x01\x01\0\0\x48\0\x48\x01\x02".as_slice(), SECRET].concat();
    assert_eq!(stripped(&photo(&[segment(0xe0, &thumbnail)], b"")), photo(&[jfif()], b""));
    let between = [&b"\xff\xd8"[..], SCAN, &segment(0xfe, SECRET), SCAN, b"\xff\xd9"].concat();
    assert_eq!(stripped(&between), [&b"\xff\xd8"[..], SCAN, SCAN, b"\xff\xd9"].concat(), "a progressive one");
}

#[test]
fn a_photo_on_its_side_stays_so() {
    let turned = stripped(&photo(&[segment(0xe1, &[b"Exif\0\0", &exif(6)[..]].concat())], b""));
    let minimal = segment(0xe1, &[b"Exif\0\0", &tiff::block(6)[..]].concat());
    assert_eq!(turned, photo(&[minimal], b""));
    assert_eq!(tiff::orientation(&tiff::block(6)), Some(6));
    for other in [0, 1, 9] {
        assert_eq!(tiff::orientation(&exif(other)), None);
    }
}

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    super::png::chunk(kind, data)
}

fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = png_chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0");
    [b"\x89PNG\r\n\x1a\n", &header[..], &chunks.concat(), &png_chunk(b"IEND", b"")].concat()
}

#[test]
fn a_png_keeps_what_decides_how_it_looks() {
    let kept = [png_chunk(b"iCCP", b"p\0\0x"), png_chunk(b"gAMA", &[0; 4]), png_chunk(b"IDAT", b"pixels")];
    let clean = png(&kept);
    assert_eq!(strip(&clean), Stripped::Clean);
    assert!(holds(&clean, b"IEND\xae\x42\x60\x82"), "the known checksum");
    for kind in [b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"dSIG", b"caBX", b"prVt"] {
        let data = if kind == b"eXIf" { exif(1) } else { SECRET.to_vec() };
        for at in 0..=kept.len() {
            let mut chunks = kept.to_vec();
            chunks.insert(at, png_chunk(kind, &data));
            assert_eq!(stripped(&png(&chunks)), clean, "{kind:?} at {at}");
        }
    }
    assert_eq!(stripped(&[&clean, SECRET].concat()), clean, "what follows the picture");
    let turned = png(&[png_chunk(b"eXIf", &exif(6)), png_chunk(b"IDAT", b"pixels")]);
    assert_eq!(stripped(&turned), png(&[png_chunk(b"eXIf", &tiff::block(6)), png_chunk(b"IDAT", b"pixels")]));
}

fn webp_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let padding = &[0][..data.len() % 2];
    [&kind[..], &(data.len() as u32).to_le_bytes(), data, padding].concat()
}

fn webp(flags: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [&webp_chunk(b"VP8X", &[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0])[..], &chunks.concat()].concat();
    [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
}

#[test]
fn a_webp_keeps_its_picture_and_its_header_says_so() {
    let (icc, data) = (webp_chunk(b"ICCP", b"colours"), webp_chunk(b"VP8 ", b"EXIF\x1a\0\0\0pixels"));
    let clean = webp(0x20, &[icc.clone(), data.clone()]);
    assert_eq!(strip(&clean), Stripped::Clean);
    let (exif_chunk, xmp) = (webp_chunk(b"EXIF", &exif(1)), webp_chunk(b"XMP ", SECRET));
    let all = webp(0x2c, &[icc.clone(), data.clone(), exif_chunk, xmp.clone(), webp_chunk(b"note", SECRET)]);
    assert_eq!(stripped(&all), clean);
    assert_eq!(stripped(&[&clean, SECRET].concat()), clean, "what follows the picture");
    let turned = webp(0x2c, &[icc.clone(), data.clone(), webp_chunk(b"EXIF", &exif(6)), xmp]);
    assert_eq!(stripped(&turned), webp(0x28, &[icc, data, webp_chunk(b"EXIF", &tiff::block(6))]));
}

fn bmff_box(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32 + 8).to_be_bytes()[..], kind, data].concat()
}

/// An AVIF picture with an EXIF item of this offset and length, and the bytes of the item at its end.
fn avif(offset: u32, length: u32) -> Vec<u8> {
    let item = bmff_box(b"infe", b"\x02\0\0\0\0\x01\0\0Exif\0");
    let items = bmff_box(b"iinf", &[b"\0\0\0\0\0\x01", &item[..]].concat());
    let place = [&offset.to_be_bytes()[..], &length.to_be_bytes()].concat();
    let places = bmff_box(b"iloc", &[b"\0\0\0\0\x44\0\0\x01\0\x01\0\0\0\x01", &place[..]].concat());
    let meta = bmff_box(b"meta", &[b"\0\0\0\0", &items[..], &places].concat());
    let pixels = bmff_box(b"mdat", &[b"pixels", SECRET].concat());
    [bmff_box(b"ftyp", b"avif\0\0\0\0"), meta, pixels].concat()
}

#[test]
fn metadata_of_an_avif_become_zeros_and_nothing_moves() {
    let length = SECRET.len() as u32;
    let whole = avif(0, 0).len() as u32;
    let bytes = avif(whole - length, length);
    let clean = stripped(&bytes);
    let picture = (whole - length) as usize;
    assert_eq!((&clean[..picture], &clean[picture..]), (&bytes[..picture], &[0; SECRET.len()][..]));
    for (offset, length) in [(whole, 1), (u32::MAX, u32::MAX), (0, 0)] {
        assert_eq!(strip(&avif(offset, length)), Stripped::Unreadable, "{offset} {length}");
    }
}

#[test]
fn what_is_cut_off_or_damaged_is_no_harm() {
    let samples = [
        photo(&[jfif(), segment(0xe1, &[b"Exif\0\0", &exif(6)[..]].concat())], SECRET),
        png(&[png_chunk(b"eXIf", &exif(6)), png_chunk(b"tEXt", SECRET), png_chunk(b"IDAT", b"pixels")]),
        webp(0x2c, &[webp_chunk(b"VP8 ", b"pixels"), webp_chunk(b"EXIF", &exif(6)), webp_chunk(b"XMP ", SECRET)]),
    ];
    for bytes in &samples {
        for end in 0..=bytes.len() {
            if let Stripped::Bytes(clean) = strip(&bytes[..end]) {
                assert!(!holds(&clean, &SECRET[..8]), "{end}");
            }
        }
    }
    for bytes in samples.iter().chain([&avif(200, 20)]) {
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] = 0xff;
            strip(&damaged);
        }
    }
}

#[test]
fn what_only_begins_like_a_picture_stays_as_it_is() {
    for bytes in [
        b"".as_slice(),
        b"\xff\xd8",
        b"\xff\xd8 GPS",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n no chunks at all",
        b"RIFF\0\0\0\0WEBP",
        b"RIFF\0\0\0\0WEBPnone",
        b"RIFF\0\0\0\0WAVE",
        b"GIF89a",
        b"<svg/>",
    ] {
        assert_eq!(strip(bytes), Stripped::Clean, "{bytes:?}");
    }
}
