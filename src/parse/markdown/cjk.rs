//! Emphasis next to Hangul, kana and Han: `**핵심(core)**은` closes although a particle follows.
//!
//! CommonMark lets a run of marks close only if white space or punctuation follows a punctuation character before it.
//! The amendment (tats-u/markdown-cjk-friendly, for Unicode 17) treats a CJK neighbour like punctuation. pulldown-cmark
//! 0.13 has no option for it, so [`mend`] returns where one punctuation character, inserted beside the run, makes the
//! plain rule return the amended result. The option ENABLE_CJK_FRIENDLY_EMPHASIS, once released, replaces this file.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The side of a run of `*` or `~` on which a punctuation character must be inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// Compares the plain and the amended rule for a run between two characters; `None` if they agree. `before` and
/// `after` are blanks at the ends of a line.
pub(super) fn mend(before: char, after: char) -> Option<Side> {
    if !is_cjk(before) && !is_cjk(after) || before.is_whitespace() || after.is_whitespace() {
        return None;
    }
    match (is_punctuation(before), is_punctuation(after)) {
        (true, false) => Some(Side::After),
        (false, true) => Some(Side::Before),
        _ => None,
    }
}

/// A variation selector, whose neighbour is the character before it; not those that select an emoji.
pub(super) fn is_variation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0e}')
}

/// CommonMark's Unicode punctuation characters: general categories P and S.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
}

/// The amendment's CJK characters: East Asian Wide, Fullwidth or Halfwidth without emoji, Hangul, and
/// ideographic variation selectors.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11ff | 0x20a9 | 0x2329..=0x232a | 0x2630..=0x2637 | 0x268a..=0x268f | 0x2e80..=0x2fff
        | 0x3001..=0x303e | 0x3041..=0xa4cf | 0xa960..=0xa97c | 0xac00..=0xd7fb | 0xf900..=0xfaff
        | 0xfe10..=0xfe19 | 0xfe30..=0xfe6b | 0xff01..=0xffee | 0x16fe0..=0x18d08 | 0x1aff0..=0x1b2fb
        | 0x1d300..=0x1d376 | 0x1f200 | 0x1f202 | 0x1f210..=0x1f219 | 0x1f21b..=0x1f22e | 0x1f230..=0x1f231
        | 0x1f237 | 0x1f23b | 0x1f240..=0x1f248 | 0x1f260..=0x1f265 | 0x20000..=0x3fffd | 0xe0100..=0xe01ef)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_punctuation_beside_a_cjk_letter_is_mended() {
        for (before, after, side) in [
            (')', '은', Some(Side::After)),
            ('은', '(', Some(Side::Before)),
            ('。', '다', Some(Side::After)),
            ('은', '가', None),
            (')', 'B', None),
            (')', ' ', None),
            ('「', '(', None),
            ('a', '「', Some(Side::Before)),
            ('🟩', '은', Some(Side::After)),
        ] {
            assert_eq!(mend(before, after), side, "{before}**{after}");
        }
    }
}
