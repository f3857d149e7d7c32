//! The texts that can be drawn letter by letter, without a shaping engine: those of Korean, Chinese, Japanese, and the
//! alphabets that are set side by side from left to right.

use unicode_properties::{GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};

use crate::path::nfc;

use super::typeface::Typeface;

/// A text as it is drawn: composed, its blanks single, without emoji that the font lacks. `None` where no letter is
/// left, or where a letter would be missing or wrong.
pub(super) fn drawable(text: &str, font: &Typeface) -> Option<String> {
    let mut drawn = String::with_capacity(text.len());
    for word in nfc(text).split_whitespace() {
        let mut letters = String::with_capacity(word.len());
        for c in word.chars().filter(|&c| !is_format_character(c)) {
            if can_draw(c, font) {
                letters.push(c);
            } else if !c.is_emoji_char() {
                return None;
            }
        }
        if !letters.is_empty() {
            if !drawn.is_empty() {
                drawn.push(' ');
            }
            drawn.push_str(&letters);
        }
    }
    (!drawn.is_empty()).then_some(drawn)
}

/// Whether a character always has the same glyph of the font.
pub(super) fn can_draw(c: char, font: &Typeface) -> bool {
    font.has(c) && c.general_category_group() != GeneralCategoryGroup::Mark && !is_shaped(c)
}

/// Whether a character is of a script that runs from right to left or joins its letters, or is Hangul that is not
/// composed.
fn is_shaped(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8ff | 0x900..=0xdff | 0xf00..=0x109f | 0x1100..=0x11ff | 0x1780..=0x18af
        | 0xa960..=0xa97f | 0xd7b0..=0xd7ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe)
}

/// Whether a character only changes how others are shown.
fn is_format_character(c: char) -> bool {
    matches!(u32::from(c), 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2069 | 0xfe00..=0xfe0f | 0xfeff
        | 0x1f3fb..=0x1f3ff | 0xe0000..=0xe01ef)
        || c.is_control()
}
