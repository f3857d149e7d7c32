//! A picture's pixels. It has three inks on one ground, so a pixel is one byte: the ink and its coverage.

use tiny_skia::{FillRule, Mask, PathBuilder, Rect, Transform};

use crate::theme::Rgb;

use super::card::{Card, CardRenderer, Colours, HEIGHT, WIDTH};
use super::layout;
use super::typeface::Typeface;

/// Steps from the ground to an ink.
const STEPS: u8 = 64;

/// The theme's inks on a light ground.
const STRONG: Rgb = Rgb::new(0x14, 0x17, 0x1a);
const SOFT: Rgb = Rgb::new(0x50, 0x56, 0x5e);

/// Positions, in pixels.
const LEFT: f32 = 104.0;
const RIGHT: f32 = 96.0;
const BAR: f32 = 28.0;
const ABOVE: f32 = 100.0;
const BELOW: f32 = 562.0;
const SMALL: f32 = 34.0;
/// The line height of a title, in relation to its size.
const LEADING: f32 = 1.28;

/// The picture of a card.
pub(super) fn png(card: &Card, card_renderer: &CardRenderer, colours: Colours) -> Vec<u8> {
    let width = WIDTH as f32 - LEFT - RIGHT;
    let mut strong = PathBuilder::new();
    let (size, lines) = layout::title(&card.title, &card_renderer.bold, width);
    let sized = card_renderer.bold.at(size);
    let leading = size * LEADING;
    let height = leading * (lines.len() - 1) as f32 + sized.cap_height();
    let middle = (ABOVE + BELOW) / 2.0;
    for (place, line) in lines.iter().enumerate() {
        let baseline = middle - height / 2.0 + sized.cap_height() + leading * place as f32;
        sized.outline(line, LEFT, baseline, &mut strong);
    }
    let mut soft = PathBuilder::new();
    small_text(&card.above, &card_renderer.regular, ABOVE, width, &mut soft);
    let mut accent = PathBuilder::new();
    small_text(&card.site, &card_renderer.bold, BELOW, width, &mut accent);
    accent.push_rect(Rect::from_xywh(0.0, 0.0, BAR, HEIGHT as f32).expect("a bar as high as the picture"));

    let mut pixels = vec![0_u8; (WIDTH * HEIGHT) as usize];
    for (ink, path) in (0_u8..).zip([strong, soft, accent]) {
        fill(path, ink, &mut pixels);
    }
    encoded(&pixels, &palette(colours))
}

fn small_text(text: &str, font: &Typeface, baseline: f32, width: f32, path: &mut PathBuilder) {
    let text = layout::fitted(text, font, SMALL, width);
    font.at(SMALL).outline(&text, LEFT, baseline, path);
}

/// Fills a path with an ink. Inks do not overlap.
fn fill(path: PathBuilder, ink: u8, pixels: &mut [u8]) {
    let Some(path) = path.finish() else { return };
    let mut mask = Mask::new(WIDTH, HEIGHT).expect("a picture has a size");
    mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
    for (pixel, &cover) in pixels.iter_mut().zip(mask.data()) {
        // 255 steps of the mask are 63 of the ink.
        let step = cover / 4;
        if step > 0 {
            *pixel = ink * STEPS + step;
        }
    }
}

/// Red, green and blue of every step of every ink.
fn palette(colours: Colours) -> Vec<u8> {
    let inks = [STRONG, SOFT, colours.accent];
    let steps = inks.into_iter().flat_map(|ink| (0..STEPS).map(move |step| (ink, step)));
    steps
        .flat_map(|(ink, step)| colours.ground.towards(ink, u32::from(step), u32::from(STEPS - 1)).channels())
        .collect()
}

fn encoded(pixels: &[u8], palette: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(png::Compression::Balanced);
    // Similar colours of one ink do not have similar indices: filters would only hide repetitions.
    encoder.set_filter(png::Filter::NoFilter);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels));
    written.expect("a palette picture of the right size is written to memory");
    bytes
}
