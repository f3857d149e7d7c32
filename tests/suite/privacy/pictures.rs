//! Metadata about a picture's maker is not published (T51).
#![expect(clippy::disallowed_methods, reason = "tests make the files they are about")]

use super::build;
use super::tokens::Tokens;
use crate::support::Vault;

const NOTE: &str = "![[photo.jpg]] ![[Shot.PNG]] ![[small.webp]] ![[phone.heic]] ![[clean.png]]";
const PIXELS: &[u8] = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x12\xff\0\x34\xff\xd9";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xff, marker][..], &((content.len() + 2) as u16).to_be_bytes(), content].concat()
}

/// A PNG chunk. The checksum is wrong: those of chunks that are left out or copied are not read.
fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &[0; 4]].concat()
}

fn webp_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&kind[..], &(data.len() as u32).to_le_bytes(), data, &[0][..data.len() % 2]].concat()
}

/// EXIF with orientation 6 and a word after it.
fn exif(word: &str) -> Vec<u8> {
    [b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", word.as_bytes()].concat()
}

fn pictures(tokens: &mut Tokens) -> Vec<(&'static str, Vec<u8>)> {
    let [exif_word, xmp, iptc, text, trailer] =
        ["«EXIF»", "<x:xmpmeta>«XMP»</x:xmpmeta>", "«IPTC»", "Comment\0«PNG text»", "«trailer»"]
            .map(|t| tokens.fill(t));
    let exif = exif(&exif_word);
    let jpeg = [
        b"\xff\xd8".to_vec(),
        segment(0xe1, &[b"Exif\0\0", &exif[..]].concat()),
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()].concat()),
        segment(0xed, &[b"Photoshop 3.0\0", iptc.as_bytes()].concat()),
        PIXELS.to_vec(),
        trailer.clone().into_bytes(),
    ];
    let header = png_chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0");
    let end = [png_chunk(b"IDAT", b"png pixels"), png_chunk(b"IEND", b"")].concat();
    let png = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        header.clone(),
        png_chunk(b"eXIf", &exif),
        png_chunk(b"tEXt", text.as_bytes()),
        png_chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", xmp.as_bytes()].concat()),
        end.clone(),
        trailer.into_bytes(),
    ];
    let chunks = [
        webp_chunk(b"VP8X", &[0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        webp_chunk(b"VP8 ", b"webp pixels"),
        webp_chunk(b"EXIF", &exif),
        webp_chunk(b"XMP ", xmp.as_bytes()),
    ]
    .concat();
    let webp = [b"RIFF".to_vec(), (chunks.len() as u32 + 4).to_le_bytes().to_vec(), b"WEBP".to_vec(), chunks];
    let heic = b"\0\0\0\x10ftypheic\0\0\0\0".to_vec();
    let clean = [b"\x89PNG\r\n\x1a\n".to_vec(), header, end].concat();
    [("photo.jpg", jpeg.concat()), ("Shot.PNG", png.concat()), ("small.webp", webp.concat())]
        .into_iter()
        .chain([("phone.heic", heic), ("clean.png", clean)])
        .collect()
}

#[test]
fn pictures_are_published_without_what_they_tell() {
    let (vault, mut tokens) = (Vault::new(&[("Note.md", NOTE)]), Tokens::new());
    let pictures = pictures(&mut tokens);
    for (name, bytes) in &pictures {
        std::fs::write(vault.path("vault").join(name), bytes).expect("a picture");
    }
    let published =
        |name: &str| std::fs::read(vault.path("public/files").join(name.to_lowercase())).expect("published");
    let run = build(&vault, &[]);
    assert_eq!(tokens.leaks(&vault.path("public"), &[]), [""; 0], "{}", run.stderr);
    assert_eq!(run.stderr.matches("image::metadata").count(), 1, "{}", run.stderr);
    for (name, pixels) in [("photo.jpg", PIXELS), ("Shot.PNG", b"png pixels"), ("small.webp", b"webp pixels")] {
        let bytes = published(name);
        assert!(bytes.windows(pixels.len()).any(|window| window == pixels), "{name} has its pixels");
        let turned = b"\x01\x12\0\x03\0\0\0\x01\0\x06";
        assert!(bytes.windows(turned.len()).any(|window| window == turned), "{name} is the right way up");
    }
    for (name, bytes) in &pictures[3..] {
        assert!(published(name) == *bytes, "{name} is copied");
    }

    vault.write("kbgen.toml", "[build]\nkeep_metadata = true\n");
    let run = build(&vault, &[]);
    assert!(!run.stderr.contains("image::metadata"), "{}", run.stderr);
    for (name, bytes) in &pictures {
        assert!(published(name) == *bytes, "{name} is copied");
    }
}
