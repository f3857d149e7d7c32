//! Social images with a font of the tests' own, so that every machine draws the same.

use std::sync::Arc;

use super::layout::{fitted, title};
use super::*;
use crate::scan::fonts::FontFiles;
use crate::theme::Rgb;

fn font_bytes() -> Arc<[u8]> {
    Arc::from(&include_bytes!("../../tests/fixtures/social/noto-sans-kr-subset.otf")[..])
}

fn card_renderer() -> CardRenderer {
    CardRenderer::new(&FontFiles { bold: font_bytes(), regular: font_bytes() }).expect("a font")
}

const COLOURS: Colours = Colours { ground: Rgb::new(0xfd, 0xfc, 0xfa), accent: Rgb::new(0x0c, 0x66, 0x5d) };

#[test]
fn a_title_is_drawn_without_emoji_and_not_at_all_without_a_letter() {
    let card_renderer = card_renderer();
    let drawn = |text: &str| text::drawable(text, &card_renderer.bold);
    assert_eq!(drawn("  한글   제목 ").as_deref(), Some("한글 제목"));
    assert_eq!(drawn("\u{1112}\u{1161}\u{11ab}글").as_deref(), Some("한글"), "composed");
    assert_eq!(drawn("🟩 제목 ❤️‍🔥").as_deref(), Some("제목"));
    for text in ["", "🟩", "뷁", "مرحبا", "A\u{0301}\u{0323}", "漢字"] {
        assert_eq!(drawn(text), None, "{text}");
    }
}

#[test]
fn lines_break_between_words_and_a_long_title_ends_in_an_ellipsis() {
    let card_renderer = card_renderer();
    let width = 1000.0;
    let (size, lines) = title("한글 제목", &card_renderer.bold, width);
    assert_eq!((size, lines), (88.0, vec!["한글 제목".to_owned()]));
    let text = "긴 제목을 가나다라 마바사아 자차카타 파하노트 줄바꿈 ".repeat(6);
    let (size, lines) = title(text.trim(), &card_renderer.bold, width);
    assert_eq!((size, lines.len()), (52.0, 4));
    assert!(lines[3].ends_with('…'), "{lines:?}");
    let words: Vec<&str> = text.split(' ').collect();
    for line in &lines {
        assert!(card_renderer.bold.at(size).width(line) <= width, "{line}");
        for word in line.trim_end_matches('…').split(' ').take(3) {
            assert!(words.contains(&word), "{word} is no whole word");
        }
    }
    let (size, lines) = title(&"가".repeat(60), &card_renderer.bold, width);
    assert!(size == 52.0 && lines.len() > 1 && lines.concat() == "가".repeat(60), "a word wider than a line is broken");
    assert_eq!(fitted("가나다", &card_renderer.bold, 34.0, 40.0), "…");
}

#[test]
fn a_picture_is_a_png_of_its_card_and_the_same_every_time() {
    let card_renderer = card_renderer();
    let card = card_renderer.card("가나 · 다라", "쿠버네티스 클러스터", "노트").expect("every letter is there");
    let png = draw::png(&card, &card_renderer, COLOURS);
    assert_eq!(png, draw::png(&card, &card_renderer, COLOURS));
    assert!(png.len() < 40 << 10, "{} bytes", png.len());
    let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().expect("a PNG");
    assert_eq!((reader.info().width, reader.info().height), (WIDTH, HEIGHT));
    let palette = reader.info().palette.clone().expect("a palette").into_owned();
    assert_eq!(palette[..3], [0xfd, 0xfc, 0xfa]);
    assert_eq!(palette[palette.len() - 3..], [0x0c, 0x66, 0x5d]);
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("pixels");
    let ink = |from: usize, to: usize| {
        let rows = pixels[from * WIDTH as usize..to * WIDTH as usize].chunks(WIDTH as usize);
        rows.flat_map(|row| &row[100..]).filter(|&&pixel| pixel != 0).count()
    };
    assert!(ink(68, 112) > 500 && ink(260, 400) > 5000 && ink(530, 575) > 300, "topics, title and site");
    assert_eq!(ink(0, 62) + ink(580, 630), 0, "the margins are empty");
}

#[test]
fn a_name_follows_everything_that_is_drawn() {
    let card_renderer = card_renderer();
    let card = |above: &str, title: &str, site: &str| card_renderer.card(above, title, site).expect("letters");
    let mut names: Vec<String> = [("", "ab", "c"), ("a", "b", "c"), ("", "a", "bc"), ("", "ab", "")]
        .map(|(above, title, site)| card_renderer.name(&card(above, title, site), COLOURS))
        .to_vec();
    names.push(card_renderer.name(&card("", "ab", "c"), Colours { accent: Rgb::new(0, 0, 0), ..COLOURS }));
    assert_eq!(names[0], card_renderer.name(&card("", "ab", "c"), COLOURS));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 5);
}

#[test]
fn a_file_that_is_not_a_font_draws_nothing() {
    for bytes in [&b""[..], b"OTTO", b"ttcf\0\x01\0\0\0\0\0\x05", &font_bytes()[..400]] {
        let bytes: Arc<[u8]> = Arc::from(bytes);
        assert!(CardRenderer::new(&FontFiles { bold: bytes.clone(), regular: bytes }).is_none());
    }
}
