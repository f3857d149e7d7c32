//! A font file: its letters, their widths and their outlines.

use std::sync::Arc;

use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::FileRef;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::PathBuilder;

/// The characters that are looked up in a font: the first two planes, where all letters of living scripts are.
const PLANES: usize = 0x2_0000;

/// One face of a font file, at one weight.
pub struct Typeface {
    bytes: Arc<[u8]>,
    /// The index within a collection.
    index: u32,
    location: Location,
    /// A bit for each character of [`PLANES`], so that checking every title of a vault is fast.
    letters: Box<[u64]>,
}

impl Typeface {
    /// The face of a file that suits Korean best and is nearest to this weight; `None` where the file is not a font
    /// with outlines.
    pub fn new(bytes: Arc<[u8]>, weight: f32) -> Option<Self> {
        let index = best_face(&bytes, weight)?;
        let font = FontRef::from_index(&bytes, index).ok()?;
        let location = font.axes().location([("wght", weight)]);
        let outlines = font.outline_glyphs();
        let mut letters = vec![0_u64; PLANES / 64].into_boxed_slice();
        for (code, glyph) in font.charmap().mappings() {
            let code = code as usize;
            if code < PLANES && outlines.get(glyph).is_some() {
                letters[code / 64] |= 1 << (code % 64);
            }
        }
        letters.iter().any(|&bits| bits != 0).then_some(Self { location, index, letters, bytes })
    }

    pub fn has(&self, c: char) -> bool {
        let code = c as usize;
        self.letters.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }

    /// The typeface at a size, pixels to the em.
    pub fn at(&self, pixels: f32) -> Sized<'_> {
        let font = FontRef::from_index(&self.bytes, self.index).expect("it was read before");
        Sized { font, location: &self.location, size: Size::new(pixels) }
    }
}

/// A typeface at a size.
pub struct Sized<'a> {
    font: FontRef<'a>,
    location: &'a Location,
    size: Size,
}

impl Sized<'_> {
    /// The width of a text, pixels.
    pub fn width(&self, text: &str) -> f32 {
        let metrics = self.font.glyph_metrics(self.size, self.location);
        self.glyphs(text).filter_map(|glyph| metrics.advance_width(glyph)).sum()
    }

    /// The height of capital letters, pixels.
    pub fn cap_height(&self) -> f32 {
        let metrics = self.font.metrics(self.size, self.location);
        metrics.cap_height.unwrap_or(metrics.ascent * 0.75)
    }

    /// Adds the outlines of a text that begins at `x` on `baseline`.
    pub fn outline(&self, text: &str, mut x: f32, baseline: f32, path: &mut PathBuilder) {
        let metrics = self.font.glyph_metrics(self.size, self.location);
        let outlines = self.font.outline_glyphs();
        for glyph in self.glyphs(text) {
            if let Some(outline) = outlines.get(glyph) {
                let mut pen = Pen { path, x, baseline };
                // A glyph that cannot be read leaves its space empty.
                let _ = outline.draw(DrawSettings::unhinted(self.size, self.location), &mut pen);
            }
            x += metrics.advance_width(glyph).unwrap_or_default();
        }
    }

    fn glyphs(&self, text: &str) -> impl Iterator<Item = GlyphId> {
        let charmap = self.font.charmap();
        text.chars().filter_map(move |c| charmap.map(c))
    }
}

/// Converts a glyph's coordinates, whose y grows upwards, into those of the picture.
struct Pen<'a> {
    path: &'a mut PathBuilder,
    x: f32,
    baseline: f32,
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.baseline - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.baseline - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.baseline - cy, self.x + x, self.baseline - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (left, base) = (self.x, self.baseline);
        self.path.cubic_to(left + ax, base - ay, left + bx, base - by, left + x, base - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// The face of a file: of a collection the Korean one, since faces differ in how they draw Hanja; not the monospaced
/// one; then the one of the nearest weight.
fn best_face(bytes: &[u8], weight: f32) -> Option<u32> {
    let count = match FileRef::new(bytes).ok()? {
        FileRef::Font(_) => 1,
        FileRef::Collection(collection) => collection.len(),
    };
    let rank = |index: u32| {
        let font = FontRef::from_index(bytes, index).ok()?;
        let family: String = font.localized_strings(StringId::FAMILY_NAME).english_or_first()?.chars().collect();
        let korean = family.split(' ').any(|word| word == "KR");
        let off = (font.attributes().weight.value() - weight).abs() as u32;
        Some((!korean, family.contains("Mono"), off, index))
    };
    (0..count).filter_map(rank).min().map(|(.., index)| index)
}
