//! Hangul: which characters it has, the initial consonant of a syllable, and the particles at the end of a word.
//!
//! Text is usually composed (NFC), so most of it is syllables. Jamo appear in text that is decomposed, as macOS names
//! files, and compatibility jamo where somebody types a consonant alone (`ㅋㅋ`).

pub mod particle;

/// Whether a character is a composed syllable, `가` to `힣`.
pub fn is_syllable(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Whether a character is of the Hangul script: a syllable, or a jamo of any block.
pub fn is_hangul(c: char) -> bool {
    // Syllables and extended jamo B; jamo; compatibility jamo; extended jamo A.
    matches!(c, '\u{ac00}'..='\u{d7ff}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}')
}

/// The initial consonant (초성) of a syllable, as a letter of its own.
pub fn initial(c: char) -> Option<char> {
    const INITIALS: [char; 19] = [
        'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ',
        'ㅎ',
    ];
    /// Syllables with the same initial consonant: 21 vowels, each with 28 endings.
    const SYLLABLES: u32 = 21 * 28;
    is_syllable(c).then(|| INITIALS[((u32::from(c) - 0xac00) / SYLLABLES) as usize])
}

/// The initial consonants of a word's syllables: `서울` is `ㅅㅇ`. `None` for a word with any other character.
pub fn initials(word: &str) -> Option<String> {
    word.chars().map(initial).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_and_jamo_of_every_block_are_hangul() {
        for (c, syllable, hangul) in [
            ('가', true, true),
            ('힣', true, true),
            ('\u{1112}', false, true),
            ('ㄱ', false, true),
            ('ㆎ', false, true),
            ('\u{a960}', false, true),
            ('\u{d7b0}', false, true),
            ('東', false, false),
            ('ア', false, false),
            ('a', false, false),
        ] {
            assert_eq!((is_syllable(c), is_hangul(c)), (syllable, hangul), "{c}");
        }
    }

    #[test]
    fn initials_are_those_of_words_in_hangul() {
        assert_eq!(initials("서울").as_deref(), Some("ㅅㅇ"));
        assert_eq!(initials("쌍까풀").as_deref(), Some("ㅆㄲㅍ"));
        assert_eq!((initial('가'), initial('힣'), initial('ㄱ')), (Some('ㄱ'), Some('ㅎ'), None));
        assert_eq!(initials("k8s"), None);
    }
}
