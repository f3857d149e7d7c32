//! The language of a vault, guessed from its text.

use super::Language;
use crate::hangul::is_hangul;

/// The notes that are read, spread evenly over the vault, since its first folder may be in another language than the
/// rest.
const NOTES: usize = 200;
/// The bytes read of each of them.
const BYTES: usize = 2048;

/// Korean where at least a tenth of the letters are Hangul, else English. Notes on technical subjects mix both, and a
/// syllable of Hangul has as much content as two or three Latin letters, so a tenth already means Korean sentences.
///
/// Reads 400 KB at most, and only the texts themselves: the same notes give the same answer everywhere.
pub fn guess<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> Language {
    let stride = texts.len().div_ceil(NOTES).max(1);
    let (mut hangul, mut letters) = (0usize, 0usize);
    for text in texts.step_by(stride) {
        for c in text[..text.floor_char_boundary(BYTES)].chars() {
            letters += usize::from(c.is_alphabetic());
            hangul += usize::from(is_hangul(c));
        }
    }
    if hangul > 0 && hangul * 10 >= letters { Language::Korean } else { Language::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_sentences() {
        for (texts, language) in [
            (vec![], Language::English),
            (
                vec!["A longer sentence of plain English words, and one other word: 한국어".to_owned()],
                Language::English,
            ),
            (vec!["Argo CD는 Kubernetes를 위한 GitOps 도구이다.".to_owned()], Language::Korean),
            (vec!["\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} note".to_owned()], Language::Korean),
            (vec!["".to_owned(), "1234 🟩".to_owned()], Language::English),
        ] {
            assert_eq!(guess(texts.iter().map(String::as_str)), language, "{texts:?}");
        }
    }

    #[test]
    fn a_large_vault_is_sampled_over_its_whole_length() {
        let texts: Vec<&str> = (0..10_000).map(|ix| if ix < 300 { "English" } else { "한국어 문장이다" }).collect();
        assert_eq!(guess(texts.into_iter()), Language::Korean);
    }
}
