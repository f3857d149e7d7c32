//! The kanban column that the author put a note in: an opinion on the next step.

use std::sync::LazyLock;

use regex::Regex;

use crate::config::bare_key;

/// The step that a board's column names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Board {
    /// `4일 복습`, `review 4`.
    Step(u32),
    /// `추가 복습`, `extra`.
    Extra,
    /// `장기기억`, `long-term`.
    LongTerm,
    /// A column name that is none of these.
    Other,
}

static STEP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(\d+)일\s*복습|review[\s_-]*(\d+)(?:[\s_-]*days?)?|(\d+)[\s_-]*days?(?:[\s_-]*review)?)$")
        .expect("a constant pattern")
});
static EXTRA: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:추가\s*복습|extra(?:[\s_-]*review)?)$").expect("a constant pattern"));
static LONG_TERM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:장기\s*기억|long[\s_-]*term(?:[\s_-]*memory)?)$").expect("a constant pattern"));

impl Board {
    /// Reads a column's name, in Korean or English. Leading symbols and case are ignored.
    pub fn read(name: &str) -> Self {
        let name = bare_key(name);
        let step =
            STEP.captures(&name).and_then(|groups| groups.iter().skip(1).flatten().next()?.as_str().parse().ok());
        match step {
            Some(step) => Self::Step(step),
            None if EXTRA.is_match(&name) => Self::Extra,
            None if LONG_TERM.is_match(&name) => Self::LongTerm,
            None => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boards_words_are_read_in_korean_and_english() {
        for (word, expected) in [
            ("1일 복습", Board::Step(1)),
            ("🟥14일복습", Board::Step(14)),
            ("추가 복습", Board::Extra),
            ("장기기억", Board::LongTerm),
            ("🧠 장기 기억", Board::LongTerm),
            ("review 7", Board::Step(7)),
            ("Review 30 days", Board::Step(30)),
            ("4 day review", Board::Step(4)),
            ("Extra", Board::Extra),
            ("long-term", Board::LongTerm),
            ("in progress", Board::Other),
            ("14일", Board::Other),
            ("99999999999일 복습", Board::Other),
        ] {
            assert_eq!(Board::read(word), expected, "{word}");
        }
    }
}
