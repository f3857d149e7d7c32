//! Names as segments of URLs (C-SLUG).

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::nfc;
use crate::hangul::is_syllable;

/// The most bytes a URL segment may have: file systems stop at 255, and suffixes need room.
const SEGMENT_LIMIT: usize = 200;

/// One segment of a URL, made from a name: NFC, lower-cased, `+` as `-plus`, `#` as `-sharp`, every run of other
/// characters than letters, marks, digits, `.`, `_`, `~` as one `-`, and `-` and `.` trimmed at the ends. Hangul
/// stays Hangul. `None` when nothing is left.
pub fn slug(name: &str) -> Option<String> {
    slug_as_typed(&nfc(name).to_lowercase())
}

/// A [`slug`] without the lower-casing, for addresses that an author chose.
pub fn slug_as_typed(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    for c in nfc(name).chars() {
        match c {
            '+' => out.push_str("-plus"),
            '#' => out.push_str("-sharp"),
            c if keeps_in_slug(c) => out.push(c),
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let trimmed = out.trim_matches(['-', '.']);
    if trimmed.is_empty() {
        return None;
    }
    // Every page's file has this name, so no page's folder may.
    if trimmed.eq_ignore_ascii_case("index.html") {
        return Some("index-html".to_owned());
    }
    if trimmed.len() <= SEGMENT_LIMIT {
        return Some(trimmed.to_owned());
    }
    let room = trimmed.floor_char_boundary(SEGMENT_LIMIT - 9);
    Some(format!("{}-{}", trimmed[..room].trim_end_matches(['-', '.']), short_hash(trimmed)))
}

/// The [`slug`], or `n-` and eight hex digits of the hash of `whole` (the path that the name is part of).
pub fn slug_or_hash(name: &str, whole: &str) -> String {
    slug(name).unwrap_or_else(|| format!("n-{}", short_hash(whole)))
}

/// Eight hex digits of the BLAKE3 hash of the text's NFC form: the suffix that distinguishes two equal slugs.
pub fn short_hash(text: &str) -> String {
    blake3::hash(nfc(text).as_bytes()).to_hex()[..8].to_owned()
}

fn keeps_in_slug(c: char) -> bool {
    match c {
        '.' | '_' | '~' => true,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        c if is_syllable(c) => true,
        c => {
            c.is_alphanumeric() || matches!(c.general_category_group(), GeneralCategoryGroup::Mark) && !is_invisible(c)
        }
    }
}

/// Whether a character is an invisible mark; in a URL it could only make two equal-looking addresses differ.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_the_url_rule() {
        for (name, expected) in [
            ("06 - Full Notes", Some("06-full-notes")),
            ("Argo CD", Some("argo-cd")),
            ("C++", Some("c-plus-plus")),
            ("C#", Some("c-sharp")),
            ("쿠버네티스 (K8s)", Some("쿠버네티스-k8s")),
            ("\u{1112}\u{1161}\u{11ab}", Some("한")),
            ("v1.2_rc~1.", Some("v1.2_rc~1")),
            ("...", None),
            ("🟩", None),
            ("a?b#c%d", Some("a-b-sharpc-d")),
            ("Index.html", Some("index-html")),
        ] {
            assert_eq!(slug(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn a_long_slug_is_cut_at_a_character_and_made_unique_by_a_hash() {
        let a = slug(&"가".repeat(300)).unwrap();
        let b = slug(&format!("{}나", "가".repeat(300))).unwrap();
        assert!(a.len() <= SEGMENT_LIMIT && b.len() <= SEGMENT_LIMIT);
        assert_ne!(a, b);
    }
}
