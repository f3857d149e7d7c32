//! The letters of an index by which titles are found without a script: ㄱ to ㅎ, A to Z.

use unicode_normalization::UnicodeNormalization;

use super::word::{normal, runs};
use crate::config::Language;
use crate::hangul::initial;

/// The initial of a title. In the order of an English site; [`Initial::rank`] has that of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Initial {
    Digit,
    /// In upper case.
    Latin(char),
    /// A plain consonant: ㄲ is listed under ㄱ.
    Hangul(char),
    Other,
}

impl Initial {
    pub fn of(title: &str) -> Self {
        let Some(first) = runs(title).next().and_then(|run| normal(run).chars().next()) else { return Self::Other };
        let base = if first.is_ascii() { first } else { first.nfd().next().unwrap_or(first) };
        match base {
            '0'..='9' => Self::Digit,
            'a'..='z' => Self::Latin(base.to_ascii_uppercase()),
            _ => match initial(first).unwrap_or(first) {
                consonant @ 'ㄱ'..='ㅎ' => Self::Hangul(plain(consonant)),
                _ => Self::Other,
            },
        }
    }

    /// The sort key of an initial: numbers, the site's own script, the other one, the rest.
    pub fn rank(self, language: Language) -> (u8, Self) {
        let korean = language == Language::Korean;
        let place = match self {
            Self::Digit => 0,
            Self::Hangul(_) if korean => 1,
            Self::Latin(_) => 2,
            Self::Hangul(_) => 3,
            Self::Other => 4,
        };
        (place, self)
    }

    /// The initial's segment in the address of its page, and the id of its section.
    pub fn slug(self) -> String {
        match self {
            Self::Digit => "0-9".to_owned(),
            Self::Latin(letter) => letter.to_ascii_lowercase().to_string(),
            Self::Hangul(consonant) => consonant.to_string(),
            Self::Other => "other".to_owned(),
        }
    }

    /// The initial's label; `None` for [`Initial::Other`], whose label is a translation of the theme.
    pub fn label(self) -> Option<String> {
        match self {
            Self::Digit => Some("0–9".to_owned()),
            Self::Latin(c) | Self::Hangul(c) => Some(c.to_string()),
            Self::Other => None,
        }
    }
}

fn plain(consonant: char) -> char {
    match consonant {
        'ㄲ' | 'ㄳ' => 'ㄱ',
        'ㄵ' | 'ㄶ' => 'ㄴ',
        'ㄸ' => 'ㄷ',
        'ㄺ'..='ㅀ' => 'ㄹ',
        'ㅃ' | 'ㅄ' => 'ㅂ',
        'ㅆ' => 'ㅅ',
        'ㅉ' => 'ㅈ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_listed_under_its_first_letter() {
        for (title, expected) in [
            ("서울", Initial::Hangul('ㅅ')),
            ("쌍둥이", Initial::Hangul('ㅅ')),
            ("\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}", Initial::Hangul('ㅅ')),
            ("ㅋㅋ", Initial::Hangul('ㅋ')),
            ("  (argo) CD", Initial::Latin('A')),
            ("Éclair", Initial::Latin('E')),
            ("Ｋｕｂｅ", Initial::Latin('K')),
            ("3주차", Initial::Digit),
            ("東京", Initial::Other),
            ("🟩", Initial::Other),
        ] {
            assert_eq!(Initial::of(title), expected, "{title}");
        }
    }

    #[test]
    fn the_sites_own_script_comes_first() {
        let mut all = [Initial::Other, Initial::Latin('B'), Initial::Hangul('ㄱ'), Initial::Latin('A'), Initial::Digit];
        all.sort_by_key(|initial| initial.rank(Language::Korean));
        assert_eq!(all[..3], [Initial::Digit, Initial::Hangul('ㄱ'), Initial::Latin('A')]);
        all.sort_by_key(|initial| initial.rank(Language::English));
        assert_eq!(all[..3], [Initial::Digit, Initial::Latin('A'), Initial::Latin('B')]);
    }
}
