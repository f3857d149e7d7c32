//! A card, which has the texts of one picture, and the renderer that all cards share.

use crate::scan::fonts::FontFiles;
use crate::theme::{Rgb, Theme};

use super::text;
use super::typeface::Typeface;

/// The size of every picture, pixels: the size that Open Graph's readers show without cutting.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// A part of every picture's name: a change of the drawing code changes it, and with it all names.
const DRAWING: &str = "kbgen social 1";

/// The fonts of every picture. Made once for many builds.
pub struct CardRenderer {
    pub(super) bold: Typeface,
    pub(super) regular: Typeface,
    /// The hash of both fonts.
    fonts: [u8; 32],
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Colours {
    pub ground: Rgb,
    pub accent: Rgb,
}

impl Colours {
    /// The theme's colours on a light ground: a picture does not know its reader's colour scheme.
    pub fn of(theme: &Theme) -> Self {
        let ground = Rgb::parse(&theme.ground().light).unwrap_or(Rgb::new(255, 255, 255));
        Self { ground, accent: theme.accent() }
    }
}

/// The texts of a picture; each can be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Card {
    pub above: String,
    pub title: String,
    pub site: String,
}

impl CardRenderer {
    /// The renderer with these fonts; `None` where a file is not a font that can be drawn with.
    pub fn new(files: &FontFiles) -> Option<Self> {
        let mut hash = blake3::Hasher::new();
        hash.update(&files.bold).update(&files.regular);
        let bold = Typeface::new(files.bold.clone(), 700.0)?;
        let regular = Typeface::new(files.regular.clone(), 400.0)?;
        Some(Self { bold, regular, fonts: *hash.finalize().as_bytes() })
    }

    pub(super) fn name(&self, card: &Card, colours: Colours) -> String {
        let mut hash = blake3::Hasher::new();
        hash.update(DRAWING.as_bytes()).update(&self.fonts);
        for part in [&card.above, &card.title, &card.site, &colours.ground.hex(), &colours.accent.hex()] {
            hash.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        hash.finalize().to_hex()[..20].to_owned()
    }

    /// The texts drawn for a title; `None` where the font lacks a letter of it.
    pub(super) fn card(&self, above: &str, title: &str, site: &str) -> Option<Card> {
        let title = text::drawable(title, &self.bold)?;
        let small = |text: &str| text::drawable(text, &self.regular).unwrap_or_default();
        Some(Card { above: small(above), title, site: text::drawable(site, &self.bold).unwrap_or_default() })
    }

    pub(super) fn can_draw(&self, c: char) -> bool {
        text::can_draw(c, &self.bold)
    }
}
