//! Korean particles at the end of a word, without a dictionary: a word is found by its part before the particle, so
//! that `서울` finds `서울은` and `서울에서는`.
//!
//! Such a cut is a guess (`속도` ends like a word with the particle `도`), so the stem should have two syllables, and the
//! whole word stays in the index too where nouns end in such a syllable. The list is the theme's as well, in
//! `js/search-index.js`.

use super::is_syllable;

/// Particles and runs of them, and the forms of the copula, of one to four syllables.
const PARTICLES: &[&str] = &[
    "가",
    "과",
    "까지",
    "까지는",
    "까지도",
    "께",
    "께서",
    "께서는",
    "나",
    "는",
    "대로",
    "도",
    "들",
    "들과",
    "들도",
    "들로",
    "들만",
    "들에",
    "들에게",
    "들에는",
    "들에서",
    "들은",
    "들을",
    "들의",
    "들이",
    "라",
    "라고",
    "라는",
    "라도",
    "라면",
    "란",
    "랑",
    "로",
    "로는",
    "로도",
    "로만",
    "로부터",
    "로서",
    "로서는",
    "로써",
    "로의",
    "를",
    "마다",
    "마저",
    "만",
    "만에",
    "만으로",
    "만은",
    "만을",
    "만의",
    "만이",
    "밖에",
    "밖에는",
    "보다",
    "보다는",
    "보다도",
    "부터",
    "부터는",
    "뿐",
    "뿐만",
    "야",
    "에",
    "에게",
    "에게는",
    "에게도",
    "에게서",
    "에까지",
    "에는",
    "에도",
    "에만",
    "에서",
    "에서는",
    "에서도",
    "에서만",
    "에서부터",
    "에서의",
    "에의",
    "와",
    "와는",
    "와도",
    "와의",
    "으로",
    "으로는",
    "으로도",
    "으로만",
    "으로부터",
    "으로서",
    "으로서는",
    "으로써",
    "으로의",
    "은",
    "을",
    "의",
    "이",
    "이고",
    "이나",
    "이다",
    "이라",
    "이라고",
    "이라는",
    "이라도",
    "이라면",
    "이란",
    "이랑",
    "이며",
    "이면",
    "이자",
    "이지만",
    "인",
    "입니다",
    "조차",
    "처럼",
    "처럼은",
    "하고",
    "한테",
    "한테는",
    "한테서",
    "과는",
    "과도",
    "과의",
    "였다",
    "이었다",
    "이에요",
    "예요",
    "같은",
    "같이",
];

/// Particles that many nouns end in too (`평가`, `정의`, `경로`): a compound may end in such a noun.
const LIKE_NOUNS: &[&str] = &["가", "과", "나", "도", "라", "로", "만", "야", "의", "이", "인"];

/// Whether a piece is only a particle.
pub fn is_particle(piece: &str) -> bool {
    PARTICLES.contains(&piece)
}

/// A word without the longest particle that leaves at least `least` syllables.
pub fn stem(word: &str, least: usize) -> Option<&str> {
    // A syllable is three bytes; particles have up to four.
    let longest = (word.len() / 3).saturating_sub(least).min(4);
    (1..=longest).rev().find_map(|syllables| {
        let cut = word.len() - 3 * syllables;
        let (stem, particle) = word.split_at_checked(cut)?;
        (is_particle(particle) && stem.chars().all(is_syllable)).then_some(stem)
    })
}

/// Whether the cut is uncertain: the noun may include the particle.
pub fn may_be_noun(particle: &str) -> bool {
    LIKE_NOUNS.contains(&particle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_particle_goes_and_two_syllables_stay() {
        for (word, expected) in [
            ("서울은", Some("서울")),
            ("서울에서는", Some("서울")),
            ("쿠버네티스로부터", Some("쿠버네티스")),
            ("사용자들에게", Some("사용자")),
            ("속도", None),
            ("사과", None),
            ("은", None),
            ("서울", None),
            ("ㅋㅋㅋ도", None),
            ("", None),
        ] {
            assert_eq!(stem(word, 2), expected, "{word}");
        }
        assert_eq!(stem("힙에서", 1), Some("힙"));
    }
}
